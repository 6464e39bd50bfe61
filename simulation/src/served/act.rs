//! What may happen, as the use cases answer it.

use super::{PASSWORD, Served, email_of, key, parse, unwrap};
use crate::{
    happening::{Answer, Happening, Knows, Moment, TOKEN},
    names,
    week::{Day, Week},
};
use presence::{
    Agent, Beat, DoorError, ExtendError, GoOnlineError, LeaseDuration, LeaseEnd, ProjectKey,
    Revision, Roles, SiteSettings, Wish,
};
use service::{
    AuthenticateError, ChangeOwnIdleRefused, ExtendRefused, Failure, ForceLogoutRefused,
    GoOnlineRefused, Identity, KeptSchedule, ProjectChange, PutOffline, PutOfflineRefused,
    ScheduleChange, SetDisabledRefused, SignInRefused, SignedIn,
};
use std::collections::BTreeSet;

impl Served {
    pub(super) fn act(&mut self, at: Moment, happening: &Happening) -> Answer {
        match happening {
            Happening::Start => {
                self.start();
                return Answer::Done;
            }
            Happening::Stop => {
                self.stop();
                return Answer::Done;
            }
            Happening::Kill => {
                self.running = None;
                return Answer::Done;
            }
            Happening::Suspend => {
                self.is_suspended = true;
                return Answer::Done;
            }
            Happening::Wake => {
                self.is_suspended = false;
                self.go_on(at);
                return Answer::Done;
            }
            Happening::SignIn(person, device) => return self.sign_in(*person, *device),
            _ => {}
        }
        let answer = match happening.asks() {
            Some(asks) => match self.known(asks) {
                Some(who) => self.ask(at, &who, happening),
                None => Answer::Unknown,
            },
            None => self.administer(happening),
        };
        self.unread += self.running().told.take_commits();
        answer
    }

    fn sign_in(&mut self, person: usize, device: usize) -> Answer {
        let (runtime, service) = (&self.runtime, &self.running().service);
        let email = email_of(person);
        let (secret, id) = if device == TOKEN {
            let name = parse("A program");
            let secret = unwrap(runtime.block_on(service.operator_add_token(&email, &name)));
            let theirs = runtime.block_on(service.tokens(&self.admin, self.ids.user(person)));
            match unwrap(theirs).pop() {
                Some(token) => (secret, token.id),
                None => panic!("a token that was made is not there"),
            }
        } else {
            match runtime.block_on(service.sign_in(&email, PASSWORD, "a browser")) {
                Ok(SignedIn { secret, identity, .. }) => (secret, identity.device),
                Err(SignInRefused::Wrong) => return Answer::Refused,
                Err(SignInRefused::Store(error)) => panic!("{error}"),
            }
        };
        self.unread += self.running().told.take_commits();
        self.ids.devices.insert(id, device);
        self.signed_in.insert((person, device), secret);
        Answer::Done
    }

    /// Whom a request speaks for, as the server finds out.
    fn known(&self, asks: (usize, usize)) -> Option<Identity> {
        let secret = self.signed_in.get(&asks)?;
        let service = &self.running().service;
        let found = if asks.1 == TOKEN {
            self.runtime.block_on(service.token(secret))
        } else {
            self.runtime.block_on(service.session(secret))
        };
        match found {
            Ok(who) => Some(who),
            Err(AuthenticateError::Unknown) => None,
            Err(AuthenticateError::Store(error)) => panic!("{error}"),
        }
    }

    /// What somebody asks for themselves.
    fn ask(&self, at: Moment, who: &Identity, happening: &Happening) -> Answer {
        let service = &self.running().service;
        self.runtime.block_on(async {
            match happening {
                Happening::Seen(..) => service.seen(who).await,
                Happening::Beat { idle, page, .. } => {
                    service.beat(who, Beat { idle: *idle, page: names::page(*page) }).await;
                }
                Happening::SignOut(_, 0) => unwrap(service.sign_out(who).await),
                Happening::SignOut(..) => {
                    unwrap(service.sign_out_device(who, &who.device).await);
                }
                Happening::GoOnline { projects, minutes, attended, knows, .. } => {
                    let until = |minutes: u32| names::moment(at).plus_minutes(minutes);
                    let wish = Wish {
                        projects: projects.as_ref().map(keys),
                        end: minutes
                            .map_or(LeaseEnd::Never, |minutes| LeaseEnd::At(until(minutes))),
                        attended: *attended,
                        revision: self.seen(who, *knows),
                    };
                    return went_online(service.go_online(who, &wish).await);
                }
                Happening::Extend { minutes, knows, .. } => {
                    let Ok(by) = LeaseDuration::from_minutes(i64::from(*minutes)) else {
                        return Answer::Refused;
                    };
                    return extended(service.extend(who, by, self.seen(who, *knows)).await);
                }
                Happening::GoOffline { projects, .. } => {
                    let own = projects.as_ref().map(|projects| self.own(who, projects));
                    return went_online(service.go_offline(who, own.as_deref()).await);
                }
                Happening::OwnIdle { own, .. } => {
                    let own = names::own_idle(*own);
                    return chose_idle(service.change_own_idle(who, own).await);
                }
                Happening::OwnHours { week, .. } => {
                    let Ok(kept) = service.see_own_hours(who).await else {
                        return Answer::Refused;
                    };
                    unwrap(service.change_own_hours(who, &change(week, &kept)).await);
                }
                _ => unreachable!("{happening:?} is nothing that somebody asks for themselves"),
            }
            Answer::Done
        })
    }

    /// What an admin does.
    fn administer(&self, happening: &Happening) -> Answer {
        let (service, admin) = (&self.running().service, &self.admin);
        let user = |person: &usize| self.ids.user(*person);
        self.runtime.block_on(async {
            match happening {
                Happening::Door { person, projects, knows } => {
                    let agent = self.agent(*person);
                    let asked = PutOffline {
                        reason: None,
                        projects: Some(self.of_agent(&agent, projects)),
                        revision: revision(&agent, *knows),
                    };
                    return put_offline(service.put_offline(admin, user(person), &asked).await);
                }
                Happening::ForceLogout(person) => {
                    unwrap::<_, ForceLogoutRefused>(
                        service.force_logout(admin, user(person), None).await,
                    );
                }
                Happening::Disable(person) => {
                    unwrap::<(), SetDisabledRefused>(
                        service.set_disabled(admin, user(person), true).await,
                    );
                }
                Happening::Enable(person) => {
                    unwrap(service.set_disabled(admin, user(person), false).await);
                }
                Happening::Join(person, project) | Happening::Leave(person, project) => {
                    let agent = matches!(happening, Happening::Join(..));
                    let roles = Roles { agent, admin: false };
                    unwrap(service.set_member(admin, &key(*project), user(person), roles).await);
                }
                Happening::ShowCount(project, show_count) => {
                    let change = ProjectChange {
                        name: parse(&format!("Project {project}")),
                        chat_enabled: true,
                        show_count: *show_count,
                    };
                    unwrap(service.change_project(admin, &key(*project), &change).await);
                }
                Happening::Schedule(project, week) => {
                    let key = key(*project);
                    let kept = unwrap(service.see_schedule(admin, &key).await);
                    unwrap(service.change_schedule(admin, &key, &change(week, &kept)).await);
                }
                Happening::Holidays(project, days) => {
                    let file = calendar(days).into_bytes();
                    unwrap(service.add_holidays(admin, &key(*project), file).await);
                }
                Happening::SiteRules(rules) => {
                    let settings = SiteSettings {
                        attendance: names::settings(rules),
                        ..SiteSettings::default()
                    };
                    unwrap(service.change_site_settings(admin, &settings).await);
                }
                _ => unreachable!("{happening:?} is nothing that an admin does"),
            }
            Answer::Done
        })
    }

    /// An agent as they are now, recorded or not.
    fn agent(&self, person: usize) -> Agent {
        let service = &self.running().service;
        let board = service.board();
        match board.settled(self.ids.user(person), service.now()) {
            Some(agent) => agent.into_owned(),
            None => unreachable!("every agent is on the board"),
        }
    }

    /// The revision that somebody says they saw of themselves.
    fn seen(&self, who: &Identity, knows: Knows) -> Option<Revision> {
        revision(&self.agent(self.ids.people[&who.caller.id]), knows)
    }

    /// Those of the projects in which somebody is an agent: a page offers no others.
    fn own(&self, who: &Identity, projects: &BTreeSet<usize>) -> Vec<ProjectKey> {
        self.of_agent(&self.agent(self.ids.people[&who.caller.id]), projects)
    }

    fn of_agent(&self, agent: &Agent, projects: &BTreeSet<usize>) -> Vec<ProjectKey> {
        let theirs = |project: &&usize| agent.projects.contains_key(self.ids.project_id(**project));
        projects.iter().filter(theirs).map(|project| key(*project)).collect()
    }
}

fn keys(projects: &BTreeSet<usize>) -> Vec<ProjectKey> {
    projects.iter().map(|project| key(*project)).collect()
}

fn change(week: &Week, kept: &KeptSchedule) -> ScheduleChange {
    ScheduleChange { zone: parse(week.zone), hours: names::hours(week), seen: kept.revision }
}

/// A calendar file with whole days.
fn calendar(days: &BTreeSet<Day>) -> String {
    let event = |day: &Day| {
        let date = names::date(*day).strftime("%Y%m%d");
        format!(
            "BEGIN:VEVENT\r\nUID:{day}@simulated\r\nDTSTART;VALUE=DATE:{date}\r\n\
             SUMMARY:A holiday\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = days.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:simulated\r\n{events}END:VCALENDAR\r\n")
}

fn revision(agent: &Agent, knows: Knows) -> Option<Revision> {
    match knows {
        Knows::Nothing => None,
        Knows::Present => Some(agent.revision),
        Knows::Past => Some(Revision::new(agent.revision.get().wrapping_sub(1))),
    }
}

fn went_online(answer: Result<Agent, GoOnlineRefused>) -> Answer {
    match answer {
        Ok(_) => Answer::Done,
        Err(GoOnlineRefused::Refused(GoOnlineError::Stale(_))) => Answer::Stale,
        Err(GoOnlineRefused::Failure(Failure::Store(error))) => panic!("{error}"),
        Err(_) => Answer::Refused,
    }
}

fn chose_idle(answer: Result<(), ChangeOwnIdleRefused>) -> Answer {
    match answer {
        Ok(()) => Answer::Done,
        Err(ChangeOwnIdleRefused::Failure(Failure::Store(error))) => panic!("{error}"),
        Err(_) => Answer::Refused,
    }
}

fn extended(answer: Result<Agent, ExtendRefused>) -> Answer {
    match answer {
        Ok(_) => Answer::Done,
        Err(ExtendRefused::Refused(ExtendError::Stale(_))) => Answer::Stale,
        Err(ExtendRefused::Failure(Failure::Store(error))) => panic!("{error}"),
        Err(_) => Answer::Refused,
    }
}

fn put_offline(answer: Result<Agent, PutOfflineRefused>) -> Answer {
    match answer {
        Ok(_) => Answer::Done,
        Err(PutOfflineRefused::Refused(DoorError::Stale(_))) => Answer::Stale,
        Err(PutOfflineRefused::Failure(Failure::Store(error))) => panic!("{error}"),
        Err(_) => Answer::Refused,
    }
}
