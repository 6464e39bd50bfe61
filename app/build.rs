//! Turns `locales/*.ftl` into `language.rs`; see `build/fluent.rs`.

#[path = "build/fluent.rs"]
mod fluent;

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build/fluent.rs");
    let mut catalogues = Vec::new();
    for entry in fs::read_dir("locales").expect("app/locales can be read") {
        let path = entry.expect("app/locales can be read").path();
        if path.extension().is_some_and(|e| e == "ftl") {
            let tag = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            println!("cargo::rerun-if-changed={}", path.display());
            catalogues.push((tag, fs::read_to_string(&path).expect("a catalogue can be read")));
        }
    }
    let sources: Vec<_> =
        catalogues.iter().map(|(tag, text)| fluent::Source { tag, text }).collect();
    match fluent::generate(&sources) {
        Ok(code) => {
            let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
            fs::write(Path::new(&out).join("language.rs"), code).expect("OUT_DIR can be written");
        }
        Err(complaints) => {
            for complaint in complaints {
                println!("cargo::error={complaint}");
            }
            std::process::exit(1);
        }
    }
}
