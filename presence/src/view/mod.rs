//! What is shown, derived once from the [`Board`](crate::Board) and the time: the header with its dialog,
//! rosters, one's own presence, the door, and who looks forgotten.
//!
//! These are the shapes of the API's answers, of the events of the header's stream and of what the server
//! functions tell the browser, which asks them the same questions that the server does.

mod absence;
mod device;
mod door;
mod ended;
mod forgotten;
mod header;
mod if_gone;
mod mine;
mod person;
mod roster;

pub use absence::AbsenceView;
pub use device::DeviceView;
pub use door::{DoorView, Place};
pub use ended::{Ended, Person};
pub use forgotten::Forgotten;
pub use header::{Colleague, HeaderModel, HeaderProject, Me};
pub use if_gone::IfGone;
pub use mine::{MyPresence, MyProject, PausedHours};
pub use person::PersonView;
pub use roster::{Roster, RosterRow};
