//! The hours of the demo's projects, and some holidays.

use crate::{
    ScheduleChange, StoreError, Zone, site::operator::OPERATOR, store::schedules, writing::Writing,
};
use jiff::{ToSpan as _, civil::Date};
use presence::{Hours, ProjectId, Revision, Span, Timestamp, WEEK};
use std::collections::BTreeMap;

/// The demo's people work by the clocks of this zone.
const ZONE: &str = "Europe/Berlin";

/// A project's key, and the hours of its days from Monday to Sunday.
const WEEKS: [(&str, [&str; 7]); 3] = [
    (
        "SUP",
        [
            "09:00-18:00",
            "09:00-18:00",
            "09:00-18:00",
            "09:00-18:00",
            "09:00-18:00",
            "10:00-14:00",
            "",
        ],
    ),
    (
        "BIL",
        [
            "09:00-12:00 13:00-17:00",
            "09:00-12:00 13:00-17:00",
            "09:00-12:00 13:00-17:00",
            "09:00-12:00 13:00-17:00",
            "09:00-12:00 13:00-17:00",
            "",
            "",
        ],
    ),
    ("OPS", ["22:00-06:00", "22:00-06:00", "22:00-06:00", "22:00-06:00", "", "", "22:00-06:00"]),
];

/// Month, day and name of a year's holidays.
const HOLIDAYS: [(i8, i8, &str); 6] = [
    (1, 1, "New Year’s Day"),
    (5, 1, "Labour Day"),
    (10, 3, "Day of German Unity"),
    (12, 25, "Christmas Day"),
    (12, 26, "Second Day of Christmas"),
    (12, 31, "New Year’s Eve"),
];

impl Writing {
    /// Gives the demo's projects their hours.
    pub(crate) async fn fill_hours(
        &mut self,
        ids: &BTreeMap<&'static str, ProjectId>,
    ) -> Result<(), StoreError> {
        let zone: Zone = ZONE.parse().unwrap_or(Zone::UTC);
        let today = date(&zone, self.now());
        for (key, days) in WEEKS {
            let Some(id) = ids.get(key) else { continue };
            // Billing closes early on the Friday after next: an exception to look at.
            let friday = today.saturating_add(14.days()).nth_weekday(1, WEEK[4]);
            let exceptions = match friday {
                Ok(friday) if key == "BIL" => BTreeMap::from([(friday, spans("09:00-12:00"))]),
                _ => BTreeMap::new(),
            };
            let Ok(hours) = Hours::new(days.map(spans), exceptions, holidays(today)) else {
                continue;
            };
            let change = ScheduleChange { zone: zone.clone(), hours, seen: Revision::new(0) };
            schedules::save_of_project(self.tx(), id, &change.kept(), change.seen).await?;
            self.show_schedule(id, OPERATOR).await?;
        }
        Ok(())
    }
}

fn date(zone: &Zone, now: Timestamp) -> Date {
    let now = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap_or_default();
    zone.rules().to_datetime(now).date()
}

/// This year's holidays and the next one's.
fn holidays(today: Date) -> BTreeMap<Date, String> {
    let years = [today.year(), today.year() + 1];
    years
        .into_iter()
        .flat_map(|year| HOLIDAYS.map(|(month, day, name)| (Date::new(year, month, day), name)))
        .filter_map(|(date, name)| Some((date.ok()?, name.to_owned())))
        .collect()
}

fn spans(text: &str) -> Vec<Span> {
    text.split(' ')
        .filter_map(|span| span.split_once('-'))
        .filter_map(|(from, to)| Span::parse(from, to).ok())
        .collect()
}
