//! The header: what it knows, as signals, kept true by events, and what one may do in it.
//!
//! The icon and the parts of its dialog are drawn from [`Header`] (`presence/`), on the server as in the
//! browser. On the server its signals keep their first values.

mod clock;
mod live;
mod told;

pub(crate) use clock::Clock;

use crate::{
    Language,
    actions::{
        BreakForm, ExtendForm, GoOfflineForm, GoOnlineForm, GoingOffline, PutOfflineForm,
        end_break, extend, go_offline, go_online, put_offline, see_devices, see_door,
        sign_out_device, take_break,
    },
    browser, format,
    refusal::Refusal,
    ui::{FormErrors, break_reason, break_reason_within},
};
use leptos::prelude::*;
use presence::{
    Presence, Revision, Timestamp,
    view::{AbsenceView, DeviceView, DoorView, HeaderModel, MyPresence},
};

/// Where the parts of the dialog are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a page, by the server: forms post, and what leads on is a link.
    Page,
    /// In the dialog under the icon.
    Dialog,
}

/// What the dialog shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// It is closed.
    Nothing,
    /// One's state, going online and offline, who is here.
    State,
    /// The same, with the choice of another time online.
    Change,
    /// The door of an agent.
    Door(Guest),
    /// One was put offline.
    Notice,
}

/// An agent whom one may put offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guest {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// What came of the last thing that was asked for, beside the change that is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing that would be said.
    None,
    /// It was not done.
    Refused(Refusal),
    /// Going offline would leave these projects to nobody: it is asked whether one goes all the same.
    LastOneOut(Vec<String>),
    /// Something was done to somebody else, in words.
    Done(String),
}

/// Something that was asked for and is not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pending {
    GoOnline,
    GoOffline,
    Extend,
    Break,
    Door,
}

/// The header's signals. Copy them where they are needed.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    pub(crate) t: Language,
    pub(crate) place: Place,
    /// The last truth.
    pub(crate) model: RwSignal<HeaderModel>,
    pub(crate) clock: Clock,
    /// When the server was last heard, while it is not.
    pub(crate) lost_since: RwSignal<Option<Timestamp>>,
    pub(crate) shown: RwSignal<Shown>,
    pub(crate) pending: RwSignal<Option<Pending>>,
    /// What came of the last thing that was asked for.
    pub(crate) outcome: RwSignal<Outcome>,
    /// One's devices, once they are known.
    pub(crate) devices: RwSignal<Option<Vec<DeviceView>>>,
    /// What the door would do, once it is known.
    pub(crate) door: RwSignal<Option<DoorView>>,
    /// The end of the time online, or the start of one's hours, about which one does not want to be asked again.
    pub(crate) not_now: RwSignal<Option<Timestamp>>,
    /// The names of projects of which one is no agent any more, until one has seen it.
    pub(crate) removed_from: RwSignal<Vec<String>>,
    /// What a screen reader is told.
    pub(crate) said: RwSignal<String>,
    /// What one did oneself is not drowned by what follows from it: nothing else is said before this.
    quiet_until: StoredValue<Timestamp>,
}

impl Header {
    pub(crate) fn new(t: Language, place: Place, zone: String, model: HeaderModel) -> Self {
        Self {
            t,
            place,
            clock: Clock::new(t, zone, model.me.now),
            model: RwSignal::new(model),
            lost_since: RwSignal::new(None),
            shown: RwSignal::new(Shown::Nothing),
            pending: RwSignal::new(None),
            outcome: RwSignal::new(Outcome::None),
            devices: RwSignal::new(None),
            door: RwSignal::new(None),
            not_now: RwSignal::new(None),
            removed_from: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            quiet_until: StoredValue::new(Timestamp::MIN),
        }
    }

    /// In a page, drawn once.
    #[cfg(feature = "ssr")]
    pub(crate) fn on_page(reader: &format::Reader, model: HeaderModel) -> Self {
        let zone = reader.zone_name().to_owned();
        let header = Self::new(reader.language, Place::Page, zone, model);
        Self { clock: Clock::of(reader), ..header }
    }

    // What is true, derived from the last truth and now.

    pub(crate) fn now(self) -> Timestamp {
        self.clock.now.get()
    }

    /// Whether one is online, as far as the server said it.
    pub(crate) fn is_online(self) -> bool {
        self.model.with(|model| model.me.is_online(self.now()))
    }

    /// Until when one is online. None offline, and for time online without an end.
    pub(crate) fn online_until(self) -> Option<Timestamp> {
        self.model.with(|model| model.me.online_until(self.now()))
    }

    /// How one is, as far as the server said it.
    pub(crate) fn own_presence(self) -> Presence {
        if self.is_online() {
            self.model.with(|model| model.me.presence.presence)
        } else {
            Presence::Offline
        }
    }

    /// The break that runs.
    pub(crate) fn break_now(self) -> Option<AbsenceView> {
        if !self.is_online() {
            return None;
        }
        self.model.with(|model| model.me.break_at(self.now()).cloned())
    }

    /// When the break ended from which one is not back yet.
    pub(crate) fn break_ended(self) -> Option<Timestamp> {
        if !self.is_online() || self.lost_since.get().is_some() {
            return None;
        }
        self.model.with(|model| model.me.presence.break_ended)
    }

    /// What the last break was for, or what one may be for.
    pub(crate) fn last_reason(self) -> String {
        self.model.with_untracked(|model| {
            let last = model.me.presence.last_reason.clone();
            last.or_else(|| model.me.break_reasons.first().cloned()).unwrap_or_default()
        })
    }

    /// What stands beside the lamp while one is not available, or how long is left.
    pub(crate) fn text(self) -> String {
        let t = self.t;
        if self.lost_since.get().is_some() {
            return t.reconnecting().to_owned();
        }
        if let Some(AbsenceView { reason, until, .. }) = self.break_now() {
            let reason = break_reason(t, &reason.unwrap_or_default());
            return match until {
                Some(until) => {
                    let left = format::duration(t, until.millis_since(self.now()));
                    t.on_break_short(&left, &reason)
                }
                None => reason,
            };
        }
        match self.presence() {
            Presence::Away if self.break_ended().is_some() => t.back_short().to_owned(),
            Presence::Away => t.presence_away().to_owned(),
            Presence::Lost => t.presence_lost().to_owned(),
            _ => self.left().unwrap_or_default(),
        }
    }

    /// How one is, as the icon draws it: what cannot be heard is lost.
    pub(crate) fn presence(self) -> Presence {
        if self.lost_since.get().is_some() { Presence::Lost } else { self.own_presence() }
    }

    /// For how long nobody has touched a device, in words; while away.
    fn idle(self) -> String {
        let now = self.now();
        let last = self.model.with(|model| {
            let mine = &model.me.presence;
            mine.last_active.or(mine.absent_since)
        });
        format::duration(self.t, last.map_or(0, |last| now.millis_since(last)))
    }

    pub(crate) fn counter(self) -> i64 {
        let counter = self.model.with(|model| model.counter(self.now()));
        i64::try_from(counter).unwrap_or(i64::MAX)
    }

    /// How long is left, in words.
    pub(crate) fn left(self) -> Option<String> {
        let until = self.online_until()?;
        Some(format::duration(self.t, until.millis_since(self.now())))
    }

    /// Whether time online is about to end. Where the server cannot be heard, nobody is asked.
    pub(crate) fn is_ending(self) -> bool {
        self.lost_since.get().is_none()
            && self.model.with(|model| model.me.asks_to_extend(self.now()))
    }

    /// The end about which "Extend?" is asked.
    pub(crate) fn asks_to_extend(self) -> Option<Timestamp> {
        let until = self.online_until().filter(|_| self.is_ending())?;
        (self.not_now.get() != Some(until)).then_some(until)
    }

    /// Whether anything is asked beside the icon.
    #[cfg_attr(
        not(feature = "hydrate"),
        expect(dead_code, reason = "the server draws no question")
    )]
    pub(crate) fn asks(self) -> bool {
        self.asks_to_extend().is_some()
            || self.break_ended().is_some()
            || self.asks_of_hours().is_some()
            || self.removed_from.with(|from| !from.is_empty())
    }

    pub(crate) fn is_busy(self, with: Pending) -> bool {
        self.pending.get() == Some(with)
    }

    /// What is wrong with the form that was sent.
    pub(crate) fn errors(self) -> FormErrors {
        self.outcome.with(|outcome| match outcome {
            Outcome::Refused(refusal) => refusal.errors(),
            _ => FormErrors::default(),
        })
    }

    /// The projects that going offline would leave to nobody, while it is asked whether one goes all the same.
    pub(crate) fn last_in(self) -> Option<Vec<String>> {
        self.outcome.with(|outcome| match outcome {
            Outcome::LastOneOut(projects) => Some(projects.clone()),
            _ => None,
        })
    }

    fn revision(self) -> Revision {
        self.model.with_untracked(|model| model.me.presence.revision)
    }

    // Words.

    /// A moment in the reader's zone: "17:30", "tomorrow, 09:00".
    pub(crate) fn moment(self, at: Timestamp) -> String {
        self.clock.moment(at)
    }

    /// The icon's accessible name: one sentence that contains what is seen.
    pub(crate) fn sentence(self) -> String {
        let t = self.t;
        let count = self.counter();
        if let Some(since) = self.lost_since.get() {
            let known = match self.online_until() {
                Some(until) => t.known_online_until(count, &self.moment(until)),
                None if self.is_online() => t.known_online_no_end(count),
                None => t.known_offline(count),
            };
            return t.reconnecting_last_known(&known, &self.moment(since));
        }
        if let Some(AbsenceView { reason, until, .. }) = self.break_now() {
            let reason = break_reason_within(t, &reason.unwrap_or_default());
            let me = match until {
                Some(until) => {
                    let left = format::duration(t, until.millis_since(self.now()));
                    t.you_are_on_break_until(&left, &reason, &self.moment(until))
                }
                None => t.you_are_on_break(&reason),
            };
            return format!("{} {me}", t.agents_online(count));
        }
        if let Some(ended) = self.break_ended() {
            return format!(
                "{} {}",
                t.agents_online(count),
                t.your_break_ended(&self.moment(ended))
            );
        }
        let ends_at = self.model.with(|model| model.me.ends_at(self.now()));
        let me = match (self.presence(), self.online_until(), self.left()) {
            (Presence::Away, ..) => match ends_at {
                Some(end) => t.you_are_away_until(&self.idle(), &self.moment(end)),
                None => t.you_are_away_no_end(&self.idle()),
            },
            (Presence::Lost, ..) => t.you_are_lost().to_owned(),
            (Presence::Online, Some(until), Some(left)) => {
                t.you_are_online_until(&left, &self.moment(until))
            }
            (Presence::Online, ..) => t.you_are_online_no_end().to_owned(),
            (Presence::Offline, ..) => t.you_are_offline().to_owned(),
        };
        format!("{} {me}", t.agents_online(count))
    }

    // What one may do.

    pub(crate) fn show(self, what: Shown) {
        self.outcome.set(Outcome::None);
        self.shown.set(what);
    }

    /// Asks the server, and hands over what it answered. One thing at a time, and nothing looks done
    /// before.
    fn ask<T: 'static>(
        self,
        pending: Pending,
        answer: impl Future<Output = Result<T, Refusal>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.pending.get_untracked().is_some() {
            return;
        }
        self.outcome.set(Outcome::None);
        self.pending.set(Some(pending));
        browser::spawn(async move {
            let answer = answer.await;
            self.pending.set(None);
            match answer {
                Ok(answer) => then(answer),
                Err(refusal) => self.refuse(refusal),
            }
        });
    }

    fn refuse(self, refusal: Refusal) {
        if refusal == Refusal::Unreachable {
            self.wait_for_connection();
        }
        if refusal == Refusal::SignedOut {
            return browser::reload();
        }
        if let Some(present) = refusal.present() {
            self.put_presence(present.clone());
        }
        if let Refusal::DoorMoved(door) = &refusal {
            self.door.set(Some((**door).clone()));
        }
        self.outcome.set(Outcome::Refused(refusal));
    }

    fn put_presence(self, presence: MyPresence) {
        self.model.update(|model| model.put_presence(presence));
    }

    /// One's own presence after one has changed it.
    fn changed(self, presence: MyPresence) {
        self.put_presence(presence);
        self.said.set(untrack(move || self.sentence()));
    }

    pub(crate) fn go_online(self, form: GoOnlineForm) {
        // Somebody has just clicked; later a browser would not ask.
        browser::ask_to_tell();
        if let Err(errors) = form.understand(&self.clock.zone()) {
            return self.refuse(Refusal::Form(errors));
        }
        self.ask(Pending::GoOnline, go_online(form), move |presence| {
            self.changed(presence);
            if self.shown.get_untracked() != Shown::Nothing {
                self.show(Shown::State);
            }
        });
    }

    pub(crate) fn go_offline(self, all_the_same: bool) {
        let confirm = if all_the_same { "yes".to_owned() } else { String::new() };
        self.ask(
            Pending::GoOffline,
            go_offline(GoOfflineForm { confirm }),
            move |gone| match gone {
                GoingOffline::Offline(presence) => {
                    self.changed(*presence);
                    self.show(Shown::State);
                }
                GoingOffline::LastOneOut(projects) => {
                    self.outcome.set(Outcome::LastOneOut(projects));
                }
            },
        );
    }

    pub(crate) fn extend(self, minutes: u32) {
        let form =
            ExtendForm { extend_minutes: minutes.to_string(), revision: Some(self.revision()) };
        self.ask(Pending::Extend, extend(form), move |presence| self.changed(presence));
    }

    pub(crate) fn take_break(self, form: BreakForm) {
        if let Err(errors) = form.understand(&self.clock.zone()) {
            return self.refuse(Refusal::Form(errors));
        }
        self.ask(Pending::Break, take_break(form), move |presence| {
            self.changed(presence);
            if self.shown.get_untracked() != Shown::Nothing {
                self.show(Shown::State);
            }
        });
    }

    pub(crate) fn end_break(self) {
        self.ask(Pending::Break, end_break(), move |presence| self.changed(presence));
    }

    pub(crate) fn put_offline(self, form: PutOfflineForm) {
        self.ask(Pending::Door, put_offline(form), move |done| {
            let words = if done.projects.is_empty() {
                self.t.door_gone(&done.name)
            } else {
                self.t.is_offline_in(&done.name, &format::list(self.t, &done.projects))
            };
            self.quiet_until
                .set_value(untrack(move || self.now()).plus_millis(5 * presence::SECOND));
            self.said.set(words.clone());
            self.show(Shown::State);
            self.outcome.set(Outcome::Done(words));
        });
    }

    /// Opens the door of somebody: what it would do is asked first.
    pub(crate) fn open_door(self, guest: Guest) {
        self.door.set(None);
        let agent = guest.id.clone();
        self.show(Shown::Door(guest));
        self.look_at_door(agent);
    }

    /// Asks what the door of somebody would do. What one decides about stays what one saw first: of a
    /// later look the words are shown, and the revision is not taken.
    pub(crate) fn look_at_door(self, agent: String) {
        // Once one has used it, what follows is one's own doing: its answer tells.
        let is_used = move || self.pending.get_untracked() == Some(Pending::Door);
        if is_used() {
            return;
        }
        browser::spawn(async move {
            let seen = see_door(agent.clone()).await;
            let is_open = |shown: &Shown| matches!(shown, Shown::Door(guest) if guest.id == agent);
            if is_used() || !self.shown.with_untracked(is_open) {
                return;
            }
            let before = self.door.get_untracked();
            match (seen, before) {
                (Ok(door), None) => self.door.set(Some(door)),
                (Ok(door), Some(before)) => {
                    let door = DoorView { revision: before.revision, ..door };
                    if door != before {
                        self.door.set(Some(door));
                    }
                }
                (Err(refusal), None) => self.refuse(refusal),
                // What was seen stands; the door itself will say what is wrong.
                (Err(_), Some(_)) => {}
            }
        });
    }

    /// Looks which devices there are. Where that cannot be known, the list stays as it was.
    pub(crate) fn see_devices(self) {
        browser::spawn(async move {
            if let Ok(devices) = see_devices().await {
                self.devices.set(Some(devices));
            }
        });
    }

    pub(crate) fn sign_out_device(self, device: String) {
        browser::spawn(async move {
            match sign_out_device(device).await {
                Ok(devices) => self.devices.set(Some(devices)),
                Err(refusal) => {
                    self.refuse(refusal);
                    self.see_devices();
                }
            }
        });
    }
}
