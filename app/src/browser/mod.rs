//! The world outside of the island: fetching, the event stream, the browser's clock and zone, focus, what
//! a device remembers. On the server there is none: the same names do nothing there, so that nothing else
//! in the header has to know on which side it is.

#[cfg(not(feature = "hydrate"))]
mod asleep;
#[cfg(feature = "hydrate")]
mod awake;

#[cfg(not(feature = "hydrate"))]
pub(crate) use asleep::*;
#[cfg(feature = "hydrate")]
pub(crate) use awake::*;

/// How a request ended.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser asks"))]
pub(crate) enum Answer {
    /// With an answer of one of our functions: its status and its text.
    Ours(u16, String),
    /// With an answer that somebody else gave: a layer before our functions, or a proxy.
    Theirs(u16),
    /// Not in time. Nobody knows whether it was done.
    TooLate,
    /// Not at all.
    None,
}
