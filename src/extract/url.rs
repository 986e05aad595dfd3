//! Links: with a scheme (`https://`, `hxxp://`), with `www.`, or a bare domain with a known ending; dots as
//! `.`, `[.]` or `(dot)`. A scheme or `www.` speaks for any ending; a bare name needs one from the table, and
//! where that is also a word or a file ending (`in`, `me`, `md`) something more: a path, three labels, or a digit
//! or hyphen in the name. So `t.me/name` is a link, and `boat.in the morning`, `tonight.Next` and `readme.md` are not.

use std::sync::LazyLock;

use super::ace;
use super::chars::{plain, unspaced, visible, visible_before};
use super::host::{Host, bracketed, next_word, skip_word};
use super::starts::Starts;
use super::tld::{Standing, standing};
use super::{Attribute, AttributeValue, Extractor, Finds, Found, Value};

/// Longest link that is read (RFC 9110, section 4.1, asks for at least as many); the rest is left out.
const LONGEST: usize = 8000;

/// Schemes of links, as written and as meant; the longer before what they begin with.
const SCHEMES: [(&str, &str); 7] = [
    ("https", "https"),
    ("http", "http"),
    ("hxxps", "https"),
    ("hxxp", "http"),
    ("ftps", "ftps"),
    ("ftp", "ftp"),
    ("hxtp", "http"),
];

/// A link: where it stands and what it is made of. Handles and phone numbers are read from it.
#[derive(Debug, Default)]
pub(super) struct Link {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// First byte of the domain: who logs in stands before it.
    pub(super) host: usize,
    /// `http`, `https`, `ftp`; none if it is bare.
    pub(super) scheme: Option<&'static str>,
    /// In lower case and without disguise.
    pub(super) domain: String,
    /// What follows the domain, port included, without invisible characters.
    pub(super) tail: String,
}

impl Link {
    /// The path, without query and fragment; none if there is none.
    pub(super) fn path(&self) -> Option<&str> {
        let from = self.tail.find(['/', '?', '#']).filter(|at| self.tail[*at..].starts_with('/'))?;
        self.tail[from..].split(['?', '#']).next()
    }

    /// What the extractor reports of it.
    fn found(&self) -> Found {
        let scheme = self.scheme.map(|scheme| format!("{scheme}://")).unwrap_or_default();
        let text = |value: &str| AttributeValue::Text(value.to_owned());
        let attributes = [
            self.scheme.map(|scheme| (Attribute::Scheme, text(scheme))),
            Some((Attribute::Domain, text(&self.domain))),
            self.path().map(|path| (Attribute::Path, text(path))),
        ];
        let attributes = attributes.into_iter().flatten().collect();
        Found::new(self.start, self.end, format!("{scheme}{}{}", self.domain, self.tail), attributes)
    }
}

/// Finds links.
pub(super) fn find(finds: &Finds, value: Value<'_>) -> Vec<Found> {
    // The domain of `name (at) example.com` is part of the address.
    let is_in_address = |link: &Link| is_within(finds.of(Extractor::Email, value), link.start);
    let links = finds.links(value).iter();
    links.filter(|link| link.scheme.is_some() || !is_in_address(link)).map(Link::found).collect()
}

/// Whether one of some finds, which are in order, covers a position.
fn is_within(finds: &[Found], at: usize) -> bool {
    let next = finds.partition_point(|find| find.end as usize <= at);
    finds.get(next).is_some_and(|find| find.start as usize <= at)
}

/// The links of a text in order.
pub(super) fn links(original: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut host = Host::default();
    let mut at = 0;
    while let Some(anchor) = next_anchor(original, at) {
        let start = word_before(original, at, anchor);
        host.read(original, start);
        let link = if host.labels == 1 {
            after_scheme(original, start, &mut host)
        } else {
            bare(original, start, &host)
        };
        let past_anchor = || anchor + original[anchor..].chars().next().map_or(1, char::len_utf8);
        at = match &link {
            Some(link) => link.end,
            None if host.labels > 0 => host.end,
            None => past_anchor(),
        };
        links.extend(link);
    }
    links
}

/// Whether a text can hold a host name. Settles most texts.
pub(super) fn may_have_host(original: &str) -> bool {
    next_anchor(original, 0).is_some()
}

/// What may be an [anchor](next_anchor).
static ANCHORS: LazyLock<Starts> = LazyLock::new(|| Starts::of(".:([{<。｡․﹒：（［｛＜﹕﹙".chars()));

/// The next place at or after a position that may stand within a link behind its first word: a dot with a letter
/// or digit after it, what stands for a dot, or the colon of a scheme.
fn next_anchor(original: &str, at: usize) -> Option<usize> {
    let anchor = |pair: &[u8]| match pair[0] {
        b'.' => pair[1].is_ascii_alphanumeric() || pair[1] >= 0x80,
        b':' => matches!(pair[1], b'/' | b'\\' | b' '),
        b'(' | b'[' | b'{' | b'<' => {
            matches!(pair[1], b'.' | b':' | b' ' | b'd' | b'D' | b'p' | b'P' | b'n' | b'N') || pair[1] >= 0x80
        }
        // The first two bytes of the dots of other scripts.
        0xE3 | 0xE2 => pair[1] == 0x80,
        0xEF => matches!(pair[1], 0xBC | 0xBD | 0xB9),
        _ => false,
    };
    let mut from = at;
    loop {
        from = ANCHORS.next(original, from)?;
        if original.as_bytes().get(from..from + 2).is_some_and(anchor) {
            return Some(from);
        }
        from += 1;
    }
}

/// Where the word begins that ends at an anchor, with blanks between or not; no earlier than `floor`.
fn word_before(original: &str, floor: usize, anchor: usize) -> usize {
    let before = original.get(floor..anchor).unwrap_or_default();
    let word = before.trim_end_matches([' ', '\u{A0}']);
    let label = |c: char| super::chars::ignorable(c) || plain(c).is_alphanumeric() || matches!(c, '-' | '_');
    let start = floor + word.trim_end_matches(label).len();
    // A label begins with a letter or digit.
    original.get(..anchor).and_then(|before| next_word(before, start)).unwrap_or(anchor)
}

/// A link whose scheme stands at `start`; `host` holds the one word read there and takes the host that follows.
fn after_scheme(original: &str, start: usize, host: &mut Host) -> Option<Link> {
    let (_, scheme) = SCHEMES.into_iter().find(|(written, _)| *written == host.name)?;
    let at = host_after_scheme(original, host.end)?;
    host.read(original, at);
    let mut from = at;
    if let Some(login) = login_end(original, host.end) {
        // Who logs in is not part of where the link leads.
        from = next_word(original, login).filter(|next| *next <= login + 4)?;
        host.read(original, from);
    }
    let sound = host.is_sound() || host.is_address();
    sound.then(|| Link { host: from, ..with_tail(original, start, Some(scheme), host) })
}

/// Past the `@` of `user@` or `user:password@`, whose first word ends at a position.
fn login_end(original: &str, at: usize) -> Option<usize> {
    /// Longer ones are no login.
    const LONGEST_LOGIN: usize = 64;
    let mut end = at;
    for _ in 0..LONGEST_LOGIN {
        let (c, next) = visible(original, end)?;
        match c {
            '@' => return Some(next),
            ':' | '.' | '_' | '~' | '-' | '%' | '!' | '$' | '&' | '*' | '+' | '=' => end = next,
            c if c.is_alphanumeric() => end = next,
            _ => return None,
        }
    }
    None
}

/// Where the host begins after `://` and its disguises: `[://]`, `[:]//`, `: //`, `:\\`.
fn host_after_scheme(original: &str, at: usize) -> Option<usize> {
    if let Some(end) = bracketed(original, at, &["://"]) {
        return Some(end).filter(|end| visible(original, *end).is_some_and(|(c, _)| c.is_alphanumeric()));
    }
    let colon =
        bracketed(original, at, &[":"]).or_else(|| skip_word(original, skip_blank(original, at), ":"))?;
    let slashes = skip_blank(original, colon);
    let end = ["//", "\\\\"].iter().find_map(|slashes_as| skip_word(original, slashes, slashes_as))?;
    let host = skip_blank(original, end);
    visible(original, host).filter(|(c, _)| c.is_alphanumeric()).map(|_| host)
}

/// Past one blank.
fn skip_blank(original: &str, at: usize) -> usize {
    at + usize::from(original.as_bytes().get(at) == Some(&b' '))
}

/// A link without scheme.
fn bare(original: &str, start: usize, host: &Host) -> Option<Link> {
    let neighbour = |c: char| matches!(c, '@' | '_');
    let in_address = visible_before(original, start).is_some_and(|(c, _)| neighbour(c))
        || visible(original, host.end).is_some_and(|(c, _)| neighbour(c));
    if in_address || !host.is_sound() {
        return None;
    }
    let link = with_tail(original, start, None, host);
    let after_and = visible_before(original, start).is_some_and(|(c, _)| c == '&');
    let led =
        host.name.starts_with("www.") && host.labels > 2 || link.path().is_some_and(|path| path.len() > 1);
    let name = host.name.rsplit_once('.').map_or("", |(name, _)| name);
    let worded = name.chars().any(char::is_alphabetic);
    let spoken_for =
        host.labels > 2 || name.contains(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let meant = match standing(host.last_label()) {
        Standing::Unknown => false,
        Standing::Doubtful => led || worded && spoken_for && !host.capitalised,
        Standing::Known => {
            led || !host.capitalised && (worded || matches!(host.last_label(), "com" | "net" | "org"))
        }
    };
    // `P&O.com`: the name goes further back than a host can.
    (meant && (led || !after_and)).then_some(link)
}

/// The link that a host begins: with its port, path, query and fragment.
fn with_tail(original: &str, start: usize, scheme: Option<&'static str>, host: &Host) -> Link {
    let hidden = hidden_slash(original, host.end);
    let from = hidden.unwrap_or(host.end);
    let end = if hidden.is_some() { path_end(original, from) } else { tail_end(original, from) };
    let shown = original[from..end].chars().filter(|c| !super::chars::ignorable(*c)).map(plain);
    let tail: String = hidden.map(|_| '/').into_iter().chain(shown).collect();
    let tail = if tail.contains(['[', '(']) { undisguised(&tail) } else { tail };
    Link { start, host: start, end, scheme, domain: ace::decoded(&host.name), tail }
}

/// A tail with the dots and slashes in brackets of which more of it follows as they are meant: `/f[.]html`, `/a(dot)b`.
fn undisguised(tail: &str) -> String {
    const WRITTEN: [(&str, char); 4] = [(".", '.'), ("dot", '.'), ("punkt", '.'), ("/", '/')];
    let mut meant = String::with_capacity(tail.len());
    let mut at = 0;
    while let Some(c) = tail[at..].chars().next() {
        let sign = WRITTEN.iter().find_map(|(word, sign)| Some((bracketed(tail, at, &[word])?, *sign)));
        let goes_on = |end: usize| tail[end..].starts_with(|c: char| c.is_alphanumeric());
        match sign.filter(|(end, _)| matches!(c, '[' | '(') && goes_on(*end)) {
            Some((end, sign)) => {
                meant.push(sign);
                at = end;
            }
            None => {
                meant.push(c);
                at += c.len_utf8();
            }
        }
    }
    meant
}

/// Past a slash in brackets with a name behind it: `t[.]me[/]name`.
fn hidden_slash(original: &str, at: usize) -> Option<usize> {
    let touching = original[at..].starts_with(['[', '(', '{']);
    let end = bracketed(original, at, &["/"]).filter(|_| touching)?;
    visible(original, end).filter(|(c, _)| c.is_alphanumeric() || *c == '+').map(|_| end)
}

/// Where a link ends whose host ends at `at`: punctuation that closes the sentence is outside.
fn tail_end(original: &str, at: usize) -> usize {
    let after_port = port_end(original, at);
    let Some(('/' | '?' | '#', _)) = visible(original, after_port) else { return after_port };
    path_end(original, after_port)
}

/// Where a path or query ends that begins at a position.
fn path_end(original: &str, at: usize) -> usize {
    let rest = &original[at..];
    let mut previous = '/';
    let ends = |(offset, c): &(usize, char)| {
        // Chinese or Thai goes on behind a link without a blank.
        let other_script = unspaced(*c) && previous.is_ascii_alphanumeric();
        previous = *c;
        *offset > LONGEST || other_script || !tail_character(*c)
    };
    let length = rest.char_indices().find(ends).map_or(rest.len(), |(offset, _)| offset);
    at + trimmed(&rest[..length])
}

/// Past `:443`, if a port stands at `at`.
fn port_end(original: &str, at: usize) -> usize {
    let rest = &original[at..];
    let digits = rest.strip_prefix(':').unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
    if (2..=5).contains(&digits) { at + 1 + digits } else { at }
}

/// Whether a character may stand in a path or query as it is found in posts.
fn tail_character(c: char) -> bool {
    super::chars::ignorable(c)
        || match plain(c) {
            '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' => false,
            c if c.is_ascii() => c.is_ascii_graphic(),
            c => c.is_alphanumeric(),
        }
}

/// The length of a tail without the punctuation at its end; a bracket that was opened within stays.
fn trimmed(tail: &str) -> usize {
    let count = |wanted: char| tail.chars().filter(|c| *c == wanted).count();
    let mut unopened =
        [('(', ')'), ('[', ']')].map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let kept = tail.trim_end_matches(|c: char| match c {
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '~' => true,
        c if super::chars::ignorable(c) => true,
        c => unopened.iter_mut().any(|(close, left)| {
            let drop = *close == c && *left > 0;
            *left -= usize::from(drop);
            drop
        }),
    });
    kept.len()
}
