//! Projects and their settings.

use crate::support::{ADMIN, TestServer, key};
use app::Language::En;

#[tokio::test]
async fn a_site_admin_adds_a_project() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let fields = [("key", "ops"), ("name", "Operations"), ("chat", "yes")];
    let answer = priya.post("/projects", &fields).await;
    assert_eq!(answer.location(), "/projects/OPS/members", "its agents come next");
    let page = priya.follow(&answer).await;
    assert!(page.says(&En.done_project_added("Operations")), "{}", page.body);
    assert!(priya.get("/projects").await.says("Operations"));
    assert_eq!(world.stranger().get("/portal/OPS").await.status, 200);

    let page = priya.post("/projects", &[("key", "OPS"), ("name", "Again")]).await;
    assert!(page.status == 422 && page.says(En.error_project_key_taken()), "{}", page.body);
    assert!(page.has_error_at("key") && page.body.contains("value=\"Again\""), "{}", page.body);
    for (key, name, wrong) in [("", "X", "key"), ("4U", "X", "key"), ("OK", " ", "name")] {
        let page = priya.post("/projects", &[("key", key), ("name", name)]).await;
        assert!(page.status == 422 && page.has_error_at(wrong), "{key:?} {name:?}");
    }
}

#[tokio::test]
async fn a_project_admin_changes_its_settings() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let page = jonas.get("/projects/SUP/settings").await;
    assert!(page.status == 200 && page.body.contains("value=\"Project SUP\""), "{}", page.body);
    assert!(page.says("http://127.0.0.1:3000/embed/v1/portal.js"), "{}", page.body);
    let policy = "script-src http://127.0.0.1:3000; connect-src http://127.0.0.1:3000";
    assert!(page.says(policy) && page.says(En.embed_policy_hint()), "{}", page.body);

    let fields = [("name", "Support"), ("show_count", "yes")];
    let answer = jonas.post("/projects/SUP/settings", &fields).await;
    assert_eq!(answer.location(), "/projects/SUP/settings");
    let page = jonas.follow(&answer).await;
    assert!(page.says(En.done_saved()) && page.says("Support"), "{}", page.body);
    {
        let board = world.service.board();
        let project = board.project_by_key(&key("SUP")).unwrap();
        assert_eq!((project.chat_enabled, project.show_count), (false, true));
    }
    assert_eq!(world.stranger().get("/portal/SUP").await.status, 404, "its chat is off");

    let page = jonas.post("/projects/SUP/settings", &[("name", ""), ("chat", "yes")]).await;
    assert!(page.status == 422 && page.has_error_at("name"), "{}", page.body);
}

#[tokio::test]
async fn names_are_text_wherever_they_stand() {
    let world = TestServer::new().await;
    let evil = "</title><script>alert(1)</script>";
    let mut priya = world.priya().await;
    let fields = [("key", "EVIL"), ("name", evil), ("chat", "yes")];
    assert_eq!(priya.post("/projects", &fields).await.status, 303);
    let profile = [("action", "profile"), ("name", evil)];
    assert_eq!(priya.post("/account", &profile).await.status, 303);
    let add = [("action", "add"), ("email", "priya@example.com"), ("agent", "yes")];
    let added = priya.post("/projects/EVIL/members", &add).await;
    for path in [
        added.location(),
        "/projects",
        "/projects/EVIL",
        "/projects/EVIL/settings",
        "/portal/EVIL",
        "/people",
        "/account",
        "/presence",
    ] {
        let page = priya.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("alert(1)"), "{path} shows the name");
        assert!(!page.body.contains("<script>alert"), "{path}: {}", page.body);
    }
    let page =
        priya.post("/projects", &[("key", "\"><script>alert(2)</script>"), ("name", evil)]).await;
    assert!(page.status == 422 && !page.body.contains("<script>alert"), "{}", page.body);
}
