//! One's own API tokens: which there are, when they were used, a new one, and taking one back.
//!
//! Fields: `action=add` with `name`; `action=revoke` with `token`, and with `confirm` (`yes`) once one was asked.

use crate::{
    Language, Page,
    format::Reader,
    icons::IconName,
    paths,
    shell::Section,
    ui::{Empty, Field, FormErrors, FormNotice, Panel, SLOTS, Submit, Time, weave},
};
use leptos::prelude::*;
use service::TokenView;

/// One's own API tokens.
#[derive(Debug, Clone, Default)]
pub struct TokensPage {
    /// Those that work, oldest first.
    pub tokens: Vec<TokenView>,
    /// The secret of one that was made just now: it is shown this once.
    pub made: Option<MadeToken>,
    /// The one that is to be taken back, about which one is asked.
    pub asked: Option<TokenView>,
    /// What was typed before.
    pub name: String,
    /// What is wrong.
    pub errors: FormErrors,
}

/// A token that was made just now.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// What its owner calls it.
    pub name: String,
    /// What the program needs.
    pub secret: String,
}

impl Page for TokensPage {
    fn title(&self, t: Language) -> String {
        t.tokens_title().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Account)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { tokens, made, asked, name, errors } = self;
        let (whole, errors) = errors.apart();
        let list = if tokens.is_empty() {
            let (title, text) = (t.tokens_empty_title(), t.tokens_empty_text());
            view! { <Empty icon=IconName::Key title=title text=text/> }.into_any()
        } else {
            let rows = tokens.into_iter().map(|token| row(t, token)).collect_view();
            let title = t.tokens_yours();
            view! { <Panel title=title id="tokens"><ul class="lines">{rows}</ul></Panel> }
                .into_any()
        };
        view! {
            <div class="page__head">
                <div><h1>{t.tokens_title()}</h1><p class="muted">{t.tokens_lead()}</p></div>
                <a class="btn" href=paths::API>{t.api_title()}</a>
            </div>
            <FormNotice errors=whole/>
            {made.map(|made| secret(t, made))}
            {asked.map(|token| question(t, token))}
            {list}
            <Panel title=t.token_add() id="add">
                <form class="form panel__body" method="post" novalidate>
                    <FormNotice errors=errors.clone()/>
                    <Field
                        name="name"
                        label=t.token_name()
                        value=name
                        hint=t.token_name_hint()
                        autocomplete="off"
                        errors=errors
                    />
                    <p><Submit label=t.token_make() name="action" value="add"/></p>
                </form>
            </Panel>
        }
        .into_any()
    }
}

fn row(t: Language, token: TokenView) -> impl IntoView {
    let TokenView { id, name, created_at, used_at } = token;
    let time = |at| view! { <Time at=at/> }.into_any();
    let made = weave(&t.token_made_at(SLOTS[0]), [time(created_at)]);
    let used = match used_at {
        Some(at) => weave(&t.token_used_at(SLOTS[0]), [time(at)]),
        None => vec![t.token_unused().into_any()],
    };
    let aria = t.token_take_back_name(&name);
    view! {
        <li class="line">
            <span class="line__name">{name}</span>
            <span class="line__end">
                <span class="muted">{made} " · " {used}</span>
                <form class="row" method="post">
                    <input type="hidden" name="token" value=id.to_string()/>
                    <Submit
                        label=t.token_take_back()
                        name="action"
                        value="revoke"
                        class="btn btn--small"
                        aria=aria
                    />
                </form>
            </span>
        </li>
    }
}

/// The secret, to be copied.
fn secret(t: Language, made: MadeToken) -> impl IntoView {
    view! {
        <Panel title=t.token_new(&made.name) id="made">
            <div class="form panel__body">
                <div class="field">
                    <label class="label" for="secret">{t.token_secret()}</label>
                    <input
                        class="input mono"
                        id="secret"
                        type="text"
                        value=made.secret
                        readonly=true
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="secret-hint"
                    />
                    <span class="hint" id="secret-hint">{t.token_secret_hint()}</span>
                </div>
            </div>
        </Panel>
    }
}

/// Asks before a token is taken back: a program that uses it stops to work.
fn question(t: Language, token: TokenView) -> impl IntoView {
    view! {
        <Panel title=t.token_question(&token.name) id="question">
            <form class="form panel__body" method="post">
                <p>{t.token_question_what()}</p>
                <input type="hidden" name="token" value=token.id.to_string()/>
                <input type="hidden" name="confirm" value="yes"/>
                <p class="row">
                    <Submit
                        label=t.token_take_back()
                        name="action"
                        value="revoke"
                        class="btn btn--danger"
                    />
                    <a class="btn" href=paths::TOKENS>{t.token_keep()}</a>
                </p>
            </form>
        </Panel>
    }
}
