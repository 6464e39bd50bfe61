//! Signing in and out, and the session's cookie.

use crate::support::{AGENT, PASSWORD, TestServer};
use app::Language::{De, En};

#[tokio::test]
async fn one_signs_in_and_out() {
    let world = TestServer::new().await;
    let mut priya = world.stranger();
    assert_eq!(priya.get("/").await.location(), "/projects");
    let answer = priya.get("/projects").await;
    assert_eq!(answer.location(), "/sign-in?next=%2Fprojects");
    let page = priya.follow(&answer).await;
    assert!(page.status == 200 && page.body.contains("name=\"password\""), "{}", page.body);

    let fields = [("email", " Priya@Example.com "), ("password", PASSWORD)];
    let answer = priya.post("/sign-in?next=%2Fprojects", &fields).await;
    assert_eq!(answer.location(), "/projects");
    let page = priya.follow(&answer).await;
    assert!(page.status == 200 && page.says("priya@example.com"), "{}", page.body);

    let mut thief = priya.clone();
    let answer = priya.post::<&str>("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert!(priya.cookies.keys().all(|name| name != "porchlight"), "{:?}", priya.cookies);
    let page = priya.follow(&answer).await;
    assert!(page.says(En.done_signed_out()), "{}", page.body);
    assert!(!priya.follow(&answer).await.says(En.done_signed_out()), "it is told once");
    assert_eq!(thief.get("/projects").await.status, 303, "the cookie is worth nothing any more");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_person_get_the_same_answer() {
    let world = TestServer::new().await;
    world.add_person("disabled", false).await;
    let mut admin = world.priya().await;
    let id = world.id("disabled").to_string();
    let answer =
        admin.post("/people", &[("action", "disable"), ("person", &id), ("confirm", "yes")]).await;
    assert_eq!(answer.status, 303);

    let mut answers = Vec::new();
    for (email, password) in [
        ("priya@example.com", "another one"),
        ("nobody@example.com", PASSWORD),
        ("disabled@example.com", PASSWORD),
    ] {
        let mut client = world.stranger();
        let answer = client.post("/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says(En.error_sign_in()), "{}", answer.body);
        assert!(client.cookies.is_empty(), "{:?}", client.cookies);
        assert!(!answer.body.contains(password), "{}", answer.body);
        answers.push(answer.without_nonce().replace(email, "ADDRESS"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn signing_in_leads_to_this_site_alone() {
    let world = TestServer::new().await;
    for (next, to) in [
        ("%2Fpresence%3Fx%3D1", "/presence?x=1"),
        ("https%3A%2F%2Fevil.example", "/projects"),
        ("%2F%2Fevil.example", "/projects"),
        ("%2F%5Cevil.example", "/projects"),
        ("%2F%0D%0Aset-cookie%3Ax%3D1", "/projects"),
        ("%2F%00", "/projects"),
        ("%2Fcaf%C3%A9", "/projects"),
        ("%2F%FF", "/projects"),
        ("", "/projects"),
    ] {
        let mut priya = world.stranger();
        let fields = [("email", "priya@example.com"), ("password", PASSWORD)];
        let path = format!("/sign-in?next={next}");
        assert_eq!(priya.post(&path, &fields).await.location(), to, "{next}");
        assert_eq!(priya.get(&path).await.location(), to, "{next}, when one is signed in");
    }
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_over_https_from_everything_else() {
    for (url, cookie) in [
        ("http://127.0.0.1:3000", "porchlight="),
        ("https://desk.example.com", "__Host-porchlight="),
    ] {
        let world = TestServer::with(&["--public-url", url]).await;
        let mut priya = world.stranger();
        let fields = [("email", "priya@example.com"), ("password", PASSWORD)];
        let answer = priya.post("/sign-in", &fields).await;
        let set = answer.set_cookies();
        let known = cookie.replace('=', "-known=");
        assert_eq!(set.len(), 2, "the session's, and the browser's: {set:?}");
        for (set, name, lasts) in
            [(set[0], cookie, "Max-Age=2592000"), (set[1], &known, "Max-Age=15552000")]
        {
            let (value, attributes) = set.split_once("; ").unwrap();
            assert!(value.starts_with(name), "{set}");
            let mut attributes: Vec<_> = attributes.split("; ").collect();
            attributes.sort_unstable();
            let mut expected = vec!["HttpOnly", lasts, "Path=/", "SameSite=Lax"];
            if url.starts_with("https") {
                expected.push("Secure");
            }
            assert_eq!(attributes, expected);
        }
        assert_eq!(priya.get("/projects").await.status, 200);
        let sign_out = priya.post::<&str>("/sign-out", &[]).await;
        let secure = sign_out.set_cookies().iter().all(|cookie| cookie.ends_with("; Secure"));
        assert_eq!(secure, url.starts_with("https"));
    }
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let thirty_days = 30 * 24 * 60 * 60 * 1_000;
    world.clock.advance(thirty_days - 1);
    assert_eq!(priya.get("/people").await.status, 200);
    world.clock.advance(1);
    let answer = priya.get("/people?x=1").await;
    assert_eq!(answer.location(), "/sign-in?next=%2Fpeople%3Fx%3D1", "and they come back");
    let answer = priya.post("/account", &[("action", "profile"), ("name", "Nobody")]).await;
    assert_eq!(answer.location(), "/sign-in", "nothing is changed");
}

#[tokio::test]
async fn whoever_signs_in_with_the_same_browser_ends_the_session_before() {
    let world = TestServer::new().await;
    let mut browser = world.agent("marta", "SUP").await;
    let mut old = browser.clone();
    let fields = [("email", "priya@example.com"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &fields).await.status, 303);
    assert!(browser.get("/projects").await.says("priya@example.com"));
    assert_eq!(old.get("/projects").await.status, 303, "marta's session has ended");
}

#[tokio::test]
async fn too_many_attempts_have_to_wait() {
    let world = TestServer::with(&["--sign-in-limit", "2"]).await;
    let fields = [("email", "priya@example.com"), ("password", "another one")];
    let mut client = world.stranger();
    for _ in 0..2 {
        assert_eq!(client.post("/sign-in", &fields).await.status, 422);
    }
    let answer = client.post("/sign-in", &RIGHT).await;
    assert_eq!(answer.status, 429, "from this address");
    assert_eq!(answer.header("retry-after"), "60");
    assert!(answer.says(&En.error_too_many("1 min")), "{}", answer.body);
    assert!(answer.body.contains("value=\"priya@example.com\""), "{}", answer.body);
    assert_eq!(world.stranger().post("/sign-in", &RIGHT).await.status, 303, "from elsewhere");
    // An address whose tries are used up may ask for a new password all the same.
    assert_eq!(client.post("/forgot-password", &RIGHT).await.status, 200);
    world.clock.advance(30_000);
    assert_eq!(client.post("/sign-in", &RIGHT).await.status, 303, "one has come back");
}

const RIGHT: [(&str, &str); 2] = [("email", "priya@example.com"), ("password", PASSWORD)];
const WRONG: [(&str, &str); 2] = [("email", "priya@example.com"), ("password", "another one")];

/// Uses up all tries on Priya's account, from five addresses.
async fn use_up(world: &TestServer) {
    for _ in 0..5 {
        let mut attacker = world.stranger();
        for _ in 0..2 {
            assert_eq!(attacker.post("/sign-in", &WRONG).await.status, 422);
        }
    }
}

#[tokio::test]
async fn whoever_signed_in_with_a_browser_before_is_not_kept_out_by_strangers() {
    let world = TestServer::with(&["--sign-in-limit", "2"]).await;
    let mut marta = world.agent("marta", "SUP").await;
    let mut priya = world.priya().await;
    assert_eq!(priya.post::<&str>("/sign-out", &[]).await.status, 303);
    use_up(&world).await;
    assert_eq!(world.stranger().post("/sign-in", &RIGHT).await.status, 429, "a new browser");
    marta.post::<&str>("/sign-out", &[]).await;
    assert_eq!(marta.post("/sign-in", &RIGHT).await.status, 429, "a browser that knows another");
    let mut copied = priya.clone();
    assert_eq!(priya.post("/sign-in", &RIGHT).await.status, 303, "their own");
    // Each time it is known by another secret: a copy of the one before is worth nothing.
    assert_eq!(copied.post("/sign-in", &RIGHT).await.status, 429);
    // It may not guess for ever either.
    priya.post::<&str>("/sign-out", &[]).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(priya.post("/sign-in", &WRONG).await.status);
    }
    assert_eq!(statuses, [422, 422, 429, 429]);
    world.clock.advance(60_000);
    assert_eq!(world.stranger().post("/sign-in", &RIGHT).await.status, 303, "a minute later");
}

#[tokio::test]
async fn a_browser_is_known_until_it_is_forgotten() {
    let world = TestServer::with(&["--sign-in-limit", "2"]).await;
    let half_a_year = 180 * 24 * 60 * 60 * 1_000;
    let signed_out = async || {
        let mut priya = world.priya().await;
        priya.post::<&str>("/sign-out", &[]).await;
        priya
    };
    let mut priya = signed_out().await;
    world.clock.advance(half_a_year);
    use_up(&world).await;
    assert_eq!(priya.post("/sign-in", &RIGHT).await.status, 303, "half a year later");
    priya.post::<&str>("/sign-out", &[]).await;
    world.clock.advance(half_a_year + 1);
    use_up(&world).await;
    assert_eq!(priya.post("/sign-in", &RIGHT).await.status, 429, "later than that");

    // A forced logout ends what a browser is known by as well.
    world.clock.advance(60_000);
    let mut priya = signed_out().await;
    world.add_person("boss", true).await;
    let mut boss = world.signed_in("boss").await;
    let id = world.id("priya").to_string();
    let logout = [("action", "force_logout"), ("person", &*id), ("confirm", "yes")];
    assert_eq!(boss.post("/people", &logout).await.status, 303);
    use_up(&world).await;
    assert_eq!(priya.post("/sign-in", &RIGHT).await.status, 429);
}

#[tokio::test]
async fn signing_in_as_one_may_never_counts() {
    let world = TestServer::with(&["--sign-in-limit", "2"]).await;
    let mut office = world.stranger();
    for name in ["a", "b", "c", "d", "e", "f"] {
        world.add_person(name, false).await;
        office.cookies.clear();
        let fields = [("email", format!("{name}@example.com")), ("password", PASSWORD.into())];
        assert_eq!(office.post("/sign-in", &fields).await.status, 303, "{name}");
    }
    // Forms that cannot be are no tries either.
    for fields in [
        [("email", "priya@example.com"), ("password", "")],
        [("email", "priya"), ("password", "x")],
    ] {
        for _ in 0..3 {
            assert_eq!(office.post("/sign-in", &fields).await.status, 422);
        }
    }
    assert_eq!(office.post("/sign-in", &RIGHT).await.status, 303);
}

#[tokio::test]
async fn an_account_that_is_not_there_is_locked_like_one_that_is() {
    let world = TestServer::with(&["--sign-in-limit", "2"]).await;
    let mut answers = Vec::new();
    for email in ["priya@example.com", "nobody@example.com"] {
        let fields = [("email", email), ("password", "another one")];
        let mut told = Vec::new();
        for attempt in 0..14 {
            let mut browser = world.stranger();
            let answer = browser.post("/sign-in", &fields).await;
            assert_eq!(answer.status, if attempt < 10 { 422 } else { 429 }, "{email} {attempt}");
            assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
            told.push(answer.without_nonce().replace(email, "ADDRESS"));
        }
        answers.push(told);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn links_that_are_not_good_are_counted_and_good_ones_are_not() {
    let world = TestServer::with(&["--sign-in-limit", "2"]).await;
    for path in ["/reset-password?token=guessed", "/invitation?token=guessed"] {
        let mut guesser = world.stranger();
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(guesser.post(path, &[("password", "light on porch")]).await.status);
        }
        assert_eq!(statuses, [404, 404, 429], "{path}");
        assert_eq!(guesser.post("/sign-in", &RIGHT).await.status, 303, "{path}: another bucket");
    }
}

#[tokio::test]
async fn the_page_speaks_the_browsers_language() {
    let world = TestServer::new().await;
    let page = world.stranger().saying("accept-language", "de-AT,en;q=0.5").get("/sign-in").await;
    assert!(page.says(De.sign_in_title()) && page.body.contains("lang=\"de\""), "{}", page.body);
    assert_eq!(page.header("content-language"), "de");
}

#[tokio::test]
async fn a_form_of_somebody_elses_page_does_nothing() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    let page = marta.get("/presence").await;
    let id = world.id("marta");
    assert!(page.body.contains(&format!("action=\"/presence?for={id}\"")), "{}", page.body);
    let address = format!("/presence?for={id}");
    let online = [("action", "online"), ("length", "60"), ("scope", "all")];
    // In the same browser, Jonas signs in; Marta's page still stands in another tab.
    world.add_member("jonas", "SUP", AGENT).await;
    let mut browser = world.signed_in("jonas").await;
    let before = world.truth().await;
    let answer = browser.post(&address, &online).await;
    assert_eq!((answer.status, answer.location()), (303, "/projects"));
    assert_eq!(world.truth().await, before);
    let told = browser.get("/projects").await;
    assert!(told.body.contains("somebody else has signed in"), "{}", told.body);
    // It is Marta's own elsewhere.
    assert_eq!(marta.post(&address, &online).await.status, 303);
    assert_ne!(world.truth().await, before);
}
