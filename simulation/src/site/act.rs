//! What may happen, as the rules of `presence` answer it.

use super::Site;
use crate::{
    happening::{Answer, Happening, Knows, Moment, SUSPEND_GAP, TOKEN},
    names,
    week::Week,
};
use presence::{
    Action, Agent, Beat, Caller, Cause, ExtendError, GoOnline, GoOnlineError, LeaseDuration,
    PersonalHours, Project, Record, Revision, Roles, Scope, Timestamp, may,
};
use std::sync::Arc;

impl Site {
    fn publish(&mut self, project: usize, at: Timestamp) {
        let known = self.known(project);
        let available = self.board.available(&known.id, at);
        self.save_record(Record::of_project(&known, available, at, Cause::CLOCK));
    }

    /// Hears something of a device.
    fn hear(&mut self, person: usize, hear: impl FnOnce(&mut Agent)) -> Answer {
        let id = names::user(person);
        let before = self.board.agent(&id).map(|agent| agent.revision);
        self.board.hear(&id, hear);
        assert_eq!(
            self.board.agent(&id).map(|agent| agent.revision),
            before,
            "a beat moved the revision"
        );
        Answer::Done
    }

    fn change_rules(&mut self, people: impl Iterator<Item = usize>, now: Timestamp) {
        let settled = people.map(|person| {
            let mut agent = self.agent(person);
            agent.rules = Some(self.rules_of(&agent.id));
            agent.devices.not_before(now);
            agent.settle(now)
        });
        let settled = settled.collect();
        self.save(settled, now);
    }

    fn devices_of(&self, person: usize) -> Vec<usize> {
        self.signed_in.iter().filter(|(who, _)| *who == person).map(|(_, device)| *device).collect()
    }

    fn go_online(
        &mut self,
        person: usize,
        cause: &Cause,
        wish: &GoOnline,
        now: Timestamp,
    ) -> Answer {
        let agent = self.at_device(person, cause, now);
        match agent.go_online(wish, cause, now) {
            Ok(done) => {
                assert_eq!(done.agent.revision, agent.revision.next(), "one wish, one revision");
                self.save(vec![done], now);
                Answer::Done
            }
            Err(GoOnlineError::Stale(revision)) => {
                assert_eq!(revision, agent.revision, "told another revision than the present");
                Answer::Stale
            }
            Err(_) => Answer::Refused,
        }
    }

    /// The person as they are while they ask for something: at the browser they ask with.
    fn at_device(&self, person: usize, cause: &Cause, now: Timestamp) -> Agent {
        let mut agent = self.agent(person);
        match &cause.device {
            Some(device) if *device == names::device(person, TOKEN) => agent.seen(device, now),
            Some(device) => agent.beat(device, Beat::ACTIVE, now),
            None => {}
        }
        agent
    }

    /// Whether the server knows who asks on this device.
    fn knows(&self, (person, device): (usize, usize)) -> bool {
        let rests = device == TOKEN && self.resting.contains(&person);
        self.signed_in.contains(&(person, device)) && !rests && !self.disabled.contains(&person)
    }

    /// A project has other hours from now on.
    fn open_by(&mut self, project: usize, week: Week, now: Timestamp) {
        let schedule = names::schedule(&week).map(Arc::new);
        self.weeks.insert(project, week);
        self.board.put_project(Project { schedule, ..self.known(project) });
        self.publish(project, now);
    }

    /// Somebody's own hours count from now on; nobody's do who may not sign in.
    fn own_hours_from(&mut self, person: usize, now: Timestamp) {
        let hours = self.own_hours.get(&person).filter(|_| !self.disabled.contains(&person));
        let hours = hours.map(|schedule| PersonalHours::from(schedule.clone(), now));
        self.board.put_agent(Agent { hours, ..self.agent(person) });
    }

    /// Whether somebody has a presence that they may change.
    fn may_change_presence(&self, person: usize) -> bool {
        let agent = self.agent(person);
        let roles = Roles { agent: true, admin: false };
        let roles = agent.projects.keys().map(|project| (project.clone(), roles)).collect();
        let caller = Caller { id: agent.id, roles, site_admin: false };
        may(&caller, &Action::ChangeOwnPresence).is_ok()
    }

    /// A device is signed out. Without a connected one left, time online that needs one is over.
    fn sign_out(&mut self, person: usize, device: usize, cause: &Cause, now: Timestamp) {
        self.signed_in.remove(&(person, device));
        let device = names::device(person, device);
        let before = self.agent(person);
        let mut after = before.clone();
        after.devices.remove(&device, now);
        let is_silent = after.rules.is_some_and(|rules| !after.devices.is_connected(&rules, now));
        let needs_one = after.lease.as_ref().is_some_and(|lease| lease.attended);
        let done = if after.devices.is_empty() || (needs_one && is_silent) {
            let mut done = before.go_offline(None, cause, now);
            done.agent.devices.remove(&device, now);
            done
        } else {
            after.settle(now)
        };
        self.save(vec![done], now);
    }

    /// Ends what somebody is signed in with, but for their tokens.
    fn end_sessions(&mut self, person: usize, now: Timestamp) {
        let mut agent = self.agent(person);
        for device in self.devices_of(person).into_iter().filter(|device| *device != TOKEN) {
            self.signed_in.remove(&(person, device));
            agent.devices.remove(&names::device(person, device), now);
        }
        let settled = agent.settle(now);
        self.save(vec![settled], now);
    }

    pub(super) fn act(&mut self, at: Moment, happening: &Happening) -> Answer {
        use Happening::{
            Disable, Door, Enable, Extend, ForceLogout, GoOffline, Join, Kill, Leave, Seen,
            ShowCount, SignIn, SignOut, Start, Stop, Suspend, Wake,
        };
        let now = names::moment(at);
        let cause = match happening.asks() {
            Some(asks) if !self.knows(asks) => return Answer::Unknown,
            Some((person, device)) => {
                Cause::user(names::user(person), Some(names::device(person, device)))
            }
            None => Cause::user(names::admin(), None),
        };
        match happening {
            Happening::GoOnline { person, .. }
            | Extend { person, .. }
            | GoOffline { person, .. }
            | Happening::OwnIdle { person, .. }
            | Happening::OwnHours { person, .. }
                if !self.may_change_presence(*person) =>
            {
                Answer::Refused
            }
            SignIn(person, device) => {
                if *device != TOKEN {
                    if self.disabled.contains(person) {
                        return Answer::Refused;
                    }
                    self.resting.remove(person);
                }
                self.signed_in.insert((*person, *device));
                self.hear(*person, |agent| agent.seen(&names::device(*person, *device), now))
            }
            Seen(person, device) => {
                self.hear(*person, |agent| agent.seen(&names::device(*person, *device), now))
            }
            Happening::Beat { person, device, idle, page } => {
                let beat = Beat { idle: *idle, page: names::page(*page) };
                let device = names::device(*person, *device);
                self.hear(*person, |agent| agent.beat(&device, beat, now))
            }
            SignOut(person, device) => {
                self.sign_out(*person, *device, &cause, now);
                Answer::Done
            }
            Happening::GoOnline { person, projects, minutes, attended, knows, .. } => {
                let wish = GoOnline {
                    scope: projects.as_ref().map_or(Scope::All, |projects| {
                        Scope::Only(projects.iter().copied().map(names::project).collect())
                    }),
                    until: minutes.map(|minutes| now.plus_minutes(minutes)),
                    attended: *attended,
                    revision: seen(&self.agent(*person), *knows),
                };
                self.go_online(*person, &cause, &wish, now)
            }
            Extend { person, minutes, knows, .. } => {
                let agent = self.at_device(*person, &cause, now);
                let Ok(by) = LeaseDuration::from_minutes(i64::from(*minutes)) else {
                    return Answer::Refused;
                };
                match agent.extend(by, seen(&agent, *knows), &cause, now) {
                    Ok(done) => {
                        self.save(vec![done], now);
                        Answer::Done
                    }
                    Err(ExtendError::Stale(_)) => Answer::Stale,
                    Err(_) => Answer::Refused,
                }
            }
            GoOffline { person, projects, .. } => {
                let projects = projects
                    .as_ref()
                    .map(|projects| projects.iter().copied().map(names::project).collect());
                let done = self.agent(*person).go_offline(projects.as_ref(), &cause, now);
                let twice = done.agent.go_offline(projects.as_ref(), &cause, now);
                assert_eq!(twice.agent, done.agent, "offline twice is offline once");
                self.save(vec![done], now);
                Answer::Done
            }
            Door { person, projects, knows } => {
                let agent = self.agent(*person);
                if agent.projects.is_empty() {
                    return Answer::Refused;
                }
                let projects = projects.iter().copied().map(names::project).collect();
                let revision = seen(&agent, *knows);
                match agent.put_offline(&projects, None, revision, &names::admin(), &cause, now) {
                    Ok(done) => {
                        self.save(vec![done], now);
                        Answer::Done
                    }
                    Err(_) => Answer::Stale,
                }
            }
            ForceLogout(person) => {
                let done = self.agent(*person).force_logout(None, &names::admin(), &cause, now);
                self.save(vec![done], now);
                self.resting.insert(*person);
                self.end_sessions(*person, now);
                Answer::Done
            }
            Disable(person) => {
                let done = self.agent(*person).disable(&cause, now);
                self.save(vec![done], now);
                self.disabled.insert(*person);
                self.own_hours_from(*person, now);
                self.end_sessions(*person, now);
                Answer::Done
            }
            Enable(person) => {
                self.disabled.remove(person);
                self.own_hours_from(*person, now);
                Answer::Done
            }
            Join(person, project) => {
                let done = self.agent(*person).join(&names::project(*project), &cause, now);
                self.save(vec![done], now);
                Answer::Done
            }
            Leave(person, project) => {
                let done = self.agent(*person).leave(&names::project(*project), &cause, now);
                self.save(vec![done], now);
                Answer::Done
            }
            ShowCount(project, show) => {
                let known = Project { show_count: *show, ..self.known(*project) };
                self.board.put_project(known);
                self.publish(*project, now);
                Answer::Done
            }
            Happening::Schedule(project, week) => {
                self.open_by(*project, week.clone(), now);
                Answer::Done
            }
            Happening::Holidays(project, days) => {
                let mut week = self.weeks.remove(project).unwrap_or_else(Week::none);
                week.holidays.extend(days);
                self.open_by(*project, week, now);
                Answer::Done
            }
            Happening::OwnHours { person, week, .. } => {
                self.own_hours.remove(person);
                self.own_hours.extend(names::schedule(week).map(|hours| (*person, hours)));
                self.own_hours_from(*person, now);
                Answer::Done
            }
            Happening::SiteRules(rules) => {
                self.rules = *rules;
                self.change_rules(names::people(), now);
                Answer::Done
            }
            Happening::OwnIdle { person, own, .. } => {
                self.own_idle.insert(names::user(*person), names::own_idle(*own));
                self.change_rules(std::iter::once(*person), now);
                Answer::Done
            }
            Wake if self.down_since.is_some_and(|down| at - down.as_millis() < SUSPEND_GAP) => {
                self.down_since = None;
                Answer::Done
            }
            Stop | Suspend => {
                self.down_since = Some(now);
                Answer::Done
            }
            Kill => {
                let (board, written_at) = self.written.clone();
                self.board = board;
                self.down_since = Some(written_at);
                Answer::Done
            }
            Start | Wake => {
                if let Some(down) = self.down_since.take() {
                    let agents: Vec<Agent> = self.board.agents().cloned().collect();
                    let resumed = agents.iter().map(|agent| agent.resume(down, now)).collect();
                    let opened: Vec<_> = self.board.due_projects(now).cloned().collect();
                    self.save_all(resumed, opened, now);
                }
                Answer::Done
            }
        }
    }
}

fn seen(agent: &Agent, knows: Knows) -> Option<Revision> {
    match knows {
        Knows::Nothing => None,
        Knows::Present => Some(agent.revision),
        Knows::Past => Some(Revision::new(agent.revision.get().wrapping_sub(1))),
    }
}
