//! Numbers in running text, for `price` and `amount`: tokens that hold digits, joined by the marks that
//! group thousands or begin decimals in any habit of writing, with the scale word behind them.
//!
//! A single mark before exactly three digits groups thousands (`3.500` is 3500, as in adverts), before one or
//! two, or after a zero, it begins decimals. Numbers that follow no habit (`1.2.3`, `22.07.2022`) are read too,
//! as unsound, so that their parts are not taken for numbers.

use super::chars::{currency_sign, dash, digit, has_digit, ignorable, plain};
use super::scale::{Scale, Sure, scale};
use crate::text::{Edge, Text};

/// Most groups that a number can have; more are a list or a code.
const MOST_GROUPS: usize = 8;
/// Most digits of a number: all that fit an integer exactly.
const MOST_DIGITS: usize = 18;

/// The Turkish `buçuk`, folded: `3 buçuk bin` is 3500.
const HALF: &str = "bucuk";

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks.
    Space,
    /// One character.
    Mark(char),
    /// One character with blanks around.
    Spaced(char),
    /// More, a line break, or the edge of the text.
    Wide,
}

/// A number as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'a> {
    /// Its first token.
    pub(super) first: usize,
    /// The token after it and its scale.
    pub(super) next: usize,
    /// First byte of its first token.
    pub(super) start: u32,
    /// One past its last digit or its scale.
    pub(super) end: u32,
    /// Letters before its first digit in the same token: `gbp` of `GBP3000`.
    pub(super) lead: &'a str,
    /// Letters after its last digit in the same token that are no scale: `tl` of `3000TL`.
    pub(super) suffix: &'a str,
    /// Its digits as an integer.
    mantissa: u64,
    /// How many of them are decimals.
    decimals: u32,
    /// Times how much.
    pub(super) scale: Option<Scale>,
    /// What a smaller number after the scale adds: the 500 of `3 bin 500`.
    addend: u64,
    /// Digits written without a mark between them; 0 if there is a mark.
    pub(super) bare_digits: usize,
    /// Whether it is written as numbers are: by a habit of grouping, and with no zero before it.
    pub(super) sound: bool,
    /// Whether it is written as an IPv4 address is: `172.217.169.238`.
    pub(super) is_address: bool,
}

impl Number<'_> {
    /// Its value.
    pub(super) fn value(&self) -> f64 {
        self.value_with(self.scale.map_or(1.0, |scale| scale.factor))
    }

    /// Its value at another scale. One division, so that `3.3k` is 3300 and not the nearest sum of parts.
    #[allow(
        clippy::cast_precision_loss,
        reason = "fifteen digits are exact, and nothing hangs on the sixteenth"
    )]
    pub(super) fn value_with(&self, factor: f64) -> f64 {
        let exponent = i32::try_from(self.decimals).unwrap_or(0);
        self.mantissa as f64 * factor / 10f64.powi(exponent) + self.addend as f64
    }

    /// Appends a decimal to a number that has none.
    fn add_decimal(&mut self, decimal: u64) -> bool {
        let whole = self.decimals == 0 && self.sound;
        if whole {
            (self.mantissa, self.decimals) = (self.mantissa.saturating_mul(10).saturating_add(decimal), 1);
        }
        whole
    }

    /// Whether it is a whole number between two others, as written.
    pub(super) fn is_whole_within(&self, range: std::ops::RangeInclusive<u64>) -> bool {
        self.decimals == 0 && self.scale.is_none() && range.contains(&self.mantissa)
    }
}

/// A text with its tokens, as numbers are read from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    /// The field value.
    pub(super) original: &'a str,
    text: &'a Text,
    pub(super) tokens: &'a [Edge],
}

impl<'a> Reader<'a> {
    /// A reader of a field value that `text` has read.
    pub(super) fn new(original: &'a str, text: &'a Text) -> Self {
        Self { original, text, tokens: text.tokens() }
    }

    /// The folded text of a token; empty outside the text.
    pub(super) fn key(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |edge| self.text.key(edge))
    }

    /// The bytes of the folded text of a token.
    pub(super) fn key_bytes(&self, token: &Edge) -> &'a [u8] {
        self.text.key_bytes(token)
    }

    /// A token, if there is one.
    pub(super) fn token(&self, token: usize) -> Option<&'a Edge> {
        self.tokens.get(token)
    }

    /// The original letters of an edge.
    pub(super) fn slice(&self, edge: &Edge) -> &'a str {
        self.original.get(edge.start as usize..edge.end as usize).unwrap_or_default()
    }

    /// A token and the first of its parts: the words that can be read where it begins.
    pub(super) fn words(&self, token: usize) -> impl Iterator<Item = (&'a str, &'a Edge)> + use<'a> {
        let edges = u32::try_from(token).map_or(&[][..], |node| self.text.edges_from(node));
        let text = self.text;
        edges.iter().map(move |edge| (text.key(edge), edge))
    }

    /// What stands before a token.
    pub(super) fn gap(&self, token: usize) -> Gap {
        /// More characters than any gap within a number or price has.
        const WIDEST: usize = 16;
        let (Some(left), Some(right)) =
            (token.checked_sub(1).and_then(|at| self.tokens.get(at)), self.tokens.get(token))
        else {
            return Gap::Wide;
        };
        let between = self.original.get(left.end as usize..right.start as usize).unwrap_or("\n");
        let mut gap = Gap::None;
        for (count, c) in between.chars().filter(|c| !ignorable(*c)).enumerate() {
            gap = match gap {
                _ if count >= WIDEST || matches!(c, '\n' | '\r') => return Gap::Wide,
                Gap::None if c.is_whitespace() => Gap::Space,
                Gap::None => Gap::Mark(plain(c)),
                Gap::Space if !c.is_whitespace() => Gap::Spaced(plain(c)),
                Gap::Mark(mark) if c.is_whitespace() => Gap::Spaced(mark),
                Gap::Space | Gap::Spaced(_) if c.is_whitespace() => gap,
                _ => return Gap::Wide,
            };
        }
        gap
    }

    /// Whether characters that touch a number make it part of a tag, an address or a word: `#1`, `COVID-19`, `2_a`.
    pub(super) fn is_attached(self, number: &Number<'_>) -> bool {
        self.is_attached_before(number) || self.is_attached_behind(number)
    }

    /// The same of what stands before it.
    pub(super) fn is_attached_before(self, number: &Number<'_>) -> bool {
        let before = &self.original[..number.start as usize];
        let mut left = before.chars().rev().map(plain);
        match (left.next(), left.next()) {
            (Some('#' | '@' | '_' | '\\' | '&'), _) => true,
            (Some(c), Some(letter)) if dash(c) || matches!(c, '/' | '.') => letter.is_alphabetic(),
            _ => false,
        }
    }

    /// The same of what stands behind it.
    pub(super) fn is_attached_behind(self, number: &Number<'_>) -> bool {
        let mut right = self.original[number.end as usize..].chars().map(plain);
        matches!(right.next(), Some('@' | '_' | '\\'))
    }

    /// Every number of the text in order, the unsound included.
    pub(super) fn numbers(self) -> Vec<Number<'a>> {
        let mut numbers = Vec::new();
        if !has_digit(self.original) {
            return numbers;
        }
        let has_digit = |edge: &Edge| self.key_bytes(edge).iter().any(u8::is_ascii_digit);
        let mut token = 0;
        while let Some(next) = self.tokens.get(token..).and_then(|rest| rest.iter().position(has_digit)) {
            token += next;
            match self.number(token) {
                Some(number) => {
                    token = number.next;
                    numbers.push(number);
                }
                None => token += 1,
            }
        }
        numbers
    }

    /// The number that begins in a token.
    fn number(&self, token: usize) -> Option<Number<'a>> {
        let (key, edge) = self.digits_of(token)?;
        let (lead, rest) = key.split_at(key.find(|c: char| c.is_ascii_digit())?);
        let (digits, suffix) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        let mut groups = Groups::of(digits);
        let mut number = self.unscaled(token, edge, lead, suffix);
        self.drop_preposition(edge, &mut number);
        if suffix.is_empty() && edge.end == self.tokens[token].end {
            self.gather(&mut groups, &mut number);
        }
        groups.settle(&mut number);
        self.settle_pointed(&groups, &mut number);
        number.sound &= !self.has_odd_apostrophe(token, edge);
        self.apply_scale(&mut number);
        Some(number)
    }

    /// Takes off a preposition of one letter, which Arabic writes to the number: `ب3000`.
    fn drop_preposition(&self, edge: &Edge, number: &mut Number<'a>) {
        let digits = self.slice(edge).char_indices().find(|(_, c)| digit(*c).is_some());
        if matches!(number.lead, "ب" | "ل" | "و")
            && let Some((at, _)) = digits
        {
            number.lead = "";
            number.start = edge.start + u32::try_from(at).unwrap_or(0);
        }
    }

    /// Reads a number that begins with its decimal point: `£.50`, `.5 kg`.
    fn settle_pointed(&self, groups: &Groups<'_>, number: &mut Number<'a>) {
        let [(_, digits)] = groups.groups[..] else { return };
        let before = self.original.get(..number.start as usize).unwrap_or_default();
        let Some(left) = before.strip_suffix('.').filter(|_| digits.len() <= 3 && number.lead.is_empty())
        else {
            return;
        };
        if left.chars().next_back().is_none_or(|c| c.is_whitespace() || currency_sign(c)) {
            number.mantissa = digits.parse().unwrap_or(0);
            number.decimals = u32::try_from(digits.len()).unwrap_or(0);
            number.start -= 1;
            number.sound = true;
        }
    }

    /// A number before its groups are known.
    fn unscaled(&self, token: usize, edge: &Edge, lead: &'a str, suffix: &'a str) -> Number<'a> {
        let end = if suffix.is_empty() { edge.end } else { self.digits_end(edge) };
        Number {
            first: token,
            next: token + 1,
            start: edge.start,
            end,
            lead,
            suffix,
            mantissa: 0,
            decimals: 0,
            scale: None,
            addend: 0,
            bare_digits: 0,
            sound: true,
            is_address: false,
        }
    }

    /// The edge of a token that holds the number: the token, or its first part if an ending follows an
    /// apostrophe (`2024'te`).
    fn digits_of(&self, token: usize) -> Option<(&'a str, &'a Edge)> {
        let number = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
        let whole = self.token(token).map(|edge| (self.key(token), edge));
        let (key, edge) = whole.filter(|(key, _)| key.bytes().any(|byte| byte.is_ascii_digit()))?;
        let ended = !number(key) && self.slice(edge).contains(['\'', '’']);
        let part = if ended {
            self.words(token).find(|(part, edge)| number(part) && !part.is_empty() && edge.next > edge.first)
        } else {
            None
        };
        Some(part.unwrap_or((key, edge)))
    }

    /// Whether an apostrophe in a token groups no thousands: `5'6`.
    fn has_odd_apostrophe(&self, token: usize, edge: &Edge) -> bool {
        let slice = self.slice(edge);
        if slice.is_ascii() && !slice.contains('\'') || edge.end != self.tokens[token].end {
            return false;
        }
        let mut groups = slice.split(['\'', '’', '‘', 'ʼ', '＇']).skip(1);
        groups.any(|group| group.chars().filter(|c| digit(*c).is_some()).count() != 3)
    }

    /// One past the last byte of the first stretch of digits in an edge.
    fn digits_end(&self, edge: &Edge) -> u32 {
        let slice = self.slice(edge);
        let mut end = 0;
        for (at, c) in slice.char_indices() {
            match digit(c) {
                Some(_) => end = at + c.len_utf8(),
                None if end > 0 && !ignorable(c) && !matches!(c, '\'' | '’') => break,
                None => {}
            }
        }
        edge.start + u32::try_from(end).unwrap_or(0)
    }

    /// Adds the groups that follow the first, and the letters after the last.
    fn gather(&self, groups: &mut Groups<'a>, number: &mut Number<'a>) {
        while let Some(edge) = self.token(number.next) {
            let key = self.key(number.next);
            let (digits, suffix) = key.split_at(key.find(|c: char| !c.is_ascii_digit()).unwrap_or(key.len()));
            let Some(mark) = self.mark(number.next, digits, groups).filter(|_| !digits.is_empty()) else {
                return;
            };
            groups.push(mark, digits);
            number.next += 1;
            number.suffix = suffix;
            number.end = if suffix.is_empty() { edge.end } else { self.digits_end(edge) };
            if !suffix.is_empty() {
                return;
            }
        }
    }

    /// The mark before a group of digits, if it can be one within a number. A blank only groups thousands,
    /// and not before a longer figure (`20 794-6001`).
    fn mark(&self, token: usize, digits: &str, groups: &Groups<'_>) -> Option<char> {
        match self.gap(token) {
            Gap::Mark(c @ ('.' | ',' | '٬' | '٫' | '\'' | '’' | '‘')) => Some(c),
            Gap::Mark('،') if digits.len() == 3 => Some(','),
            Gap::Mark('·') if digits.len() <= 3 => Some('.'),
            Gap::Mark('`' | '´' | '′' | 'ʼ') if digits.len() == 3 => Some('\''),
            // Nobody counts nothing, so that this is no list.
            Gap::Spaced(',') if digits == "000" && !self.runs_on(token + 1) => Some(','),
            Gap::Space if digits.len() == 3 && groups.can_take_blank() && !self.runs_on(token + 1) => {
                Some(' ')
            }
            _ => None,
        }
    }

    /// Whether digits follow at once behind a dash, slash or colon.
    fn runs_on(&self, token: usize) -> bool {
        matches!(self.gap(token), Gap::Mark(c) if dash(c) || matches!(c, '/' | ':'))
            && self.key(token).starts_with(|c: char| c.is_ascii_digit())
    }

    /// Multiplies by the scale in or after the last token, and adds the smaller number behind it.
    fn apply_scale(&self, number: &mut Number<'a>) {
        let scale =
            if number.suffix.is_empty() { self.scale_after(number) } else { self.scale_within(number) };
        let Some(scale) = scale else { return };
        number.scale = Some(scale);
        number.suffix = "";
        number.end = self.tokens[number.next - 1].end;
        if matches!(scale.sure, Sure::Word | Sure::Followed) && scale.factor > 100.0 {
            self.add_smaller(number);
        }
    }

    /// The scale in the last token of a number.
    fn scale_within(&self, number: &mut Number<'a>) -> Option<Scale> {
        scale(number.suffix)
            .filter(|scale| self.is_meant(number, *scale, number.next))
            .or_else(|| self.scale_as_point(number))
    }

    /// The scale that stands for the decimal point of a price, as in Vietnam: `3k5 bảng`.
    fn scale_as_point(&self, number: &mut Number<'a>) -> Option<Scale> {
        let at = number
            .suffix
            .len()
            .checked_sub(1)
            .filter(|at| matches!(number.suffix.get(..*at), Some("k" | "tr")))?;
        let decimal = number.suffix[at..].parse().ok()?;
        let scale = Scale { sure: Sure::Priced, ..scale(&number.suffix[..at])? };
        let meant = number.lead.is_empty() && self.is_meant(number, scale, number.next);
        (meant && number.add_decimal(decimal)).then_some(scale)
    }

    /// The scale in the token after a number, which then belongs to it.
    fn scale_after(&self, number: &mut Number<'a>) -> Option<Scale> {
        let half = self.gap(number.next) == Gap::Space && self.key(number.next) == HALF;
        let token = if half { number.next + 1 } else { self.past_of(number.next) };
        let near = matches!(self.gap(token), Gap::None | Gap::Space);
        let scale = scale(self.key(token)).filter(|_| near)?;
        let meant = self.is_meant(number, scale, token + 1) && (!half || number.add_decimal(5));
        number.next = if meant { token + 1 } else { number.next };
        meant.then_some(scale)
    }

    /// The token after the `de` that Romanian, French and Spanish put between a number and what it counts
    /// (`20 de mii de euro`), or the token itself.
    pub(super) fn past_of(&self, token: usize) -> usize {
        let of = self.key(token) == "de" && [token, token + 1].iter().all(|at| self.gap(*at) == Gap::Space);
        token + usize::from(of)
    }

    /// Whether what is around a number lets a scale be one; `next` is the token after the scale.
    fn is_meant(&self, number: &Number<'a>, scale: Scale, next: usize) -> bool {
        let paid = || {
            let before = number.first.checked_sub(1).map_or("", |token| self.key(token));
            super::currency::is_one(before) && matches!(self.gap(number.first), Gap::None | Gap::Space)
        };
        match scale.sure {
            Sure::Word | Sure::Letter => true,
            Sure::Followed => self.is_followed(next),
            Sure::Priced => paid() || self.is_followed(next),
        }
    }

    /// Whether three digits or a currency follow a scale.
    fn is_followed(&self, token: usize) -> bool {
        let counted = self.past_of(token);
        let touching = self.words(counted).any(|(key, _)| super::currency::is_one(key));
        matches!(self.gap(token), Gap::None | Gap::Space) && (self.hundreds(token).is_some() || touching)
    }

    /// The three digits that a token is.
    fn hundreds(&self, token: usize) -> Option<u64> {
        let key = self.key(token);
        let key = key.strip_prefix('و').unwrap_or(key);
        (key.len() == 3 && !self.runs_on(token + 1)).then(|| key.parse().ok())?
    }

    /// Adds the three digits after a scale.
    fn add_smaller(&self, number: &mut Number<'a>) {
        // Arabic and Persian, Kurdish, Albanian: `3 hezar û 500`, `3 mijë e 500`.
        let and = matches!(self.key(number.next), "و" | "u" | "e");
        let joined = usize::from(and && self.gap(number.next) == Gap::Space);
        let token = number.next + joined;
        if self.gap(token) == Gap::Space
            && let Some(hundreds) = self.hundreds(token)
        {
            number.addend = hundreds;
            number.end = self.tokens[token].end;
            number.next = token + 1;
        }
    }
}

/// Groups of digits with the marks between.
struct Groups<'a> {
    groups: Vec<(char, &'a str)>,
    overfull: bool,
}

impl<'a> Groups<'a> {
    /// A first group.
    fn of(digits: &'a str) -> Self {
        Self { groups: vec![(' ', digits)], overfull: false }
    }

    /// Appends a group.
    fn push(&mut self, mark: char, digits: &'a str) {
        self.overfull |= self.groups.len() == MOST_GROUPS;
        if !self.overfull {
            self.groups.push((mark, digits));
        }
    }

    /// Whether three digits behind a blank can go on what is there: thousands grouped by blanks.
    fn can_take_blank(&self) -> bool {
        let lead = self.groups[0].1;
        (1..=3).contains(&lead.len())
            && !lead.starts_with('0')
            && self.groups[1..].iter().all(|(mark, _)| *mark == ' ')
    }

    /// Writes the value into a number.
    fn settle(&self, number: &mut Number<'_>) {
        let decimals = self.decimals();
        let digits: usize = self.groups.iter().map(|(_, digits)| digits.len()).sum();
        let zero_led = self.groups[0].1.len() > 1 && self.groups[0].1.starts_with('0');
        number.sound &= decimals.is_some() && digits <= MOST_DIGITS && !zero_led && !self.overfull;
        number.is_address = self.is_address();
        number.bare_digits = if self.groups.len() == 1 { digits } else { 0 };
        if number.sound {
            let digits = self.groups.iter().flat_map(|(_, digits)| digits.bytes());
            number.mantissa = digits.fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
            number.decimals = u32::try_from(decimals.unwrap_or(0)).unwrap_or(0);
        }
    }

    /// Whether it has the form of an IPv4 address.
    fn is_address(&self) -> bool {
        let octet = |digits: &str| digits.parse::<u8>().is_ok();
        self.groups.len() == 4
            && self.groups[1..].iter().all(|(mark, _)| *mark == '.')
            && self.groups.iter().all(|(_, digits)| octet(digits))
    }

    /// How many digits are decimals; `None` if the groups follow no habit.
    fn decimals(&self) -> Option<usize> {
        let [.., (last, digits)] = self.groups[..] else { return None };
        match self.groups.len() {
            1 => Some(0),
            _ if last != '٫' && thousands(&self.groups) => Some(0),
            2 => matches!(last, '.' | ',' | '٫').then_some(digits.len()),
            count => {
                let whole = &self.groups[..count - 1];
                let begins_decimals = matches!(last, '.' | ',' | '٫') && whole[1].0 != last;
                (begins_decimals && thousands(whole)).then_some(digits.len())
            }
        }
    }
}

/// Whether groups are thousands: one mark throughout, three digits each; or as in India, two digits each
/// but for the last.
fn thousands(groups: &[(char, &str)]) -> bool {
    let [(_, lead), (mark, _), ..] = groups else { return groups.len() == 1 };
    let [middle @ .., (_, last)] = &groups[1..] else { return false };
    let one_mark = groups[1..].iter().all(|(other, _)| other == mark);
    let by = |size: usize| {
        (1..=size).contains(&lead.len()) && middle.iter().all(|(_, digits)| digits.len() == size)
    };
    one_mark && last.len() == 3 && !lead.starts_with('0') && (by(3) || *mark == ',' && by(2))
}
