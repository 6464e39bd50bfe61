//! Holidays as people have them: a list of dates, or an iCalendar file.
//!
//! Both are read whole or not at all, so that an error changes nothing.

mod calendar;
mod list;

pub use calendar::{Calendar, CalendarError, MAX_CALENDAR_BYTES};
pub use list::{HolidayListError, LineError, read_list, write_list};
