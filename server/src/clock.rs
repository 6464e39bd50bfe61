//! The one place that asks what time it is.

use presence::Timestamp;
use service::Clock;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the place that may ask")]
    fn now(&self) -> Timestamp {
        let since_epoch =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let now =
            Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX));
        now.plus_millis(ahead())
    }
}

/// How many milliseconds the clock is ahead: what the file says that `PORCHLIGHT_TEST_CLOCK` names, each time
/// it is asked. So the browser tests move the server's time together with the browsers'.
#[cfg(debug_assertions)]
fn ahead() -> i64 {
    static FILE: std::sync::OnceLock<Option<std::ffi::OsString>> = std::sync::OnceLock::new();
    let file = FILE.get_or_init(|| std::env::var_os("PORCHLIGHT_TEST_CLOCK")).as_ref();
    let text = file.and_then(|file| std::fs::read_to_string(file).ok());
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// A release has no such clock.
#[cfg(not(debug_assertions))]
const fn ahead() -> i64 {
    0
}
