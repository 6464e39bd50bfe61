//! The installation: its settings and its command line.

mod change_site_settings;
pub(crate) mod operator;

pub use change_site_settings::read_break_reasons;
pub use operator::OperatorError;
