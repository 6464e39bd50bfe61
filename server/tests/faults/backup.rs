//! `porchlight backup` while the site is changed.

use super::{
    process::{Server, complain, say, until},
    site::{Busy, Site},
};

#[test]
fn a_backup_is_whole_and_overwrites_nothing() {
    let agents = ["marta", "jonas", "lea", "samuel"];
    let site = Site::with(&agents);
    let mut server = Server::start(&site.url);
    let busy = Busy::start(&site, &server, &agents);
    until("some changes", || busy.done() >= 50);
    let before = busy.done();
    let file = site.file("copy.db");
    assert!(say(&["backup", &file, "--database-url", &site.url], "").contains("was written"));
    let copied = std::fs::read(&file).unwrap();
    until("changes go on", || busy.done() >= before + 50);
    let said = complain(&["backup", &file, "--database-url", &site.url]);
    assert!(said.contains("exists already"), "{said}");
    assert!(std::fs::read(&file).unwrap() == copied, "it is as it was");
    server.kill();
    busy.acknowledged();
    site.check(&format!("sqlite://{file}"), &[]);
}
