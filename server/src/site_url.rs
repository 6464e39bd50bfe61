//! The address under which people reach this site.

use std::{fmt, str::FromStr};
use url::Url;

/// The site's own URL: scheme, host and port, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl(Url);

/// Why an address is not the site's. The address itself is not told: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SiteUrlError {
    /// Not an address that a browser opens.
    #[error(
        "it looks like https://desk.example.com, with http or https, a host, and perhaps a port"
    )]
    NoAddress,
    /// With a user name or a password, which everybody would get by mail.
    #[error("it holds no user name or password: everybody who gets a link would get them too")]
    Login,
    /// With more than a host.
    #[error(
        "it holds no path, query or fragment: Porchlight is at the root of its host, so that \
         https://desk.example.com does it and https://example.com/desk does not"
    )]
    Path,
}

impl FromStr for SiteUrl {
    type Err = SiteUrlError;

    fn from_str(text: &str) -> Result<Self, SiteUrlError> {
        let url = Url::parse(text).map_err(|_| SiteUrlError::NoAddress)?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(SiteUrlError::NoAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SiteUrlError::Login);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(SiteUrlError::Path);
        }
        Ok(Self(url))
    }
}

impl SiteUrl {
    /// The address as such.
    pub const fn as_url(&self) -> &Url {
        &self.0
    }

    /// Whether browsers treat it as safe: https, or this very machine.
    pub fn is_safe(&self) -> bool {
        let loopback = match self.0.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        self.is_https() || loopback
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_scheme_host_and_port_alone() {
        for (text, expected) in [
            ("https://desk.example.com", Ok("https://desk.example.com/")),
            ("https://desk.example.com/", Ok("https://desk.example.com/")),
            ("HTTPS://Desk.Example.com:443", Ok("https://desk.example.com/")),
            ("http://[::1]:3000", Ok("http://[::1]:3000/")),
            ("https://user@desk.example.com", Err(SiteUrlError::Login)),
            ("https://user:password@desk.example.com", Err(SiteUrlError::Login)),
            ("https://:password@desk.example.com", Err(SiteUrlError::Login)),
            ("https://desk.example.com/desk", Err(SiteUrlError::Path)),
            ("https://desk.example.com//", Err(SiteUrlError::Path)),
            ("https://desk.example.com/%2f", Err(SiteUrlError::Path)),
            ("https://desk.example.com?x=1", Err(SiteUrlError::Path)),
            ("https://desk.example.com?", Err(SiteUrlError::Path)),
            ("https://desk.example.com#x", Err(SiteUrlError::Path)),
            ("https://desk.example.com#", Err(SiteUrlError::Path)),
            ("desk.example.com", Err(SiteUrlError::NoAddress)),
            ("localhost:3000", Err(SiteUrlError::NoAddress)),
            ("https://", Err(SiteUrlError::NoAddress)),
            ("https://desk.example.com:99999", Err(SiteUrlError::NoAddress)),
            ("ftp://desk.example.com", Err(SiteUrlError::NoAddress)),
            ("javascript:alert(1)", Err(SiteUrlError::NoAddress)),
            ("data:text/html,x", Err(SiteUrlError::NoAddress)),
            ("", Err(SiteUrlError::NoAddress)),
        ] {
            let parsed = text.parse::<SiteUrl>().map(|site| site.to_string());
            assert_eq!(parsed.as_deref(), expected.as_ref().map(|url| *url), "{text}");
        }
    }

    #[test]
    fn plain_http_is_safe_on_this_machine_alone() {
        for (url, safe) in [
            ("http://127.0.0.1:3000", true),
            ("http://[::1]:3000", true),
            ("http://localhost", true),
            ("http://localhost.example.com", false),
            ("http://10.0.0.5", false),
            ("http://desk.example.com", false),
            ("https://desk.example.com", true),
        ] {
            assert_eq!(url.parse::<SiteUrl>().unwrap().is_safe(), safe, "{url}");
        }
    }
}
