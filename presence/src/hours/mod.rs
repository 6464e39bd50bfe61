//! When a project, or a person, means to be there.

mod personal;
mod schedule;
mod shift;
mod span;
mod wall;
mod week;

pub use personal::PersonalHours;
pub use schedule::Schedule;
pub use shift::{shift_end, shift_over_since};
pub use span::{Span, SpanError, TimeOfDay, TimeOfDayError};
pub use wall::next_time_of_day;
pub use week::{
    Hours, HoursError, MAX_EXCEPTIONS, MAX_HOLIDAY_NAME, MAX_HOLIDAYS, MAX_SPANS, WEEK,
};
