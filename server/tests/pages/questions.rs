//! What weighs much is asked about before it is done, and the admin sees what came of it where they did it.

use crate::support::{ADMIN, AGENT, Answer, BOTH, Client, TestServer, email, key};
use app::Language::{De, En};

const MEMBERS: &str = "/projects/SUP/members";
const ONLINE: &str = "/people?presence=online";

/// Everything that such an act could have changed.
async fn truth(world: &TestServer) -> String {
    let priya = world.identity("priya").await;
    let people = world.service.see_people(&priya).await.unwrap();
    let devices = world.service.devices_of(&priya, &world.id("marta")).await.unwrap().len();
    format!("{} {people:?} {devices}", world.truth().await)
}

async fn post(client: &mut Client, at: &str, action: &str, person: &str, confirm: &str) -> Answer {
    let fields = [("action", action), ("person", person), ("confirm", confirm)];
    client.post(at, &fields).await
}

#[tokio::test]
async fn without_a_yes_it_is_asked_and_nothing_is_done() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let mut marta = world.agent("marta", "SUP").await;
    marta.go_online().await;
    let id = world.id("marta").to_string();
    let goes = En.ask_goes_offline("marta", "Project SUP");
    let before = truth(&world).await;
    for (action, at, title, what, goes) in [
        (
            "force_logout",
            ONLINE,
            En.ask_force_logout("marta"),
            En.ask_force_logout_devices(1, "marta"),
            Some(&goes),
        ),
        ("disable", ONLINE, En.ask_disable("marta"), En.ask_disable_what("marta"), Some(&goes)),
        (
            "make_site_admin",
            ONLINE,
            En.ask_make_site_admin("marta"),
            En.ask_make_site_admin_what("marta"),
            None,
        ),
        (
            "remove",
            MEMBERS,
            En.ask_remove("marta", "Project SUP"),
            En.ask_remove_what("marta", "Project SUP"),
            Some(&goes),
        ),
    ] {
        for confirm in ["", "no", "on", "YES"] {
            let page = post(&mut priya, at, action, &id, confirm).await;
            assert_eq!(page.status, 200, "{action} {confirm}: {}", page.body);
            assert!(page.says(&title) && page.says(&what), "{action}: {}", page.body);
            let last = page.says(&En.door_last("Project SUP"));
            let told = goes.is_none_or(|goes| page.says(goes) && last);
            assert!(told && (goes.is_some() || !last), "{action}: {}", page.body);
            for (field, value) in [("action", action), ("person", &id), ("confirm", "yes")] {
                assert_eq!(page.hidden(field), Some(value), "{action}: {}", page.body);
            }
            let back = format!("href=\"{at}\" class=\"btn\"");
            assert!(page.body.contains(&back), "it can be left: {}", page.body);
            assert_eq!(page.body.contains("name=\"reason\""), action == "force_logout");
        }
        let mut german = priya.clone().saying("accept-language", "de");
        let page = post(&mut german, at, action, &id, "").await;
        assert!(page.says(De.cancel()), "{}", page.body);
        assert_eq!(truth(&world).await, before, "{action}");
    }
}

#[tokio::test]
async fn with_a_yes_it_is_done_and_told_where_it_was_done() {
    for (action, at, words) in [
        ("force_logout", ONLINE, En.done_logged_out("marta")),
        ("disable", ONLINE, En.done_person_disabled("marta")),
        ("make_site_admin", ONLINE, En.done_site_admin_made("marta")),
        ("unmake_site_admin", "/people", En.done_site_admin_unmade("marta")),
        ("enable", "/people?presence=offline", En.done_person_enabled("marta")),
        ("remove", MEMBERS, En.done_member_removed("marta", "Project SUP")),
    ] {
        let world = TestServer::new().await;
        let mut priya = world.priya().await;
        let mut marta = world.agent("marta", "SUP").await;
        marta.go_online().await;
        let id = world.id("marta").to_string();
        match action {
            "enable" => drop(post(&mut priya, at, "disable", &id, "yes").await),
            "unmake_site_admin" => drop(post(&mut priya, at, "make_site_admin", &id, "yes").await),
            _ => {}
        }
        let answer = post(&mut priya, at, action, &id, "yes").await;
        assert_eq!(answer.location(), at, "{action}");
        let page = priya.follow(&answer).await;
        assert!(page.status == 200 && page.says(&words), "{action}: {}", page.body);
    }
}

#[tokio::test]
async fn a_reason_that_cannot_be_is_asked_for_again_as_it_was_typed() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    world.agent("marta", "SUP").await;
    let id = world.id("marta").to_string();
    let before = truth(&world).await;
    for (reason, words) in [
        ("x".repeat(501), En.error_too_long(500)),
        ("\u{202e}hcnuL".to_owned(), En.error_control_character().to_owned()),
    ] {
        let fields =
            [("action", "force_logout"), ("person", &id), ("confirm", "yes"), ("reason", &reason)];
        let page = priya.post("/people", &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.has_error_at("reason") && page.says(&words), "{}", page.body);
        assert!(page.says(&reason), "as it was typed: {}", page.body);
        assert_eq!(page.hidden("confirm"), Some("yes"), "it is the question again");
        assert_eq!(truth(&world).await, before);
    }
}

#[tokio::test]
async fn what_would_be_refused_is_not_asked_about() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    world.add_person("marta", false).await;
    for (name, roles) in [("jonas", BOTH), ("lea", AGENT)] {
        world.add_member(name, "SUP", roles).await;
    }
    world.add_member("jonas", "BIL", ADMIN).await;
    let own = world.id("priya").to_string();
    let jonas = world.id("jonas").to_string();
    let himself = world.signed_in("jonas").await;
    let before = truth(&world).await;
    let one = En.error_only_admin("jonas", "Project SUP");
    let both = En.error_only_admin("jonas", "Project BIL, Project SUP");
    for (rule, action, at, person, words) in [
        ("oneself", "force_logout", "/people", &own, En.error_own_logout()),
        ("oneself", "disable", "/people", &own, En.error_own_account()),
        ("the last site admin", "unmake_site_admin", "/people", &own, En.error_last_admin()),
        ("the only admin of projects", "disable", "/people", &jonas, both.as_str()),
        ("the only admin of a project", "remove", MEMBERS, &jonas, &one),
    ] {
        for confirm in ["", "yes"] {
            let page = post(&mut priya, at, action, person, confirm).await;
            assert_eq!(page.status, 422, "{rule} {confirm}: {}", page.body);
            assert!(page.says(words) && page.hidden("confirm").is_none(), "{rule}: {}", page.body);
        }
    }
    // Taking the role away is the same thing, and so is doing it oneself.
    let fields = [("action", "roles"), ("person", &*jonas), ("agent", "yes")];
    for mut admin in [priya.clone(), himself] {
        let page = admin.post(MEMBERS, &fields).await;
        assert!(page.status == 422 && page.says(&one), "{}", page.body);
    }
    assert_eq!(truth(&world).await, before);

    // Another admin who cannot sign in is none.
    world.add_member("lea", "SUP", ADMIN).await;
    let lea = world.id("lea").to_string();
    assert_eq!(post(&mut priya, "/people", "disable", &lea, "yes").await.status, 303);
    assert_eq!(post(&mut priya, MEMBERS, "remove", &jonas, "yes").await.status, 422);
    assert_eq!(post(&mut priya, "/people", "enable", &lea, "yes").await.status, 303);
    let page = post(&mut priya, MEMBERS, "remove", &jonas, "").await;
    assert!(page.status == 200 && page.hidden("confirm").is_some(), "{}", page.body);
    assert_eq!(post(&mut priya, MEMBERS, "remove", &jonas, "yes").await.status, 303);
    // One who is disabled was none before, so nothing is lost with them.
    world.add_member("tomas", "HR", ADMIN).await;
    let tomas = world.id("tomas").to_string();
    assert_eq!(post(&mut priya, "/people", "disable", &tomas, "yes").await.status, 422);
    world.add_member("lea", "HR", ADMIN).await;
    assert_eq!(post(&mut priya, "/people", "disable", &tomas, "yes").await.status, 303);
    assert_eq!(post(&mut priya, "/projects/HR/members", "remove", &tomas, "yes").await.status, 303);
    assert_eq!(post(&mut priya, "/projects/HR/members", "remove", &lea, "yes").await.status, 422);
}

#[tokio::test]
async fn who_removes_themselves_is_told_what_that_means() {
    let world = TestServer::new().await;
    world.add_member("ingrid", "SUP", ADMIN).await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let id = world.id("jonas").to_string();
    let page = post(&mut jonas, MEMBERS, "remove", &id, "").await;
    assert!(page.says(&En.ask_remove_yourself("Project SUP")), "{}", page.body);
    let answer = post(&mut jonas, MEMBERS, "remove", &id, "yes").await;
    assert_eq!(answer.location(), "/projects");
    // Somebody who went meanwhile is not asked about.
    let mut ingrid = world.signed_in("ingrid").await;
    for confirm in ["", "yes"] {
        let page = post(&mut ingrid, MEMBERS, "remove", &id, confirm).await;
        assert_eq!(page.status, if confirm.is_empty() { 422 } else { 303 }, "{}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_who_remove_each_other_leave_one() {
    let world = TestServer::new().await;
    let (jonas, lea) =
        (world.member("jonas", "SUP", ADMIN).await, world.member("lea", "SUP", ADMIN).await);
    let mut racing = tokio::task::JoinSet::new();
    for (mut one, other) in [(jonas, world.id("lea")), (lea, world.id("jonas"))] {
        let other = other.to_string();
        racing.spawn(async move { post(&mut one, MEMBERS, "remove", &other, "yes").await.status });
    }
    racing.join_all().await;
    let priya = world.identity("priya").await;
    let members = world.service.see_members(&priya, &key("SUP")).await.unwrap();
    assert_eq!(members.iter().filter(|member| member.roles.admin).count(), 1);
}

#[tokio::test]
async fn the_door_leads_back_to_where_it_was_offered() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    let mut boss = world.member("boss", "SUP", BOTH).await;
    world
        .service
        .operator_add_user(&email("boss"), &"boss".parse().unwrap(), true, None)
        .await
        .unwrap();
    let id = world.id("marta").to_string();
    for (at, to) in [
        ("/people?presence=online", "/people?presence=online"),
        ("/projects/SUP", "/projects/SUP"),
        ("/presence", "/presence"),
        ("", "/presence"),
        ("//evil.example", "/projects"),
    ] {
        let revision = world.service.board().agent(&world.id("marta")).unwrap().revision;
        let fields = [
            ("action", "online".to_owned()),
            ("length", "none".to_owned()),
            ("scope", "all".to_owned()),
            ("revision", revision.to_string()),
        ];
        assert_eq!(marta.post("/presence", &fields).await.status, 303);
        let offered = match at {
            "" => format!("/people/{id}/offline"),
            "//evil.example" => format!("/people/{id}/offline?back=//evil.example"),
            at => {
                let page = boss.get(at).await;
                let link = page.find(&format!("/people/{id}/offline"));
                link.unwrap_or_else(|| panic!("{at}: {}", page.body))
            }
        };
        let page = boss.get(&offered).await;
        assert!(page.body.contains(&format!("href=\"{to}\" class=\"btn\"")), "{at}: {}", page.body);
        let answer = boss.post(&offered, &[("reason", "x")]).await;
        assert_eq!(answer.location(), to, "{at}");
        let page = boss.follow(&answer).await;
        assert!(page.says(&En.done_put_offline("marta", "Project SUP")), "{at}: {}", page.body);
    }
}
