//! The site as it is driven and looked at.

use super::Site;
use crate::{
    happening::{Answer, Happening, Moment},
    names,
    product::Product,
    reference::{Public, Row, Said},
};
use presence::{ProjectId, Transition};
use std::collections::BTreeMap;

impl Product for Site {
    fn happen(&mut self, at: Moment, happening: &Happening) -> Answer {
        if happening.is_sign() || happening.is_sudden() {
            return self.act(at, happening);
        }
        // Writing settles first, as in the store; what is refused has never been.
        let before = self.clone();
        if self.down_since.is_none() {
            self.record(at);
        }
        let answer = self.act(at, happening);
        if answer == Answer::Done {
            self.write(at);
        } else {
            *self = before;
        }
        answer
    }

    fn is_due(&self, at: Moment) -> bool {
        self.board.next_deadline().is_some_and(|next| next.as_millis() <= at)
    }

    fn write(&mut self, at: Moment) {
        self.written = (self.board.clone(), names::moment(at));
    }

    fn record(&mut self, at: Moment) {
        if !self.is_due(at) {
            return;
        }
        let now = names::moment(at);
        let settled: Vec<Transition> = self
            .board
            .due(now)
            .filter_map(|(_, id)| self.board.agent(id))
            .map(|agent| agent.settle(now))
            .collect();
        let opened: Vec<ProjectId> = self.board.due_projects(now).cloned().collect();
        self.save_all(settled, opened, now);
        assert!(!self.is_due(at), "settled is settled");
        self.write(at);
    }

    fn tell(&mut self, _: Moment) {}

    fn rows(&self, project: usize, at: Moment) -> BTreeMap<usize, Row> {
        let rows = self.board.covered(&names::project(project), names::moment(at));
        rows.iter().map(|row| (names::number(row.agent.id.as_str()), names::row(row))).collect()
    }

    fn public(&self, project: usize, at: Moment) -> Public {
        match self.board.availability(&names::project(project), names::moment(at)) {
            Some(availability) => names::public(&availability),
            None => unreachable!("every project is on the board"),
        }
    }

    fn counter(&self, at: Moment) -> usize {
        let all: Vec<_> = names::projects().map(names::project).collect();
        let counter = self.board.counter(&all, names::moment(at));
        usize::try_from(counter).unwrap_or(usize::MAX)
    }

    fn revision(&self, person: usize, at: Moment) -> u64 {
        self.agent(person).settle(names::moment(at)).agent.revision.get()
    }

    fn take_said(&mut self) -> Option<Vec<Said>> {
        Some(std::mem::take(&mut self.said))
    }
}
