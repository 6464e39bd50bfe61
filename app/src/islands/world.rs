//! The world outside of the island: fetching, the event stream, the browser's clock, focus.
//!
//! On the server there is no such world; these do nothing there.

#[cfg(feature = "hydrate")]
use presence::Timestamp;
#[cfg(feature = "hydrate")]
use presence::view::MyPresence;
use serde::Serialize;

/// How a request ended that was to change something.
#[cfg(feature = "hydrate")]
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// The server did it; this is the present.
    Done(Box<MyPresence>),
    /// The state was another one; this is the present.
    Stale(Option<Box<MyPresence>>),
    /// A field says something that cannot be.
    Invalid(String),
    /// The role does not allow it.
    Forbidden,
    /// The session is over.
    SignedOut,
    /// The server failed.
    Failed,
    /// The server did not answer. Nobody knows whether it was done.
    Silence,
}

/// The body of `PUT /api/v1/me/presence`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Wish {
    pub(super) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) extend_minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) projects: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u64>,
}

/// The body of `POST /api/v1/agents/{id}/offline`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct PutOffline {
    pub(super) reason: String,
    pub(super) projects: Vec<String>,
}

#[cfg(feature = "hydrate")]
pub(super) use browser::*;

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Answer, MyPresence, PutOffline, Serialize, Timestamp, Wish};
    use serde::Deserialize;
    use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
    use wasm_bindgen_futures::JsFuture;

    // `public/assets/live.js`, which the page hands over: so the browser loads it beside the wasm.
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = porchlightFollow)]
        fn follow(
            url: &str,
            on_event: &Closure<dyn FnMut(String, String)>,
            on_link: &Closure<dyn FnMut(bool)>,
            on_gone: &Closure<dyn FnMut()>,
        );
    }

    /// Follows the header's events for as long as the page lives.
    pub(in crate::islands) fn follow_events(
        on_event: impl FnMut(String, String) + 'static,
        on_link: impl FnMut(bool) + 'static,
        on_gone: impl FnMut() + 'static,
    ) {
        let on_event = Closure::new(on_event);
        let on_link = Closure::new(on_link);
        let on_gone = Closure::new(on_gone);
        follow("/api/v1/me/events", &on_event, &on_link, &on_gone);
        // They are called until the page goes away.
        on_event.forget();
        on_link.forget();
        on_gone.forget();
    }

    /// The browser's own clock, which may be wrong.
    pub(in crate::islands) fn browser_now() -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "a date has far fewer than 53 bits")]
        Timestamp::from_millis(js_sys::Date::now() as i64)
    }

    /// The hour and minute of a moment in the browser's zone, and its day counted from today.
    pub(in crate::islands) fn local_time(at: Timestamp, now: Timestamp) -> (i8, i8, i64) {
        let date = js_date(at);
        let midnight = |at: Timestamp| {
            let date = js_date(at);
            date.set_hours(12);
            date.set_minutes(0);
            date.set_seconds(0);
            date.set_milliseconds(0);
            date.get_time()
        };
        // From noon to noon: a day of 23 or 25 hours rounds to one.
        let days = ((midnight(at) - midnight(now)) / 86_400_000.0).round();
        #[expect(clippy::cast_possible_truncation, reason = "hours, minutes and days are small")]
        (date.get_hours() as i8, date.get_minutes() as i8, days as i64)
    }

    /// The next moment at which the browser's clock on the wall shows `hour:minute`.
    pub(in crate::islands) fn next_time_of_day(
        hour: u32,
        minute: u32,
        now: Timestamp,
    ) -> Timestamp {
        let date = js_date(now);
        date.set_hours(hour);
        date.set_minutes(minute);
        date.set_seconds(0);
        date.set_milliseconds(0);
        if date.get_time() <= js_date(now).get_time() {
            date.set_date(date.get_date() + 1);
        }
        #[expect(clippy::cast_possible_truncation, reason = "a date has far fewer than 53 bits")]
        Timestamp::from_millis(date.get_time() as i64)
    }

    fn js_date(at: Timestamp) -> js_sys::Date {
        #[expect(clippy::cast_precision_loss, reason = "a date has far fewer than 53 bits")]
        js_sys::Date::new(&(at.as_millis() as f64).into())
    }

    /// The browser's time zone.
    pub(in crate::islands) fn browser_zone() -> String {
        let options =
            js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
                .resolved_options();
        js_sys::Reflect::get(&options, &"timeZone".into())
            .ok()
            .and_then(|zone| zone.as_string())
            .unwrap_or_default()
    }

    /// Asks the server to change one's own presence.
    pub(in crate::islands) async fn wish(wish: &Wish) -> Answer {
        send("PUT", "/api/v1/me/presence", wish).await
    }

    /// Asks the server to put somebody offline.
    pub(in crate::islands) async fn put_offline(agent: &str, asked: &PutOffline) -> Answer {
        send("POST", &format!("/api/v1/agents/{agent}/offline"), asked).await
    }

    /// A problem of the API, as far as the screen needs it.
    #[derive(Deserialize)]
    struct Problem {
        presence: Option<Box<MyPresence>>,
        #[serde(default)]
        errors: Vec<FieldProblem>,
    }

    #[derive(Deserialize)]
    struct FieldProblem {
        field: String,
    }

    async fn send(method: &str, url: &str, body: &impl Serialize) -> Answer {
        let Some((status, text)) = fetch(method, url, body).await else {
            return Answer::Silence;
        };
        let problem = || serde_json::from_str::<Problem>(&text).ok();
        match status {
            200 => serde_json::from_str(&text).map_or(Answer::Failed, Answer::Done),
            401 => Answer::SignedOut,
            403 | 404 => Answer::Forbidden,
            409 => Answer::Stale(problem().and_then(|problem| problem.presence)),
            422 => Answer::Invalid(
                problem()
                    .and_then(|problem| problem.errors.into_iter().next())
                    .map_or_else(String::new, |error| error.field),
            ),
            _ => Answer::Failed,
        }
    }

    /// Status and text of an answer; `None` when there was none within ten seconds.
    async fn fetch(method: &str, url: &str, body: &impl Serialize) -> Option<(u16, String)> {
        let init = web_sys::RequestInit::new();
        init.set_method(method);
        init.set_body(&serde_json::to_string(body).ok()?.into());
        let headers = web_sys::Headers::new().ok()?;
        headers.set("content-type", "application/json").ok()?;
        init.set_headers_headers(&headers);
        init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(10_000)));
        let answer = JsFuture::from(web_sys::window()?.fetch_with_str_and_init(url, &init)).await;
        let answer: web_sys::Response = answer.ok()?.dyn_into().ok()?;
        let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
        Some((answer.status(), text))
    }

    /// Moves the focus to where one begins in a dialog: what asks for it, what is chosen, the first button.
    pub(in crate::islands) fn focus_in(dialog: &web_sys::HtmlElement) {
        let begin = ["[autofocus]", "input:checked", "button"]
            .iter()
            .find_map(|selector| dialog.query_selector(selector).ok().flatten());
        if let Some(begin) = begin.and_then(|begin| begin.dyn_into::<web_sys::HtmlElement>().ok()) {
            // What cannot have the focus leaves it where it is.
            drop(begin.focus());
        }
    }

    /// Loads the page anew: the session is over, and the server leads on.
    pub(in crate::islands) fn reload() {
        if let Some(window) = web_sys::window() {
            // A page that cannot be reloaded stays as it is.
            drop(window.location().reload());
        }
    }

    /// Whether this is the page that is the dialog itself.
    pub(in crate::islands) fn is_presence_page() -> bool {
        web_sys::window()
            .and_then(|window| window.location().pathname().ok())
            .is_some_and(|path| path == crate::paths::PRESENCE)
    }

    /// Where a device remembers the latest door that a person saw on it.
    fn seen_by(person: &str) -> String {
        format!("porchlight_door_seen_{person}")
    }

    /// The latest door that this person saw on this device.
    pub(in crate::islands) fn door_seen(person: &str) -> Timestamp {
        storage()
            .and_then(|storage| storage.get_item(&seen_by(person)).ok().flatten())
            .and_then(|text| text.parse().ok())
            .map_or(Timestamp::from_millis(0), Timestamp::from_millis)
    }

    /// Remembers that this person saw a door on this device.
    pub(in crate::islands) fn note_door_seen(person: &str, at: Timestamp) {
        if let Some(storage) = storage() {
            // Where storage is off, the notice comes again: better than not at all.
            drop(storage.set_item(&seen_by(person), &at.as_millis().to_string()));
        }
    }

    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok().flatten()
    }

    /// The value of a field of a form; `None` when it is not there.
    pub(in crate::islands) fn field(form: &web_sys::FormData, name: &str) -> Option<String> {
        form.get(name).as_string()
    }

    /// Every value of a field of a form.
    pub(in crate::islands) fn fields(form: &web_sys::FormData, name: &str) -> Vec<String> {
        form.get_all(name).iter().filter_map(|value| value.as_string()).collect()
    }
}
