//! Asking people to join.

use super::{database::on_both, world::*};
use presence::{Denied, MINUTE, Roles};
use service::{
    AcceptInvitationRefused, Asked, Failure, Identity, InvitationLink, Invite, InviteRefused,
    Invited, Outcome, SignedIn,
};

const DAY: i64 = 24 * 60 * MINUTE;

fn into(project: &str, who: &str, roles: Roles) -> Invite {
    Invite {
        email: email(who),
        project: Some((key(project), roles)),
        site_admin: false,
        letter: None,
    }
}

async fn link(world: &World, who: &Identity, asked: &Invite) -> InvitationLink {
    match world.service.invite(who, asked).await.unwrap() {
        Invited::Asked(Asked::ByLink(link)) => link,
        other => panic!("{other:?}"),
    }
}

async fn accept(world: &World, link: &InvitationLink) -> Result<SignedIn, AcceptInvitationRefused> {
    let (name, password) = (name("Olivia"), password(PASSWORD));
    world.service.accept_invitation(&link.secret, &name, &password, "a test").await
}

async fn is_good(world: &World, link: &InvitationLink) -> bool {
    world.service.invitation(&link.secret).await.unwrap().is_some()
}

on_both! {
    async fn an_invited_person_joins_once_with_their_roles(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let link = link(&world, &priya, &into("SUP", "olivia", BOTH)).await;
        assert_eq!((link.email.as_str(), link.inviter.as_str()), ("olivia@example.com", "priya"));
        assert_eq!((link.project.as_deref(), link.may_be_shown), (Some("SUP"), true));
        assert_eq!(link.expires_at, NOON.plus_millis(7 * DAY));
        let view = world.service.invitation(&link.secret).await.unwrap().unwrap();
        assert_eq!(
            (view.email, view.inviter, view.projects),
            (link.email.clone(), "priya".into(), vec!["SUP".into()])
        );
        assert!(!db.dump().await.contains(link.secret.reveal()));

        world.told.take();
        let olivia = accept(&world, &link).await.unwrap().identity;
        assert_eq!((olivia.name.as_str(), olivia.email.as_str()), ("Olivia", "olivia@example.com"));
        assert_eq!(olivia.caller.roles_in(&world.id("SUP")), BOTH);
        assert!(!olivia.caller.site_admin);
        assert!(world.told.take()[0].access.contains(&olivia.caller.id));
        let used = world.nothing_changes(accept(&world, &link)).await;
        assert!(matches!(used, Err(AcceptInvitationRefused::LinkNotGood)));
        assert_eq!(world.service.pending_invitations(&priya, None).await.unwrap(), []);
        world.service.go_online(&olivia, &everywhere()).await.unwrap();
        world.check_memory().await;
        world.check_ledger().await;
        let acts = db.texts("select act from audit where act like '%invit%' order by act").await;
        assert_eq!(acts, ["accept_invitation", "invite"]);
    }

    async fn whoever_is_here_gets_the_roles_at_once(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let id = marta.caller.id.clone();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let invite = async |asked| world.service.invite(&priya, &asked).await.unwrap();
        world.told.take();
        assert_eq!(invite(into("BIL", "marta", AGENT)).await, Invited::Added(id.clone()));
        assert!(world.told.take()[0].access.contains(&id));
        assert!(world.agent_of(&marta).is_online(&world.id("BIL"), NOON));
        assert_eq!(invite(into("BIL", "marta", ADMIN)).await, Invited::Added(id.clone()));
        assert_eq!(world.person("marta").await.caller.roles_in(&world.id("BIL")), BOTH);
        let again = world.nothing_changes(invite(into("BIL", "marta", BOTH))).await;
        assert_eq!(again, Invited::Exists(id.clone()));
        let site_admin = Invite { email: email("marta"), project: None, site_admin: true, letter: None };
        assert_eq!(invite(site_admin).await, Invited::Added(id));
        assert!(world.person("marta").await.caller.site_admin);
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn a_newer_invitation_adds_up_and_replaces_the_link(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let first = link(&world, &priya, &into("SUP", "olivia", AGENT)).await;
        world.clock.advance(DAY);
        let second = link(&world, &priya, &into("BIL", "olivia", ADMIN)).await;
        assert_eq!(second.project.as_deref(), Some("BIL"));
        let site_admin = Invite { email: email("olivia"), project: None, site_admin: true, letter: None };
        let third = link(&world, &priya, &site_admin).await;
        assert!(!is_good(&world, &first).await && !is_good(&world, &second).await);
        assert_eq!(third.expires_at, NOON.plus_millis(8 * DAY));
        let olivia = accept(&world, &third).await.unwrap().identity;
        assert!(olivia.caller.site_admin);
        assert_eq!(olivia.caller.roles_in(&world.id("SUP")), AGENT);
        assert_eq!(olivia.caller.roles_in(&world.id("BIL")), ADMIN);
    }

    async fn what_is_over_does_not_add_up(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let old = link(&world, &priya, &into("SUP", "olivia", AGENT)).await;
        world.clock.advance(7 * DAY - 1);
        assert!(is_good(&world, &old).await);
        world.clock.advance(1);
        assert!(!is_good(&world, &old).await);
        assert!(matches!(accept(&world, &old).await, Err(AcceptInvitationRefused::LinkNotGood)));
        let pending = world.service.pending_invitations(&priya, None).await.unwrap();
        assert_eq!(pending.len(), 1, "nobody can renew what is not shown");
        let new = link(&world, &priya, &into("BIL", "olivia", AGENT)).await;
        let olivia = accept(&world, &new).await.unwrap().identity;
        assert_eq!(olivia.caller.roles_in(&world.id("SUP")), NONE);
    }

    async fn a_link_is_shown_only_to_who_could_give_all_of_it(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let ingrid = world.member("ingrid", &["BIL"], ADMIN).await;
        let first = link(&world, &tomas, &into("SUP", "olivia", AGENT)).await;
        assert!(first.may_be_shown);
        // Ingrid adds her desk. Tomás, who knows the first link, must not get into it by that.
        let second = link(&world, &ingrid, &into("BIL", "olivia", AGENT)).await;
        assert!(!second.may_be_shown && !is_good(&world, &first).await);
        let third = link(&world, &priya, &into("HR", "olivia", AGENT)).await;
        assert!(third.may_be_shown);

        let site_admin = Invite { email: email("boss"), project: None, site_admin: true, letter: None };
        link(&world, &priya, &site_admin).await;
        let fourth = link(&world, &tomas, &into("SUP", "boss", AGENT)).await;
        assert!(!fourth.may_be_shown);
        let id = &fourth.id;
        let renew = async |who| match world.service.renew_invitation(who, id, None).await.unwrap() {
            Asked::ByLink(link) => link,
            other @ Asked::ByLetter(_) => panic!("{other:?}"),
        };
        assert!(!renew(&tomas).await.may_be_shown);
        let renewed = renew(&priya).await;
        assert!(renewed.may_be_shown);
        // What only others could give is over with the link, and not asked anew by who could not.
        world.clock.advance(7 * DAY);
        let renewed = renew(&tomas).await;
        assert!(renewed.may_be_shown);
        assert!(!accept(&world, &renewed).await.unwrap().identity.caller.site_admin);
    }

    async fn one_asks_into_what_one_may_change(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let site_admin = Invite { site_admin: true, ..into("SUP", "olivia", AGENT) };
        let no_project = Invite { email: email("olivia"), project: None, site_admin: false, letter: None };
        for (who, asked, denied) in [
            (&marta, into("SUP", "olivia", AGENT), Denied::Forbidden),
            (&tomas, into("BIL", "olivia", AGENT), Denied::Hidden),
            (&tomas, into("NONE", "olivia", AGENT), Denied::Hidden),
            (&tomas, site_admin, Denied::Forbidden),
            (&tomas, no_project, Denied::Forbidden),
        ] {
            let refused = world.nothing_changes(world.service.invite(who, &asked)).await;
            let Err(InviteRefused::Failure(Failure::Denied(told))) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!(told, denied);
        }
        let nothing = into("SUP", "olivia", NONE);
        let refused = world.nothing_changes(world.service.invite(&priya, &nothing)).await;
        assert!(matches!(refused, Err(InviteRefused::NoRole)));
        assert!(world.service.pending_invitations(&tomas, None).await.is_err());
        assert!(world.service.pending_invitations(&marta, Some(&key("SUP"))).await.is_err());
        assert!(world.service.pending_invitations(&tomas, Some(&key("BIL"))).await.is_err());
    }

    async fn a_project_admin_sees_and_withdraws_their_part(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let ingrid = world.member("ingrid", &["BIL"], ADMIN).await;
        let both = Invite { site_admin: true, ..into("SUP", "olivia", AGENT) };
        link(&world, &priya, &both).await;
        let link = link(&world, &priya, &into("BIL", "olivia", BOTH)).await;
        let see = async |who, project| {
            world.service.pending_invitations(who, Some(&key(project))).await.unwrap()
        };
        let seen = see(&tomas, "SUP").await;
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].roles, [(key("SUP"), "SUP".to_owned(), AGENT)]);
        assert!(!seen[0].site_admin);
        let all = world.service.pending_invitations(&priya, None).await.unwrap();
        assert_eq!((all[0].roles.len(), all[0].site_admin), (2, true));
        assert_eq!((all[0].inviter.as_str(), all[0].created_at), ("priya", NOON));

        world.service.withdraw_invitation(&tomas, &link.id).await.unwrap();
        assert_eq!(see(&priya, "SUP").await, []);
        assert_eq!(see(&ingrid, "BIL").await.len(), 1);
        assert!(is_good(&world, &link).await);
        let refused =
            world.nothing_changes(world.service.withdraw_invitation(&tomas, &link.id)).await;
        assert!(matches!(refused, Err(Failure::Denied(Denied::Hidden))));
        for id in ["", "a\0", "a b", "\u{202e}"] {
            let refused = world.service.renew_invitation(&tomas, id, None).await;
            let refused = refused.unwrap_err();
            assert!(
                matches!(refused, InviteRefused::Failure(Failure::Denied(_))),
                "{id:?}: {refused:?}"
            );
        }
        let refused = world.service.renew_invitation(&tomas, &link.id, None).await;
        assert!(matches!(refused, Err(InviteRefused::Failure(Failure::Denied(Denied::Hidden)))));
        world.service.withdraw_invitation(&priya, &link.id).await.unwrap();
        assert!(!is_good(&world, &link).await);
        assert_eq!(db.texts("select project_id from invitation_roles").await.len(), 0);
    }

    async fn the_last_part_withdrawn_withdraws_the_invitation(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let link = link(&world, &tomas, &into("SUP", "olivia", AGENT)).await;
        world.service.withdraw_invitation(&tomas, &link.id).await.unwrap();
        assert!(!is_good(&world, &link).await);
        assert_eq!(db.texts("select id from invitations").await.len(), 0);
    }

    async fn whoever_comes_by_another_door_is_not_invited_any_more(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let link = link(&world, &priya, &into("SUP", "olivia", AGENT)).await;
        let added = async {
            world
                .service
                .operator_add_user(
                    &email("olivia"),
                    &name("Olivia"),
                    false,
                    Some(&password(PASSWORD)),
                )
                .await
        };
        assert_eq!(added.await.unwrap(), Outcome::Added);
        assert!(!is_good(&world, &link).await);
        let olivia = world.person("olivia").await;
        assert_eq!(olivia.caller.roles_in(&world.id("SUP")), AGENT);
        world.check_memory().await;
    }
}
