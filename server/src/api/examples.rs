//! The examples of the description: real answers, so that they cannot differ from what is answered.

use crate::hub::{Event, PublicObject};
use presence::{
    Absence, EndKind, Presence, ProjectKey, Revision, Status, Timestamp, rfc3339,
    view::{
        AbsenceView, Ended, HeaderProject, Me, MyPresence, MyProject, Person, Roster, RosterRow,
    },
};
use serde_json::{Value, json};

fn time(text: &str) -> Timestamp {
    rfc3339::parse(text).expect("an example is right")
}

fn key(text: &str) -> ProjectKey {
    text.parse().expect("an example is right")
}

/// A desk that is online.
pub(super) fn availability(agents_online: Option<u32>) -> PublicObject {
    PublicObject {
        project: key("SUP"),
        status: Status::Online,
        since: time("2026-03-02T08:04:11.250Z"),
        next_open: None,
        revision: Revision::new(17),
        agents_online,
    }
}

/// The stream of that desk.
pub(super) fn availability_events() -> String {
    let data = serde_json::to_string(&availability(None)).expect("plain data becomes JSON");
    format!("retry: 2718\n\nevent: availability\nid: 17\ndata: {data}\n\n")
}

/// An agent who is online in one of two projects, and was put offline in the other.
pub(super) fn my_presence() -> MyPresence {
    let since = Some(time("2026-03-02T08:30:00Z"));
    let until = Some(time("2026-03-02T09:30:00Z"));
    let project = |key: &str, name: &str, presence, since, until, ended| MyProject {
        project: key.to_owned(),
        name: name.to_owned(),
        presence,
        since,
        until,
        absent_since: None,
        attended: true,
        ended,
    };
    let ended = Ended {
        at: time("2026-03-02T08:20:00Z"),
        reason: EndKind::PutOffline,
        by: Some(Person { id: "91cc".into(), name: "Ingrid Solberg".into() }),
        note: Some("Lunch?".into()),
    };
    MyPresence {
        revision: Revision::new(4),
        status: Status::Online,
        since,
        until,
        all_projects: false,
        presence: Presence::Online,
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
            project("BIL", "Billing", Presence::Offline, None, None, Some(ended)),
            project("SUP", "Support", Presence::Online, since, until, None),
        ],
    }
}

/// That agent at lunch.
pub(super) fn on_break() -> MyPresence {
    let since = time("2026-03-02T08:45:00Z");
    let mut presence = my_presence();
    presence.presence = Presence::Away;
    presence.absent_since = Some(since);
    presence.absence = Some(AbsenceView {
        cause: Absence::Break,
        since,
        reason: Some("lunch".into()),
        until: Some(time("2026-03-02T09:15:00Z")),
    });
    for place in presence.projects.iter_mut().filter(|place| place.since.is_some()) {
        place.presence = Presence::Away;
        place.absent_since = Some(since);
    }
    presence
}

/// The header's stream of that agent.
pub(super) fn my_events() -> String {
    let project = |key: &str, name: &str| HeaderProject {
        key: key.into(),
        name: name.into(),
        door: false,
        agent: true,
    };
    let me = Me {
        now: time("2026-03-02T08:30:00Z"),
        id: "7d1f".into(),
        presence: my_presence(),
        projects: vec![project("BIL", "Billing"), project("SUP", "Support")],
        break_reasons: ["lunch", "break", "meeting", "training"].map(String::from).into(),
    };
    let marta = RosterRow {
        id: "03ab".into(),
        name: "Marta Nowak".into(),
        presence: Presence::Online,
        since: time("2026-03-02T08:04:11.250Z"),
        until: None,
        absent_since: None,
        absence: None,
        last_sign: None,
        attended: true,
        forgotten: None,
    };
    let roster = Roster { project: "SUP".into(), agents: vec![marta], closes: None, closed: false };
    let events = [Event::me(&me), Event::roster(&roster)].map(Event::into_bytes);
    let events = events.iter().map(|event| String::from_utf8_lossy(event));
    std::iter::once("retry: 1414\n\n".into()).chain(events).collect()
}

/// Somebody is at the device.
pub(super) fn heard() -> Value {
    json!({
        "now": "2026-03-02T08:30:00Z",
        "presence": "online",
        "away_at": "2026-03-02T08:45:00Z",
        "every_s": 20
    })
}

/// One browser.
pub(super) fn devices() -> Value {
    json!({ "devices": [{
        "id": "7d1f",
        "kind": "browser",
        "name": "Firefox · Linux",
        "this": true,
        "last_seen": "2026-03-02T08:30:00Z",
        "last_active": "2026-03-02T08:29:51Z",
        "connected": true
    }] })
}

/// One agent in one project.
pub(super) fn agents() -> Value {
    json!({ "agents": [{
        "id": "03ab",
        "name": "Marta Nowak",
        "presence": "online",
        "revision": 12,
        "absence": null,
        "projects": [{
            "project": "SUP",
            "presence": "online",
            "since": "2026-03-02T08:04:11.25Z",
            "until": null
        }]
    }] })
}
