//! The list of server functions is one that somebody wrote down.

use app::actions::PATHS;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;

#[test]
fn every_function_is_known_and_each_known_one_is_there() {
    let mut registered: Vec<_> = server_fn_paths().collect();
    registered.sort_unstable_by_key(|(path, _)| *path);
    let known: Vec<_> = PATHS.iter().map(|path| (*path, Method::POST)).collect();
    assert_eq!(registered, known);
}
