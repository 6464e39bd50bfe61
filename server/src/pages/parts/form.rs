//! A posted form, as its fields came.

use crate::web::problem::Problem;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::header;
use serde::de::DeserializeOwned;

/// The fields of a form. Fields may repeat; what was not sent is empty.
#[derive(Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    raw: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        if !is_form {
            return Err(Problem::unreadable("Send a form."));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == 413 {
                Problem::too_large()
            } else {
                Problem::unreadable("The form did not arrive whole.")
            }
        })?;
        let fields = url::form_urlencoded::parse(&bytes).into_owned().collect();
        Ok(Self { fields, raw: bytes })
    }
}

impl Form {
    /// The field's first value, as it was typed; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field that repeats.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The fields as the structure that both a form and a script send.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_html_form::from_bytes(&self.raw)
            .map_err(|_| Problem::unreadable("A field of the form cannot be read."))
    }

    /// Whether the field was sent.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// Whether a checkbox is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name) == "yes"
    }
}
