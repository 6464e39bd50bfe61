//! What follows when a copy of the database is put back: the site of then goes on now.
//!
//! Nobody who was there then is known to be there now, and who may come in is asked anew. Numbers that tell of
//! changes leap far ahead, for pages, portals and programs have seen higher ones than the copy has.

use super::operator::OPERATOR;
use crate::{
    Service, StoreError,
    people::set_up,
    store::{audit::Act, ledger, nodes, restored, settings},
};
use presence::{Entry, Fact, SECOND};

/// How far revisions leap: further than a site came since any copy was made.
const LEAP: i64 = 1_000_000;

/// A server that was heard of within this time, in milliseconds, may still run.
const MAY_RUN: i64 = 30 * SECOND;

/// What ended when a copy was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restored {
    /// How many people's time online.
    pub leases: u64,
    /// How many sessions.
    pub sessions: u64,
    /// How many tokens rest until their owner signs in.
    pub tokens: u64,
    /// How many letters are not sent any more.
    pub letters: u64,
}

impl Service {
    /// Whether a server says that it runs on this database: one at least in the last half minute.
    pub async fn is_served(&self) -> Result<bool, StoreError> {
        let since = self.now().plus_millis(-MAY_RUN);
        // No server has this address.
        nodes::any_alive(&mut *self.0.store.reader().await?, "", since).await
    }

    /// Does what follows when this database is a copy that was put back. No server may run on it.
    ///
    /// Time online ends at the moment of the copy, as signed off by the operator: nobody knows who was there
    /// after it, and what nobody knows is not recorded as presence.
    pub async fn operator_restored(&self) -> Result<Restored, StoreError> {
        let mut writing = self.begin_asleep().await?;
        let now = writing.now();
        let known = writing.listened_until().await?;
        let known = known.max(ledger::latest(writing.tx()).await?).min(now);
        writing.live_through_unheard(known, known).await?;

        restored::leap(writing.tx(), LEAP).await?;
        let mut done = Restored::default();
        for project in restored::projects(writing.tx()).await? {
            let fact = Fact::Availability {
                status: project.availability.status,
                agents_online: project.availability.agents_online,
                revision: project.availability.revision,
            };
            let entry = Entry { at: known, project: project.id.clone(), fact, cause: OPERATOR };
            ledger::append(writing.tx(), &entry).await?;
            writing.put_project(project);
        }
        for id in restored::online(writing.tx()).await? {
            if let Some(agent) = writing.agent(&id).await? {
                let ended = agent.go_offline(None, &OPERATOR, known);
                let agent = writing.save(&agent, ended).await?;
                writing.put_agent(agent);
                done.leases += 1;
            }
        }

        writing.happen_at(now);
        done.sessions = restored::end_sessions(writing.tx(), now).await?;
        done.tokens = restored::suspend_tokens(writing.tx(), now).await?;
        restored::end_links(writing.tx(), now).await?;
        settings::unset(writing.tx(), set_up::CODE).await?;
        done.letters = restored::cancel_deliveries(writing.tx(), now).await?;
        restored::forget_nodes(writing.tx()).await?;
        let detail = format!(
            "leases={} sessions={} tokens={} letters={}",
            done.leases, done.sessions, done.tokens, done.letters
        );
        writing.audit(None, Act::Restore, "site", &detail).await?;
        writing.commit().await?;
        self.read_again().await?;
        Ok(done)
    }
}
