//! SIGTERM: everything ends cleanly, and soon.

use super::{
    http::Client,
    process::Server,
    site::{MINE, Site, wait},
};
use sqlx::{AnyConnection, Connection, Executor};

#[test]
fn streams_end_cleanly_and_a_slow_request_does_not_hold_it_up() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let mut streams: Vec<_> = (0..200)
        .map(|number| {
            let mut client = site.client(&server, "marta");
            let mine = number % 10 == 0;
            let path =
                if mine { "/api/v1/me/events" } else { "/api/v1/projects/SUP/availability/events" };
            client.follow(path).unwrap();
            client
        })
        .collect();
    let mut slow = site.client(&server, "marta");
    slow.send("PUT", MINE, 100, "{\"status\":").unwrap();
    let mut idle = site.client(&server, "marta");
    assert_eq!(idle.ask("GET", MINE, "").unwrap().status, 200);
    server.terminate();
    assert_eq!(server.exit_code_within(5), Some(0));
    let cut = streams.iter_mut().map(Client::ends_cleanly).filter(|cleanly| !cleanly);
    assert_eq!(cut.count(), 0, "streams that were cut");
}

#[test]
fn a_request_under_way_is_answered() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let mut slow = site.client(&server, "marta");
    slow.send("PUT", MINE, 19, "{\"status\":").unwrap();
    let mut other = site.client(&server, "marta");
    other.follow("/api/v1/me/events").unwrap();
    server.terminate();
    assert!(other.ends_cleanly(), "it has heard that it is to stop");
    slow.send_more("\"online\"}").unwrap();
    assert_eq!(slow.read().unwrap().status, 200);
    assert_eq!(server.exit_code_within(5), Some(0));
}

#[test]
fn a_locked_database_does_not_hold_it_up() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    wait(async {
        let mut lock = AnyConnection::connect(&site.url).await.unwrap();
        lock.execute("begin exclusive").await.unwrap();
        let mut waiting = site.client(&server, "marta");
        let wish = r#"{"status":"online"}"#;
        waiting.send("PUT", MINE, wish.len(), wish).unwrap();
        server.terminate();
        assert_eq!(server.exit_code_within(5), Some(0));
    });
    // What it could not say at its end troubles nobody who comes after it.
    assert_eq!(Server::start(&site.url).availability("SUP").status, 200);
}
