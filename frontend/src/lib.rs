//! Wakes the islands in the browser, and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page before it wakes its islands.
#[wasm_bindgen]
pub fn hydrate() {
    // The islands live in `app`; naming it keeps them in the build.
    _ = app::Language::default();
    leptos::mount::hydrate_islands();
}
