//! What the server refuses, whatever is sent.

use crate::support::{AGENT, PASSWORD, TestServer};
use app::Language::{De, En};
use axum::body::Body;
use http::{Request, header};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_project_of_others_is_not_there() {
    let world = TestServer::new().await;
    let mut marta = world.member("marta", "BIL", crate::support::BOTH).await;
    for path in [
        "/projects/SUP",
        "/projects/SUP/members",
        "/projects/SUP/schedule",
        "/projects/SUP/settings",
    ] {
        assert_eq!(marta.get(path).await.status, 404, "{path}");
        let nowhere = path.replace("SUP", "NOWHERE");
        assert_eq!(marta.get(&nowhere).await.status, 404, "{nowhere}");
        let own = path.replace("SUP", "bil");
        assert_eq!(marta.get(&own).await.status, 200, "{own}");
    }
    let id = world.id("marta").to_string();
    for (path, fields) in [
        ("/projects/SUP/members", vec![("action", "roles"), ("person", &*id), ("admin", "yes")]),
        ("/projects/SUP/members", vec![("action", "remove"), ("person", &*id)]),
        (
            "/projects/SUP/members",
            vec![("action", "add"), ("email", "x@example.com"), ("agent", "yes")],
        ),
        ("/projects/SUP/settings", vec![("name", "Mine")]),
        ("/projects/SUP/schedule", vec![("zone", "UTC"), ("action", "save")]),
    ] {
        assert_eq!(marta.post(path, &fields).await.status, 404, "{path} {fields:?}");
    }
    assert!(!marta.get("/projects").await.says("Project SUP"));
}

#[tokio::test]
async fn an_agent_changes_no_settings() {
    let world = TestServer::new().await;
    let mut marta = world.member("marta", "SUP", AGENT).await;
    let id = world.id("marta").to_string();
    let priya = world.id("priya").to_string();
    for (path, fields) in [
        ("/projects/SUP/settings", vec![("name", "Mine")]),
        ("/projects/SUP/schedule", vec![("zone", "UTC"), ("action", "save")]),
        ("/projects/SUP/settings", vec![("name", "")]),
        ("/projects/SUP/members", vec![("action", "roles"), ("person", &*id), ("admin", "yes")]),
        ("/projects/SUP/members", vec![("action", "remove"), ("person", &*priya)]),
        (
            "/projects/SUP/members",
            vec![("action", "add"), ("email", "x@example.com"), ("agent", "yes")],
        ),
        ("/projects/SUP/members", vec![("action", "add"), ("email", "")]),
        ("/projects", vec![("key", "MINE"), ("name", "Mine")]),
        ("/projects", vec![("key", "")]),
        ("/settings", vec![("show_header_icons", "nowhere"), ("door_rule", "site_admins")]),
        ("/settings", vec![]),
        ("/people", vec![("action", "make_site_admin"), ("person", &*id)]),
        ("/people", vec![("action", "disable"), ("person", &*priya)]),
        ("/people", vec![("action", "force_logout"), ("person", &*priya)]),
        ("/people", vec![("action", "reset_link"), ("person", &*priya)]),
        ("/people", vec![("action", "invite"), ("email", "x@example.com")]),
        ("/people", vec![("action", "invite"), ("email", "")]),
    ] {
        let answer = marta.post(path, &fields).await;
        assert_eq!(answer.status, 403, "{path} {fields:?}");
        assert!(answer.says(En.error_403_title()), "{}", answer.body);
    }
    for path in [
        "/settings",
        "/people",
        "/projects/SUP/settings",
        "/projects/SUP/schedule",
        "/projects/SUP/members",
    ] {
        assert_eq!(marta.get(path).await.status, 403, "{path}");
    }
    assert!(
        !marta.get("/projects").await.body.contains("<form class=\"form"),
        "no form to add one"
    );
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let body = format!("email=priya%40example.com&password={}", PASSWORD.replace(' ', "+"));
    for (path, headers, status) in [
        ("/sign-out", vec![("sec-fetch-site", "cross-site")], 403),
        ("/sign-out", vec![("sec-fetch-site", "same-site")], 403),
        ("/sign-out", vec![("origin", "https://evil.example"), ("host", "127.0.0.1:3000")], 403),
        ("/sign-out", vec![("origin", "null"), ("host", "127.0.0.1:3000")], 403),
        (
            "/sign-in",
            vec![("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            403,
        ),
        ("/people", vec![("sec-fetch-site", "cross-site")], 403),
        ("/sign-in", vec![("origin", "http://127.0.0.1:3000")], 303),
        ("/sign-in", vec![("sec-fetch-site", "same-origin")], 303),
    ] {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, FORM);
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let answer = priya.ask(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(answer.status, status, "{path} {headers:?}");
    }
    assert_eq!(priya.get("/projects").await.status, 200, "still signed in");
}

#[tokio::test]
async fn too_much_is_not_read() {
    let world = TestServer::new().await;
    let body = format!("email={}", "x".repeat(10 * 1024 * 1024));
    let request = Request::post("/sign-in").header(header::CONTENT_TYPE, FORM);
    let request = request.header("sec-fetch-site", "same-origin");
    let answer = world.stranger().ask(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, 413);
    assert!(answer.says(En.error_400_title()), "{}", answer.body);
}

#[tokio::test]
async fn what_is_no_form_is_not_read_as_one() {
    let world = TestServer::new().await;
    let request = Request::post("/sign-in").header(header::CONTENT_TYPE, "application/json");
    let request = request.header("sec-fetch-site", "same-origin");
    let answer = world.stranger().ask(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so_in_the_readers_language() {
    let world = TestServer::new().await;
    let mut reader = world.stranger().saying("accept-language", "de");
    for path in ["/nowhere", "/portal/NOWHERE", "/portal/4%2F"] {
        let page = reader.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.says(De.error_404_title()), "{path}: {}", page.body);
        assert_eq!(page.header("content-language"), "de");
        assert!(page.says(page.header("x-request-id")), "the log's name for it: {}", page.body);
    }
    let answer = reader.get("/api/v1/nowhere").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_customers_error_leads_nowhere_near_the_desk() {
    let world = TestServer::new().await;
    for who in ["a stranger", "an agent"] {
        let mut reader = match who {
            "an agent" => world.member("marta", "SUP", AGENT).await,
            _ => world.stranger(),
        };
        for path in ["/portal/NOWHERE", "/portal/4%2F", "/portal", "/portal/", "/portal/SUP/more"] {
            let page = reader.get(path).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(page.says(En.error_404_title()), "{path}: {}", page.body);
            assert!(page.says(En.error_customer()), "{path}: {}", page.body);
            assert!(!page.body.contains("<a"), "{path} leads {who} somewhere: {}", page.body);
        }
        let page = reader.post::<&str>("/portal/SUP", &[]).await;
        assert_eq!(page.status, 405);
        assert!(page.says(En.error_customer()) && !page.body.contains("<a"), "{}", page.body);
    }
    let page = world.stranger().get("/nowhere").await;
    assert!(page.says(En.to_projects()), "{}", page.body);
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_refused() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let page = priya.get("/sign-out").await;
    assert_eq!(page.status, 405);
    assert!(page.says(En.error_405_title()), "{}", page.body);
    let page = priya.post::<&str>("/projects/SUP", &[]).await;
    assert_eq!(page.status, 405);
}
