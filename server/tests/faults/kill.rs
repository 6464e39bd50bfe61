//! `kill -9` in the middle of everything.

use super::{
    process::{Server, until},
    site::{Acknowledged, Busy, MINE, Site},
};

#[test]
fn whatever_was_acknowledged_is_there_after_a_kill() {
    let agents = ["marta", "jonas", "lea", "samuel", "aiko", "ingrid", "chidi", "hannah"];
    let site = Site::with(&agents);
    let mut server = Server::start(&site.url);
    let busy = Busy::start(&site, &server, &agents);
    until("some hundred changes", || busy.done() >= 300);
    server.kill();
    let acknowledged = busy.acknowledged();
    assert!(acknowledged.iter().map(Acknowledged::len).sum::<usize>() >= 300);
    site.check(&site.url, &acknowledged);
    // The next one takes over where it was left, and says the same to everybody.
    let server = Server::start(&site.url);
    let mut revision = 0;
    for agent in agents {
        let mine = site.client(&server, agent).ask("GET", MINE, "").unwrap();
        assert_eq!(mine.status, 200, "{mine:?}");
        revision += mine.json()["revision"].as_u64().unwrap();
    }
    assert!(revision >= 300);
}
