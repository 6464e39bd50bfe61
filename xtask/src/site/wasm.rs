//! The front end: compiled by cargo, split into what the icon needs and what the dialog needs, given its
//! JavaScript by wasm-bindgen, shrunk by wasm-opt and esbuild.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    Plan,
    files::{self, Files},
    has_extension, tools,
};

/// What the first module and its script are called.
const NAME: &str = "porchlight";
/// The script that loads the other modules.
const LOADER: &str = "__wasm_split.js";

/// The features that rustc uses by default, all of them in every browser since 2022. A stripped module no
/// longer says so itself.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub(super) fn build(plan: &Plan) -> Result<Files> {
    let compiled = compile(plan)?;
    let bytes = fs::read(&compiled).with_context(|| compiled.display().to_string())?;

    // Cargo knows when to compile again; the steps behind it are skipped by what they would start
    // from.
    let key = key(plan, &bytes)?;
    let bound = plan.cache().join("pkg");
    let key_file = plan.cache().join("pkg.key");
    if fs::read_to_string(&key_file).is_ok_and(|known| known == key) {
        return Ok(in_pkg(files::read(&bound)?));
    }

    // Without its key first: what is only half made must not be taken for done.
    let _ = fs::remove_file(&key_file);
    let _ = fs::remove_dir_all(&bound);
    fs::create_dir_all(&bound)?;
    bind(plan, &bytes, &bound)?;
    if plan.release {
        shrink(plan, &bound)?;
    }
    fs::write(&key_file, key)?;
    Ok(in_pkg(files::read(&bound)?))
}

/// Compiles the crate `frontend` and returns the path of the module.
fn compile(plan: &Plan) -> Result<PathBuf> {
    let (profile, directory) = if plan.release {
        println!("Building the front end for release (a minute or two when much has changed).");
        ("wasm-release", "wasm-release")
    } else {
        println!("Building the front end.");
        ("dev", "debug")
    };
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&plan.root)
        .args(["rustc", "--package", "frontend", "--target", "wasm32-unknown-unknown"])
        .args(["--profile", profile])
        // The splitter reads the relocations.
        .args(["--", "-C", "link-args=--emit-relocs", "-C", "strip=none"])
        .status()
        .context("cannot run cargo")?;
    ensure!(status.success(), "the front end does not compile");

    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Ok(plan.root.join(target).join("wasm32-unknown-unknown").join(directory).join("frontend.wasm"))
}

/// Takes what only a `#[lazy]` function needs out of the first module, and gives each module its script.
fn bind(plan: &Plan, compiled: &[u8], into: &Path) -> Result<()> {
    let first = into.join("first.wasm");
    let main_module = format!("./{NAME}.js");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = into;
    options.main_out_path = &first;
    options.main_module = &main_module;
    wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow::anyhow!("the front end cannot be split: {error:#}"))?;
    Bindgen::new()
        .input_path(&first)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        // Leptos says where the module is, so the default address would be dead weight.
        .omit_default_module_path(true)
        // The other modules are linked to the first by what the linker called it.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(plan.release)
        .remove_producers_section(plan.release)
        .generate(into)
        .context("wasm-bindgen failed")?;
    fs::remove_file(first)?;
    Ok(())
}

/// Shrinks the modules, and makes one script of the two, in place.
fn shrink(plan: &Plan, bound: &Path) -> Result<()> {
    for (path, _) in files::read(bound)? {
        if has_extension(&path, "wasm") {
            let wasm = bound.join(path);
            tools::run(
                plan,
                "wasm-opt",
                |command| {
                    command.args(FEATURES).args(["-Oz", "--strip-debug"]);
                    command.arg(&wasm).arg("-o").arg(&wasm)
                },
                &[],
            )?;
        }
    }
    let script = bound.join(format!("{NAME}.js"));
    let bundled = tools::bundle(plan, &script)?;
    fs::write(script, bundled)?;
    fs::remove_file(bound.join(LOADER))?;
    Ok(())
}

/// What the steps behind the compiler depend on: the module, this program, and the tools of a
/// release. Good enough to recognise one's own output, and nothing more.
fn key(plan: &Plan, module: &[u8]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    module.hash(&mut hasher);
    fs::metadata(env::current_exe()?)?.modified()?.hash(&mut hasher);
    if plan.release {
        fs::read(plan.root.join("xtask/package-lock.json"))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn in_pkg(files: Files) -> Files {
    files.into_iter().map(|(path, content)| (format!("pkg/{path}"), content)).collect()
}
