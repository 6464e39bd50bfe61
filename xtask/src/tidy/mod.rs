//! The rules of the house that the compiler does not know, each with its reason.
//!
//! What can be a lint is a lint (`Cargo.toml`, `clippy.toml`); here is the rest.

mod circles;
mod direction;
mod unused;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result, ensure};

/// Prints every offence; there must be none.
pub(crate) fn check(root: &Path) -> Result<ExitCode> {
    let metadata = direction::metadata(root)?;
    let mut offences = direction::offences(&direction::parse(&metadata));
    offences.extend(unused::offences(&unused::read(root, &metadata)?));
    for (name, _) in direction::MAY_USE {
        offences.extend(circles::offences(&circles::read(root, name)?));
    }
    let files = files(root)?;
    for path in &files {
        // A file may be listed and just be deleted; what is not text has no words.
        if let Some(text) =
            fs::read(root.join(path)).ok().and_then(|bytes| String::from_utf8(bytes).ok())
        {
            offences.extend(words::offences(&path.to_string_lossy(), &text));
        }
    }

    for offence in &offences {
        eprintln!("tidy: {offence}");
    }
    if offences.is_empty() {
        println!("tidy: {} files and the dependency direction are in order.", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("tidy: {} offences; the reasons are in xtask/src/tidy/.", offences.len());
    Ok(ExitCode::FAILURE)
}

/// The files that are committed, or would be by `git add .`.
fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .current_dir(root)
        // A checkout may belong to somebody else, as in a container.
        .args(["-c", "safe.directory=*"])
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("cannot run git, which knows the files")?;
    ensure!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr).trim());
    let list = String::from_utf8(output.stdout)?;
    Ok(list.split_terminator('\0').map(PathBuf::from).collect())
}
