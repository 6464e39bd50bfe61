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

    /// Whether the same may work a moment later.
    const fn passes(self) -> bool {
        matches!(self, Self::TooManyRequests | Self::Internal | Self::Unavailable)
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

/// Who reads that something did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorReader {
    /// Somebody of the desk, who may sign in and go on from there.
    Desk,
    /// A customer, whom nothing but the customers' pages concerns.
    Customer,
}

impl ErrorReader {
    /// Who reads at this path.
    pub fn at(path: &str) -> Self {
        match path.strip_prefix("/portal") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Self::Customer,
            _ => Self::Desk,
        }
    }
}

/// A page that says what did not work.
#[derive(Debug, Clone)]
pub struct ErrorPage {
    /// Who reads it.
    pub reader: ErrorReader,
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
        match self.reader {
            ErrorReader::Desk => Layout::Frame,
            ErrorReader::Customer => Layout::Bare,
        }
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let (title, text) = self.kind.words(t);
        let id = self
            .request_id
            .map(|id| view! { <p class="muted small">{t.error_request_id(&id)}</p> });
        match self.reader {
            ErrorReader::Desk => view! {
                <h1>{title}</h1>
                <p>{text}</p>
                {id}
                <p><a class="btn" href=paths::HOME>{t.to_projects()}</a></p>
            }
            .into_any(),
            ErrorReader::Customer if self.kind.passes() => view! {
                <main class="help__hero" id="main">
                    <h1>{title}</h1>
                    <p>{text}</p>
                    // The same address once more.
                    <p><a class="btn" href="">{t.try_again()}</a></p>
                    {id}
                </main>
            }
            .into_any(),
            ErrorReader::Customer => view! {
                <main class="help__hero" id="main">
                    <h1>{title}</h1>
                    <p>{t.error_customer()}</p>
                    {id}
                </main>
            }
            .into_any(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorReader::{self, Customer, Desk};

    #[test]
    fn who_reads_is_seen_from_the_path() {
        for (path, reader) in [
            ("/portal", Customer),
            ("/portal/", Customer),
            ("/portal/SUP", Customer),
            ("/portal/SUP/more", Customer),
            ("/portals", Desk),
            ("/projects/portal", Desk),
            ("/", Desk),
        ] {
            assert_eq!(ErrorReader::at(path), reader, "{path}");
        }
    }
}
