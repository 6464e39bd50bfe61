//! What happened.

pub(super) mod coverage;
pub(super) mod day;
pub(super) mod export;
