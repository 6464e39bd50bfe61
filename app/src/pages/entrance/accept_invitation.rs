//! Accepting an invitation: a name, a password, and one is in.
//!
//! Fields: `name`, `password`, `password_again`. The token stays in the address (`?token=`), which the
//! form posts to.

use super::new_password::new_password;
use crate::{
    Language, Page,
    format::{self, Reader},
    shell::Layout,
    ui::{Field, FormErrors, FormNotice, Submit},
};
use leptos::prelude::*;

/// The page behind an invitation's link.
#[derive(Debug, Clone, Default)]
pub struct AcceptInvitationPage {
    /// The invitation; `None` when the link works no longer.
    pub invitation: Option<AcceptInvitationForm>,
    /// What is wrong.
    pub errors: FormErrors,
}

/// An invitation that still works.
#[derive(Debug, Clone, Default)]
pub struct AcceptInvitationForm {
    /// Where one is invited to, such as the site's host name.
    pub site: String,
    /// Who invited.
    pub invited_by: String,
    /// Names of the projects, perhaps none.
    pub projects: Vec<String>,
    /// Who is invited.
    pub email: String,
    /// What was typed before.
    pub name: String,
}

impl Page for AcceptInvitationPage {
    fn title(&self, t: Language) -> String {
        match &self.invitation {
            Some(invitation) => t.invitation_title(&invitation.site),
            None => t.link_over_title().into(),
        }
    }

    fn layout(&self) -> Layout {
        Layout::Card
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let title = self.title(t);
        let Some(AcceptInvitationForm { invited_by, projects, email, name, .. }) = self.invitation
        else {
            return view! { <h1>{title}</h1> <p>{t.link_over()}</p> }.into_any();
        };
        let errors = self.errors;
        let projects = (!projects.is_empty())
            .then(|| view! { <p>{t.invitation_projects(&format::list(t, &projects))}</p> });
        view! {
            <h1>{title}</h1>
            <p class="muted">{t.invitation_lead(&invited_by)}</p>
            {projects}
            <form class="form" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <div class="field">
                    <label class="label" for="email">{t.email()}</label>
                    <input class="input" id="email" type="email" value=email readonly=true autocomplete="username"/>
                </div>
                <Field
                    name="name"
                    label=t.name()
                    value=name
                    hint=t.name_hint()
                    autocomplete="name"
                    errors=errors.clone()
                />
                {new_password(t, errors)}
                <Submit label=t.invitation_submit() class="btn btn--primary btn--wide"/>
            </form>
        }
        .into_any()
    }
}
