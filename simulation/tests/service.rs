//! The service with its store, simulated: days within seconds, and readers, followers and the ledger agree.

use simulation::{Kind, Report, base, hold, kept, seeds_from};

/// How many fresh seeds each run of the tests tries on each engine. `make soak` tries more.
const FRESH: usize = 3;

fn fresh_find_nothing(kind: Kind) {
    if !kind.is_here() {
        // The tests of the service's store insist on Postgres where there has to be one.
        eprintln!("skipped: PORCHLIGHT_TEST_POSTGRES_URL names no server");
        return;
    }
    let base = base();
    eprintln!("fresh seeds from SIMULATION_BASE={base:#x}");
    let reports = seeds_from(base).take(FRESH).map(|seed| hold(kind, seed));
    let total = reports.fold(Report::default(), Report::and);
    // A world in which little happens finds little.
    assert!(total.restarts > 0 && total.flips > 10, "{total:?}");
}

fn kept_find_nothing(kind: Kind) {
    for seed in kept(kind) {
        hold(kind, seed);
    }
}

#[test]
fn fresh_seeds_find_nothing_on_sqlite() {
    fresh_find_nothing(Kind::Service);
}

#[test]
fn seeds_that_found_something_on_sqlite_find_nothing_any_more() {
    kept_find_nothing(Kind::Service);
}

#[test]
fn fresh_seeds_find_nothing_on_postgres() {
    fresh_find_nothing(Kind::Postgres);
}

#[test]
fn seeds_that_found_something_on_postgres_find_nothing_any_more() {
    if Kind::Postgres.is_here() {
        kept_find_nothing(Kind::Postgres);
    }
}
