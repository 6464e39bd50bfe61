//! `porchlight restore`: a copy is put back, and the site of then goes on now; or nothing has changed.

use super::{
    process::{Server, complain, porchlight, say, until},
    site::{Busy, MINE, Site, wait},
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, migrate::Migrator};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::Command,
};

const ONLINE: &str = r#"{"status":"online"}"#;

/// The names of the files beside the database.
fn names(site: &Site) -> Vec<String> {
    let folder = site.file("");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn backup(site: &Site, name: &str) -> String {
    let file = site.file(name);
    say(&["backup", &file, "--database-url", &site.url], "");
    file
}

fn run_sql(url: &str, sql: &str) {
    sqlx::any::install_default_drivers();
    wait(async {
        let mut connection = AnyConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
        connection.close().await.unwrap();
    });
}

#[test]
fn a_copy_is_put_back_over_what_a_killed_server_left() {
    let agents = ["marta", "jonas", "lea"];
    let site = Site::with(&agents);
    let mut server = Server::start(&site.url);
    let mut marta = site.client(&server, "marta");
    assert_eq!(marta.ask("PUT", MINE, ONLINE).unwrap().status, 200);
    let copy = backup(&site, "copy.db");
    let told = server.availability("SUP").json()["revision"].as_u64().unwrap();
    let busy = Busy::start(&site, &server, &agents);
    until("much has changed since", || busy.done() >= 100);
    server.kill();
    busy.acknowledged();
    let log = fs::metadata(site.file("porchlight.db-wal")).unwrap().len();
    assert!(log > 0, "the killed server left its log");

    let said = say(&["restore", &copy, "--database-url", &site.url], "");
    assert!(said.contains("copy.db was restored.\nEnded: the time online of 1 people"), "{said}");
    assert!(said.contains("rest until their owner signs in: 4"), "{said}");
    assert!(said.contains("The database of before is kept as"), "{said}");
    let left = names(&site);
    assert!(
        left.iter().all(|name| !name.contains("-wal") && !name.contains("restoring")),
        "{left:?}"
    );
    let mode = fs::metadata(site.file("porchlight.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let server = Server::start(&site.url);
    let after = server.availability("SUP").json();
    assert_eq!(after["status"], "offline");
    assert!(after["revision"].as_u64().unwrap() > told + 1_000_000, "{after}");
    assert_eq!(site.client(&server, "marta").ask("GET", MINE, "").unwrap().status, 401);
    drop(server);
    // What was put back is whole, and so is what was there before.
    let kept = left.iter().find(|name| name.contains(".replaced-")).unwrap();
    for url in [site.url.clone(), format!("sqlite://{}", site.file(kept))] {
        run_sql(&url, "update users set tokens_suspended_at = null");
        site.check(&url, &[]);
    }
}

#[test]
fn it_is_refused_beside_a_running_server() {
    let site = Site::with(&["marta"]);
    let copy = backup(&site, "copy.db");
    std::os::unix::fs::symlink(site.file("porchlight.db"), site.file("link.db")).unwrap();
    let server = Server::start(&site.url);
    let link = format!("sqlite://{}", site.file("link.db"));
    for url in [&site.url, &link] {
        let said = complain(&["restore", &copy, "--database-url", url]);
        assert!(
            said.contains("a server runs on") && said.contains("nothing was restored"),
            "{said}"
        );
    }
    let said = complain(&["restore", "--in-place", "--database-url", &site.url]);
    assert!(said.contains("a server runs on"), "{said}");
    // Nor is the database of a running server a copy of anything.
    let other = format!("sqlite://{}", site.file("other.db"));
    let said = complain(&["restore", &site.file("link.db"), "--database-url", &other]);
    assert!(said.contains("porchlight backup"), "{said}");
    assert_eq!(site.client(&server, "marta").ask("PUT", MINE, ONLINE).unwrap().status, 200);
    assert!(!names(&site).iter().any(|name| name.contains("restoring") || name == "other.db"));
}

#[test]
fn it_is_refused_while_another_program_has_the_database_open() {
    let site = Site::with(&["marta"]);
    let copy = backup(&site, "copy.db");
    let before = fs::metadata(site.file("porchlight.db")).unwrap().ino();
    sqlx::any::install_default_drivers();
    wait(async {
        let mut other = AnyConnection::connect(&site.url).await.unwrap();
        other.execute("pragma journal_mode = wal; begin; select * from users").await.unwrap();
        let said = complain(&["restore", &copy, "--database-url", &site.url]);
        assert!(said.contains("another program has") && said.contains("open"), "{said}");
        other.close().await.unwrap();
    });
    assert_eq!(fs::metadata(site.file("porchlight.db")).unwrap().ino(), before);
    say(&["restore", &copy, "--database-url", &site.url], "");
}

#[test]
fn what_cannot_be_restored_is_told_and_changes_nothing() {
    let site = Site::with(&["marta"]);
    let copy = backup(&site, "copy.db");
    let whole = fs::read(&copy).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(site.file(name), bytes).unwrap();
        site.file(name)
    };
    let changed = |name: &str, sql: &str| {
        let file = write(name, &whole);
        run_sql(&format!("sqlite://{file}"), sql);
        file
    };
    let mut torn = whole.clone();
    for byte in &mut torn[40_000..60_000] {
        *byte = 0xa5;
    }
    let other = site.file("theirs.db");
    run_sql(&format!("sqlite://{other}?mode=rwc"), "create table users (id text)");
    std::os::unix::fs::symlink(site.file("porchlight.db"), site.file("link.db")).unwrap();
    fs::hard_link(site.file("porchlight.db"), site.file("twin.db")).unwrap();
    fs::create_dir(site.file("folder")).unwrap();
    let newer = "insert into _sqlx_migrations (version, description, success, checksum, \
                 execution_time) values (9999, 'to come', true, x'00', 0)";
    let strange = "update _sqlx_migrations set checksum = x'00' where version = 1";
    for (file, words) in [
        (site.file("nowhere.db"), "cannot be read: No such file"),
        (site.file("folder"), "cannot be read"),
        (write("words.db", b"These are words, and no database at all."), "is no SQLite database"),
        (write("empty.db", b""), "is no SQLite database"),
        (write("half.db", &whole[..whole.len() / 2]), "is damaged"),
        (write("head.db", &whole[..100]), "is damaged"),
        (write("torn.db", &torn), "is damaged"),
        (other, "none of Porchlight"),
        (changed("strange.db", strange), "none of Porchlight"),
        (changed("newer.db", newer), "made by a newer Porchlight"),
        (site.file("porchlight.db"), "is the database itself"),
        (site.file("link.db"), "is the database itself"),
        (site.file("twin.db"), "is the database itself"),
    ] {
        let (left, before) = (names(&site), fs::read(site.file("porchlight.db")).unwrap());
        let said = complain(&["restore", &file, "--database-url", &site.url]);
        assert!(said.contains(words), "{file}: {said}");
        assert!(said.contains("nothing was restored") && !said.contains("panicked"), "{said}");
        assert_eq!(names(&site), left, "{file}");
        assert!(fs::read(site.file("porchlight.db")).unwrap() == before, "{file}");
        let new = format!("sqlite://{}", site.file("new.db"));
        if !words.contains("itself") {
            complain(&["restore", &file, "--database-url", &new]);
            assert!(!Path::new(&site.file("new.db")).exists(), "{file}");
        }
    }
    let postgres = ["--database-url", "postgres://desk:hunter2@127.0.0.1:1/desk"];
    let said = complain(&[&["restore", &copy][..], &postgres].concat());
    assert!(said.contains("pg_restore") && said.contains("--in-place"), "{said}");
    assert!(!complain(&["restore"]).is_empty(), "of what?");
    assert!(!complain(&["restore", &copy, "--in-place"]).is_empty(), "one of both");
}

#[test]
fn a_copy_by_hand_brings_its_log_and_one_of_an_older_version_is_brought_up_to_date() {
    let site = Site::with(&["marta"]);
    let mut server = Server::start(&site.url);
    assert_eq!(site.client(&server, "marta").ask("PUT", MINE, ONLINE).unwrap().status, 200);
    server.kill();
    let by_hand = site.file("by-hand.db");
    fs::copy(site.file("porchlight.db"), &by_hand).unwrap();
    fs::copy(site.file("porchlight.db-wal"), by_hand.clone() + "-wal").unwrap();
    let (bytes, log) = (fs::read(&by_hand).unwrap(), fs::read(by_hand.clone() + "-wal").unwrap());
    let elsewhere = format!("sqlite://{}", site.file("else/where.db"));
    let said = say(&["restore", &by_hand, "--database-url", &elsewhere], "");
    assert!(said.contains("the time online of 1 people"), "what was in the log alone: {said}");
    assert!(!said.contains("The database of before"), "there was none: {said}");
    assert!(fs::read(&by_hand).unwrap() == bytes, "a copy is not changed by restoring it");
    assert!(fs::read(by_hand + "-wal").unwrap() == log);
    assert_eq!(Server::start(&elsewhere).availability("SUP").status, 200);

    // Made before the latest changes of the schema.
    let old = site.file("old.db");
    let migrations = site.file("migrations");
    fs::create_dir(&migrations).unwrap();
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service/migrations");
    for file in fs::read_dir(ours).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if name.as_str() < "0008" {
            fs::copy(&file, format!("{migrations}/{name}")).unwrap();
        }
    }
    wait(async {
        let url = format!("sqlite://{old}?mode=rwc");
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        let older = Migrator::new(Path::new(&migrations)).await.unwrap();
        older.run_direct(None, &mut connection, false).await.unwrap();
        let project = "insert into projects (id, key, name, chat_enabled, created_at, status_since) \
                       values ('old', 'OLD', 'Old', 1, 0, 0)";
        connection.execute(project).await.unwrap();
        connection.close().await.unwrap();
    });
    say(&["restore", &old, "--database-url", &elsewhere], "");
    assert_eq!(Server::start(&elsewhere).availability("OLD").json()["revision"], 1_000_001);
}

#[test]
fn a_database_that_is_broken_is_replaced_with_all_that_belongs_to_it() {
    let site = Site::with(&["marta"]);
    let copy = backup(&site, "copy.db");
    // What people do: a copy by hand over the database, with the log of another beside it.
    let mut server = Server::start(&site.url);
    assert_eq!(site.client(&server, "marta").ask("PUT", MINE, ONLINE).unwrap().status, 200);
    server.kill();
    fs::write(site.file("porchlight.db"), vec![0xa5; 100_000]).unwrap();
    fs::write(site.file("porchlight.db-journal"), b"of something else").unwrap();
    say(&["restore", &copy, "--database-url", &site.url], "");
    let left = names(&site);
    let beside = |ending: &str| left.contains(&format!("porchlight.db{ending}"));
    assert!(!beside("-wal") && !beside("-shm") && !beside("-journal"), "{left:?}");
    assert!(
        left.iter().any(|name| name.contains(".replaced-") && name.ends_with("-wal")),
        "{left:?}"
    );
    assert_eq!(Server::start(&site.url).availability("SUP").json()["status"], "offline");

    // And where the database is gone, and its log is not.
    fs::remove_file(site.file("porchlight.db")).unwrap();
    fs::write(site.file("porchlight.db-wal"), b"of the one that is gone").unwrap();
    say(&["restore", &copy, "--database-url", &site.url], "");
    assert_eq!(Server::start(&site.url).availability("SUP").json()["status"], "offline");
}

#[test]
fn the_link_stays_and_leads_to_what_was_put_back() {
    let site = Site::with(&["marta"]);
    let copy = backup(&site, "copy.db");
    let link = site.file("link.db");
    std::os::unix::fs::symlink(site.file("porchlight.db"), &link).unwrap();
    let mut careless = Command::new("sh");
    let restore = porchlight(&["restore", &copy, "--database-url", &format!("sqlite://{link}")]);
    careless.args(["-c", "umask 000; exec \"$0\" \"$@\""]);
    let output = careless.arg(restore.get_program()).args(restore.get_args()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    for name in names(&site) {
        let path = site.file(&name);
        if !fs::symlink_metadata(&path).unwrap().is_symlink() {
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    assert_eq!(Server::start(&site.url).availability("SUP").status, 200);
}

#[test]
fn where_the_disk_is_full_the_database_is_as_it_was() {
    let site = Site::with(&["marta"]);
    let copy = backup(&site, "copy.db");
    let (left, before) = (names(&site), fs::read(site.file("porchlight.db")).unwrap());
    let restore = porchlight(&["restore", &copy, "--database-url", &site.url]);
    for blocks in ["8", "256"] {
        let mut full = Command::new("sh");
        full.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
        let output = full.arg(restore.get_program()).args(restore.get_args()).output().unwrap();
        assert!(!output.status.success(), "{output:?}");
        assert_eq!(names(&site), left);
        assert!(fs::read(site.file("porchlight.db")).unwrap() == before);
    }
}
