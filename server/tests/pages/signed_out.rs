//! Whoever is signed out by somebody else is told so: on the sign-in page that much, and then who, when and why.

use crate::support::{AGENT, PASSWORD, TestServer};
use app::Language::{De, En};

/// What the sign-in page says of a forced logout, in any language.
fn says_so(page: &crate::support::Answer) -> bool {
    page.says(En.signed_out_forced()) || page.says(De.signed_out_forced())
}

#[tokio::test]
async fn a_forced_logout_is_told_after_the_next_sign_in_until_it_is_read() {
    let world = TestServer::new().await;
    let priya = world.identity("priya").await;
    for (who, projects) in [("marta", &["SUP"][..]), ("tomas", &[])] {
        world.add_person(who, false).await;
        for project in projects {
            world.add_member(who, project, AGENT).await;
        }
        let mut browser = world.signed_in(who).await;
        if !projects.is_empty() {
            browser.go_online().await;
        }
        let why = Some("Your laptop was <found>.");
        world.service.force_logout(&priya, &world.id(who), why).await.unwrap();

        // The page loads itself again, and lands here: no name, no reason.
        let answer = browser.get("/account").await;
        let page = browser.follow(&answer).await;
        assert!(page.status == 200 && says_so(&page), "{}", page.body);
        assert!(!page.body.contains("priya") && !page.body.contains("laptop"), "{}", page.body);
        assert!(!page.says(&world.id(who).to_string()));
        let german = browser.clone().saying("accept-language", "de").get("/sign-in").await;
        assert!(german.says(De.signed_out_forced()), "{}", german.body);

        let fields = [("email", format!("{who}@example.com")), ("password", PASSWORD.to_owned())];
        let answer = browser.post("/sign-in?next=%2Faccount", &fields).await;
        let page = browser.follow(&answer).await;
        let told = En.logged_out_by("priya", "");
        let (by, _) = told.split_once('(').unwrap();
        for words in [by, "12:00 UTC", "Your laptop was <found>."] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        // On every page, the pages of errors too, and whatever was told beside it.
        for path in ["/projects", "/presence", "/nowhere", "/account?x=%22"] {
            assert!(browser.get(path).await.says(by), "{path}");
        }
        assert!(browser.clone().get("/sign-in").await.status == 303);

        let page = browser.get("/account?x=%22").await;
        assert_eq!(page.hidden("next"), Some("/account?x=%22"));
        let answer = browser.post("/account/logout-read", &[("next", "/account?x=%22")]).await;
        assert_eq!(answer.location(), "/account?x=%22");
        assert!(!browser.follow(&answer).await.says(by), "it was read");
        // What ended their time online stays in their history, with the reason.
        for path in ["/presence", "/account/history", "/account/history.csv"] {
            let page = browser.get(path).await;
            let kept = page.body.replace("&lt;", "<").replace("&gt;", ">");
            let kept = kept.contains("Your laptop was <found>.") && kept.contains("priya");
            assert_eq!(kept, !projects.is_empty(), "{who}, {path}: {}", page.body);
        }
        let answer = browser.post("/account/logout-read", &[("next", "//evil.example")]).await;
        assert_eq!(answer.location(), "/projects");
    }
}

#[tokio::test]
async fn strangers_learn_nothing() {
    let world = TestServer::new().await;
    let priya = world.identity("priya").await;
    let mut marta = world.agent("marta", "SUP").await;
    let mut jonas = world.agent("jonas", "SUP").await;
    world.service.force_logout(&priya, &world.id("marta"), Some("x")).await.unwrap();
    assert!(says_so(&marta.get("/sign-in").await));

    let plain = world.stranger().get("/sign-in").await.without_nonce();
    let mut forged = world.stranger();
    forged.cookies.insert("porchlight".to_owned(), "A".repeat(43));
    assert_eq!(forged.get("/sign-in").await.without_nonce(), plain, "a cookie that never was");
    // Another browser of the same person, which was signed out by its owner.
    let mut other = world.signed_in("marta").await;
    let kept = other.cookies["porchlight"].clone();
    other.post::<&str>("/sign-out", &[]).await;
    other.cookies.clear();
    other.cookies.insert("porchlight".to_owned(), kept);
    assert_eq!(other.get("/sign-in").await.without_nonce(), plain);
    assert!(!jonas.get("/projects").await.body.contains("priya"), "it is told to one person");
    let answer = world.stranger().post("/account/logout-read", &[("next", "/projects")]).await;
    assert_eq!(answer.location(), "/sign-in");
}

#[tokio::test]
async fn a_browser_that_was_signed_out_is_told_why() {
    for (rule, words) in [
        ("disabled", En.signed_out_disabled()),
        ("another password", En.signed_out_password()),
        ("from another device", En.signed_out_elsewhere()),
        ("by an admin", En.signed_out_by_admin()),
    ] {
        let world = TestServer::new().await;
        let mut marta = world.agent("marta", "SUP").await;
        world.clock.advance(presence::MINUTE);
        let other = world.identity("marta").await;
        let priya = world.identity("priya").await;
        let devices = world.service.devices_of(&priya, &world.id("marta")).await.unwrap();
        let first = devices.into_iter().find(|device| device.id != other.device).unwrap().id;
        match rule {
            "disabled" => {
                world.service.set_disabled(&priya, &world.id("marta"), true).await.unwrap();
            }
            "another password" => {
                let new = "a new password".parse().unwrap();
                world.service.change_password(&other, PASSWORD, &new).await.unwrap();
            }
            "from another device" => {
                world.service.sign_out_device(&other, &first).await.unwrap();
            }
            _ => world.service.sign_out_device(&priya, &first).await.unwrap(),
        }
        let answer = marta.get("/projects").await;
        let page = marta.follow(&answer).await;
        assert!(page.says(words), "{rule}: {}", page.body);
        assert!(!world.stranger().get("/sign-in").await.says(words), "{rule}");
    }
}
