//! One's state and why: online and where, away or lost since when, offline since when and for what reason.

use super::{head::Head, when::sentence};
use crate::{
    format,
    header::Header,
    icons::IconName,
    paths,
    ui::{break_reason_within, ended_to_you, lamp_of, part},
};
use leptos::prelude::*;
use presence::{
    Presence, SECOND,
    view::{AbsenceView, Ended, MyPresence, MyProject},
};

/// The head of one's own state.
#[component]
pub(crate) fn Standing(header: Header) -> impl IntoView {
    let t = header.t;
    // What the server last said: that it cannot be heard is said below.
    let presence = Memo::new(move |_| header.own_presence());
    let title = Signal::derive(move || {
        if let Some(AbsenceView { reason, until, .. }) = header.break_now() {
            let reason = break_reason_within(t, &reason.unwrap_or_default());
            return match until {
                Some(until) => t.on_break_title_until(&reason, &header.moment(until)),
                None => t.on_break_title(&reason),
            };
        }
        let title = match presence.get() {
            Presence::Away if header.break_ended().is_some() => t.break_ended_title(),
            Presence::Online => t.online_title(),
            Presence::Away => t.away_title(),
            Presence::Lost => t.lost_title(),
            Presence::Offline => t.offline_title(),
        };
        title.to_owned()
    });
    let lamp = Signal::derive(move || match presence.get() {
        Presence::Online => "lamp lamp--online",
        Presence::Away => "lamp lamp--away",
        _ => "lamp",
    });
    let icon = Signal::derive(move || lamp_of(presence.get()));
    let mine = Memo::new(move |_| header.model.with(|model| model.me.presence.clone()));
    let lines = move || {
        let presence = presence.get();
        mine.with(|mine| match presence {
            Presence::Offline => offline(header, mine),
            presence => online(header, mine, presence),
        })
    };
    view! { <Head header=header lamp=lamp icon=icon title=title>{part(lines)}</Head> }
}

fn muted(words: impl IntoView + 'static) -> AnyView {
    view! { <p class="muted">{words}</p> }.into_any()
}

/// Where one is online; why one does not count as available, and what follows; and where a door closed.
fn online(header: Header, mine: &MyPresence, presence: Presence) -> Vec<AnyView> {
    let t = header.t;
    let mut lines = Vec::new();
    if header.break_now().is_some() {
        let runs = match header.online_until() {
            Some(until) => sentence(header.clock, |[slot, ..]| t.runs_until(slot), [until]),
            None => vec![t.runs_no_end().into_any()],
        };
        lines.push(muted(runs));
        return lines;
    }
    let absence = match (presence, mine.absent_since) {
        (Presence::Away, _) if mine.break_ended.is_some() => mine
            .break_ended
            .map(|ended| sentence(header.clock, |[slot, ..]| t.break_ended_at(slot), [ended])),
        (Presence::Away, Some(since)) => {
            let idle = i64::from(mine.away_after_s.unwrap_or(0)) * SECOND;
            let idle = format::duration(t, idle);
            Some(sentence(header.clock, |[slot, ..]| t.away_since(&idle, slot), [since]))
        }
        (Presence::Lost, Some(since)) => {
            Some(sentence(header.clock, |[slot, ..]| t.lost_since(slot), [since]))
        }
        _ => None,
    };
    lines.extend(absence.map(|words| view! { <p>{words}</p> }.into_any()));
    let covered = mine.projects.iter().filter(|place| place.since.is_some());
    let names: Vec<&str> = covered.map(|place| place.name.as_str()).collect();
    let names = format::list(t, &names);
    lines.push(muted(if mine.all_projects {
        t.online_in_all(&names)
    } else {
        t.online_in(&names)
    }));
    lines.extend(match presence {
        Presence::Away => Some(muted(t.away_hint())),
        Presence::Lost => Some(muted(t.lost_hint())),
        _ => None,
    });
    if let Some(until) = mine.absent_since.and(mine.absent_until) {
        lines.push(muted(sentence(header.clock, |[slot, ..]| t.absent_until(slot), [until])));
    }
    // While online, only what one must know.
    let closed = endings(mine).into_iter().filter(|(_, ended)| ended.reason.sticks());
    lines.extend(closed.flat_map(|(place, ended)| ended_in(header, place, ended)));
    lines
}

/// Since when one is offline, and why.
fn offline(header: Header, mine: &MyPresence) -> Vec<AnyView> {
    let t = header.t;
    let endings = endings(mine);
    let mut lines = match &endings[..] {
        [] => vec![muted(t.never_online())],
        // One ending in several projects is told once.
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => {
            let why = ended_to_you(t, first);
            let words = sentence(header.clock, |[slot, ..]| t.since_reason(&why, slot), [first.at]);
            with_note(muted(words), first)
        }
        several => {
            several.iter().flat_map(|(place, ended)| ended_in(header, place, ended)).collect()
        }
    };
    let to = format!("{}#why", paths::HISTORY);
    lines.push(view! { <p><a href=to>{t.why_title()}</a></p> }.into_any());
    lines
}

/// Where time online ended, the latest first.
fn endings(mine: &MyPresence) -> Vec<(&MyProject, &Ended)> {
    let ended = mine.projects.iter().filter_map(|place| Some((place, place.ended.as_ref()?)));
    let mut ended: Vec<_> = ended.collect();
    ended.sort_by_key(|(_, ended)| std::cmp::Reverse(ended.at));
    ended
}

fn ended_in(header: Header, place: &MyProject, ended: &Ended) -> Vec<AnyView> {
    let t = header.t;
    let why = ended_to_you(t, ended);
    let words =
        sentence(header.clock, |[slot, ..]| t.since_reason_in(&place.name, &why, slot), [ended.at]);
    with_note(muted(words), ended)
}

/// What the door said stands below, in its own words.
fn with_note(line: AnyView, ended: &Ended) -> Vec<AnyView> {
    let note = ended.note.clone();
    let note = note.map(|note| view! { <blockquote class="quote">{note}</blockquote> }.into_any());
    std::iter::once(line).chain(note).collect()
}

/// While the server cannot be heard: since when what is shown is no more than what was true then.
#[component]
pub(super) fn Reconnecting(header: Header) -> impl IntoView {
    part(move || {
        header.lost_since.get().map(|since| {
            let words = header.t.reconnecting_since(&header.moment(since));
            view! {
                <div class="notice notice--warn" role="status">
                    <crate::icons::Icon name=IconName::LampLost/>
                    <p>{words}</p>
                </div>
            }
        })
    })
}
