//! Setting up an empty site.

use crate::support::{PASSWORD, TestServer};
use app::Language::En;

fn form(name: &str) -> Vec<(&'static str, String)> {
    vec![
        ("name", name.to_owned()),
        ("email", format!("{name}@example.com")),
        ("password", PASSWORD.to_owned()),
        ("password_again", PASSWORD.to_owned()),
    ]
}

#[tokio::test]
async fn of_two_browsers_that_race_one_sets_the_site_up() {
    let world = TestServer::empty(&[]).await;
    let code = world.service.set_up_code().await.unwrap().unwrap();
    let path = format!("/setup?code={}", code.reveal());
    let (mut one, mut other) = (world.stranger(), world.stranger());

    let (marta, jonas) = (form("marta"), form("jonas"));
    let (a, b) = tokio::join!(one.post(&path, &marta), other.post(&path, &jonas));

    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404], "{a:?} {b:?}");
    assert_eq!(world.service.board().names.len(), 1);
    let (mut first, answer) = if a.status == 303 { (one, a) } else { (other, b) };
    assert_eq!(answer.location(), "/projects", "the code leaves the address bar");
    assert_eq!(first.get("/people").await.status, 200, "and they are the site admin");
    assert_eq!(world.stranger().get(&path).await.status, 404, "the link works once");
}

#[tokio::test]
async fn without_the_code_an_empty_site_says_where_it_is() {
    let world = TestServer::empty(&[]).await;
    let code = world.service.set_up_code().await.unwrap().unwrap();
    let mut marta = world.stranger();

    let answer = marta.get("/").await;
    let answer = marta.follow(&answer).await;
    let answer = marta.follow(&answer).await;
    assert_eq!(answer.location(), "/setup", "nobody can sign in yet");
    let page = marta.follow(&answer).await;
    assert_eq!(page.status, 404);
    assert!(page.says(En.setup_needs_link()), "{}", page.body);
    assert!(!page.body.contains("<form"), "{}", page.body);

    let page = marta.post("/setup?code=guessed", &form("marta")).await;
    assert_eq!(page.status, 404);
    assert!(world.service.is_empty().await.unwrap());

    let page = marta.get(&format!("/setup?code={}", code.reveal())).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("referrer-policy"), "strict-origin");
}

#[tokio::test]
async fn what_was_typed_is_kept_and_passwords_are_not() {
    let world = TestServer::empty(&[]).await;
    let code = world.service.set_up_code().await.unwrap().unwrap();
    let path = format!("/setup?code={}", code.reveal());
    let mut marta = world.stranger();
    let fields = [
        ("name", "Marta"),
        ("email", "marta@example"),
        ("password", "secret porch"),
        ("password_again", "secret lamp"),
    ];

    let page = marta.post(&path, &fields).await;

    assert_eq!(page.status, 422);
    assert!(page.body.contains("value=\"Marta\"") && page.body.contains("value=\"marta@example\""));
    assert!(page.has_error_at("email") && page.has_error_at("password_again"), "{}", page.body);
    assert!(!page.has_error_at("name") && !page.has_error_at("password"), "{}", page.body);
    assert!(!page.body.contains("secret"), "{}", page.body);
    assert_eq!(page.header("referrer-policy"), "strict-origin");
}

#[tokio::test]
async fn a_password_of_ten_characters_will_do() {
    let world = TestServer::empty(&[]).await;
    let code = world.service.set_up_code().await.unwrap().unwrap();
    let path = format!("/setup?code={}", code.reveal());
    let mut marta = world.stranger();
    let mut fields = form("marta");
    for (password, status) in [("123456789", 422), ("1234567890", 303)] {
        fields.truncate(2);
        fields.extend([("password", password.to_owned()), ("password_again", password.to_owned())]);
        let answer = marta.post(&path, &fields).await;
        assert_eq!(answer.status, status, "{password}");
        assert_eq!(answer.has_error_at("password"), status == 422, "{password}");
    }
}
