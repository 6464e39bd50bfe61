//! Commands beside a running server are effective before they exit.

use super::{
    process::{Server, complain, run, say},
    site::{MINE, Site},
};

#[test]
fn commands_beside_a_server_are_effective_at_once() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let url = ["--database-url", &site.url];
    let with = |arguments: &[&'static str]| [arguments, &url].concat();
    let mut marta = site.client(&server, "marta");
    assert_eq!(marta.ask("PUT", MINE, r#"{"status":"online"}"#).unwrap().status, 200);
    let mut portal = server.client("");
    portal.follow("/api/v1/projects/SUP/availability/events").unwrap();

    // A project.
    assert_eq!(server.availability("NEW").status, 404);
    let add = with(&["project", "add", "--key", "new", "--name", "New desk", "--chat"]);
    assert_eq!(say(&add, ""), "NEW was added.\n");
    let new = server.availability("NEW");
    assert_eq!((new.status, &new.json()["status"]), (200, &"offline".into()));
    assert!(say(&add, "").contains("exists already"));

    // An agent whose time online covers every project is online there at once.
    let join = |role| {
        with(&["member", "add", "--project", "NEW", "--email", "marta@example.com", "--role", role])
    };
    assert!(say(&join("agent"), "").contains("is a member of NEW"));
    assert_eq!(server.availability("NEW").json()["status"], "online");
    let mine = marta.ask("GET", MINE, "").unwrap().json();
    assert_eq!(mine["projects"][0]["presence"], "online", "{mine}");
    assert!(say(&join("agent"), "").contains("already"));
    assert!(say(&join("admin"), "").contains("as well"), "roles add up");
    assert!(say(&join("admin"), "").contains("already"));

    // A person, and a token.
    let add = with(&[
        "user",
        "add",
        "--email",
        "Omar@example.com",
        "--name",
        "Omar",
        "--site-admin",
        "--password-stdin",
    ]);
    assert!(say(&add, "a password of his\n").contains("was added"));
    assert!(say(&add, "a password of his\n").contains("exists already"));
    let token =
        say(&with(&["token", "add", "--email", "omar@example.com", "--name", "script"]), "");
    assert!(token.ends_with('\n') && token.lines().count() == 1, "{token:?}");
    let token = token.trim_end();
    assert!(
        token.len() > 20 && token.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    );
    let agents = server.client(token).ask("GET", "/api/v1/agents", "").unwrap();
    assert_eq!(agents.status, 200, "{agents:?}");
    assert_eq!(agents.json()["agents"][0]["projects"][0]["project"], "NEW");

    // The streams that were open have not minded.
    marta.ask("PUT", MINE, r#"{"status":"offline"}"#).unwrap();
    assert!(portal.read_until("data: ").unwrap().contains("offline"));
}

#[test]
fn commands_that_cannot_be_say_why_and_change_nothing() {
    let site = Site::with(&["marta"]);
    let url = ["--database-url", &site.url];
    let with = |arguments: &[&'static str]| [arguments, &url].concat();
    for (arguments, words) in [
        (vec!["project", "add", "--key", "no key", "--name", "X"], "project key"),
        (vec!["project", "add", "--key", "OK", "--name", " "], "name"),
        (vec!["project", "add", "--key", "OK", "--name", "\u{3164}"], "a name is needed"),
        (vec!["project", "add", "--key", "OK", "--name", "http://x"], "web address"),
        (
            vec!["token", "add", "--email", "marta@example.com", "--name", "\u{2800}"],
            "a name is needed",
        ),
        (
            vec![
                "member",
                "add",
                "--project",
                "NOPE",
                "--email",
                "marta@example.com",
                "--role",
                "agent",
            ],
            "no project",
        ),
        (
            vec![
                "member",
                "add",
                "--project",
                "SUP",
                "--email",
                "who@example.com",
                "--role",
                "agent",
            ],
            "nobody",
        ),
        (
            vec![
                "member",
                "add",
                "--project",
                "SUP",
                "--email",
                "marta@example.com",
                "--role",
                "boss",
            ],
            "agent",
        ),
        (vec!["token", "add", "--email", "who@example.com", "--name", "x"], "nobody"),
    ] {
        let said = complain(&with(&arguments)).to_lowercase();
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let add = with(&["user", "add", "--email", "x@example.com", "--name", "X", "--password-stdin"]);
    let short = run(&add, "short\n");
    assert!(!short.status.success(), "{short:?}");
    assert!(!String::from_utf8_lossy(&short.stderr).contains("short\n"), "no password is repeated");
}

#[test]
fn a_missing_database_is_made() {
    let site = Site::with(&[]);
    let path = site.file("deep/er/new.db");
    let url = format!("sqlite://{path}");
    assert_eq!(
        say(&["project", "add", "--key", "SUP", "--name", "Support", "--database-url", &url], ""),
        "SUP was added.\n"
    );
    assert!(std::path::Path::new(&path).exists());
    let url = format!("sqlite://{}", site.file("another/new.db"));
    let server = Server::start(&url);
    assert_eq!(server.get("/readyz").unwrap().status, 200);
}

#[test]
fn a_server_that_was_killed_holds_no_command_up() {
    let site = Site::with(&["marta"]);
    let mut server = Server::start(&site.url);
    server.kill();
    let add = ["project", "add", "--key", "NEW", "--name", "New", "--database-url", &site.url];
    assert_eq!(say(&add, ""), "NEW was added.\n");
}
