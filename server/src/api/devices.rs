//! One's own devices, and signing one of them out.

use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Path, State};
use http::StatusCode;
use presence::{Timestamp, rfc3339, view::DeviceView};
use serde::Serialize;

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    devices: Vec<DeviceJson>,
}

#[derive(Debug, Serialize)]
struct DeviceJson {
    id: String,
    kind: &'static str,
    name: String,
    /// The one that asks.
    this: bool,
    #[serde(with = "rfc3339")]
    last_seen: Timestamp,
    #[serde(with = "rfc3339")]
    last_active: Timestamp,
    connected: bool,
}

/// `GET /api/v1/me/devices`
pub(super) async fn get(
    State(server): State<Server>,
    Known(who): Known,
) -> Result<axum::Json<Answer>, Problem> {
    let devices = server.service.see_devices(&who).await?;
    Ok(axum::Json(Answer { devices: devices.into_iter().map(DeviceJson::from).collect() }))
}

/// `DELETE /api/v1/me/devices/{id}`
pub(super) async fn delete(
    State(server): State<Server>,
    Known(who): Known,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    server.service.sign_out_device(&who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<DeviceView> for DeviceJson {
    fn from(device: DeviceView) -> Self {
        Self {
            id: device.id.to_string(),
            kind: device.kind.name(),
            name: device.name,
            this: device.this,
            last_seen: device.seen_at,
            last_active: device.active_at,
            connected: device.connected,
        }
    }
}
