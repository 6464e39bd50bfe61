//! What the server answered.

use http::{HeaderMap, header};

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// A header as text; empty where there is none.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        let to = self.header(header::LOCATION);
        assert_eq!((self.status, to.is_empty()), (303, false), "leads nowhere: {self:?}");
        to
    }

    /// Every `Set-Cookie`.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect()
    }

    /// Whether the page has this text, as a reader sees it.
    pub fn says(&self, words: &str) -> bool {
        let html = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.body.contains(&html)
    }

    /// Whether a field's error stands beside it.
    pub fn has_error_at(&self, field: &str) -> bool {
        self.body.contains(&format!("id=\"{field}-error\""))
    }

    /// The first value of an attribute that starts so, such as a link.
    pub fn find(&self, start: &str) -> Option<String> {
        let from = self.body.find(start)?;
        let rest = &self.body[from..];
        Some(rest[..rest.find('"')?].replace("&amp;", "&"))
    }

    /// The body without its nonce, which differs from answer to answer.
    pub fn without_nonce(&self) -> String {
        let nonce = self.body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next());
        nonce.map_or_else(|| self.body.clone(), |nonce| self.body.replace(nonce, "NONCE"))
    }

    /// The value of the first hidden field with this name.
    pub fn hidden(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\""))?;
        rest.split_once("value=\"")?.1.split('"').next()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}
