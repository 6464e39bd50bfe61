//! Pages that say what did not work, in kind words and without internals.

use crate::{Language, Page, format::Reader, paths, shell::Layout};
use leptos::prelude::*;

/// What did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// 400: the request could not be read.
    BadRequest,
    /// 403: the role does not allow it.
    Forbidden,
    /// 404: there is nothing, or nothing that one may know of.
    NotFound,
    /// 405: not with this method.
    MethodNotAllowed,
    /// 429: too many attempts.
    TooManyRequests,
    /// 500: our own fault.
    Internal,
    /// 503: not ready, or too busy.
    Unavailable,
}

impl ErrorKind {
    /// The page for a status code; the nearest one where there is none of its own.
    pub fn from_status(status: u16) -> Self {
        match status {
            401 | 403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            429 => Self::TooManyRequests,
            502..=504 => Self::Unavailable,
            400..=499 => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    fn words(self, t: Language) -> (&'static str, &'static str) {
        match self {
            Self::BadRequest => (t.error_400_title(), t.error_400()),
            Self::Forbidden => (t.error_403_title(), t.error_403()),
            Self::NotFound => (t.error_404_title(), t.error_404()),
            Self::MethodNotAllowed => (t.error_405_title(), t.error_405()),
            Self::TooManyRequests => (t.error_429_title(), t.error_429()),
            Self::Internal => (t.error_500_title(), t.error_500()),
            Self::Unavailable => (t.error_503_title(), t.error_503()),
        }
    }
}

/// A page that says what did not work.
#[derive(Debug, Clone)]
pub struct ErrorPage {
    /// What did not work.
    pub kind: ErrorKind,
    /// What the log calls this request.
    pub request_id: Option<String>,
}

impl Page for ErrorPage {
    fn title(&self, t: Language) -> String {
        self.kind.words(t).0.into()
    }

    fn layout(&self) -> Layout {
        Layout::Frame
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let (title, text) = self.kind.words(t);
        view! {
            <h1>{title}</h1>
            <p>{text}</p>
            {self.request_id.map(|id| view! { <p class="muted small">{t.error_request_id(&id)}</p> })}
            <p><a class="btn" href=paths::HOME>{t.to_projects()}</a></p>
        }
        .into_any()
    }
}
