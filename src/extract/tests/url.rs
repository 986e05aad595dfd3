//! Links.

use super::{Row, attributes, check};
use crate::extract::Extractor::Url;

const ROWS: &[Row<'_>] = &[
    ("https://example.com", &[("https://example.com", "https://example.com")]),
    ("see http://example.com/a?b=c#d.", &[("http://example.com/a?b=c#d", "http://example.com/a?b=c#d")]),
    ("ftp://files.example.org/x", &[("ftp://files.example.org/x", "ftp://files.example.org/x")]),
    ("hxxps://example.com/a", &[("hxxps://example.com/a", "https://example.com/a")]),
    ("hXXp://example[.]com", &[("hXXp://example[.]com", "http://example.com")]),
    ("HTTPS://EXAMPLE.COM/Path", &[("HTTPS://EXAMPLE.COM/Path", "https://example.com/Path")]),
    ("https:// t.me/boats", &[("https:// t.me/boats", "https://t.me/boats")]),
    ("https[:]//t[.]me/boats", &[("https[:]//t[.]me/boats", "https://t.me/boats")]),
    ("hxxps[://]t[.]me/boats", &[("hxxps[://]t[.]me/boats", "https://t.me/boats")]),
    ("signal.group/#CjQ", &[("signal.group/#CjQ", "signal.group/#CjQ")]),
    ("boats.krd", &[("boats.krd", "boats.krd")]),
    ("join the group.Group rules", &[]),
    ("https ://t.me/boats", &[("https ://t.me/boats", "https://t.me/boats")]),
    ("http://192.168.0.1/x", &[("http://192.168.0.1/x", "http://192.168.0.1/x")]),
    ("hxxps://evil[.]com/f[.]html", &[("hxxps://evil[.]com/f[.]html", "https://evil.com/f.html")]),
    ("https://evil.com/f(dot)html", &[("https://evil.com/f(dot)html", "https://evil.com/f.html")]),
    (
        "https://evil.com/a[/]b(DOT)c?d[.]e",
        &[("https://evil.com/a[/]b(DOT)c?d[.]e", "https://evil.com/a/b.c?d.e")],
    ),
    ("https://evil.com/Sign_(dot)", &[("https://evil.com/Sign_(dot)", "https://evil.com/Sign_(dot)")]),
    ("https://example.com:8080/x", &[("https://example.com:8080/x", "https://example.com:8080/x")]),
    ("https://user@example.com/x", &[("https://user@example.com/x", "https://example.com/x")]),
    ("https://foo.call/now", &[("https://foo.call/now", "https://foo.call/now")]),
    ("www.example.com", &[("www.example.com", "www.example.com")]),
    ("www.bbc.co.uk/news", &[("www.bbc.co.uk/news", "www.bbc.co.uk/news")]),
    ("example.com", &[("example.com", "example.com")]),
    ("EXAMPLE.COM", &[("EXAMPLE.COM", "example.com")]),
    ("Example.com", &[("Example.com", "example.com")]),
    ("t.me/boats_uk", &[("t.me/boats_uk", "t.me/boats_uk")]),
    ("T.ME/boats", &[("T.ME/boats", "t.me/boats")]),
    ("wa.me/447700900123", &[("wa.me/447700900123", "wa.me/447700900123")]),
    ("example (dot) com", &[("example (dot) com", "example.com")]),
    ("example[dot]com/x", &[("example[dot]com/x", "example.com/x")]),
    ("t(.)me/boats", &[("t(.)me/boats", "t.me/boats")]),
    ("example{.}com", &[("example{.}com", "example.com")]),
    ("ｅｘａｍｐｌｅ．ｃｏｍ", &[("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com")]),
    ("t。me/boats", &[("t。me/boats", "t.me/boats")]),
    ("𝐭.𝐦𝐞/boats", &[]),
    ("exa\u{200B}mple.com", &[("exa\u{200B}mple.com", "example.com")]),
    ("(see example.com)", &[("example.com", "example.com")]),
    (
        "(https://en.wikipedia.org/wiki/Dover_(UK))",
        &[("https://en.wikipedia.org/wiki/Dover_(UK)", "https://en.wikipedia.org/wiki/Dover_(UK)")],
    ),
    ("\"https://example.com/a\"", &[("https://example.com/a", "https://example.com/a")]),
    (
        "https://example.com/a, https://example.com/b!",
        &[
            ("https://example.com/a", "https://example.com/a"),
            ("https://example.com/b", "https://example.com/b"),
        ],
    ),
    ("加我t.me/boats吧", &[("t.me/boats", "t.me/boats")]),
    ("пример.рф", &[("пример.рф", "пример.рф")]),
    ("münchen.de", &[("münchen.de", "münchen.de")]),
    ("تلگرام: t.me/boats", &[("t.me/boats", "t.me/boats")]),
    ("bit.ly/3OMdrju T&C", &[("bit.ly/3OMdrju", "bit.ly/3OMdrju")]),
    ("shoppersstop.com Click", &[("shoppersstop.com", "shoppersstop.com")]),
    ("xn--e1afmkfd.xn--p1ai", &[("xn--e1afmkfd.xn--p1ai", "пример.рф")]),
    ("https://xn--bcher-kva.de/a", &[("https://xn--bcher-kva.de/a", "https://bücher.de/a")]),
    ("https://user:pass@example.com/", &[("https://user:pass@example.com/", "https://example.com/")]),
    ("http://google.com@evil.com/", &[("http://google.com@evil.com/", "http://evil.com/")]),
    (
        "https://user:p.w@example.com:8080/x",
        &[("https://user:p.w@example.com:8080/x", "https://example.com:8080/x")],
    ),
    ("https://example.com, me@example.org", &[("https://example.com", "https://example.com")]),
    ("foo(at)bar.com", &[]),
    ("foo [at] bar [dot] com", &[]),
    ("foo (at) bar.com or bar.com", &[("bar.com", "bar.com")]),
    ("t[.]me[/]gameuk", &[("t[.]me[/]gameuk", "t.me/gameuk")]),
    ("t.me[/]gameuk?x=1.", &[("t.me[/]gameuk?x=1", "t.me/gameuk?x=1")]),
    ("example.com [/] end", &[("example.com", "example.com")]),
    ("P&O.com", &[]),
    ("a&www.example.com", &[("www.example.com", "www.example.com")]),
    ("taxi-uk.me", &[("taxi-uk.me", "taxi-uk.me")]),
    ("shop.taxi.me", &[("shop.taxi.me", "shop.taxi.me")]),
    ("call:https://example.com", &[("https://example.com", "https://example.com")]),
    ("https://example.com🚤", &[("https://example.com", "https://example.com")]),
    ("https://example.com/🚤", &[("https://example.com/", "https://example.com/")]),
    ("end.Next", &[]),
    ("tonight.Call me", &[]),
    ("tonight.call me", &[]),
    ("boat.in the morning", &[]),
    ("ok.so what", &[]),
    ("geldi.ve gitti", &[]),
    ("readme.md setup.py run.sh main.rs a.zip", &[]),
    ("file.txt and photo.jpg", &[]),
    ("version 2.500 or 1.2.3", &[]),
    ("192.168.0.1", &[]),
    ("22.07.2022", &[]),
    ("£3.500", &[]),
    ("e.g. i.e. a.m. p.m. U.S.A.", &[]),
    ("D.M", &[]),
    ("9.30am", &[]),
    ("me@example.com", &[]),
    ("john.smith@example.co.uk", &[]),
    ("hello... world", &[]),
    ("https://", &[]),
    ("http://nothing", &[]),
    ("www.foo", &[]),
    ("wait.what.now", &[]),
    ("3.me", &[]),
    ("((((((", &[]),
    ("(dot) com", &[]),
    ("a dot com", &[]),
    ("foo-.com", &[]),
    ("", &[]),
];

#[test]
fn links_and_what_is_none() {
    check(Url, None, ROWS);
}

#[test]
fn links_have_parts() {
    assert_eq!(
        attributes(Url, "hxxps://WWW.Example[.]com:443/A/b?q=1#f"),
        "scheme=https domain=www.example.com path=/A/b"
    );
    assert_eq!(attributes(Url, "example.com"), "domain=example.com");
    assert_eq!(attributes(Url, "http://example.com?q=/x"), "scheme=http domain=example.com");
}
