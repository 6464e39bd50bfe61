//! "Why am I offline?", in one sentence; one more for each project where it is otherwise.

use super::HistoryPage;
use crate::{
    Language,
    format::Reader,
    pages::history::coverage::left,
    ui::{PresenceMark, SLOTS, Time, ended_to_you, presence_word, weave},
};
use leptos::prelude::*;
use presence::{Absence, Presence, coverage::Left, day::Now, view::Ended};

/// How the agent is now, and why.
pub(super) fn panel(reader: &Reader, page: &HistoryPage) -> AnyView {
    let t = reader.language;
    let offline = page.seen.now.iter().all(|now| now.presence == Presence::Offline);
    let title = match (page.seen.you, offline) {
        (true, true) => t.why_title().to_owned(),
        (true, false) => t.why_title_not().to_owned(),
        (false, _) => t.why_title_of(&page.name()),
    };
    let groups = alike(&page.seen.now);
    let sentences = if groups.is_empty() {
        let words =
            if page.seen.you { t.why_never().to_owned() } else { t.why_never_of(&page.name()) };
        view! { <p>{words}</p> }.into_any()
    } else {
        let everywhere = groups.len() == 1;
        groups.iter().map(|group| sentence(t, page, group, everywhere)).collect_view().into_any()
    };
    view! {
        <section class="panel" aria-labelledby="why" id="why-now">
            <div class="panel__head"><h2 id="why">{title}</h2></div>
            <div class="panel__body">{sentences}</div>
        </section>
    }
    .into_any()
}

/// Projects in which the same is true for the same reason; where somebody is, first, then the latest.
fn alike(now: &[Now]) -> Vec<Vec<&Now>> {
    let mut groups: Vec<Vec<&Now>> = Vec::new();
    for one in now {
        let like = |other: &Now| {
            (other.presence, other.absence, other.since, &other.ended)
                == (one.presence, one.absence, one.since, &one.ended)
        };
        match groups.iter_mut().find(|group| like(group[0])) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups.sort_by_key(|group| {
        (group[0].presence == Presence::Offline, std::cmp::Reverse(group[0].since))
    });
    groups
}

fn sentence(t: Language, page: &HistoryPage, group: &[&Now], everywhere: bool) -> AnyView {
    let now = group[0];
    let projects = page.projects(t, group.iter().map(|now| &now.project));
    let time = SLOTS[0];
    let on_break = now.absence == Some(Absence::Break);
    let ended = now.ended.as_ref().map(|ending| Ended::of(ending, |id| page.name_of(id)));
    let words = match (page.seen.you, now.presence, &ended) {
        (true, Presence::Online, _) => t.why_online(&projects, time),
        (true, Presence::Away, _) if on_break => t.why_break(&projects, time),
        (true, Presence::Away, _) => t.why_away(&projects, time),
        (true, Presence::Lost, _) => t.why_lost(&projects, time),
        (true, Presence::Offline, Some(ended)) if everywhere => {
            t.why_offline(&ended_to_you(t, ended), time)
        }
        (true, Presence::Offline, Some(ended)) => {
            t.why_offline_in(&projects, &ended_to_you(t, ended), time)
        }
        (false, Presence::Offline, Some(_)) => {
            let Some(ending) = &now.ended else { return ().into_any() };
            let how = Left::Offline(ending.reason.clone());
            let how = left(t, &how, |who| page.name_of(who));
            t.why_of_because(&how, &projects, presence_word(t, now.presence), time)
        }
        (_, Presence::Away, _) if on_break => t.why_of(&projects, t.presence_break(), time),
        (_, presence, _) => t.why_of(&projects, presence_word(t, presence), time),
    };
    let note = ended.as_ref().and_then(|ended| ended.note.clone());
    let words = weave(&words, [view! { <Time at=now.since/> }.into_any()]);
    view! {
        <div class="row">
            <PresenceMark presence=now.presence on_break=on_break/>
            <p>{words}</p>
        </div>
        {note.map(|note| view! { <blockquote class="quote">{note}</blockquote> })}
    }
    .into_any()
}
