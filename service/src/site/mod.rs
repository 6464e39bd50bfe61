//! The installation: its settings and its command line.

mod after_restore;
mod change_site_settings;
pub(crate) mod operator;

pub use after_restore::Restored;
pub use change_site_settings::read_break_reasons;
pub use operator::OperatorError;
