//! On the server nothing is outside of the island.

#![allow(clippy::unused_self, reason = "the browser's own need theirs")]

use crate::Language;
use leptos::{html, prelude::*};
use presence::{TimeOfDay, Timestamp};

/// A moment in the words of the page.
#[cfg(feature = "ssr")]
pub(crate) fn moment(
    t: Language,
    zone: &str,
    _awake: bool,
    now: Timestamp,
    at: Timestamp,
) -> String {
    crate::format::Reader::new(t, zone, now).moment(at)
}

#[cfg(not(feature = "ssr"))]
pub(crate) fn moment(_: Language, _: &str, _: bool, _: Timestamp, _: Timestamp) -> String {
    String::new()
}

pub(crate) fn next_time_of_day(_: TimeOfDay, now: Timestamp) -> Timestamp {
    now
}

/// The zone that the page was told.
pub(crate) fn zone(known: &str) -> String {
    known.to_owned()
}

pub(crate) fn now() -> Timestamp {
    Timestamp::MIN
}

pub(crate) fn spawn(_: impl Future<Output = ()> + 'static) {}

pub(crate) fn every_second(_: impl Fn() + 'static) {}

pub(crate) fn follow_events(
    _: impl FnMut(String, String) + 'static,
    _: impl FnMut(bool) + 'static,
    _: impl FnMut() + 'static,
) {
}

pub(crate) fn reload() {}

pub(crate) fn tell(_: &str, _: Option<&str>) {}

pub(crate) fn ask_to_tell() {}

pub(crate) fn when_reached(_: impl FnMut() + 'static) {}

pub(crate) fn removed_from(_: &str) -> Vec<String> {
    Vec::new()
}

pub(crate) fn note_removed(_: &str, _: &[String]) {}

/// Until it is awake, the icon is a link.
pub(crate) fn is_presence_page() -> bool {
    true
}

pub(crate) fn door_seen(_: &str) -> Timestamp {
    Timestamp::MIN
}

pub(crate) fn note_door_seen(_: &str, _: Timestamp) {}

pub(crate) fn open_modal(_: NodeRef<html::Dialog>, _: bool) {}

pub(crate) fn keep_focus(_: NodeRef<html::Dialog>, _: impl IntoIterator<Item = String> + 'static) {}

pub(crate) fn focus_soon(_: NodeRef<html::Dialog>, _: impl IntoIterator<Item = String> + 'static) {}

/// What a form holds.
pub(crate) struct FormFields;

impl FormFields {
    pub(crate) fn of(_: NodeRef<html::Form>) -> Option<Self> {
        None
    }

    pub(crate) fn get(&self, _: &str) -> String {
        String::new()
    }

    pub(crate) fn all(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
