//! Writes every page with sample data as HTML into a directory, to be looked at without a server:
//! `cargo run -p app --features ssr --example gallery -- DIRECTORY`.

use app::{
    Language, LoggedOut, Page, PageContext, Viewer,
    actions::GoOnlineForm,
    flash::Flash,
    pages::{
        AcceptInvitationForm, AcceptInvitationPage, AccountPage, AddProject, CoveragePage,
        DoorPage, ErrorKind, ErrorPage, ErrorReader, ForgotPasswordPage, ForgotPasswordStep,
        HeavyAct, HistoryPage, Invitation, MadeToken, Member, Now, OwnIdleChoice, PeoplePage,
        PersonRow, PortalPage, PresencePage, ProjectHead, ProjectMembersPage, ProjectPage,
        ProjectRow, ProjectSettingsPage, ProjectsPage, QuestionPage, ResetPasswordPage,
        ScheduleForm, SchedulePage, SetupPage, SignInPage, SiteSettingsPage, TokensPage,
    },
    refusal::Refusal,
    render,
    shell::Section,
    ui::{FieldError, FormErrors, ScheduleError},
};
use jiff::{civil::date, tz::TimeZone};
use presence::{
    Cause, Change, DeviceKind, EndReason, Ending, Entry, Fact, Hours, Presence, ProjectId,
    ProjectKey, Revision, Span, Status, Stretch, Timestamp, UserId,
    calendar::week_of,
    coverage::Coverage,
    day::{changes, states, strips},
    view::{
        DeviceView, DoorView, Ended, Forgotten, HeaderModel, HeaderProject, IfGone, Me, MyPresence,
        MyProject, PersonView, Place, Roster, RosterRow,
    },
};
use service::{CoverageView, Find, HistoryView, LetterView, SessionEnd, TokenView};
use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

/// 2026-03-12T15:18:00Z, a Thursday: 16:18 in Berlin.
pub const NOW: i64 = 1_773_328_680_000;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args().nth(1).ok_or("name the directory to write to")?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    fs::write(directory.join("main.css"), style()?)?;
    for &language in Language::ALL {
        for (name, html) in pages(language) {
            let html = html.replace("/pkg/porchlight.css?v=1", "main.css");
            fs::write(directory.join(format!("{name}.{}.html", language.tag())), html)?;
        }
    }
    Ok(())
}

/// What the build makes of `style/main.css`: every sheet, one after the other.
fn style() -> Result<String, Box<dyn Error>> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let mut css = String::new();
    for line in fs::read_to_string(from.join("main.css"))?.lines() {
        if let Some(name) = line.strip_prefix("@import \"").and_then(|l| l.strip_suffix("\";")) {
            css.push_str(&fs::read_to_string(from.join(name))?);
        }
    }
    Ok(css)
}

fn ago(minutes: i64) -> Timestamp {
    Timestamp::from_millis(NOW - minutes * presence::MINUTE)
}

/// Split hours and a night, with something wrong on Tuesday.
fn schedule(project: Option<ProjectHead>) -> SchedulePage {
    let span = |from, to| Span::parse(from, to).expect("hours");
    let week = std::array::from_fn(|day| match day {
        0..=3 => vec![span("09:00", "12:00"), span("13:00", "17:00")],
        4 => vec![span("22:00", "06:00")],
        _ => vec![],
    });
    let hours = Hours::new(week, BTreeMap::new(), BTreeMap::new()).expect("hours");
    let mut form = ScheduleForm::of(
        "Europe/Berlin",
        &hours,
        "2026-12-25 Christmas\n".into(),
        Revision::new(3),
    );
    form.days[1][0].error = Some(ScheduleError::SpanOverlap);
    SchedulePage {
        project,
        drawn: Some(hours),
        now: Some(Now::Open(Some(ago(-42)))),
        form,
        errors: FormErrors::default().with("tue", FieldError::Schedule(ScheduleError::SpanOverlap)),
        calendar_errors: FormErrors::default(),
        zones: vec!["Europe/Berlin".into(), "UTC".into()],
    }
}

fn key(text: &str) -> ProjectKey {
    text.parse().expect("a key")
}

fn id(text: &str) -> UserId {
    text.parse().expect("an id")
}

fn context(language: Language, signed_in: bool) -> PageContext {
    let mut context = PageContext::new(language, ago(0));
    context.time_zone = "Europe/Berlin".into();
    context.asset_version = "1".into();
    context.nonce = "sample".into();
    context.viewer = signed_in.then(|| Viewer {
        id: "priya".into(),
        name: "Marta Nowak".into(),
        email: "marta@alder-finch.example".into(),
        site_admin: true,
    });
    context
}

pub(crate) fn pages(l: Language) -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    signed_out(l, &mut pages);
    projects(l, &mut pages);
    people(l, &mut pages);
    time_online(l, &mut pages);
    history(l, &mut pages);
    pages
}

fn out(l: Language, page: impl Page) -> String {
    render(context(l, false), page)
}

fn within(l: Language, page: impl Page) -> String {
    render(context(l, true), page)
}

fn signed_out(l: Language, pages: &mut Vec<(&'static str, String)>) {
    let mut after = context(l, false);
    after.flash = Some(Flash::SignedOut);
    pages.push(("sign-in", render(after, SignInPage::default())));
    let errors = FormErrors::of_form(FieldError::SignIn);
    pages.push((
        "sign-in-failed",
        out(l, SignInPage { email: "marta@".into(), errors, signed_out: None }),
    ));
    let signed_out = Some(SessionEnd::ForcedLogout);
    pages
        .push(("sign-in-after-logout", out(l, SignInPage { signed_out, ..SignInPage::default() })));
    let errors = FormErrors::default()
        .with("email", FieldError::Email)
        .with("password", FieldError::TooShort(12));
    let page = SetupPage { name: "Priya Raman".into(), email: "priya".into(), errors };
    pages.push(("setup", out(l, page)));
    pages.push(("forgot-password", out(l, ForgotPasswordPage::default())));
    let sent = ForgotPasswordPage {
        step: ForgotPasswordStep::Sent,
        email: "marta@alder-finch.example".into(),
        ..Default::default()
    };
    pages.push(("forgot-password-sent", out(l, sent)));
    let reset = ResetPasswordPage {
        email: Some("marta@alder-finch.example".into()),
        errors: FormErrors::default().with("password_again", FieldError::PasswordsDiffer),
    };
    pages.push(("reset-password", out(l, reset)));
    pages.push(("reset-password-over", out(l, ResetPasswordPage::default())));
    let invitation = AcceptInvitationForm {
        site: "desk.alder-finch.example".into(),
        invited_by: "Priya Raman".into(),
        projects: vec!["Support".into(), "Billing".into()],
        email: "jonas@alder-finch.example".into(),
        name: String::new(),
    };
    let page = AcceptInvitationPage { invitation: Some(invitation), errors: FormErrors::default() };
    pages.push(("accept-invitation", out(l, page)));
    for (name, kind) in [("error-404", ErrorKind::NotFound), ("error-500", ErrorKind::Internal)] {
        let page =
            ErrorPage { reader: ErrorReader::Desk, kind, request_id: Some("01JP5X3K8Z".into()) };
        pages.push((name, out(l, page)));
    }
    for (name, status) in [("portal-online", Status::Online), ("portal-offline", Status::Offline)] {
        let page = PortalPage {
            key: key("SUP"),
            name: "Support".into(),
            status,
            since: ago(75),
            agents_online: Some(3),
            next_open: (status == Status::Offline).then(|| ago(-900)),
        };
        pages.push((name, out(l, page)));
    }
}

fn head() -> ProjectHead {
    ProjectHead { key: key("SUP"), name: "Support".into(), may_manage: true }
}

fn projects(l: Language, pages: &mut Vec<(&'static str, String)>) {
    let row = |k: &str, name: &str, chat_enabled, status, agents_online| ProjectRow {
        key: key(k),
        name: name.into(),
        chat_enabled,
        status,
        since: ago(40),
        agents_online,
    };
    let list = ProjectsPage {
        projects: vec![
            row("SUP", "Support", true, Status::Online, 3),
            row("BIL", "Billing", true, Status::Offline, 0),
            row("OPS", "Night operations", false, Status::Offline, 0),
        ],
        may_go_online: true,
        add: Some(AddProject {
            key: "1".into(),
            name: "Shop".into(),
            chat: true,
            errors: FormErrors::default().with("key", FieldError::ProjectKey),
        }),
    };
    let mut after = context(l, true);
    after.flash = Some(Flash::ProjectAdded { name: "Night operations".into() });
    pages.push(("projects", render(after, list)));
    let empty =
        ProjectsPage { projects: vec![], add: Some(AddProject::default()), may_go_online: false };
    pages.push(("projects-empty", within(l, empty)));
    let page = ProjectPage {
        project: head(),
        chat_enabled: true,
        status: Status::Online,
        since: ago(440),
        model: HeaderModel {
            context: Some("SUP".into()),
            ..header_model(online(Presence::Online, Some(72)), &agents())
        },
    };
    pages.push(("project", within(l, page)));
    let page = ProjectSettingsPage {
        project: head(),
        name: "Support".into(),
        chat_enabled: true,
        show_count: false,
        public_url: "https://desk.alder-finch.example".into(),
        errors: FormErrors::default(),
    };
    pages.push(("project-settings", within(l, page)));
    pages.push(("schedule", within(l, schedule(Some(head())))));
    pages.push(("own-hours", within(l, schedule(None))));
    let member = |n: &str, name: &str, agent, admin, you| Member {
        id: id(n),
        name: name.into(),
        email: format!("{n}@alder-finch.example"),
        agent,
        admin,
        disabled: false,
        you,
    };
    let page = ProjectMembersPage {
        project: head(),
        members: vec![
            member("marta", "Marta Nowak", true, true, true),
            member("jonas", "Jonas Weber", true, false, false),
            Member { disabled: true, ..member("lea", "Léa Fournier", true, false, false) },
        ],
        invitations: invitations(),
        email: String::new(),
        agent: true,
        admin: false,
        errors: FormErrors::default().with("roles", FieldError::RolesNone),
    };
    pages.push(("project-members", within(l, page)));
}

fn invitations() -> Vec<Invitation> {
    vec![
        Invitation {
            id: "1".into(),
            email: "aiko@alder-finch.example".into(),
            until: ago(-3 * 24 * 60),
            link: Some("https://desk.alder-finch.example/invitation?token=Zm9vYmFyYmF6cXV4".into()),
            letter: None,
        },
        Invitation {
            id: "2".into(),
            email: "tomas@alder-finch.example".into(),
            until: ago(-7 * 24 * 60),
            link: None,
            letter: Some(LetterView::Waiting {
                since: ago(3),
                next_at: ago(-7),
                answer: Some("421 4.3.2 Come again later".into()),
            }),
        },
        Invitation {
            id: "3".into(),
            email: "nora@alder-finch.example".into(),
            until: ago(-7 * 24 * 60),
            link: None,
            letter: Some(LetterView::Sent { at: ago(5) }),
        },
        Invitation {
            id: "4".into(),
            email: "yusuf@alder-finch.example".into(),
            until: ago(-6 * 24 * 60),
            link: None,
            letter: Some(LetterView::Failed { at: ago(2), answer: None }),
        },
    ]
}

/// What Marta's header shows: her own presence, and who else is there.
pub fn header_model(presence: MyPresence, rows: &[RosterRow]) -> HeaderModel {
    let project = |key: &str, name: &str, door| HeaderProject {
        key: key.into(),
        name: name.into(),
        door,
        agent: true,
    };
    let projects = vec![
        project("BIL", "Billing", false),
        project("OPS", "Night operations", false),
        project("SUP", "Support", true),
    ];
    let roster = |key: &str| Roster {
        project: key.into(),
        agents: if key == "OPS" { vec![] } else { rows.to_vec() },
        closes: (key == "SUP").then(|| ago(-102)),
        closed: false,
    };
    let rosters = projects.iter().map(|project| roster(&project.key)).collect();
    HeaderModel {
        me: Me {
            now: ago(0),
            id: "marta".into(),
            presence,
            projects,
            break_reasons: presence::BreakReasons::default().all().to_vec(),
        },
        rosters,
        context: None,
    }
}

/// Marta's presence while she is offline, and how it ended in Support.
pub fn offline(ended: Option<Ended>) -> MyPresence {
    let place = |key: &str, name: &str, ended| MyProject {
        project: key.into(),
        name: name.into(),
        presence: Presence::Offline,
        since: None,
        until: None,
        absent_since: None,
        attended: true,
        ended,
    };
    MyPresence {
        revision: Revision::new(3),
        status: Status::Offline,
        since: None,
        until: None,
        all_projects: false,
        presence: Presence::Offline,
        absent_since: None,
        absence: None,
        break_ended: None,
        last_reason: None,
        absent_until: None,
        last_active: None,
        attended: true,
        by_hours: false,
        away_after_s: Some(900),
        hours_paused: None,
        shift_end: None,
        projects: vec![
            place("BIL", "Billing", None),
            place("OPS", "Night operations", None),
            place("SUP", "Support", ended),
        ],
    }
}

/// Her presence while she has time online.
fn online(presence: Presence, until: Option<i64>) -> MyPresence {
    let absent_since = (presence != Presence::Online).then(|| ago(3));
    let (since, until) = (Some(ago(438)), until.map(|minutes| ago(-minutes)));
    let offline = offline(None);
    let online = |place: MyProject| MyProject { presence, since, until, absent_since, ..place };
    MyPresence {
        status: Status::Online,
        since,
        until,
        all_projects: true,
        presence,
        absent_since,
        absent_until: absent_since.map(|_| ago(-27)),
        last_active: (presence == Presence::Away).then(|| ago(18)),
        projects: offline.projects.into_iter().map(online).collect(),
        ..offline
    }
}

fn agents() -> Vec<RosterRow> {
    let agent = |n: &str, name: &str, presence, since, until: Option<i64>| RosterRow {
        id: n.into(),
        name: name.into(),
        presence,
        since: ago(since),
        until: until.map(|minutes| ago(-minutes)),
        absence: None,
        absent_since: (presence != Presence::Online).then(|| ago(3)),
        last_sign: match presence {
            Presence::Away => Some(ago(18)),
            Presence::Lost => Some(ago(2)),
            _ => None,
        },
        attended: n != "lea",
        forgotten: (presence == Presence::Away).then_some(Forgotten::Idle),
    };
    vec![
        agent("aiko", "Aiko Tanaka", Presence::Lost, 2, Some(342)),
        agent("jonas", "Jonas Weber", Presence::Online, 443, Some(102)),
        agent("lea", "Léa Fournier", Presence::Online, 194, None),
        agent("marta", "Marta Nowak", Presence::Online, 438, Some(72)),
        agent("samuel", "Samuel Okafor", Presence::Away, 1500, None),
    ]
}

fn devices() -> Vec<DeviceView> {
    let device = |n: &str, kind, name: &str, this, seen, active| DeviceView {
        id: n.parse().expect("an id"),
        kind,
        name: name.into(),
        this,
        seen_at: ago(seen),
        active_at: ago(active),
        connected: seen == 0,
    };
    vec![
        device("1", DeviceKind::Browser, "Safari on iPhone", false, 0, 130),
        device("2", DeviceKind::Browser, "Firefox on Linux", true, 0, 0),
        device("4", DeviceKind::Token, "night script", false, 300, 300),
    ]
}

/// What is asked before somebody does what weighs much.
fn questions(l: Language, pages: &mut Vec<(&'static str, String)>) {
    let question = |act, section| QuestionPage {
        act,
        person: id("jonas"),
        name: "Jonas Weber".into(),
        if_gone: IfGone {
            online_in: vec!["Support".into(), "Billing".into()],
            last_in: vec!["Billing".into()],
        },
        section,
        back: "/people?presence=online".into(),
        reason: String::new(),
        errors: FormErrors::default(),
    };
    let logout = question(HeavyAct::ForceLogout { devices: 2 }, Section::People);
    let mut told = context(l, true);
    let note = Some("Your laptop was found in a train.".into());
    told.logged_out = Some(LoggedOut { by: "Priya Raman".into(), at: ago(6), note });
    pages.push(("ask-force-logout", render(told, logout.clone())));
    let errors = FormErrors::default().with("reason", FieldError::ControlCharacter);
    pages.push(("ask-force-logout-again", within(l, QuestionPage { errors, ..logout })));
    let disable = question(HeavyAct::Disable, Section::People);
    pages.push(("ask-disable", within(l, disable)));
    let admin = question(HeavyAct::MakeSiteAdmin, Section::People);
    let admin = QuestionPage { if_gone: IfGone::default(), ..admin };
    pages.push(("ask-make-site-admin", within(l, admin)));
    let remove = HeavyAct::Remove { project: "Support".into(), yourself: false };
    pages.push(("ask-remove", within(l, question(remove, Section::Projects))));
}

fn people(l: Language, pages: &mut Vec<(&'static str, String)>) {
    let person =
        |n: &str, name: &str, presence, since: Option<i64>, until: Option<i64>| PersonRow {
            id: id(n),
            name: name.into(),
            email: format!("{n}@alder-finch.example"),
            site_admin: n == "marta",
            disabled: n == "ingrid",
            you: n == "marta",
            is: PersonView {
                absence: None,
                presence,
                since: since.map(ago),
                until: until.map(|minutes| ago(-minutes)),
                attended: true,
                forgotten: (presence == Presence::Away).then_some(Forgotten::Idle),
                ends_at: Some(ago(-10)),
                devices: name.len() % 4,
                seen_at: since.map(|_| ago(0)),
                active_at: since.map(|since| ago(since / 10)),
                connected: true,
                ended: None,
                door: presence != Presence::Offline && n != "marta",
            },
            device_rows: devices().into_iter().map(|d| DeviceView { this: false, ..d }).collect(),
            projects: vec![key("SUP"), key("BIL")],
            admin_of: if n == "jonas" { vec![key("SUP")] } else { vec![] },
            can_force_logout: !matches!(n, "marta" | "ingrid" | "new"),
            letter: (n == "new").then(|| LetterView::Waiting {
                since: ago(0),
                next_at: ago(0),
                answer: None,
            }),
        };
    let ended = |person: PersonRow, reason| PersonRow {
        is: PersonView { ended: Some(ended(66, reason)), ..person.is },
        ..person
    };
    let page = PeoplePage {
        people: vec![
            person("marta", "Marta Nowak", Presence::Online, Some(438), Some(72)),
            person("jonas", "Jonas Weber", Presence::Online, Some(443), Some(102)),
            person("samuel", "Samuel Okafor", Presence::Away, Some(20), None),
            ended(
                person("tomas", "Tomás Herrera", Presence::Offline, None, None),
                EndReason::PutOffline { by: id("priya"), note: None },
            ),
            ended(
                person("ingrid", "Ingrid Solberg", Presence::Offline, None, None),
                EndReason::Expired,
            ),
            PersonRow {
                projects: vec![],
                ..person("new", "Newcomer <script>alert(1)</script>", Presence::Offline, None, None)
            },
        ],
        find: Find { text: "e".into(), project: Some(key("SUP")), presence: None, page: 2 },
        count: 112,
        page: 2,
        pages: 3,
        projects: vec![(key("SUP"), "Support".into()), (key("BIL"), "Billing".into())],
        invitations: invitations(),
        ..Default::default()
    };
    pages.push(("people", within(l, page)));
    questions(l, pages);
    let page = SiteSettingsPage::default();
    pages.push(("site-settings", within(l, page)));
    let page = AccountPage {
        name: "Marta Nowak".into(),
        email: "marta@alder-finch.example".into(),
        language: None,
        idle: Some(OwnIdleChoice {
            site_minutes: Some(15),
            enforced: false,
            chosen: "minutes".into(),
            minutes: "5".into(),
        }),
        idle_errors: FormErrors::default().with("own_idle_minutes", FieldError::Range(15, 480)),
        has_hours: true,
        profile_errors: FormErrors::default(),
        password_errors: FormErrors::default().with("current_password", FieldError::PasswordWrong),
    };
    pages.push(("account", within(l, page)));
    pages.push(("tokens-none", within(l, TokensPage::default())));
    let token = |name: &str, used_at| TokenView {
        id: "robot".parse().expect("an id"),
        name: name.to_owned(),
        created_at: ago(3 * 24 * 60),
        used_at,
    };
    let page = TokensPage {
        tokens: vec![token("Status script", Some(ago(2))), token("Dashboard in the hall", None)],
        made: Some(MadeToken {
            name: "Dashboard in the hall".into(),
            secret: "3Tq0mV1xYwWg8s1m7nZyKc2uJrPl5dHfXoEiQb9aNtU".into(),
        }),
        asked: Some(token("Status script", Some(ago(2)))),
        name: "–".into(),
        errors: FormErrors::default().with("name", FieldError::NameLetters),
    };
    pages.push(("tokens", within(l, page)));
    let model = || header_model(offline(None), &agents());
    let door = DoorView {
        id: "jonas".into(),
        name: "Jonas Weber".into(),
        revision: Revision::new(4),
        projects: vec![Place { key: "SUP".into(), name: "Support".into() }],
        stays_in: vec!["Billing".into()],
        last_in: vec!["Support".into()],
    };
    let mut page = DoorPage::new(model(), door.clone());
    page.reason = "You are in the release call until 17:00. I take Support.".into();
    pages.push(("door", within(l, page)));
    let gone = DoorView { projects: vec![], stays_in: vec![], last_in: vec![], ..door };
    pages.push(("door-gone", within(l, DoorPage::new(model(), gone))));
}

fn ended(minutes_ago: i64, reason: EndReason) -> Ended {
    Ended::of(&Ending { ended_at: ago(minutes_ago), reason }, |_| "Priya Raman".into())
}

fn time_online(l: Language, pages: &mut Vec<(&'static str, String)>) {
    let note = Some("You are in the release call until 17:00. I take Support.".to_owned());
    let put_offline =
        || Some(ended(20, EndReason::PutOffline { by: id("priya"), note: note.clone() }));
    let page = |presence: MyPresence, rows: &[RosterRow]| {
        PresencePage::new(header_model(presence, rows), devices())
    };
    let expired = || offline(Some(ended(258, EndReason::Expired)));
    pages.push(("presence-offline", within(l, page(expired(), &agents()))));
    let errors = FormErrors::default()
        .with("minutes", FieldError::Minutes)
        .with("projects", FieldError::ProjectsNone);
    let form = GoOnlineForm {
        length: "minutes".into(),
        minutes: "1441".into(),
        scope: "some".into(),
        ..GoOnlineForm::default()
    };
    let bad = page(offline(put_offline()), &agents());
    pages.push(("presence-bad-input", within(l, bad.refused(Refusal::Form(errors), Some(form)))));
    let mut nowhere = page(offline(None), &[]);
    nowhere.model.me.projects.clear();
    nowhere.model.me.presence.projects.clear();
    nowhere.model.rosters.clear();
    pages.push(("presence-no-projects", within(l, nowhere)));
    for (name, presence) in [
        ("presence-online", Presence::Online),
        ("presence-away", Presence::Away),
        ("presence-lost", Presence::Lost),
    ] {
        pages.push((name, within(l, page(online(presence, Some(72)), &agents()))));
    }
    let mut alone = online(Presence::Online, None);
    alone.projects[2] = offline(put_offline()).projects.remove(2);
    let asked = page(alone, &[]).asking_about_the_last(vec!["Support".into()]);
    pages.push(("presence-last-one", within(l, asked)));
}

/// A week that ends on the Thursday of [`NOW`], and Marta's day.
fn history(l: Language, pages: &mut Vec<(&'static str, String)>) {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let today = date(2026, 3, 12);
    let week = week_of(&zone, today);
    let project: ProjectId = "support".parse().expect("an id");
    let at = |day: usize, hour: i64, minute: i64| {
        let midnight = week[day].time.from;
        midnight.plus_millis((hour * 60 + minute) * presence::MINUTE)
    };
    let entry = |at, who: &str, change, cause: &Cause| Entry {
        at,
        project: project.clone(),
        fact: Fact::Presence { agent: id(who), change },
        cause: cause.clone(),
    };
    let by = |who: &str| Cause::user(id(who), None);
    let on = || Change::Online { until: None };
    let off = |reason| Change::Offline(reason);
    let mut entries = Vec::new();
    for day in 0..4 {
        entries.push(entry(at(day, 8, 50), "jonas", on(), &by("jonas")));
        entries.push(entry(at(day, 10, 0), "lea", on(), &by("lea")));
        if day < 3 {
            entries.push(entry(at(day, 12, 10), "jonas", off(EndReason::Expired), &Cause::CLOCK));
            entries.push(entry(at(day, 16, 20), "lea", off(EndReason::Idle), &Cause::CLOCK));
        }
    }
    entries.push(entry(at(2, 18, 0), "marta", on(), &by("marta")));
    entries.push(entry(at(2, 19, 40), "marta", off(EndReason::SignedOff), &by("marta")));
    entries.sort_by_key(|entry| entry.at);
    let hours: Vec<_> =
        (0..5).map(|day| Stretch { from: at(day, 9, 0), until: at(day, 18, 0) }).collect();
    let names = [("marta", "Marta Nowak"), ("jonas", "Jonas Weber"), ("lea", "Léa Fournier")];
    let names: BTreeMap<_, _> =
        names.into_iter().map(|(who, name)| (id(who), name.to_owned())).collect();
    let known = Stretch { from: week[0].time.from, until: ago(0) };
    let coverage = |seen| within(l, CoveragePage { project: head(), seen });
    let seen = CoverageView {
        zone: zone.clone(),
        coverage: Coverage::new(known, &[], &entries, &hours),
        hours: Some(hours),
        known,
        week: week.clone(),
        names: names.clone(),
        earlier: Some(date(2026, 3, 5)),
        later: None,
    };
    pages.push(("coverage", coverage(seen.clone())));
    let alone = CoverageView {
        coverage: Coverage::new(known, &[], &entries, &[]),
        hours: None,
        later: Some(today),
        ..seen
    };
    pages.push(("coverage-no-hours", coverage(alone)));
    let door = EndReason::PutOffline { by: id("jonas"), note: Some("The call begins.".into()) };
    let away = Change::Absent(presence::Absence::Idle);
    let lost = Change::Absent(presence::Absence::Lost);
    let until = Some(at(3, 17, 0));
    let marta = [
        entry(at(3, 9, 2), "marta", Change::Online { until: None }, &by("marta")),
        entry(at(3, 10, 40), "marta", away, &Cause::CLOCK),
        entry(at(3, 11, 5), "marta", Change::Back, &by("marta")),
        entry(at(3, 11, 30), "marta", Change::Until { until }, &by("marta")),
        entry(at(3, 13, 0), "marta", lost, &Cause::CLOCK),
        entry(at(3, 13, 20), "marta", Change::Back, &by("marta")),
        entry(at(3, 15, 12), "marta", off(door), &by("jonas")),
    ];
    let day = week[3];
    let lived = Stretch { from: day.time.from, until: ago(0) };
    let history = |seen| within(l, HistoryPage { agent: id("marta"), seen });
    let seen = HistoryView {
        you: true,
        zone,
        strips: strips(lived, &[], &marta),
        changes: changes(&marta),
        now: states(&marta),
        day,
        projects: BTreeMap::from([(project.clone(), "Support".into())]),
        names,
        devices: BTreeMap::new(),
        before: Some(date(2026, 3, 11)),
        after: None,
        kept_days: 90,
    };
    pages.push(("history", history(seen.clone())));
    pages.push(("history-of", history(HistoryView { you: false, ..seen.clone() })));
    let nothing = HistoryView { strips: vec![], changes: vec![], now: vec![], ..seen };
    pages.push(("history-none", history(nothing)));
}
