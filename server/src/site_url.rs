//! The address under which people reach this site.

use std::fmt;
use url::Url;

/// The site's own URL, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl(Url);

impl SiteUrl {
    /// Takes the address that the operator named, or at which the server listens.
    pub const fn new(url: Url) -> Self {
        Self(url)
    }

    /// The address as such.
    pub const fn as_url(&self) -> &Url {
        &self.0
    }

    /// Whether cookies may travel over https only.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// What people call this site in a letter or an invitation: its host.
    pub fn name(&self) -> &str {
        self.0.host_str().unwrap_or("Porchlight")
    }

    /// What a browser calls this site when it says where a request comes from.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// A link to a page, for letters and admins.
    pub fn link(&self, path_and_query: &str) -> String {
        self.0.join(path_and_query).map_or_else(|_| path_and_query.to_owned(), Into::into)
    }
}

impl fmt::Display for SiteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
