//! What is told to somebody who was signed out by somebody else: where they sign in again no more than that,
//! and once they have, by whom, when and why.

use crate::{
    Language,
    format::Reader,
    icons::{Icon, IconName},
    paths,
    ui::{SLOTS, Submit, Time, weave},
};
use leptos::prelude::*;
use presence::Timestamp;
use service::SessionEnd;

/// That a site admin ended every session of the reader. It stands on each page until it is read.
#[derive(Debug, Clone)]
pub struct LoggedOut {
    /// The admin's name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why, in their words, if they said.
    pub note: Option<String>,
}

impl LoggedOut {
    /// By whom, when and why, and a button that says that it was read, which leads back to `page`.
    pub(crate) fn view(self, reader: &Reader, page: String) -> AnyView {
        let t = reader.language;
        let Self { by, at, note } = self;
        let time = view! { <Time at=at/> }.into_any();
        view! {
            <section class="notice notice--warn" aria-labelledby="logged-out">
                <Icon name=IconName::Warn/>
                <div>
                    <h2 class="h3" id="logged-out">{weave(&t.logged_out_by(&by, SLOTS[0]), [time])}</h2>
                    {note.map(|note| view! { <blockquote class="quote">{note}</blockquote> })}
                    <form class="notice__do" method="post" action=paths::LOGOUT_READ>
                        <input type="hidden" name="next" value=page/>
                        <Submit label=t.all_right() class="btn btn--small"/>
                    </form>
                </div>
            </section>
        }
        .into_any()
    }
}

/// Why somebody has to sign in again, to the browser that was signed out.
pub(crate) fn why_signed_out(t: Language, why: SessionEnd) -> &'static str {
    match why {
        SessionEnd::ForcedLogout => t.signed_out_forced(),
        SessionEnd::AccountDisabled => t.signed_out_disabled(),
        SessionEnd::NewPassword => t.signed_out_password(),
        SessionEnd::SignedOut => t.signed_out_elsewhere(),
        SessionEnd::SignedOutByAdmin => t.signed_out_by_admin(),
    }
}
