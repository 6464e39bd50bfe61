//! Deliveries: messages to recipients, written with the change that causes them, and sent once by the one
//! server that leads.
//!
//! A delivery waits until it is sent, until it is over, or until its cause is taken back. Each attempt is
//! written down before it is made, together with the moment of the next one: who is killed in the middle
//! has lost nothing, and whoever goes on says the same again under the same `Message-ID`. That is the only
//! way in which something is said twice.

mod forget;
mod letter;
mod post;
mod retries;
mod see;
mod settle;
mod take;

pub use letter::Letter;
pub(crate) use post::{INVITATION, PASSWORD, Post, invitation_of, password_of};
pub use see::LetterView;
pub(crate) use see::{latest, latest_since};
pub use settle::Sent;
pub use take::{Delivery, MAX_ANSWER_CHARS};
