//! The site itself.

pub(super) mod settings;
