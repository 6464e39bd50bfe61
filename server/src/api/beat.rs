//! A device says that it is there, and for how long nobody has touched it.

use super::{Beacon, examples, given, problems::Said};
use crate::{state::Server, web::auth::Identified, web::problem::Problem};
use axum::extract::State;
use presence::rfc3339;
use presence::{Beat, Page, Presence, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The longest idleness that a beat may tell, in seconds: a year.
const MAX_IDLE_SECONDS: f64 = 366.0 * 24.0 * 3600.0;

/// What a device says of itself.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Beat)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// For how many seconds nobody has touched the device.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = f64, required, minimum = 0, maximum = 31_622_400)]
    idle_s: Option<Value>,
    /// Whether the page can be seen: it can (`shown`) where nothing is said. A hidden one has 130 seconds
    /// until its next beat, one that was left has 10 until somebody is missed.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Page, nullable = false)]
    page: Option<String>,
}

/// What is true of the device's person now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Heard)]
pub(super) struct Answer {
    /// The server's clock.
    #[serde(with = "rfc3339")]
    now: Timestamp,
    /// How they are.
    presence: Presence,
    /// When one is away if nobody touches any of one's devices; null where that cannot be.
    #[serde(with = "rfc3339::option")]
    #[schema(required)]
    away_at: Option<Timestamp>,
    /// How often a page that can be seen should beat, in seconds.
    #[schema(minimum = 1)]
    every_s: u32,
}

/// A device says that it is there
///
/// To be sent every `every_s` seconds by a page that can be seen, once a minute by a hidden one (`hidden`),
/// and when a page is left (`left`). Idleness is a length of time, so that a wrong clock does no harm.
/// Nothing of it is recorded until it changes what is true: away, lost, or back. The body may be sent as
/// `text/plain`, which is what a browser's beacon does.
#[utoipa::path(
    post,
    path = "/api/v1/me/beat",
    tag = "presence",
    operation_id = "beat",
    request_body(
        content = Body,
        examples(
            ("somebody is typing" = (value = json!({ "idle_s": 0 }))),
            ("a hidden page" = (value = json!({ "idle_s": 310, "page": "hidden" })))
        )
    ),
    responses(
        (
            status = 200,
            description = "What is true of its person now.",
            body = Answer,
            example = json!(examples::heard())
        ),
        Said
    )
)]
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
