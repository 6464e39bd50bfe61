//! The site as it is driven and looked at.

use super::Site;
use crate::{
    happening::{Answer, Happening, Moment},
    names,
    product::Product,
    reference::{Public, Row, Said},
};
use presence::Transition;
use std::collections::BTreeMap;

impl Product for Site {
    fn happen(&mut self, at: Moment, happening: &Happening) -> Answer {
        // Writing settles first, as in the store.
        if self.down_since.is_none() {
            self.record(at);
        }
        self.act(at, happening)
    }

    fn record(&mut self, at: Moment) {
        let now = names::moment(at);
        let settled: Vec<Transition> = self
            .board
            .due(now)
            .filter_map(|(_, id)| self.board.agent(id))
            .map(|agent| agent.settle(now))
            .collect();
        if !settled.is_empty() {
            self.save(settled);
        }
        assert!(self.board.next_deadline().is_none_or(|next| next > now), "settled is settled");
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
