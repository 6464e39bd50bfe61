//! Values that are parsed once, into types that cannot be wrong.

pub(crate) mod csv;
mod email;
mod language;
mod name;
pub(crate) mod password;
pub(crate) mod secret;
pub(crate) mod zone;

pub use email::{Email, EmailError};
pub use language::{LanguageTag, LanguageTagError};
pub use name::{Name, NameError};
pub use password::{Password, PasswordCost, PasswordError};
pub use secret::Secret;
pub use zone::{Zone, ZoneError};
