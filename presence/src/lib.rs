//! The rules of Porchlight: who is online, until when, why not, and who may change it.
//!
//! This crate must never do input or output, never ask for the time and never block: time enters as
//! an argument ([`Timestamp`], the server's epoch milliseconds), and every decision is a pure function
//! from state, command and time to a [`Transition`]. It builds for the browser and for the server, so
//! that both mean the same by the same word.
//!
//! The words are those of `docs/ARCHITECTURE.md`; a *lease* is called "time online" on screen.

mod agent;
mod availability;
mod board;
mod devices;
mod hours;
mod ids;
mod lease;
mod ledger;
mod policy;
mod record;
#[cfg(feature = "schema")]
mod schema;
mod settings;
mod standing;
mod time;
pub mod view;
mod wish;

pub use agent::{Agent, BreakError, DoorError, ExtendError, GoOnline, GoOnlineError, Transition};
pub use availability::{Availability, Opening, Published, Shown};
pub use board::{Board, Covered, Project};
pub use devices::{
    Absence, AttendanceRules, BEAT_RETRY, Beat, Device, DeviceKind, Devices, GOODBYE_GRACE,
    HIDDEN_GRACE, Outlook, Page,
};
pub use hours::{
    Hours, HoursError, MAX_EXCEPTIONS, MAX_HOLIDAY_NAME, MAX_HOLIDAYS, MAX_SPANS, PersonalHours,
    Schedule, Span, SpanError, TimeOfDay, TimeOfDayError, WEEK, next_time_of_day, shift_end,
    shift_over_since,
};
pub use ids::{DeviceId, IdError, ProjectId, ProjectKey, ProjectKeyError, UserId};
pub use lease::{
    Absent, Break, Lease, LeaseDuration, LeaseDurationError, Scope, extend_question_at,
};
pub use ledger::{
    Actor, Cause, Change, Entry, Fact, Replay, ReplayError, Replayed, calendar, coverage, day,
};
pub use policy::{Action, Caller, Denied, Roles, door_projects, may};
pub use record::{Before, Record};
pub use settings::{
    AttendanceSettings, BreakReasons, DoorRule, KeepHistory, OwnIdle, ShowHeaderIcons, SiteSettings,
};
pub use standing::{EndKind, EndReason, Ending, Presence, Standing, Status};
pub use time::{MINUTE, Revision, SECOND, Stretch, Timestamp, rfc3339};
pub use wish::{AskedBreak, AskedEnd, AskedWish, LeaseEnd, Wish, WishError, WishedBreak};
