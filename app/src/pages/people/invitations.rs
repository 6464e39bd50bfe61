//! Invitations that wait to be accepted, on the pages of members and of people.
//!
//! Fields: `action` = `renew` or `withdraw`, with `invitation`.

use super::letter::letter_line;
use crate::{
    Language,
    format::Reader,
    ui::{Panel, SLOTS, Submit, Time, weave},
};
use leptos::prelude::*;
use presence::Timestamp;
use service::LetterView;

/// An invitation that nobody has accepted yet.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// What names it when it is renewed or withdrawn.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// When its link stops working.
    pub until: Timestamp,
    /// The link, where the site sends no mail and somebody must hand it over.
    pub link: Option<String>,
    /// What became of its letter, where one was posted.
    pub letter: Option<LetterView>,
}

/// The list; nothing where nobody is invited.
pub(in crate::pages) fn invitation_list(
    reader: &Reader,
    invitations: Vec<Invitation>,
) -> Option<AnyView> {
    let t = reader.language;
    if invitations.is_empty() {
        return None;
    }
    // A link that is shown once must not be drawn away.
    let live = invitations.iter().all(|invitation| invitation.link.is_none()).then_some("minute");
    let rows = invitations
        .into_iter()
        .enumerate()
        .map(|(i, invitation)| row(reader, i, invitation))
        .collect_view();
    Some(
        view! {
            <Panel title=t.invitations() id="invitations">
                <ul class="lines" id="invited" data-live=live>{rows}</ul>
            </Panel>
        }
        .into_any(),
    )
}

fn row(reader: &Reader, i: usize, invitation: Invitation) -> impl IntoView + use<> {
    let t = reader.language;
    let Invitation { id, email, until, link, letter } = invitation;
    let over = until <= reader.now;
    let words = if over { t.invitation_over(SLOTS[0]) } else { t.invited_until(SLOTS[0]) };
    let until = weave(&words, [view! { <Time at=until/> }.into_any()]);
    let (label, renew) = if letter.is_some() {
        (t.send_again(), t.send_again_to(&email))
    } else {
        (t.renew(), t.renew_for(&email))
    };
    let aria = t.withdraw_for(&email);
    let letter = letter.map(|letter| letter_line(reader, letter));
    let link = link.map(|link| {
        view! { <div class="line__more">{link_to_hand_over(t, &format!("link-{i}"), link)}</div> }
    });
    view! {
        <li class="line">
            <span class="line__name">{email}</span>
            <span class="line__end">
                <span class="muted">{until}</span>
                <form class="row" method="post">
                    <input type="hidden" name="invitation" value=id/>
                    <Submit
                        label=label
                        name="action"
                        value="renew"
                        class="btn btn--small"
                        aria=renew
                    />
                    <Submit
                        label=t.withdraw()
                        name="action"
                        value="withdraw"
                        class="btn btn--small"
                        aria=aria
                    />
                </form>
            </span>
            {letter}
            {link}
        </li>
    }
}

/// A link that works once, to be copied.
pub(super) fn link_to_hand_over(t: Language, id: &str, link: String) -> impl IntoView + use<> {
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <label class="label" for=id.to_owned()>{t.link_to_hand_over()}</label>
            <input
                class="input"
                id=id.to_owned()
                type="text"
                value=link
                readonly=true
                aria-describedby=hint.clone()
            />
            <span class="hint" id=hint>{t.link_to_hand_over_hint()}</span>
        </div>
    }
}
