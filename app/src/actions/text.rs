//! JSON as it crosses in both directions. The browser reads it from the text that it has, as it reads events
//! and an island's properties: read from bytes, the same types would be read by a second copy of the code.

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use serde::{Serialize, de::DeserializeOwned};

/// The encoding.
#[derive(Debug)]
pub struct Text;

/// The same as the encoding of a function's arguments and of its answer.
pub(super) type Json = Post<Text>;

impl ContentType for Text {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Text {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Text {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_string(value).map(Into::into)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Text {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        // What is no UTF-8 is no JSON either, and is found to be none.
        serde_json::from_str(&String::from_utf8_lossy(&bytes))
    }
}
