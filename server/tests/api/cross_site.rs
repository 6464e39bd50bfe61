//! Changes that another site's page asks for in somebody's name.

use super::tools::{MINE, problem, put};
use crate::support::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_change_is_accepted_from_this_sites_pages_and_from_programs_alone() {
    let world = TestServer::with(&["--public-url", "http://desk.localhost:3000"]).await;
    let browser = world.agent("marta", "SUP").await;
    let before = world.truth().await;
    for (rule, headers, allowed) in [
        ("another site", vec![("sec-fetch-site", "cross-site")], false),
        ("a neighbour", vec![("sec-fetch-site", "same-site")], false),
        ("something unknown", vec![("sec-fetch-site", "somewhere")], false),
        ("another origin", vec![("origin", "https://evil.example")], false),
        ("another port", vec![("origin", "http://desk.localhost:3001")], false),
        ("no origin to speak of", vec![("origin", "null")], false),
        (
            "another site that says it is this one's host",
            vec![("origin", "https://evil.example"), ("x-forwarded-host", "evil.example")],
            false,
        ),
        ("this site", vec![("sec-fetch-site", "same-origin")], true),
        ("this site, with its origin", vec![("origin", "http://desk.localhost:3000")], true),
        ("the reader's own hand", vec![("sec-fetch-site", "none")], true),
        ("a program", vec![], true),
    ] {
        let mut client = browser.clone();
        for (name, value) in headers {
            client = client.saying(name, value);
        }
        assert_eq!(client.get(MINE).await.status, 200, "to look is harmless: {rule}");
        let answer = put(&mut client, &json!({ "status": "online" })).await;
        if allowed {
            assert_eq!(answer.status, 200, "{rule}: {}", answer.body);
        } else {
            assert_eq!(answer.status, 403, "{rule}: {}", answer.body);
            problem(&answer, 403, "cross-origin");
            assert_eq!(world.truth().await, before, "{rule}");
        }
    }
}
