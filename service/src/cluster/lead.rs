//! Work that one server does at a time: who leads it, and that each of its writes checks that it still does.

use super::Node;
use crate::{Service, StoreError, store::leads, writing::Turn};
use presence::{SECOND, Timestamp};

/// How long a lead lasts without being taken again: longer than a round of what is led.
const LEAD: i64 = 60 * SECOND;

/// A server's right to do some work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    work: &'static str,
    holder: String,
    term: i64,
    /// When another server may take it, unless it is taken again before.
    pub until: Timestamp,
}

/// Why somebody who led wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum LostLead {
    /// Another server leads by now.
    #[error("another server leads by now")]
    Lost,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Service {
    /// Takes the lead of some work, or keeps it. `None` while another server has it; one that is gone has
    /// it no more.
    pub(crate) async fn lead(
        &self,
        work: &'static str,
        node: &Node,
    ) -> Result<Option<Lead>, StoreError> {
        let mut turn = self.turn().await?;
        let now = turn.now();
        let until = now.plus_millis(LEAD);
        let term = leads::take(turn.tx(), work, &node.id, now, until).await?;
        turn.commit().await?;
        Ok(term.map(|term| Lead { work, holder: node.id.clone(), term, until }))
    }

    /// Leaves the lead to whoever has something to do next.
    pub async fn yield_lead(&self, lead: &Lead) -> Result<(), StoreError> {
        let mut turn = self.turn().await?;
        leads::give_up(turn.tx(), lead.work, &lead.holder, lead.term).await?;
        turn.commit().await
    }
}

impl Turn {
    /// Goes on only while the lead is had.
    pub(crate) async fn check_lead(&mut self, lead: &Lead) -> Result<(), LostLead> {
        let runs = leads::runs(self.tx(), lead.work, &lead.holder, lead.term).await?;
        if runs { Ok(()) } else { Err(LostLead::Lost) }
    }
}
