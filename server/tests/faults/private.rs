//! What the program writes is for its owner alone, however it is told to make it.

use super::{
    process::{Server, porchlight, say},
    site::Site,
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

/// A command whose process would let everybody read and write what it makes.
fn careless(arguments: &[&str]) -> Command {
    let command = porchlight(arguments);
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 000; exec \"$0\" \"$@\""]);
    shell.arg(command.get_program()).args(command.get_args()).env_remove("PORCHLIGHT_LOG");
    shell
}

/// The files in a folder that others may read or write.
fn open_to_others(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let open = files.filter(|file| file.file_type().unwrap().is_file());
    let open = open.filter(|file| file.metadata().unwrap().permissions().mode() & 0o777 != 0o600);
    open.map(|file| file.path().display().to_string()).collect()
}

#[test]
fn a_database_is_private_whatever_its_address_looks_like() {
    for (number, form) in [
        "sqlite://{}/new.db",
        "sqlite:{}/new.db",
        "sqlite://{}/new.db?mode=rwc",
        "sqlite://{}/new.db?cache=private",
        "sqlite://{}/new.db?cache=private&mode=rwc",
        "sqlite://{}/n%65w.db?mode=rwc",
        "sqlite://{}/../{name}/new.db?mode=rwc",
        "sqlite:file:{}/new.db",
        "sqlite:file://{}/new.db?mode=rwc",
        // A link that leads nowhere yet.
        "sqlite://{}/link.db?mode=rwc",
        "sqlite://{}/link.db",
    ]
    .into_iter()
    .enumerate()
    {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::os::unix::fs::symlink("new.db", path.join("link.db")).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let url = form.replace("{}", path.to_str().unwrap()).replace("{name}", name);
        let key = format!("K{number}");
        let add = ["project", "add", "--key", &key, "--name", "X", "--database-url", &url];
        let output = careless(&add).output().unwrap();
        assert!(output.status.success(), "{form}: {output:?}");
        assert!(path.join("new.db").exists(), "{form}");
        assert_eq!(open_to_others(path), [""; 0], "{form}");
    }
}

#[test]
fn what_a_server_and_a_backup_put_beside_it_is_private_too() {
    let site = Site::with(&[]);
    let database = site.file("new.db");
    let url = format!("sqlite://{database}?mode=rwc");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--database-url", &url];
    let mail = ["--smtp-url", "smtp://127.0.0.1:9"];
    let server = Server::of(careless(&[&serve[..], &mail].concat()));
    for file in ["new.db", "new.db-wal", "new.db-shm", "new.key"] {
        assert!(fs::exists(site.file(file)).unwrap(), "{file}");
    }
    let copy = site.file("copy.db");
    let backup = careless(&["backup", &copy, "--database-url", &url]).output().unwrap();
    assert!(backup.status.success(), "{backup:?}");
    assert_eq!(open_to_others(Path::new(&database).parent().unwrap()), [""; 0]);
    drop(server);
}

#[test]
fn a_backup_that_does_not_work_leaves_nothing() {
    let site = Site::with(&[]);
    let copy = site.file("copy.db");
    // No file of this process grows beyond 4 KiB, as on a full disk.
    let backup = porchlight(&["backup", &copy, "--database-url", &site.url]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""]);
    let output = shell.arg(backup.get_program()).args(backup.get_args()).output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    assert!(!fs::exists(&copy).unwrap(), "half a copy is none");
    assert!(say(&["backup", &copy, "--database-url", &site.url], "").contains("was written"));
}
