//! What a message says was found.

use super::token::{Kind, Token};

/// Longer texts are cut in messages.
const LONGEST_SHOWN: usize = 32;

/// A text in backticks, cut if it is long; control characters are shown as escapes.
pub(super) fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(LONGEST_SHOWN).flat_map(visible).collect();
    if line.len() < text.len() || line.chars().nth(LONGEST_SHOWN).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

fn visible(letter: char) -> Vec<char> {
    let hidden = letter.is_control() || super::token::is_bidi_control(letter) || letter == '`';
    if hidden && letter != '`' { letter.escape_unicode().collect() } else { vec![letter] }
}

/// A token as a message names it.
pub(super) fn token(token: &Token, source: &str) -> String {
    let text = token.text(source);
    match token.kind {
        Kind::Str => format!("the string {}", shorten(text)),
        Kind::Regex => format!("the regex {}", shorten(text)),
        Kind::Number if text.matches('-').count() >= 2 => format!("the date {}", shorten(text)),
        Kind::Number => format!("the number {}", shorten(text)),
        _ => shorten(text),
    }
}
