//! Puts the site's files (`cargo xtask site`) into the binary, so that it is all that an operator copies.

use sha2::{Digest, Sha256};
use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let site = here.join("../target/site");
    println!("cargo::rerun-if-changed={}", site.display());
    let mut files = Vec::new();
    collect(&site, &mut files);
    files.sort();
    let mut table = String::from("&[\n");
    let mut version = Sha256::new();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&site).expect("it was found there");
        let name = name.to_str().expect("our file names are ASCII");
        if file.extension().is_some_and(|extension| extension == "br") {
            continue;
        }
        let bytes = fs::read(file).expect("a file of the site");
        let digest = Sha256::digest(&bytes);
        version.update(digest);
        let tag = hex(&digest[..8]);
        let compressed = site.join(format!("{name}.br"));
        let brotli = if compressed.is_file() {
            format!("Some(include_bytes!({:?}))", text(&compressed))
        } else {
            "None".to_owned()
        };
        writeln!(
            table,
            "    Asset {{ path: {name:?}, etag: \"\\\"{tag}\\\"\", bytes: include_bytes!({:?}), brotli: {brotli} }},",
            text(file)
        )
        .expect("a string takes whatever is written");
    }
    table.push(']');
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("assets.rs"), table).expect("the build directory can be written");
    println!("cargo::rustc-env=PORCHLIGHT_ASSET_VERSION={}", hex(&version.finalize()[..6]));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// A path as text, to be written as a Rust string.
fn text(path: &Path) -> &str {
    path.to_str().expect("the checkout's path is UTF-8")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes whatever is written");
        text
    })
}
