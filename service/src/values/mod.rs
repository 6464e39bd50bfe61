//! Values that are parsed once, into types that cannot be wrong.

pub(crate) mod csv;
mod email;
mod fold;
mod language;
mod name;
mod outcome;
pub(crate) mod password;
pub(crate) mod private;
pub(crate) mod reason;
mod schedule;
pub(crate) mod secret;
mod session_end;
pub(crate) mod text;
pub(crate) mod user_agent;
pub(crate) mod vault;
pub(crate) mod zone;

pub use email::{Email, EmailError};
pub(crate) use fold::fold;
pub use language::{LanguageTag, LanguageTagError};
pub use name::{Name, NameError};
pub use outcome::Outcome;
pub use password::{Password, PasswordCost, PasswordError};
pub use reason::{MAX_REASON_CHARS, ReasonError};
pub use schedule::{KeptSchedule, ScheduleChange};
pub use secret::Secret;
pub use session_end::SessionEnd;
pub use vault::{Vault, VaultError};
pub use zone::{Zone, ZoneError};
