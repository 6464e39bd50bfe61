//! The letters that people get, in their language.

use crate::{post::mail::Mail, site_url::SiteUrl};
use app::{Language, format::Reader, paths};
use presence::Timestamp;
use service::{Delivery, Letter, Secret};

/// Puts a letter into words.
pub fn write(site: &SiteUrl, now: Timestamp, delivery: &Delivery) -> Mail {
    let name = site.name();
    let (subject, body) = match &delivery.letter {
        Letter::Invitation { inviter, project, link, until, language } => {
            let t = language_of(language);
            let (link, until) = (to(site, paths::INVITATION, link), moment(now, t, *until));
            let body = match project {
                Some(project) => {
                    t.letter_invitation_project_body(&link, inviter, project, name, &until)
                }
                None => t.letter_invitation_body(&link, inviter, name, &until),
            };
            (t.letter_invitation_subject(inviter, name), body)
        }
        Letter::PasswordReset { name: reader, link, until, language } => {
            let t = language_of(language);
            let (link, until) = (to(site, paths::RESET_PASSWORD, link), moment(now, t, *until));
            (t.letter_reset_subject(name), t.letter_reset_body(&link, reader, name, &until))
        }
    };
    let message_id = format!("<{}@{name}>", delivery.message_id);
    Mail { to: delivery.to.clone(), subject, body, message_id }
}

fn language_of(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or_default()
}

fn to(site: &SiteUrl, path: &str, link: &Secret) -> String {
    site.link(&format!("{path}?token={}", link.reveal()))
}

/// The reader's time zone is not known: UTC, and it says so.
fn moment(now: Timestamp, t: Language, at: Timestamp) -> String {
    Reader::new(t, "UTC", now).moment(at)
}
