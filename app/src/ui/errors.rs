//! What is wrong with a form, as variants that the catalogue has words for.

use crate::Language;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is wrong with one field, or with a form as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldError {
    /// It is empty.
    Required,
    /// Not an e-mail address.
    Email,
    /// Somebody has an account with this address.
    EmailTaken,
    /// Nobody has this address.
    NoSuchPerson,
    /// This person is in the project already.
    AlreadyMember(String),
    /// This address is invited already.
    AlreadyInvited,
    /// Fewer characters than this.
    TooShort(u32),
    /// More characters than this.
    TooLong(u32),
    /// It has characters that nobody sees.
    ControlCharacter,
    /// A name without a letter or a digit.
    NameLetters,
    /// A name that holds a web address.
    NameAddress,
    /// A password that everybody tries first.
    PasswordCommon,
    /// The repeated password is another one.
    PasswordsDiffer,
    /// Not the present password.
    PasswordWrong,
    /// Address and password do not belong together.
    SignIn,
    /// The account is disabled.
    AccountDisabled,
    /// Too many attempts; wait so many milliseconds.
    TooMany(i64),
    /// One has as many API tokens as one may have.
    TooManyTokens(u32),
    /// The address got as many letters as it may within an hour.
    TooManyLetters,
    /// Not a project key.
    ProjectKey,
    /// Another project has this key.
    ProjectKeyTaken,
    /// Not a whole number of minutes that is allowed.
    Minutes,
    /// Not a whole number from the first to the second.
    Range(u32, u32),
    /// Not a time of day.
    TimeOfDay,
    /// No length was chosen.
    Length,
    /// No shift ends today.
    NoShift,
    /// No project was chosen.
    ProjectsNone,
    /// Not an agent in the project with this key.
    ProjectsUnknown(String),
    /// Not one of the choices.
    Choice,
    /// No role was chosen.
    RolesNone,
    /// The last site admin must stay one.
    LastAdmin,
    /// The first is the only admin of the second, and must stay so.
    OnlyAdmin(String, String),
    /// One's own account cannot be logged out like that of others.
    OwnLogout,
    /// One's own account cannot be disabled by oneself.
    OwnAccount,
    /// Something changed since the page was opened.
    Stale,
    /// The same, with the present state in a sentence.
    StaleState(String),
    /// The time online was over before it could be extended.
    Over,
    /// There is no end to extend.
    NoEndToExtend,
    /// Longer than a day.
    ExtendTooLong,
    /// Without a device, longer than 8 hours.
    UnattendedTooLong,
    /// Not a reason for a break.
    BreakReason,
    /// Not a length for a break.
    BreakLength,
    /// The time online ends before the break would.
    BreakAfterEnd,
    /// Not a list of reasons.
    BreakReasons(u32, u32),
    /// Something about hours, dates or calendar files.
    #[cfg(feature = "ssr")]
    #[serde(skip)]
    Schedule(super::ScheduleError),
    /// An agent of no project, perhaps no more.
    NoProjects,
    /// The session is over.
    SignedOut,
    /// The role does not allow it.
    NotAllowed,
    /// It is not there any more.
    NotThere,
    /// The server cannot do it at the moment.
    Busy,
    /// No answer came in time: it may have been done.
    NoAnswer,
    /// The server cannot be reached.
    NotReachable,
    /// The server's own fault.
    Internal,
}

impl FieldError {
    /// What is wrong with a reason.
    #[cfg(feature = "ssr")]
    pub fn of_reason(error: service::ReasonError) -> Self {
        match error {
            service::ReasonError::TooLong => {
                Self::TooLong(u32::try_from(service::MAX_REASON_CHARS).unwrap_or(u32::MAX))
            }
            service::ReasonError::Unseen => Self::ControlCharacter,
        }
    }

    /// The error in the reader's words: one or two whole sentences.
    pub fn words(&self, t: Language) -> String {
        match self {
            Self::Required => t.error_required().into(),
            Self::Email => t.error_email().into(),
            Self::EmailTaken => t.error_email_taken().into(),
            Self::NoSuchPerson => t.error_no_such_person().into(),
            Self::AlreadyMember(name) => t.error_already_member(name),
            Self::AlreadyInvited => t.error_already_invited().into(),
            Self::TooShort(min) => t.error_too_short(*min),
            Self::TooLong(max) => t.error_too_long(*max),
            Self::ControlCharacter => t.error_control_character().into(),
            Self::NameLetters => t.error_name_letters().into(),
            Self::NameAddress => t.error_name_address().into(),
            Self::PasswordCommon => t.error_password_common().into(),
            Self::PasswordsDiffer => t.error_passwords_differ().into(),
            Self::PasswordWrong => t.error_password_wrong().into(),
            Self::SignIn => t.error_sign_in().into(),
            Self::AccountDisabled => t.error_account_disabled().into(),
            Self::TooMany(millis) => t.error_too_many(&crate::format::duration(t, *millis)),
            Self::TooManyTokens(max) => t.error_too_many_tokens(*max),
            Self::TooManyLetters => t.error_too_many_letters().into(),
            Self::ProjectKey => t.error_project_key().into(),
            Self::ProjectKeyTaken => t.error_project_key_taken().into(),
            Self::Minutes => t.error_minutes(presence::LeaseDuration::MAX_MINUTES),
            Self::Range(min, max) => t.error_range(*max, *min),
            Self::TimeOfDay => t.error_time().into(),
            Self::Length => t.error_length().into(),
            Self::NoShift => t.error_no_shift().into(),
            Self::ProjectsNone => t.error_projects_none().into(),
            Self::ProjectsUnknown(key) => t.error_projects_unknown(key),
            Self::Choice => t.error_choice().into(),
            Self::RolesNone => t.error_roles_none().into(),
            Self::LastAdmin => t.error_last_admin().into(),
            Self::OnlyAdmin(name, projects) => t.error_only_admin(name, projects),
            Self::OwnLogout => t.error_own_logout().into(),
            Self::OwnAccount => t.error_own_account().into(),
            Self::Stale => t.error_stale().into(),
            Self::StaleState(state) => t.error_stale_state(state),
            Self::Over => t.error_over().into(),
            Self::NoEndToExtend => t.error_no_end_to_extend().into(),
            Self::ExtendTooLong => t.error_extend_too_long().into(),
            Self::UnattendedTooLong => t.error_unattended_too_long().into(),
            Self::BreakReason => t.error_break_reason().into(),
            Self::BreakLength => t.error_break_length().into(),
            Self::BreakAfterEnd => t.error_break_after_end().into(),
            Self::BreakReasons(most, chars) => t.error_break_reasons(*chars, *most),
            #[cfg(feature = "ssr")]
            Self::Schedule(error) => error.words(t),
            Self::NoProjects => t.error_no_projects().into(),
            Self::SignedOut => t.error_signed_out().into(),
            Self::NotAllowed => t.error_not_allowed().into(),
            Self::NotThere => t.error_not_there().into(),
            Self::Busy => t.error_busy().into(),
            Self::NoAnswer => t.error_no_answer().into(),
            Self::NotReachable => t.error_not_reachable().into(),
            Self::Internal => t.error_internal().into(),
        }
    }
}

/// What is wrong with a form: at most one error a field, in the order in which they were found, and
/// perhaps one for the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FormErrors {
    whole: Option<FieldError>,
    fields: Vec<(Cow<'static, str>, FieldError)>,
}

impl FormErrors {
    /// Notes that a field is wrong; its first error stays.
    pub fn add(&mut self, field: &'static str, error: FieldError) {
        if self.get(field).is_none() {
            self.fields.push((field.into(), error));
        }
    }

    /// The same, in a chain.
    #[must_use]
    pub fn with(mut self, field: &'static str, error: FieldError) -> Self {
        self.add(field, error);
        self
    }

    /// Errors of no field in particular.
    #[must_use]
    pub fn of_form(error: FieldError) -> Self {
        Self { whole: Some(error), fields: Vec::new() }
    }

    /// The error of the whole form.
    pub fn whole(&self) -> Option<&FieldError> {
        self.whole.as_ref()
    }

    /// What is wrong as a whole, and what is wrong with fields, for a page that shows them apart.
    pub fn apart(self) -> (Self, Self) {
        let whole = Self { whole: self.whole, fields: Vec::new() };
        (whole, Self { whole: None, fields: self.fields })
    }

    /// The error of this field.
    pub fn get(&self, field: &str) -> Option<FieldError> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, error)| error.clone())
    }

    /// Whether this field is the first that is wrong, and so has the focus.
    pub fn is_first(&self, field: &str) -> bool {
        self.fields.first().is_some_and(|(name, _)| *name == field)
    }

    /// How many fields are wrong.
    pub fn count(&self) -> usize {
        self.fields.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.whole.is_none() && self.fields.is_empty()
    }
}
