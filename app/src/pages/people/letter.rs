//! What became of a letter: it waits, and why; it was sent; it could not be.

use crate::{
    format::Reader,
    icons::{Icon, IconName},
    ui::{SLOTS, Time, weave},
};
use leptos::prelude::*;
use service::LetterView;

/// Whether somebody should look at it.
pub(super) const fn has_failed(letter: &LetterView) -> bool {
    matches!(letter, LetterView::Failed { .. } | LetterView::Waiting { answer: Some(_), .. })
}

/// It in a line; and what the mail server said, for those who want to know.
pub(super) fn letter_line(reader: &Reader, letter: LetterView) -> impl IntoView + use<> {
    let t = reader.language;
    let failed = has_failed(&letter);
    let time = |at| view! { <Time at=at/> }.into_any();
    let (words, answer) = match letter {
        LetterView::Waiting { answer: None, .. } => (vec![t.letter_on_its_way().into_any()], None),
        LetterView::Waiting { next_at, answer, .. } => {
            (weave(&t.letter_waits(SLOTS[0]), [time(next_at)]), answer)
        }
        LetterView::Sent { at } => (weave(&t.letter_sent(SLOTS[0]), [time(at)]), None),
        LetterView::Failed { at, answer } => {
            (weave(&t.letter_failed(SLOTS[0]), [time(at)]), answer)
        }
    };
    let icon = if failed { IconName::Warn } else { IconName::Mail };
    let answer = answer.filter(|answer| !answer.is_empty()).map(|answer| {
        view! {
            <details>
                <summary>{t.letter_answer()}</summary>
                <p class="mono">{answer}</p>
            </details>
        }
    });
    view! {
        <div class="letter" class:letter--failed=failed>
            <Icon name=icon size=16/>
            <div>
                <p>{words}</p>
                {answer}
            </div>
        </div>
    }
}
