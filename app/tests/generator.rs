//! The generator's own tests: what it writes, and every reason for which it refuses.

#[path = "../build/fluent.rs"]
mod fluent;

use fluent::{Source, generate};

const FACTS: &str = "language-name = X\nlanguage-direction = ltr\nnumber-group = ,\n";

fn with(en: &str, de: &str) -> Result<String, Vec<String>> {
    let (en, de) = (format!("{FACTS}{en}"), format!("{FACTS}{de}"));
    generate(&[Source { tag: "de", text: &de }, Source { tag: "en", text: &en }])
}

fn refused(en: &str, de: &str, because: &str) {
    let complaints = with(en, de).expect_err(because);
    assert!(complaints.iter().any(|c| c.contains(because)), "{because}: {complaints:?}");
}

#[test]
fn a_plain_message_is_a_constant() {
    let code = with("hello = Hello\n", "hello = Guten Tag\n").unwrap();
    assert!(code.contains("pub fn hello(self) -> &'static str {"), "{code}");
    assert!(code.contains(r#"Self::En => "Hello","#), "{code}");
    assert!(code.contains(r#"Self::De => "Guten Tag","#), "{code}");
    assert!(code.contains("ALL: &'static [Self] = &[Self::En, Self::De]"), "{code}");
}

#[test]
fn variables_become_arguments_in_the_order_of_the_alphabet() {
    let code = with("two = { $b } and { $a-c }\n", "two = { $a-c } und { $b }\n").unwrap();
    assert!(code.contains("pub fn two(self, a_c: &str, b: &str) -> String"), "{code}");
}

#[test]
fn a_number_in_one_language_is_a_number_in_all() {
    let code =
        with("n = { $n ->\n    [0] none\n    [one] one\n   *[other] { $n }\n}\n", "n = { $n }\n")
            .unwrap();
    assert!(code.contains("pub fn n(self, n: impl Into<i64>) -> String"), "{code}");
    assert!(code.contains("match n {\n0 => {"), "exact numbers come first: {code}");
    assert!(code.contains("super::Plural::One =>"), "{code}");
    assert_eq!(code.matches("super::push_number(self, n, &mut out)").count(), 2, "{code}");
}

#[test]
fn words_can_be_chosen_too() {
    let code = with(
        "w = { $who ->\n    [agent] Agent\n   *[admin] Admin\n}\n",
        "w = { $who ->\n    [agent] Agent\n   *[admin] Leitung\n}\n",
    )
    .unwrap();
    assert!(code.contains("pub fn w(self, who: &str)"), "{code}");
    assert!(code.contains("\"agent\" => {"), "{code}");
}

#[test]
fn terms_and_messages_are_put_in_place() {
    let code =
        with("-p = Lamp\na = The { -p }\nb = { a } of { $x }\n", "a = A\nb = { $x }\n").unwrap();
    assert!(code.contains("\"The Lamp\""), "{code}");
    assert!(code.contains("out.push_str(\"The Lamp of \")"), "{code}");
}

#[test]
fn texts_are_escaped_for_rust() {
    let code = with("q = Say \"no\" \\ yes\n", "q = x\n").unwrap();
    assert!(code.contains(r#""Say \"no\" \\ yes""#), "{code}");
}

#[test]
fn what_differs_from_the_reference_is_refused() {
    refused("a = A\nb = B\n", "a = A\n", "de.ftl: b is missing");
    refused("a = A\n", "a = A\nb = B\n", "de.ftl: b: en.ftl has no such message");
    refused("a = { $x }\n", "a = A\n", "de.ftl: a: has the variables {}");
    refused("a = A\n", "a = { $y }\n", "has the variables {\"y\"}");
    refused(
        "a = { NUMBER($x) }\n",
        "a = { $x ->\n    [agent] A\n   *[admin] B\n}\n",
        "is a word here and a number in another language",
    );
}

#[test]
fn what_is_not_supported_is_refused() {
    refused("a = { DATETIME($x) }\n", "a = { $x }\n", "en.ftl: a: DATETIME(…) is not supported");
    refused("a = A\n    .title = T\n", "a = A\n", "attributes are not supported");
    refused("a = { -p(case: \"x\") }\n-p = P\n", "a = A\n", "not supported");
    refused("a = { b }\n", "a = A\n", "refers to b, which is not there");
    refused("a = { b }\nb = { a }\n", "a = A\nb = B\n", "refers to itself");
    refused("a = { $x ->\n    [1.5] A\n   *[other] B\n}\n", "a = { $x }\n", "not whole");
    refused("a = { $x ->\n    [1] A\n   *[word] B\n}\n", "a = { $x }\n", "mixes numbers and words");
    refused("a = A\na = B\n", "a = A\n", "is there twice");
    refused("a = { $x\n", "a = A\n", "en.ftl:");
    refused("tag = A\n", "tag = A\n", "this name is taken");
}

#[test]
fn a_language_must_tell_about_itself() {
    let complaints = generate(&[Source { tag: "en", text: "a = A\n" }]).unwrap_err();
    assert!(
        complaints.iter().any(|c| c.contains("language-direction is missing")),
        "{complaints:?}"
    );
    let text = FACTS.replace("ltr", "up");
    let complaints = generate(&[Source { tag: "en", text: &text }]).unwrap_err();
    assert!(complaints.iter().any(|c| c.contains("must be ltr or rtl")), "{complaints:?}");
    let complaints = generate(&[Source { tag: "de", text: FACTS }]).unwrap_err();
    assert!(complaints[0].contains("it is the reference"), "{complaints:?}");
}

#[test]
fn a_third_language_needs_only_a_file() {
    let third = FACTS.replace("ltr", "rtl");
    let code = generate(&[
        Source { tag: "en", text: FACTS },
        Source { tag: "pt-BR", text: FACTS },
        Source { tag: "ar", text: &third },
    ])
    .unwrap();
    assert!(code.contains("&[Self::En, Self::Ar, Self::PtBr]"), "{code}");
    assert!(code.contains("Self::PtBr => \"pt-BR\""), "{code}");
}
