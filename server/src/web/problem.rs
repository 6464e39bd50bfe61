//! Every JSON error: `application/problem+json` as RFC 9457 describes it.
//!
//! This is the one place that maps errors to HTTP. It logs a cause once and hides it from the caller.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use presence::Denied;
use presence::view::MyPresence;
use serde::Serialize;
use service::{Failure, MAX_REASON_CHARS, ReasonError, StoreError, Trouble};
use std::borrow::Cow;
use utoipa::ToSchema;

tokio::task_local! {
    /// The id of the request that this task answers.
    pub static REQUEST_ID: String;
}

/// The id of the request under way; empty outside of one.
pub fn request_id() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

/// Marks a response that tells a problem, so that a page can tell it in words.
#[derive(Debug, Clone, Copy)]
pub struct Told(pub StatusCode);

/// What is wrong with one field of a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field's name, or `body` for the whole.
    pub field: &'static str,
    /// What is wrong, for people.
    pub detail: Cow<'static, str>,
}

/// An error (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Which problem, as a URN; it does not change.
    #[serde(rename = "type", serialize_with = "as_urn")]
    #[schema(examples("urn:porchlight:problem:not-found"))]
    kind: &'static str,
    title: &'static str,
    /// The answer's status.
    #[serde(serialize_with = "as_number")]
    #[schema(value_type = u16, minimum = 400, maximum = 599)]
    status: StatusCode,
    /// For people.
    detail: Cow<'static, str>,
    /// What to tell the operator, who finds it in the log.
    request_id: Box<str>,
    /// Which fields cannot be as they are; with 422.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// The present; with 409.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = MyPresence, required = false, nullable = false)]
    presence: Option<Box<MyPresence>>,
}

fn as_urn<S: serde::Serializer>(kind: &str, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("urn:porchlight:problem:{kind}"))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn as_number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

impl Problem {
    fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            kind,
            title,
            status,
            detail: detail.into(),
            request_id: request_id().into(),
            errors: Vec::new(),
            presence: None,
        }
    }

    /// 400: it cannot be read.
    pub fn unreadable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable", "The request cannot be read", detail)
    }

    /// 401: nobody known asks.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Sign in first",
            "This needs a session cookie or a bearer token that is valid.",
        )
    }

    /// 403: the role does not allow it.
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "Your role does not allow this",
            "Ask an admin of the project or of the site.",
        )
    }

    /// 403: the request came from another site.
    pub fn cross_origin() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "cross-origin",
            "The request came from another site",
            "Changes are accepted from this site's own pages and from API clients only.",
        )
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", "There is nothing here for you.")
    }

    /// 405.
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            "This address does not take that method.",
        )
    }

    /// 409: the caller saw another state than the present one.
    pub fn stale(presence: Option<MyPresence>) -> Self {
        let mut problem = Self::new(
            StatusCode::CONFLICT,
            "stale-revision",
            "The state has changed",
            "Look at the present state, and send its revision if you still want this.",
        );
        problem.presence = presence.map(Box::new);
        problem
    }

    /// 409: the state does not allow it.
    pub fn conflict(
        kind: &'static str,
        title: &'static str,
        detail: &'static str,
        presence: Option<MyPresence>,
    ) -> Self {
        let mut problem = Self::new(StatusCode::CONFLICT, kind, title, detail);
        problem.presence = presence.map(Box::new);
        problem
    }

    /// 413.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The request is too large",
            "Send less.",
        )
    }

    /// 415.
    pub fn not_json() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not-json",
            "The body is not JSON",
            "Send it as application/json.",
        )
    }

    /// 422: a field says something that cannot be.
    pub fn invalid(field: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        let detail = detail.into();
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "Something in the request cannot be",
            detail.clone(),
        );
        problem.errors = vec![FieldProblem { field, detail }];
        problem
    }

    /// 429: too often.
    pub fn too_many() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many",
            "Too many requests",
            "Wait a moment, then try again.",
        )
    }

    /// 500: the cause is logged and not told.
    pub fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(request_id = request_id(), cause = %Chain(cause), "internal error");
        Self::already_noted()
    }

    /// 500 whose cause is logged already.
    pub fn already_noted() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong here",
            "It was logged. Nothing was changed.",
        )
    }

    /// 503: the cause is logged and not told.
    pub fn unavailable(cause: &dyn std::error::Error) -> Self {
        tracing::error!(request_id = request_id(), cause = %Chain(cause), "not available");
        Self::busy()
    }

    /// 503 without a cause of its own: stopping, or as full as it may be.
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available at the moment",
            "Nothing was changed. Try again in a few seconds.",
        )
    }

    /// 503: the database takes no writes. It was logged when it began.
    pub fn not_ready(trouble: Trouble) -> Self {
        Self { detail: format!("The database takes no writes: {trouble}.").into(), ..Self::busy() }
    }

    /// 503: a time limit was met; nobody knows how far it came.
    fn too_slow() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too-slow",
            "It took too long",
            "It may have been done or not: look before you try again.",
        )
    }

    /// Its status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// What a refusal with this status means that was made outside of our handlers: an address or a query
    /// that cannot be read, a time limit.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(),
            StatusCode::TOO_MANY_REQUESTS => Self::too_many(),
            _ if status.is_server_error() => Self::too_slow(),
            _ => Self {
                status,
                ..Self::unreadable("Its address, query or body is not as it should be.")
            },
        }
    }
}

/// An error with its causes, on one line.
struct Chain<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        response.extensions_mut().insert(Told(self.status));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("3"));
            }
            StatusCode::TOO_MANY_REQUESTS => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
            }
            _ => {}
        }
        response
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::not_found(),
            Denied::Forbidden => Self::forbidden(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Conflict | StoreError::Claimed(_) => {
                Self::unavailable(&error)
            }
            StoreError::Corrupt(_) | StoreError::Failed(_) | StoreError::Vault(_) => {
                Self::internal(&error)
            }
        }
    }
}

impl From<ReasonError> for Problem {
    fn from(error: ReasonError) -> Self {
        let detail = match error {
            ReasonError::TooLong => {
                format!("A reason has at most {MAX_REASON_CHARS} characters.").into()
            }
            ReasonError::Unseen => Cow::Borrowed("A reason has no control characters."),
        };
        Self::invalid("reason", detail)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied(denied) => denied.into(),
            Failure::SignedOut => Self::unauthenticated(),
            Failure::Store(error) => error.into(),
        }
    }
}
