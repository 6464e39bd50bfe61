//! One's own devices, and signing one of them out.

use super::{
    examples,
    problems::{AskedByCaller, Named},
};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Path, State};
use http::StatusCode;
use presence::{DeviceKind, Timestamp, rfc3339, view::DeviceView};
use serde::Serialize;
use utoipa::ToSchema;

/// One's own devices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Devices)]
pub(super) struct Answer {
    devices: Vec<DeviceJson>,
}

/// One signed-in browser, or a token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Device)]
struct DeviceJson {
    id: String,
    kind: DeviceKind,
    /// What it says of itself, or what the token was called.
    name: String,
    /// The one that asks.
    this: bool,
    #[serde(with = "rfc3339")]
    last_seen: Timestamp,
    /// When somebody touched it, as far as it said.
    #[serde(with = "rfc3339")]
    last_active: Timestamp,
    /// Whether it was heard of lately enough.
    connected: bool,
}

/// One's own devices
#[utoipa::path(
    get,
    path = "/api/v1/me/devices",
    tag = "presence",
    operation_id = "getMyDevices",
    responses(
        (
            status = 200,
            description = "The device that asks first, then those that were seen last.",
            body = Answer,
            example = json!(examples::devices())
        ),
        AskedByCaller
    )
)]
pub(super) async fn get(
    State(server): State<Server>,
    Known(who): Known,
) -> Result<axum::Json<Answer>, Problem> {
    let devices = server.service.see_devices(&who).await?;
    Ok(axum::Json(Answer { devices: devices.into_iter().map(DeviceJson::from).collect() }))
}

/// Sign out one of one's own devices
///
/// Ends the session of a browser, revokes a token. Without a connected device left, one's time online ends
/// at once. A site admin may sign out anybody's.
#[utoipa::path(
    delete,
    path = "/api/v1/me/devices/{id}",
    tag = "presence",
    operation_id = "signOutDevice",
    params(("id" = String, Path, description = "The device's id.", example = "7d1f")),
    responses((status = 204, description = "It is signed out."), Named)
)]
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
            kind: device.kind,
            name: device.name,
            this: device.this,
            last_seen: device.seen_at,
            last_active: device.active_at,
            connected: device.connected,
        }
    }
}
