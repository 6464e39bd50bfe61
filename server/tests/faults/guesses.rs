//! Whoever guesses passwords costs no more memory than is hashed in at once.

use super::{process::Server, site::Site};
use std::thread;

#[test]
fn guessed_passwords_take_no_more_memory_than_is_used_at_once() {
    const GUESSES: u32 = 48;
    let site = Site::with(&["marta"]);
    let server = Server::start_with(&site.url, &["--sign-in-limit", "100000"]);
    let before = server.peak_memory();
    thread::scope(|scope| {
        for guess in 0..GUESSES {
            let server = &server;
            scope.spawn(move || {
                let body = format!("email=guess{guess}%40example.com&password=wrong%20password");
                let mut client = server.client("");
                let form = "application/x-www-form-urlencoded";
                assert_eq!(client.ask_as(form, "POST", "/sign-in", &body).unwrap().status, 422);
            });
        }
    });
    // Four at most are hashed at once, in 19 MiB each; the rest is room for all else.
    let grown = server.peak_memory() - before;
    assert!(grown < 4 * 19 + 40, "{GUESSES} guesses took {grown} MiB");
}
