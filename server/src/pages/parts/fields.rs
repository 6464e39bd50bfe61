//! Fields that several forms have: each is parsed once, or its error noted beside it.

use crate::pages::parts::form::Form;
use app::{
    pages::PASSWORD_MIN,
    ui::{FieldError, FormErrors},
};
use presence::{DeviceId, Roles, UserId};
use service::{Email, EmailError, Name, NameError, Password, PasswordError};

// The pages ask for what the service takes.
const _: () = assert!(PASSWORD_MIN as usize == Password::MIN_CHARS);

/// `name`
pub fn name(form: &Form, errors: &mut FormErrors) -> Option<Name> {
    let error = match form.get("name").parse() {
        Ok(name) => return Some(name),
        Err(NameError::Empty) => FieldError::Required,
        Err(NameError::TooLong) => FieldError::TooLong(chars(Name::MAX_CHARS)),
        Err(NameError::ControlCharacter) => FieldError::ControlCharacter,
        Err(NameError::NoLetter) => FieldError::NameLetters,
        Err(NameError::Address) => FieldError::NameAddress,
    };
    errors.add("name", error);
    None
}

/// `email`
pub fn email(form: &Form, errors: &mut FormErrors) -> Option<Email> {
    let error = match form.get("email").parse() {
        Ok(email) => return Some(email),
        Err(EmailError::Empty) => FieldError::Required,
        Err(EmailError::TooLong | EmailError::Malformed) => FieldError::Email,
    };
    errors.add("email", error);
    None
}

/// A new password: `password`, and the same as `password_again`.
pub fn new_password(form: &Form, errors: &mut FormErrors) -> Option<Password> {
    let text = form.get("password");
    let error = match text.parse() {
        Ok(password) if text == form.get("password_again") => return Some(password),
        Ok(_) => {
            errors.add("password_again", FieldError::PasswordsDiffer);
            return None;
        }
        Err(_) if text.is_empty() => FieldError::Required,
        Err(PasswordError::TooShort) => FieldError::TooShort(PASSWORD_MIN),
        Err(PasswordError::TooLong) => FieldError::TooLong(chars(Password::MAX_CHARS)),
    };
    errors.add("password", error);
    None
}

/// The boxes `agent` and `admin`.
pub fn roles(form: &Form) -> Roles {
    Roles { agent: form.is_on("agent"), admin: form.is_on("admin") }
}

/// `person`, from a row that the page itself has drawn.
pub fn person(form: &Form) -> Result<UserId, crate::web::problem::Problem> {
    form.get("person")
        .parse()
        .map_err(|_| crate::web::problem::Problem::unreadable("The form names nobody."))
}

/// `device`, from a row that the page itself has drawn.
pub fn device(form: &Form) -> Result<DeviceId, crate::web::problem::Problem> {
    form.get("device")
        .parse()
        .map_err(|_| crate::web::problem::Problem::unreadable("The form names no device."))
}

fn chars(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
