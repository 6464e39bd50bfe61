//! What people see: pages and the header's islands, their words and how they are drawn.

pub mod language;

pub use language::Language;
