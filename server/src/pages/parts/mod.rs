//! What several pages are made with: who looks at them, what was sent, and what went wrong.

pub(crate) mod attempts;
pub(crate) mod errors;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod query;
pub(crate) mod visitor;
