//! The installation: its settings and its command line.

mod change_site_settings;
pub(crate) mod operator;

pub use operator::OperatorError;
