//! What admins do.

use super::{Task, World};
use crate::happening::{
    DAY, HOUR, Happening, Knows, MINUTE, OwnIdle, PEOPLE, PROJECTS, SiteRules, TOKEN,
};
use std::collections::BTreeSet;

impl World {
    /// Tokens rest, and go on when they may.
    fn sign_out_everywhere(&mut self, person: usize) {
        for device in &mut self.people[person].devices[..TOKEN] {
            device.signed_in = false;
        }
    }

    /// An account is disabled, and sooner or later enabled again.
    fn disable(&mut self, person: usize) -> Happening {
        self.sign_out_everywhere(person);
        self.people[person].disabled = true;
        let long = self.between(0, DAY);
        self.after(long, Task::Enable(person));
        Happening::Disable(person)
    }

    pub(super) fn enable(&mut self, person: usize) {
        if self.is_down {
            return self.after(MINUTE, Task::Enable(person));
        }
        self.people[person].disabled = false;
        self.out.push(Happening::Enable(person));
    }

    pub(super) fn administer(&mut self) {
        let next = self.between(MINUTE, 8 * HOUR);
        self.after(next, Task::Admin);
        if self.is_down {
            return;
        }
        let person = self.chance.index(PEOPLE);
        let project = self.chance.index(PROJECTS);
        let happening = match self.chance.index(28) {
            0..4 => {
                let knows = match self.chance.index(4) {
                    0 => Knows::Past,
                    1 => Knows::Present,
                    _ => Knows::Nothing,
                };
                let projects = self.some_projects().unwrap_or_else(|| (0..PROJECTS).collect());
                Happening::Door { person, projects, knows }
            }
            4 => {
                self.sign_out_everywhere(person);
                self.people[person].tokens_rest = true;
                Happening::ForceLogout(person)
            }
            5 | 23..26 if !self.people[person].disabled => self.disable(person),
            5 | 6 => {
                // What the door closed stays closed to those who leave and join again.
                let (projects, knows) = (BTreeSet::from([project]), Knows::Nothing);
                self.out.push(Happening::Door { person, projects, knows });
                self.out.push(Happening::Leave(person, project));
                Happening::Join(person, project)
            }
            7..10 => Happening::Join(person, project),
            10..12 => Happening::Leave(person, project),
            12..14 => Happening::ShowCount(project, self.chance.percent(50)),
            14..17 => return self.choose_idle(person),
            17..20 => self.change_schedule(),
            20..23 => return self.change_own_hours(person),
            _ => {
                self.rules = self.site_rules();
                Happening::SiteRules(self.rules)
            }
        };
        self.out.push(happening);
    }

    /// Somebody chooses what the site lets them choose.
    fn choose_idle(&mut self, person: usize) {
        let least = self.rules.idle_minutes.unwrap_or(1);
        let own = match self.chance.index(4) {
            _ if self.rules.idle_enforced => OwnIdle::AsTheSite,
            0 => OwnIdle::Never,
            1 => OwnIdle::Minutes(u32::try_from(self.between(1, 120)).unwrap_or(1).max(least)),
            _ => OwnIdle::AsTheSite,
        };
        let device = self.some_device(person);
        self.ask(person, device, Happening::OwnIdle { person, device, own });
    }

    fn site_rules(&mut self) -> SiteRules {
        if self.chance.percent(60) {
            return SiteRules::DEFAULT;
        }
        let idle_minutes = [None, Some(1), Some(5), Some(30), Some(480)][self.chance.index(5)];
        let limit_minutes = [None, Some(1), Some(10), Some(240)][self.chance.index(4)];
        let grace_seconds = [10, 30, 70, 200, 600][self.chance.index(5)];
        let (idle_enforced, lost) = (self.chance.percent(30), self.chance.percent(60));
        SiteRules { idle_minutes, idle_enforced, grace_seconds, lost, limit_minutes }
    }
}
