//! What became of a letter, for those who may know that it was posted.

use crate::{
    StoreError,
    store::deliveries::{self, Delivery},
};
use presence::Timestamp;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The latest letter about something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterView {
    /// It waits.
    Waiting {
        /// Since when.
        since: Timestamp,
        /// When it is tried next.
        next_at: Timestamp,
        /// Why it was not sent yet: the answer to the latest attempt. None before it.
        answer: Option<String>,
    },
    /// It was sent.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// It was not sent in its time.
    Failed {
        /// When it was given up.
        at: Timestamp,
        /// The answer to the latest attempt.
        answer: Option<String>,
    },
}

/// The latest letter about something, unless it was cancelled.
pub(crate) async fn latest(
    connection: &mut AnyConnection,
    about: &str,
) -> Result<Option<LetterView>, StoreError> {
    let Some(delivery) = deliveries::latest_about(connection, about).await? else {
        return Ok(None);
    };
    view(connection, delivery).await
}

/// The latest letter about each thing whose name begins so, of those that were posted since a moment.
pub(crate) async fn latest_since(
    connection: &mut AnyConnection,
    prefix: &str,
    since: Timestamp,
) -> Result<BTreeMap<String, LetterView>, StoreError> {
    let mut latest = BTreeMap::new();
    for delivery in deliveries::about_since(connection, prefix, since).await? {
        latest.insert(delivery.about.clone(), delivery);
    }
    let mut views = BTreeMap::new();
    for (about, delivery) in latest {
        if let Some(view) = view(connection, delivery).await? {
            views.insert(about, view);
        }
    }
    Ok(views)
}

async fn view(
    connection: &mut AnyConnection,
    delivery: Delivery,
) -> Result<Option<LetterView>, StoreError> {
    let Delivery { id, state, made_at, due_at, settled_at, .. } = delivery;
    // An attempt that is under way, or whose server is gone, has said nothing.
    let answer = deliveries::latest_attempt(connection, &id).await?;
    let answer = answer.filter(|attempt| attempt.outcome == "failed").map(|attempt| attempt.answer);
    let at = settled_at.unwrap_or(made_at);
    Ok(match state.as_str() {
        "waiting" => Some(LetterView::Waiting { since: made_at, next_at: due_at, answer }),
        "sent" => Some(LetterView::Sent { at }),
        "failed" => Some(LetterView::Failed { at, answer }),
        _ => None,
    })
}
