//! The projects, and what there is of one.

pub(super) mod all;
pub(super) mod desk;
pub(super) mod members;
pub(super) mod settings;
