//! What admins do.

use super::{Task, World};
use crate::happening::{HOUR, Happening, Knows, MINUTE, OwnIdle, PEOPLE, PROJECTS, SiteRules};
use std::collections::BTreeSet;

impl World {
    pub(super) fn sign_out_everywhere(&mut self, person: usize) {
        for device in &mut self.people[person].devices {
            device.signed_in = false;
        }
    }

    pub(super) fn administer(&mut self) {
        let next = self.between(MINUTE, 8 * HOUR);
        self.after(next, Task::Admin);
        if self.is_down {
            return;
        }
        let person = self.chance.index(PEOPLE);
        let project = self.chance.index(PROJECTS);
        let happening = match self.chance.index(20) {
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
                Happening::ForceLogout(person)
            }
            5 => {
                self.sign_out_everywhere(person);
                Happening::Disable(person)
            }
            6 => {
                // What the door closed stays closed to those who leave and join again.
                let (projects, knows) = (BTreeSet::from([project]), Knows::Nothing);
                self.out.push(Happening::Door { person, projects, knows });
                self.out.push(Happening::Leave(person, project));
                Happening::Join(person, project)
            }
            7..10 => Happening::Join(person, project),
            10..12 => Happening::Leave(person, project),
            12..14 => Happening::ShowCount(project, self.chance.percent(50)),
            14..17 => Happening::OwnIdle(person, self.own_idle()),
            _ => Happening::SiteRules(self.site_rules()),
        };
        self.out.push(happening);
    }

    pub(super) fn own_idle(&mut self) -> OwnIdle {
        match self.chance.index(4) {
            0 => OwnIdle::Never,
            1 => OwnIdle::Minutes(u32::try_from(self.between(1, 120)).unwrap_or(1)),
            _ => OwnIdle::AsTheSite,
        }
    }

    pub(super) fn site_rules(&mut self) -> SiteRules {
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
