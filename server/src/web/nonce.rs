//! The nonce of a page's content security policy, handed with the page to the layer that says it in a header.

use service::Secret;

/// The nonce of a page's content security policy.
#[derive(Debug, Clone)]
pub struct Nonce(pub String);

impl Nonce {
    /// A new one.
    pub fn random() -> Self {
        Self(Secret::random().reveal()[..22].to_owned())
    }
}

impl Default for Nonce {
    /// One that no page knows.
    fn default() -> Self {
        Self::random()
    }
}
