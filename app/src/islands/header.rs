//! What the header knows, as signals, and what one may do about it.

#[cfg(feature = "hydrate")]
use super::world::Answer;
use super::world::{PutOffline, Wish};
use crate::{Language, format, ui::FieldError};
use leptos::prelude::*;
use presence::view::{HeaderModel, HeaderProject, MyProject, RosterRow};
use presence::{Presence, Status, Timestamp, extend_question_at};

/// What the dialog shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is closed.
    Nothing,
    /// One's state, going online and offline, who is here.
    State,
    /// The same, with the choice of another time online.
    Change,
    /// Going offline asks first: one is the last.
    LastOneOut,
    /// The door of an agent.
    Door(Guest),
    /// One was put offline.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser is told"))]
    Notice,
}

/// An agent whom one may put offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guest {
    pub(super) id: String,
    pub(super) name: String,
}

/// Something that was asked for and is not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pending {
    GoOnline,
    GoOffline,
    Extend,
    Door,
}

/// The header's signals. Copy them where they are needed.
#[derive(Clone, Copy)]
pub(super) struct Header {
    pub(super) t: Language,
    /// The last truth.
    pub(super) model: RwSignal<HeaderModel>,
    /// Now, by the server's clock. It moves once a second.
    pub(super) now: RwSignal<Timestamp>,
    /// Awake in a browser: times are the browser's own from here on.
    pub(super) awake: RwSignal<bool>,
    /// When the server was last heard, while it is not.
    pub(super) lost_since: RwSignal<Option<Timestamp>>,
    pub(super) shown: RwSignal<Shown>,
    pub(super) pending: RwSignal<Option<Pending>>,
    /// What went wrong, for the whole dialog.
    pub(super) error: RwSignal<Option<FieldError>>,
    /// What a screen reader is told.
    pub(super) said: RwSignal<String>,
    /// Server time minus browser time, in milliseconds.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser has a clock"))]
    skew: StoredValue<i64>,
    #[cfg_attr(feature = "hydrate", expect(dead_code, reason = "a browser knows its own zone"))]
    zone: StoredValue<String>,
}

impl Header {
    pub(super) fn new(t: Language, zone: String, model: HeaderModel) -> Self {
        Self {
            t,
            now: RwSignal::new(model.me.now),
            model: RwSignal::new(model),
            awake: RwSignal::new(false),
            lost_since: RwSignal::new(None),
            shown: RwSignal::new(Shown::Nothing),
            pending: RwSignal::new(None),
            error: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            skew: StoredValue::new(0),
            zone: StoredValue::new(zone),
        }
    }

    // What is true, derived from the last truth and now.

    /// Until when one is online, if at all: `None` offline, `Some(None)` without an end.
    #[expect(clippy::option_option, reason = "offline, with an end, and without one")]
    pub(super) fn online_until(self) -> Option<Option<Timestamp>> {
        let now = self.now.get();
        self.model.with(|model| {
            let mine = &model.me.presence;
            let over = mine.until.is_some_and(|until| until <= now);
            (mine.status == Status::Online && !over).then_some(mine.until)
        })
    }

    /// How one is, as the icon draws it.
    pub(super) fn presence(self) -> Presence {
        if self.lost_since.get().is_some() {
            return Presence::Lost;
        }
        if self.online_until().is_none() {
            return Presence::Offline;
        }
        self.model.with(|model| model.me.presence.presence)
    }

    /// For how long nobody has touched a device, in words; while away.
    pub(super) fn idle(self) -> String {
        let now = self.now.get();
        let last = self.model.with(|model| {
            let mine = &model.me.presence;
            mine.last_active.or(mine.absent_since)
        });
        format::duration(self.t, last.map_or(0, |last| now.millis_since(last)))
    }

    /// When one's time online ends if one stays away.
    pub(super) fn ends_at(self) -> Option<Timestamp> {
        let limit = self.model.with(|model| model.me.presence.absent_until);
        self.online_until().flatten().into_iter().chain(limit).min()
    }

    pub(super) fn counter(self) -> usize {
        let now = self.now.get();
        self.model.with(|model| model.counter(now))
    }

    /// How long is left, in words.
    pub(super) fn left(self) -> Option<String> {
        let until = self.online_until()??;
        Some(format::duration(self.t, until.millis_since(self.now.get())))
    }

    /// Whether "Extend?" is asked.
    pub(super) fn asks_to_extend(self) -> bool {
        let now = self.now.get();
        self.lost_since.get().is_none()
            && self.online_until().flatten().is_some_and(|until| {
                let since = self.model.with(|model| model.me.presence.since);
                since.is_some_and(|since| now >= extend_question_at(since, until))
            })
    }

    /// Whether there is a shift to end with, in any of one's projects.
    pub(super) fn has_shift(self) -> bool {
        let now = self.now.get();
        self.model.with(|model| model.shift_end(None, now).is_some())
    }

    /// The projects in which one is the only one available, and that are not closed by their hours.
    pub(super) fn last_in(self) -> Vec<String> {
        let now = self.now.get();
        self.model.with(|model| {
            model
                .rosters
                .iter()
                .filter(|roster| !roster.closed)
                .filter(|roster| {
                    let mut here = roster
                        .agents
                        .iter()
                        .filter(|row| row.presence == Presence::Online)
                        .filter(|row| row.until.is_none_or(|until| until > now));
                    here.next().is_some_and(|row| row.id == model.me.id) && here.next().is_none()
                })
                .map(|roster| project_name(model, &roster.project))
                .collect()
        })
    }

    /// Who has time online in the projects in view, each once, with their projects.
    pub(super) fn agents(self) -> Vec<(RosterRow, Vec<HeaderProject>)> {
        let now = self.now.get();
        self.model.with(|model| {
            let mut agents: Vec<(RosterRow, Vec<HeaderProject>)> = Vec::new();
            let in_view = model
                .rosters
                .iter()
                .filter(|roster| model.context.as_ref().is_none_or(|key| *key == roster.project));
            for roster in in_view {
                let Some(project) =
                    model.me.projects.iter().find(|project| project.key == roster.project)
                else {
                    continue;
                };
                for row in roster.agents.iter().filter(|row| row.until.is_none_or(|u| u > now)) {
                    match agents.iter_mut().find(|(known, _)| known.id == row.id) {
                        Some((known, projects)) => {
                            known.since = known.since.min(row.since);
                            projects.push(project.clone());
                        }
                        None => agents.push((row.clone(), vec![project.clone()])),
                    }
                }
            }
            agents.sort_by(|a, b| a.0.name.cmp(&b.0.name).then_with(|| a.0.id.cmp(&b.0.id)));
            agents
        })
    }

    /// The projects in which one was put offline since one last looked, the latest first.
    pub(super) fn closed_doors(self, seen: Timestamp) -> Vec<MyProject> {
        self.model.with(|model| {
            let mut closed: Vec<MyProject> = model
                .me
                .presence
                .projects
                .iter()
                .filter(|place| {
                    place.ended.as_ref().is_some_and(|ended| ended.by_door() && ended.at > seen)
                })
                .cloned()
                .collect();
            closed
                .sort_by_key(|place| std::cmp::Reverse(place.ended.as_ref().map(|ended| ended.at)));
            closed
        })
    }

    // Words.

    /// A moment in the reader's zone: "17:30", "tomorrow, 09:00".
    pub(super) fn moment(self, at: Timestamp) -> String {
        #[cfg(feature = "hydrate")]
        {
            // Until it is awake the server's words stand.
            if !self.awake.get() {
                return String::new();
            }
            let (hour, minute, days) = super::world::local_time(at, self.now.get());
            let time = format::clock(self.t, hour, minute);
            match days {
                0 => time,
                1 => self.t.date_tomorrow(&time),
                -1 => self.t.date_yesterday(&time),
                _ => {
                    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(
                        #[expect(clippy::cast_precision_loss, reason = "a date is small")]
                        {
                            at.as_millis() as f64
                        },
                    ));
                    let day: String = date
                        .to_locale_date_string(self.t.tag(), &js_sys::Object::new().into())
                        .into();
                    format!("{day}, {time}")
                }
            }
        }
        #[cfg(not(feature = "hydrate"))]
        self.on_the_server(at)
    }

    #[cfg(all(feature = "ssr", not(feature = "hydrate")))]
    fn on_the_server(self, at: Timestamp) -> String {
        let zone = self.zone.read_value();
        format::Reader::new(self.t, &zone, self.now.get()).moment(at)
    }

    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    fn on_the_server(self, _: Timestamp) -> String {
        String::new()
    }

    #[cfg_attr(
        feature = "hydrate",
        expect(clippy::unused_self, reason = "a browser knows its own zone")
    )]
    pub(super) fn zone(self) -> String {
        #[cfg(feature = "hydrate")]
        return super::world::browser_zone();
        #[cfg(not(feature = "hydrate"))]
        self.zone.get_value()
    }

    /// The icon's accessible name: one sentence that contains what is seen.
    pub(super) fn sentence(self) -> String {
        let t = self.t;
        let count = i64::try_from(self.counter()).unwrap_or(i64::MAX);
        if let Some(since) = self.lost_since.get() {
            let known = match self.online_until() {
                None => t.known_offline(count),
                Some(None) => t.known_online_no_end(count),
                Some(Some(until)) => t.known_online_until(count, &self.moment(until)),
            };
            return t.reconnecting_last_known(&known, &self.moment(since));
        }
        let me = match (self.presence(), self.online_until().flatten(), self.left()) {
            (Presence::Away, ..) => match self.ends_at() {
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

    pub(super) fn show(self, what: Shown) {
        self.error.set(None);
        self.shown.set(what);
    }

    /// Asks the server, and takes in what it says. Nothing looks done before.
    pub(super) fn ask(self, pending: Pending, wish: Wish, then: impl Fn(Header) + 'static) {
        if self.pending.get_untracked().is_some() {
            return;
        }
        self.error.set(None);
        self.pending.set(Some(pending));
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            let answer = super::world::wish(&wish).await;
            self.pending.set(None);
            self.take(answer, then);
        });
        #[cfg(not(feature = "hydrate"))]
        drop((wish, then));
    }

    /// Goes offline; as the last one in a project it asks first.
    pub(super) fn go_offline(self, all_the_same: bool) {
        if !all_the_same && !untrack(move || self.last_in()).is_empty() {
            self.show(Shown::LastOneOut);
            return;
        }
        let wish = Wish { status: "offline", ..Wish::default() };
        self.ask(Pending::GoOffline, wish, |header| header.show(Shown::State));
    }

    pub(super) fn extend(self, minutes: u32) {
        let revision = self.model.with_untracked(|model| model.me.presence.revision.get());
        let wish = Wish {
            status: "online",
            extend_minutes: Some(minutes),
            revision: Some(revision),
            ..Wish::default()
        };
        self.ask(Pending::Extend, wish, |_| {});
    }

    pub(super) fn put_offline(self, guest: Guest, asked: PutOffline) {
        if self.pending.get_untracked().is_some() {
            return;
        }
        self.error.set(None);
        self.pending.set(Some(Pending::Door));
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            let answer = super::world::put_offline(&guest.id, &asked).await;
            self.pending.set(None);
            match answer {
                Answer::Done(_) => {
                    let names = self.model.with_untracked(|model| {
                        let names: Vec<String> =
                            asked.projects.iter().map(|key| project_name(model, key)).collect();
                        format::list(self.t, &names)
                    });
                    self.said.set(self.t.is_offline_in(&guest.name, &names));
                    self.show(Shown::State);
                }
                other => self.fail(&other),
            }
        });
        #[cfg(not(feature = "hydrate"))]
        drop((guest, asked));
    }

    #[cfg(feature = "hydrate")]
    fn take(self, answer: Answer, then: impl Fn(Header)) {
        match answer {
            Answer::Done(presence) => {
                self.model.update(|model| model.me.presence = *presence);
                self.said.set(self.sentence_untracked());
                then(self);
            }
            Answer::Stale(Some(presence)) => {
                self.model.update(|model| model.me.presence = *presence);
                self.fail(&Answer::Stale(None));
            }
            other => self.fail(&other),
        }
    }

    #[cfg(feature = "hydrate")]
    fn fail(self, answer: &Answer) {
        let error = match answer {
            Answer::SignedOut => return super::world::reload(),
            Answer::Done(_) | Answer::Failed => FieldError::Internal,
            Answer::Stale(_) => FieldError::Stale,
            Answer::Invalid(field) if field == "projects" => FieldError::ProjectsNone,
            Answer::Invalid(field) if field == "until" => FieldError::TimeOfDay,
            Answer::Invalid(field) if field == "end" => FieldError::NoShift,
            Answer::Invalid(_) => FieldError::Minutes,
            Answer::Forbidden => FieldError::NotAllowed,
            Answer::Silence => FieldError::NotReachable,
        };
        self.error.set(Some(error));
    }

    /// Begins to live: the clock, the event stream, and the notice of a door that closed meanwhile.
    #[cfg(feature = "hydrate")]
    pub(super) fn wake(self) {
        use super::world;
        self.correct_clock(self.model.with_untracked(|model| model.me.now));
        self.awake.set(true);
        self.tell_of_doors();
        let tick = move || {
            self.now.set(world::browser_now().plus_millis(self.skew.get_value()));
            // Another tab of this device may have shown the notice: seen there is seen here.
            if self.shown.get_untracked() == Shown::Notice && self.unseen_doors().is_empty() {
                self.show(Shown::Nothing);
            }
        };
        // The page lives as long as the island.
        drop(leptos::leptos_dom::helpers::set_interval(tick, std::time::Duration::from_secs(1)));
        world::follow_events(
            move |name, data| self.hear(&name, &data),
            move |live| {
                if live {
                    self.lost_since.set(None);
                } else if self.lost_since.get_untracked().is_none() {
                    self.lost_since.set(Some(self.now.get_untracked()));
                }
            },
            world::reload,
        );
    }

    #[cfg(feature = "hydrate")]
    fn hear(self, name: &str, data: &str) {
        let before = self.sentence_untracked();
        match name {
            "me" => {
                if let Ok(me) = serde_json::from_str::<presence::view::Me>(data) {
                    self.correct_clock(me.now);
                    self.model.update(|model| {
                        // A project that one no longer sees goes, with its roster.
                        let sees = |key: &str| me.projects.iter().any(|project| project.key == key);
                        model.rosters.retain(|roster| sees(&roster.project));
                        model.me = me.clone();
                    });
                }
            }
            "presence" => {
                if let Ok(mine) = serde_json::from_str::<presence::view::MyPresence>(data) {
                    self.model.update(|model| {
                        if mine.revision >= model.me.presence.revision {
                            model.me.presence = mine;
                        }
                    });
                }
            }
            "roster" => {
                if let Ok(roster) = serde_json::from_str(data) {
                    self.model.update(|model| model.put_roster(roster));
                }
            }
            _ => return,
        }
        self.tell_of_doors();
        let after = self.sentence_untracked();
        if before != after {
            self.said.set(after);
        }
    }

    #[cfg(feature = "hydrate")]
    fn sentence_untracked(self) -> String {
        untrack(move || self.sentence())
    }

    #[cfg(feature = "hydrate")]
    fn correct_clock(self, server: Timestamp) {
        self.skew.set_value(server.millis_since(super::world::browser_now()));
        self.now.set(server);
    }

    /// The doors that closed and were not seen on this device.
    #[cfg(feature = "hydrate")]
    pub(super) fn unseen_doors(self) -> Vec<MyProject> {
        let seen = self.model.with_untracked(|model| super::world::door_seen(&model.me.id));
        untrack(move || self.closed_doors(seen))
    }

    /// Remembers on this device that the agent saw a door.
    #[cfg(feature = "hydrate")]
    pub(super) fn note_door_seen(self, at: Timestamp) {
        self.model.with_untracked(|model| super::world::note_door_seen(&model.me.id, at));
    }

    /// Tells the agent of a door that closed, on every device, until it was seen there.
    #[cfg(feature = "hydrate")]
    fn tell_of_doors(self) {
        if !self.unseen_doors().is_empty() && self.shown.get_untracked() != Shown::Notice {
            self.show(Shown::Notice);
        }
    }
}

/// The name of a project in view; its key where it has none.
pub(super) fn project_name(model: &HeaderModel, key: &str) -> String {
    model
        .me
        .projects
        .iter()
        .find(|project| project.key == key)
        .map_or_else(|| key.to_owned(), |project| project.name.clone())
}
