//! Coverage and history: the same truth in picture, table and file, for those who may see it.

use crate::support::{ADMIN, Answer, TestServer, key};
use app::Language::En;
use presence::{
    AttendanceSettings, Hours, MINUTE, Revision, SiteSettings, Span, TimeOfDay, UserId,
};
use service::ScheduleChange;
use std::collections::BTreeMap;

impl TestServer {
    /// A site on which nobody is away or lost by themselves.
    async fn without_absence() -> Self {
        let world = Self::new().await;
        let attendance = AttendanceSettings {
            idle_minutes: None,
            lost: false,
            limit_minutes: None,
            ..AttendanceSettings::default()
        };
        let settings = SiteSettings { attendance, ..SiteSettings::default() };
        let priya = world.identity("priya").await;
        world.service.change_site_settings(&priya, &settings).await.unwrap();
        world
    }

    /// From nine to six on every day, in Berlin.
    async fn opens_from_nine_to_six(&self, project: &str) {
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        let span = Span::new(time(9 * 60), time(18 * 60)).unwrap();
        let week = std::array::from_fn(|_| vec![span]);
        let change = ScheduleChange {
            zone: "Europe/Berlin".parse().unwrap(),
            hours: Hours::new(week, BTreeMap::new(), BTreeMap::new()).unwrap(),
            seen: Revision::new(0),
        };
        let priya = self.identity("priya").await;
        self.service.change_schedule(&priya, &key(project), &change).await.unwrap();
    }
}

/// Whether the words stand on the page, whatever elements they are part of.
fn tells(page: &Answer, words: &str) -> bool {
    let mut text = String::new();
    for part in page.body.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    text.replace("<!>", "").contains(words)
}

fn count(page: &Answer, words: &str) -> usize {
    page.body.matches(words).count()
}

#[tokio::test]
async fn a_week_is_a_picture_with_its_tables() {
    let world = TestServer::without_absence().await;
    world.opens_from_nine_to_six("SUP").await;
    let mut tomas = world.member("tomas", "SUP", ADMIN).await;
    let mut marta = world.agent("marta", "SUP").await;
    marta.go_online().await;
    world.clock.advance(60 * MINUTE);
    assert_eq!(
        marta.post("/presence", &[("action", "offline"), ("confirm", "yes")]).await.status,
        303
    );
    world.clock.advance(60 * MINUTE);

    // Noon in UTC, when the project was made, is one o'clock in Berlin.
    let page = tomas.get("/projects/SUP/coverage").await;
    assert_eq!(page.status, 200);
    assert!(
        page.says("Monday 24 November to Sunday 30 November 2025, Europe/Berlin"),
        "{}",
        page.body
    );
    let picture = En.coverage_picture_says("2 h", "Project SUP", "50.0 %");
    assert!(page.body.contains(&format!("aria-label=\"{picture}\"")), "{}", page.body);
    assert_eq!(count(&page, "50.0 %"), 1 + 4, "{}", page.body);
    assert!(page.says("1 h of 2 h"), "{}", page.body);
    let gap =
        "<rect x=\"548\" y=\"25\" width=\"34\" height=\"18\" fill=\"url(#hatch)\" class=\"c-gap\">";
    assert!(page.body.contains(gap), "{}", page.body);
    assert!(page.says("14:00 to 15:00") && page.says("marta, signed off"), "{}", page.body);
    assert!(page.says(&En.coverage_known_from("Mon 24 November, 13:00")), "{}", page.body);
    assert!(!page.body.contains(En.coverage_earlier()), "there was no project before");
    assert!(!page.body.contains("style="));

    // A week later, the first week is still what it was; its last days were gaps.
    world.clock.advance(7 * 24 * 60 * MINUTE);
    let page = tomas.get("/projects/SUP/coverage?week=2025-11-24").await;
    assert!(page.says("14:00 to 18:00") && page.says(En.coverage_nobody_came()), "{}", page.body);
    assert!(page.says(En.coverage_later()), "{}", page.body);
    for nonsense in ["?week=nonsense", "?week=9999-12-31", "?week=2025-13-01"] {
        let page = tomas.get(&format!("/projects/SUP/coverage{nonsense}")).await;
        assert!(page.says("Monday 1 December to Sunday 7 December 2025"), "{nonsense}");
    }
    let page = tomas.get("/projects/SUP/coverage?week=0001-01-01").await;
    assert_eq!(page.status, 200, "long ago nothing is known");
}

#[tokio::test]
async fn without_hours_the_picture_shows_presence_alone() {
    let world = TestServer::without_absence().await;
    let mut priya = world.priya().await;
    world.agent("marta", "SUP").await.go_online().await;
    world.clock.advance(30 * MINUTE);
    let page = priya.get("/projects/SUP/coverage").await;
    assert!(page.says(&En.coverage_no_schedule("Project SUP")), "{}", page.body);
    assert!(page.body.contains("href=\"/projects/SUP/schedule\""), "{}", page.body);
    assert!(page.body.contains("height=\"7\" class=\"c-cover\""), "{}", page.body);
    assert!(!page.body.contains("c-gap-bg"), "{}", page.body);
    assert!(!page.body.contains(En.coverage_longest_gap()), "{}", page.body);
    assert!(page.body.contains("30 min"), "{}", page.body);
}

#[tokio::test]
async fn who_may_not_see_history_gets_none() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    let mut jonas = world.agent("jonas", "SUP").await;
    let mut tomas = world.member("tomas", "SUP", ADMIN).await;
    let mut yusuf = world.member("yusuf", "HR", ADMIN).await;
    let mut priya = world.priya().await;
    let id: UserId = world.id("marta");
    for end in ["", ".csv"] {
        let coverage = format!("/projects/SUP/coverage{end}");
        let history = format!("/people/{id}/history{end}");
        for (who, of_project, of_marta) in [
            (&mut priya, 200, 200),
            (&mut tomas, 200, 200),
            (&mut marta, 403, 200),
            (&mut jonas, 403, 403),
            (&mut yusuf, 404, 404),
            (&mut world.stranger(), 303, 303),
        ] {
            assert_eq!(who.get(&coverage).await.status, of_project, "{coverage}");
            assert_eq!(who.get(&history).await.status, of_marta, "{history}");
            let nobody = who.get(&format!("/people/nobody/history{end}")).await.status;
            assert_eq!(nobody, if of_marta == 303 { 303 } else { 404 });
        }
    }
    assert_eq!(priya.get("/projects/NONE/coverage").await.status, 404);
}

#[tokio::test]
async fn why_am_i_offline() {
    let world = TestServer::without_absence().await;
    let mut marta = world.agent("marta", "SUP").await;
    let page = marta.get("/account/history").await;
    assert!(page.says(En.why_title()) && page.says(En.why_never()), "{}", page.body);
    assert!(page.says(En.history_none()), "{}", page.body);

    let mut priya = world.priya().await;
    marta.go_online().await;
    let page = marta.get("/account/history").await;
    assert!(page.says(En.why_title_not()), "{}", page.body);
    assert!(tells(&page, &En.why_online("Project SUP", "12:00 UTC")), "{}", page.body);
    world.clock.advance(5 * MINUTE);
    let door = format!("/people/{}/offline", world.id("marta"));
    let revision = priya.get(&door).await.hidden("revision").unwrap().to_owned();
    let fields = [("projects", "SUP"), ("revision", &revision), ("reason", "<b>The call</b>")];
    assert_eq!(priya.post(&door, &fields).await.status, 303);

    let page = marta.get("/account/history").await;
    let why = En.why_offline(&En.ended_put_offline("priya"), "12:05 UTC");
    assert!(tells(&page, &why), "{}", page.body);
    assert!(page.says("<b>The call</b>") && !page.body.contains("<b>The"), "{}", page.body);
    assert!(page.says(&En.changed_offline(&En.left_put_offline("priya"))), "{}", page.body);
    assert!(page.body.contains("href=\"/account/history.csv\""));
    let page = marta.get("/presence").await;
    assert!(page.body.contains("href=\"/account/history#why\""), "{}", page.body);

    // The same for those who look after her.
    let page = priya.get(&format!("/people/{}/history", world.id("marta"))).await;
    assert!(page.says(&En.history_title_of("marta")) && page.says("marta"), "{}", page.body);
    assert!(!page.says(En.why_title()), "{}", page.body);
    let page = marta.get("/account/history?day=2025-11-23").await;
    assert!(page.says("Sunday 23 November 2025") && page.says(En.history_none()), "{}", page.body);
}

#[tokio::test]
async fn a_file_is_sent_as_one() {
    let world = TestServer::without_absence().await;
    let mut priya = world.priya().await;
    world.agent("marta", "SUP").await.go_online().await;
    let file = priya.get("/projects/SUP/coverage.csv?week=2025-11-24").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
    let name = "attachment; filename=\"porchlight-SUP-2025-11-24.csv\"";
    assert_eq!(file.header("content-disposition"), name);
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.body.lines().count(), 3, "{}", file.body);
    let file = priya.get(&format!("/people/{}/history.csv", world.id("marta"))).await;
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
}

#[tokio::test]
async fn a_site_admin_says_how_long_history_is_kept() {
    let world = TestServer::new().await;
    let mut priya = world.priya().await;
    let page = priya.get("/settings").await;
    assert!(page.body.contains("name=\"keep_history\" value=\"90\""), "{}", page.body);
    let choices = [("show_header_icons", "everywhere"), ("door_rule", "site_admins")];
    for (days, right) in [("7", true), ("3650", true), ("6", false), ("3651", false), ("x", false)]
    {
        let fields = [
            choices[0],
            choices[1],
            ("idle_minutes", "15"),
            ("grace_seconds", "70"),
            ("limit_minutes", "30"),
            ("keep_history", days),
        ];
        let answer = priya.post("/settings", &fields).await;
        if right {
            assert_eq!(answer.status, 303, "{days}");
            assert_eq!(world.service.board().settings.keep_history.get().to_string(), days);
        } else {
            assert!(answer.status == 422 && answer.has_error_at("keep_history"), "{days}");
            assert_eq!(world.service.board().settings.keep_history.get(), 3_650);
        }
    }
}
