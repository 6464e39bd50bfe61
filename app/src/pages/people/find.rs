//! How somebody is found among everybody: by name or address, by project, by how they are, page by page.

use crate::{
    Language,
    icons::{Icon, IconName},
    paths,
    ui::presence_word,
};
use leptos::prelude::*;
use presence::{Presence, ProjectKey};
use service::{Find, OfPresence, PEOPLE_A_PAGE};

/// Where these people are.
pub(super) fn address(find: &Find) -> String {
    let presence = find.presence.map(Presence::name);
    let page = (find.page > 1).then(|| find.page.to_string());
    let project = find.project.as_ref().map(ProjectKey::as_str);
    let text = Some(find.text.as_str()).filter(|text| !text.is_empty());
    let asked =
        [("q", text), ("project", project), ("presence", presence), ("page", page.as_deref())];
    let asked = asked.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    if query.is_empty() { paths::PEOPLE.to_owned() } else { format!("{}?{query}", paths::PEOPLE) }
}

/// A number as the catalogue takes it.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The form that finds, and the way back to everybody.
pub(super) fn find_form(
    t: Language,
    find: &Find,
    projects: Vec<(ProjectKey, String)>,
) -> impl IntoView + use<> {
    let chosen = find.project.clone();
    let projects = projects.into_iter().map(|(key, name)| {
        let selected = chosen.as_ref() == Some(&key);
        view! { <option value=key.to_string() selected=selected>{name}</option> }
    });
    let presence = find.presence.map(|presence| {
        view! { <input type="hidden" name="presence" value=presence.name()/> }
    });
    let everybody = (*find != Find { page: find.page, ..Find::default() }).then(|| {
        view! { <a class="btn btn--quiet" href=paths::PEOPLE>{t.people_show_all()}</a> }
    });
    view! {
        <form class="tools__find" role="search" method="get">
            <label class="sr" for="find">{t.people_find()}</label>
            <input
                class="input"
                type="search"
                id="find"
                name="q"
                value=find.text.clone()
                placeholder=t.people_find()
                maxlength="100"
                autocomplete="off"
            />
            <label class="sr" for="in-project">{t.project()}</label>
            <select class="input" id="in-project" name="project">
                <option value="">{t.people_all_projects()}</option>
                {projects.collect_view()}
            </select>
            {presence}
            <button class="btn" type="submit">
                <Icon name=IconName::Search size=16/>
                {t.people_search()}
            </button>
            {everybody}
        </form>
    }
}

/// Who of them is shown: all, or those who are online, away, lost or offline.
pub(super) fn presence_filter(
    t: Language,
    find: &Find,
    counts: OfPresence,
) -> impl IntoView + use<> {
    let entry = |presence, words: String| {
        let to = address(&Find { presence, page: 1, ..find.clone() });
        let current = (find.presence == presence).then_some("true");
        view! { <li><a class="seg__opt" href=to aria-current=current>{words}</a></li> }
    };
    let count = |count: usize| t.number(number(count));
    let all = entry(None, t.people_all(&count(counts.all())));
    let each = Presence::ALL.map(|presence| {
        let count = count(counts.of(presence));
        entry(Some(presence), t.people_of_presence(&count, presence_word(t, presence)))
    });
    view! {
        <nav aria-label=t.people_filter() id="people-filter" data-live="">
            <ul class="seg__tray seg__tray--row">{all} {each.into_iter().collect_view()}</ul>
        </nav>
    }
}

/// The way to the other pages; nothing where there is but one.
pub(super) fn paging(
    t: Language,
    find: &Find,
    page: usize,
    pages: usize,
    count: usize,
) -> impl IntoView + use<> {
    let link = |to: usize, words: &'static str| {
        (1..=pages).contains(&to).then(|| {
            let to = address(&Find { page: to, ..find.clone() });
            view! { <a class="btn btn--small" href=to>{words}</a> }
        })
    };
    let inside = (pages > 1).then(|| {
        let from = (page - 1) * PEOPLE_A_PAGE + 1;
        let until = (page * PEOPLE_A_PAGE).min(count);
        view! {
            <nav class="tools tools--below" aria-label=t.people_pages()>
                {link(page - 1, t.people_before())}
                <span class="muted num">
                    {t.people_from_to(number(count), number(from), number(until))}
                </span>
                {link(page + 1, t.people_after())}
            </nav>
        }
    });
    view! { <div id="people-pages" data-live="">{inside}</div> }
}
