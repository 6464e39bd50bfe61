//! What the server refuses to start with, and how it says so.

use super::{
    http::Client,
    process::{Server, complain, porchlight, say, until},
    site::Site,
};

#[test]
fn plain_http_beyond_this_machine_needs_a_flag() {
    let site = Site::with(&[]);
    let flags = ["serve", "--listen", "127.0.0.1:0", "--database-url", &site.url];
    let said = complain(&[&flags[..], &["--public-url", "http://desk.example.com"]].concat());
    assert!(said.contains("plain http") && said.contains("--risk-plain-http"), "{said}");
    let mut risky = porchlight(&flags);
    risky.args(["--public-url", "http://desk.example.com", "--risk-plain-http"]);
    assert!(Server::greets(risky).contains("http://desk.example.com"));
    let url = ["--public-url", "https://desk.example.com"];
    let said = complain(&[&flags[..], &url, &["--smtp-url", "gopher://nowhere"]].concat());
    assert!(said.contains("mail"), "{said}");
}

#[test]
fn an_address_that_cannot_be_used_is_refused_and_not_repeated() {
    let site = Site::with(&[]);
    for (flag, address, words) in [
        ("--public-url", "https://desk:hunter2@desk.example.com", "password"),
        ("--public-url", "https://desk.example.com/hunter2", "path"),
        ("--public-url", "https://desk.example.com?hunter2", "query"),
        ("--public-url", "https://desk.example.com#hunter2", "fragment"),
        ("--public-url", "https://desk:hunter2@desk.example.com:no", "--public-url"),
        ("--smtp-url", "smtps://desk:hunter2@mail.example.com:no", "--smtp-url"),
        ("--smtp-url", "hunter2", "--smtp-url"),
        ("--database-url", "mysql://desk:hunter2@127.0.0.1/desk", "begins with"),
        ("--database-url", "hunter2", "begins with"),
        ("--database-url", "postgres://desk:hunter2@127.0.0.1:no/desk", "database"),
        ("--database-url", "postgres://desk:hunter2@127.0.0.1:1/desk", "database"),
        ("--database-url", "sqlite://x.db?mode=hunter", "database"),
        ("--database-url", "sqlite::memory:", "names no file"),
    ] {
        let mut serve = vec!["serve", "--listen", "127.0.0.1:0"];
        if flag != "--database-url" {
            serve.extend(["--database-url", &site.url]);
        }
        let said = complain(&[&serve[..], &[flag, address]].concat());
        assert!(said.contains(words), "{flag} {address}: {said}");
        assert!(!said.contains("hunter2"), "{flag} {address}: {said}");
        let name = flag.trim_start_matches("--").replace('-', "_").to_uppercase();
        let mut by_name = porchlight(&serve);
        let output = by_name.env(format!("PORCHLIGHT_{name}"), address).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(words), "{flag} {address}: {said}");
        assert!(!said.contains("hunter2"), "{flag} {address}: {said}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let site = Site::with(&[]);
    let server = Server::start(&site.url);
    let address = server.address.to_string();
    let other = site.file("other.db");
    let said =
        complain(&["serve", "--listen", &address, "--database-url", &format!("sqlite://{other}")]);
    assert!(
        said.contains(&format!("cannot listen on {address}")) && said.contains("in use"),
        "{said}"
    );
    assert_eq!(server.availability("SUP").status, 200, "the first one does not mind");
    assert!(!std::path::Path::new(&other).exists(), "nothing was begun");
}

#[test]
fn metrics_have_a_listener_of_their_own() {
    let site = Site::with(&["marta"]);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start_with(&site.url, &["--metrics-listen", &port.to_string()]);
    let mut prometheus = Client::connect(port, "").unwrap();
    let reply = prometheus.ask("GET", "/metrics", "").unwrap();
    assert!(reply.status == 200 && reply.body.contains("porchlight_project_online"), "{reply:?}");
    assert_eq!(prometheus.ask("GET", "/api/v1/projects/SUP/availability", "").unwrap().status, 404);
    assert_eq!(server.get("/metrics").unwrap().status, 404, "nothing of it is public");

    let flags = ["serve", "--listen", "127.0.0.1:0", "--database-url", &site.url];
    for (more, words) in [
        (&["--metrics-listen", "0.0.0.0:0"][..], "--metrics-token"),
        (&["--metrics-listen", "[::]:0"], "--metrics-token"),
        (&["--metrics-token", "short"], "at least 16"),
        (&["--metrics-listen", &port.to_string()], "in use"),
    ] {
        let said = complain(&[&flags[..], more].concat());
        assert!(said.contains(words), "{more:?}: {said}");
    }
    // Who must know the token must know it there as well.
    let far = Server::start_with(
        &format!("sqlite://{}", site.file("far.db")),
        &["--metrics-listen", "127.0.0.1:0", "--metrics-token", "a lantern in the dark"],
    );
    let mut prometheus = far.client("a lantern in the dark");
    assert_eq!(prometheus.ask("GET", "/metrics", "").unwrap().status, 200);
    assert_eq!(far.get("/metrics").unwrap().status, 401);
}

#[test]
fn one_file_has_one_server_whatever_it_is_called() {
    let site = Site::with(&["marta"]);
    let folder = std::path::Path::new(&site.file("x")).parent().unwrap().to_owned();
    let path = site.file("porchlight.db");
    std::os::unix::fs::symlink(&path, site.file("link.db")).unwrap();
    std::os::unix::fs::symlink(&folder, site.file("folder")).unwrap();
    std::fs::hard_link(&path, site.file("twin.db")).unwrap();
    let mut first = Server::start(&site.url);
    let name = folder.file_name().unwrap().display().to_string();
    for url in [
        site.url.clone(),
        format!("sqlite:{path}"),
        format!("{}?mode=rwc", site.url),
        format!("{}?cache=private&mode=rw", site.url),
        format!("sqlite:file:{path}"),
        format!("sqlite://{}/porch%6Cight.db", folder.display()),
        format!("sqlite://{}/../{name}/porchlight.db", folder.display()),
        format!("sqlite://{}", site.file("link.db")),
        format!("sqlite://{}", site.file("folder/porchlight.db")),
        format!("sqlite://{}", site.file("folder/folder/link.db")),
        format!("sqlite://{}", site.file("twin.db")),
    ] {
        let said = complain(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
        assert!(said.contains("a server runs on") && said.contains("already"), "{url}: {said}");
    }
    assert_eq!(first.availability("SUP").status, 200, "the first one does not mind");
    let add = ["project", "add", "--key", "NEW", "--name", "New", "--chat"];
    let add = [&add[..], &["--database-url", &site.url]].concat();
    assert_eq!(say(&add, ""), "NEW was added.\n", "commands need no claim");
    // A claim ends with the process, however that ends.
    first.kill();
    let second = Server::start(&format!("sqlite://{}", site.file("link.db")));
    assert_eq!(second.availability("NEW").status, 200);
}

#[test]
fn a_database_that_cannot_be_used_is_told_clearly() {
    let site = Site::with(&[]);
    let no_database = site.file("words.db");
    std::fs::write(&no_database, "These are words, and no database at all. ".repeat(100)).unwrap();
    for (rule, url, words) in [
        ("a directory", format!("sqlite://{}", site.file("")), "unable to open"),
        ("no database", format!("sqlite://{no_database}"), "not a database"),
        ("to be read only", format!("{}?mode=ro", site.url), "readonly"),
    ] {
        let said = complain(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
        assert!(said.contains(words), "{rule}: {said}");
        assert!(!said.contains("panicked"), "{rule}: {said}");
    }
}

#[test]
fn an_empty_site_prints_a_link_for_its_first_admin() {
    let site = Site::with(&[]);
    let server = Server::start(&format!("sqlite://{}", site.file("empty.db")));
    until("a link is printed", || server.said("/setup?code="));
}
