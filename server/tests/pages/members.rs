//! A project's members.

use crate::support::{ADMIN, AGENT, BOTH, TestServer, email, key};
use app::Language::En;
use presence::Roles;

const MEMBERS: &str = "/projects/SUP/members";

async fn roles(world: &TestServer, name: &str) -> Roles {
    let id = world.id(name);
    let session = world.service.sign_in(&email("priya"), crate::support::PASSWORD, "").await;
    let members = world.service.see_members(&session.unwrap().identity, &key("SUP")).await.unwrap();
    members
        .into_iter()
        .find(|member| member.user == id)
        .map(|member| member.roles)
        .unwrap_or_default()
}

#[tokio::test]
async fn an_admin_gives_roles_and_takes_them() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    world.add_person("marta", false).await;

    let fields = [("action", "add"), ("email", "Marta@example.com"), ("agent", "yes")];
    let answer = jonas.post(MEMBERS, &fields).await;
    let page = jonas.follow(&answer).await;
    assert!(page.says(&En.done_member_added("marta", "Project SUP")), "{}", page.body);
    assert_eq!(roles(&world, "marta").await, AGENT, "who has an account is added at once");

    let page = jonas.post(MEMBERS, &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.says(&En.error_already_member("marta")) && page.has_error_at("email"));
    assert!(page.body.contains("value=\"Marta@example.com\""), "as it was typed: {}", page.body);

    let marta = world.id("marta").to_string();
    let fields = [("action", "roles"), ("person", &*marta), ("agent", "yes"), ("admin", "yes")];
    let answer = jonas.post(MEMBERS, &fields).await;
    assert!(jonas.follow(&answer).await.says(&En.done_roles_changed("marta")));
    assert_eq!(roles(&world, "marta").await, BOTH);

    let page = jonas.post(MEMBERS, &[("action", "roles"), ("person", &marta)]).await;
    assert!(page.status == 422 && page.says(En.error_roles_none()), "{}", page.body);
    assert_eq!(roles(&world, "marta").await, BOTH, "nothing has changed");

    let answer =
        jonas.post(MEMBERS, &[("action", "remove"), ("person", &marta), ("confirm", "yes")]).await;
    assert!(jonas.follow(&answer).await.says(&En.done_member_removed("marta", "Project SUP")));
    assert!(!roles(&world, "marta").await.any());
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let page = jonas.post(MEMBERS, &[("action", "add"), ("email", "marta"), ("admin", "")]).await;
    assert_eq!(page.status, 422);
    assert!(page.has_error_at("email") && page.has_error_at("roles"), "{}", page.body);
    let gone = [("action", "roles"), ("person", "nobody"), ("agent", "yes")];
    let page = jonas.post(MEMBERS, &gone).await;
    assert!(page.status == 422 && page.says(En.error_stale()), "{}", page.body);
    for fields in [&[("action", "dance")][..], &[("action", "remove"), ("person", "NOBODY!")]] {
        assert_eq!(jonas.post(MEMBERS, fields).await.status, 400, "{fields:?}");
    }
}

#[tokio::test]
async fn whoever_takes_away_their_own_role_lands_where_they_still_may_be() {
    let world = TestServer::new().await;
    world.add_member("ingrid", "SUP", ADMIN).await;
    let mut jonas = world.member("jonas", "SUP", BOTH).await;
    let id = world.id("jonas").to_string();
    let fields = [("action", "roles"), ("person", id.as_str()), ("agent", "yes")];
    let answer = jonas.post(MEMBERS, &fields).await;
    let page = jonas.follow(&answer).await;
    assert!(page.status == 200 && page.says(&En.done_roles_changed("jonas")), "{}", page.body);
    assert_eq!(jonas.get(MEMBERS).await.status, 403);
}

#[tokio::test]
async fn who_is_removed_is_offline_there_at_once() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let mut marta = world.agent("marta", "SUP").await;
    marta.go_online().await;
    let page = priya.get("/projects").await;
    assert!(page.says(&En.project_available(1)), "{}", page.body);
    let id = world.id("marta").to_string();
    let answer =
        priya.post(MEMBERS, &[("action", "remove"), ("person", &id), ("confirm", "yes")]).await;
    assert_eq!(answer.status, 303);
    let page = priya.get("/projects").await;
    assert!(!page.says(&En.project_available(1)), "{}", page.body);
    assert_eq!(marta.get("/projects/SUP").await.status, 404);
}
