//! The description of the API (`OpenAPI` 3.1), made from the handlers and the types that they answer with.
//!
//! `openapi.json` beside this file is what came out when somebody last read it: a test compares.

use super::problems;
use crate::web::problem::Problem;
use axum::{Extension, response::IntoResponse};
use bytes::Bytes;
use http::{HeaderValue, header};
use presence::view::{Me, MyPresence, Roster};
use serde_json::Value;
use std::sync::Arc;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ComponentsBuilder, OpenApi as Description,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// What stands in it beside the calls.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Porchlight",
        version = "1",
        description = "Tells customers whether somebody is really there.\n\n\
            Times are RFC 3339 in UTC. Every error is `application/problem+json` (RFC 9457), whose \
            `request_id` is also the header `x-request-id`; an error that is not described beside a call has \
            that form too. Presence has a revision for each agent, moved by every lease command and ending; \
            availability has one for each project, moved by every change that the public may see. An answer \
            may get more fields: take no notice of those that you do not know.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/")),
    tags(
        (
            name = "availability",
            description = "What anybody may know. Read from memory; pages of any origin may ask."
        ),
        (name = "presence", description = "One's own time online, and the header's events."),
        (name = "agents", description = "Colleagues, and the door."),
        (name = "operation", description = "For operators, and the embed.")
    ),
    components(schemas(Me, MyPresence, Roster, Problem)),
    security(("bearer" = []), ("cookie" = [])),
    modifiers(&Rest)
)]
struct Base;

/// What the macro has no words for.
struct Rest;

impl Modify for Rest {
    fn modify(&self, description: &mut Description) {
        let components = description.components.take().unwrap_or_default();
        let mut components = ComponentsBuilder::from(components);
        for (name, response) in problems::all() {
            components = components.response(name, response);
        }
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "An API token: `porchlight token add`. A token that is given is not made good by a cookie.",
        ));
        let cookie = ApiKeyValue::with_description(
            "porchlight",
            "The session that the sign-in page begins. Where the public URL is https, its name is \
             `__Host-porchlight`. A change that comes from another site's page is answered with 403.",
        );
        let components = components
            .security_scheme("bearer", SecurityScheme::Http(bearer.build()))
            .security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        description.components = Some(components.build());
    }
}

/// The description before any call is in it.
pub fn base() -> Description {
    Base::openapi()
}

/// The whole description, as it is sent and as it is read.
#[derive(Debug, Clone)]
pub struct Described {
    json: Bytes,
    /// The same, to be read.
    pub description: Arc<Value>,
}

impl Described {
    /// What the router was described with.
    pub fn new(description: &Description) -> Self {
        let description = serde_json::to_value(description).expect("plain data becomes JSON");
        Self { json: Bytes::from(description.to_string()), description: Arc::new(description) }
    }
}

/// Describes the API
///
/// `OpenAPI` 3.1. The same is readable on the page `/api`.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    tag = "operation",
    operation_id = "getDescription",
    security(()),
    responses((
        status = 200,
        description = "This description.",
        content_type = "application/json",
        body = Object,
        headers(("Access-Control-Allow-Origin" = String, description = "`*`"))
    ))
)]
pub(crate) async fn get(Extension(described): Extension<Described>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, described.json)
}
