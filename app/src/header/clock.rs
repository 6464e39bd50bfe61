//! What time it is for the reader, and how moments are said to them.

use crate::{Language, browser};
use leptos::prelude::*;
use presence::Timestamp;

/// The reader's clock: the server's on a page, and in the browser one that moves.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    pub(crate) t: Language,
    /// Now, by the server's clock. It moves once a second.
    pub(crate) now: RwSignal<Timestamp>,
    /// Awake in a browser: times are the browser's own from here on.
    pub(crate) awake: RwSignal<bool>,
    /// Server time minus browser time, in milliseconds.
    skew: StoredValue<i64>,
    zone: StoredValue<String>,
}

impl Clock {
    pub(crate) fn new(t: Language, zone: String, now: Timestamp) -> Self {
        Self {
            t,
            now: RwSignal::new(now),
            awake: RwSignal::new(false),
            skew: StoredValue::new(0),
            zone: StoredValue::new(zone),
        }
    }

    /// The clock of a page.
    #[cfg(feature = "ssr")]
    pub(crate) fn of(reader: &crate::format::Reader) -> Self {
        Self::new(reader.language, reader.zone_name().to_owned(), reader.now)
    }

    /// Sets it by the server's.
    pub(super) fn correct(self, server: Timestamp) {
        self.skew.set_value(server.millis_since(browser::now()));
        self.now.set(server);
    }

    /// Moves it on.
    pub(super) fn tick(self) {
        self.now.set(browser::now().plus_millis(self.skew.get_value()));
    }

    /// A moment in the reader's zone: "17:30", "tomorrow, 09:00".
    pub(crate) fn moment(self, at: Timestamp) -> String {
        // Until it is awake the server's words stand.
        let is_awake = self.awake.get();
        browser::moment(self.t, &self.zone.read_value(), is_awake, self.now.get(), at)
    }

    /// The name of the reader's zone.
    pub(crate) fn zone(self) -> String {
        browser::zone(&self.zone.read_value())
    }
}
