//! What a person must know wherever they are: told beside the icon or without one, and where nobody looks at the
//! page, by its title and by the browser.

use super::Header;
use crate::{browser, format};
use leptos::prelude::*;
use presence::{Timestamp, view::Me};

/// What may be told; the browser keeps them apart by these names.
const KEYS: [&str; 5] = ["door", "removed", "extend", "back", "hours"];

impl Header {
    /// Tells, from now on, what there is to tell, until it is no longer so.
    pub(super) fn tell_always(self) {
        Effect::new(move |_| {
            for key in KEYS {
                browser::tell(key, self.to_tell(key).as_deref());
            }
        });
    }

    fn to_tell(self, key: &str) -> Option<String> {
        let t = self.t;
        match key {
            "door" => {
                let closed = self.closed_doors();
                (!closed.is_empty()).then(|| t.put_offline_title(&format::list(t, &closed)))
            }
            "removed" => {
                let from = self.removed_from.get();
                (!from.is_empty()).then(|| t.removed_from(&format::list(t, &from)))
            }
            "extend" => self.asks_to_extend().map(|until| t.extend_title(&self.moment(until))),
            "back" => self.break_ended().map(|ended| t.are_you_back(&self.moment(ended))),
            _ => self.hours_began().map(|began| t.hours_began(&self.moment(began))),
        }
    }

    /// The projects in which one was put offline since one last looked on this device.
    fn closed_doors(self) -> Vec<String> {
        self.shown.track();
        let seen = self.door_seen();
        self.model
            .with(|model| model.me.closed_doors(seen).into_iter().map(|place| place.name).collect())
    }

    /// When one's own hours began, if they run and one is not there.
    pub(crate) fn hours_began(self) -> Option<Timestamp> {
        if self.lost_since.get().is_some() {
            return None;
        }
        self.model.with(|model| model.me.hours_without(self.now()))
    }

    /// Whether one was told of the hours that began at this moment, and answered "not now".
    pub(crate) fn asks_of_hours(self) -> Option<Timestamp> {
        self.hours_began().filter(|began| self.not_now.get() != Some(*began))
    }

    /// Notes what is taken away by what the server says now: whoever was an agent of a project and is none any
    /// more is told so, on this device until they have seen it.
    pub(super) fn note_removed(self, next: &Me) {
        let gone: Vec<String> = self.model.with_untracked(|model| {
            let is_agent =
                |key: &str| next.projects.iter().any(|project| project.key == key && project.agent);
            let before = model.me.projects.iter().filter(|project| project.agent);
            before.filter(|was| !is_agent(&was.key)).map(|was| was.name.clone()).collect()
        });
        if gone.is_empty() {
            return;
        }
        let mut all = self.removed_from.get_untracked();
        for name in gone {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        self.set_removed(all);
    }

    /// It was seen.
    pub(crate) fn removal_seen(self) {
        self.set_removed(Vec::new());
    }

    fn set_removed(self, from: Vec<String>) {
        self.model.with_untracked(|model| browser::note_removed(&model.me.id, &from));
        self.removed_from.set(from);
    }

    /// What this device remembers: it may have been told, or have been seen, in another tab.
    pub(super) fn remember_removed(self) {
        let from = self.model.with_untracked(|model| browser::removed_from(&model.me.id));
        if from != self.removed_from.get_untracked() {
            self.removed_from.set(from);
        }
    }
}
