//! Names: whatever form takes one, it is one that people can read.

use crate::support::{BOTH, TestServer};
use app::{Language::En, ui::FieldError};

#[tokio::test]
async fn a_name_that_nobody_can_read_is_refused_by_every_form() {
    let world = TestServer::new().await;
    world.add_member("priya", "SUP", BOTH).await;
    let mut priya = world.priya().await;
    for (name, error) in [
        ("", FieldError::Required),
        ("\u{200b}", FieldError::Required),
        ("\u{3164}", FieldError::Required),
        ("\u{2800}", FieldError::Required),
        ("\u{fe0f}", FieldError::Required),
        ("\u{e0041}\u{e007f}", FieldError::Required),
        ("\u{301}", FieldError::Required),
        ("\u{200d}\u{3164}\u{308}", FieldError::Required),
        ("–", FieldError::NameLetters),
        ("🙂", FieldError::NameLetters),
        ("Read https://evil.example/now", FieldError::NameAddress),
        ("\u{202e}ayirP", FieldError::ControlCharacter),
        ("Pri\0ya", FieldError::ControlCharacter),
    ] {
        for (path, fields) in [
            ("/account", vec![("action", "profile")]),
            ("/projects", vec![("key", "NEW")]),
            ("/projects/SUP/settings", vec![]),
            ("/account/tokens", vec![("action", "add")]),
        ] {
            let fields = [&fields[..], &[("name", name)]].concat();
            let answer = priya.post(path, &fields).await;
            assert_eq!(answer.status, 422, "{path} {name:?}: {}", answer.body);
            assert!(answer.has_error_at("name"), "{path} {name:?}: {}", answer.body);
            assert!(answer.says(&error.words(En)), "{path} {name:?}: {}", answer.body);
        }
    }
    let fields = [("action", "profile"), ("name", "\u{200b}Priya\u{200b}")];
    assert_eq!(priya.post("/account", &fields).await.status, 303);
    assert_eq!(
        world.identity("priya").await.name,
        "Priya",
        "what is not seen at its ends is left out"
    );
}
