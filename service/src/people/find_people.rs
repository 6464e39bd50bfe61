//! Somebody among everybody: by name or address, by project, by how they are.

use super::see_people::Person;
use crate::{Failure, Identity, Service, values::fold};
use presence::{Presence, ProjectKey, view::PersonView};

/// How many people one page shows.
pub const PEOPLE_A_PAGE: usize = 50;

/// Who is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// Each word is somewhere in the name or the address, whatever its case and accents; blank finds all.
    pub text: String,
    /// Members of this project alone.
    pub project: Option<ProjectKey>,
    /// Those alone who are so now.
    pub presence: Option<Presence>,
    /// Which page of those found, counted from 1; beyond the last is the last.
    pub page: usize,
}

/// A page of those who were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Those on this page: whoever looks forgotten, then by how they are, then by name.
    pub people: Vec<(Person, PersonView)>,
    /// How many are found on all pages.
    pub count: usize,
    /// How many there are of each presence by text and project alone, with their sum.
    pub of_presence: OfPresence,
    /// Which page it is, counted from 1.
    pub page: usize,
    /// How many pages there are; one where nobody is found.
    pub pages: usize,
    /// Whether there is nobody on the site but the caller.
    pub alone: bool,
}

/// How many people are online, away, lost and offline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfPresence {
    online: usize,
    away: usize,
    lost: usize,
    offline: usize,
}

impl OfPresence {
    /// Of all of them.
    pub const fn all(self) -> usize {
        self.online + self.away + self.lost + self.offline
    }

    /// Of one.
    pub const fn of(self, presence: Presence) -> usize {
        match presence {
            Presence::Online => self.online,
            Presence::Away => self.away,
            Presence::Lost => self.lost,
            Presence::Offline => self.offline,
        }
    }

    const fn add(&mut self, presence: Presence) {
        match presence {
            Presence::Online => self.online += 1,
            Presence::Away => self.away += 1,
            Presence::Lost => self.lost += 1,
            Presence::Offline => self.offline += 1,
        }
    }
}

impl Service {
    /// A page of those who are looked for.
    pub async fn find_people(&self, who: &Identity, find: &Find) -> Result<Found, Failure> {
        let everybody = self.see_people(who).await?;
        let alone = everybody.len() < 2;
        let words = fold(&find.text);
        let words: Vec<&str> = words.split_whitespace().collect();
        let (board, now) = (self.board(), self.now());
        let mut of_presence = OfPresence::default();
        let mut found = Vec::new();
        for person in everybody {
            let is_member =
                |key: &ProjectKey| person.roles.iter().any(|(project, ..)| project == key);
            let is_meant = find.project.as_ref().is_none_or(is_member)
                && (words.is_empty() || person.is_called(&words));
            if is_meant {
                let is = PersonView::of(&board, &who.caller, &person.id, now);
                of_presence.add(is.presence);
                if find.presence.is_none_or(|presence| presence == is.presence) {
                    found.push((person, is));
                }
            }
        }
        found.sort_by_cached_key(|(person, is)| (is.rank(), fold(&person.name), person.id.clone()));
        let count = found.len();
        let pages = count.div_ceil(PEOPLE_A_PAGE).max(1);
        let page = find.page.clamp(1, pages);
        let people = found.into_iter().skip((page - 1) * PEOPLE_A_PAGE).take(PEOPLE_A_PAGE);
        Ok(Found { people: people.collect(), count, of_presence, page, pages, alone })
    }
}

impl Person {
    /// Whether each of these folded words is somewhere in the name or the address.
    fn is_called(&self, words: &[&str]) -> bool {
        let text = format!("{} {}", fold(&self.name), fold(&self.email));
        words.iter().all(|word| text.contains(word))
    }
}
