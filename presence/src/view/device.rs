//! A device that is signed in, as its owner and site admins see it.

use crate::{DeviceId, DeviceKind, Timestamp};
use serde::{Deserialize, Serialize};

/// A device that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Its id.
    pub id: DeviceId,
    /// What it is.
    pub kind: DeviceKind,
    /// A name that one can recognise: "Firefox · Linux", or what its owner calls a token.
    pub name: String,
    /// When it was last heard of.
    #[serde(with = "crate::rfc3339")]
    pub seen_at: Timestamp,
    /// When somebody last touched it.
    #[serde(with = "crate::rfc3339")]
    pub active_at: Timestamp,
    /// Whether it counts as connected now.
    pub connected: bool,
    /// Whether it is the one that asks.
    pub this: bool,
}
