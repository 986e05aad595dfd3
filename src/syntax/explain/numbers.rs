//! Mistakes about numbers, distances, ranges and dates: thousands marks, words for figures, units left out.

use super::{NAMES, Stuck};
use crate::span::Span;
use crate::syntax::chunk::ChunkKind;
use crate::syntax::error::{Error, Problem};
use crate::syntax::found;
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Kind, Token};

/// The first of these mistakes that it is.
pub(super) fn told(stuck: &Stuck<'_>) -> Option<Problem> {
    let mistakes = [
        Stuck::thousands_mark,
        Stuck::missing_unit,
        Stuck::number_in_words,
        Stuck::sentence,
        Stuck::range_otherwise,
        Stuck::date_otherwise,
        Stuck::malformed_number,
    ];
    mistakes.iter().find_map(|mistake| mistake(stuck))
}

/// The number that a word of English says.
pub(super) fn in_figures(word: &str) -> Option<usize> {
    const WORDS: &[&str] =
        &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.iter().position(|known| *known == word).map(|at| at + 1)
}

impl Stuck<'_> {
    /// `3,000` and `3 000`
    fn thousands_mark(&self) -> Option<Problem> {
        let is_group = |token: &Token| token.kind == Kind::Number && self.text(token).len() == 3;
        let found = self.found()?;
        let (first, last) = match self.text(found) {
            "," => (self.before()?, self.next(1)?),
            _ if self.previous_text(1) == "," => (self.previous(2)?, found),
            _ => (self.before()?, found),
        };
        let (whole, group) = (self.text(first), self.text(last));
        let gap = (last.span.start - first.span.end) as usize;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let short = first.kind == Kind::Number && whole.len() <= 3 && digits(whole) && digits(group);
        if !short || !is_group(last) || gap != 1 {
            return None;
        }
        let span = first.span.to(last.span);
        let (number, written) = (format!("{whole}{group}"), &self.piece.source[span.range()]);
        let message = format!("a number has no mark between its thousands: {}", found::shorten(written));
        let help = format!("write `{number}`");
        Some(self.slip_at(span, message, format!("expected `{number}`"), help).fix(span, number))
    }

    /// `a near b within 5`
    fn missing_unit(&self) -> Option<Problem> {
        let within = self.piece.tokens.get(self.at.checked_sub(2)?)?;
        let number = self.before().filter(|before| before.kind == Kind::Number)?;
        (self.text(within) == "within" && self.piece.kind != ChunkKind::Hashlist).then(|| {
            let end = Span::new(number.span.end, number.span.end);
            let message = format!("expected `words` after {}", found::token(number, self.piece.source));
            self.slip(number, message, "expected `words` after this", "write `words`").fix(end, " words")
        })
    }

    /// `within five words`, and `within words`
    fn number_in_words(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants(&[Rule::distance, Rule::integer, Rule::number]))?;
        let word = self.text(token);
        if self.piece.kind != ChunkKind::Hashlist && matches!(word, "words" | "word" | "tokens") {
            return Some(self.unexpected(token, Some("say how many, as in `8 words`".to_owned())));
        }
        let figures = in_figures(word)?;
        let problem = self.unexpected(token, Some(format!("write `{figures}`")));
        Some(problem.fix(token.span, figures.to_string()))
    }

    /// `within a sentence`, `within sentences`, `within same sentence`
    fn sentence(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants(&[Rule::kw_sentence]))?;
        let last = match self.text(token) {
            "sentences" => token,
            "a" | "one" | "the" | "same" if self.next_text(1) == "sentence" => self.next(1)?,
            _ => return None,
        };
        let place = token.span.to(last.span);
        let help = "write `within sentence`: both stand in one";
        Some(self.unexpected(token, Some(help.to_owned())).fix(place, "sentence"))
    }

    /// `300 to 2000`, `300...2000`, `300-2000`, `between 300 and 2000`
    fn range_otherwise(&self) -> Option<Problem> {
        let token = self.found()?;
        let text = self.text(token);
        if text == "between" && self.wants(&[Rule::compare_op, Rule::kw_or]) {
            let (low, high) = (self.next_text(1), self.next_text(3));
            let range = if low.is_empty() || high.is_empty() { "1..5" } else { &format!("{low}..{high}") };
            return Some(self.unexpected(token, Some(format!("write `in {range}`: both ends are included"))));
        }
        if text == "." && self.previous_text(1) == ".." {
            return Some(self.unexpected(token, Some("a range has two dots".to_owned())).fix(token.span, ""));
        }
        if matches!(text, "to" | "until" | "till" | "-") && self.wants(&[Rule::dots]) {
            let place = Span::new(self.before()?.span.end, self.next(1)?.span.start);
            return Some(self.unexpected(token, Some("write `..`".to_owned())).fix(place, ".."));
        }
        let (low, high) = text.split_once('-').filter(|_| self.wants(&[Rule::range]))?;
        let number = |end: &str| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit());
        (number(low) && number(high)).then(|| {
            let range = format!("{low}..{high}");
            self.unexpected(token, Some(format!("write `{range}`"))).fix(token.span, range)
        })
    }

    /// `01/02/2026`, `1.2.2026`, `March 2026`
    fn date_otherwise(&self) -> Option<Problem> {
        let wanted = self.wants(&[Rule::date, Rule::date_from]) && !self.wants(&[Rule::number, Rule::string]);
        let token = self
            .found()
            .filter(|token| wanted && matches!(token.kind, Kind::Number | Kind::Word | Kind::Str))?;
        let help = "write the year, the month and the day: `2026-11-01..` for from then on";
        Some(self.unexpected(token, Some(help.to_owned())))
    }

    /// `1_000`, `3k`, `0x10`
    fn malformed_number(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Number)?;
        let text = self.text(token);
        let plain =
            text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.matches('.').count() < 2;
        if plain || text.contains('-') || self.wants(NAMES) {
            return None;
        }
        let digits =
            with_unit_apart(text).or_else(|| in_full(text)).unwrap_or_else(|| text.replace(['_', '\''], ""));
        let sure = digits != text
            && digits.matches('.').count() < 2
            && !digits
                .trim_end_matches(|unit: char| unit.is_ascii_lowercase())
                .contains(|odd: char| !(odd.is_ascii_digit() || matches!(odd, '.' | ' ')));
        let help = if sure {
            format!("write `{digits}`")
        } else {
            "write digits, with one `.` before decimals".to_owned()
        };
        let number = found::shorten(text).trim_matches('`').to_owned();
        let expected = "digits such as `1000` or `2.5`";
        let problem =
            Problem::new(Error::BadNumber { number, wrong: "is not a number", expected, help }, token.span);
        Some(if sure { problem.fix(token.span, digits) } else { problem })
    }
}

/// `30days`, `5words`: with a space before the unit.
fn with_unit_apart(text: &str) -> Option<String> {
    const UNITS: &[&str] = &[
        "word", "words", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
        "months", "year", "years",
    ];
    let unit = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let number = &text[..text.len() - unit.len()];
    UNITS.contains(&unit).then(|| format!("{number} {unit}"))
}

/// `3k`, `2m`: with all its zeros.
fn in_full(text: &str) -> Option<String> {
    let zeros = match text.chars().next_back()? {
        'k' | 'K' => "000",
        'm' | 'M' => "000000",
        _ => return None,
    };
    let number = &text[..text.len() - 1];
    // No policy counts to a number of more digits.
    (number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| format!("{number}{zeros}"))
}
