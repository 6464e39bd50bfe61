//! An agent goes online, or replaces their time online.

use crate::{
    Failure, Identity, Service, error::from_failures, values::zone::zone_or_utc, writing::Writing,
};
use presence::{
    Action, Agent, Beat, Denied, DeviceKind, GoOnline, GoOnlineError, LeaseEnd, ProjectId,
    ProjectKey, Scope, Timestamp, Wish, may, next_time_of_day,
};
use std::collections::BTreeSet;

/// Why it was refused. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum GoOnlineRefused {
    /// By the rules.
    #[error(transparent)]
    Refused(#[from] GoOnlineError),
    /// No project of theirs has this key; whether one exists is not told.
    #[error("not an agent of {0}")]
    UnknownProject(ProjectKey),
    /// There is no shift to end with.
    #[error("no hours end today")]
    NoShift,
    /// Only a token may start time online that needs no device.
    #[error("only a token may go online without a device")]
    UnattendedBrowser,
    /// The site wants somebody to be there.
    #[error("this site wants somebody to be there")]
    UnattendedForbidden,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(GoOnlineRefused);

impl Service {
    /// Goes online. Returns the agent after it.
    pub async fn go_online(&self, who: &Identity, wish: &Wish) -> Result<Agent, GoOnlineRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        if !wish.attended {
            if who.kind != DeviceKind::Token {
                return Err(GoOnlineRefused::UnattendedBrowser);
            }
            if !self.board().settings.attendance.unattended {
                return Err(GoOnlineRefused::UnattendedForbidden);
            }
        }
        let scope = match &wish.projects {
            None => Scope::All,
            Some(keys) => {
                Scope::Only(self.own_projects(&who, keys).map_err(GoOnlineRefused::UnknownProject)?)
            }
        };
        let now = writing.now();
        let agent = writing.active_agent(&who).await?;
        let until = match &wish.end {
            LeaseEnd::Never => None,
            LeaseEnd::After(duration) => Some(now.plus_minutes(duration.minutes())),
            LeaseEnd::At(until) => Some(*until),
            LeaseEnd::TimeOfDay { time, zone } => {
                let until = next_time_of_day(&zone_or_utc(zone), *time, now);
                Some(until.ok_or(GoOnlineError::UntilTooFar)?)
            }
            LeaseEnd::Shift => {
                Some(self.shift_end(&agent, &scope, now).ok_or(GoOnlineRefused::NoShift)?)
            }
        };
        let (attended, revision) = (wish.attended, wish.revision);
        let wish = GoOnline { scope, until, attended, revision };
        let after = agent.go_online(&wish, &who.cause(), now)?;
        let after = writing.save(&agent, after).await?;
        writing.commit().await?;
        Ok(after)
    }

    /// When the shift ends of an agent who goes online now.
    fn shift_end(&self, agent: &Agent, scope: &Scope, now: Timestamp) -> Option<Timestamp> {
        let board = self.board();
        let covered: Vec<_> = match scope {
            Scope::All => agent.projects.keys().collect(),
            Scope::Only(chosen) => chosen.iter().collect(),
        };
        let desks = covered.into_iter().filter_map(|id| board.project(id)?.schedule.as_deref());
        presence::shift_end(agent.hours.as_ref().map(|hours| &hours.schedule), desks, now)
    }

    /// The projects with these keys in which the caller is an agent, or the first key that is none.
    pub(crate) fn own_projects(
        &self,
        who: &Identity,
        keys: &[ProjectKey],
    ) -> Result<BTreeSet<ProjectId>, ProjectKey> {
        let board = self.board();
        keys.iter()
            .map(|key| {
                board
                    .project_by_key(key)
                    .filter(|project| who.caller.roles_in(&project.id).agent)
                    .map(|project| project.id.clone())
                    .ok_or_else(|| key.clone())
            })
            .collect()
    }
}

impl Writing {
    /// The caller, whose device is seen at this moment.
    pub(super) async fn seen_agent(&mut self, who: &Identity) -> Result<Agent, Failure> {
        let now = self.now();
        let mut agent = self.agent(&who.caller.id).await?.ok_or(Denied::Hidden)?;
        agent.seen(&who.device, now);
        if let Some(device) = agent.devices.get(&who.device) {
            self.hear(who.device.clone(), *device);
        }
        Ok(agent)
    }

    /// The caller, who is at their browser at this moment. A program's call makes nobody active.
    pub(super) async fn active_agent(&mut self, who: &Identity) -> Result<Agent, Failure> {
        let now = self.now();
        let mut agent = self.agent(&who.caller.id).await?.ok_or(Denied::Hidden)?;
        match who.kind {
            DeviceKind::Browser => agent.beat(&who.device, Beat::ACTIVE, now),
            DeviceKind::Token => agent.seen(&who.device, now),
        }
        if let Some(device) = agent.devices.get(&who.device) {
            self.hear(who.device.clone(), *device);
        }
        Ok(agent)
    }
}
