//! One's own devices.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::view::DeviceView;

/// The caller's devices: the one that asks first, then who was seen last.
#[server(prefix = "/do", endpoint = "see-devices", input = Json, output = Json, client = Fetch)]
pub async fn see_devices() -> Result<Vec<DeviceView>, Refusal> {
    super::Here::take()?.see_devices().await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{DeviceView, Refusal};
    use crate::actions::Here;

    impl Here {
        /// The caller's devices.
        pub async fn see_devices(&self) -> Result<Vec<DeviceView>, Refusal> {
            self.service.see_devices(&self.who).await.map_err(|failure| self.refusal(failure))
        }
    }
}
