//! What a browser has to load.

use crate::{
    Bench,
    report::{Aim, Figure, Section},
    stats::ToF64,
};
use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Sizes of the same files, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sizes {
    plain: usize,
    gzip: usize,
    brotli: usize,
}

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    let site = bench.root.join("target/site");
    let needed = ["pkg/porchlight.js", "pkg/porchlight_bg.wasm", "assets/main.js"];
    let icon = sizes(needed.map(|file| site.join(file)))
        .context("the front end is missing: run `make build` first")?;
    let others = files(&site.join("pkg"))?.into_iter().filter(|file| {
        file.extension().is_some_and(|kind| kind == "wasm") && !file.ends_with(needed[1])
    });
    let dialog = sizes(others)?;
    // One file: words, look and all. Beside it comes the availability itself, some 100 bytes.
    let portal = sizes([site.join("embed/portal.js")])?;
    let mut figures = Vec::new();
    for (what, sizes, aim) in [
        ("all scripts and wasm until the header's icon can be used", icon, Aim::Under(110.0)),
        ("the dialog's wasm, which comes after", dialog, Aim::None),
        ("closed portal icon", portal, Aim::Under(4.0)),
    ] {
        for (coding, bytes, aim) in [
            ("brotli", sizes.brotli, aim),
            ("gzip", sizes.gzip, Aim::None),
            ("not compressed", sizes.plain, Aim::None),
        ] {
            figures.push(Figure {
                what: format!("{what}, {coding}"),
                unit: "KiB",
                ours: bytes.to_f64() / 1024.0,
                peer: None,
                aim,
            });
        }
    }
    let is_release = icon.plain < 1024 * 1024;
    let notes = if is_release {
        Vec::new()
    } else {
        vec!["The front end is not optimised: `cargo xtask site --release`.".to_owned()]
    };
    Ok(Section { name: "size", peer: "no peer", figures, notes })
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn sizes(files: impl IntoIterator<Item = PathBuf>) -> Result<Sizes> {
    let mut sum = Sizes::default();
    for file in files {
        let bytes = fs::read(&file)?;
        sum.plain += bytes.len();
        sum.gzip += gzip(&bytes)?;
        sum.brotli += brotli(&bytes)?;
    }
    ensure!(sum.plain > 0, "nothing is there");
    Ok(sum)
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &best)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_compresses() {
        let text = "somebody is there ".repeat(100);
        assert!(gzip(text.as_bytes()).unwrap() < 100);
        assert!(brotli(text.as_bytes()).unwrap() < 100);
    }
}
