//! Handles: `@name`; a service and a name (`telegram: name`, `tg @name`, `snap name`); links to profiles. After a
//! service a name stands behind a colon or `@`, or, for services that are no other word, behind a blank if it has
//! a digit, `_` or `.` in it. Behind `snap` and `snapchat` any name of four letters does that ends a sentence or line, if no
//! other sentence led up to it: `snap ahmed`, `add my snap ahmed`, but not `a snap judgement`, `oh snap that hurts`. Names are compared in lower case, as services do.

use std::ops::Range;

use super::chars::{dash, ignorable, plain, visible, visible_before};
use super::number::{Gap, Reader};
use super::service::{SNAPCHAT, Service, is_no_name, is_no_snap, may_name, profile, service, service_of_two};
use super::starts::ATS;
use super::tld::{Standing, standing};
use super::url::Link;
use super::{Attribute, AttributeValue, Finds, Found, Value};

/// Shortest and longest name that a service allows (TikTok, Telegram).
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=32;
/// Shortest name after a blank alone.
const SHORTEST_SPACED: usize = 4;

/// Finds handles.
pub(super) fn find(finds: &Finds, value: Value<'_>) -> Vec<Found> {
    let Value { original, text, .. } = value;
    let mut found: Vec<Found> = finds.links(value).iter().filter_map(from_link).collect();
    mentions(original, &mut found);
    app_links(original, &mut found);
    after_services(&Reader::new(original, text), &mut found);
    found.sort_by_key(|find| (find.start, std::cmp::Reverse(find.end)));
    let mut end = 0;
    found.retain(|find| {
        let kept = find.start >= end;
        end = end.max(find.end);
        kept
    });
    found
}

/// A handle as it is reported.
fn handle(start: usize, end: usize, name: &str, service: Option<&'static str>) -> Found {
    let text = |value: &str| AttributeValue::Text(value.to_owned());
    let service_attribute = service.map(|service| (Attribute::Service, text(service)));
    let value = service.map_or_else(|| format!("@{name}"), |service| format!("{service}:{name}"));
    let attributes = [Some((Attribute::Name, text(name))), service_attribute];
    Found::new(start, end, value, attributes.into_iter().flatten().collect())
}

/// The profile a link leads to.
fn from_link(link: &Link) -> Option<Found> {
    let (service, name) = profile(&link.domain, link.path()?)?;
    let name = Name::read(name, 0).filter(|read| read.end == name.len())?;
    Some(handle(link.start, link.end, &name.text, Some(service)))
}

/// Adds the names after an `@`.
fn mentions(original: &str, found: &mut Vec<Found>) {
    let mut floor = 0;
    for (at, c) in ATS.all(original) {
        if plain(c) != '@' || at < floor {
            continue;
        }
        let before = before_mention(original, floor, at);
        let name = Name::read(original, at + c.len_utf8()).filter(|name| match before {
            Before::Apart => true,
            Before::Letter => !name.text.contains('.') && name.text.is_ascii(),
            Before::Word => false,
        });
        if let Some(name) = name {
            floor = server_end(original, name.end).unwrap_or(name.end);
            found.push(handle(at, floor, &name.text, None));
        }
    }
}

/// What stands before an `@`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// A blank, a bracket, the handle before: nothing that makes it part of something.
    Apart,
    /// A letter of a script that no address is written in: `تواصل@name`.
    Letter,
    /// More of an address or a path.
    Word,
}

/// What stands before an `@` at a position; what is before `floor` is another handle.
fn before_mention(original: &str, floor: usize, at: usize) -> Before {
    let left = |at: usize| visible_before(original, at).filter(|(_, before)| *before >= floor);
    let Some((c, start)) = left(at) else { return Before::Apart };
    let further = left(start);
    match c {
        // Nothing before them that they could join to the `@`.
        '.' | '-' if further.is_none_or(|(c, _)| c.is_whitespace()) => Before::Apart,
        // `w/@name`, `@one/@two`
        '/' if further
            .is_none_or(|(c, start)| is_with(c) && left(start).is_none_or(|(c, _)| c.is_whitespace())) =>
        {
            Before::Apart
        }
        '.' | '_' | '%' | '+' | '-' | '/' | '@' => Before::Word,
        c if is_far_letter(c) => Before::Letter,
        c if c.is_alphanumeric() => Before::Word,
        _ => Before::Apart,
    }
}

/// Whether a letter is short for `with`.
const fn is_with(c: char) -> bool {
    matches!(c, 'w' | 'W')
}

/// Whether a character is a letter of a script that addresses and passwords are not written in: Arabic, Gurmukhi,
/// Ethiopic and what is coded between them.
fn is_far_letter(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{13FF}') && c.is_alphabetic()
}

/// Where the server ends that follows a name: `@name@mastodon.social`.
fn server_end(original: &str, at: usize) -> Option<usize> {
    let (_, from) = visible(original, at).filter(|(c, _)| *c == '@')?;
    let server = Name::read(original, from)?;
    let (_, ending) = server.text.rsplit_once('.')?;
    (standing(ending) != Standing::Unknown).then_some(server.end)
}

/// Adds the names in links to the application itself: `tg://resolve?domain=name`.
fn app_links(original: &str, found: &mut Vec<Found>) {
    const QUERY: &str = "resolve?domain=";
    for (at, query) in original.match_indices(QUERY) {
        let before = &original[..at];
        let scheme = ["tg://", "tg:"].into_iter().find(|scheme| before.ends_with(scheme));
        if let Some(scheme) = scheme
            && let Some(name) = Name::read(original, at + query.len())
        {
            found.push(handle(at - scheme.len(), name.end, &name.text, Some("telegram")));
        }
    }
}

/// A name as it is read from a text.
struct Name {
    /// In lower case, without disguise.
    text: String,
    /// One past its last byte.
    end: usize,
}

impl Name {
    /// The longest name at a position: letters, digits, `_`, and a `.` where more of it follows in lower case.
    /// A name has a letter, and is no hour (`@9pm`).
    fn read(original: &str, start: usize) -> Option<Self> {
        let mut name = Self { text: String::new(), end: start };
        while let Some((c, next)) = visible(original, name.end) {
            let inner_dot = c == '.'
                && !name.text.is_empty()
                && visible(original, next).is_some_and(|(c, _)| starts_part(c));
            if !inner_dot && !name_character(c) || name.text.len() > *LENGTHS.end() {
                break;
            }
            name.text.extend(c.to_lowercase());
            name.end = next;
        }
        let hour = name.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let sound = LENGTHS.contains(&name.text.chars().count())
            && name.text.chars().any(char::is_alphabetic)
            && !(hour.len() < name.text.len() && matches!(hour, "am" | "pm" | "h" | "hrs"));
        sound.then_some(name)
    }

    /// Whether it looks like no word of a sentence.
    fn is_unlike_a_word(&self) -> bool {
        let lettered = self.text.starts_with(|c: char| c.is_alphabetic() || c == '_');
        lettered
            && self.text.len() >= SHORTEST_SPACED
            && self.text.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.'))
    }
}

/// Whether a character may stand in a name.
fn name_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character goes on a name after a dot, and does not begin a sentence.
fn starts_part(c: char) -> bool {
    name_character(c) && !c.is_uppercase()
}

/// Adds the names after the word for a service.
fn after_services(reader: &Reader<'_>, found: &mut Vec<Found>) {
    for (token, edge) in reader.tokens.iter().enumerate() {
        if !may_name(reader.key_bytes(edge)) {
            continue;
        }
        let next = token + 1;
        if let Some((name, service)) = named_of_two(reader, next).or_else(|| named(reader, next)) {
            found.push(handle(edge.start as usize, name.end, &name.text, Some(service)));
        }
    }
}

/// The name that follows a service which is the word before a token.
fn named(reader: &Reader<'_>, token: usize) -> Option<(Name, &'static str)> {
    let edge = reader.token(token.checked_sub(1)?)?;
    let service = service(reader.key(token - 1))?;
    Some((name_after(reader, token - 1..token, edge.end as usize, service)?, service.name))
}

/// The name that follows a service which is the word before a token and the one there: `Tik Tok`.
fn named_of_two(reader: &Reader<'_>, token: usize) -> Option<(Name, &'static str)> {
    let service = service_of_two(reader.key(token.checked_sub(1)?), reader.key(token))?;
    let edge = reader.token(token).filter(|_| reader.gap(token) == Gap::Space)?;
    Some((name_after(reader, token - 1..token + 1, edge.end as usize, service)?, service.name))
}

/// The name that follows a service whose words end at `end`; `tokens` are these words.
fn name_after(reader: &Reader<'_>, tokens: Range<usize>, end: usize, service: Service) -> Option<Name> {
    let between = Between::read(reader, tokens.end, end)?;
    let name = Name::read(reader.original, between.end)?;
    let next = visible(reader.original, name.end).map(|(c, _)| c);
    if matches!(next, Some('/' | '@'))
        || next == Some(':') && visible(reader.original, name.end + 1).is_some_and(|(c, _)| c == '/')
    {
        return None;
    }
    let admitted = match between.lead {
        Lead::At => true,
        Lead::Colon => {
            name.text.len() > 2
                && !is_no_name(&name.text)
                && name.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        }
        Lead::Blank => {
            service.spaced
                && (name.is_unlike_a_word()
                    || service.name == SNAPCHAT && is_snap(reader, tokens.start, between.end, &name))
        }
    };
    admitted.then_some(name)
}

/// Whether a word behind `snap`, which is a token, and a blank is the name of an account.
fn is_snap(reader: &Reader<'_>, token: usize, start: usize, name: &Name) -> bool {
    /// What may stand before in the same sentence: `add me on snap ahmed`.
    const BEFORE: [&str; 14] =
        ["on", "my", "add", "me", "or", "and", "via", "by", "our", "new", "contact", "dm", "pm", "use"];
    let begins = |before| reader.gap(token) != Gap::Space || BEFORE.contains(&reader.key(before));
    // In other scripts a Latin name stands out by itself.
    let is_led_up_to = !reader.key(token).is_ascii() || token.checked_sub(1).is_none_or(begins);
    let after = reader.original[name.end..].trim_start_matches([' ', '\u{A0}']).chars().next();
    // A capital begins a name of a company or a person in a sentence: `Snap Inc`.
    let is_small = reader.original[start..].starts_with(|c: char| c.is_ascii_lowercase());
    let ends = after.is_none_or(|c| {
        !name_character(c) && !matches!(c, '\'' | '’' | '-' | '&' | '@' | '/' | '$' | '£' | '€')
    });
    is_led_up_to
        && ends
        && is_small
        && name.text.len() >= SHORTEST_SPACED
        && name.text.is_ascii()
        && !is_no_snap(&name.text)
}

/// What leads from a service to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    At,
    Colon,
    Blank,
}

/// The stretch between a service and a name.
struct Between {
    lead: Lead,
    end: usize,
}

impl Between {
    /// Reads blanks, colons, arrows and an `@` after a service; nothing over a line break.
    fn read(reader: &Reader<'_>, token: usize, from: usize) -> Option<Self> {
        /// Blanks, a colon, an arrow with its selector, an `@`: no more than this.
        const LONGEST: usize = 8;
        let joined = matches!(reader.gap(token), Gap::None | Gap::Space);
        let mut between = Self { lead: Lead::Blank, end: from };
        for c in reader.original[from..].chars().take(LONGEST) {
            match plain(c) {
                ':' | '=' | '➡' | '👉' | '→' | '⟶' | '>' | '»' => between.lead = Lead::Colon,
                '@' => {
                    let end = between.end + c.len_utf8();
                    return Some(Self { lead: Lead::At, end });
                }
                '\n' | '\r' => return None,
                c if c.is_whitespace() || ignorable(c) || dash(c) => {}
                _ => break,
            }
            between.end += c.len_utf8();
        }
        (between.end > from && (joined || between.lead != Lead::Blank || between.end > from + 1))
            .then_some(between)
    }
}
