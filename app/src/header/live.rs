//! How the header stays true: its clock, the event stream, and the doors that closed meanwhile.

use super::{Header, Outcome, Shown};
use crate::{browser, refusal::Refusal};
use leptos::prelude::*;
use presence::{
    Timestamp,
    view::{Me, MyPresence, Roster},
};

impl Header {
    /// Begins to live. Once, in the browser.
    pub(crate) fn wake(self) {
        self.clock.correct(self.model.with_untracked(|model| model.me.now));
        self.clock.awake.set(true);
        self.tell_of_doors();
        self.remember_removed();
        self.tell_always();
        browser::every_second(move || {
            self.clock.tick();
            self.remember_removed();
            // Another tab of this device may have shown the notice: seen there is seen here.
            if self.shown.get_untracked() == Shown::Notice && !self.has_unseen_door() {
                self.show(Shown::Nothing);
            }
        });
        browser::follow_events(
            move |name, data| self.hear(&name, &data),
            move |live| self.link(live),
            browser::reload,
        );
    }

    fn link(self, live: bool) {
        if live {
            self.lost_since.set(None);
            self.is_reached();
        } else if self.lost_since.get_untracked().is_none() {
            self.lost_since.set(Some(self.clock.now.get_untracked()));
        }
    }

    /// That the server could not be reached is no longer true.
    fn is_reached(self) {
        if self.outcome.with_untracked(|outcome| *outcome == Outcome::Refused(Refusal::Unreachable))
        {
            self.outcome.set(Outcome::None);
        }
    }

    /// The stream may live on while a request finds no way: asks now and then whether the server is there.
    pub(super) fn wait_for_connection(self) {
        browser::when_reached(move || self.is_reached());
    }

    fn hear(self, name: &str, data: &str) {
        let before = untrack(move || self.sentence());
        match name {
            "me" => {
                let Ok(me) = serde_json::from_str::<Me>(data) else { return };
                self.clock.correct(me.now);
                self.note_removed(&me);
                self.model.update(|model| model.put_me(me));
            }
            "presence" => {
                let Ok(mine) = serde_json::from_str::<MyPresence>(data) else { return };
                self.model.update(|model| model.put_presence(mine));
            }
            "roster" => {
                let Ok(roster) = serde_json::from_str::<Roster>(data) else { return };
                self.model.update(|model| model.put_roster(roster));
            }
            _ => return,
        }
        self.tell_of_doors();
        let after = untrack(move || self.sentence());
        if before != after && self.quiet_until.get_value() <= self.clock.now.get_untracked() {
            self.said.set(after);
        }
    }

    /// Whether a door closed that was not seen on this device.
    fn has_unseen_door(self) -> bool {
        let seen = self.door_seen();
        self.model.with_untracked(|model| model.me.has_closed_door(seen))
    }

    /// When this person last saw on this device that they were put offline.
    pub(crate) fn door_seen(self) -> Timestamp {
        self.model.with_untracked(|model| browser::door_seen(&model.me.id))
    }

    /// Remembers on this device that the agent saw a door.
    pub(crate) fn note_door_seen(self, at: Timestamp) {
        self.model.with_untracked(|model| browser::note_door_seen(&model.me.id, at));
    }

    /// Tells the agent of a door that closed, on every device, until it was seen there.
    fn tell_of_doors(self) {
        if self.has_unseen_door() && self.shown.get_untracked() != Shown::Notice {
            self.show(Shown::Notice);
        }
    }
}
