//! Who is known: tokens and sessions that work, and those that do not any more.

use super::tools::{MINE, online, problem, program};
use crate::support::{AGENT, Client, TestServer};
use http::{HeaderValue, header};

async fn is_known(client: &mut Client) -> bool {
    let answer = client.get(MINE).await;
    if answer.status != 200 {
        let told = problem(&answer, 401, "unauthenticated");
        assert_eq!(answer.header(header::WWW_AUTHENTICATE), "Bearer");
        let detail = "This needs a session cookie or a bearer token that is valid.";
        assert_eq!(told["detail"], detail, "why is not told");
    }
    answer.status == 200
}

#[tokio::test]
async fn a_token_works_until_it_is_revoked() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut other = world.program("marta").await;
    assert!(is_known(&mut marta).await);
    let who = world.identity("marta").await;
    let first = world.service.tokens(&who, &who.caller.id).await.unwrap().remove(0);
    world.service.revoke_token(&who, &first.id).await.unwrap();
    let known = (is_known(&mut marta).await, is_known(&mut other).await);
    assert!(known == (false, true) || known == (true, false), "one and no other: {known:?}");
}

#[tokio::test]
async fn a_forced_logout_ends_sessions_and_rests_tokens_until_the_next_sign_in() {
    let world = TestServer::new().await;
    let mut token = program(&world, "marta", &["SUP"], AGENT).await;
    let mut browser = world.signed_in("marta").await;
    online(&mut token).await;
    let priya = world.identity("priya").await;
    world.service.force_logout(&priya, &world.id("marta"), None).await.unwrap();
    assert!(!is_known(&mut token).await);
    assert!(!is_known(&mut browser).await);
    world.signed_in("marta").await;
    assert!(is_known(&mut token).await);
    assert!(!is_known(&mut browser).await, "that session is over for good");
}

#[tokio::test]
async fn a_disabled_account_is_not_known_until_it_is_enabled() {
    let world = TestServer::new().await;
    let mut token = program(&world, "marta", &["SUP"], AGENT).await;
    let mut browser = world.signed_in("marta").await;
    let priya = world.identity("priya").await;
    world.service.set_disabled(&priya, &world.id("marta"), true).await.unwrap();
    assert!(!is_known(&mut token).await);
    assert!(!is_known(&mut browser).await);
    world.service.set_disabled(&priya, &world.id("marta"), false).await.unwrap();
    assert!(is_known(&mut token).await);
}

#[tokio::test]
async fn a_bad_token_is_made_good_by_no_cookie_and_other_schemes_count_for_nothing() {
    let world = TestServer::new().await;
    let good = program(&world, "marta", &["SUP"], AGENT).await;
    let good = good.headers[header::AUTHORIZATION].to_str().unwrap().to_owned();
    let token = good.strip_prefix("Bearer ").unwrap();
    let half = &token[..token.len() / 2];
    for (rule, value, alone, with_cookie) in [
        ("as it was given", good.clone(), true, true),
        ("lower case", format!("bearer {token}"), true, true),
        ("the scheme alone", "Bearer".to_owned(), false, false),
        ("an empty token", "Bearer ".to_owned(), false, false),
        ("half a token", format!("Bearer {half}"), false, false),
        ("one letter more", format!("{good}x"), false, false),
        ("SQL", "Bearer ' or 1=1 --".to_owned(), false, false),
        ("very long", format!("Bearer {}", "x".repeat(8_000)), false, false),
        ("nothing", String::new(), false, true),
        ("what a proxy asks for", "Basic bWFydGE6bWFydGE=".to_owned(), false, true),
        ("a ticket", "Negotiate YIIZ".to_owned(), false, true),
        ("a token in another scheme", format!("Basic {token}"), false, true),
        ("no scheme", token.to_owned(), false, true),
    ] {
        for (mut client, known) in
            [(world.stranger(), alone), (world.signed_in("marta").await, with_cookie)]
        {
            let value = HeaderValue::try_from(&value).unwrap();
            client.headers.insert(header::AUTHORIZATION, value);
            assert_eq!(is_known(&mut client).await, known, "{rule}");
        }
    }
    let mut odd = world.stranger();
    odd.headers.insert(header::AUTHORIZATION, HeaderValue::from_bytes(b"Bearer \xff").unwrap());
    assert!(!is_known(&mut odd).await);
}

#[tokio::test]
async fn a_session_ends_with_sign_out_or_after_thirty_days() {
    let world = TestServer::new().await;
    let mut browser = world.agent("marta", "SUP").await;
    let copy = browser.clone();
    assert!(is_known(&mut browser).await);
    browser.post::<&str>("/sign-out", &[]).await;
    for mut client in [browser, copy] {
        assert!(!is_known(&mut client).await, "the cookie alone brings nothing back");
    }
    let mut browser = world.signed_in("marta").await;
    world.clock.advance(30 * 24 * 3_600_000 - 1);
    assert!(is_known(&mut browser).await);
    world.clock.advance(1);
    assert!(!is_known(&mut browser).await);
}
