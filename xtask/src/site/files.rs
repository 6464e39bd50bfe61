//! A directory held in memory: read, compressed, measured, written where it differs.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{self, Write as _},
    path::Path,
};

use anyhow::{Context as _, Result};
use flate2::{Compression, write::GzEncoder};

use super::{Plan, has_extension};

/// Contents by their path, which is relative, with `/` between its parts.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What is worth compressing. Pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] =
    ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// The sizes of one file in bytes: as it is, by gzip and by brotli.
pub(super) struct Size {
    path: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Every file below a directory; none if there is no such directory. Hidden files are an editor's
/// or a system's own, except those of `.well-known`.
pub(super) fn read(directory: &Path) -> Result<Files> {
    let mut files = Files::new();
    if directory.exists() {
        read_into(&mut files, directory, "").with_context(|| directory.display().to_string())?;
    }
    Ok(files)
}

fn read_into(files: &mut Files, directory: &Path, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') && name != ".well-known" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            read_into(files, &entry.path(), &format!("{path}/"))?;
        } else {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Adds the compressed form of each file that shrinks, and measures them all.
pub(super) fn compress(plan: &Plan, files: &mut Files) -> Result<Vec<Size>> {
    // 11 is brotli's best, and takes its time; 5 is about gzip's best, at once.
    let quality = if plan.release { 11 } else { 5 };
    let cache = plan.cache().join("brotli");
    fs::create_dir_all(&cache)?;

    let mut sizes = Vec::new();
    let mut compressed = Files::new();
    for (path, content) in files.iter() {
        if !COMPRESSIBLE.iter().any(|extension| has_extension(path, extension)) {
            continue;
        }
        let brotli = brotli(content, quality, &cache)?;
        let gzip = if plan.release { gzip(content)?.len() } else { 0 };
        sizes.push(Size { path: path.clone(), raw: content.len(), gzip, brotli: brotli.len() });
        if brotli.len() < content.len() {
            compressed.insert(format!("{path}.br"), brotli);
        }
    }
    files.extend(compressed);
    Ok(sizes)
}

fn brotli(content: &[u8], quality: i32, cache: &Path) -> Result<Vec<u8>> {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let cached = cache.join(format!("{:016x}-{}-{quality}", hasher.finish(), content.len()));
    if let Ok(known) = fs::read(&cached) {
        return Ok(known);
    }
    let parameters = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    fs::write(cached, &compressed)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

/// Makes the directory hold these files and no others; returns how many had to be written or
/// removed.
pub(super) fn write(directory: &Path, files: &Files) -> Result<usize> {
    let mut changed = 0;
    for path in read(directory)?.into_keys().filter(|path| !files.contains_key(path)) {
        fs::remove_file(directory.join(&path)).with_context(|| path)?;
        changed += 1;
    }
    for (path, content) in files {
        let path = directory.join(path);
        if fs::read(&path).is_ok_and(|present| present == *content) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content).with_context(|| path.display().to_string())?;
        changed += 1;
    }
    Ok(changed)
}

/// The sizes as a table, with the aims of the project beside those that have one.
pub(super) fn report(sizes: &[Size], release: bool) -> String {
    let mut table = format!("{:<42}{:>10}{:>10}{:>10}\n", "bytes", "raw", "gzip", "brotli");
    for Size { path, raw, gzip, brotli } in sizes {
        let gzip = if release { gzip.to_string() } else { "-".to_owned() };
        let _ = writeln!(table, "{path:<42}{raw:>10}{gzip:>10}{brotli:>10}");
    }
    for (what, paths, aim) in AIMS.iter().filter(|_| release) {
        let parts = sizes.iter().filter(|size| paths.contains(&size.path.as_str()));
        let together: usize = parts.map(|size| size.brotli).sum();
        let verdict = if together < *aim { "under" } else { "OVER" };
        let _ = writeln!(table, "{what:<62}{together:>10} {verdict} the aim of {} KiB", aim / 1024);
    }
    table.pop();
    table
}

/// The budgets for what crosses the network: what for, the files that it needs, and their bytes together
/// after brotli.
const AIMS: [(&str, &[&str], usize); 2] = [
    (
        "until the header's icon can be used",
        &["pkg/porchlight.js", "pkg/porchlight_bg.wasm", "assets/main.js"],
        110 * 1024,
    ),
    ("the light on a customer's page", &["embed/portal.js"], 4 * 1024),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect()
    }

    #[test]
    fn a_directory_holds_exactly_what_was_written_last() {
        let directory = tempfile::tempdir().unwrap();
        let first = files(&[("a.js", "1"), ("pkg/b.css", "2"), ("pkg/c.css", "3")]);
        assert_eq!(write(directory.path(), &first).unwrap(), 3);
        assert_eq!(read(directory.path()).unwrap(), first);

        let second = files(&[("a.js", "1"), ("pkg/b.css", "changed")]);
        assert_eq!(write(directory.path(), &second).unwrap(), 2, "one removed, one written");
        assert_eq!(read(directory.path()).unwrap(), second);
        assert_eq!(write(directory.path(), &second).unwrap(), 0, "nothing is touched without need");
    }

    #[test]
    fn hidden_files_are_not_published() {
        let directory = tempfile::tempdir().unwrap();
        let written = files(&[(".env", "secret"), (".well-known/security.txt", "public")]);
        write(directory.path(), &written).unwrap();
        let read = read(directory.path()).unwrap();
        assert_eq!(read, files(&[(".well-known/security.txt", "public")]));
    }

    #[test]
    fn text_is_compressed_and_pictures_are_not() {
        let directory = tempfile::tempdir().unwrap();
        let plan = Plan { root: directory.path().to_path_buf(), release: false };
        let text = "porchlight ".repeat(100);
        let mut site = files(&[("page.html", &text), ("light.png", &text), ("tiny.txt", "x")]);
        compress(&plan, &mut site).unwrap();
        let paths: Vec<_> = site.keys().map(String::as_str).collect();
        assert_eq!(paths, ["light.png", "page.html", "page.html.br", "tiny.txt"]);

        let mut again = Vec::new();
        brotli::BrotliDecompress(&mut &*site["page.html.br"], &mut again).unwrap();
        assert_eq!(again, text.as_bytes());
    }

    #[test]
    fn a_file_over_its_aim_says_so() {
        let size = |brotli| Size { path: "embed/portal.js".into(), raw: 9000, gzip: 4500, brotli };
        assert!(report(&[size(4095)], true).ends_with("under the aim of 4 KiB"));
        assert!(report(&[size(4096)], true).ends_with("OVER the aim of 4 KiB"));
    }
}
