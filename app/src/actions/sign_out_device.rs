//! Signing out one of one's devices.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::view::DeviceView;

/// Signs out a device, and answers with those that are left.
#[server(prefix = "/do", endpoint = "sign-out-device", input = Json, output = Json, client = Fetch)]
pub async fn sign_out_device(device: String) -> Result<Vec<DeviceView>, Refusal> {
    let here = super::Here::take()?;
    here.sign_out_device(&device).await?;
    here.see_devices().await
}

#[cfg(feature = "ssr")]
mod here {
    use super::Refusal;
    use crate::actions::Here;
    use presence::DeviceId;

    impl Here {
        /// Signs out a device.
        pub async fn sign_out_device(&self, device: &str) -> Result<(), Refusal> {
            let device: DeviceId = device.parse().map_err(|_| Refusal::NotFound)?;
            self.service
                .sign_out_device(&self.who, &device)
                .await
                .map_err(|failure| self.refusal(failure))
        }
    }
}
