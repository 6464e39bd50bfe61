//! What happened: an agent's day, and how a project's hours were covered.

mod coverage;
mod day;

pub use coverage::CoveragePage;
pub use day::HistoryPage;
