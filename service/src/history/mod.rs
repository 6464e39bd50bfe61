//! What happened: the ledger, and what is read from it.

mod export_history;
mod forget_history;
mod see_coverage;
mod see_history;
mod see_ledger;

pub use export_history::Export;
pub use see_coverage::CoverageView;
pub use see_history::HistoryView;

use presence::{Stretch, Timestamp};

/// The part of `whole` that is not before `since` and has passed.
fn known(whole: Stretch, since: Timestamp, now: Timestamp) -> Stretch {
    let from = whole.from.max(since);
    Stretch { from, until: whole.until.min(now).max(from) }
}
