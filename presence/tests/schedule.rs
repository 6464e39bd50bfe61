//! Schedules: the rules, the dates that others got wrong, and an oracle.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

#[path = "schedule/hours.rs"]
mod hours;
#[path = "schedule/oracle.rs"]
mod oracle;
#[path = "schedule/rivals.rs"]
mod rivals;
#[path = "schedule/rules.rs"]
mod rules;
