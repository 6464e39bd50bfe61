//! How the API writes what is not a plain string, number or structure (`OpenAPI` 3.1).

use crate::{ProjectKey, Revision, Timestamp};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};

/// A moment, in the module [`rfc3339`](crate::rfc3339)'s form.
impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339 in UTC, to the millisecond."))
            .into()
    }
}

impl ToSchema for Timestamp {
    fn name() -> Cow<'static, str> {
        "Time".into()
    }
}

impl PartialSchema for Revision {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0))
            .description(Some("Grows with every change, and never falls."))
            .into()
    }
}

impl ToSchema for Revision {}

impl PartialSchema for ProjectKey {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[A-Za-z][A-Za-z0-9]{1,9}$"))
            .description(Some(
                "2 to 10 letters and digits, the first a letter. Answers have it in upper case.",
            ))
            .into()
    }
}

impl ToSchema for ProjectKey {}
