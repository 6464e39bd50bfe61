//! The site itself.

mod settings;

pub use settings::{AttendanceNumbers, SiteSettingsPage};
