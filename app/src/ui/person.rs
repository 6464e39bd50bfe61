//! People in lists: their avatar, where they are, and whether they are there.

use super::language;
use crate::{
    Language,
    icons::{Icon, IconName},
};
use leptos::prelude::*;
use presence::{Presence, ProjectKey};

/// One or two letters that stand for a name: "Marta Nowak" is "MN".
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// A disc with initials. It says nothing to a screen reader: the name stands beside it.
#[component]
pub fn Avatar(
    /// The person's name; the same name always has the same tint.
    #[prop(into)]
    name: String,
    /// As small as the header bar needs it.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let sum = name.bytes().fold(0_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
    let mut class = format!("avatar avatar--{}", sum % 6 + 1);
    if small {
        class.push_str(" avatar--small");
    }
    view! { <span class=class aria-hidden="true">{initials(&name)}</span> }
}

/// The lamp's shape for a presence.
pub const fn lamp_of(presence: Presence) -> IconName {
    match presence {
        Presence::Online => IconName::LampOnline,
        Presence::Away => IconName::LampAway,
        Presence::Lost => IconName::LampLost,
        Presence::Offline => IconName::LampOffline,
    }
}

/// The word for a presence.
pub fn presence_word(t: Language, presence: Presence) -> &'static str {
    match presence {
        Presence::Online => t.presence_online(),
        Presence::Away => t.presence_away(),
        Presence::Lost => t.presence_lost(),
        Presence::Offline => t.presence_offline(),
    }
}

/// What a break is for, in words: those that every site begins with are translated.
pub fn break_reason(t: Language, reason: &str) -> String {
    match reason {
        "lunch" => t.break_lunch().into(),
        "break" => t.break_word().into(),
        "meeting" => t.break_meeting().into(),
        "training" => t.break_training().into(),
        other => other.into(),
    }
}

/// The same within a sentence.
pub fn break_reason_within(t: Language, reason: &str) -> String {
    match reason {
        "lunch" => t.break_lunch_within().into(),
        "break" => t.break_word_within().into(),
        "meeting" => t.break_meeting_within().into(),
        "training" => t.break_training_within().into(),
        other => other.into(),
    }
}

/// A presence as shape, word and colour.
#[component]
pub fn PresenceMark(
    /// Which.
    presence: Presence,
    /// Away on a break.
    #[prop(optional)]
    on_break: bool,
) -> impl IntoView {
    let t = language();
    let class = match presence {
        Presence::Online => "pres pres--online",
        Presence::Away => "pres pres--away",
        Presence::Lost => "pres pres--lost",
        Presence::Offline => "pres pres--offline",
    };
    view! {
        <span class=class>
            <Icon name=lamp_of(presence) size=16/>
            {if on_break { t.break_word() } else { presence_word(t, presence) }}
        </span>
    }
}

/// Project keys in a row.
#[component]
pub fn Keys(
    /// Which.
    keys: Vec<ProjectKey>,
) -> impl IntoView {
    keys.into_iter()
        .map(|key| view! { <span class="key">{key.to_string()}</span> " " })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        for (name, letters) in [
            ("Marta Nowak", "MN"),
            ("Léa Fournier", "LF"),
            ("Ana Maria de Souza", "AS"),
            ("Plato", "P"),
            ("élodie", "É"),
            ("  ", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
