//! Months of a site's life, at random from a seed, beside a small model of the same rules.
//!
//! People work, pause, close laptops and lose their network; admins use the door and change rules and hours;
//! the server is stopped, killed and suspended. At every step the product and the [`Reference`] must agree on
//! who is there, what is counted, what the public sees and what the ledger says. The product is a [`Site`] in
//! memory, for the rules of `presence` alone, or [`Served`]: the use cases and the store of `service`, on
//! `SQLite` or Postgres. See `docs/adr/0012-simulated-presence.md`.
//!
//! This crate is a tool of the tests. Nothing of it is in the product, and it never asks for the time.

mod chance;
mod drive;
mod happening;
mod names;
mod product;
mod reference;
mod seeds;
mod served;
mod site;
mod week;
mod world;

pub use chance::Chance;
pub use drive::{Report, drive};
pub use happening::{
    Answer, DAY, HOUR, Happening, Knows, MINUTE, Moment, OwnIdle, PEOPLE, PROJECTS, Page, SECOND,
    SiteRules,
};
pub use product::Product;
pub use reference::{By, Public, Reference, Row, Said, There, What};
pub use seeds::{Kind, base, hold, kept, parse, seeds_from};
pub use served::{Engine, Served};
pub use site::Site;
pub use week::{Day, Week};
pub use world::{World, start_of};
