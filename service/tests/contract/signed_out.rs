//! Whoever is signed out by somebody else: what ends with it, and that they are told.

use super::{database::on_both, world::*};
use presence::{Denied, EndReason, GoOnlineError, MINUTE, Standing, UserId, Wish};
use service::{
    AuthenticateError, Failure, ForceLogoutRefused, GoOnlineRefused, Identity, LoggedOut,
    MAX_REASON_CHARS, ReasonError, Secret, SessionEnd, SignedIn,
};

/// Another browser of somebody's.
async fn browser(world: &World, who: &str) -> SignedIn {
    world.service.sign_in(&email(who), PASSWORD, "a test").await.unwrap()
}

async fn is_signed_in(world: &World, secret: &Secret) -> bool {
    match world.service.session(secret).await {
        Ok(_) => true,
        Err(AuthenticateError::Unknown) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn why(world: &World, session: &Secret) -> Option<SessionEnd> {
    world.service.why_signed_out(session).await.unwrap()
}

async fn token_works(world: &World, secret: &Secret) -> bool {
    world.service.token(secret).await.is_ok()
}

fn last_ending(world: &World, who: &Identity) -> EndReason {
    match &world.agent_of(who).projects[&world.id("SUP")] {
        Standing::Offline { ended: Some(ending) } => ending.reason.clone(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_forced_logout_ends_everything_until_they_sign_in_again(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let second = browser(&world, "marta").await;
        let token = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let refused = world.service.force_logout(&marta, &priya.caller.id, None).await;
        assert!(matches!(
            refused,
            Err(ForceLogoutRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));

        world.told.take();
        let after =
            world.service.force_logout(&priya, &marta.caller.id, Some(" Lost laptop. ")).await.unwrap();
        let told = world.told.take();
        assert!(told[0].access.contains(&marta.caller.id) && told[0].agents.len() == 1);
        assert!(!is_signed_in(&world, &second.secret).await);
        assert!(!token_works(&world, &token).await);
        let (by, note) = (priya.caller.id.clone(), Some("Lost laptop.".to_owned()));
        let ending = EndReason::ForcedLogout { by, note };
        assert_eq!(last_ending(&world, &marta), ending);
        assert_eq!(after, world.agent_of(&marta), "the caller is told what became of them");
        let audit = "select detail from audit where act = 'force_logout'";
        assert_eq!(db.texts(audit).await, ["Lost laptop."]);
        let wish = everywhere();
        let gone = world.nothing_changes(world.service.go_online(&marta, &wish)).await;
        assert!(matches!(gone, Err(GoOnlineRefused::Failure(Failure::SignedOut))));

        // Signed in again the token works, and yet nothing is revived by who does not know.
        let back = browser(&world, "marta").await.identity;
        let robot = world.service.token(&token).await.unwrap();
        for device in [&back, &robot] {
            let refused = world.service.go_online(device, &wish).await;
            assert!(matches!(refused, Err(GoOnlineRefused::Refused(GoOnlineError::Stale(_)))));
        }
        let knowing = Wish { revision: Some(world.agent_of(&marta).revision), ..everywhere() };
        world.service.go_online(&back, &knowing).await.unwrap();
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn a_forced_logout_is_told_until_it_is_read(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        // Who was never an agent can be logged out too, and who is offline already.
        for (who, projects) in [("tomas", &[][..]), ("marta", &["SUP"][..])] {
            let id = world.agent(who, projects).await.caller.id;
            world.clock.advance(MINUTE);
            let at = world.service.now();
            world.service.force_logout(&priya, &id, Some("Lost laptop.")).await.unwrap();
            world.clock.advance(MINUTE);
            let (one, other) = (browser(&world, who).await.identity, browser(&world, who).await);
            let by = priya.caller.id.clone();
            let told = LoggedOut { at, by, note: Some("Lost laptop.".into()) };
            assert_eq!(one.logged_out, Some(told), "{who}");
            world.service.note_logout_read(&one).await.unwrap();
            let told = world.service.session(&other.secret).await.unwrap().logged_out;
            assert_eq!(told, None, "read once is read: {who}");

            // The newest is told, and a reason of nothing but spaces is none.
            world.service.force_logout(&priya, &id, Some("One.")).await.unwrap();
            world.service.force_logout(&priya, &id, Some(" \n ")).await.unwrap();
            let told = browser(&world, who).await.identity.logged_out;
            assert_eq!(told.map(|told| told.note), Some(None), "{who}");
        }
        assert_eq!(priya.logged_out, None);
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn who_cannot_be_logged_out_stays_and_nothing_changes(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let boss = world.member("ingrid", &["SUP"], ADMIN).await;
        let too_long = "ä".repeat(MAX_REASON_CHARS + 1);
        let nobody: UserId = "nobody".parse().unwrap();
        let denied = |denied| ForceLogoutRefused::Failure(Failure::Denied(denied));
        for (rule, who, whom, reason, expected) in [
            ("an agent", &marta, &priya.caller.id, "", denied(Denied::Forbidden)),
            ("oneself, who may not", &marta, &marta.caller.id, "", denied(Denied::Forbidden)),
            ("a project admin", &boss, &marta.caller.id, "", denied(Denied::Forbidden)),
            ("one who may not, with no reason", &boss, &marta.caller.id, &too_long, denied(Denied::Forbidden)),
            ("nobody", &priya, &nobody, "", denied(Denied::Hidden)),
            ("oneself", &priya, &priya.caller.id, "", ForceLogoutRefused::Yourself),
            ("501 characters", &priya, &marta.caller.id, &too_long, ReasonError::TooLong.into()),
            ("a NUL", &priya, &marta.caller.id, "Lunch\0?", ReasonError::Unseen.into()),
            ("an escape", &priya, &marta.caller.id, "Lunch\u{1b}[2J", ReasonError::Unseen.into()),
            ("a mark that turns", &priya, &marta.caller.id, "\u{202e}hcnuL", ReasonError::Unseen.into()),
            ("an isolate", &priya, &marta.caller.id, "Lunch\u{2067}", ReasonError::Unseen.into()),
        ] {
            let act = world.service.force_logout(who, whom, Some(reason));
            let refused = world.nothing_changes(act).await.unwrap_err();
            assert_eq!(format!("{refused:?}"), format!("{expected:?}"), "{rule}");
        }
        let most = "ä".repeat(MAX_REASON_CHARS);
        world.service.force_logout(&priya, &marta.caller.id, Some(&most)).await.unwrap();
    }

    async fn a_browser_is_told_why_its_session_ended(db) {
        let world = World::new(&db).await;
        let service = &world.service;
        for (rule, expected) in [
            ("nothing happened", None),
            ("signed out there", None),
            ("over by itself", None),
            ("a forced logout", Some(SessionEnd::ForcedLogout)),
            ("disabled", Some(SessionEnd::AccountDisabled)),
            ("disabled, and enabled again", None),
            ("another password", Some(SessionEnd::NewPassword)),
            ("a new password by a link", Some(SessionEnd::NewPassword)),
            ("signed out from another device", Some(SessionEnd::SignedOut)),
            ("signed out by an admin", Some(SessionEnd::SignedOutByAdmin)),
        ] {
            let priya = world.priya().await;
            let who = rule.replace([' ', ','], "-");
            world.person(&who).await;
            let (marta, other) = (browser(&world, &who).await, browser(&world, &who).await);
            let id = &marta.identity.caller.id;
            let new = password("a new password");
            match rule {
                "nothing happened" => {}
                "signed out there" => service.sign_out(&marta.identity).await.unwrap(),
                "over by itself" => world.clock.advance(31 * 24 * 60 * MINUTE),
                "a forced logout" => drop(service.force_logout(&priya, id, None).await.unwrap()),
                "another password" => {
                    service.change_password(&other.identity, PASSWORD, &new).await.unwrap();
                }
                "a new password by a link" => {
                    let link = world.reset_link(&who).await.unwrap();
                    service.reset_password(&link, &new, "a test").await.unwrap();
                }
                "signed out from another device" => {
                    service.sign_out_device(&other.identity, &marta.identity.device).await.unwrap();
                }
                "signed out by an admin" => {
                    service.sign_out_device(&priya, &marta.identity.device).await.unwrap();
                }
                _ => {
                    service.set_disabled(&priya, id, true).await.unwrap();
                    if rule.ends_with("again") {
                        service.set_disabled(&priya, id, false).await.unwrap();
                    }
                }
            }
            assert_eq!(why(&world, &marta.secret).await, expected, "{rule}");
            assert_eq!(why(&world, &Secret::random()).await, None, "a stranger learns nothing");
            if rule != "nothing happened" {
                assert!(!is_signed_in(&world, &marta.secret).await, "{rule}");
            }
            // It is forgotten when the session would have ended by itself.
            world.clock.advance(31 * 24 * 60 * MINUTE);
            assert_eq!(why(&world, &marta.secret).await, None, "{rule}");
            world.priya().await;
            assert!(db.texts("select secret_hash from ended_sessions").await.is_empty(), "{rule}");
        }
    }
}
