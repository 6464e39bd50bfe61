//! One's own account.

use crate::support::{PASSWORD, TestServer};
use app::Language::{De, En};

#[tokio::test]
async fn one_chooses_ones_name_and_language() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await.saying("accept-language", "en");
    let fields = [("action", "profile"), ("name", "Marta Nowak"), ("language", "de")];
    let answer = marta.post("/account", &fields).await;
    let page = marta.follow(&answer).await;
    assert!(page.says(De.done_saved()) && page.says("Marta Nowak"), "{}", page.body);
    let fields = [("action", "profile"), ("name", "Marta Nowak"), ("language", "")];
    let answer = marta.post("/account", &fields).await;
    let page = marta.follow(&answer).await;
    assert!(page.says(En.done_saved()), "as the browser says: {}", page.body);

    let fields = [("action", "profile"), ("name", "Marta\nNowak"), ("language", "tlh")];
    let page = marta.post("/account", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.has_error_at("name") && page.has_error_at("language"), "{}", page.body);
    assert!(marta.get("/account").await.body.contains("value=\"Marta Nowak\""));
}

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_ends_other_sessions() {
    let world = TestServer::new().await;
    let (mut marta, mut elsewhere) =
        (world.agent("marta", "SUP").await, world.signed_in("marta").await);
    let change = |current: &'static str, new: &'static str| {
        [
            ("action", "password"),
            ("current_password", current),
            ("password", new),
            ("password_again", new),
        ]
    };
    for (current, new, wrong) in [
        ("", "light on porch", "current_password"),
        ("another one", "light on porch", "current_password"),
        (PASSWORD, "short", "password"),
    ] {
        let page = marta.post("/account", &change(current, new)).await;
        assert!(page.status == 422 && page.has_error_at(wrong), "{current:?} {new:?}");
        assert!(new == "short" || !page.body.contains(new), "{}", page.body);
    }
    assert_eq!(elsewhere.get("/account").await.status, 200);
    let answer = marta.post("/account", &change(PASSWORD, "light on porch")).await;
    assert!(marta.follow(&answer).await.says(En.done_password_changed()));
    assert_eq!(elsewhere.get("/account").await.status, 303);
    let old = [("email", "marta@example.com"), ("password", PASSWORD)];
    assert_eq!(world.stranger().post("/sign-in", &old).await.status, 422);
}

#[tokio::test]
async fn whoever_finds_a_browser_open_does_not_get_to_guess() {
    let world = TestServer::with(&["--sign-in-limit", "3"]).await;
    let mut marta = world.agent("marta", "SUP").await;
    let guess = [
        ("action", "password"),
        ("current_password", "another one"),
        ("password", "light on porch"),
        ("password_again", "light on porch"),
    ];
    for _ in 0..3 {
        assert_eq!(marta.post("/account", &guess).await.status, 422);
    }
    assert_eq!(marta.post("/account", &guess).await.status, 429);
    // Which keeps nobody from signing in, nor from having forgotten it.
    let right = [("email", "marta@example.com"), ("password", PASSWORD)];
    assert_eq!(world.stranger().post("/sign-in", &right).await.status, 303);
    assert_eq!(marta.post("/forgot-password", &right).await.status, 200);
    // Changing it as one may does not count, however often.
    world.clock.advance(60_000);
    let (mut now, mut next) = (PASSWORD, "light on porch");
    for _ in 0..6 {
        let change = [
            ("action", "password"),
            ("current_password", now),
            ("password", next),
            ("password_again", next),
        ];
        assert_eq!(marta.post("/account", &change).await.status, 303);
        (now, next) = (next, now);
    }
}
