//! The site as it is driven and looked at.

use super::{Served, key, unwrap};
use crate::{
    happening::{Answer, Happening, Moment},
    names,
    product::Product,
    reference::{Public, Row, Said},
};
use presence::ProjectId;
use std::collections::BTreeMap;

/// How many commits there are between two readings of the ledger.
const READ_EVERY: usize = 20;

impl Product for Served {
    fn happen(&mut self, at: Moment, happening: &Happening) -> Answer {
        self.turn_clock(at);
        self.act(at, happening)
    }

    fn is_due(&self, at: Moment) -> bool {
        self.running().service.next_deadline().is_some_and(|next| next.as_millis() <= at)
    }

    fn write(&mut self, at: Moment) {
        self.turn_clock(at);
        let running = self.running();
        unwrap(self.runtime.block_on(running.service.write_heard(&running.node)));
    }

    fn record(&mut self, at: Moment) {
        self.turn_clock(at);
        unwrap(self.runtime.block_on(self.running().service.pass_time()));
        assert!(!self.is_due(at), "recorded is recorded");
        self.unread += self.running().told.take_commits();
    }

    fn tell(&mut self, at: Moment) {
        self.turn_clock(at);
        self.running().service.tell_due();
    }

    fn rows(&self, project: usize, at: Moment) -> BTreeMap<usize, Row> {
        let board = self.running().service.board();
        let rows = board.covered(self.ids.project_id(project), names::moment(at));
        let row = |row: &presence::Covered<'_>| {
            Some((*self.ids.people.get(&row.agent.id)?, names::row(row)))
        };
        rows.iter().filter_map(row).collect()
    }

    fn public(&self, project: usize, at: Moment) -> Public {
        let id = self.ids.project_id(project);
        let board = self.running().service.board();
        let Some(seen) = board.availability(id, names::moment(at)) else {
            unreachable!("every project is on the board")
        };
        if board.next_deadline().is_none_or(|next| next.as_millis() > at) {
            let told = self.running().told.public(id);
            assert_eq!(
                told.as_ref(),
                Some(&seen),
                "what was told, and what a reader sees, at {at}"
            );
        }
        names::public(&seen)
    }

    fn counter(&self, at: Moment) -> usize {
        let all: Vec<&ProjectId> = self.ids.projects.keys().collect();
        let counter = self.running().service.board().counter(all, names::moment(at));
        usize::try_from(counter).unwrap_or(usize::MAX)
    }

    fn revision(&self, person: usize, at: Moment) -> u64 {
        let board = self.running().service.board();
        let agent = board.settled(self.ids.user(person), names::moment(at));
        agent.map_or(0, |agent| agent.revision.get())
    }

    fn take_said(&mut self) -> Option<Vec<Said>> {
        if self.unread < READ_EVERY {
            return None;
        }
        self.unread = 0;
        let mut said = vec![];
        for project in names::projects() {
            let service = &self.running().service;
            let ledger = self.runtime.block_on(service.see_ledger(&self.admin, &key(project)));
            let ledger = unwrap(ledger);
            let new = &ledger[self.read[project]..];
            assert!(new.is_sorted_by_key(|entry| entry.at), "the ledger went back in time");
            said.extend(new.iter().map(|entry| names::said(entry, &self.ids)));
            self.read[project] = ledger.len();
        }
        Some(said)
    }
}
