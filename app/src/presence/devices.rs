//! Devices in a list: what they are, when somebody last touched them, and signing them out.

use super::when::When;
use crate::{
    Language, format,
    header::{Clock, Header},
    icons::{Icon, IconName},
    paths,
    ui::{SLOTS, part, weave},
};
use leptos::{ev::SubmitEvent, prelude::*};
use presence::{DeviceKind, MINUTE, view::DeviceView};

/// Until this is over, somebody counts as just having been there.
const JUST_NOW: i64 = 2 * MINUTE;
/// From here on a device is not called active.
const LONG_IDLE: i64 = 15 * MINUTE;

/// "Your devices", with the choice of a sound.
#[component]
pub(crate) fn YourDevices(header: Header) -> impl IntoView {
    let t = header.t;
    let list = move || {
        header.devices.get().map(|devices| {
            let sign_out = Callback::new(move |device| header.sign_out_device(device));
            view! { <DeviceList clock=header.clock devices=devices sign_out=sign_out/> }
        })
    };
    view! {
        <div class="dialog__title"><h2 class="h3">{t.your_devices()}</h2></div>
        {part(list)}
        <pl-sound hidden=true>
            <label class="check">
                <input type="checkbox" value="sound"/>
                <span>{t.sound_choice()}</span>
            </label>
        </pl-sound>
    }
}

/// The devices, the present one first, then the one that was heard of last; each can be signed out.
#[component]
pub(crate) fn DeviceList(
    clock: Clock,
    devices: Vec<DeviceView>,
    /// What signs one's own out at once; those of others are on a page of their own, whose form is sent.
    #[prop(optional)]
    sign_out: Option<Callback<String>>,
) -> impl IntoView {
    let t = clock.t;
    if devices.is_empty() {
        return view! { <p class="muted">{t.no_devices()}</p> }.into_any();
    }
    let rows = devices.into_iter().map(|device| row(clock, device, sign_out)).collect_view();
    view! { <ul class="list">{rows}</ul> }.into_any()
}

fn row(clock: Clock, device: DeviceView, sign_out: Option<Callback<String>>) -> impl IntoView {
    let t = clock.t;
    let sign_out = if device.this {
        sign_out_here(t, &device).into_any()
    } else {
        sign_out_there(t, &device, sign_out).into_any()
    };
    let is_phone = ["iPhone", "iPad", "Android"].iter().any(|name| device.name.contains(name));
    let (icon, name) = match device.kind {
        DeviceKind::Token => (IconName::Key, t.token_device(&device.name)),
        DeviceKind::Browser if is_phone => (IconName::Phone, device.name.clone()),
        DeviceKind::Browser => (IconName::Laptop, device.name.clone()),
    };
    view! {
        <li class="item">
            <span class="glyph"><Icon name=icon/></span>
            <span class="item__main">
                <span class="item__name">{name}</span>
                <span class="item__meta">{part(move || meta(clock, &device))}</span>
            </span>
            <span class="item__end">{sign_out}</span>
        </li>
    }
}

fn meta(clock: Clock, device: &DeviceView) -> Vec<AnyView> {
    let t = clock.t;
    if !device.connected && !device.this {
        let seen = view! { <When clock=clock at=device.seen_at/> }.into_any();
        return weave(&t.last_seen_at(SLOTS[0]), [seen]);
    }
    let idle = clock.now.get().millis_since(device.active_at).max(0);
    let time = || format::duration(t, idle);
    let words = match (device.this, idle) {
        (true, ..JUST_NOW) => t.this_device_active_now().to_owned(),
        (true, _) => t.this_device_active_ago(&time()),
        (false, ..JUST_NOW) => t.device_active_now().to_owned(),
        (false, JUST_NOW..LONG_IDLE) => t.device_active_ago(&time()),
        (false, _) => t.idle_for(&time()),
    };
    vec![words.into_any()]
}

/// Signing out the device that one sits at is signing out.
fn sign_out_here(t: Language, device: &DeviceView) -> impl IntoView + use<> {
    view! {
        <form method="post" action=paths::SIGN_OUT>
            <button class="btn btn--small" type="submit" aria-label=t.sign_out_device(&device.name)>
                {t.sign_out()}
            </button>
        </form>
    }
}

fn sign_out_there(
    t: Language,
    device: &DeviceView,
    at_once: Option<Callback<String>>,
) -> impl IntoView + use<> {
    let id = device.id.to_string();
    let submit = {
        let id = id.clone();
        move |event: SubmitEvent| {
            if let Some(at_once) = at_once {
                event.prevent_default();
                at_once.run(id.clone());
            }
        }
    };
    view! {
        <form method="post" action=at_once.map(|_| paths::PRESENCE) on:submit=submit>
            <input type="hidden" name="action" value="sign_out_device"/>
            <input type="hidden" name="device" value=id/>
            <button class="btn btn--small" type="submit" aria-label=t.sign_out_device(&device.name)>
                {t.sign_out()}
            </button>
        </form>
    }
}
