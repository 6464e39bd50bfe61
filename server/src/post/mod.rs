//! What is sent to people.

pub(crate) mod letters;
pub(crate) mod mail;
