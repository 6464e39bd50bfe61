//! What changed on a day, with its causes, in plain words.

use super::HistoryPage;
use crate::{
    Language,
    format::Reader,
    icons::IconName,
    pages::history::coverage::left,
    ui::{Empty, SLOTS, Time, TimeStyle, break_reason_within, weave},
};
use leptos::prelude::*;
use presence::{Absence, Actor, Change, coverage::Left, day::DayChange};

/// The changes as a table, oldest first.
pub(super) fn table(reader: &Reader, page: &HistoryPage) -> AnyView {
    let t = reader.language;
    if page.seen.changes.is_empty() {
        let hint = if page.seen.you { t.history_none_hint() } else { t.history_none_hint_of() };
        return view! {
            <section class="panel" aria-labelledby="changes">
                <div class="panel__head"><h2 id="changes">{t.history_changes()}</h2></div>
                <Empty icon=IconName::Book title=t.history_none() text=hint/>
            </section>
        }
        .into_any();
    }
    let rows = page.seen.changes.iter().map(|change| row(t, page, change)).collect_view();
    view! {
        <section class="panel" aria-labelledby="changes">
            <div class="panel__head"><h2 id="changes">{t.history_changes()}</h2></div>
            <div class="scroll" role="region" aria-label=t.history_changes_table() tabindex="0">
                <table class="table table--tight">
                    <thead>
                        <tr>
                            <th scope="col">{t.coverage_time()}</th>
                            <th scope="col">{t.history_what()}</th>
                            <th scope="col">{t.projects()}</th>
                            <th scope="col">{t.history_why()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(t: Language, page: &HistoryPage, change: &DayChange) -> AnyView {
    let note = match &change.change {
        Change::Offline(reason) => reason.told().and_then(|(_, note)| note.cloned()),
        _ => None,
    };
    view! {
        <tr>
            <th scope="row" class="num"><Time at=change.at style=TimeStyle::Clock/></th>
            <td>
                {what(t, page, &change.change)}
                {note.map(|note| view! { <blockquote class="quote">{note}</blockquote> })}
            </td>
            <td>{page.projects(t, &change.projects)}</td>
            <td>{by_whom(t, page, change)}</td>
        </tr>
    }
    .into_any()
}

fn what(t: Language, page: &HistoryPage, change: &Change) -> Vec<AnyView> {
    let until = |words: String, at| weave(&words, [view! { <Time at=at/> }.into_any()]);
    let words = match change {
        Change::Online { until: Some(at) } => return until(t.changed_online_until(SLOTS[0]), *at),
        Change::Until { until: Some(at) } => return until(t.changed_until_time(SLOTS[0]), *at),
        Change::Online { until: None } => t.changed_online().to_owned(),
        Change::Until { until: None } => t.changed_until().to_owned(),
        Change::Absent(Absence::Idle) => t.changed_away().to_owned(),
        Change::Absent(Absence::Lost) => t.changed_lost().to_owned(),
        Change::Absent(Absence::Break) => t.presence_break().to_owned(),
        Change::Break { reason, until: Some(at) } => {
            let reason = break_reason_within(t, reason);
            return until(t.changed_break_until(&reason, SLOTS[0]), *at);
        }
        Change::Break { reason, until: None } => t.changed_break(&break_reason_within(t, reason)),
        Change::Back => t.changed_back().to_owned(),
        Change::Offline(reason) => {
            let how = left(t, &Left::Offline(reason.clone()), |who| page.name_of(who));
            t.changed_offline(&how)
        }
    };
    vec![words.into_any()]
}

fn by_whom(t: Language, page: &HistoryPage, change: &DayChange) -> String {
    let who = match &change.cause.actor {
        Actor::Clock => t.by_clock().to_owned(),
        Actor::Operator => t.by_operator().to_owned(),
        Actor::User(who) if page.seen.you && *who == page.agent => t.by_you().to_owned(),
        Actor::User(who) => page.name_of(who),
    };
    match change.cause.device.as_ref().and_then(|device| page.seen.devices.get(device)) {
        Some(device) => t.by_on_device(device, &who),
        None => who,
    }
}
