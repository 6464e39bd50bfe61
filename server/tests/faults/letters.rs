//! `kill -9` between sending a letter and noting that it was sent.

use super::{
    process::{Server, until},
    site::{Site, wait},
};
use crate::mailbox::Mailbox;
use server::clock::SystemClock;
use service::{
    Asked, Email, Invite, Invited, LanguageTag, PasswordCost, Secret, Service, Store, Vault,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::TcpListener,
    sync::Arc,
};

/// How many letters wait.
const LETTERS: usize = 120;
/// How many may be under way when the server is killed.
const AT_ONCE: usize = 8;

/// Invites so many people while no server runs.
fn invite(site: &Site) {
    wait(async {
        let store = Store::open(&site.url).await.unwrap();
        let vault = Vault::in_file(site.file("porchlight.key").as_ref());
        let clock = Arc::new(SystemClock);
        let service = Service::start_with(store, vault, clock, Arc::new(()), PasswordCost::Cheap);
        let service = service.await.unwrap();
        let priya = service.token(&Secret::presented(&site.tokens["priya"])).await.unwrap();
        let letter: LanguageTag = "en".parse().unwrap();
        for guest in 0..LETTERS {
            let email: Email = format!("guest{guest}@example.com").parse().unwrap();
            let letter = Some(letter.clone());
            let asked = Invite { email, project: None, site_admin: false, letter };
            let invited = service.invite(&priya, &asked).await.unwrap();
            assert!(matches!(invited, Invited::Asked(Asked::ByLetter(_))), "{invited:?}");
        }
        service.store().close().await;
    });
}

fn header<'a>(letter: &'a str, name: &str) -> &'a str {
    letter.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim()
}

#[test]
fn each_letter_arrives_whenever_the_server_is_killed_and_doubles_have_the_same_id() {
    let site = Site::with(&[]);
    invite(&site);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut mailbox = runtime.block_on(Mailbox::open());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let listen = format!("127.0.0.1:{port}");
    let flags = ["--smtp-url", &mailbox.url.clone(), "--listen", &listen];

    let mut arrived: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut letters = 0;
    let mut kills = 0;
    let mut server = Server::start_with(&site.url, &flags);
    until("every letter arrives", || {
        while let Some(letter) = mailbox.arrived() {
            letters += 1;
            let ids = arrived.entry(header(&letter, "To:").to_owned()).or_default();
            ids.insert(header(&letter, "Message-ID:").to_owned());
        }
        if letters > (kills + 1) * LETTERS / 5 && kills < 4 {
            kills += 1;
            server.kill();
            server = Server::start_with(&site.url, &flags);
        }
        arrived.len() == LETTERS
    });
    assert_eq!(kills, 4);
    assert!(arrived.values().all(|ids| ids.len() == 1), "{arrived:?}");
    assert!(letters <= LETTERS + kills * AT_ONCE, "{letters}");
}
