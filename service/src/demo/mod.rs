//! A sample site worth looking at, for a database in which nobody has been.

mod devices;
mod hours;

use crate::{
    Service, StoreError,
    people::set_up,
    site::operator::OPERATOR,
    store::{
        audit::Act,
        invitations::{self, Invitation},
        projects, settings, users,
    },
    values::secret::random_id,
    writing::Writing,
};
use presence::{Cause, GoOnline, MINUTE, ProjectId, ProjectKey, Roles, Scope, Timestamp, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody's password.
const PASSWORD: &str = "porchlight-demo";

/// Since how many days the site has been there.
const DAYS: i64 = 14;

const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Key, name, whether it has chat, whether it shows the public its count.
const PROJECTS: [(&str, &str, bool, bool); 4] = [
    ("SUP", "Support", true, true),
    ("BIL", "Billing", true, false),
    ("OPS", "Night operations", true, false),
    ("HR", "People and culture", false, false),
];

const AGENT: Roles = Roles { agent: true, admin: false };
const LEAD: Roles = Roles { agent: true, admin: true };

/// Name, part of the address before the `@`, roles, and the usual working day: from and to, in hours of
/// UTC. Priya Raman has no project: she is the site admin.
type Employee = (&'static str, &'static str, &'static [(&'static str, Roles)], (i64, i64));

const PEOPLE: [Employee; 15] = [
    ("Priya Raman", "priya", &[], (0, 0)),
    ("Tomás Herrera", "tomas", &[("SUP", LEAD)], (8, 16)),
    ("Marta Nowak", "marta", &[("SUP", AGENT)], (7, 15)),
    ("Jonas Weber", "jonas", &[("SUP", AGENT)], (8, 17)),
    ("Léa Fournier", "lea", &[("SUP", AGENT), ("BIL", AGENT)], (9, 17)),
    ("Samuel Okafor", "samuel", &[("SUP", AGENT)], (9, 18)),
    ("Aiko Tanaka", "aiko", &[("SUP", AGENT)], (6, 11)),
    ("Ingrid Solberg", "ingrid", &[("BIL", LEAD)], (7, 15)),
    ("Chidi Eze", "chidi", &[("BIL", AGENT)], (10, 18)),
    ("Hannah Cohen", "hannah", &[("BIL", AGENT)], (8, 13)),
    ("Ravi Menon", "ravi", &[("OPS", LEAD)], (19, 23)),
    ("Sofia Rossi", "sofia", &[("OPS", AGENT)], (20, 24)),
    ("Mateus Silva", "mateus", &[("OPS", AGENT), ("SUP", AGENT)], (21, 24)),
    ("Yusuf Demir", "yusuf", &[("HR", LEAD)], (8, 16)),
    ("Nora Lindqvist", "nora", &[("HR", AGENT)], (9, 14)),
];

/// An account of the demo, to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Their name.
    pub name: &'static str,
    /// Their e-mail address.
    pub email: String,
    /// Whether they may change the site.
    pub site_admin: bool,
    /// Their roles, by project.
    pub roles: Vec<(ProjectKey, Roles)>,
}

/// What was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The accounts.
    pub accounts: Vec<DemoAccount>,
    /// The password of all of them.
    pub password: &'static str,
}

/// Why nothing was filled in.
#[derive(Debug, thiserror::Error)]
pub enum FillDemoRefused {
    /// Somebody has an account, or there is a project.
    #[error("the site is not empty")]
    NotEmpty,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody did.
enum Did {
    /// Went online everywhere, for so long.
    Online(Option<i64>),
    /// Went offline by hand.
    Offline,
    /// Was put offline by the door.
    PutOffline { by: &'static str, note: &'static str },
}

impl Service {
    /// Fills an empty site: people, projects, two weeks of working days, and a morning that is going on.
    pub async fn fill_demo(&self) -> Result<Demo, FillDemoRefused> {
        let password = PASSWORD.parse().expect("the demo's password is long enough");
        let hash = self.0.hasher.hash(&password).await;
        let mut writing = self.begin().await?;
        if users::any(writing.tx()).await? || !projects::load_all(writing.tx()).await?.is_empty() {
            return Err(FillDemoRefused::NotEmpty);
        }
        let now = writing.now();
        writing.live_through(now.plus_millis(-DAYS * DAY)).await?;
        let projects = writing.fill_projects().await?;
        writing.fill_hours(&projects).await?;
        let people = writing.fill_people(&projects, &hash).await?;
        for (at, who, did) in history(now) {
            writing.live_through(at).await?;
            writing.fill_event(&people, who, &did).await?;
        }
        writing.live_through(now).await?;
        writing.fill_devices(&people).await?;
        writing.fill_invitation(&people["priya"], &projects["BIL"]).await?;
        settings::unset(writing.tx(), set_up::CODE).await?;
        writing.audit(None, Act::FillDemo, "site", "").await?;
        writing.commit().await?;
        Ok(Demo { accounts: PEOPLE.iter().map(account).collect(), password: PASSWORD })
    }
}

impl Writing {
    async fn fill_projects(&mut self) -> Result<BTreeMap<&'static str, ProjectId>, StoreError> {
        let mut ids = BTreeMap::new();
        for (key, name, chat, show_count) in PROJECTS {
            let (parsed, title) = (parsed(key), parsed(name));
            let Some(id) = self.add_project(&parsed, &title, chat).await? else { continue };
            if show_count {
                let now = self.now();
                projects::update(self.tx(), &id, name, chat, show_count).await?;
                self.publish(&id, now, OPERATOR).await?;
            }
            ids.insert(key, id);
        }
        Ok(ids)
    }

    async fn fill_people(
        &mut self,
        projects: &BTreeMap<&'static str, ProjectId>,
        hash: &str,
    ) -> Result<BTreeMap<&'static str, UserId>, StoreError> {
        let mut ids = BTreeMap::new();
        for (name, local, roles, _) in PEOPLE {
            let (email, name) = (parsed(&address(local)), parsed(name));
            let site_admin = roles.is_empty();
            let id = self.add_user(&email, &name, Some(hash.to_owned()), site_admin).await?;
            let Some(id) = id else { continue };
            for (key, roles) in roles {
                self.set_roles(&id, &projects[key], *roles, &OPERATOR).await?;
            }
            ids.insert(local, id);
        }
        Ok(ids)
    }

    async fn fill_event(
        &mut self,
        people: &BTreeMap<&'static str, UserId>,
        who: &'static str,
        did: &Did,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let id = &people[who];
        let Some(agent) = self.agent(id).await? else { return Ok(()) };
        let cause = Cause::user(id.clone(), None);
        let after = match did {
            Did::Online(length) => {
                let wish = GoOnline {
                    scope: Scope::All,
                    until: length.map(|length| now.plus_millis(length)),
                    attended: true,
                    revision: Some(agent.revision),
                };
                agent.go_online(&wish, &cause, now).ok()
            }
            Did::Offline => Some(agent.go_offline(None, &cause, now)),
            Did::PutOffline { by, note } => {
                let by = &people[by];
                let projects: BTreeSet<ProjectId> = agent.projects.keys().cloned().collect();
                let cause = Cause::user(by.clone(), None);
                agent.put_offline(&projects, Some((*note).to_owned()), None, by, &cause, now).ok()
            }
        };
        if let Some(after) = after {
            self.save(&agent, after).await?;
        }
        Ok(())
    }

    async fn fill_invitation(
        &mut self,
        by: &UserId,
        project: &ProjectId,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let invitation = Invitation {
            id: random_id(),
            email: address("olivia.brandt"),
            site_admin: false,
            invited_by: by.clone(),
            created_at: now,
            expires_at: now.plus_millis(7 * DAY),
            roles: BTreeMap::from([(project.clone(), AGENT)]),
        };
        // Nobody has the link; whoever wants one renews the invitation.
        invitations::put(self.tx(), &invitation, &crate::Secret::random().hash()).await
    }
}

/// Two weeks of working days, and the last four hours, in the order in which they happened.
fn history(now: Timestamp) -> Vec<(Timestamp, &'static str, Did)> {
    let mut events = Vec::new();
    let today = now.as_millis() / DAY;
    for day in today - DAYS + 1..today {
        // The first of January 1970 was a Thursday.
        let weekday = (day + 3) % 7;
        for (index, (_, who, _, (from, to))) in (0..).zip(PEOPLE.iter()) {
            let rests = weekday >= 5 || (index + day) % 9 == 0;
            if rests || from == to {
                continue;
            }
            // People are not punctual; nor do they all say good-bye.
            let late = (index * 37 + day * 53) % 41 * MINUTE;
            let from = day * DAY + from * HOUR + late;
            let to = day * DAY + to * HOUR - late / 2;
            let at = Timestamp::from_millis;
            if (index + day) % 3 == 0 {
                events.push((at(from), *who, Did::Online(Some(to - from))));
            } else {
                events.push((at(from), *who, Did::Online(None)));
                events.push((at(to), *who, Did::Offline));
            }
        }
    }
    let ago = |minutes: i64| now.plus_millis(-minutes * MINUTE);
    let hours = |hours: i64| Some(hours * HOUR);
    events.extend([
        (ago(236), "sofia", Did::Online(hours(3))),
        (ago(221), "ravi", Did::Online(hours(2))),
        (ago(187), "ingrid", Did::Online(None)),
        (ago(172), "samuel", Did::Online(None)),
        (ago(143), "hannah", Did::Online(hours(2))),
        (ago(127), "nora", Did::Online(hours(8))),
        (ago(95), "marta", Did::Online(None)),
        (ago(70), "jonas", Did::Online(hours(2))),
        (ago(64), "tomas", Did::Online(Some(30 * MINUTE))),
        (ago(41), "lea", Did::Online(hours(4))),
        (
            ago(12),
            "samuel",
            Did::PutOffline {
                by: "tomas",
                note: "Your line was busy with the migration call. Please come back after it.",
            },
        ),
        (ago(9), "aiko", Did::Online(hours(1))),
    ]);
    events.sort_by_key(|(at, _, _)| *at);
    events
}

fn account((name, local, roles, _): &Employee) -> DemoAccount {
    DemoAccount {
        name,
        email: address(local),
        site_admin: roles.is_empty(),
        roles: roles.iter().map(|(key, roles)| (parsed(key), *roles)).collect(),
    }
}

fn address(local: &str) -> String {
    format!("{local}@example.com")
}

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| unreachable!("the demo's own words are well-formed"))
}
