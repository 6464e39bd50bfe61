//! Which problems a call may be answered with, as the description tells them.

use crate::web::problem::Problem;
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{
        Content, Header, Ref, RefOr, Response, ResponseBuilder,
        response::ResponsesBuilder,
        schema::{ObjectBuilder, Type},
    },
};

/// Each kind: its status, its name among the description's responses, and what it means.
const KINDS: [(u16, &str, &str); 11] = [
    (400, "Unreadable", "The address, the query or the body cannot be read."),
    (401, "Unauthenticated", "Nobody known asks: no token or session, or one that has ended."),
    (403, "Forbidden", "The role does not allow it, or the change comes from another site's page."),
    (404, "NotFound", "It does not exist, or the caller may not even know that it does."),
    (
        409,
        "Stale",
        "The present is another than the caller saw, or does not allow it. `presence` is the present; \
         send its revision if you still want this.",
    ),
    (413, "TooLarge", "The body is larger than this server takes."),
    (415, "NotJson", "The body is not declared to be JSON."),
    (422, "Invalid", "A field says something that cannot be; `errors` names it."),
    (429, "TooMany", "Too many open streams."),
    (
        503,
        "Unavailable",
        "The database does not answer, the server is stopping, or it took too long.",
    ),
    (500, "Internal", "Something went wrong here. The operator finds it in the log."),
];

/// Each of them, for the description's components.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Response)> {
    KINDS.into_iter().map(|(status, name, description)| {
        let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
        let mut response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content);
        if let Some((header, value)) = header_of(status) {
            response = response.header(header, value);
        }
        (name, response.build())
    })
}

fn header_of(status: u16) -> Option<(&'static str, Header)> {
    let header = |kind, description| {
        let schema = ObjectBuilder::new().schema_type(kind);
        let mut header = Header::new(schema);
        header.description = Some(String::from(description));
        header
    };
    match status {
        401 => Some(("WWW-Authenticate", header(Type::String, "How to say who one is: `Bearer`."))),
        429 | 503 => {
            Some(("Retry-After", header(Type::Integer, "Seconds after which to try again.")))
        }
        _ => None,
    }
}

fn refer(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    let kinds = KINDS.into_iter().filter(|(status, ..)| statuses.contains(status));
    let responses = kinds.fold(ResponsesBuilder::new(), |responses, (status, name, _)| {
        responses.response(status.to_string(), Ref::from_response_name(name))
    });
    responses.build().responses.into_iter().collect()
}

/// The problems of a kind of calls, to stand among a call's `responses`.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $($status:literal),+;)+) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                refer(&[$($status),+])
            }
        }
    )+};
}

problems! {
    /// Of what anybody may ask about a project.
    AskedByAnybody: 400, 404, 503;
    /// Of an event stream that anybody may follow.
    FollowedByAnybody: 400, 404, 429, 503;
    /// Of what the caller may ask about themselves.
    AskedByCaller: 401, 403, 503;
    /// Of the caller's event stream.
    FollowedByCaller: 401, 429, 503;
    /// Of what the caller may ask about a project or a person.
    AskedAbout: 400, 401, 404, 503;
    /// Of a call that names a thing and changes it.
    Named: 401, 403, 404, 503;
    /// Of a beat.
    Said: 400, 401, 413, 422, 503;
    /// Of a wish about oneself.
    Wished: 400, 401, 403, 409, 413, 415, 422, 503;
    /// Of a wish about somebody else.
    WishedOf: 400, 401, 403, 404, 409, 413, 415, 422, 503;
    /// Of the numbers of the server.
    Measured: 401, 404;
    /// Of a wish about somebody else that nothing can make stale.
    AskedOf: 400, 401, 403, 404, 413, 415, 422, 503;
    /// Of a question whether the server is well.
    Operated: 503;
    /// Of a file.
    Fetched: 404;
}
