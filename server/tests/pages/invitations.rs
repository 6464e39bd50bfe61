//! Invitations on a site without mail: links that admins hand over.

use crate::support::{ADMIN, AGENT, Answer, Client, PASSWORD, TestServer};
use app::Language::En;

const HOST: &str = "http://127.0.0.1:3000";
const JOIN: [(&str, &str); 3] =
    [("name", "Aiko Tanaka"), ("password", PASSWORD), ("password_again", PASSWORD)];

async fn invite(admin: &mut Client, who: &str) -> Answer {
    let fields = [("action", "add"), ("email", who), ("agent", "yes")];
    admin.post("/projects/SUP/members", &fields).await
}

/// The link on the page, as a path.
fn link(page: &Answer) -> String {
    assert_eq!(page.status, 200, "{}", page.body);
    let link = page.find(&format!("{HOST}/invitation?token=")).unwrap();
    let secret = link.rsplit_once('=').unwrap().1;
    assert!(page.set_cookies().iter().all(|cookie| !cookie.contains(secret)), "{page:?}");
    link.trim_start_matches(HOST).to_owned()
}

/// The id of the first invitation in the list.
fn id(page: &Answer) -> String {
    page.hidden("invitation").unwrap().to_owned()
}

#[tokio::test]
async fn whoever_is_invited_joins_by_the_link_once() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let page = invite(&mut jonas, "aiko@example.com").await;
    assert!(page.says(&En.done_invited_link("aiko@example.com")), "{}", page.body);
    let link = link(&page);
    let page = jonas.get("/projects/SUP/members").await;
    assert!(page.says("aiko@example.com") && !page.body.contains("token="), "it is shown once");

    let mut aiko = world.stranger();
    let page = aiko.get(&link).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("referrer-policy"), "strict-origin");
    for words in ["aiko@example.com", "Project SUP", "127.0.0.1", &En.invitation_lead("jonas")] {
        assert!(page.says(words), "{words}: {}", page.body);
    }

    let page = aiko.post(&link, &[("name", "Aiko Tanaka"), ("password", "short")]).await;
    assert!(page.status == 422 && page.has_error_at("password"), "{}", page.body);
    assert!(page.body.contains("value=\"Aiko Tanaka\""), "{}", page.body);
    assert_eq!(page.header("referrer-policy"), "strict-origin");

    let answer = aiko.post(&link, &JOIN).await;
    assert_eq!(answer.location(), "/projects");
    let page = aiko.follow(&answer).await;
    assert!(page.says(&En.done_welcome("Aiko Tanaka")) && page.says("Project SUP"));
    assert_eq!(aiko.get("/projects/SUP").await.status, 200);
    assert_eq!(aiko.get("/projects/BIL").await.status, 404);
    assert_eq!(aiko.get("/projects/SUP/members").await.status, 403, "an agent, and no admin");

    let mut other = world.stranger();
    for answer in [other.get(&link).await, other.post(&link, &JOIN).await] {
        assert_eq!(answer.status, 404);
        assert!(answer.says(En.link_over()), "{}", answer.body);
    }
    assert!(other.cookies.is_empty());
}

#[tokio::test]
async fn a_link_is_renewed_and_withdrawn() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let page = invite(&mut jonas, "aiko@example.com").await;
    let (older, id) = (link(&page), id(&page));
    world.clock.advance(8 * 24 * 60 * 60 * 1_000);
    assert_eq!(world.stranger().get(&older).await.status, 404, "it is over after a week");

    let page =
        jonas.post("/projects/SUP/members", &[("action", "renew"), ("invitation", &id)]).await;
    let newer = link(&page);
    assert_eq!(world.stranger().get(&older).await.status, 404);
    assert_eq!(world.stranger().get(&newer).await.status, 200);

    let fields = [("action", "withdraw"), ("invitation", id.as_str())];
    let answer = jonas.post("/projects/SUP/members", &fields).await;
    let page = jonas.follow(&answer).await;
    assert!(page.says(&En.done_withdrawn("aiko@example.com")), "{}", page.body);
    assert!(!page.body.contains("name=\"invitation\""), "{}", page.body);
    assert_eq!(world.stranger().get(&newer).await.status, 404);
    let answer = jonas.post("/projects/SUP/members", &fields).await;
    assert_eq!(answer.status, 404, "there is none any more");
}

#[tokio::test]
async fn a_link_is_not_shown_to_an_admin_who_could_not_give_all_that_it_brings() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let fields = [("action", "invite"), ("email", "aiko@example.com"), ("site_admin", "yes")];
    let page = priya.post("/people", &fields).await;
    let older = link(&page);

    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let answer = invite(&mut jonas, "aiko@example.com").await;
    let page = jonas.follow(&answer).await;
    assert!(page.says(&En.done_invited_withheld("aiko@example.com")), "{}", page.body);
    assert!(!page.body.contains("token="), "{}", page.body);
    assert_eq!(world.stranger().get(&older).await.status, 404);

    let id = id(&page);
    let page = priya.post("/people", &[("action", "renew"), ("invitation", id.as_str())]).await;
    assert_eq!(world.stranger().get(&link(&page)).await.status, 200, "a site admin sees it");
}

#[tokio::test]
async fn whoever_joins_with_a_browser_of_somebody_else_is_themselves() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let link = link(&invite(&mut jonas, "aiko@example.com").await);
    let mut marta = world.member("marta", "BIL", AGENT).await;
    let answer = marta.post(&link, &JOIN).await;
    let page = marta.follow(&answer).await;
    assert!(page.says("aiko@example.com") && !page.says("marta@example.com"), "{}", page.body);
}

#[tokio::test]
async fn the_people_page_invites_without_a_project() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    for who in ["", "aiko", "priya@example.com"] {
        let page = priya.post("/people", &[("action", "invite"), ("email", who)]).await;
        assert!(page.status == 422 && page.has_error_at("email"), "{who:?}");
    }
    let page = priya.post("/people", &[("action", "invite"), ("email", "aiko@example.com")]).await;
    let mut aiko = world.stranger();
    assert_eq!(aiko.post(&link(&page), &JOIN).await.status, 303);
    assert_eq!(aiko.get("/people").await.status, 403);
    assert!(aiko.get("/projects").await.says(En.projects_empty_agent()));
    assert_eq!(world.service.board().name(&world.id("Aiko Tanaka")), "Aiko Tanaka");
}
