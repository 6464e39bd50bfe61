//! Everybody, and the site's settings.

use crate::support::{AGENT, Answer, Client, TestServer};
use app::Language::En;
use presence::{DoorRule, ShowHeaderIcons};

async fn act(world: &TestServer, admin: &mut Client, action: &str, name: &str) -> Answer {
    let person = world.id(name).to_string();
    let fields = [("action", action), ("person", &person), ("confirm", "yes")];
    admin.post("/people", &fields).await
}

#[tokio::test]
async fn one_site_admin_is_always_left() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let page = act(&world, &mut priya, "unmake_site_admin", "priya").await;
    assert!(page.status == 422 && page.says(En.error_last_admin()), "{}", page.body);
    let page = act(&world, &mut priya, "disable", "priya").await;
    assert!(page.status == 422 && page.says(En.error_own_account()), "{}", page.body);
    assert_eq!(priya.get("/people").await.status, 200, "nothing has changed");

    world.add_person("samuel", false).await;
    let answer = act(&world, &mut priya, "make_site_admin", "samuel").await;
    assert!(priya.follow(&answer).await.says(&En.done_site_admin_made("samuel")));
    let answer = act(&world, &mut priya, "unmake_site_admin", "priya").await;
    let page = priya.follow(&answer).await;
    assert!(page.status == 200 && page.says(&En.done_site_admin_unmade("priya")), "{}", page.body);
    assert_eq!(priya.get("/people").await.status, 403);
    let mut samuel = world.signed_in("samuel").await;
    let page = act(&world, &mut samuel, "unmake_site_admin", "samuel").await;
    assert!(page.says(En.error_last_admin()), "{}", page.body);
}

#[tokio::test]
async fn who_is_disabled_is_out_until_enabled_again() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let mut marta = world.agent("marta", "SUP").await;
    let answer = act(&world, &mut priya, "disable", "marta").await;
    let page = priya.follow(&answer).await;
    assert!(page.says(&En.done_person_disabled("marta")) && page.says(En.disabled()));
    assert_eq!(marta.get("/projects").await.status, 303);
    let page = act(&world, &mut priya, "reset_link", "marta").await;
    assert!(page.status == 422 && page.says(En.error_stale()), "{}", page.body);
    let answer = act(&world, &mut priya, "enable", "marta").await;
    assert!(priya.follow(&answer).await.says(&En.done_person_enabled("marta")));
    world.signed_in("marta").await;
}

#[tokio::test]
async fn a_forced_logout_ends_every_session_and_the_time_online() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let (mut one, mut other) = (world.agent("marta", "SUP").await, world.signed_in("marta").await);
    one.go_online().await;
    let answer = act(&world, &mut priya, "force_logout", "marta").await;
    let page = priya.follow(&answer).await;
    assert!(page.says(&En.done_logged_out("marta")), "{}", page.body);
    assert!(page.says(&En.ended_long_forced_logout("priya", "12:00 UTC")), "{}", page.body);
    assert_eq!(
        (one.get("/projects").await.status, other.get("/projects").await.status),
        (303, 303)
    );
}

#[tokio::test]
async fn the_table_tells_who_is_there() {
    let world = TestServer::new().await;
    world.add_member("jonas", "SUP", crate::support::ADMIN).await;
    let mut marta = world.member("marta", "SUP", AGENT).await;
    marta.go_online().await;
    let page = world.priya().await.get("/people").await;
    assert!(page.says(&En.project_admin_of("SUP")), "{}", page.body);
    assert!(page.says(&En.put_name_offline("marta")), "the door stands beside her: {}", page.body);
    assert!(!page.says(&En.put_name_offline("jonas")), "{}", page.body);
    assert!(page.says(En.presence_online()), "{}", page.body);
}

#[tokio::test]
async fn the_sites_settings_are_changed_by_its_admin() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    assert_eq!(priya.get("/settings").await.status, 200);
    let fields = [
        ("show_header_icons", "everywhere"),
        ("door_rule", "both_at_once"),
        ("idle_minutes", "20"),
        ("grace_seconds", "60"),
        ("limit_minutes", ""),
        ("lost", "yes"),
    ];
    let answer = priya.post("/settings", &fields).await;
    assert!(priya.follow(&answer).await.says(En.done_saved()));
    let settings = world.service.board().settings.clone();
    assert_eq!(settings.show_header_icons, ShowHeaderIcons::Everywhere);
    assert_eq!(settings.door_rule, DoorRule::BothAtOnce);
    let attendance = settings.attendance;
    assert_eq!((attendance.idle_minutes, attendance.limit_minutes), (Some(20), None));
    assert_eq!((attendance.grace_seconds, attendance.lost), (60, true));
    assert!(!attendance.idle_enforced && !attendance.unattended, "boxes that were not ticked");
    let wrong =
        [("show_header_icons", "sometimes"), ("idle_minutes", "481"), ("limit_minutes", "1.5")];
    let page = priya.post("/settings", &wrong).await;
    assert_eq!(page.status, 422);
    for field in
        ["show_header_icons", "door_rule", "idle_minutes", "grace_seconds", "limit_minutes"]
    {
        assert!(page.has_error_at(field), "{field}");
    }
    assert_eq!(world.service.board().settings, settings, "nothing has changed");
}
