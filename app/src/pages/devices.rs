//! Devices in a list: what they are, when somebody last touched them, and signing them out.

use crate::{
    format::{self, Reader},
    icons::{Icon, IconName},
    paths,
    ui::{SLOTS, Submit, Time, weave},
};
use leptos::prelude::*;
use presence::{DeviceId, DeviceKind, MINUTE, Timestamp};

/// A device that is signed in.
#[derive(Debug, Clone)]
pub struct DeviceRow {
    /// Which.
    pub id: DeviceId,
    /// What it is.
    pub kind: DeviceKind,
    /// A name that one can recognise: "Firefox on Linux".
    pub name: String,
    /// Whether it is the one that looks at this page.
    pub this: bool,
    /// When it was last heard of.
    pub seen_at: Timestamp,
    /// When somebody last touched it.
    pub active_at: Timestamp,
    /// Whether it is there now.
    pub connected: bool,
}

/// Until this is over, somebody counts as just having been there.
const JUST_NOW: i64 = 2 * MINUTE;
/// From here on a device is not called active.
const LONG_IDLE: i64 = 15 * MINUTE;

impl DeviceRow {
    fn icon(&self) -> IconName {
        let is_phone = ["iPhone", "iPad", "Android"].iter().any(|name| self.name.contains(name));
        match self.kind {
            DeviceKind::Token => IconName::Key,
            DeviceKind::Browser if is_phone => IconName::Phone,
            DeviceKind::Browser => IconName::Laptop,
        }
    }

    fn meta(&self, reader: &Reader) -> Vec<AnyView> {
        let t = reader.language;
        let idle = reader.now.millis_since(self.active_at).max(0);
        let time = || format::duration(t, idle);
        if !self.connected && !self.this {
            let seen = view! { <Time at=self.seen_at/> }.into_any();
            return weave(&t.last_seen_at(SLOTS[0]), [seen]);
        }
        let words = match (self.this, idle) {
            (true, ..JUST_NOW) => t.this_device_active_now().to_owned(),
            (true, _) => t.this_device_active_ago(&time()),
            (false, ..JUST_NOW) => t.device_active_now().to_owned(),
            (false, JUST_NOW..LONG_IDLE) => t.device_active_ago(&time()),
            (false, _) => t.idle_for(&time()),
        };
        vec![words.into_any()]
    }
}

/// Whose devices they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The viewer's.
    Own,
    /// Somebody else's, on the page of all people.
    Theirs,
}

/// The devices, the present one first, then the one that was heard of last; each can be signed out.
pub(super) fn device_list(reader: &Reader, mut devices: Vec<DeviceRow>, whose: Whose) -> AnyView {
    let t = reader.language;
    if devices.is_empty() {
        return view! { <p class="muted">{t.no_devices()}</p> }.into_any();
    }
    devices.sort_by_key(|device| (!device.this, std::cmp::Reverse(device.seen_at)));
    let rows = devices
        .into_iter()
        .map(|device| {
            let meta = device.meta(reader);
            let sign_out = sign_out(reader, &device, whose);
            let name = match device.kind {
                DeviceKind::Token => t.token_device(&device.name),
                DeviceKind::Browser => device.name.clone(),
            };
            view! {
                <li class="item">
                    <span class="glyph"><Icon name=device.icon()/></span>
                    <span class="item__main">
                        <span class="item__name">{name}</span>
                        <span class="item__meta">{meta}</span>
                    </span>
                    <span class="item__end">{sign_out}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="list">{rows}</ul> }.into_any()
}

/// Signing out the device that one sits at is signing out.
fn sign_out(reader: &Reader, device: &DeviceRow, whose: Whose) -> AnyView {
    let t = reader.language;
    let aria = t.sign_out_device(&device.name);
    if device.this {
        return view! {
            <form method="post" action=paths::SIGN_OUT>
                <Submit label=t.sign_out() class="btn btn--small" aria=aria/>
            </form>
        }
        .into_any();
    }
    let (page, at_once) = match whose {
        // It stands in the dialog too, on whatever page that is.
        Whose::Own => (Some(paths::PRESENCE), Some(paths::own_device(&device.id))),
        Whose::Theirs => (None, None),
    };
    view! {
        <form method="post" action=page>
            <input type="hidden" name="action" value="sign_out_device"/>
            <button
                class="btn btn--small"
                type="submit"
                name="device"
                value=device.id.to_string()
                aria-label=aria
                data-delete=at_once
            >
                {t.sign_out()}
            </button>
        </form>
    }
    .into_any()
}

/// "Your devices", on the page of one's own time online and, taken from there, in the dialog.
pub(super) fn your_devices(reader: &Reader, devices: Vec<DeviceRow>) -> AnyView {
    let t = reader.language;
    view! {
        <div class="dialog__title"><h2 class="h3">{t.your_devices()}</h2></div>
        {device_list(reader, devices, Whose::Own)}
        <pl-sound hidden=true>
            <label class="check">
                <input type="checkbox" value="sound"/>
                <span>{t.sound_choice()}</span>
            </label>
        </pl-sound>
    }
    .into_any()
}
