//! The rules of presence, simulated: months within a minute, and the ledger agrees at every step.

use simulation::{Kind, Report, base, hold, kept, seeds_from};

/// How many fresh seeds each run of the tests tries. `make soak` tries them for as long as one likes.
const FRESH: usize = 4;

#[test]
fn seeds_that_found_something_find_nothing_any_more() {
    for seed in kept(Kind::Rules) {
        hold(Kind::Rules, seed);
    }
}

#[test]
fn fresh_seeds_find_nothing() {
    let base = base();
    eprintln!("fresh seeds from SIMULATION_BASE={base:#x}");
    let reports = seeds_from(base).take(FRESH).map(|seed| hold(Kind::Rules, seed));
    let total = reports.fold(Report::default(), Report::and);
    // A world in which little happens finds little.
    assert!(total.restarts > 20 && total.flips > 200, "{total:?}");
}
