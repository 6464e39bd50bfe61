//! The rules of Porchlight: who is online, until when, why not, and who may change it.
//!
//! This crate must never do input or output, never ask for the time and never block: time enters as
//! an argument ([`Timestamp`], the server's epoch milliseconds), and every decision is a pure function
//! from state, command and time to a [`Transition`]. It builds for the browser and for the server, so
//! that both mean the same by the same word.
//!
//! The words are those of `docs/ARCHITECTURE.md`; a *lease* is called "time online" on screen.

mod agent;
mod attendance;
mod availability;
mod calendar;
mod coverage;
mod day;
mod desk;
mod ids;
mod lease;
mod ledger;
mod personal_hours;
mod policy;
mod schedule;
mod settings;
mod settle;
mod shift;
mod state;
mod time;

pub use agent::{Agent, DoorError, ExtendError, GoOnline, GoOnlineError, Transition};
pub use attendance::{
    Absence, AttendanceRules, BEAT_RETRY, Beat, Device, Devices, GOODBYE_GRACE, HIDDEN_GRACE,
    Outlook, Page,
};
pub use availability::{Availability, Opening, Published, Shown, Status};
pub use calendar::{Day, date_of, week_of};
pub use coverage::{Coverage, Departure, Gap, Left, OffHours, Piece, Sums};
pub use day::{DayChange, Held, Now, Strip, changes, states, strips, time_online};
pub use desk::{Desk, DeskProject, Row};
pub use ids::{DeviceId, IdError, ProjectId, ProjectKey, ProjectKeyError, UserId};
pub use lease::{Absent, Lease, LeaseDuration, LeaseDurationError, Scope, extend_question_at};
pub use ledger::{Actor, Cause, Change, Entry, Fact, Replay, ReplayError, Replayed};
pub use personal_hours::PersonalHours;
pub use policy::{Action, Caller, Denied, Roles, door_projects, may};
pub use schedule::{
    Hours, HoursError, MAX_EXCEPTIONS, MAX_HOLIDAY_NAME, MAX_HOLIDAYS, MAX_SPANS, Schedule, Span,
    SpanError, Stretch, TimeOfDay, TimeOfDayError, WEEK,
};
pub use settings::{
    AttendanceSettings, DoorRule, KeepHistory, OwnIdle, ShowHeaderIcons, SiteSettings,
};
pub use shift::{shift_end, shift_over_since};
pub use state::{EndReason, Ending, Presence, Standing};
pub use time::{MINUTE, Revision, SECOND, Timestamp};
