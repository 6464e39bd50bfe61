//! Finding somebody among everybody, without scripts: by words, project and presence, page by page, with those
//! first who want a look.

use crate::support::{ADMIN, AGENT, Answer, Client, TestServer, email};
use app::Language::En;
use http::Method;
use presence::{MINUTE, SECOND};
use serde_json::json;

/// The addresses in the table, from above.
fn listed(page: &Answer) -> Vec<&str> {
    assert_eq!(page.status, 200, "{}", page.body);
    let rows = page.body.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap();
    let addresses = rows.split("<span class=\"item__meta\">").skip(1);
    let addresses =
        addresses.filter_map(|rest| rest.split_once("</span>")?.0.strip_suffix("@example.com"));
    addresses.collect()
}

async fn beat(client: &mut Client, idle_s: i64) {
    let answer = client.json(Method::POST, "/api/v1/me/beat", &json!({ "idle_s": idle_s })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Priya, and Tomás Herrera in SUP and BIL, Zoë in BIL, Łukasz Öztürk in none.
async fn site() -> (TestServer, Client) {
    let world = TestServer::new().await;
    for (name, called, projects) in [
        ("tomas", "Tomás Herrera", &[("SUP", AGENT), ("BIL", ADMIN)][..]),
        ("zoe", "Zoë", &[("BIL", AGENT)]),
        ("oztuerk", "Łukasz Öztürk", &[]),
    ] {
        let called = called.parse().unwrap();
        world.service.operator_add_user(&email(name), &called, false, None).await.unwrap();
        for (project, roles) in projects {
            let key = project.parse().unwrap();
            world.service.operator_add_member(&key, &email(name), *roles).await.unwrap();
        }
    }
    let priya = world.priya().await;
    (world, priya)
}

#[tokio::test]
async fn words_and_project_find() {
    let (_world, mut priya) = site().await;
    let all = ["priya", "tomas", "zoe", "oztuerk"];
    for (asked, found) in [
        ("", &all[..]),
        ("q=", &all),
        ("q=+%09+", &all),
        ("q=tomas", &["tomas"]),
        ("q=TOM%C3%81S", &["tomas"]),
        ("q=+herr++tom+", &["tomas"]),
        ("q=herrera+tomas%40example", &["tomas"]),
        ("q=zoe", &["zoe"]),
        ("q=ozturk", &["oztuerk"]),
        ("q=%40example.com", &all),
        ("q=nobody", &[]),
        ("q=tomas+zoe", &[]),
        ("q=%25", &[]),
        ("q=_", &[]),
        ("q=%27%3B+drop+table+users%3B--", &[]),
        ("q=%00", &[]),
        ("q=%FF", &[]),
        ("project=SUP", &["tomas"]),
        ("project=sup", &["tomas"]),
        ("project=BIL", &["tomas", "zoe"]),
        ("project=HR", &[]),
        ("project=BIL&q=e", &["tomas", "zoe"]),
        ("project=BIL&q=zo", &["zoe"]),
        // What cannot be chosen keeps nobody from being found.
        ("project=", &all),
        ("project=GONE", &all),
        ("project=%3Cscript%3E", &all),
        ("presence=offline", &all),
        ("presence=online", &[]),
        ("presence=ONLINE", &all),
        ("presence=asleep", &all),
    ] {
        let page = priya.get(&format!("/people?{asked}")).await;
        assert_eq!(listed(&page), found, "{asked}");
        assert!(!page.body.contains("<script>"), "{asked}: {}", page.body);
        if found.is_empty() {
            let words = if asked.starts_with("presence") {
                En.people_none()
            } else {
                En.people_found_nobody()
            };
            assert!(page.says(words), "{asked}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn what_was_asked_for_stays_in_the_form_and_in_every_link() {
    let (world, mut priya) = site().await;
    let here = "/people?q=z%22o%26e&project=BIL&presence=offline";
    let page = priya.get(here).await;
    assert!(page.body.contains("value=\"z&quot;o&amp;e\""), "{}", page.body);
    assert!(page.body.contains("<option value=\"BIL\" selected"), "{}", page.body);
    assert_eq!(page.hidden("presence"), Some("offline"));
    let online = "href=\"/people?q=z%22o%26e&amp;project=BIL&amp;presence=online\"";
    assert!(page.body.contains(online), "{}", page.body);
    assert!(page.says(En.people_show_all()), "{}", page.body);
    assert!(!priya.get("/people?page=1").await.says(En.people_show_all()));
    // What went wrong is told there too.
    let id = world.id("priya").to_string();
    let at = "/people?q=tomas";
    let page = priya.post(at, &[("action", "unmake_site_admin"), ("person", &id)]).await;
    assert!(page.status == 422 && page.body.contains("value=\"tomas\""), "{}", page.body);
    assert!(page.says("Tomás Herrera") && !page.says("Zoë"), "{}", page.body);
}

#[tokio::test]
async fn whoever_looks_forgotten_is_first_then_who_is_there() {
    let world = TestServer::new().await;
    world.service.listen("http://127.0.0.1:3000").await.unwrap();
    for name in ["ada", "bo", "cy", "dee", "eve"] {
        world.add_member(name, "SUP", AGENT).await;
    }
    let (mut ada, mut bo, mut cy, mut eve) = (
        world.signed_in("ada").await,
        world.signed_in("bo").await,
        world.signed_in("cy").await,
        world.signed_in("eve").await,
    );
    eve.go_online().await;
    for _ in 0..16 {
        world.clock.advance(MINUTE);
        beat(&mut eve, 20 * 60).await;
    }
    for client in [&mut bo, &mut ada, &mut cy] {
        beat(client, 0).await;
        client.go_online().await;
    }
    world.clock.advance(80 * SECOND);
    for client in [&mut ada, &mut bo] {
        beat(client, 5).await;
    }
    beat(&mut eve, 20 * 60).await;
    let mut priya = world.priya().await;
    let page = priya.get("/people").await;
    assert_eq!(listed(&page), ["eve", "ada", "bo", "cy", "dee", "priya"]);
    let first = page.body.split("<tbody").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(first.contains(En.forgotten()), "{first}");
    for (presence, found) in [
        ("online", &["ada", "bo"][..]),
        ("away", &["eve"]),
        ("lost", &["cy"]),
        ("offline", &["dee", "priya"]),
    ] {
        let page = priya.get(&format!("/people?presence={presence}")).await;
        assert_eq!(listed(&page), found, "{presence}");
    }
    for words in ["All 6", "Online 2", "Away 1", "No connection 1", "Offline 2"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    let page = priya.get("/people?q=ada&presence=lost").await;
    for words in ["All 1", "Online 1", "No connection 0"] {
        assert!(page.says(words), "of those who were looked for: {words}");
    }
}

#[tokio::test]
async fn many_people_come_page_by_page() {
    let world = TestServer::new().await;
    for n in 0..120 {
        let (email, name) = (email(&format!("n{n:03}")), format!("N {n:03}").parse().unwrap());
        world.service.operator_add_user(&email, &name, false, None).await.unwrap();
    }
    let mut priya = world.priya().await;
    let first = listed(&priya.get("/people").await).len();
    assert_eq!(first, 50);
    for (page, from, until, links) in [
        ("", "n000", "n049", &["page=2"][..]),
        ("&page=1", "n000", "n049", &["page=2"]),
        ("&page=2", "n050", "n099", &["q=n\"", "page=3"]),
        ("&page=3", "n100", "n119", &["page=2"]),
        ("&page=4", "n100", "n119", &["page=2"]),
        ("&page=18446744073709551615", "n100", "n119", &["page=2"]),
        ("&page=0", "n000", "n049", &["page=2"]),
        ("&page=-1", "n000", "n049", &["page=2"]),
        ("&page=99999999999999999999999", "n000", "n049", &["page=2"]),
        ("&page=two", "n000", "n049", &["page=2"]),
    ] {
        let answer = priya.get(&format!("/people?q=n+{page}")).await;
        let rows = listed(&answer);
        assert_eq!((rows[0], *rows.last().unwrap()), (from, until), "{page}");
        for link in links {
            assert!(answer.body.contains(link), "{page}: {link}");
        }
    }
    let page = priya.get("/people?q=n+&page=3").await;
    assert!(page.says(&En.people_from_to(120, 101, 120)), "{}", page.body);
    let one = priya.get("/people?q=n001").await;
    assert!(listed(&one) == ["n001"] && !one.body.contains("page="), "{}", one.body);
}
