//! The header's event stream.

use super::{
    stream::{EventStream, ask},
    tools::{offline, online, problem, program, put},
};
use crate::support::{ADMIN, AGENT, BOTH, Client, TestServer, key};
use presence::{DoorRule, KeepHistory, Roles, ShowHeaderIcons, SiteSettings};
use serde_json::json;

const EVENTS: &str = "/api/v1/me/events";

async fn open(client: &mut Client) -> EventStream {
    EventStream::open(client, EVENTS).await
}

#[tokio::test]
async fn it_begins_with_me_and_then_everything_that_one_sees() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    world.add_member("marta", "BIL", ADMIN).await;
    online(&mut marta).await;
    let mut events = open(&mut marta).await;
    let me = events.next().await.unwrap();
    assert_eq!((me.name.as_str(), me.id.as_deref()), ("me", None));
    let me = me.json();
    assert_eq!(me["now"], "2025-11-24T12:00:00Z");
    assert_eq!(me["id"], world.id("marta").to_string());
    assert_eq!(
        me["projects"],
        json!([
            { "key": "BIL", "name": "Project BIL", "door": true, "agent": true },
            { "key": "SUP", "name": "Project SUP", "door": false, "agent": true }
        ])
    );
    let [presence, bil, sup] = &events.take(3).await[..] else { panic!("three events") };
    assert_eq!((presence.name.as_str(), presence.json()), ("presence", me["presence"].clone()));
    for (roster, key) in [(bil, "BIL"), (sup, "SUP")] {
        assert_eq!(roster.name, "roster");
        let row = json!({
            "id": world.id("marta").to_string(), "name": "marta", "presence": "online",
            "since": "2025-11-24T12:00:00Z", "until": null, "attended": true
        });
        assert_eq!(roster.json(), json!({ "project": key, "agents": [row] }));
    }
    assert!(events.is_quiet());
}

#[tokio::test]
async fn each_change_comes_to_those_who_may_see_it_and_to_nobody_else() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut jonas = program(&world, "jonas", &["SUP", "BIL"], AGENT).await;
    let mut lea = program(&world, "lea", &["BIL"], AGENT).await;
    let mut events = open(&mut marta).await;
    events.take(3).await;

    online(&mut lea).await;
    offline(&mut lea).await;
    assert!(events.is_quiet(), "another project's roster");
    put(&mut jonas, &json!({ "status": "online", "projects": ["BIL"] })).await;
    assert!(events.is_quiet(), "a colleague, elsewhere");

    online(&mut jonas).await;
    let roster = events.next().await.unwrap();
    assert_eq!(roster.json()["project"], "SUP");
    assert_eq!(roster.json()["agents"][0]["name"], "jonas");
    assert!(events.is_quiet(), "the presence of others is theirs");

    online(&mut marta).await;
    let [presence, roster] = &events.take(2).await[..] else { panic!("two events") };
    assert_eq!(presence.json()["status"], "online");
    assert_eq!(roster.json()["agents"].as_array().unwrap().len(), 2);
    assert!(events.is_quiet());
    world.server.hub.beat();
    assert_eq!(events.block().await.unwrap(), super::stream::HEARTBEAT);
}

#[tokio::test]
async fn an_admin_without_a_presence_follows_what_they_see() {
    let world = TestServer::new().await;
    let mut events = open(&mut world.priya().await).await;
    let me = events.next().await.unwrap().json();
    let keys: Vec<_> = me["projects"].as_array().unwrap().iter().map(|p| &p["key"]).collect();
    assert_eq!(keys, ["BIL", "HR", "SUP"]);
    assert_eq!(me["presence"]["projects"], json!([]));
}

#[tokio::test]
async fn it_ends_when_who_one_is_or_what_one_sees_changes() {
    for rule in [
        "signed out",
        "session ended by a site admin",
        "account disabled",
        "a role taken away",
        "a role given",
        "the token revoked",
        "chat turned off",
        "chat turned off while an end was due",
        "the project renamed",
        "another door rule",
    ] {
        let world = TestServer::new().await;
        let mut marta = match rule {
            "the token revoked" => program(&world, "marta", &["SUP"], AGENT).await,
            "another door rule" => program(&world, "marta", &["SUP"], BOTH).await,
            _ => world.agent("marta", "SUP").await,
        };
        put(&mut marta, &json!({ "status": "online", "minutes": 60 })).await;
        let id = world.id("marta");
        let priya = world.identity("priya").await;
        let service = &world.service;
        let mut events = open(&mut marta).await;
        events.take(3).await;
        assert!(events.is_quiet(), "{rule}");
        match rule {
            "signed out" => drop(marta.post::<&str>("/sign-out", &[]).await),
            "session ended by a site admin" => {
                drop(service.force_logout(&priya, &id, None).await.unwrap());
            }
            "account disabled" => service.set_disabled(&priya, &id, true).await.unwrap(),
            "a role taken away" => {
                let none = Roles::default();
                service.set_member(&priya, &key("SUP"), &id, none).await.unwrap();
            }
            "a role given" => service.set_member(&priya, &key("SUP"), &id, BOTH).await.unwrap(),
            "the token revoked" => {
                let token = service.tokens(&priya, &id).await.unwrap().remove(0);
                service.revoke_token(&priya, &token.id).await.unwrap();
            }
            "chat turned off" => world.change_project("SUP", false, false).await,
            "chat turned off while an end was due" => {
                world.clock.advance(60 * 60_000);
                // Signing in would record it by itself.
                let change = service::ProjectChange {
                    name: "Project SUP".parse().unwrap(),
                    chat_enabled: false,
                    show_count: false,
                };
                service.change_project(&priya, &key("SUP"), &change).await.unwrap();
            }
            "the project renamed" => {
                let change = service::ProjectChange {
                    name: "Another name".parse().unwrap(),
                    chat_enabled: true,
                    show_count: false,
                };
                service.change_project(&priya, &key("SUP"), &change).await.unwrap();
            }
            _ => {
                let settings =
                    SiteSettings { door_rule: DoorRule::SiteAdmins, ..Default::default() };
                service.change_site_settings(&priya, &settings).await.unwrap();
            }
        }
        assert!(events.ends().await, "{rule}");
        let status = ask(&mut marta, EVENTS).await.status().as_u16();
        let out = [
            "signed out",
            "session ended by a site admin",
            "account disabled",
            "the token revoked",
        ];
        assert_eq!(status, if out.contains(&rule) { 401 } else { 200 }, "{rule}");
    }
}

#[tokio::test]
async fn it_goes_on_while_others_come_and_go() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut events = open(&mut marta).await;
    events.take(3).await;
    world.agent("jonas", "BIL").await.post::<&str>("/sign-out", &[]).await;
    world.change_project("SUP", true, true).await;
    assert!(events.is_quiet(), "what the public learns changes nothing here");
}

#[tokio::test]
async fn it_goes_on_whatever_is_set_that_it_does_not_tell() {
    for (rule, settings) in [
        (
            "for how long history is kept",
            SiteSettings { keep_history: KeepHistory::days(30).unwrap(), ..Default::default() },
        ),
        (
            "where the icon stands",
            SiteSettings { show_header_icons: ShowHeaderIcons::Nowhere, ..Default::default() },
        ),
        (
            "whose the door is, where one has none by any rule",
            SiteSettings { door_rule: DoorRule::SiteAdmins, ..Default::default() },
        ),
    ] {
        let world = TestServer::new().await;
        let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
        let mut lea = program(&world, "lea", &["BIL"], AGENT).await;
        let mut events = open(&mut marta).await;
        let mut others = open(&mut lea).await;
        events.take(3).await;
        others.take(3).await;
        let priya = world.identity("priya").await;
        world.service.change_site_settings(&priya, &settings).await.unwrap();
        assert!(events.is_quiet(), "{rule}");
        // Another project is renamed: those who do not see it are not asked to come again.
        let name = "Another name".parse().unwrap();
        let change = service::ProjectChange { name, chat_enabled: true, show_count: false };
        world.service.change_project(&priya, &key("BIL"), &change).await.unwrap();
        assert!(others.ends().await, "{rule}");
        assert!(events.is_quiet(), "{rule}");
    }
}

#[tokio::test]
async fn nobody_known_follows_nothing() {
    let world = TestServer::new().await;
    problem(&world.stranger().get(EVENTS).await, 401, "unauthenticated");
}

#[tokio::test]
async fn it_ends_when_the_server_stops_and_none_begins() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut events = open(&mut marta).await;
    events.take(3).await;
    world.server.stop.cancel();
    world.server.hub.end_all();
    assert!(events.ends().await);
    problem(&marta.get(EVENTS).await, 503, "unavailable");
    assert_eq!(world.server.hub.streams(), (0, 0), "one that is refused leaves nothing behind");
}
