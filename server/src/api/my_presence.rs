//! One's own presence: look, go online, extend, go offline.

use super::{
    Json, examples, given,
    problems::{AskedByCaller, Wished},
};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::State;
use presence::{
    Action, AskedEnd, AskedWish, ExtendError, GoOnlineError, LeaseDuration, ProjectKey, Revision,
    Status, Timestamp, Wish, WishError, may, view::MyPresence,
};
use serde::Deserialize;
use serde_json::Value;
use service::{ExtendRefused, GoOnlineRefused, Identity};
use utoipa::ToSchema;

/// What somebody wishes for themselves.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PresenceWish)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// Online, or offline.
    #[schema(value_type = Status)]
    status: String,
    /// Online for so many minutes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = u32, nullable = false, minimum = 1, maximum = 1440)]
    minutes: Option<Value>,
    /// Online until then: in the future, at most 24 hours away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Timestamp, nullable = false)]
    until: Option<String>,
    /// `shift`: online until the end of the shift: of your own hours while these run, else the latest closing
    /// today among the projects that are open now. Fixed when the time online starts; refused where there
    /// is none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, nullable = false, pattern = "^shift$")]
    end: Option<String>,
    /// Adds so many minutes to the end of the time online; needs the present revision.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = u32, nullable = false, minimum = 1, maximum = 1440)]
    extend_minutes: Option<Value>,
    /// False, for a token alone: online without a device, never away or lost, with an end within 8 hours.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, default = true)]
    attended: Option<bool>,
    /// Where. Online: left out, all of one's projects; not empty. Offline: left out, everywhere.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<ProjectKey>, nullable = false)]
    projects: Option<Vec<String>>,
    /// Which revision of one's presence one saw. Left out: whichever is the present.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Revision, nullable = false)]
    revision: Option<u64>,
}

const MINUTES: &str = "Minutes are a whole number from 1 to 1440.";
const KEY: &str = "A project's key is 2 to 10 letters and digits.";
const SOME_PROJECT: &str = "Name at least one project, or leave projects out.";

/// What a body asks for, once it is understood.
enum Command {
    Online(Wish),
    Extend(LeaseDuration, Option<Revision>),
    Offline(Option<Vec<ProjectKey>>),
}

/// One's own presence
#[utoipa::path(
    get,
    path = "/api/v1/me/presence",
    tag = "presence",
    operation_id = "getMyPresence",
    responses(
        (
            status = 200,
            description = "One's own presence.",
            body = MyPresence,
            example = json!(examples::my_presence())
        ),
        AskedByCaller
    )
)]
pub(super) async fn get(
    State(server): State<Server>,
    Known(who): Known,
) -> Result<axum::Json<MyPresence>, Problem> {
    may(&who.caller, &Action::ChangeOwnPresence)?;
    Ok(axum::Json(server.service.see_own_presence(&who)))
}

/// Go online, extend, go offline
///
/// Online states the whole wish: projects left out of `projects` end as signed off, no `projects` means all
/// of them, and no end means none. At most one of `minutes`, `until`, `end` and `extend_minutes` is given. A
/// `revision` that is not the present one is answered with 409 and the present. After the door or a forced
/// logout, online needs the present revision. Offline is never refused as stale, and twice is once. Nothing
/// has changed when the answer is an error.
#[utoipa::path(
    put,
    path = "/api/v1/me/presence",
    tag = "presence",
    operation_id = "putMyPresence",
    request_body(
        content = Body,
        examples(
            (
                "online for an hour" =
                (value = json!({ "status": "online", "minutes": 60, "projects": ["SUP"], "revision": 3 }))
            ),
            ("online without an end" = (value = json!({ "status": "online" }))),
            (
                "online until a moment" =
                (value = json!({ "status": "online", "until": "2026-03-02T16:30:00Z" }))
            ),
            (
                "extend by half an hour" =
                (value = json!({ "status": "online", "extend_minutes": 30, "revision": 4 }))
            ),
            ("offline" = (value = json!({ "status": "offline" })))
        )
    ),
    responses(
        (
            status = 200,
            description = "One's own presence, as it is now.",
            body = MyPresence,
            example = json!(examples::my_presence())
        ),
        Wished
    )
)]
pub(super) async fn put(
    State(server): State<Server>,
    Known(who): Known,
    Json(body): Json<Body>,
) -> Result<axum::Json<MyPresence>, Problem> {
    let agent = match body.understand()? {
        Command::Online(wish) => server
            .service
            .go_online(&who, &wish)
            .await
            .map_err(|failure| refused(&server, &who, failure))?,
        Command::Extend(by, revision) => server
            .service
            .extend(&who, by, revision)
            .await
            .map_err(|failure| not_extended(&server, &who, failure))?,
        Command::Offline(projects) => server
            .service
            .go_offline(&who, projects.as_deref())
            .await
            .map_err(|failure| refused(&server, &who, failure))?,
    };
    Ok(axum::Json(server.service.presence_of(&agent)))
}

impl Body {
    fn understand(self) -> Result<Command, Problem> {
        let revision = self.revision.map(Revision::new);
        let ends = [
            self.minutes.is_some(),
            self.until.is_some(),
            self.end.is_some(),
            self.extend_minutes.is_some(),
        ];
        if ends.iter().filter(|given| **given).count() > 1 {
            return Err(Problem::invalid(
                "minutes",
                "Give one of minutes, until, end and extend_minutes.",
            ));
        }
        match self.status.as_str() {
            "offline" => Ok(Command::Offline(self.projects.map(keys).transpose()?)),
            "online" => {
                if let Some(minutes) = self.extend_minutes {
                    return Ok(Command::Extend(duration("extend_minutes", &minutes)?, revision));
                }
                let end = match (&self.minutes, &self.until, self.end.as_deref()) {
                    (Some(minutes), ..) => AskedEnd::Minutes(minutes.as_i64()),
                    (None, Some(until), _) => AskedEnd::At(moment(until)),
                    (None, None, Some("shift")) => AskedEnd::Shift,
                    (None, None, Some(_)) => {
                        return Err(Problem::invalid("end", "end is shift, or is left out."));
                    }
                    (None, None, None) => AskedEnd::Never,
                };
                let attended = self.attended.unwrap_or(true);
                let asked = AskedWish { end, projects: self.projects, attended, revision };
                // One problem is told, the first.
                asked.understand().map(Command::Online).map_err(|wrong| not_understood(&wrong))
            }
            _ => Err(Problem::invalid("status", "status is online or offline.")),
        }
    }
}

fn not_understood(wrong: &[WishError]) -> Problem {
    match wrong.first() {
        Some(WishError::Minutes) | None => Problem::invalid("minutes", MINUTES),
        Some(WishError::Moment | WishError::TimeOfDay) => {
            Problem::invalid("until", "until is a time as RFC 3339 writes it.")
        }
        Some(WishError::NoProject) => Problem::invalid("projects", SOME_PROJECT),
        Some(WishError::ProjectKey(_)) => Problem::invalid("projects", KEY),
    }
}

/// A moment in any form that RFC 3339 allows.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_millis(at.as_millisecond()))
}

fn keys(keys: Vec<String>) -> Result<Vec<ProjectKey>, Problem> {
    keys.into_iter().map(|key| key.parse().map_err(|_| Problem::invalid("projects", KEY))).collect()
}

fn duration(field: &'static str, minutes: &Value) -> Result<LeaseDuration, Problem> {
    minutes
        .as_i64()
        .and_then(|minutes| LeaseDuration::from_minutes(minutes).ok())
        .ok_or_else(|| Problem::invalid(field, MINUTES))
}

fn refused(server: &Server, who: &Identity, failure: GoOnlineRefused) -> Problem {
    match failure {
        GoOnlineRefused::Refused(error) => match error {
            GoOnlineError::Stale(_) => Problem::stale(Some(server.service.see_own_presence(who))),
            GoOnlineError::NoProjects => Problem::forbidden(),
            GoOnlineError::EmptyScope => Problem::invalid("projects", SOME_PROJECT),
            GoOnlineError::NotAnAgent(_) => {
                Problem::invalid("projects", "You are not an agent of one of these projects.")
            }
            GoOnlineError::UntilPassed => Problem::invalid("until", "That time has passed."),
            GoOnlineError::UntilTooFar => {
                Problem::invalid("until", "The end is at most 24 hours away.")
            }
            GoOnlineError::UnattendedTooLong => Problem::invalid(
                "attended",
                "Without a device, time online needs an end within 8 hours.",
            ),
        },
        GoOnlineRefused::UnattendedBrowser => {
            Problem::invalid("attended", "Only an API token may go online without a device.")
        }
        GoOnlineRefused::UnattendedForbidden => Problem::invalid(
            "attended",
            "This site wants somebody to be there: going online without a device is off.",
        ),
        GoOnlineRefused::UnknownProject(key) => {
            Problem::invalid("projects", format!("You are not an agent of {key}."))
        }
        GoOnlineRefused::NoShift => Problem::invalid(
            "end",
            "There is no shift to end with: neither your own hours nor an open project's end today.",
        ),
        GoOnlineRefused::Failure(failure) => failure.into(),
    }
}

fn not_extended(server: &Server, who: &Identity, failure: ExtendRefused) -> Problem {
    match failure {
        ExtendRefused::Refused(error) => match error {
            ExtendError::Stale(_) | ExtendError::NotOnline(_) => {
                Problem::stale(Some(server.service.see_own_presence(who)))
            }
            ExtendError::NoEnd => Problem::conflict(
                "no-end",
                "Your time online has no end",
                "There is nothing to extend.",
                Some(server.service.see_own_presence(who)),
            ),
            ExtendError::UnattendedTooLong => Problem::invalid(
                "extend_minutes",
                "Without a device, time online ends within 8 hours of each wish.",
            ),
        },
        ExtendRefused::Failure(failure) => failure.into(),
    }
}
