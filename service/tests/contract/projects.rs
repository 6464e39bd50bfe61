//! Projects, their members, and the site's settings.

use super::{database::on_both, world::*};
use presence::{Denied, DoorRule, Presence, Roles, ShowHeaderIcons, SiteSettings, Status};
use service::{
    AddProjectRefused, Failure, Identity, ProjectChange, SetDisabledRefused, SetMemberRefused,
};

fn change(text: &str) -> ProjectChange {
    ProjectChange { name: name(text), chat_enabled: false, show_count: false }
}

on_both! {
    async fn a_site_admin_makes_projects(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let tomas = world.member("tomas", &["SUP"], BOTH).await;
        world.told.take();
        let id =
            world.service.add_project(&priya, &key("ops"), &name("Night"), true).await.unwrap();
        assert_eq!(world.told.take()[0].projects[0].id, id);
        let view = world.service.see_project(&priya, &key("OPS")).unwrap();
        assert_eq!((view.id, view.name.as_str(), view.chat_enabled), (id, "Night", true));
        assert_eq!((view.availability.status, view.available), (Status::Offline, 0));
        assert_eq!((view.availability.revision.get(), view.availability.since), (1, NOON));
        let taken =
            async { world.service.add_project(&priya, &key("OPS"), &name("Other"), true).await };
        assert!(matches!(world.nothing_changes(taken).await, Err(AddProjectRefused::KeyTaken)));
        let refused =
            async { world.service.add_project(&tomas, &key("NEW"), &name("New"), true).await };
        assert!(matches!(
            world.nothing_changes(refused).await,
            Err(AddProjectRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));
        world.check_memory().await;
    }

    async fn one_sees_the_projects_that_one_is_in(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let keys = |who| -> Vec<String> {
            let views = world.service.see_projects(who);
            views.into_iter().map(|view| view.key.to_string()).collect()
        };
        assert_eq!(keys(&priya), ["BIL", "HR", "SUP"]);
        assert_eq!(keys(&marta), ["SUP"]);
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let view = &world.service.see_projects(&marta)[0];
        assert_eq!((view.roles, view.available), (AGENT, 1));
        assert_eq!(view.availability.status, Status::Online);
        for hidden in ["BIL", "NONE"] {
            let refused = world.service.see_project(&marta, &key(hidden));
            assert_eq!(refused, Err(Denied::Hidden));
            let refused = world.service.see_agents(&marta, Some(&key(hidden)));
            assert_eq!(refused, Err(Denied::Hidden));
        }
    }

    async fn a_project_admin_changes_the_project(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let stranger = world.member("ingrid", &["BIL"], BOTH).await;
        for (who, denied) in [(&marta, Denied::Forbidden), (&stranger, Denied::Hidden)] {
            let wish = change("Mine");
            let act = async { world.service.change_project(who, &key("SUP"), &wish).await };
            let refused = world.nothing_changes(act).await;
            assert!(matches!(refused, Err(Failure::Denied(told)) if told == denied));
            let refused = world.service.see_members(who, &key("SUP")).await;
            assert!(matches!(refused, Err(Failure::Denied(told)) if told == denied));
            let refused = world.service.see_ledger(who, &key("SUP")).await;
            assert!(matches!(refused, Err(Failure::Denied(told)) if told == denied));
        }
        world.service.change_project(&tomas, &key("SUP"), &change("Help desk")).await.unwrap();
        let view = world.service.see_project(&tomas, &key("SUP")).unwrap();
        assert_eq!((view.name.as_str(), view.chat_enabled), ("Help desk", false));
        assert_eq!(view.availability.revision.get(), 1, "the public sees no name");
        world.check_memory().await;
        let audit = "select act || ': ' || detail from audit where act = 'change_project'";
        assert_eq!(
            db.texts(audit).await,
            ["change_project: name=Help desk chat=false count=false"]
        );
    }

    async fn a_project_admin_gives_and_takes_roles(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let marta = world.agent("marta", &["BIL"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let set = async |roles: Roles| {
            world.service.set_member(&tomas, &key("SUP"), &marta.caller.id, roles).await.unwrap();
            let members = world.service.see_members(&tomas, &key("SUP")).await.unwrap();
            let member = members.iter().find(|member| member.user == marta.caller.id).cloned();
            member.map(|member| (member.roles, member.presence))
        };
        assert_eq!(set(ADMIN).await, Some((ADMIN, None)));
        assert_eq!(set(BOTH).await, Some((BOTH, Some(Presence::Online))));
        assert_eq!(set(AGENT).await, Some((AGENT, Some(Presence::Online))));
        assert_eq!(world.availability("SUP").status, Status::Online);
        world.nothing_changes(set(AGENT)).await;
        assert_eq!(set(NONE).await, None);
        assert_eq!(world.availability("SUP").status, Status::Offline);
        assert_eq!(world.availability("BIL").status, Status::Online);
        let audit = "select detail from audit where act = 'set_member' and actor_id is not null \
                     order by detail";
        assert_eq!(
            db.texts(audit).await,
            ["SUP admin", "SUP agent", "SUP agent admin", "SUP none"]
        );

        let nobody = "nobody".parse().unwrap();
        let refused = async { world.service.set_member(&tomas, &key("SUP"), &nobody, AGENT).await };
        assert!(matches!(world.nothing_changes(refused).await, Err(SetMemberRefused::UnknownPerson)));
        let refused =
            async { world.service.set_member(&tomas, &key("BIL"), &marta.caller.id, NONE).await };
        assert!(matches!(
            world.nothing_changes(refused).await,
            Err(SetMemberRefused::Failure(Failure::Denied(Denied::Hidden)))
        ));
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn a_project_keeps_an_admin_who_can_sign_in(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let tomas = world.member("tomas", &["SUP", "BIL"], BOTH).await;
        let omar = world.member("omar", &["SUP"], ADMIN).await;
        world.member("marta", &["BIL"], AGENT).await;
        let service = &world.service;
        let set = async |project: &str, whom: &Identity, roles| {
            service.set_member(&priya, &key(project), &whom.caller.id, roles).await
        };
        let disable = async |whom: &Identity, disabled| {
            service.set_disabled(&priya, &whom.caller.id, disabled).await
        };
        for (project, roles, refused) in
            [("BIL", NONE, true), ("BIL", AGENT, true), ("BIL", ADMIN, false), ("BIL", BOTH, false)]
        {
            let done = set(project, &tomas, roles).await;
            assert_eq!(matches!(done, Err(SetMemberRefused::OnlyAdmin)), refused, "{roles:?}");
        }
        let seen = service.see_removal(&priya, &key("BIL"), &tomas.caller.id).await;
        assert!(matches!(seen, Err(SetMemberRefused::OnlyAdmin)));
        let Err(SetDisabledRefused::OnlyAdmin(projects)) = disable(&tomas, true).await else {
            panic!("BIL has nobody else")
        };
        assert_eq!(projects, ["BIL"]);
        let prospect = service.see_prospect(&priya, &tomas.caller.id).await.unwrap();
        assert_eq!(prospect.only_admin_of, ["BIL"]);

        // In SUP there is another, until he cannot sign in.
        disable(&omar, true).await.unwrap();
        assert!(matches!(set("SUP", &tomas, NONE).await, Err(SetMemberRefused::OnlyAdmin)));
        disable(&omar, false).await.unwrap();
        set("SUP", &tomas, NONE).await.unwrap();
        assert!(matches!(set("SUP", &omar, AGENT).await, Err(SetMemberRefused::OnlyAdmin)));
        assert!(matches!(disable(&omar, true).await, Err(SetDisabledRefused::OnlyAdmin(_))));
        set("BIL", &omar, ADMIN).await.unwrap();
        disable(&tomas, true).await.unwrap();
        world.check_memory().await;
    }

    async fn members_are_listed_by_name(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let zoe = world.agent("zoe", &["SUP"]).await;
        world.agent("anna", &["SUP"]).await;
        world.service.set_disabled(&priya, &zoe.caller.id, true).await.unwrap();
        let members = world.service.see_members(&priya, &key("SUP")).await.unwrap();
        let seen: Vec<_> =
            members.iter().map(|member| (member.email.as_str(), member.disabled)).collect();
        assert_eq!(seen, [("anna@example.com", false), ("zoe@example.com", true)]);
        assert!(members.iter().all(|member| member.has_password));
    }

    async fn the_sites_settings_are_kept(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let tomas = world.member("tomas", &["SUP"], BOTH).await;
        for show_header_icons in ShowHeaderIcons::ALL {
            for door_rule in DoorRule::ALL {
                let settings = SiteSettings {
                    show_header_icons,
                    door_rule,
                    ..SiteSettings::default()
                };
                world.service.change_site_settings(&priya, &settings).await.unwrap();
                assert_eq!(world.service.board().settings, settings);
                world.check_memory().await;
            }
        }
        let settings = SiteSettings::default();
        let refused = world.nothing_changes(world.service.change_site_settings(&tomas, &settings));
        assert!(matches!(refused.await, Err(Failure::Denied(Denied::Forbidden))));
        let acts = db.texts("select id from audit where act = 'change_site'").await;
        assert_eq!(acts.len(), 9);
    }
}
