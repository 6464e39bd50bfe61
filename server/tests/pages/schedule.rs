//! When projects mean to be there: the page and its two forms.

use crate::support::{ADMIN, Answer, BOTH, Client, TestServer, key};
use app::{
    Language::{De, En},
    ui::ScheduleError,
};
use axum::body::Body;
use http::{Request, header};

/// Fields of a form, and what they say.
type Fields = &'static [(&'static str, &'static str)];

const PAGE: &str = "/projects/SUP/schedule";

/// A form with a zone, and these fields besides.
fn form<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("zone", "Europe/Berlin"), ("revision", "0")], fields, &[("action", "save")]].concat()
}

/// Sends a file as a browser does.
async fn upload(client: &mut Client, name: &str, file: &[u8]) -> Answer {
    let mut body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"revision\"\r\n\r\n0\r\n--b\r\n\
         Content-Disposition: form-data; name=\"{name}\"; filename=\"days.ics\"\r\n\
         Content-Type: text/calendar\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = Request::post(PAGE)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::ORIGIN, "http://127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin");
    client.ask(request.body(Body::from(body)).unwrap()).await
}

fn calendar(date: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{date}\r\nSUMMARY:Christmas\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn has_schedule(world: &TestServer) -> bool {
    world.service.board().project_by_key(&key("SUP")).unwrap().schedule.is_some()
}

#[tokio::test]
async fn a_project_admin_sets_the_hours() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let page = jonas.get(PAGE).await;
    assert!(page.status == 200 && page.says(En.schedule_none()), "{}", page.body);

    let fields = form(&[
        ("mon_from", "09:00"),
        ("mon_to", "12:00"),
        ("mon_from", "13:00"),
        ("mon_to", "17:00"),
        ("sun_from", "22:00"),
        ("sun_to", "06:00"),
        ("ex_date", "2025-12-24"),
        ("ex_hours", "9-12, 13:00–14:00"),
        ("holidays", "2025-12-25 Christmas\n2025-12-26"),
    ]);
    let answer = jonas.post(PAGE, &fields).await;
    assert_eq!(answer.location(), PAGE, "{}", answer.body);
    let page = jonas.follow(&answer).await;
    assert!(page.says(En.done_schedule_saved()), "{}", page.body);
    for words in [
        "<td class=\"week__words\">09:00–12:00, 13:00–17:00</td>",
        "<td class=\"week__words\">22:00–06:00</td>",
        // The same in the picture: Monday's, and the night that goes on on Monday.
        "x=\"540\" y=\"0\" width=\"180\"",
        "x=\"780\" y=\"0\" width=\"240\"",
        "x=\"1320\" y=\"0\" width=\"120\"",
        "x=\"0\" y=\"0\" width=\"360\"",
        "value=\"09:00–12:00, 13:00–14:00\"",
        "2025-12-25 Christmas\n2025-12-26",
        // Noon by UTC on a Monday is 13:00 in Berlin.
        "Open now, until",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }

    let stale = jonas.post(PAGE, &form(&[("tue_from", "09:00"), ("tue_to", "12:00")])).await;
    assert!(stale.status == 422 && stale.says(En.error_stale()), "{}", stale.body);
    assert!(stale.body.contains("09:00–12:00, 13:00–17:00"), "what is so: {}", stale.body);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_line_and_nothing_changes() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let rows: [(&str, Fields, &str, ScheduleError); 15] = [
        ("a zone that is none", &[("zone", "Europe/Atlantis")], "zone", ScheduleError::Zone),
        ("no start", &[("mon_from", ""), ("mon_to", "17:00")], "mon-1", ScheduleError::SpanStart),
        ("no end", &[("mon_from", "09:00"), ("mon_to", "")], "mon-1", ScheduleError::SpanEnd),
        (
            "empty hours",
            &[("tue_from", "09:00"), ("tue_to", "09:00")],
            "tue-1",
            ScheduleError::SpanEmpty,
        ),
        (
            "overlapping hours, said at the earlier of the two",
            &[
                ("wed_from", "11:00"),
                ("wed_to", "13:00"),
                ("wed_from", "09:00"),
                ("wed_to", "12:00"),
            ],
            "wed-2",
            ScheduleError::SpanOverlap,
        ),
        (
            "over midnight, from Sunday to Monday",
            &[
                ("sun_from", "22:00"),
                ("sun_to", "06:00"),
                ("mon_from", "05:00"),
                ("mon_to", "09:00"),
            ],
            "sun-1",
            ScheduleError::SpanOverlapNextDay,
        ),
        (
            "an exception without a date",
            &[("ex_date", ""), ("ex_hours", "9-12")],
            "exception-1",
            ScheduleError::Date,
        ),
        (
            "an exception's hours",
            &[("ex_date", "2026-01-02"), ("ex_hours", "in the morning")],
            "exception-1",
            ScheduleError::ExceptionHours,
        ),
        (
            "an exception's hours overlap",
            &[("ex_date", "2026-01-02"), ("ex_hours", "9-12, 11-13")],
            "exception-1",
            ScheduleError::ExceptionOverlap,
        ),
        (
            "an exception twice",
            &[
                ("ex_date", "2026-01-02"),
                ("ex_hours", ""),
                ("ex_date", "2026-01-02"),
                ("ex_hours", ""),
            ],
            "exception-2",
            ScheduleError::DateAgain,
        ),
        (
            "a holiday that is no date",
            &[("holidays", "2026-12-25 a\n2026-02-30 b")],
            "holidays",
            ScheduleError::LineDate(2),
        ),
        (
            "a holiday twice",
            &[("holidays", "2026-12-25 a\n2026-12-25 b")],
            "holidays",
            ScheduleError::LineAgain(2),
        ),
        (
            "a date of no year that counts",
            &[("holidays", "0000-00-00")],
            "holidays",
            ScheduleError::LineDate(1),
        ),
        (
            "hours that no clock shows",
            &[("thu_from", "09:00"), ("thu_to", "25:00")],
            "thu-1",
            ScheduleError::SpanEnd,
        ),
        ("markup", &[("zone", "<script>alert(1)</script>")], "zone", ScheduleError::Zone),
    ];
    for (rule, fields, at, error) in rows {
        let mut fields = form(fields);
        if fields.iter().filter(|(name, _)| *name == "zone").count() > 1 {
            fields.remove(0);
        }
        let page = jonas.post(PAGE, &fields).await;
        assert_eq!(page.status, 422, "{rule}");
        assert!(page.has_error_at(at) && page.says(&error.words(En)), "{rule}: {}", page.body);
        assert!(!page.body.contains("<script>alert"), "{rule}");
        assert!(!has_schedule(&world), "{rule}");
    }
}

#[tokio::test]
async fn a_form_says_which_schedule_it_changes() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", BOTH).await;
    for page in [PAGE, "/account/hours"] {
        for (revision, status) in [
            (Some("1"), 422),
            (Some("9223372036854775808"), 422),
            (Some("18446744073709551615"), 422),
            (Some("18446744073709551616"), 400),
            (Some("-1"), 400),
            (Some("0x0"), 400),
            (Some("none"), 400),
            (Some(""), 400),
            (None, 400),
        ] {
            let mut fields = vec![("zone", "UTC"), ("mon_from", "09:00"), ("mon_to", "12:00")];
            fields.extend(revision.map(|revision| ("revision", revision)));
            fields.push(("action", "save"));
            let answer = jonas.post(page, &fields).await;
            assert_eq!(answer.status, status, "{page} {revision:?}: {}", answer.body);
            if status == 422 {
                assert!(answer.says(En.error_stale()), "{page} {revision:?}: {}", answer.body);
                assert_eq!(answer.hidden("revision"), Some("0"), "the present one is shown");
            }
        }
    }
    assert!(!has_schedule(&world));
}

#[tokio::test]
async fn buttons_that_add_lines_save_nothing() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let lines =
        |page: &Answer, day: &str| page.body.matches(&format!("name=\"{day}_from\"")).count();
    let mut fields =
        form(&[("mon_from", "09:00"), ("mon_to", "17:00"), ("sat_from", "x"), ("sat_to", "")]);
    fields.pop();
    for (action, monday, tuesday, saturday) in
        [("more-mon", 2, 1, 1), ("copy", 1, 1, 1), ("more-exceptions", 1, 1, 1)]
    {
        fields.push(("action", action));
        let page = jonas.post(PAGE, &fields).await;
        fields.pop();
        assert_eq!(page.status, 200, "{action}");
        let found = (lines(&page, "mon"), lines(&page, "tue"), lines(&page, "sat"));
        assert_eq!(found, (monday, tuesday, saturday), "{action}");
        let copied = page.body.matches("value=\"17:00\"").count();
        assert_eq!(copied, if action == "copy" { 5 } else { 1 }, "{action}");
        assert!(page.body.contains("value=\"x\""), "{action} keeps what was typed");
        assert!(!has_schedule(&world), "{action}");
    }
}

#[tokio::test]
async fn holidays_come_from_a_file() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let fields =
        form(&[("mon_from", "09:00"), ("mon_to", "17:00"), ("holidays", "2025-12-26 Boxing Day")]);
    assert_eq!(jonas.post(PAGE, &fields).await.status, 303);
    let answer = upload(&mut jonas, "calendar", calendar("20251225").as_bytes()).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = jonas.follow(&answer).await;
    assert!(page.says(&En.done_holidays_added(1)), "{}", page.body);
    assert!(page.body.contains("2025-12-25 Christmas\n2025-12-26 Boxing Day\n"), "{}", page.body);
    let answer = upload(&mut jonas, "calendar", calendar("20251226").as_bytes()).await;
    let page = jonas.follow(&answer).await;
    assert!(page.says(En.done_holidays_none()) && page.says("Boxing Day"), "{}", page.body);

    let mut large = calendar("20251224").into_bytes();
    large.resize(20 * 1024 * 1024, b' ');
    for (rule, name, file, error) in [
        ("20 MB", "calendar", &large[..], ScheduleError::CalendarTooLarge),
        ("words", "calendar", b"hello", ScheduleError::CalendarUnknown),
        ("a picture", "calendar", b"\x89PNG\r\n\x1a\n\0\0", ScheduleError::CalendarUnknown),
        ("nothing", "calendar", b"", ScheduleError::CalendarMissing),
        ("another field", "other", b"BEGIN:VCALENDAR", ScheduleError::CalendarMissing),
        (
            "another year",
            "calendar",
            calendar("20121225").as_bytes(),
            ScheduleError::CalendarNoDays,
        ),
    ] {
        let page = upload(&mut jonas, name, file).await;
        assert_eq!(page.status, 422, "{rule}: {}", page.body);
        assert!(page.has_error_at("calendar") && page.says(&error.words(En)), "{rule}");
        assert!(page.body.contains("2025-12-25 Christmas\n2025-12-26 Boxing Day\n"), "{rule}");
    }
    // Beyond all bounds even the answer is short.
    large.resize(33 * 1024 * 1024, b' ');
    assert_eq!(upload(&mut jonas, "calendar", &large).await.status, 413);
    assert_ne!(
        ScheduleError::CalendarTooLarge.words(De),
        ScheduleError::CalendarTooLarge.words(En)
    );
}

#[tokio::test]
async fn an_agent_has_hours_of_their_own() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    assert!(marta.get("/account").await.body.contains("href=\"/account/hours\""));
    let page = marta.get("/account/hours").await;
    assert!(page.status == 200 && page.says(En.schedule_none_own()), "{}", page.body);
    assert!(!page.body.contains("type=\"file\""), "files are for desks");
    let wrong = form(&[("mon_from", "12:30"), ("mon_to", "12:30")]);
    let page = marta.post("/account/hours", &wrong).await;
    assert!(page.status == 422 && page.has_error_at("mon-1"), "{}", page.body);

    // It is noon by UTC, and 13:00 in Berlin.
    let fields = form(&[("mon_from", "13:30"), ("mon_to", "17:00")]);
    let answer = marta.post("/account/hours", &fields).await;
    assert_eq!(answer.location(), "/account/hours", "{}", answer.body);
    let page = marta.follow(&answer).await;
    assert!(page.body.contains("<td class=\"week__words\">13:30–17:00</td>"), "{}", page.body);
    world.clock.advance(30 * 60_000);
    world.service.pass_time().await.unwrap();
    let page = marta.get("/presence").await;
    assert!(page.body.contains("2025-11-24T16:00:00Z"), "online until 17:00: {}", page.body);

    let mut tomas = world.member("tomas", "SUP", ADMIN).await;
    assert!(!tomas.get("/account").await.body.contains("/account/hours"), "agents have them");
    assert_eq!(tomas.get("/account/hours").await.status, 403);
}

#[tokio::test]
async fn the_end_of_the_shift_is_offered_where_there_is_one() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let mut marta = world.agent("marta", "SUP").await;
    let offered = |page: &Answer| page.body.contains("value=\"shift\"");
    assert!(!offered(&marta.get("/presence").await));
    let online = [("action", "online"), ("length", "shift"), ("scope", "all")];
    let page = marta.post("/presence", &online).await;
    assert!(page.status == 422 && page.has_error_at("length"), "{}", page.body);
    assert!(page.says(En.error_no_shift()), "{}", page.body);

    let fields = form(&[("mon_from", "09:00"), ("mon_to", "17:30")]);
    assert_eq!(jonas.post(PAGE, &fields).await.status, 303);
    assert!(offered(&marta.get("/presence").await));
    assert_eq!(marta.post("/presence", &online).await.status, 303);
    assert!(marta.get("/presence").await.body.contains("2025-11-24T16:30:00Z"));

    // Inside the hours the last one out is asked; outside of them nobody waits.
    let asked = marta.post("/presence", &[("action", "offline")]).await;
    assert_eq!(asked.status, 200, "asked first: {}", asked.body);
    let fields = [
        form(&[("mon_from", "09:00"), ("mon_to", "12:30")])[2..].to_vec(),
        vec![("zone", "Europe/Berlin"), ("revision", "1")],
    ]
    .concat();
    assert_eq!(jonas.post(PAGE, &fields).await.status, 303);
    assert_eq!(marta.post("/presence", &[("action", "offline")]).await.status, 303);
}

#[tokio::test]
async fn a_customer_reads_when_the_desk_opens() {
    let world = TestServer::new().await;
    let mut jonas = world.member("jonas", "SUP", ADMIN).await;
    let fields = form(&[
        ("mon_from", "09:00"),
        ("mon_to", "12:30"),
        ("tue_from", "09:00"),
        ("tue_to", "12:30"),
    ]);
    assert_eq!(jonas.post(PAGE, &fields).await.status, 303);
    let mut customer = world.stranger();
    customer.cookies.insert("porchlight_zone".into(), "America/New_York".into());
    let page = customer.get("/portal/SUP").await;
    // 09:00 on Tuesday in Berlin.
    assert!(
        page.body.contains("datetime=\"2025-11-25T08:00:00Z\">tomorrow, 03:00<"),
        "{}",
        page.body
    );
}
