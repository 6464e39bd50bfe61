//! The door: who may, what it does, and that a refusal changes nothing.

use super::tools::{MINE, door, invalid, offline, online, problem, program, put, request};
use crate::support::{ADMIN, AGENT, BOTH, Client, TestServer};
use presence::{Change, DoorRule, EndReason, Fact, SiteSettings};
use serde_json::{Value, json};

async fn desk() -> (TestServer, Client, String) {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    online(&mut marta).await;
    let id = world.id("marta").to_string();
    (world, marta, id)
}

fn presences(mine: &Value) -> String {
    let places = mine["projects"].as_array().unwrap().iter();
    let shown = places.map(|place| {
        format!("{} {}", place["project"].as_str().unwrap(), place["presence"].as_str().unwrap())
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn who_may_not_changes_nothing_whatever_they_send() {
    let (world, marta, id) = desk().await;
    let jonas = program(&world, "jonas", &["SUP"], AGENT).await;
    let admin = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let elsewhere = program(&world, "yusuf", &["HR"], BOTH).await;
    let nobody = program(&world, "nobody", &[], AGENT).await;
    let mut both = program(&world, "lea", &["SUP"], BOTH).await;
    let lea = world.id("lea").to_string();
    online(&mut both).await;
    let before = world.truth().await;
    let all = json!({});
    let sup = json!({ "projects": ["SUP"] });
    let bil = json!({ "projects": ["BIL"] });
    let two = json!({ "projects": ["SUP", "BIL"] });
    let none = json!({ "projects": ["NOPE"] });
    for (rule, client, agent, body, status) in [
        ("an agent", &jonas, id.as_str(), &all, 403),
        ("an agent, for a project", &jonas, &id, &sup, 403),
        ("an agent, for another's project", &jonas, &id, &bil, 403),
        ("oneself", &marta, &id, &all, 403),
        ("oneself, as an admin", &both, &lea, &all, 403),
        ("an admin of another project", &elsewhere, &id, &all, 404),
        ("an admin of another project, naming this one", &elsewhere, &id, &sup, 404),
        ("a member of nothing", &nobody, &id, &all, 404),
        ("an admin, for a project that they do not see", &admin, &id, &bil, 404),
        ("an admin, for one of theirs and one of others", &admin, &id, &two, 404),
        ("an admin, for no project", &admin, &id, &none, 404),
        ("an id that nobody has", &admin, "nobody-has-this", &all, 404),
        ("no id at all", &admin, "%20", &all, 404),
        ("somebody who is no agent", &admin, world.id("priya").as_str(), &all, 404),
    ] {
        let answer = door(&mut client.clone(), agent, body).await;
        assert_eq!(answer.status, status, "{rule}: {}", answer.body);
        problem(&answer, status, if status == 403 { "forbidden" } else { "not-found" });
    }
    let answer = door(&mut world.stranger(), &id, &all).await;
    problem(&answer, 401, "unauthenticated");
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let (world, _, id) = desk().await;
    let mut admin = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let before = world.truth().await;
    for (rule, body, field) in [
        ("501 characters", json!({ "reason": "ä".repeat(501) }), "reason"),
        ("no text", json!({ "reason": 5 }), "body"),
        ("null", json!({ "reason": null }), "body"),
        ("no project", json!({ "projects": [] }), "projects"),
        ("no key", json!({ "projects": ["no key"] }), "body"),
        ("a negative revision", json!({ "revision": -1 }), "body"),
        ("an unknown field", json!({ "project": "SUP" }), "body"),
        ("no object", json!("SUP"), "body"),
    ] {
        let answer = door(&mut admin, &id, &body).await;
        assert_eq!(answer.status, 422, "{rule}: {}", answer.body);
        invalid(&answer, field);
    }
    for revision in [0, 2] {
        let stale = door(&mut admin, &id, &json!({ "revision": revision })).await;
        let stale = problem(&stale, 409, "stale-revision");
        assert_eq!(presences(&stale["presence"]), "SUP online", "as far as the admin may see");
        assert_eq!(stale["presence"]["revision"], 1);
    }
    let path = format!("/api/v1/agents/{id}/offline");
    let form = request("POST", &path, "application/x-www-form-urlencoded", "reason=x");
    problem(&admin.ask(form).await, 415, "not-json");
    problem(&admin.ask(request("POST", &path, "application/json", "{")).await, 400, "unreadable");
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn it_closes_what_the_admin_may_and_leaves_the_rest() {
    for (rule, who, roles, body, told, left) in [
        ("a project admin", "ingrid", ADMIN, json!({}), "SUP offline", "BIL online, SUP offline"),
        (
            "both roles",
            "ingrid",
            BOTH,
            json!({ "revision": 1 }),
            "SUP offline",
            "BIL online, SUP offline",
        ),
        (
            "a site admin",
            "priya",
            AGENT,
            json!({}),
            "BIL offline, SUP offline",
            "BIL offline, SUP offline",
        ),
        (
            "a site admin, one project",
            "priya",
            AGENT,
            json!({ "projects": ["bil"], "reason": "x".repeat(500) }),
            "BIL offline, SUP online",
            "BIL offline, SUP online",
        ),
    ] {
        let (world, mut marta, id) = desk().await;
        let mut admin = match who {
            "priya" => world.program("priya").await,
            _ => program(&world, who, &["SUP"], roles).await,
        };
        let answer = door(&mut admin, &id, &body).await;
        assert_eq!(answer.status, 200, "{rule}: {}", answer.body);
        assert_eq!(presences(&answer.json()), told, "{rule}");
        assert_eq!(presences(&marta.get(MINE).await.json()), left, "{rule}");
        let again = door(&mut admin, &id, &json!({})).await;
        assert_eq!(again.status, 200, "{rule}");
        offline(&mut marta).await;
        let before = world.truth().await;
        assert_eq!(door(&mut admin, &id, &json!({})).await.status, 200, "nobody is there: {rule}");
        assert_eq!(world.truth().await, before, "{rule}");
    }
}

#[tokio::test]
async fn a_body_may_be_left_out() {
    let (world, mut marta, id) = desk().await;
    let mut admin = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let answer = admin.ask(request("POST", &format!("/api/v1/agents/{id}/offline"), "", "")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(presences(&marta.get(MINE).await.json()), "BIL online, SUP offline");
}

#[tokio::test]
async fn the_site_says_who_may() {
    let allowed = [
        (DoorRule::ProjectAndSiteAdmins, 200, 200, 200),
        (DoorRule::SiteAdmins, 403, 200, 200),
        (DoorRule::BothAtOnce, 403, 403, 200),
    ];
    for (rule, project_admin, site_admin, both) in allowed {
        let (world, mut marta, id) = desk().await;
        world.add_member("priya", "BIL", ADMIN).await;
        world.add_person("omar", true).await;
        let settings = SiteSettings { door_rule: rule, ..Default::default() };
        let priya = world.identity("priya").await;
        world.service.change_site_settings(&priya, &settings).await.unwrap();
        for (who, expected) in [
            (program(&world, "ingrid", &["BIL"], ADMIN).await, project_admin),
            (world.program("omar").await, site_admin),
            (world.program("priya").await, both),
        ] {
            let mut who = who;
            online(&mut marta).await;
            let answer = door(&mut who, &id, &json!({ "projects": ["BIL"] })).await;
            assert_eq!(answer.status, expected, "{rule:?}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_admins_at_once_one_closes_it() {
    let (world, mut marta, id) = desk().await;
    let ingrid = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let omar = program(&world, "omar", &["SUP"], ADMIN).await;
    let mut racing = tokio::task::JoinSet::new();
    for mut admin in [ingrid.clone(), omar.clone(), ingrid, omar] {
        let id = id.clone();
        racing.spawn(
            async move { door(&mut admin, &id, &json!({ "reason": "Enough." })).await.status },
        );
    }
    assert_eq!(racing.join_all().await, [200; 4]);
    let endings = world.ledger("SUP").await.into_iter().filter(|entry| {
        matches!(
            &entry.fact,
            Fact::Presence { change: Change::Offline(EndReason::PutOffline { .. }), .. }
        )
    });
    assert_eq!(endings.count(), 1);
    assert_eq!(marta.get(MINE).await.json()["revision"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_saw_another_state_loses_the_race() {
    let (world, mut marta, id) = desk().await;
    let mut racing = tokio::task::JoinSet::new();
    for name in ["ingrid", "omar"] {
        let mut admin = program(&world, name, &["SUP"], ADMIN).await;
        let id = id.clone();
        racing.spawn(async move { door(&mut admin, &id, &json!({ "revision": 1 })).await.status });
    }
    let mut statuses = racing.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    problem(&put(&mut marta, &json!({ "status": "online" })).await, 409, "stale-revision");
}
