//! The browser.

use super::Answer;
use crate::{Language, format};
use leptos::{html, prelude::*};
use presence::{TimeOfDay, Timestamp};
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

    // `public/assets/tell.js`.
    #[wasm_bindgen(js_name = porchlightTell)]
    fn tell_page(key: &str, words: Option<&str>);

    #[wasm_bindgen(js_name = porchlightAskToTell)]
    fn ask_page_to_tell();

    // `public/assets/person.js`.
    #[wasm_bindgen(js_name = porchlightWhenReached)]
    fn when_page_reached(then: &Closure<dyn FnMut()>);
}

/// Tells something where nobody looks at the page, until it is told nothing by the same name.
pub(crate) fn tell(key: &str, words: Option<&str>) {
    tell_page(key, words);
}

/// Asks, once, whether the browser may notify; to be called when somebody has just clicked.
pub(crate) fn ask_to_tell() {
    ask_page_to_tell();
}

/// Does something once the server answers again.
pub(crate) fn when_reached(then: impl FnMut() + 'static) {
    let then = Closure::new(then);
    when_page_reached(&then);
    // It is called once, whenever that is.
    then.forget();
}

/// Where a device remembers of which projects a person is no agent any more, and was not told yet.
fn removed_of(person: &str) -> String {
    format!("porchlight_removed_{person}")
}

/// The names of these projects.
pub(crate) fn removed_from(person: &str) -> Vec<String> {
    storage()
        .and_then(|storage| storage.get_item(&removed_of(person)).ok().flatten())
        .map(|names| names.lines().map(str::to_owned).collect())
        .unwrap_or_default()
}

/// Remembers them; none is that they were seen.
pub(crate) fn note_removed(person: &str, names: &[String]) {
    let Some(storage) = storage() else { return };
    // Where storage is off, the notice lives as long as its page.
    if names.is_empty() {
        drop(storage.remove_item(&removed_of(person)));
    } else {
        drop(storage.set_item(&removed_of(person), &names.join("\n")));
    }
}

/// How long an answer may take.
const PATIENCE_MS: u32 = 10_000;

/// Follows the header's events for as long as the page lives.
pub(crate) fn follow_events(
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

/// Lets something happen beside all else.
pub(crate) fn spawn(what: impl Future<Output = ()> + 'static) {
    leptos::task::spawn_local(what);
}

/// Does something once a second, for as long as the page lives.
pub(crate) fn every_second(what: impl Fn() + 'static) {
    drop(set_interval(what, std::time::Duration::from_secs(1)));
}

/// Posts JSON.
pub(crate) async fn post_json(url: &str, body: &str) -> Answer {
    match post(url, body).await {
        Ok(answer) => answer,
        Err(error) => {
            let name = js_sys::Reflect::get(&error, &"name".into()).ok();
            match name.and_then(|name| name.as_string()).as_deref() {
                Some("TimeoutError" | "AbortError") => Answer::TooLate,
                _ => Answer::None,
            }
        }
    }
}

async fn post(url: &str, body: &str) -> Result<Answer, wasm_bindgen::JsValue> {
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    let headers = web_sys::Headers::new()?;
    headers.set("content-type", "application/json")?;
    headers.set("accept", "application/json")?;
    init.set_headers_headers(&headers);
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let window = web_sys::window().ok_or("no window")?;
    // For whom the page was drawn, as `public/assets/person.js` says it.
    let page = window.document().and_then(|document| document.document_element());
    let person = page.and_then(|page| page.get_attribute("data-person"));
    let url = person.map_or_else(|| url.to_owned(), |person| format!("{url}?for={person}"));
    let answer = JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await?;
    let answer: web_sys::Response = answer.dyn_into()?;
    let kind = answer.headers().get("content-type")?;
    if kind.is_none_or(|kind| !kind.starts_with("application/json")) {
        return Ok(Answer::Theirs(answer.status()));
    }
    let text = JsFuture::from(answer.text()?).await?;
    Ok(Answer::Ours(answer.status(), text.as_string().unwrap_or_default()))
}

/// The browser's own clock, which may be wrong.
pub(crate) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "a date has far fewer than 53 bits")]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// A moment in the browser's zone: "17:30", "tomorrow, 09:00". Nothing until the island is awake: the
/// server's words stand.
pub(crate) fn moment(
    t: Language,
    _zone: &str,
    awake: bool,
    now: Timestamp,
    at: Timestamp,
) -> String {
    if !awake {
        return String::new();
    }
    let (date, days) = (js_date(at), days_between(now, at));
    #[expect(clippy::cast_possible_truncation, reason = "hours and minutes are small")]
    let time = format::clock(t, date.get_hours() as i8, date.get_minutes() as i8);
    match days {
        0 => time,
        1 => t.date_tomorrow(&time),
        -1 => t.date_yesterday(&time),
        _ => {
            let options = js_sys::Object::new();
            let day: String = date.to_locale_date_string(t.tag(), &options.into()).into();
            format!("{day}, {time}")
        }
    }
}

/// The next moment at which the browser's clock shows a time of day.
pub(crate) fn next_time_of_day(time: TimeOfDay, now: Timestamp) -> Timestamp {
    let date = js_date(now);
    date.set_hours(u32::from(time.minutes() / 60 % 24));
    date.set_minutes(u32::from(time.minutes() % 60));
    date.set_seconds(0);
    date.set_milliseconds(0);
    if date.get_time() <= js_date(now).get_time() {
        date.set_date(date.get_date() + 1);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a date has far fewer than 53 bits")]
    Timestamp::from_millis(date.get_time() as i64)
}

/// How many days of the browser's calendar lie between two moments.
fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    let noon = |at: Timestamp| {
        let date = js_date(at);
        date.set_hours(12);
        date.set_minutes(0);
        date.set_seconds(0);
        date.set_milliseconds(0);
        date.get_time()
    };
    // From noon to noon: a day of 23 or 25 hours rounds to one.
    #[expect(clippy::cast_possible_truncation, reason = "days are few")]
    let days = ((noon(to) - noon(from)) / 86_400_000.0).round() as i64;
    days
}

fn js_date(at: Timestamp) -> js_sys::Date {
    #[expect(clippy::cast_precision_loss, reason = "a date has far fewer than 53 bits")]
    js_sys::Date::new(&(at.as_millis() as f64).into())
}

/// The browser's time zone.
pub(crate) fn zone(_known: &str) -> String {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
        .resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default()
}

/// Opens a dialog above the page, or closes it; the focus goes back to where it was before.
pub(crate) fn open_modal(dialog: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = dialog.get_untracked() else { return };
    match (open, dialog.open()) {
        // It fails only for a dialog that is gone.
        (true, false) => drop(dialog.show_modal()),
        (false, true) => dialog.close(),
        _ => {}
    }
}

/// Moves the focus, once what is shown is drawn, to the first of these that can have it.
pub(crate) fn focus_soon(
    within: NodeRef<html::Dialog>,
    selectors: impl IntoIterator<Item = String> + 'static,
) {
    focus_within(within, selectors, |_| true);
}

/// The same where nothing has the focus any more.
pub(crate) fn keep_focus(
    within: NodeRef<html::Dialog>,
    selectors: impl IntoIterator<Item = String> + 'static,
) {
    focus_within(within, selectors, |dialog| {
        let focused = dialog.owner_document().and_then(|document| document.active_element());
        focused.is_none_or(|focused| focused.tag_name() == "BODY")
    });
}

fn focus_within(
    within: NodeRef<html::Dialog>,
    selectors: impl IntoIterator<Item = String> + 'static,
    when: fn(&web_sys::HtmlDialogElement) -> bool,
) {
    // Without another frame nobody looks.
    drop(request_animation_frame(move || {
        let Some(within) = within.get_untracked().filter(when) else { return };
        for selector in selectors {
            let Ok(found) = within.query_selector_all(&selector) else { continue };
            for place in 0..found.length() {
                let found = found.get(place).and_then(|node| node.dyn_into().ok());
                if found.is_some_and(|found: web_sys::HtmlElement| can_focus(&found)) {
                    return;
                }
            }
        }
    }));
}

/// Gives it the focus; what is folded away cannot have it.
fn can_focus(element: &web_sys::HtmlElement) -> bool {
    let tried = element.focus();
    let focused = element.owner_document().and_then(|document| document.active_element());
    tried.is_ok() && focused.is_some_and(|focused| focused.is_same_node(Some(element)))
}

/// Loads the page anew: the session is over, and the server leads on.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        // A page that cannot be reloaded stays as it is.
        drop(window.location().reload());
    }
}

/// Leads on to the page that does what the dialog does.
pub(crate) fn go_to_presence() {
    if let Some(window) = web_sys::window() {
        // A page that cannot be left stays as it is.
        drop(window.location().set_href(crate::paths::PRESENCE));
    }
}

/// Whether this is the page that is the dialog itself.
pub(crate) fn is_presence_page() -> bool {
    web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .is_some_and(|path| path == crate::paths::PRESENCE)
}

/// Where a device remembers the latest door that a person saw on it.
fn seen_by(person: &str) -> String {
    format!("porchlight_door_seen_{person}")
}

/// The latest door that this person saw on this device.
pub(crate) fn door_seen(person: &str) -> Timestamp {
    storage()
        .and_then(|storage| storage.get_item(&seen_by(person)).ok().flatten())
        .and_then(|text| text.parse().ok())
        .map_or(Timestamp::MIN, Timestamp::from_millis)
}

/// Remembers that this person saw a door on this device.
pub(crate) fn note_door_seen(person: &str, at: Timestamp) {
    if let Some(storage) = storage() {
        // Where storage is off, the notice comes again: better than not at all.
        drop(storage.set_item(&seen_by(person), &at.as_millis().to_string()));
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What a form holds.
pub(crate) struct FormFields(web_sys::FormData);

impl FormFields {
    pub(crate) fn of(form: NodeRef<html::Form>) -> Option<Self> {
        // A browser tells of a change as well when it takes the form out of the page; then it is gone.
        let form = form.try_get_untracked().flatten()?;
        web_sys::FormData::new_with_form(&form).ok().map(Self)
    }

    /// The value of a field; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> String {
        self.0.get(name).as_string().unwrap_or_default()
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.get_all(name).iter().filter_map(|value| value.as_string()).collect()
    }
}
