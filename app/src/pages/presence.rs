//! One's own time online: the header's dialog as a plain page, which works before any wasm has loaded.
//!
//! Fields: `action=online` with `length` (`30`, `60`, `120`, `240`, `480`, `shift`, `until`, `minutes`, `none`),
//! `until` (`17:30`), `minutes`, `scope` (`all`, `some`), `projects` (a key, repeated) and `revision`;
//! `action=extend` with `extend_minutes` (`30`, `60`) and `revision`; `action=offline`, with
//! `confirm=yes` once the warning about the last one out was seen; `action=sign_out_device` with `device`.
//! Errors belong to `length`, `until`,
//! `minutes`, `projects`, or to the whole form.

use super::devices::{DeviceRow, your_devices};
use crate::{
    Language, Page,
    format::{self, Reader},
    icons::{Icon, IconName},
    paths,
    shell::Section,
    ui::{
        Avatar, Check, Empty, ErrorLine, FormErrors, FormNotice, Keys, LengthChoice, LengthPicker,
        Notice, PresenceMark, SLOTS, Submit, Time, Tone, ended_to_you, lamp_of, weave,
    },
};
use leptos::prelude::*;
use presence::{MINUTE, Presence, ProjectKey, Revision, Timestamp, UserId, view::Ended};

/// One's own time online.
#[derive(Debug, Clone, Default)]
pub struct PresencePage {
    /// The time online that runs; `None` while offline everywhere.
    pub online: Option<YourTimeOnline>,
    /// Where and why it ended, the latest first. While online, only what one must know: the door.
    pub ended: Vec<EndedIn>,
    /// The present revision; forms send it back.
    pub revision: Revision,
    /// The projects one can be online in.
    pub projects: Vec<ProjectChoice>,
    /// Which length is chosen, and what was typed.
    pub length: LengthChoice,
    /// Whether there is a shift to end with.
    pub shift: bool,
    /// Whether all projects are chosen, or only the marked ones.
    pub all: bool,
    /// Who is online in these projects, oneself included.
    pub agents: Vec<AgentRow>,
    /// One's own devices.
    pub devices: Vec<DeviceRow>,
    /// Names of the projects in which one is the last: going offline asks first.
    pub last_in: Vec<String>,
    /// What is wrong.
    pub errors: FormErrors,
}

/// The viewer's time online.
#[derive(Debug, Clone)]
pub struct YourTimeOnline {
    /// Whether one counts as available.
    pub presence: Presence,
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None` is "no end".
    pub until: Option<Timestamp>,
    /// Since when one is away or lost, while one is.
    pub absent_since: Option<Timestamp>,
    /// When the site ends it if one stays so; `None` is never.
    pub absent_until: Option<Timestamp>,
    /// After how many milliseconds without input one is away; `None` is never.
    pub away_after: Option<i64>,
    /// Whether it covers every project, those joined later too.
    pub all: bool,
    /// Names of the projects that it covers.
    pub projects: Vec<String>,
}

/// Where being online ended, and why.
#[derive(Debug, Clone)]
pub struct EndedIn {
    /// The project's name.
    pub project: String,
    /// When and why.
    pub ended: Ended,
}

/// A project that one can be online in.
#[derive(Debug, Clone)]
pub struct ProjectChoice {
    /// Its key.
    pub key: ProjectKey,
    /// Its name.
    pub name: String,
    /// Whether it is marked.
    pub chosen: bool,
    /// How many agents are available there.
    pub agents_online: u32,
}

/// An agent with time online.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "facts that go together in every way")]
pub struct AgentRow {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Whether it is the viewer.
    pub you: bool,
    /// Whether they count as available.
    pub presence: Presence,
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None` is "no end".
    pub until: Option<Timestamp>,
    /// When they last touched a device, while away; when a device was last heard of, while lost.
    pub last_sign: Option<Timestamp>,
    /// Whether their time online needs a device.
    pub attended: bool,
    /// Whether it looks forgotten.
    pub forgotten: bool,
    /// Where, of what the viewer may see.
    pub projects: Vec<ProjectKey>,
    /// Whether the viewer may put them offline.
    pub can_door: bool,
}

impl Page for PresencePage {
    fn title(&self, t: Language) -> String {
        t.presence_page().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Presence)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let names: Vec<_> = self.projects.iter().map(|p| p.name.clone()).collect();
        let nobody = if names.is_empty() {
            t.nobody_online_other().to_owned()
        } else {
            t.nobody_online_hint(&format::list(t, &names))
        };
        let has_projects = !self.projects.is_empty();
        let errors = self.errors.clone();
        // A question or an error stays until it is answered.
        let answered = errors.is_empty() && self.last_in.is_empty();
        let picker = has_projects.then(|| {
            let form = GoOnline {
                revision: self.revision,
                projects: self.projects,
                length: self.length,
                shift: self.shift,
                all: self.all,
                errors: self.errors,
            };
            form.view(reader)
        });
        let state = match self.online {
            Some(online) => online_state(reader, online, self.revision, &self.last_in, &self.ended),
            None => offline_state(t, &self.ended),
        };
        let picker = match (picker, state.online) {
            (Some(form), true) => {
                // Open at once when it was this form that failed.
                let open = errors.count() > 0;
                view! {
                    <details class="dialog__part dialog__part--line" open=open>
                        <summary>{t.change_time_online()}</summary>
                        {form}
                    </details>
                }
                .into_any()
            }
            (Some(form), false) => view! { <div class="dialog__part">{form}</div> }.into_any(),
            (None, _) => view! {
                <div class="dialog__part">
                    <Empty
                        icon=IconName::Chat
                        title=t.no_projects_yet()
                        text=t.no_projects_yet_hint()
                    />
                </div>
            }
            .into_any(),
        };
        let agents = has_projects.then(|| {
            view! {
                <section
                    class="dialog__part dialog__part--line"
                    aria-labelledby="agents"
                    id="who-is-here"
                    data-live=""
                >
                    {agent_list(reader, self.agents, "agents", nobody)}
                </section>
            }
        });
        view! {
            <div class="page__head"><div><h1>{t.presence_page()}</h1></div></div>
            <noscript>
                <Notice tone=Tone::Warn>{t.needs_scripts()}</Notice>
            </noscript>
            <FormNotice errors=errors/>
            <div class="dialog dialog--page">
                <div id="your-time" data-live=answered.then_some("minute")>{state.view}</div>
                <div id="your-wish" data-live=answered.then_some("")>{picker}</div>
                {agents}
                <section
                    class="dialog__part dialog__part--line"
                    aria-label=t.your_devices()
                    id="your-devices"
                    data-live="minute"
                >
                    {your_devices(reader, self.devices)}
                </section>
            </div>
        }
        .into_any()
    }
}

struct State {
    online: bool,
    view: AnyView,
}

/// "You are offline", since when and why.
fn offline_state(t: Language, ended: &[EndedIn]) -> State {
    let why = match ended {
        [] => view! { <p class="muted">{t.never_online()}</p> }.into_any(),
        // One ending in several projects is told once.
        [first, rest @ ..] if rest.iter().all(|other| other.ended == first.ended) => {
            ended_line(&t.since_reason(&ended_to_you(t, &first.ended), SLOTS[0]), &first.ended)
        }
        several => ended_lines(t, several),
    };
    let view = view! {
        <div class="dialog__head">
            <span class="lamp"><Icon name=IconName::LampOffline size=24/></span>
            <div>
                <h2>{t.offline_title()}</h2>
                {why}
                <p><a href=format!("{}#why", paths::HISTORY)>{t.why_title()}</a></p>
            </div>
        </div>
    };
    State { online: false, view: view.into_any() }
}

fn ended_lines(t: Language, ended: &[EndedIn]) -> AnyView {
    let line = |EndedIn { project, ended }: &EndedIn| {
        ended_line(&t.since_reason_in(project, &ended_to_you(t, ended), SLOTS[0]), ended)
    };
    ended.iter().map(line).collect_view().into_any()
}

/// Since when and why; what the door said stands below in its own words.
fn ended_line(text: &str, ended: &Ended) -> AnyView {
    let time = view! { <Time at=ended.at/> }.into_any();
    let note =
        ended.note.clone().map(|note| view! { <blockquote class="quote">{note}</blockquote> });
    view! { <p class="muted">{weave(text, [time])}</p> {note} }.into_any()
}

/// "You are online": time left, and what can be done about it in one click.
fn online_state(
    reader: &Reader,
    online: YourTimeOnline,
    revision: Revision,
    last_in: &[String],
    ended: &[EndedIn],
) -> State {
    let t = reader.language;
    let projects = format::list(t, &online.projects);
    let whither = if online.all { t.online_in_all(&projects) } else { t.online_in(&projects) };
    let (lamp, title, hint) = match online.presence {
        Presence::Away => ("lamp lamp--away", t.away_title(), Some(t.away_hint())),
        Presence::Lost => ("lamp", t.lost_title(), Some(t.lost_hint())),
        _ => ("lamp lamp--online", t.online_title(), None),
    };
    let absence = online.absent_since.and_then(|since| absence(t, &online, since));
    let unless_back = online.absent_since.and(online.absent_until).map(|until| {
        let until = view! { <Time at=until/> }.into_any();
        view! { <p class="muted">{weave(&t.absent_until(SLOTS[0]), [until])}</p> }
    });
    let warning = (!last_in.is_empty()).then(|| last_one_out(t, last_in));
    let go_offline = last_in.is_empty().then(|| {
        view! {
            <form method="post">
                <Submit
                    label=t.go_offline()
                    name="action"
                    value="offline"
                    class="btn"
                    icon=IconName::LampOffline
                />
            </form>
        }
    });
    let view = view! {
        <div class="dialog__head">
            <span class=lamp><Icon name=lamp_of(online.presence) size=24/></span>
            <div>
                <h2>{title}</h2>
                {absence}
                <p class="muted">{whither}</p>
                {hint.map(|hint| view! { <p class="muted">{hint}</p> })}
                {unless_back}
                {(!ended.is_empty()).then(|| ended_lines(t, ended))}
            </div>
        </div>
        <div class="dialog__part">
            {warning}
            <div class="left">{time_left(reader, &online)} {go_offline} {ends(t, &online)}</div>
            {online.until.is_some().then(|| extend_form(t, revision))}
        </div>
    };
    State { online: true, view: view.into_any() }
}

/// Since when and why one does not count as available.
fn absence(t: Language, online: &YourTimeOnline, since: Timestamp) -> Option<AnyView> {
    let words = match online.presence {
        Presence::Away => {
            t.away_since(&format::duration(t, online.away_after.unwrap_or(0)), SLOTS[0])
        }
        Presence::Lost => t.lost_since(SLOTS[0]),
        _ => return None,
    };
    let since = view! { <Time at=since/> }.into_any();
    Some(view! { <p>{weave(&words, [since])}</p> }.into_any())
}

fn time_left(reader: &Reader, online: &YourTimeOnline) -> AnyView {
    let t = reader.language;
    let Some(until) = online.until else {
        return view! { <p class="left__big">{t.no_end()}</p> }.into_any();
    };
    let left = format::duration(t, until.millis_since(reader.now));
    let text = t.time_left(SLOTS[0]);
    let (before, after) = text.split_once(SLOTS[0]).unwrap_or(("", ""));
    view! {
        <p class="left__big">
            {(!before.is_empty()).then(|| view! { <small>{before.trim().to_owned()}</small> " " })}
            <span class="nowrap">{left}</span>
            {(!after.is_empty()).then(|| view! { " " <small>{after.trim().to_owned()}</small> })}
        </p>
    }
    .into_any()
}

/// The meter and its two ends.
fn ends(t: Language, online: &YourTimeOnline) -> AnyView {
    let since = weave(&t.since_at(SLOTS[0]), [view! { <Time at=online.since/> }.into_any()]);
    let Some(until) = online.until else {
        return view! { <p class="left__ends"><span>{since}</span></p> }.into_any();
    };
    let now = use_context::<Reader>().map_or(online.since, |reader| reader.now);
    let whole = until.millis_since(online.since).max(1);
    let passed = now.millis_since(online.since).clamp(0, whole);
    let words = t.passed_of(&format::duration(t, passed), &format::duration(t, whole));
    let until = weave(&t.until_at(SLOTS[0]), [view! { <Time at=until/> }.into_any()]);
    view! {
        <svg class="meter" viewBox="0 0 400 6" preserveAspectRatio="none" role="img" aria-label=words>
            <rect class="meter__track" width="400" height="6" rx="3"></rect>
            <rect class="meter__done" width=(passed * 400 / whole).to_string() height="6" rx="3"></rect>
        </svg>
        <p class="left__ends">
            <span>{since}</span>
            <span>{until}</span>
        </p>
    }
    .into_any()
}

fn extend_form(t: Language, revision: Revision) -> impl IntoView {
    let buttons = [30_u32, 60].map(|minutes| {
        let words = t.extend_by(&format::duration(t, i64::from(minutes) * MINUTE));
        view! {
            <Submit
                label=words
                name="extend_minutes"
                value=minutes.to_string()
                class="btn btn--small"
            />
        }
    });
    view! {
        <form method="post">
            <input type="hidden" name="action" value="extend"/>
            <input type="hidden" name="revision" value=revision.to_string()/>
            <div class="split" role="group" aria-label=t.extend()>
                <span class="strong">{t.extend()}</span>
                {buttons.into_iter().collect_view()}
            </div>
        </form>
    }
}

fn last_one_out(t: Language, projects: &[String]) -> impl IntoView + use<> {
    let words = t.last_one_out(&format::list(t, projects));
    view! {
        <Notice tone=Tone::Warn role="alert">
            <p class="strong">{t.last_one_out_title()}</p>
            <p>{words}</p>
            <form class="row notice__do" method="post">
                <input type="hidden" name="action" value="offline"/>
                <input type="hidden" name="confirm" value="yes"/>
                <Submit label=t.go_offline_anyway() class="btn btn--danger"/>
                <a class="btn" href=paths::PRESENCE>{t.stay_online()}</a>
            </form>
        </Notice>
    }
}

struct GoOnline {
    revision: Revision,
    projects: Vec<ProjectChoice>,
    length: LengthChoice,
    shift: bool,
    all: bool,
    errors: FormErrors,
}

impl GoOnline {
    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { revision, projects, length, shift, all, errors } = self;
        let wrong = errors.get("projects");
        let described = wrong.as_ref().map(|_| "projects-error");
        let projects = projects
            .into_iter()
            .map(|project| {
                view! {
                    <label class="check">
                        <input
                            type="checkbox"
                            name="projects"
                            value=project.key.to_string()
                            checked=project.chosen
                        />
                        <span>
                            {project.name} " " <span class="key">{project.key.to_string()}</span>
                        </span>
                        <span class="hint">{t.project_available(project.agents_online)}</span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <form class="stack" method="post" novalidate>
                <input type="hidden" name="action" value="online"/>
                <input type="hidden" name="revision" value=revision.to_string()/>
                <LengthPicker choice=length errors=errors shift=shift zone=reader.zone_name()/>
                <fieldset aria-describedby=described>
                    <legend>{t.projects()}</legend>
                    <Check kind="radio" name="scope" value="all" checked=all label=t.scope_all()/>
                    <Check kind="radio" name="scope" value="some" checked=!all label=t.scope_some()/>
                    <div class="nest nest--some">{projects}</div>
                    <ErrorLine id="projects" error=wrong/>
                </fieldset>
                <Submit label=t.go_online() class="btn btn--primary btn--wide"/>
            </form>
        }
        .into_any()
    }
}

/// Who is online, then who has time online but is not available.
pub(super) fn agent_list(
    reader: &Reader,
    agents: Vec<AgentRow>,
    id: &'static str,
    nobody: String,
) -> AnyView {
    let t = reader.language;
    let (online, others): (Vec<_>, Vec<_>) =
        agents.into_iter().partition(|agent| agent.presence == Presence::Online);
    let count = t.number(i64::try_from(online.len()).unwrap_or(i64::MAX));
    let list = |agents: Vec<AgentRow>| {
        let rows = agents.into_iter().map(|agent| agent_row(reader, agent)).collect_view();
        view! { <ul class="list">{rows}</ul> }
    };
    let here = if online.is_empty() {
        view! { <Empty icon=IconName::LampOffline title=t.nobody_online() text=nobody/> }.into_any()
    } else {
        list(online).into_any()
    };
    let others = (!others.is_empty()).then(|| {
        view! { <h3>{t.not_available()}</h3> {list(others)} }
    });
    view! {
        <div class="dialog__title">
            <h2 class="h3" id=id>{t.online_now()}</h2>
            <span class="muted num">{count}</span>
        </div>
        {here}
        {others}
    }
    .into_any()
}

fn agent_row(reader: &Reader, agent: AgentRow) -> impl IntoView + use<> {
    let t = reader.language;
    let meta = agent_meta(reader, &agent);
    let door = agent.can_door.then(|| door_link(t, &agent.id, &agent.name, agent.forgotten));
    let mark = (agent.presence != Presence::Online)
        .then(|| view! { <PresenceMark presence=agent.presence/> });
    view! {
        <li class="item">
            <Avatar name=agent.name.clone()/>
            <span class="item__main">
                <span class="item__name">
                    {agent.name}
                    {agent.you.then(|| view! { " " <span class="muted small">{t.you()}</span> })}
                    " "
                    <Keys keys=agent.projects/>
                    {(agent.forgotten && !agent.you).then(|| forgotten_badge(t))}
                </span>
                <span class="item__meta">{meta}</span>
            </span>
            <span class="item__end">{mark} {door}</span>
        </li>
    }
}

/// Since when and until when; of those who are not available, what was last heard of them.
fn agent_meta(reader: &Reader, agent: &AgentRow) -> Vec<AnyView> {
    let t = reader.language;
    let time = |at| view! { <Time at=at/> }.into_any();
    match (agent.presence, agent.last_sign, agent.until) {
        (Presence::Away, Some(last), _) => {
            let idle = format::duration(t, reader.now.millis_since(last));
            vec![t.idle_for(&idle).into_any()]
        }
        (Presence::Lost, Some(last), Some(until)) => {
            weave(&t.last_seen_until(SLOTS[0], SLOTS[1]), [time(last), time(until)])
        }
        (Presence::Lost, Some(last), None) => weave(&t.last_seen_at(SLOTS[0]), [time(last)]),
        (_, _, until) => {
            let words = match until {
                Some(_) => t.since_until(SLOTS[0], SLOTS[1]),
                None => t.since_no_end(SLOTS[0]),
            };
            let words = if agent.attended { words } else { t.and_without_device(&words) };
            weave(&words, [Some(agent.since), until].into_iter().flatten().map(time))
        }
    }
}

/// "Forgotten?"
pub(super) fn forgotten_badge(t: Language) -> impl IntoView {
    view! {
        <span class="badge badge--warn">
            <Icon name=IconName::Warn size=16/>
            {t.forgotten()}
        </span>
    }
}

/// The door: a link to the page that asks first.
pub(super) fn door_link(
    t: Language,
    person: &UserId,
    name: &str,
    offered: bool,
) -> impl IntoView + use<> {
    let words = t.put_name_offline(name);
    let label = words.clone();
    view! {
        <a
            class="btn-icon btn-icon--door"
            class:is-offered=offered
            href=paths::door(person)
            aria-label=label
        >
            <Icon name=IconName::Door/>
            <span class="tip" aria-hidden="true">{words}</span>
        </a>
    }
}
