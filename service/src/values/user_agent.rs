//! What a browser calls itself, as its owner recognises it.
//!
//! Browsers claim to be each other: Edge says that it is Chrome and Safari as well, so the order counts.
//! Whatever is not known here is told in the browser's own words, if it has any.

use super::text::has_letter;
use presence::DeviceKind;

const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// What a browser is called that does not say what it is.
const SOME_BROWSER: &str = "Browser";

/// The most characters of an unknown name that are told.
const MAX_CHARS: usize = 60;

/// What a device of this kind is called on screen; `name` is what it called itself, or what its owner did.
pub(crate) fn device_name(kind: DeviceKind, name: String) -> String {
    match kind {
        DeviceKind::Browser => recognised(&name),
        DeviceKind::Token => name,
    }
}

/// Such as `Firefox on Linux`. The words are names, and the same in every language but for the "on".
fn recognised(user_agent: &str) -> String {
    let found = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => {
            let told: String = user_agent.chars().take(MAX_CHARS).collect();
            let is_name = has_letter(&told) && !told.contains("://");
            if is_name { told } else { SOME_BROWSER.to_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_whatever_they_claim() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox · Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
                 Gecko) Version/26.0 Safari/605.1.15",
                "Safari · Mac",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
                 like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
                "Chrome · iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet · Android",
            ),
            ("curl/8.5.0", "curl"),
            ("rota script", "rota script"),
            ("", "Browser"),
            (" - ", "Browser"),
            ("+https://evil.example/sign-in", "Browser"),
        ] {
            assert_eq!(recognised(user_agent), name);
        }
    }
}
