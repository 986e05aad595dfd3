//! E-mail addresses.

use super::{Row, attributes, check};
use crate::extract::Extractor::Email;

const ROWS: &[Row<'_>] = &[
    ("me@example.com", &[("me@example.com", "me@example.com")]),
    ("Write to John.Smith@Example.CO.UK.", &[("John.Smith@Example.CO.UK", "john.smith@example.co.uk")]),
    ("a@b.de", &[("a@b.de", "a@b.de")]),
    ("first+last@example.org", &[("first+last@example.org", "first+last@example.org")]),
    ("first_last-1%x@example.net", &[("first_last-1%x@example.net", "first_last-1%x@example.net")]),
    ("<me@example.com>", &[("me@example.com", "me@example.com")]),
    ("(me@example.com)", &[("me@example.com", "me@example.com")]),
    ("mailto:me@example.com", &[("me@example.com", "me@example.com")]),
    ("me[at]example[dot]com", &[("me[at]example[dot]com", "me@example.com")]),
    ("me (at) example (dot) com", &[("me (at) example (dot) com", "me@example.com")]),
    ("me [AT] example.com", &[("me [AT] example.com", "me@example.com")]),
    ("me(@)example.com", &[("me(@)example.com", "me@example.com")]),
    ("me{at}example{dot}com", &[("me{at}example{dot}com", "me@example.com")]),
    ("me@example[.]com", &[("me@example[.]com", "me@example.com")]),
    ("ｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", &[("ｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "me@example.com")]),
    ("me\u{200B}@example.com", &[("me\u{200B}@example.com", "me@example.com")]),
    (
        "a@example.com,b@example.com",
        &[("a@example.com", "a@example.com"), ("b@example.com", "b@example.com")],
    ),
    (
        "a@example.com b@example.org",
        &[("a@example.com", "a@example.com"), ("b@example.org", "b@example.org")],
    ),
    ("...me@example.com...", &[("me@example.com", "me@example.com")]),
    ("me@пример.рф", &[("me@пример.рф", "me@пример.рф")]),
    ("иван@example.com", &[("иван@example.com", "иван@example.com")]),
    ("me@mail.example.com", &[("me@mail.example.com", "me@mail.example.com")]),
    ("boat24@example.me", &[("boat24@example.me", "boat24@example.me")]),
    ("me@x-y.info", &[("me@x-y.info", "me@x-y.info")]),
    ("👉me@example.com👈", &[("me@example.com", "me@example.com")]),
    ("email:me@example.com", &[("me@example.com", "me@example.com")]),
    ("_me@example.com", &[("_me@example.com", "_me@example.com")]),
    ("me@123.com", &[("me@123.com", "me@123.com")]),
    ("x@y.zip", &[("x@y.zip", "x@y.zip")]),
    ("me@example.com/path", &[("me@example.com", "me@example.com")]),
    ("1234567@example.com", &[("1234567@example.com", "1234567@example.com")]),
    ("me@xn--bcher-kva.de", &[("me@xn--bcher-kva.de", "me@bücher.de")]),
    ("https://user:pass@example.com/", &[]),
    ("http://google.com@evil.com/", &[]),
    ("https://me@example.com", &[]),
    ("https://example.com/?to=me@example.com", &[("me@example.com", "me@example.com")]),
    ("https://a.com me@example.com", &[("me@example.com", "me@example.com")]),
    ("me@example.com https://a.com", &[("me@example.com", "me@example.com")]),
    ("@name", &[]),
    ("me@", &[]),
    ("me@name", &[]),
    ("me@name.", &[]),
    ("me @ example.com", &[]),
    ("me at example dot com", &[]),
    ("at (at) the end", &[]),
    ("me.@example.com", &[]),
    ("@@@@", &[]),
    ("a@b@c", &[]),
    ("me@example.nosuch", &[]),
    ("me@example.c", &[]),
    ("me@.com", &[]),
    ("me@-x.com", &[]),
    ("Coconut@18/Pc Sweet Lime@29/Kg", &[]),
    ("call@9pm", &[]),
    ("27/7/2022 @ 21:30", &[]),
    ("ISBN 978-0-306-40615-7", &[]),
    ("order 123456", &[]),
    ("3-0", &[]),
    ("2.500", &[]),
    ("192.168.0.1", &[]),
    ("user@192.168.0.1", &[]),
    ("2025", &[]),
    ("https://tiktok.com/@name", &[]),
    ("https://example.com", &[]),
    ("#me", &[]),
    ("s@fe", &[]),
    ("1OO% s@fe  d.m", &[]),
    ("(at)", &[]),
    ("[at] example.com", &[]),
    ("", &[]),
];

#[test]
fn addresses_and_what_is_none() {
    check(Email, None, ROWS);
}

#[test]
fn addresses_have_a_domain() {
    assert_eq!(attributes(Email, "Me [at] Mail.Example (dot) COM"), "domain=mail.example.com");
}

#[test]
fn a_local_part_is_bounded() {
    check(Email, None, &[(&format!("{}@example.com", "a".repeat(65)), &[])]);
}
