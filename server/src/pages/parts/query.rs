//! What stands behind the `?` of an address.

use axum::extract::FromRequestParts;
use http::request::Parts;
use std::convert::Infallible;

/// The fields of an address. What is not there is empty; nothing that stands there is an error.
#[derive(Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.query().unwrap_or_default()))
    }
}

impl Query {
    /// What such a text says.
    pub fn of(text: &str) -> Self {
        Self(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The field's first value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// A date such as `2026-03-02`; `None` when there is none, or none that can be read.
    pub fn date(&self, name: &str) -> Option<jiff::civil::Date> {
        self.get(name)?.parse().ok()
    }

    /// The secret of a link that somebody follows; one that fits nothing when there is none.
    pub fn secret(&self, name: &str) -> service::Secret {
        service::Secret::presented(self.get(name).unwrap_or_default())
    }
}
