//! The servers of a site: which ones run, and which one of them does what must be done once.

mod lead;
mod nodes;
mod pulse;

pub use lead::{Lead, LostLead};
pub use nodes::Node;
pub(crate) use pulse::Pulse;
