//! One's own break: take one, change it, end it.

use super::{
    Json, examples, given,
    my_presence::moment,
    problems::{AskedByCaller, Wished},
};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::State;
use presence::{AskedBreak, AskedEnd, Break, BreakError, Timestamp, WishError, view::MyPresence};
use serde::Deserialize;
use serde_json::Value;
use service::{BreakRefused, Identity};
use utoipa::ToSchema;

/// A break that somebody wishes.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = BreakWish)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// For what: one of the site's reasons, which are `lunch`, `break`, `meeting` and `training` until a site
    /// admin chooses others.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, required)]
    reason: Option<String>,
    /// Back after so many minutes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = u32, nullable = false, minimum = 1, maximum = 240)]
    minutes: Option<Value>,
    /// Back at that moment, before the time online ends.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Timestamp, nullable = false)]
    until: Option<String>,
}

/// Take a break
///
/// A pause inside the time online: away, with a reason that colleagues see, until `until` or for `minutes`, or
/// until it is ended by hand. Given while a break runs, it takes the place of its reason and end. At its end
/// one is online again if somebody touched a device in the last minute, else with the next input. Breaks
/// without input between them last 240 minutes together. Neither taking nor ending one moves the revision.
#[utoipa::path(
    post,
    path = "/api/v1/me/break",
    tag = "presence",
    operation_id = "takeBreak",
    request_body(
        content = Body,
        examples(
            ("lunch for half an hour" = (value = json!({ "reason": "lunch", "minutes": 30 }))),
            (
                "a meeting until a moment" =
                (value = json!({ "reason": "meeting", "until": "2026-03-02T09:15:00Z" }))
            ),
            ("until one is back" = (value = json!({ "reason": "break" })))
        )
    ),
    responses(
        (
            status = 200,
            description = "One's own presence, as it is now.",
            body = MyPresence,
            example = json!(examples::on_break())
        ),
        Wished
    )
)]
pub(super) async fn post(
    State(server): State<Server>,
    Known(who): Known,
    Json(body): Json<Body>,
) -> Result<axum::Json<MyPresence>, Problem> {
    let end = match (&body.minutes, &body.until) {
        (Some(_), Some(_)) => {
            return Err(Problem::invalid("minutes", "Give one of minutes and until."));
        }
        (Some(minutes), None) => AskedEnd::Minutes(minutes.as_i64()),
        (None, Some(until)) => AskedEnd::At(moment(until)),
        (None, None) => AskedEnd::Never,
    };
    let reason = body.reason.as_deref();
    let reason = reason.ok_or_else(|| Problem::invalid("reason", "Say for what the break is."))?;
    let wish = AskedBreak { reason, end }.understand().map_err(|wrong| not_understood(&wrong))?;
    let taken = server.service.take_break(&who, &wish).await;
    let agent = taken.map_err(|failure| refused(&server, &who, failure))?;
    Ok(axum::Json(server.service.presence_of(&agent)))
}

/// End the break
///
/// Also where none runs. Whoever has not touched a device for as long as the site allows is away or lost then.
#[utoipa::path(
    delete,
    path = "/api/v1/me/break",
    tag = "presence",
    operation_id = "endBreak",
    responses(
        (
            status = 200,
            description = "One's own presence, as it is now.",
            body = MyPresence,
            example = json!(examples::my_presence())
        ),
        AskedByCaller
    )
)]
pub(super) async fn delete(
    State(server): State<Server>,
    Known(who): Known,
) -> Result<axum::Json<MyPresence>, Problem> {
    let agent = server.service.end_break(&who).await?;
    Ok(axum::Json(server.service.presence_of(&agent)))
}

fn not_understood(wrong: &WishError) -> Problem {
    match wrong {
        WishError::Moment | WishError::TimeOfDay => {
            Problem::invalid("until", "until is a time as RFC 3339 writes it.")
        }
        _ => Problem::invalid(
            "minutes",
            format!(
                "Minutes of a break are a whole number from {} to {}.",
                Break::MINUTES.start(),
                Break::MINUTES.end()
            ),
        ),
    }
}

fn refused(server: &Server, who: &Identity, failure: BreakRefused) -> Problem {
    match failure {
        BreakRefused::Refused(error) => match error {
            BreakError::NotOnline(_) => Problem::conflict(
                "not-online",
                "You are not online",
                "There is no time online in which you could take a break.",
                Some(server.service.see_own_presence(who)),
            ),
            BreakError::Unattended => Problem::invalid(
                "body",
                "Time online without a device has nobody in it who could take a break.",
            ),
            BreakError::EndPassed => Problem::invalid("until", "That time has passed."),
            BreakError::AfterLease(_) => {
                Problem::invalid("until", "Your time online ends before that.")
            }
            BreakError::TooLong(_) => Problem::invalid(
                "until",
                "Breaks without input between them last at most 240 minutes together.",
            ),
        },
        BreakRefused::UnknownReason => {
            let reasons = server.service.board().settings.break_reasons.all().join(", ");
            Problem::invalid("reason", format!("This site's reasons are: {reasons}."))
        }
        BreakRefused::Failure(failure) => failure.into(),
    }
}
