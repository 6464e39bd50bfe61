//! Who is there: going online and offline, the door, signs of life, and what the passing of time brings.

mod beat;
mod extend;
mod go_offline;
mod go_online;
mod listen;
mod pass_time;
mod put_offline;
mod see_agents;
mod see_door;
mod see_header;
mod take_break;

pub use beat::Heard;
pub use extend::ExtendRefused;
pub use go_online::GoOnlineRefused;
pub use put_offline::{PutOffline, PutOfflineRefused};
pub use see_agents::{AgentInProject, AgentView};
pub use take_break::BreakRefused;
