//! The installation: its settings, its running servers, and its command line.

mod change_site_settings;
mod nodes;
pub(crate) mod operator;

pub use nodes::Node;
pub use operator::OperatorError;
