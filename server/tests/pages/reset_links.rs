//! A new password behind a link, on a site without mail.

use crate::support::{Client, PASSWORD, TestServer};
use app::Language::En;

const NEW: [(&str, &str); 2] =
    [("password", "light on porch"), ("password_again", "light on porch")];

/// A link for somebody, as their site admin sees it: its path.
async fn link_for(world: &TestServer, admin: &mut Client, name: &str) -> String {
    let person = world.id(name).to_string();
    let page = admin.post("/people", &[("action", "reset_link"), ("person", &person)]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.says(&En.done_reset_link_made(name)), "{}", page.body);
    let link = page.find("http://127.0.0.1:3000/reset-password?token=").unwrap();
    let secret = link.rsplit_once('=').unwrap().1;
    assert!(page.set_cookies().iter().all(|cookie| !cookie.contains(secret)), "{page:?}");
    link.trim_start_matches("http://127.0.0.1:3000").to_owned()
}

#[tokio::test]
async fn a_link_works_once_and_leaves_the_address_bar() {
    let world = TestServer::new().await;
    let mut elsewhere = world.agent("marta", "SUP").await;
    let mut admin = world.priya().await;
    let link = link_for(&world, &mut admin, "marta").await;

    let mut marta = world.stranger();
    let page = marta.get(&link).await;
    assert!(page.status == 200 && page.says("marta@example.com"), "{}", page.body);
    assert_eq!(page.header("referrer-policy"), "strict-origin");
    assert_eq!(page.header("cache-control"), "no-store");

    let page = marta.post(&link, &[("password", "short"), ("password_again", "short")]).await;
    assert!(page.status == 422 && page.has_error_at("password"), "{}", page.body);
    assert_eq!(page.header("referrer-policy"), "strict-origin");

    let answer = marta.post(&link, &NEW).await;
    assert_eq!(answer.location(), "/projects");
    assert_eq!(answer.header("referrer-policy"), "same-origin");
    let page = marta.follow(&answer).await;
    assert!(page.status == 200 && page.says(En.done_password_changed()), "{}", page.body);
    assert_eq!(elsewhere.get("/projects").await.status, 303, "signed out everywhere else");

    for answer in [marta.get(&link).await, marta.post(&link, &NEW).await] {
        assert_eq!(answer.status, 404);
        assert!(answer.says(En.link_over()), "{}", answer.body);
    }
    let with = |password| [("email", "marta@example.com"), ("password", password)];
    assert_eq!(world.stranger().post("/sign-in", &with(PASSWORD)).await.status, 422);
    assert_eq!(world.stranger().post("/sign-in", &with("light on porch")).await.status, 303);
}

#[tokio::test]
async fn a_newer_link_takes_the_place_of_the_older_and_ends_after_two_hours() {
    let world = TestServer::new().await;
    world.add_person("marta", false).await;
    let mut admin = world.priya().await;
    let older = link_for(&world, &mut admin, "marta").await;
    let newer = link_for(&world, &mut admin, "marta").await;
    assert_eq!(world.stranger().get(&older).await.status, 404);
    assert_eq!(world.stranger().get(&newer).await.status, 200);
    world.clock.advance(2 * 60 * 60 * 1_000);
    assert_eq!(world.stranger().get(&newer).await.status, 404);
}

#[tokio::test]
async fn without_mail_those_who_forgot_are_sent_to_an_admin() {
    let world = TestServer::new().await;
    let mut marta = world.stranger();
    let page = marta.get("/forgot-password").await;
    assert!(page.says(En.forgot_mail_off()) && !page.body.contains("<form"), "{}", page.body);
    let page = marta.post("/forgot-password", &[("email", "priya@example.com")]).await;
    assert!(page.status == 200 && page.says(En.forgot_mail_off()), "{}", page.body);
}

#[tokio::test]
async fn site_admins_alone_make_links() {
    let world = TestServer::new().await;
    world.add_person("samuel", false).await;
    let link = link_for(&world, &mut world.priya().await, "samuel").await;
    let mut marta = world.agent("marta", "SUP").await;
    let samuel = world.id("samuel").to_string();
    let answer = marta.post("/people", &[("action", "reset_link"), ("person", &samuel)]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(world.stranger().get(&link).await.status, 200, "no other has taken its place");
}
