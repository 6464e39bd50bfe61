//! A device says that it is there, and for how long nobody has touched it.

use super::{Beacon, given};
use crate::{state::Server, web::auth::Identified, web::problem::Problem};
use axum::extract::State;
use presence::rfc3339;
use presence::{Beat, Page, Presence, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest idleness that a beat may tell, in seconds: a year.
const MAX_IDLE_SECONDS: f64 = 366.0 * 24.0 * 3600.0;

/// The body of `POST /api/v1/me/beat`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    #[serde(default, deserialize_with = "given")]
    idle_s: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    page: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(with = "rfc3339")]
    now: Timestamp,
    presence: Presence,
    #[serde(with = "rfc3339::option")]
    away_at: Option<Timestamp>,
    every_s: u32,
}

/// `POST /api/v1/me/beat`
pub(super) async fn post(
    State(server): State<Server>,
    Identified(who): Identified,
    Beacon(body): Beacon<Body>,
) -> Result<axum::Json<Answer>, Problem> {
    let heard = server.service.beat(&who, body.understand()?).await;
    // Whoever is back is told to everybody before the answer, and recorded.
    if let Err(error) = server.service.pass_time().await {
        tracing::warn!(%error, "what a beat changed could not be recorded yet");
    }
    Ok(axum::Json(Answer {
        now: heard.now,
        presence: heard.presence,
        away_at: heard.away_at,
        every_s: heard.every_seconds,
    }))
}

impl Body {
    fn understand(self) -> Result<Beat, Problem> {
        let seconds = self
            .idle_s
            .and_then(|seconds| seconds.as_f64())
            .filter(|seconds| (0.0..=MAX_IDLE_SECONDS).contains(seconds))
            .ok_or_else(|| {
                Problem::invalid(
                    "idle_s",
                    "idle_s is for how many seconds nobody has touched the device: 0 or more, and at \
                     most a year.",
                )
            })?;
        let page = match self.page {
            None => Page::Shown,
            Some(name) => Page::from_name(&name)
                .ok_or_else(|| Problem::invalid("page", "page is shown, hidden or left."))?,
        };
        #[expect(clippy::cast_possible_truncation, reason = "a year has far fewer than 63 bits")]
        let idle = (seconds * 1_000.0) as i64;
        Ok(Beat { idle, page })
    }
}
