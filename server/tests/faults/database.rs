//! The database is locked, full or gone while the server runs.

use super::{
    http::{Client, Reply},
    process::{Server, patiently, porchlight, until},
    site::{Busy, MINE, Site, wait},
};
use sqlx::{AnyConnection, Connection, Executor};
use std::{process::Command, sync::mpsc, thread};

const ONLINE: &str = r#"{"status":"online"}"#;

#[track_caller]
fn is_unavailable(reply: &Reply) {
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(reply.head.contains("content-type: application/problem+json"), "{reply:?}");
    assert!(reply.head.contains("retry-after: "), "{reply:?}");
    assert_eq!(reply.json()["type"], "urn:porchlight:problem:unavailable");
}

/// Whether the server says that it is not ready, and why.
#[track_caller]
fn takes_no_writes(server: &Server, why: &str) {
    let reply = server.get("/readyz").unwrap();
    is_unavailable(&reply);
    let detail = reply.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("The database takes no writes: "), "{detail}");
    assert!(detail.contains(why), "{detail}");
}

#[test]
fn while_it_is_locked_readers_are_served_and_writers_are_told() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let mut marta = site.client(&server, "marta");
    wait(async {
        let mut lock = AnyConnection::connect(&site.url).await.unwrap();
        lock.execute("begin exclusive").await.unwrap();
        let (sender, writer) = mpsc::channel();
        let mut waiting = site.client(&server, "marta");
        thread::spawn(move || sender.send(waiting.ask("PUT", MINE, ONLINE).unwrap()).ok());
        for _ in 0..20 {
            assert_eq!(server.availability("SUP").json()["status"], "offline");
        }
        assert_eq!(marta.ask("GET", MINE, "").unwrap().status, 200);
        assert_eq!(server.get("/readyz").unwrap().status, 200);
        assert!(writer.try_recv().is_err(), "all that while it is locked");
        is_unavailable(&writer.recv().unwrap());
        takes_no_writes(&server, "locked");
        lock.execute("rollback").await.unwrap();
    });
    assert_eq!(marta.ask("GET", MINE, "").unwrap().json()["revision"], 0, "nothing was changed");
    assert_eq!(marta.ask("PUT", MINE, ONLINE).unwrap().status, 200);
    assert_eq!(server.availability("SUP").json()["status"], "online");
    assert_eq!(server.get("/readyz").unwrap().status, 200);
}

#[test]
fn a_server_that_nobody_asks_finds_out_by_itself_that_it_cannot_write() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    wait(async {
        let mut lock = AnyConnection::connect(&site.url).await.unwrap();
        lock.execute("begin exclusive").await.unwrap();
        patiently("it says that it is not ready", || server.get("/readyz").unwrap().status == 503);
        takes_no_writes(&server, "locked");
        lock.execute("rollback").await.unwrap();
    });
    patiently("it says that it is ready", || server.get("/readyz").unwrap().status == 200);
}

#[test]
fn when_the_disk_is_full_nothing_that_was_acknowledged_is_lost() {
    let agents = ["marta", "jonas"];
    let site = Site::with(&agents);
    // No file of this process grows beyond 1 MiB; what is written past it fails as on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\"";
    let serve = porchlight(&["serve", "--listen", "127.0.0.1:0", "--database-url", &site.url]);
    let mut command = Command::new("sh");
    command.args(["-c", limited]).arg(serve.get_program()).args(serve.get_args());
    let mut server = Server::of(command);
    let busy = Busy::start(&site, &server, &agents);
    let mut marta = site.client(&server, "marta");
    let mut last = None;
    until("the disk is full", || {
        let reply = marta.ask("PUT", MINE, ONLINE).unwrap();
        let refused = reply.status != 200;
        last = Some(reply);
        refused
    });
    is_unavailable(&last.unwrap());
    takes_no_writes(&server, "disk");
    assert_eq!(server.availability("SUP").status, 200);
    assert_eq!(marta.ask("GET", MINE, "").unwrap().status, 200);
    // Somebody makes room, and it goes on as if nothing had been.
    wait(async {
        let mut beside = AnyConnection::connect(&site.url).await.unwrap();
        beside.execute("pragma wal_checkpoint(truncate)").await.unwrap();
    });
    let reply = marta.ask("PUT", MINE, ONLINE).unwrap();
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(server.get("/readyz").unwrap().status, 200);
    server.kill();
    let jonas = busy.acknowledged().remove(1);
    assert!(jonas.len() > 0);
    site.check(&site.url, &[jonas]);
}

#[test]
fn when_its_file_is_gone_nothing_is_acknowledged_that_would_be_lost() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let mut marta: Client = site.client(&server, "marta");
    assert_eq!(marta.ask("PUT", MINE, ONLINE).unwrap().status, 200);
    let all = site.database_files();
    for gone in [&all[..], &all[..1], &all[1..2], &all[2..]] {
        let aside: Vec<_> = gone.iter().map(|file| (file, format!("{file}.aside"))).collect();
        for (file, aside) in &aside {
            std::fs::rename(file, aside).unwrap();
        }
        is_unavailable(&marta.ask("PUT", MINE, r#"{"status":"offline"}"#).unwrap());
        is_unavailable(&server.get("/readyz").unwrap());
        assert_eq!(server.availability("SUP").json()["status"], "online");
        for (file, aside) in &aside {
            std::fs::rename(aside, file).unwrap();
        }
    }
    assert_eq!(marta.ask("PUT", MINE, r#"{"status":"offline"}"#).unwrap().status, 200);
    assert_eq!(server.availability("SUP").json()["status"], "offline");
}
