//! The API's description as a page.

use crate::support::TestServer;
use serde_json::Value;

#[tokio::test]
async fn it_tells_of_every_call_and_every_shape() {
    let world = TestServer::new().await;
    let description: Value = world.stranger().get("/api/v1/openapi.json").await.json();
    let page = world.stranger().get("/api").await;
    assert_eq!(page.status, 200);
    let mut calls = 0;
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, call) in operations.as_object().unwrap() {
            if method != "options" {
                let name = call["operationId"].as_str().unwrap();
                assert!(page.body.contains(&format!("id=\"{name}\"")), "{method} {path}");
                assert!(page.body.contains(&format!("href=\"#{name}\"")), "{method} {path}");
                calls += 1;
            }
        }
    }
    assert!(calls > 12, "{calls}");
    for name in description["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.body.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    // No link of it leads nowhere.
    for link in page.body.split("href=\"#").skip(1) {
        let target = link.split('"').next().unwrap();
        assert!(page.body.contains(&format!("id=\"{target}\"")), "{target}");
    }
}

#[tokio::test]
async fn an_account_leads_to_it() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    assert!(marta.get("/account").await.body.contains("href=\"/api\""));
}
