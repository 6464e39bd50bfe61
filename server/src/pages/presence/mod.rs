//! One's own time online, and the door.

pub(super) mod door;
pub(super) mod time_online;
