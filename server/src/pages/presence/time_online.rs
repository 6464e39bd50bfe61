//! One's own time online as a page and forms: the dialog for those without scripts.

use crate::{
    pages::parts::{
        form::Form,
        visitor::{SignedIn, Visitor, done},
    },
    state::Server,
    web::problem::Problem,
};
use app::{
    actions::{BreakForm, ExtendForm, GoOfflineForm, GoOnlineForm, GoingOffline, Here},
    flash::Flash,
    pages::PresencePage,
    paths,
    refusal::Refusal,
};
use axum::{extract::State, response::Response};
use presence::view::MyPresence;

/// `GET /presence`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let here = server.here(who, &visitor.zone);
    Ok(visitor.page(page(&here).await?))
}

/// `POST /presence`: `action` is `online`, `extend`, `break`, `end_break`, `offline` or `sign_out_device`.
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    let here = server.here(who, &visitor.zone);
    match form.get("action") {
        "online" => {
            let wish: GoOnlineForm = form.read()?;
            match here.go_online(&wish).await {
                Ok(MyPresence { until, .. }) => Ok(go_on(&server, &Flash::Online { until })),
                Err(refusal) => refused(&here, visitor, refusal, Some(wish)).await,
            }
        }
        "extend" => match here.extend(&form.read::<ExtendForm>()?).await {
            Ok(MyPresence { until, .. }) => {
                let flash =
                    until.map_or(Flash::Online { until: None }, |until| Flash::Extended { until });
                Ok(go_on(&server, &flash))
            }
            Err(refusal) => refused(&here, visitor, refusal, None).await,
        },
        "break" => {
            let wish: BreakForm = form.read()?;
            match here.take_break(&wish).await {
                Ok(presence) => {
                    let absence = presence.absence;
                    let reason = absence.as_ref().and_then(|taken| taken.reason.clone());
                    let until = absence.and_then(|taken| taken.until);
                    let reason = reason.unwrap_or_default();
                    Ok(go_on(&server, &Flash::OnBreak { reason, until }))
                }
                Err(refusal) if is_told_by_the_page(&refusal) => {
                    Ok(visitor.page(page(&here).await?.refused_break(refusal, wish)))
                }
                Err(other) => Err(other.into()),
            }
        }
        "end_break" => match here.end_break().await {
            Ok(_) => Ok(go_on(&server, &Flash::Back)),
            Err(refusal) => refused(&here, visitor, refusal, None).await,
        },
        "offline" => match here.go_offline(&form.read::<GoOfflineForm>()?).await {
            Ok(GoingOffline::Offline(_)) => Ok(go_on(&server, &Flash::Offline)),
            Ok(GoingOffline::LastOneOut(projects)) => {
                Ok(visitor.page(page(&here).await?.asking_about_the_last(projects)))
            }
            Err(refusal) => refused(&here, visitor, refusal, None).await,
        },
        "sign_out_device" => {
            here.sign_out_device(form.get("device")).await?;
            Ok(go_on(&server, &Flash::DeviceSignedOut))
        }
        _ => Err(Problem::unreadable("This form has no such action.")),
    }
}

fn go_on(server: &Server, flash: &Flash) -> Response {
    done(server, paths::PRESENCE, flash)
}

/// Once more, with what was typed and what is wrong; or what is no matter of a form.
async fn refused(
    here: &Here,
    visitor: Visitor,
    refusal: Refusal,
    form: Option<GoOnlineForm>,
) -> Result<Response, Problem> {
    if is_told_by_the_page(&refusal) {
        Ok(visitor.page(page(here).await?.refused(refusal, form)))
    } else {
        Err(refusal.into())
    }
}

const fn is_told_by_the_page(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Form(_)
            | Refusal::Stale(_)
            | Refusal::NotOnline(_)
            | Refusal::NoEnd(_)
            | Refusal::NoProjects
    )
}

/// What is true now.
async fn page(here: &Here) -> Result<PresencePage, Refusal> {
    Ok(PresencePage::new(here.see_header(None)?, here.see_devices().await?))
}
