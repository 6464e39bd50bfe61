//! Icons: one sprite a page, and a component that draws a symbol of it.

use leptos::prelude::*;

/// A symbol of `app/icons.svg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    /// An empty lantern: offline.
    LampOffline,
    /// A lit lantern: online.
    LampOnline,
    /// A lantern with a moon: away.
    LampAway,
    /// A broken lantern: the connection is lost.
    LampLost,
    /// Three dots alone: somebody types.
    Typing,
    /// The product’s mark.
    House,
    /// The door: puts somebody offline, and means nothing else.
    Door,
    /// `close`.
    Close,
    /// `check`.
    Check,
    /// `ok`.
    Ok,
    /// `info`.
    Info,
    /// `warn`.
    Warn,
    /// `bad`.
    Bad,
    /// `clock`.
    Clock,
    /// `laptop`.
    Laptop,
    /// `phone`.
    Phone,
    /// `window`.
    Window,
    /// `search`.
    Search,
    /// `bell`.
    Bell,
    /// `help`.
    Help,
    /// `down`.
    Down,
    /// `right`.
    Right,
    /// `plus`.
    Plus,
    /// `send`.
    Send,
    /// `mail`.
    Mail,
    /// `hook`.
    Hook,
    /// `retry`.
    Retry,
    /// `out`.
    Out,
    /// `calendar`.
    Calendar,
    /// `people`.
    People,
    /// `chart`.
    Chart,
    /// `chat`.
    Chat,
    /// `pulse`.
    Pulse,
    /// `book`.
    Book,
    /// `gear`.
    Gear,
    /// `key`.
    Key,
    /// `box`.
    Box,
    /// `back`.
    Back,
    /// `wrench`.
    Wrench,
    /// `ruler`.
    Ruler,
    /// `card`.
    Card,
    /// `gift`.
    Gift,
    /// `gone`.
    Gone,
    /// A cup: taking a break, never a state.
    Cup,
}

impl IconName {
    /// Every symbol.
    pub const ALL: [Self; 44] = [
        Self::LampOffline,
        Self::LampOnline,
        Self::LampAway,
        Self::LampLost,
        Self::Typing,
        Self::House,
        Self::Door,
        Self::Close,
        Self::Check,
        Self::Ok,
        Self::Info,
        Self::Warn,
        Self::Bad,
        Self::Clock,
        Self::Laptop,
        Self::Phone,
        Self::Window,
        Self::Search,
        Self::Bell,
        Self::Help,
        Self::Down,
        Self::Right,
        Self::Plus,
        Self::Send,
        Self::Mail,
        Self::Hook,
        Self::Retry,
        Self::Out,
        Self::Calendar,
        Self::People,
        Self::Chart,
        Self::Chat,
        Self::Pulse,
        Self::Book,
        Self::Gear,
        Self::Key,
        Self::Box,
        Self::Back,
        Self::Wrench,
        Self::Ruler,
        Self::Card,
        Self::Gift,
        Self::Gone,
        Self::Cup,
    ];

    /// What the header's island may draw once it is awake, whatever the page showed before.
    pub const OF_THE_HEADER: [Self; 19] = [
        Self::LampOffline,
        Self::LampOnline,
        Self::LampAway,
        Self::LampLost,
        Self::Door,
        Self::Close,
        Self::Ok,
        Self::Info,
        Self::Warn,
        Self::Bad,
        Self::Clock,
        Self::Laptop,
        Self::Phone,
        Self::Key,
        Self::Chat,
        Self::Down,
        Self::Gone,
        Self::Check,
        Self::Cup,
    ];

    /// The symbol's id in the sprite.
    pub const fn id(self) -> &'static str {
        match self {
            Self::LampOffline => "lamp-offline",
            Self::LampOnline => "lamp-online",
            Self::LampAway => "lamp-away",
            Self::LampLost => "lamp-lost",
            Self::Typing => "typing",
            Self::House => "house",
            Self::Door => "door",
            Self::Close => "close",
            Self::Check => "check",
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Clock => "clock",
            Self::Laptop => "laptop",
            Self::Phone => "phone",
            Self::Window => "window",
            Self::Search => "search",
            Self::Bell => "bell",
            Self::Help => "help",
            Self::Down => "down",
            Self::Right => "right",
            Self::Plus => "plus",
            Self::Send => "send",
            Self::Mail => "mail",
            Self::Hook => "hook",
            Self::Retry => "retry",
            Self::Out => "out",
            Self::Calendar => "calendar",
            Self::People => "people",
            Self::Chart => "chart",
            Self::Chat => "chat",
            Self::Pulse => "pulse",
            Self::Book => "book",
            Self::Gear => "gear",
            Self::Key => "token",
            Self::Box => "box",
            Self::Back => "back",
            Self::Wrench => "wrench",
            Self::Ruler => "ruler",
            Self::Card => "card",
            Self::Gift => "gift",
            Self::Gone => "gone",
            Self::Cup => "cup",
        }
    }
}

/// A symbol, drawn in the colour of the text around it. It says nothing to a screen reader: the words
/// beside it do.
#[component]
pub fn Icon(
    /// Which symbol.
    name: IconName,
    /// The edge in CSS pixels: 16, 20, 24, 28, 40 or 64.
    #[prop(default = 20)]
    size: u8,
) -> impl IntoView {
    let class = match size {
        16 => "icon icon--16",
        24 => "icon icon--24",
        28 => "icon icon--28",
        40 => "icon icon--40",
        64 => "icon icon--64",
        _ => "icon",
    };
    view! {
        <svg aria-hidden="true" class=class>
            <use_ href=format!("#{}", name.id())></use_>
        </svg>
    }
}

/// The sprite with the symbols that `html` uses and those in `also`, for the top of the page's body.
#[cfg(feature = "ssr")]
pub(crate) fn sprite(html: &str, also: &[IconName]) -> String {
    let mut out = String::from(
        "<svg width=\"0\" height=\"0\" class=\"sr\" aria-hidden=\"true\" focusable=\"false\">",
    );
    for icon in IconName::ALL {
        if also.contains(&icon) || html.contains(&format!("<use href=\"#{}\"", icon.id())) {
            out.push_str(symbol(icon));
        }
    }
    out.push_str("</svg>");
    out
}

/// The symbol's line in the file.
#[cfg(feature = "ssr")]
fn symbol(icon: IconName) -> &'static str {
    const FILE: &str = include_str!("../icons.svg");
    FILE.lines()
        .map(str::trim)
        .find(|line| {
            line.strip_prefix("<symbol id=\"")
                .and_then(|rest| rest.strip_prefix(icon.id()))
                .is_some_and(|rest| rest.starts_with('"'))
        })
        .unwrap_or_default()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_symbol() {
        for icon in IconName::ALL {
            assert!(symbol(icon).ends_with("</symbol>"), "{icon:?}");
        }
        assert_eq!(include_str!("../icons.svg").matches("<symbol").count(), IconName::ALL.len());
    }

    #[test]
    fn a_page_carries_only_the_symbols_it_uses() {
        let html = view! { <p><Icon name=IconName::Door size=16/></p> }.to_html();
        let sprite = sprite(&html, &[IconName::Plus]);
        assert_eq!(sprite.matches("<symbol").count(), 2);
        assert!(sprite.contains("id=\"door\"") && sprite.contains("id=\"plus\""));
    }
}
