//! Prices: a number with a currency sign, code or word before or after it, with nothing but blanks between.
//! A sign that touches a number belongs to that number alone. In a range (`£3,000-4,000`, `3-4k €`) each
//! number is a price; they share the currency and, where the first is the smaller as written, the scale. It is one
//! only if the numbers grow and the one without a currency is no date, hour or count: `£3000 - 22 July`. Of two
//! numbers with a word between (`3000 to 4000 pounds`) only the first can take the other's currency: `£5 to 20 people`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::chars::{currency_sign, dash};
use super::currency::{self, Currency, Guard};
use super::number::{Gap, Number, Reader};
use super::{Attribute, AttributeValue, Found, calendar};
use crate::text::{Text, fold_tokens};

/// Longest number without thousands marks that can be an amount of money: Vietnamese millions and a little more.
const MOST_BARE_DIGITS: usize = 9;

/// Words between the ends of a range, in the languages of the shipped lexicons.
const RANGE_WORDS: &[&str] = &[
    "to",
    "à",
    "bis",
    "deri",
    "deri në",
    "ile",
    "đến",
    "tới",
    "heta",
    "إلى",
    "الى",
    "حتى",
    "تا",
    "بۆ",
    "سے",
    "ਤੋਂ",
    "እስከ",
    "تر",
];

/// Words between them that join other numbers as well (`30 persoane la 3000 euro`), so that the ends must be near.
const WEAK_RANGE_WORDS: &[&str] = &["la", "or", "ou", "veya", "oder", "أو", "یا"];

/// The same words, folded, with how many times the first end the second may be.
static RANGES: LazyLock<FxHashMap<String, f64>> = LazyLock::new(|| {
    let row = |most: f64| move |word: &&str| (fold_tokens(word), most);
    RANGE_WORDS.iter().map(row(WIDEST)).chain(WEAK_RANGE_WORDS.iter().map(row(WIDEST_WEAK))).collect()
});

/// How many times the lower end of a range its upper one can be; and where a weaker sign joins them.
const WIDEST: f64 = 100.0;
const WIDEST_WEAK: f64 = 10.0;

/// Finds prices.
pub(super) fn find(original: &str, text: &Text) -> Vec<Found> {
    let reader = Reader::new(original, text);
    let numbers = reader.numbers();
    let mut prices = Prices { reader, numbers: &numbers, spent: 0, found: Vec::new() };
    let mut at = 0;
    while at < numbers.len() {
        at += prices.range_at(at);
    }
    prices.found
}

/// A currency beside a number.
#[derive(Clone, Copy, Debug)]
struct Money {
    code: &'static str,
    /// First byte of it, or of its number if that is before it.
    start: u32,
    /// One past its last.
    end: u32,
    /// The token after it.
    next: usize,
    /// Whether it touches the number.
    touches: bool,
    /// Whether it is a sign and not a word.
    sign: bool,
}

/// The prices found so far.
struct Prices<'a> {
    reader: Reader<'a>,
    numbers: &'a [Number<'a>],
    /// The token up to which currencies belong to an earlier number.
    spent: usize,
    found: Vec<Found>,
}

impl<'a> Prices<'a> {
    /// Takes the price or range of prices that begins with a number; how many numbers it has.
    fn range_at(&mut self, at: usize) -> usize {
        let first = &self.numbers[at];
        let own = self.money(first);
        let Some((second, theirs)) = self.other_end(at, own) else {
            let (money, shared) = own.map(|own| (own, 1.0)).or_else(|| self.after_word(at)).unzip();
            self.take(first, money, shared.unwrap_or(1.0));
            return 1;
        };
        let shared = shared_scale(first, second);
        self.take(first, own.or_else(|| theirs.map(|money| money.elsewhere(first))), shared);
        self.take(second, theirs.or_else(|| own.map(|money| money.elsewhere(second))), 1.0);
        2
    }

    /// The number that ends the range which another begins, and its own currency: one of the two has one, and
    /// the other can take it.
    fn other_end(&self, at: usize, own: Option<Money>) -> Option<(&'a Number<'a>, Option<Money>)> {
        let first = &self.numbers[at];
        let second = self.numbers.get(at + 1).filter(|second| self.is_joined(first, second))?;
        let theirs = self.money(second);
        let sound = match (own, theirs) {
            (Some(_), Some(_)) => true,
            (Some(_), None) => self.can_borrow(second) && self.grows(first, second) && !self.is_count(second),
            (None, Some(_)) => self.can_begin(first) && self.grows(first, second),
            (None, None) => false,
        };
        sound.then_some((second, theirs))
    }

    /// Whether a number without a currency of its own can be the first of a range: no part of `Covid-19`.
    fn can_begin(&self, number: &Number<'_>) -> bool {
        self.can_borrow(number) && !self.reader.is_attached(number)
    }

    /// Whether a number without a currency of its own can be one end of a range, as far as what touches it says:
    /// no code (`K2`), date, hour or percentage.
    fn can_borrow(&self, number: &Number<'_>) -> bool {
        let rest = &self.reader.original[number.end as usize..];
        let percentage = rest.trim_start().starts_with(['%', '٪', '％']);
        number.lead.is_empty()
            && number.suffix.is_empty()
            && !percentage
            && !self.is_clock_or_date(number)
            && !calendar::is_date_or_time(&self.reader, number)
    }

    /// Whether two numbers grow as the ends of a range do. A dash with blanks around joins sentences as well
    /// (`boat 25 - 3000 €`), and without them a hotel's room and its price, so that the two may not be too far apart.
    fn grows(&self, first: &Number<'_>, second: &Number<'_>) -> bool {
        let spaced = matches!(self.reader.gap(second.first), Gap::Spaced(_));
        let (low, high) = (first.value() * shared_scale(first, second), second.value());
        low < high && high <= low * if spaced { WIDEST_WEAK } else { WIDEST }
    }

    /// Whether a number behind a spaced dash counts what the next word says: `£50 - 60 minutes`.
    fn is_count(&self, number: &Number<'_>) -> bool {
        let spaced = matches!(self.reader.gap(number.first), Gap::Spaced(_));
        spaced && number.value() < 100.0 && self.reader.gap(number.next) == Gap::Space
    }

    /// Whether a dash joins two numbers.
    fn is_joined(&self, first: &Number<'_>, second: &Number<'_>) -> bool {
        let joins = |c: char| dash(c) || matches!(c, '~' | '→');
        let joined = matches!(self.reader.gap(second.first), Gap::Mark(c) | Gap::Spaced(c) if joins(c))
            || self.is_sign_between(first.next, second.first);
        joined && second.first <= first.next + 1 && first.sound && second.sound && self.usable(second)
    }

    /// The currency and scale of a number that is followed by a word and the greater end of a range.
    fn after_word(&self, at: usize) -> Option<(Money, f64)> {
        let (first, second) = (&self.numbers[at], self.numbers.get(at + 1)?);
        let most = self.range_between(first, second)?;
        let shared = shared_scale(first, second);
        let (low, high) = (first.value() * shared, second.value());
        if !(self.can_begin(first) && self.usable(second) && low < high && high <= low * most) {
            return None;
        }
        let money = self.money(second).filter(|money| money.start >= second.start)?;
        Some((money.elsewhere(first), shared))
    }

    /// How many times the first number the second may be, if words between say that they are a range: `to`, `deri në`,
    /// or `between` and `and`.
    fn range_between(&self, first: &Number<'_>, second: &Number<'_>) -> Option<f64> {
        let near = second.first <= first.next + 2;
        let apart = near && (first.next..=second.first).all(|token| self.reader.gap(token) == Gap::Space);
        let word = self.reader.key(first.next);
        let before = first.first.checked_sub(1).map_or("", |token| self.reader.key(token));
        match second.first.checked_sub(first.next).filter(|_| apart)? {
            1 if word == "and" => (before == "between").then_some(WIDEST),
            1 => RANGES.get(word).copied(),
            2 => RANGES.get(&format!("{word} {}", self.reader.key(first.next + 1))).copied(),
            _ => None,
        }
    }

    /// Whether a dash and then a sign, or a sign and then a dash, stand between two numbers: `£3,000-£4,000`.
    fn is_sign_between(&self, from: usize, to: usize) -> bool {
        to == from + 1
            && [from, to].iter().any(|token| matches!(self.reader.gap(*token), Gap::Mark(c) if dash(c)))
    }

    /// Adds a price.
    fn take(&mut self, number: &Number<'_>, money: Option<Money>, shared: f64) {
        let Some(money) = money.filter(|_| self.usable(number)) else { return };
        let amount = number.value() * if number.scale.is_none() { shared } else { 1.0 };
        let (code, units) = currency::in_iso(money.code);
        let amount = amount * units;
        let attributes = vec![
            (Attribute::Amount, AttributeValue::Number(amount)),
            (Attribute::Currency, AttributeValue::Text(code.to_owned())),
        ];
        let (start, end) = (number.start.min(money.start), number.end.max(money.end));
        self.spent = self.spent.max(number.next).max(money.next);
        self.found.push(Found::new(start as usize, end as usize, format!("{amount} {code}"), attributes));
    }

    /// Whether a number can be an amount of money at all.
    fn usable(&self, number: &Number<'_>) -> bool {
        number.sound && number.bare_digits <= MOST_BARE_DIGITS
    }

    /// The currency of a number: one that touches it before one apart from it, one before it before one after.
    fn money(&self, number: &Number<'_>) -> Option<Money> {
        let before = self.before(number);
        let money = if number.lead.is_empty() && number.suffix.is_empty() {
            let after = self.after(number);
            let touching = |money: &Money| money.touches;
            before.filter(touching).or(after.filter(touching)).or(before).or(after)?
        } else {
            self.within(number).or(before.filter(|money| money.sign))?
        };
        (money.touches || !self.is_clock_or_date(number)).then_some(money)
    }

    /// Whether a number is one of several with a colon or slash between: `21:30 €`, `27/7`.
    fn is_clock_or_date(&self, number: &Number<'_>) -> bool {
        let joined = |token: usize, digits: &str| {
            matches!(self.reader.gap(token), Gap::Mark(':' | '/'))
                && digits.contains(|c: char| c.is_ascii_digit())
        };
        let left = number.first.checked_sub(1).map_or("", |left| self.reader.key(left));
        joined(number.first, left) || joined(number.next, self.reader.key(number.next))
    }

    /// The currency in the token before a number.
    fn before(&self, number: &Number<'_>) -> Option<Money> {
        let token =
            number.first.checked_sub(1).filter(|token| *token >= self.spent && number.lead.is_empty())?;
        let edge = self.reader.token(token)?;
        let touches = match self.reader.gap(number.first) {
            Gap::None => true,
            Gap::Space => false,
            Gap::Mark('.') | Gap::Spaced('.') if !is_sign(self.reader.slice(edge)) => false,
            Gap::Spaced(':' | '=') => false,
            // The point is the number's own: `£.50`.
            Gap::Mark('.') => number.start < self.reader.token(number.first)?.start,
            _ => return None,
        };
        let known = currency::currency(self.reader.key(token)).filter(|known| known.guard == Guard::Free)?;
        let sign = is_sign(self.reader.slice(edge));
        let year = !sign && number.is_whole_within(1960..=2040);
        if year
            || !touches && self.touches_digits_before(token)
            || self.is_spelled(number.first..number.first + 3)
        {
            return None;
        }
        let (code, start) = self.dollar(token, known).unwrap_or((known.code, edge.start));
        Some(Money { code, start, end: edge.end, next: number.next, touches, sign })
    }

    /// Whether the token before a sign holds digits that the sign touches: `3000€ 20`.
    fn touches_digits_before(&self, token: usize) -> bool {
        let left = token.checked_sub(1).map_or("", |left| self.reader.key(left));
        self.reader.gap(token) == Gap::None && left.ends_with(|c: char| c.is_ascii_digit())
    }

    /// Whose dollar it is, if letters before the sign say so: `US$`; with where they begin.
    fn dollar(&self, token: usize, known: Currency) -> Option<(&'static str, u32)> {
        let prefix =
            token.checked_sub(1).filter(|_| known.code == "USD" && self.reader.gap(token) == Gap::None)?;
        let code = currency::dollar(self.reader.key(prefix))?;
        Some((code, self.reader.token(prefix)?.start))
    }

    /// The currency in the same token as a number: `GBP3000`, `3000TL`.
    fn within(&self, number: &Number<'_>) -> Option<Money> {
        let (first, last) =
            (self.reader.token(number.first)?, self.reader.token(number.next.checked_sub(1)?)?);
        let (word, end) =
            if number.lead.is_empty() { (number.suffix, last.end) } else { (number.lead, number.end) };
        let slice = self.reader.slice(last);
        let known = currency::currency(word).filter(|known| match known.guard {
            Guard::Free | Guard::After => true,
            Guard::Marked => number.lead.is_empty() && slice.contains(['đ', 'Đ']),
            _ => false,
        })?;
        let before = number.lead.is_empty() || known.guard == Guard::Free;
        before.then_some(Money {
            code: known.code,
            start: first.start,
            end,
            next: number.next,
            touches: true,
            sign: false,
        })
    }

    /// The currency after a number.
    fn after(&self, number: &Number<'_>) -> Option<Money> {
        if !number.suffix.is_empty() || !number.lead.is_empty() {
            return None;
        }
        let counted = self.reader.past_of(number.next);
        let whose =
            currency::whose(self.reader.key(counted)).filter(|_| self.reader.gap(counted) == Gap::Space);
        let token = counted + usize::from(whose.is_some());
        let touches = self.gap_to_currency(number, token)?;
        // Without the ending behind an apostrophe: `euro'ya`.
        let names = self.reader.words(token);
        let (known, end) = names
            .filter_map(|(key, edge)| Some((currency::currency(key)?, edge.end)))
            .min_by_key(|(_, end)| *end)?;
        let edge = self.reader.token(token)?;
        let sign = is_sign(self.reader.slice(edge));
        let surname = self.surname(token, known);
        let admitted = self.admits(known, number, token, surname.is_some());
        let anothers = sign && !touches && self.touches_digits_after(token);
        if !admitted || anothers || self.is_spelled(number.first.saturating_sub(2)..number.next) {
            return None;
        }
        let code = surname.map(|(code, _)| code).or(whose.flatten()).unwrap_or(known.code);
        let end = surname.map_or(end, |(_, end)| end);
        Some(Money { code, start: number.start, end, next: token + 1, touches, sign })
    }

    /// Whether the currency whose name stands at a token touches the number before it; `None` if more than blanks
    /// and the marks of bills are between: `3000,- €`, `(3000) euro`, `3000/euro`.
    fn gap_to_currency(&self, number: &Number<'_>, token: usize) -> Option<bool> {
        let edge = self.reader.token(token)?;
        let gap = self.reader.gap(token);
        let between = self.reader.original.get(number.end as usize..edge.start as usize)?;
        let bracketed = || self.reader.original[..number.start as usize].ends_with('(');
        let billed = match between.trim() {
            ",-" | ".-" | ",–" | ",--" => true,
            ")" => bracketed(),
            _ => matches!(gap, Gap::Mark(c) if c == '/' || dash(c)) && !is_sign(self.reader.slice(edge)),
        };
        match gap {
            Gap::None => Some(true),
            Gap::Space => Some(false),
            _ => billed.then_some(false),
        }
    }

    /// Whether a number and what surrounds the word at a token let the word be a currency.
    fn admits(&self, known: Currency, number: &Number<'_>, token: usize, named: bool) -> bool {
        let slice = self.reader.token(token).map_or("", |edge| self.reader.slice(edge));
        let large = number.value() >= 100.0;
        let blank = matches!(self.reader.gap(token), Gap::None | Gap::Space);
        match known.guard {
            Guard::Free | Guard::After => true,
            Guard::Marked => blank && (named || !slice.is_ascii()),
            Guard::Large => blank && (large || named),
            Guard::Named => named,
            Guard::Capitals => blank && large && !slice.contains(|c: char| !c.is_uppercase()),
        }
    }

    /// The second word of a currency's name, with what the two are and where it ends.
    fn surname(&self, token: usize, known: Currency) -> Option<(&'static str, u32)> {
        let (name, surname) = (self.reader.key(token), self.reader.key(token + 1));
        let code = currency::with_surname(known, name, surname)?;
        (self.reader.gap(token + 1) == Gap::Space).then_some(())?;
        Some((code, self.reader.token(token + 1)?.end))
    }

    /// Whether tokens are single digits with blanks between: a number spelled out, none of whose digits is an
    /// amount. `£3 0 0 0` is not £3.
    fn is_spelled(&self, tokens: std::ops::Range<usize>) -> bool {
        let mut inner = tokens.clone().skip(1);
        tokens.len() == 3
            && inner.all(|token| self.reader.gap(token) == Gap::Space)
            && tokens.into_iter().all(|token| matches!(self.reader.key(token).as_bytes(), [b'0'..=b'9']))
    }

    /// Whether a number follows a sign at once: `27/7 €4500`.
    fn touches_digits_after(&self, token: usize) -> bool {
        self.reader.gap(token + 1) == Gap::None
            && self.reader.key(token + 1).starts_with(|c: char| c.is_ascii_digit())
    }
}

impl Money {
    /// The same currency for the other number of a range, where it does not stand.
    fn elsewhere(self, number: &Number<'_>) -> Self {
        Self { start: number.start, end: number.end, next: number.next, ..self }
    }
}

/// What the scale of a range's second number does to its first: `3-4k`, but `500-2k`.
fn shared_scale(first: &Number<'_>, second: &Number<'_>) -> f64 {
    let smaller = first.scale.is_none() && first.value() < second.value_with(1.0);
    second.scale.filter(|_| smaller).map_or(1.0, |scale| scale.factor)
}

/// Whether a token's letters are a currency sign.
fn is_sign(slice: &str) -> bool {
    slice.chars().all(currency_sign)
}
