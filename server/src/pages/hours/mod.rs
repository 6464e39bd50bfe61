//! When projects, and people, mean to be there.

pub(super) mod calendar_file;
pub(super) mod form;
pub(super) mod of_project;
pub(super) mod own;
