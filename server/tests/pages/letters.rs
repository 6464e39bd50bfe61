//! The same links, on a site that sends mail.

use crate::support::{ADMIN, Mailbox, Manners, PASSWORD, TestServer};
use app::Language::{De, En};
use presence::{MINUTE, SECOND};

fn token(letter: &str, path: &str) -> String {
    let start = format!("https://desk.example.com{path}?token=");
    let at = letter.find(&start).unwrap_or_else(|| panic!("no link to {path} in:\n{letter}"));
    let token = letter[at + start.len()..].split_whitespace().next().unwrap();
    format!("{path}?token={token}")
}

async fn world(mailbox: &Mailbox) -> TestServer {
    let url = mailbox.url.as_str();
    TestServer::with(&["--public-url", "https://desk.example.com", "--smtp-url", url]).await
}

#[tokio::test]
async fn an_invitation_is_mailed_and_its_link_shown_to_nobody() {
    let mut mailbox = Mailbox::open().await;
    let world = world(&mailbox).await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await.saying("accept-language", "de");
    let fields = [("action", "add"), ("email", "aiko@example.com"), ("agent", "yes")];
    let answer = jonas.post("/projects/SUP/members", &fields).await;
    let page = jonas.follow(&answer).await;
    assert!(page.says(&De.done_invited("aiko@example.com")), "{}", page.body);
    assert!(!page.body.contains("token="), "{}", page.body);

    assert!(page.says(De.letter_on_its_way()), "{}", page.body);

    world.send_letters().await;
    let letter = mailbox.next().await;
    let page = jonas.get("/projects/SUP/members").await;
    let (sent, _) =
        De.letter_sent("|").split_once('|').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(page.says(sent.trim()), "{}", page.body);
    for header in ["Message-ID: <letter.", "@desk.example.com>", "Auto-Submitted: auto-generated"] {
        assert!(letter.contains(header), "{header}: {letter}");
    }
    assert!(letter.contains("To: aiko@example.com"), "{letter}");
    let words = De.letter_invitation_project_body(
        "LINK",
        "jonas",
        "Project SUP",
        "desk.example.com",
        "TIME",
    );
    let (before, _) = words.split_once("LINK").unwrap();
    assert!(letter.contains(before), "in the inviter's language:\n{letter}");
    let link = token(&letter, "/invitation");
    let join = [("name", "Aiko"), ("password", PASSWORD), ("password_again", PASSWORD)];
    assert_eq!(world.stranger().post(&link, &join).await.location(), "/projects");
}

#[tokio::test]
async fn whoever_forgot_gets_a_link_and_nobody_learns_who_has_an_account() {
    let mut mailbox = Mailbox::open().await;
    let world = world(&mailbox).await;
    let mut marta = world.agent("marta", "SUP").await;
    let german = [("action", "profile"), ("name", "marta"), ("language", "de")];
    assert_eq!(marta.post("/account", &german).await.status, 303);

    let mut pages = Vec::new();
    for who in ["nobody@example.com", "marta@example.com"] {
        let mut client = world.stranger();
        let page = client.post("/forgot-password", &[("email", who)]).await;
        assert_eq!(page.status, 200);
        assert!(page.says(&En.forgot_sent(who)), "{}", page.body);
        pages.push(page.without_nonce().replace(who, "ADDRESS"));
    }
    assert_eq!(pages[0], pages[1]);

    world.send_letters().await;
    let letter = mailbox.next().await;
    assert!(letter.contains("To: marta@example.com"), "{letter}");
    assert!(letter.contains("Guten Tag marta"), "in the language that she chose:\n{letter}");
    let link = token(&letter, "/reset-password");
    let new = [("password", "light on porch"), ("password_again", "light on porch")];
    assert_eq!(world.stranger().post(&link, &new).await.location(), "/projects");
    assert!(mailbox.is_empty(), "nothing was sent to nobody");
}

#[tokio::test]
async fn nobody_fills_the_letter_box_of_others() {
    let mut mailbox = Mailbox::open().await;
    let world = world(&mailbox).await;
    for asked in 0..5 {
        let mut client = world.stranger();
        let page = client.post("/forgot-password", &[("email", "priya@example.com")]).await;
        assert!(page.says(&En.forgot_sent("priya@example.com")), "{}", page.body);
        if asked < 3 {
            world.send_letters().await;
            assert!(mailbox.next().await.contains("To: priya@example.com"));
        }
    }
    // A letter of somebody else comes after all that were asked for before.
    let mut priya = world.priya().await;
    let fields = [("action", "invite"), ("email", "last@example.com")];
    assert_eq!(priya.post("/people", &fields).await.status, 303);
    world.send_letters().await;
    assert!(mailbox.next().await.contains("To: last@example.com"));
}

#[tokio::test]
async fn a_site_admin_has_a_link_sent_and_does_not_see_it() {
    let mut mailbox = Mailbox::open().await;
    let world = world(&mailbox).await;
    let marta = world.add_person("marta", false).await.to_string();
    let mut priya = world.priya().await;
    let answer = priya.post("/people", &[("action", "reset_link"), ("person", &marta)]).await;
    let page = priya.follow(&answer).await;
    assert!(page.says(&En.done_reset_link_sent("marta")), "{}", page.body);
    assert!(!page.body.contains("token="), "{}", page.body);
    assert!(page.says(En.letter_on_its_way()), "{}", page.body);
    world.send_letters().await;
    let link = token(&mailbox.next().await, "/reset-password");
    assert_eq!(world.stranger().get(&link).await.status, 200);
}

/// What an admin reads of a letter that was not sent yet.
fn waits() -> String {
    En.letter_waits("|").split_once('|').unwrap().0.trim().to_owned()
}

#[tokio::test]
async fn whatever_the_mail_server_does_the_letter_waits_is_seen_and_is_sent_later() {
    for (manners, answer) in [
        (Manners::Silent, "no answer within"),
        (Manners::Slow, "no answer within"),
        (Manners::Refusing, "550"),
    ] {
        let mut mailbox = Mailbox::open().await;
        mailbox.behave(manners);
        let world = world(&mailbox).await;
        let mut priya = world.priya().await;
        let fields = [("action", "invite"), ("email", "aiko@example.com")];
        let invited = priya.post("/people", &fields).await;
        assert_eq!(invited.status, 303, "{manners:?}: nobody waits for it");
        world.send_letters().await;
        let page = priya.get("/people").await;
        assert!(page.says(&waits()) && page.says(answer), "{manners:?}: {}", page.body);
        assert!(!page.body.contains("token="), "{}", page.body);
        assert!(mailbox.is_empty(), "{manners:?}");

        mailbox.behave(Manners::Good);
        world.clock.advance(6 * SECOND);
        world.send_letters().await;
        let letter = mailbox.next().await;
        let page = priya.get("/people").await;
        assert!(!page.says(&waits()), "{manners:?}: {}", page.body);
        let link = token(&letter, "/invitation");
        assert_eq!(world.stranger().get(&link).await.status, 200, "{manners:?}");
    }
}

#[tokio::test]
async fn one_who_is_slow_holds_up_nobody_who_is_written_to_meanwhile() {
    let mut mailbox = Mailbox::open().await;
    mailbox.behave(Manners::Stuck);
    let world = world(&mailbox).await;
    let mut priya = world.priya().await;
    let invite = |who| [("action", "invite"), ("email", who)];
    assert_eq!(priya.post("/people", &invite("slow@example.com")).await.status, 303);
    let patient = world.patient_postman();
    let sending = tokio::spawn(async move { patient.send_due().await });
    mailbox.visited().await;

    mailbox.behave(Manners::Good);
    assert_eq!(priya.post("/people", &invite("quick@example.com")).await.status, 303);
    assert!(mailbox.next().await.contains("To: quick@example.com"));
    // Nor is the slow one written to again while it is still waited for, though its pause is over.
    world.clock.advance(7 * SECOND);
    for who in ["third@example.com", "fourth@example.com"] {
        assert_eq!(priya.post("/people", &invite(who)).await.status, 303);
        assert!(mailbox.next().await.contains(&format!("To: {who}")));
    }
    assert!(mailbox.is_empty() && !sending.is_finished());
    sending.abort();
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_asked_again_and_its_letter_sent_anew_by_hand() {
    let flags = ["--public-url", "https://desk.example.com", "--smtp-url", "smtp://127.0.0.1:1"];
    let world = TestServer::with(&flags).await;
    let mut priya = world.priya().await;
    let fields = [("action", "invite"), ("email", "aiko@example.com")];
    assert_eq!(priya.post("/people", &fields).await.status, 303);
    let page = world.stranger().post("/forgot-password", &[("email", "priya@example.com")]).await;
    assert_eq!(page.status, 200, "nobody waits for it");
    world.send_letters().await;
    let page = priya.get("/people").await;
    assert!(page.says(&waits()), "{}", page.body);

    // For a day, and then no more.
    for _ in 0..40 {
        world.clock.advance(60 * MINUTE);
        world.postman().send_due().await.unwrap();
    }
    let mut priya = world.priya().await;
    let page = priya.get("/people").await;
    let (failed, _) = En
        .letter_failed("|")
        .split_once('|')
        .map(|(a, b)| (a.trim().to_owned(), b.to_owned()))
        .unwrap();
    assert!(page.says(&failed), "{}", page.body);
    assert!(page.says(En.send_again()), "{}", page.body);
    let invitation = page.hidden("invitation").unwrap().to_owned();
    let again = priya.post("/people", &[("action", "renew"), ("invitation", &*invitation)]).await;
    let page = priya.follow(&again).await;
    assert!(page.says(En.letter_on_its_way()), "{}", page.body);
}

#[tokio::test]
async fn what_was_taken_without_a_word_comes_again_under_the_same_id() {
    let mut mailbox = Mailbox::open().await;
    mailbox.behave(Manners::GoneAfter);
    let world = world(&mailbox).await;
    let mut priya = world.priya().await;
    let fields = [("action", "invite"), ("email", "aiko@example.com")];
    assert_eq!(priya.post("/people", &fields).await.status, 303);
    world.send_letters().await;
    let first = mailbox.next().await;
    mailbox.behave(Manners::Good);
    world.clock.advance(6 * SECOND);
    world.send_letters().await;
    let second = mailbox.next().await;
    let id = |letter: &str| {
        letter.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()
    };
    assert_eq!(id(&first), id(&second));
    assert_eq!(token(&first, "/invitation"), token(&second, "/invitation"));
}
