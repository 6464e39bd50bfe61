//! Setting up, signing in and out, passwords, tokens, and what site admins do to accounts.

use super::{database::on_both, world::*};
use presence::{Denied, EndReason, MINUTE, SECOND, Standing, Status};
use service::{
    AddTokenRefused, AuthenticateError, ChangePasswordRefused, Failure, GoOnlineRefused, Identity,
    MakeResetLinkRefused, ResetLink, ResetPasswordRefused, Secret, Service, SetDisabledRefused,
    SetSiteAdminRefused, SetUpRefused, SignInRefused, SignedIn,
};
use std::sync::Arc;

const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Another browser of somebody's.
async fn browser(world: &World, who: &str, word: &str) -> Result<SignedIn, SignInRefused> {
    world.service.sign_in(&email(who), word, "a test").await
}

async fn is_signed_in(world: &World, secret: &Secret) -> bool {
    match world.service.session(secret).await {
        Ok(_) => true,
        Err(AuthenticateError::Unknown) => false,
        Err(error) => panic!("{error}"),
    }
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
    async fn the_first_visitor_with_the_code_becomes_site_admin(db) {
        let world = World::empty(&db).await;
        assert!(world.service.is_empty().await.unwrap());
        let old = world.service.set_up_code().await.unwrap().unwrap();
        let code = world.service.set_up_code().await.unwrap().unwrap();
        let stranger = Secret::random();
        let set_up = async |code| {
            let (name, email) = (name("Priya Raman"), email("priya"));
            world.service.set_up_site(code, &name, &email, &password(PASSWORD), "a test").await
        };
        for wrong in [&old, &stranger] {
            let refused = world.nothing_changes(set_up(wrong)).await;
            assert!(matches!(refused, Err(SetUpRefused::WrongCode)));
        }
        let signed_in = set_up(&code).await.unwrap();
        assert!(signed_in.identity.caller.site_admin);
        assert_eq!(world.service.session(&signed_in.secret).await.unwrap(), signed_in.identity);
        assert_eq!(world.service.board().name(&signed_in.identity.caller.id), "Priya Raman");
        assert!(matches!(set_up(&code).await, Err(SetUpRefused::AlreadySetUp)));
        assert_eq!(world.service.set_up_code().await.unwrap(), None);
        assert!(!world.service.is_empty().await.unwrap());
        assert!(!db.dump().await.contains(&code.hash()), "the code is kept");
        assert_eq!(db.texts("select act from audit").await, ["set_up"]);
        world.check_memory().await;
    }

    async fn no_secret_is_in_the_database(db) {
        let world = World::new(&db).await;
        let signed_in = browser(&world, "priya", PASSWORD).await.unwrap();
        let token = world.service.add_token(&signed_in.identity, &name("Robot")).await.unwrap();
        let link = world.reset_link("priya").await.unwrap();
        let dump = db.dump().await;
        for secret in [&signed_in.secret, &token, &link] {
            assert!(!dump.contains(secret.reveal()));
            assert!(dump.contains(&secret.hash()));
        }
        assert!(!dump.contains(PASSWORD));
        assert!(dump.contains("$argon2id$"));
    }

    async fn signing_in_tells_no_stranger_why_not(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.person("marta").await;
        world.service.operator_add_user(&email("new"), &name("New"), false, None).await.unwrap();
        world.service.set_disabled(&priya, &marta.caller.id, true).await.unwrap();
        for (who, word) in [
            ("priya", "another one"),
            ("priya", ""),
            ("nobody", PASSWORD),
            ("new", ""),
            ("marta", PASSWORD),
        ] {
            let refused = world.nothing_changes(browser(&world, who, word)).await;
            assert!(matches!(refused, Err(SignInRefused::Wrong)), "{who}");
        }
        let signed_in = browser(&world, "priya", PASSWORD).await.unwrap();
        assert!(is_signed_in(&world, &signed_in.secret).await);
        assert!(!is_signed_in(&world, &Secret::random()).await);
        assert!(!token_works(&world, &signed_in.secret).await, "a cookie is no token");
    }

    async fn a_session_lasts_thirty_days(db) {
        let world = World::new(&db).await;
        let signed_in = browser(&world, "priya", PASSWORD).await.unwrap();
        assert_eq!(signed_in.expires_at, NOON.plus_millis(30 * DAY));
        world.clock.advance(30 * DAY - 1);
        assert!(is_signed_in(&world, &signed_in.secret).await);
        world.clock.advance(1);
        assert!(!is_signed_in(&world, &signed_in.secret).await);
        let late = world.service.add_token(&signed_in.identity, &name("Late")).await;
        assert!(matches!(late, Err(AddTokenRefused::Failure(Failure::SignedOut))));
        browser(&world, "priya", PASSWORD).await.unwrap();
        let sessions = db.texts("select id from sessions").await;
        assert_eq!(sessions.len(), 1, "what is over is kept");
    }

    async fn signing_out_of_the_last_browser_ends_the_time_online(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let second = browser(&world, "marta", PASSWORD).await.unwrap();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.service.sign_out(&second.identity).await.unwrap();
        assert!(!is_signed_in(&world, &second.secret).await);
        assert_eq!(world.availability("SUP").status, Status::Online);
        world.told.take();
        world.service.sign_out(&marta).await.unwrap();
        assert_eq!(world.availability("SUP").status, Status::Offline);
        assert_eq!(last_ending(&world, &marta), EndReason::SignedOff);
        let told = world.told.take();
        assert!(told[0].access.contains(&marta.caller.id));
        world.nothing_changes(world.service.sign_out(&marta)).await.unwrap();
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn a_session_that_is_over_is_nobodys_last(db) {
        let world = World::new(&db).await;
        world.agent("marta", &["SUP"]).await;
        world.clock.advance(DAY);
        let second = browser(&world, "marta", PASSWORD).await.unwrap();
        world.clock.advance(29 * DAY);
        // The first browser's session is over by itself.
        world.service.go_online(&second.identity, &everywhere()).await.unwrap();
        world.service.sign_out(&second.identity).await.unwrap();
        assert_eq!(world.availability("SUP").status, Status::Offline);
    }

    async fn whoever_was_let_in_is_who_they_are_now(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        world.member("omar", &["SUP"], ADMIN).await;
        // Known to the server, and then it changed before they asked for something.
        world.service.set_member(&priya, &key("SUP"), &tomas.caller.id, NONE).await.unwrap();
        let act =
            async { world.service.set_member(&tomas, &key("SUP"), &marta.caller.id, NONE).await };
        let refused = world.nothing_changes(act).await.unwrap_err().to_string();
        assert_eq!(refused, Denied::Hidden.to_string());

        world.service.set_member(&priya, &key("SUP"), &marta.caller.id, NONE).await.unwrap();
        let wish = everywhere();
        let refused = world.nothing_changes(world.service.go_online(&marta, &wish)).await;
        assert!(matches!(
            refused,
            Err(GoOnlineRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));

        world.service.set_member(&priya, &key("SUP"), &marta.caller.id, AGENT).await.unwrap();
        world.service.go_online(&marta, &wish).await.unwrap();
        world.service.set_disabled(&priya, &marta.caller.id, true).await.unwrap();
        let refused = world.nothing_changes(world.service.go_online(&marta, &wish)).await;
        assert!(matches!(refused, Err(GoOnlineRefused::Failure(Failure::SignedOut))));
    }

    async fn a_new_password_ends_every_other_session(db) {
        let world = World::new(&db).await;
        let here = browser(&world, "priya", PASSWORD).await.unwrap();
        let there = browser(&world, "priya", PASSWORD).await.unwrap();
        let link = world.reset_link("priya").await.unwrap();
        let new = password("a new password");
        let act =
            async { world.service.change_password(&here.identity, "another one", &new).await };
        let refused = world.nothing_changes(act).await;
        assert!(matches!(refused, Err(ChangePasswordRefused::WrongCurrent)));
        world.told.take();
        world.service.change_password(&here.identity, PASSWORD, &new).await.unwrap();
        assert!(world.told.take()[0].access.contains(&here.identity.caller.id));
        assert!(is_signed_in(&world, &here.secret).await);
        assert!(!is_signed_in(&world, &there.secret).await);
        assert!(browser(&world, "priya", PASSWORD).await.is_err());
        assert!(browser(&world, "priya", "a new password").await.is_ok());
        assert_eq!(world.service.password_reset(&link).await.unwrap(), None);
    }

    async fn a_reset_link_is_good_once_for_two_hours_and_the_newest_alone(db) {
        let world = World::new(&db).await;
        let before = browser(&world, "priya", PASSWORD).await.unwrap();
        let english = "en".parse().unwrap();
        let nobody = async { world.service.request_password_reset(&email("nobody"), &english).await };
        world.nothing_changes(nobody).await.unwrap();

        let late = world.reset_link("priya").await.unwrap();
        world.clock.advance(120 * MINUTE);
        let new = password("a new password");
        let reset = async |secret| world.service.reset_password(secret, &new, "a test").await;
        let refused = world.nothing_changes(reset(&late)).await;
        assert!(matches!(refused, Err(ResetPasswordRefused::LinkNotGood)));

        let old = world.reset_link("priya").await.unwrap();
        let link = world.reset_link("priya").await.unwrap();
        assert!(matches!(reset(&old).await, Err(ResetPasswordRefused::LinkNotGood)));
        let whose = world.service.password_reset(&link).await.unwrap();
        assert_eq!(whose.as_deref(), Some("priya@example.com"));
        let signed_in = reset(&link).await.unwrap();
        assert!(is_signed_in(&world, &signed_in.secret).await);
        assert!(!is_signed_in(&world, &before.secret).await);
        assert!(browser(&world, "priya", "a new password").await.is_ok());
        assert!(matches!(reset(&link).await, Err(ResetPasswordRefused::LinkNotGood)));
        assert_eq!(world.service.password_reset(&link).await.unwrap(), None);
    }

    async fn a_site_admin_makes_a_reset_link_where_there_is_no_mail(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        world.service.operator_add_user(&email("new"), &name("New"), false, None).await.unwrap();
        let people = world.service.see_people(&priya).await.unwrap();
        let new = people.iter().find(|person| person.name == "New").unwrap();
        assert!(!new.has_password);
        let marta = world.person("marta").await;
        let refused = world.service.make_reset_link(&marta, &new.id, None).await;
        assert!(matches!(
            refused,
            Err(MakeResetLinkRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));
        let make = async || match world.service.make_reset_link(&priya, &new.id, None).await.unwrap() {
            ResetLink::ByLink { secret, .. } => secret,
            other @ ResetLink::ByLetter(_) => panic!("{other:?}"),
        };
        let link = make().await;
        world.service.reset_password(&link, &password(PASSWORD), "a test").await.unwrap();
        assert!(browser(&world, "new", PASSWORD).await.is_ok());

        let link = make().await;
        world.service.set_disabled(&priya, &new.id, true).await.unwrap();
        assert_eq!(world.service.password_reset(&link).await.unwrap(), None);
        assert_eq!(world.reset_link("new").await, None);
        let refused = world.service.make_reset_link(&priya, &new.id, None).await;
        assert!(matches!(refused, Err(MakeResetLinkRefused::Disabled)));
        let acts = db.texts("select act from audit where act = 'make_reset_link'").await;
        assert_eq!(acts.len(), 2);
    }

    async fn one_changes_ones_name_and_language(db) {
        let world = World::new(&db).await;
        let signed_in = browser(&world, "priya", PASSWORD).await.unwrap();
        let german = "de".parse().unwrap();
        let act = async {
            world
                .service
                .change_account(&signed_in.identity, &name("Priya R."), Some(&german))
                .await
        };
        act.await.unwrap();
        let identity = world.service.session(&signed_in.secret).await.unwrap();
        assert_eq!(
            (identity.name.as_str(), identity.language.as_deref()),
            ("Priya R.", Some("de"))
        );
        assert_eq!(world.service.board().name(&identity.caller.id), "Priya R.");
        world.check_memory().await;
        world.service.change_account(&identity, &name("Priya"), None).await.unwrap();
        assert_eq!(world.service.session(&signed_in.secret).await.unwrap().language, None);
    }

    async fn a_token_is_its_owners(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        let id = &marta.caller.id;
        let secret = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        let robot = world.service.token(&secret).await.unwrap();
        assert_eq!(robot.caller, marta.caller);
        world.service.go_online(&robot, &everywhere()).await.unwrap();
        assert!(!is_signed_in(&world, &secret).await, "a token is no cookie");

        let theirs = world.service.tokens(&marta, id).await.unwrap();
        assert_eq!((theirs.len(), theirs[0].name.as_str()), (1, "Robot"));
        assert_eq!(theirs[0].id, robot.device);
        assert_eq!(theirs[0].used_at, Some(NOON));
        assert_eq!(world.service.tokens(&priya, id).await.unwrap(), theirs);
        let refused = world.service.tokens(&jonas, id).await;
        assert!(matches!(refused, Err(Failure::Denied(Denied::Forbidden))));
        let act = async { world.service.revoke_token(&jonas, &robot.device).await };
        let refused = world.nothing_changes(act).await;
        assert!(matches!(refused, Err(Failure::Denied(Denied::Hidden))));

        world.told.take();
        world.service.revoke_token(&marta, &robot.device).await.unwrap();
        assert!(world.told.take()[0].access.contains(id));
        assert!(!token_works(&world, &secret).await);
        assert_eq!(world.service.tokens(&marta, id).await.unwrap(), []);
        let again = world.service.revoke_token(&marta, &robot.device).await;
        assert!(matches!(again, Err(Failure::Denied(Denied::Hidden))));

        let secret = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        let device = world.service.token(&secret).await.unwrap().device;
        world.service.revoke_token(&priya, &device).await.unwrap();
        assert!(!token_works(&world, &secret).await);
        let audit = "select act from audit where act like '%_token' order by at, act";
        assert_eq!(db.texts(audit).await.len(), 4);
    }

    async fn the_last_use_of_a_token_is_kept(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let here = world.service.listen("http://here").await.unwrap();
        let secret = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        let used = async |service: &Service| {
            service.tokens(&marta, &marta.caller.id).await.unwrap()[0].used_at
        };
        assert_eq!(used(&world.service).await, None, "never");
        world.clock.advance(HOUR);
        world.service.token(&secret).await.unwrap();
        let at = world.service.now();
        assert_eq!(used(&world.service).await, Some(at));
        world.service.write_heard(&here).await.unwrap();
        // Another process, or the next one.
        let next = node(&db, &world.clock, Arc::default()).await;
        assert_eq!(used(&next).await, Some(at));
        world.clock.advance(30 * SECOND);
        world.service.token(&secret).await.unwrap();
        assert_eq!(used(&world.service).await, Some(at), "to the minute");
        world.clock.advance(HOUR);
        next.token(&secret).await.unwrap();
        next.write_heard(&here).await.unwrap();
        assert_eq!(used(&world.service).await, Some(world.service.now()));
    }

    async fn a_token_makes_no_other(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let secret = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        let robot = world.service.token(&secret).await.unwrap();
        let act = async { world.service.add_token(&robot, &name("Robot 2")).await };
        let refused = world.nothing_changes(act).await;
        let denied = AddTokenRefused::Failure(Failure::Denied(Denied::Forbidden));
        assert_eq!(format!("{refused:?}"), format!("{:?}", Err::<(), _>(denied)));
    }

    async fn a_disabled_account_is_out_until_it_is_enabled(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let signed_in = browser(&world, "marta", PASSWORD).await.unwrap();
        let token = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let disable = async |who, whom: &Identity, disabled| {
            world.service.set_disabled(who, &whom.caller.id, disabled).await
        };
        assert!(matches!(
            disable(&marta, &priya, true).await,
            Err(SetDisabledRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));
        let refused = world.nothing_changes(disable(&priya, &priya, true)).await;
        assert!(matches!(refused, Err(SetDisabledRefused::Yourself)));

        world.told.take();
        disable(&priya, &marta, true).await.unwrap();
        assert!(world.told.take()[0].access.contains(&marta.caller.id));
        assert_eq!(last_ending(&world, &marta), EndReason::AccountDisabled);
        assert!(!is_signed_in(&world, &signed_in.secret).await);
        assert!(!token_works(&world, &token).await);
        world.nothing_changes(disable(&priya, &marta, true)).await.unwrap();
        disable(&priya, &marta, false).await.unwrap();
        assert!(!is_signed_in(&world, &signed_in.secret).await, "an old cookie came back");
        assert!(token_works(&world, &token).await);
        let back = browser(&world, "marta", PASSWORD).await.unwrap().identity;
        assert!(back.caller.roles_in(&world.id("SUP")).agent);
        assert_eq!(world.availability("SUP").status, Status::Offline);
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn the_last_site_admin_stays_one(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.person("marta").await;
        let set = async |who, whom: &Identity, yes| {
            world.service.set_site_admin(who, &whom.caller.id, yes).await
        };
        assert!(matches!(
            set(&marta, &marta, true).await,
            Err(SetSiteAdminRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));
        let refused = world.nothing_changes(set(&priya, &priya, false)).await;
        assert!(matches!(refused, Err(SetSiteAdminRefused::LastSiteAdmin)));

        world.told.take();
        set(&priya, &marta, true).await.unwrap();
        assert!(world.told.take()[0].access.contains(&marta.caller.id));
        // One who is disabled cannot change the site.
        world.service.set_disabled(&priya, &marta.caller.id, true).await.unwrap();
        let refused = set(&priya, &priya, false).await;
        assert!(matches!(refused, Err(SetSiteAdminRefused::LastSiteAdmin)));
        world.service.set_disabled(&priya, &marta.caller.id, false).await.unwrap();
        set(&priya, &priya, false).await.unwrap();
        let refused = world.service.see_people(&world.priya().await).await;
        assert!(matches!(refused, Err(Failure::Denied(Denied::Forbidden))));
    }

    async fn site_admins_see_everybody(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.member("marta", &["SUP", "BIL"], AGENT).await;
        assert!(world.service.see_people(&marta).await.is_err());
        let people = world.service.see_people(&priya).await.unwrap();
        let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["marta", "priya"]);
        let roles = [(key("BIL"), "BIL".to_owned(), AGENT), (key("SUP"), "SUP".to_owned(), AGENT)];
        assert_eq!(people[0].roles, roles);
        assert!(people[1].site_admin && !people[1].disabled && people[1].has_password);
        assert_eq!(people[0].created_at, NOON);
    }
}
