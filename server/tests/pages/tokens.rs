//! One's own API tokens: made, shown once, used, and taken back.

use crate::support::{AGENT, TestServer};
use app::{
    Language::{De, En},
    ui::FieldError,
};
use service::{MAX_TOKENS, Secret};

const PAGE: &str = "/account/tokens";

/// The secret that a page shows.
fn shown(body: &str) -> Option<&str> {
    let field = body.split("id=\"secret\"").nth(1)?;
    field.split("value=\"").nth(1)?.split('"').next()
}

#[tokio::test]
async fn a_token_is_made_shown_once_used_and_taken_back() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    let page = marta.get(PAGE).await;
    assert!(page.status == 200 && page.says(En.tokens_empty_title()), "{}", page.body);
    assert!(marta.get("/account").await.body.contains(PAGE), "the account leads there");

    let page = marta.post(PAGE, &[("action", "add"), ("name", " Status <script> ")]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.says(&En.done_token_made("Status <script>")), "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    let secret = shown(&page.body).unwrap().to_owned();
    assert!(page.set_cookies().iter().all(|cookie| !cookie.contains(&secret)), "{page:?}");
    let page = marta.get(PAGE).await;
    assert!(!page.body.contains(&secret), "it is shown once");
    assert!(page.says("Status <script>") && page.says(En.token_unused()), "{}", page.body);

    let mut program = world.stranger().with_bearer(&secret);
    assert_eq!(program.get("/api/v1/me/presence").await.status, 200);
    let page = marta.get(PAGE).await;
    assert!(!page.says(En.token_unused()), "{}", page.body);

    let token = page.hidden("token").unwrap().to_owned();
    let asked = marta.post(PAGE, &[("action", "revoke"), ("token", &*token)]).await;
    assert_eq!(asked.status, 200);
    assert!(asked.says(&En.token_question("Status <script>")), "{}", asked.body);
    assert_eq!(program.get("/api/v1/me/presence").await.status, 200, "nothing is done yet");
    let yes = [("action", "revoke"), ("token", &*token), ("confirm", "yes")];
    let answer = marta.post(PAGE, &yes).await;
    assert_eq!(answer.location(), PAGE);
    let page = marta.follow(&answer).await;
    assert!(page.says(&En.done_token_revoked("Status <script>")), "{}", page.body);
    assert!(page.says(En.tokens_empty_title()), "{}", page.body);
    assert_eq!(program.get("/api/v1/me/presence").await.status, 401);
    let again = marta.post(PAGE, &yes).await;
    assert!(again.status == 422 && again.says(En.error_stale()), "{}", again.body);
}

#[tokio::test]
async fn nobody_sees_or_takes_back_what_is_somebody_elses_there() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    let page = marta.post(PAGE, &[("action", "add"), ("name", "robot")]).await;
    let secret = shown(&page.body).unwrap().to_owned();
    let token = marta.get(PAGE).await.hidden("token").unwrap().to_owned();
    for other in ["jonas", "priya"] {
        let mut other =
            if other == "priya" { world.priya().await } else { world.agent(other, "SUP").await };
        let page = other.get(PAGE).await;
        assert!(page.says(En.tokens_empty_title()), "{}", page.body);
        for confirm in ["", "yes"] {
            let revoke = [("action", "revoke"), ("token", &*token), ("confirm", confirm)];
            assert_eq!(other.post(PAGE, &revoke).await.status, 422);
        }
        for path in ["/people", "/account"] {
            assert!(!other.get(path).await.body.contains(&secret), "{path}");
        }
    }
    assert!(world.service.token(&Secret::presented(&secret)).await.is_ok());
    let answer = world.stranger().get(PAGE).await;
    assert_eq!(answer.location(), "/sign-in?next=%2Faccount%2Ftokens");
    let answer = world.stranger().post(PAGE, &[("action", "add"), ("name", "robot")]).await;
    assert_eq!(answer.location(), "/sign-in");
}

#[tokio::test]
async fn a_token_makes_no_others() {
    let world = TestServer::new().await;
    world.add_member("marta", "SUP", AGENT).await;
    let mut program = world.program("marta").await;
    let answer = program.post(PAGE, &[("action", "add"), ("name", "another")]).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    let who = world.identity("marta").await;
    assert_eq!(world.service.tokens(&who, &who.caller.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_is_said_beside_its_field() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    for (name, error) in [
        ("", FieldError::Required),
        ("\u{3164}", FieldError::Required),
        ("https://evil.example", FieldError::NameAddress),
        ("…", FieldError::NameLetters),
    ] {
        let page = marta.post(PAGE, &[("action", "add"), ("name", name)]).await;
        assert!(page.status == 422 && page.has_error_at("name"), "{name:?}: {}", page.body);
        assert!(page.says(&error.words(En)), "{name:?}: {}", page.body);
    }
    for action in ["", "read"] {
        assert_eq!(marta.post(PAGE, &[("action", action)]).await.status, 400);
    }
    for _ in 0..MAX_TOKENS {
        assert_eq!(marta.post(PAGE, &[("action", "add"), ("name", "x")]).await.status, 200);
    }
    let page = marta.post(PAGE, &[("action", "add"), ("name", "x")]).await;
    assert_eq!(page.status, 422);
    let words = FieldError::TooManyTokens(u32::try_from(MAX_TOKENS).unwrap()).words(En);
    assert!(page.says(&words), "{}", page.body);
    let german = marta.saying("accept-language", "de").get(PAGE).await;
    assert!(german.says(De.tokens_title()), "{}", german.body);
}
