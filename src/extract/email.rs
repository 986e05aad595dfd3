//! E-mail addresses, `[at]` and `(dot)` included. The domain needs an ending from the table of top-level domains.

use super::chars::{plain, visible, visible_before};
use super::host::{Host, bracketed};
use super::starts::ATS;
use super::tld::{Standing, standing};
use super::url::may_have_host;
use super::{Attribute, AttributeValue, Finds, Found, Value, ace};

/// Longest local part (RFC 5321, section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// Finds e-mail addresses.
pub(super) fn find(finds: &Finds, value: Value<'_>) -> Vec<Found> {
    let original = value.original;
    let mut found: Vec<Found> = Vec::new();
    if ATS.next(original, 0).is_none() || !may_have_host(original) {
        return found;
    }
    let mut host = Host::default();
    for (at, c) in ATS.all(original) {
        let floor = found.last().map_or(0, |last| last.end as usize);
        if at >= floor
            && let Some(address) = address(original, floor, at, c, &mut host)
        {
            found.push(address);
        }
    }
    drop_logins(finds, value, &mut found);
    found
}

/// Drops what a link has before its domain: `https://user:password@example.com/`.
fn drop_logins(finds: &Finds, value: Value<'_>, found: &mut Vec<Found>) {
    if found.is_empty() {
        return;
    }
    let links = finds.links(value);
    found.retain(|address| {
        let at = address.start as usize;
        let next = links.partition_point(|link| link.host <= at);
        links.get(next).is_none_or(|link| at < link.start)
    });
}

/// The address around an at-sign at `at`, beginning no earlier than `floor`.
fn address(original: &str, floor: usize, at: usize, c: char, host: &mut Host) -> Option<Found> {
    let (local_end, domain) = match plain(c) {
        '@' => (at, at + c.len_utf8()),
        '(' | '[' | '{' | '<' => (blank_before(original, at), bracketed(original, at, &["at", "@"])?),
        _ => return None,
    };
    let start = local_start(original, floor, local_end)?;
    visible(original, domain).filter(|(c, _)| c.is_alphanumeric())?;
    host.read(original, domain);
    if !host.is_sound() || standing(host.last_label()) == Standing::Unknown {
        return None;
    }
    let local = original[start..local_end].chars().filter(|c| !super::chars::ignorable(*c)).map(plain);
    let name = ace::decoded(&host.name);
    let value = local.flat_map(char::to_lowercase).chain(['@']).chain(name.chars()).collect();
    let domain = (Attribute::Domain, AttributeValue::Text(name));
    Some(Found::new(start, host.end, value, vec![domain]))
}

/// Before one blank, for `name [at] …`.
fn blank_before(original: &str, at: usize) -> usize {
    at - usize::from(original[..at].ends_with(' '))
}

/// Where the local part that ends at `end` begins, if there is one of a sound length.
fn local_start(original: &str, floor: usize, end: usize) -> Option<usize> {
    let mut start = end;
    for _ in 0..=LONGEST_LOCAL {
        let Some((_, before)) =
            visible_before(original, start).filter(|(c, at)| *at >= floor && local_character(*c))
        else {
            return without_dots(original, start, end);
        };
        start = before;
    }
    None
}

/// The start of a local part without the dots and dashes that were read before it.
fn without_dots(original: &str, start: usize, end: usize) -> Option<usize> {
    let part = &original[start..end];
    let dropped =
        part.len() - part.trim_start_matches(|c: char| !plain(c).is_alphanumeric() && plain(c) != '_').len();
    (dropped < part.len() && !part.ends_with('.')).then_some(start + dropped)
}

/// Whether a character may stand in a local part. Stricter than the standard, as all providers are.
fn local_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}
