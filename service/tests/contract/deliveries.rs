//! Letters: written with what causes them, sent once by the one who leads, tried for a day.

use super::{
    database::{Database, on_both},
    world::*,
};
use presence::{MINUTE, SECOND, Timestamp};
use service::{
    Asked, Delivery, Identity, Invite, InviteRefused, Invited, LanguageTag, Lead, Letter,
    LetterView, LostLead, MAX_ANSWER_CHARS, MakeResetLinkRefused, Secret, Sent, SignInRefused,
};
use std::{collections::BTreeSet, sync::Arc};

const HOUR: i64 = 60 * MINUTE;

fn asked(who: &str) -> Invite {
    let letter: LanguageTag = "de".parse().unwrap();
    let project = Some((key("SUP"), AGENT));
    Invite { email: email(who), project, site_admin: false, letter: Some(letter) }
}

async fn invite(world: &World, by: &Identity, who: &str) {
    let invited = world.service.invite(by, &asked(who)).await.unwrap();
    let Invited::Asked(Asked::ByLetter(to)) = invited else { panic!("{invited:?}") };
    assert_eq!(to, email(who).as_str());
}

/// What its inviter is told of the letter of the only invitation.
async fn told(world: &World, by: &Identity) -> Option<LetterView> {
    let pending = world.service.pending_invitations(by, None).await.unwrap();
    assert_eq!(pending.len(), 1);
    pending.into_iter().next().unwrap().letter
}

async fn lead(world: &World, who: &str) -> Lead {
    world.service.lead_deliveries(&server(who)).await.unwrap().unwrap()
}

async fn take(world: &World, lead: &Lead) -> Vec<Delivery> {
    world.service.take_deliveries(lead, 16, &BTreeSet::new()).await.unwrap()
}

fn link(letter: &Letter) -> &Secret {
    match letter {
        Letter::Invitation { link, .. } | Letter::PasswordReset { link, .. } => link,
    }
}

/// What waits, and what of it can be read in the database.
async fn kept(db: &Database) -> Vec<String> {
    db.texts("select state || ' ' || coalesce(sealed, '-') from deliveries order by made_at").await
}

on_both! {
    async fn a_letter_waits_with_its_invitation_and_is_sent_once(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        world.told.take();
        invite(&world, &priya, "olivia").await;
        assert!(world.told.take()[0].deliveries, "who sends is told at once");
        let waits = LetterView::Waiting { since: NOON, next_at: NOON, answer: None };
        assert_eq!(told(&world, &priya).await, Some(waits));

        let lead = lead(&world, "a").await;
        let letters = take(&world, &lead).await;
        let [letter] = &letters[..] else { panic!("{letters:?}") };
        assert_eq!((letter.to.as_str(), letter.nth), ("olivia@example.com", 1));
        let Letter::Invitation { inviter, project, until, language, link } = &letter.letter else {
            panic!("{letter:?}")
        };
        assert_eq!((inviter.as_str(), project.as_deref()), ("priya", Some("SUP")));
        assert_eq!((*until, language.as_str()), (NOON.plus_millis(7 * 24 * HOUR), "de"));
        assert!(world.service.invitation(link).await.unwrap().is_some());
        let all = db.dump().await;
        assert!(!all.contains(link.reveal()), "nobody reads the link in the database");
        assert!(take(&world, &lead).await.is_empty(), "what is under way is not taken again");

        world.clock.advance(SECOND);
        let sent = Sent::Yes("250 kept".into());
        world.service.settle_delivery(&lead, letter, &sent).await.unwrap();
        let at = NOON.plus_millis(SECOND);
        assert_eq!(told(&world, &priya).await, Some(LetterView::Sent { at }));
        assert_eq!(kept(&db).await, ["sent -"], "what was said is forgotten");
        world.clock.advance(48 * HOUR);
        assert!(take(&world, &lead).await.is_empty());
        assert_eq!(world.service.next_delivery().await.unwrap(), None);
    }

    async fn what_cannot_be_sent_is_tried_for_a_day_under_the_same_id(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        invite(&world, &priya, "olivia").await;
        let mut ids = Vec::new();
        let mut pauses = Vec::new();
        let mut at = NOON;
        loop {
            // Whoever leads: each attempt is another server's.
            let lead = world.service.lead_deliveries(&server("a")).await.unwrap().unwrap();
            let letters = take(&world, &lead).await;
            let Some(letter) = letters.first() else { break };
            assert_eq!(usize::try_from(letter.nth).unwrap(), ids.len() + 1);
            ids.push(letter.message_id.clone());
            let answer = "ä".repeat(600);
            let sent = Sent::NotYet(answer);
            world.service.settle_delivery(&lead, letter, &sent).await.unwrap();
            let next = world.service.next_delivery().await.unwrap().unwrap();
            let Some(LetterView::Waiting { since, next_at, answer }) = told(&world, &priya).await
            else { panic!("it waits") };
            assert_eq!((since, next_at), (NOON, next));
            assert_eq!(answer.unwrap().chars().count(), MAX_ANSWER_CHARS);
            pauses.push(next.millis_since(at));
            at = next;
            world.clock.advance(next.millis_since(world.service.now()));
        }
        assert!(ids.iter().all(|id| *id == ids[0]));
        for (pause, planned) in
            pauses.iter().zip([5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR])
        {
            assert!((planned * 8 / 10..=planned * 12 / 10).contains(pause), "{pause} {planned}");
        }
        assert_eq!(at, NOON.plus_millis(24 * HOUR), "the last time is the end of the day");
        assert!((24..=34).contains(&ids.len()), "{}", ids.len());
        assert!(matches!(
            told(&world, &priya).await,
            Some(LetterView::Failed { at: failed, answer: Some(_) }) if failed == at
        ));
        assert_eq!(kept(&db).await, ["failed -"]);
        let attempts = db.texts("select outcome from delivery_attempts").await;
        assert_eq!(attempts.len(), ids.len());
    }

    async fn an_answer_is_kept_whatever_it_holds_but_for_the_secret(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        invite(&world, &priya, "olivia").await;
        let lead = lead(&world, "a").await;
        let letter = take(&world, &lead).await.remove(0);
        let Letter::Invitation { link, .. } = &letter.letter else { panic!("{letter:?}") };
        let answer = format!("550 a\0b: https://desk/invitation?token={}", link.reveal());
        let sent = Sent::NotYet(answer);
        world.service.settle_delivery(&lead, &letter, &sent).await.unwrap();
        let Some(LetterView::Waiting { answer: Some(answer), .. }) = told(&world, &priya).await
        else { panic!("it waits") };
        assert_eq!(answer, "550 a b: https://desk/invitation?token=…");
        assert!(!db.dump().await.contains(link.reveal()));
    }

    async fn who_is_killed_between_sending_and_noting_says_the_same_again(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        invite(&world, &priya, "olivia").await;
        let first = take(&world, &lead(&world, "a").await).await.remove(0);
        // Here it is killed. The one that starts in its place is another node at the same address.
        let restarted = node(&db, &world.clock, Arc::default()).await;
        let heir = restarted.listen("http://a").await.unwrap();
        let lead = restarted.lead_deliveries(&heir).await.unwrap().unwrap();
        assert!(restarted.take_deliveries(&lead, 16, &BTreeSet::new()).await.unwrap().is_empty(), "not at once");
        let waits = told(&world, &priya).await.unwrap();
        assert!(matches!(waits, LetterView::Waiting { answer: None, .. }), "{waits:?}");
        world.clock.advance(6 * SECOND);
        let second = restarted.take_deliveries(&lead, 16, &BTreeSet::new()).await.unwrap().remove(0);
        assert_eq!((second.message_id, second.nth), (first.message_id, 2));
        assert_eq!(link(&second.letter), link(&first.letter));
        let outcomes = db.texts("select outcome from delivery_attempts order by nth").await;
        assert_eq!(outcomes, ["begun", "begun"]);
    }

    async fn one_server_leads_and_one_that_lost_the_lead_writes_nothing(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let there = node(&db, &world.clock, Arc::default()).await;
        let (a, b) = (
            world.service.listen("http://a").await.unwrap(),
            there.listen("http://b").await.unwrap(),
        );
        let of_a = world.service.lead_deliveries(&a).await.unwrap().unwrap();
        assert_eq!(there.lead_deliveries(&b).await.unwrap(), None);
        world.clock.advance(59 * SECOND);
        let again = world.service.lead_deliveries(&a).await.unwrap().unwrap();
        assert!(again.until > of_a.until, "it is kept by saying so again");
        world.clock.advance(59 * SECOND);
        assert_eq!(there.lead_deliveries(&b).await.unwrap(), None);
        invite(&world, &priya, "olivia").await;
        let letter = take(&world, &again).await.remove(0);

        // It stands still for too long, and the other one takes over.
        world.clock.advance(2 * SECOND);
        let of_b = there.lead_deliveries(&b).await.unwrap().unwrap();
        for sent in [Sent::Yes(String::new()), Sent::NotYet(String::new()), Sent::Never(String::new())] {
            let late = world.service.settle_delivery(&again, &letter, &sent);
            let late = world.nothing_changes(late).await;
            assert!(matches!(late, Err(LostLead::Lost)), "{late:?}");
        }
        world.clock.advance(10 * SECOND);
        let late = world.nothing_changes(world.service.take_deliveries(&again, 16, &BTreeSet::new())).await;
        assert!(matches!(late, Err(LostLead::Lost)), "{late:?}");
        assert_eq!(world.service.lead_deliveries(&a).await.unwrap(), None);
        assert_eq!(there.take_deliveries(&of_b, 16, &BTreeSet::new()).await.unwrap().len(), 1);

        // One that leaves gives the lead up.
        there.leave(&b).await.unwrap();
        assert!(world.service.lead_deliveries(&a).await.unwrap().is_some());
    }

    async fn two_servers_at_once_send_each_letter_once(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let there = node(&db, &world.clock, Arc::default()).await;
        let mut nodes = Vec::new();
        for (service, address) in [(&world.service, "http://a"), (&there, "http://b")] {
            nodes.push((service.clone(), service.listen(address).await.unwrap()));
        }
        for nth in 0..40 {
            invite(&world, &priya, &format!("guest{nth}")).await;
        }
        let mut senders = tokio::task::JoinSet::new();
        for (service, node) in nodes {
            senders.spawn(async move {
                let mut sent = Vec::new();
                while service.next_delivery().await.unwrap().is_some() {
                    let Some(lead) = service.lead_deliveries(&node).await.unwrap() else {
                        tokio::task::yield_now().await;
                        continue;
                    };
                    let Ok(letters) = service.take_deliveries(&lead, 16, &BTreeSet::new()).await else { continue };
                    for letter in letters {
                        let done = Sent::Yes(String::new());
                        if service.settle_delivery(&lead, &letter, &done).await.is_ok() {
                            sent.push(letter.to);
                        }
                    }
                }
                sent
            });
        }
        let mut sent: Vec<String> = senders.join_all().await.concat();
        sent.sort();
        assert_eq!(sent.len(), 40);
        sent.dedup();
        assert_eq!(sent.len(), 40, "none twice");
    }

    async fn what_is_taken_back_is_not_sent(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let lead = lead(&world, "a").await;
        let pending = async || {
            world.service.pending_invitations(&priya, None).await.unwrap().remove(0).id
        };

        // A new link: the letter with the old one would lead nowhere.
        invite(&world, &priya, "olivia").await;
        let english = "en".parse().unwrap();
        world.clock.advance(1);
        world.service.renew_invitation(&priya, &pending().await, Some(&english)).await.unwrap();
        let letters = take(&world, &lead).await;
        assert_eq!(letters.len(), 1);
        assert!(world.service.invitation(link(&letters[0].letter)).await.unwrap().is_some());
        // Handed over by hand, no letter comes after it.
        world.service.renew_invitation(&priya, &pending().await, None).await.unwrap();
        assert_eq!(told(&world, &priya).await, None);
        // Withdrawn.
        invite(&world, &priya, "olivia").await;
        world.service.withdraw_invitation(&priya, &pending().await).await.unwrap();
        // Accepted by a link of before the renewal that waits.
        world.clock.advance(HOUR);
        assert!(take(&world, &lead).await.is_empty());

        // A new password by any way.
        let marta = world.person("marta").await;
        let ask = async || {
            world.service.request_password_reset(&email("marta"), &english).await.unwrap();
        };
        ask().await;
        world.clock.advance(1);
        ask().await;
        let letter = take(&world, &lead).await.remove(0);
        let new = password("a new password");
        world.service.reset_password(link(&letter.letter), &new, "a test").await.unwrap();
        ask().await;
        world.service.set_disabled(&priya, &marta.caller.id, true).await.unwrap();
        world.clock.advance(HOUR);
        assert!(take(&world, &lead).await.is_empty());
        let states = db.texts("select distinct state from deliveries").await;
        assert_eq!(states, ["cancelled"]);
        assert_eq!(db.texts("select id from deliveries where sealed is not null").await.len(), 0);
    }

    async fn nobodys_letter_box_is_filled(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let lead = lead(&world, "a").await;
        let english: LanguageTag = "en".parse().unwrap();
        let ask = async |who: &str, letter: Option<&LanguageTag>| {
            let invite = Invite {
                email: email(who),
                project: Some((key("SUP"), AGENT)),
                site_admin: false,
                letter: letter.cloned(),
            };
            world.service.invite(&priya, &invite).await
        };
        let too_many = |refused: &Result<_, InviteRefused>| {
            matches!(refused, Err(InviteRefused::TooManyLetters))
        };
        // What was never tried fills no box, however often somebody presses the button.
        for _ in 0..20 {
            ask("olivia", Some(&english)).await.unwrap();
            world.clock.advance(1);
        }
        for _ in 0..5 {
            assert_eq!(take(&world, &lead).await.len(), 1);
            let _ = ask("olivia", Some(&english)).await;
        }
        let refused = world.nothing_changes(ask("olivia", Some(&english))).await;
        assert!(too_many(&refused), "{refused:?}");
        let id = world.service.pending_invitations(&priya, None).await.unwrap().remove(0).id;
        let renew = world.service.renew_invitation(&priya, &id, Some(&english));
        let refused = world.nothing_changes(renew).await;
        assert!(matches!(refused, Err(InviteRefused::TooManyLetters)), "{refused:?}");
        // Others are written to, and a link is handed over by hand as often as one likes.
        ask("aiko", Some(&english)).await.unwrap();
        ask("olivia", None).await.unwrap();
        world.clock.advance(HOUR + SECOND);
        take(&world, &lead).await;
        ask("olivia", Some(&english)).await.unwrap();

        // The same of letters about a password, which others than the admin may ask for.
        let marta = world.person("marta").await.caller.id;
        for _ in 0..5 {
            world.service.make_reset_link(&priya, &marta, Some(&english)).await.unwrap();
            take(&world, &lead).await;
        }
        let again = world.service.make_reset_link(&priya, &marta, Some(&english));
        let refused = world.nothing_changes(again).await;
        assert!(matches!(refused, Err(MakeResetLinkRefused::TooManyLetters)), "{refused:?}");
        let address = email("marta");
        let forgot = world.service.request_password_reset(&address, &english);
        world.nothing_changes(forgot).await.unwrap();
        world.service.make_reset_link(&priya, &marta, None).await.unwrap();
    }

    async fn a_link_for_a_password_is_not_sent_when_it_is_over(db) {
        let world = World::new(&db).await;
        let lead = lead(&world, "a").await;
        world.service.request_password_reset(&email("priya"), &"de".parse().unwrap()).await.unwrap();
        world.clock.advance(2 * HOUR);
        assert!(take(&world, &lead).await.is_empty());
        let priya = world.priya().await;
        let people = world.service.see_people(&priya).await.unwrap();
        let at: Timestamp = NOON.plus_millis(2 * HOUR);
        assert_eq!(people[0].letter, Some(LetterView::Failed { at, answer: None }));
        world.clock.advance(24 * HOUR);
        assert_eq!(world.service.see_people(&priya).await.unwrap()[0].letter, None);
    }

    async fn a_refused_invitation_posts_nothing(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let refused = world.nothing_changes(world.service.invite(&marta, &asked("olivia"))).await;
        assert!(refused.is_err());
        // Whoever is here needs no letter.
        let priya = world.priya().await;
        let invited = world.service.invite(&priya, &asked("marta")).await.unwrap();
        assert!(matches!(invited, Invited::Exists(_)), "{invited:?}");
        assert_eq!(kept(&db).await, [""; 0]);
        let nobody = world.service.sign_in(&email("olivia"), PASSWORD, "a test").await;
        assert!(matches!(nobody, Err(SignInRefused::Wrong)));
    }

    async fn an_address_that_cannot_be_written_is_given_up_at_once(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        invite(&world, &priya, "olivia").await;
        let lead = lead(&world, "a").await;
        let letter = take(&world, &lead).await.remove(0);
        let never = Sent::Never("no such thing".into());
        world.service.settle_delivery(&lead, &letter, &never).await.unwrap();
        let answer = Some("no such thing".to_owned());
        assert_eq!(told(&world, &priya).await, Some(LetterView::Failed { at: NOON, answer }));
    }

    async fn under_another_key_a_letter_waits_for_its_own(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        invite(&world, &priya, "olivia").await;
        let store = service::Store::open(&db.url).await.unwrap();
        let clock = world.clock.clone();
        let other = service::Service::start(store, service::Vault::ephemeral(), clock, Arc::new(()));
        let other = other.await.unwrap();
        let lead = other.lead_deliveries(&server("a")).await.unwrap().unwrap();
        assert!(other.take_deliveries(&lead, 16, &BTreeSet::new()).await.unwrap().is_empty());
        let waits = told(&world, &priya).await.unwrap();
        assert!(matches!(waits, LetterView::Waiting { answer: Some(_), .. }), "{waits:?}");
        world.clock.advance(6 * SECOND);
        assert_eq!(take(&world, &lead).await.len(), 1);
    }

    async fn what_was_settled_is_forgotten_after_ninety_days(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        invite(&world, &priya, "olivia").await;
        invite(&world, &priya, "waiting").await;
        let lead = lead(&world, "a").await;
        let letter = take(&world, &lead).await.remove(0);
        world.service.settle_delivery(&lead, &letter, &Sent::Yes("250".into())).await.unwrap();
        world.clock.advance(90 * 24 * HOUR);
        world.nothing_changes(world.service.forget_deliveries()).await.unwrap();
        world.clock.advance(1);
        world.service.forget_deliveries().await.unwrap();
        assert_eq!(db.texts("select state from deliveries").await, ["waiting"]);
        assert_eq!(db.texts("select outcome from delivery_attempts").await.len(), 1);
    }
}
