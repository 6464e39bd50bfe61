//! The nonce of a page's content security policy, handed from the layer that makes it to the page.

/// The nonce of a page's content security policy.
#[derive(Debug, Clone)]
pub struct Nonce(pub String);
