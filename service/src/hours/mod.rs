//! When projects, and agents by themselves, mean to be there.

mod add_holidays;
mod change_own_hours;
mod change_schedule;
mod holidays;
mod reckon_schedules;

pub use add_holidays::AddHolidaysRefused;
pub use change_schedule::ChangeScheduleRefused;
pub use holidays::{
    Calendar, CalendarError, HolidayListError, LineError, MAX_CALENDAR_BYTES, read_list, write_list,
};
