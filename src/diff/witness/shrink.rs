//! Smaller content that shows the same: fields and words are left out one after another, as long as it does.

use crate::content::{Content, ContentType, FieldType, Value};

/// Attempts that are made at most.
const MOST: usize = 400;

/// The content with less in it.
pub(super) fn smaller(
    content_type: &ContentType,
    mut content: Content,
    mut still: impl FnMut(&Content) -> bool,
) -> Content {
    let mut left = MOST;
    let mut attempt = |content: &mut Content, other: Content| {
        let is_good = left > 0 && still(&other);
        left = left.saturating_sub(1);
        if is_good {
            *content = other;
        }
        is_good
    };
    for joint in [" ", ". "] {
        let Some(other) = in_one(content_type, &content, joint) else { break };
        if attempt(&mut content, other) {
            break;
        }
    }
    for field in 0..content.values.len() {
        if !content.values[field].is_empty() {
            let mut other = content.clone();
            other.values[field].clear();
            attempt(&mut content, other);
        }
        let mut element = content.values[field].len();
        while element > 0 {
            element -= 1;
            let mut other = content.clone();
            other.values[field].remove(element);
            if content.values[field].len() > 1 && attempt(&mut content, other) {
                continue;
            }
            shorten(&mut content, field, element, &mut attempt);
        }
    }
    content
}

/// All text in the field that posts have it in, where it stands in others now.
fn in_one(content_type: &ContentType, content: &Content, joint: &str) -> Option<Content> {
    let usual = usize::from(content_type.find("text")?.0);
    let mut other = content.clone();
    let mut texts = Vec::new();
    for (number, field) in content_type.fields.iter().enumerate() {
        if field.ty == FieldType::Text {
            texts.extend(std::mem::take(other.values.get_mut(number)?));
        }
    }
    let all = texts
        .iter()
        .filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None });
    let all: Vec<&str> = all.collect();
    let is_usual = content_type.fields[usual].ty == FieldType::Text;
    let stands_elsewhere = content.values[usual].len() < all.len();
    other.values[usual] = vec![Value::Text(all.join(joint))];
    (is_usual && stands_elsewhere).then_some(other)
}

/// Leaves words out of a text: halves first, then quarters, and so on.
fn shorten(
    content: &mut Content,
    field: usize,
    element: usize,
    attempt: &mut impl FnMut(&mut Content, Content) -> bool,
) {
    let Value::Text(text) = &content.values[field][element] else { return };
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let mut size = words.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < words.len() && words.len() > 1 {
            let mut fewer = words.clone();
            fewer.drain(at..(at + size).min(words.len()));
            let mut other = content.clone();
            other.values[field][element] = Value::Text(fewer.join(" "));
            if !fewer.is_empty() && attempt(content, other) {
                words = fewer;
            } else {
                at += size;
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    // Endings that a beginning was stretched with.
    for at in 0..words.len() {
        let Some(shorter) = words[at].strip_suffix("ing").filter(|rest| !rest.is_empty()) else { continue };
        let mut plainer = words.clone();
        plainer[at] = shorter.to_owned();
        let mut other = content.clone();
        other.values[field][element] = Value::Text(plainer.join(" "));
        if attempt(content, other) {
            words = plainer;
        }
    }
}
