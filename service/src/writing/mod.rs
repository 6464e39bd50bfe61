//! Changes under way: a [`Turn`] is the right to write with one transaction, and [`Writing`] is a turn in
//! which presence changes.
//!
//! What has nothing to do with presence takes a turn alone: nobody's presence is loaded for it, and
//! nothing that fell due is recorded.

mod presence;
mod turn;

pub(crate) use presence::Writing;
pub(crate) use turn::Turn;
