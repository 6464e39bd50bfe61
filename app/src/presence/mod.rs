//! One's time online: the icon in the header bar, and the parts of its dialog, each drawn once from the [`Header`](crate::header::Header), in
//! a page by the server and in the dialog by the browser. What differs is the
//! [`Place`](crate::header::Place).

mod agents;
mod devices;
mod dialog;
mod door;
mod extend_question;
mod go_online;
mod head;
mod icon;
mod lazy_dialog;
mod length;
mod notice;
mod on_break;
mod standing;
mod take_break;
mod time_left;
mod told;
mod when;

pub use icon::*;

#[cfg(feature = "ssr")]
pub(crate) use agents::{Agents, door_link, forgotten_badge};
#[cfg(feature = "ssr")]
pub(crate) use devices::{DeviceList, YourDevices};
#[cfg(feature = "ssr")]
pub(crate) use {
    door::Door, go_online::GoOnline, on_break::OnBreak, standing::Standing, take_break::TakeBreak,
    time_left::TimeLeft,
};
