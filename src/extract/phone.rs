//! Telephone numbers. A *run* of digits and separators is cut into groups; from each group that can begin a
//! number (`+`, `00`, the trunk digit of the region, a link or word that announces one) the longest stretch of
//! groups is taken that the numbering plans hold valid. The span is the number alone, from its `+` or bracket
//! to its last digit; the link around it is found by `url`.

use super::chars::{circled, currency_sign, dash, digit, ignorable, plain, visible, visible_before};
use super::codes::code_before;
use super::dialling::{self, Number};
use super::starts::{DIGITS, NUMBERS};
use super::{Attribute, AttributeValue, Found};

/// Fewest digits of a number: local numbers of small countries have seven.
const FEWEST_DIGITS: usize = 7;
/// Most digits of a number: fifteen (E.164), the two zeros before it and a bracketed trunk zero.
const MOST_DIGITS: usize = 18;
/// Most separators between two groups: `) - ` and a little more.
const MOST_SEPARATORS: usize = 4;
/// Most look-ups in the numbering plans in one run; a run that needs more is a table of figures. Together
/// with the digits a run needs this keeps hostile input linear.
const MOST_TRIALS: usize = 40;

/// Whether there are digits enough.
pub(super) fn may_find(original: &str) -> bool {
    DIGITS.all(original).nth(FEWEST_DIGITS - 1).is_some()
}

/// Finds telephone numbers; `region` is where local ones are dialled.
pub(super) fn find(original: &str, region: Option<&str>) -> Vec<Found> {
    let mut found = Vec::new();
    if !may_find(original) {
        return found;
    }
    let mut run = Run::default();
    let mut at = 0;
    while let Some(next) = run.read(original, at) {
        at = next;
        if run.digits.len() >= FEWEST_DIGITS {
            Reader { original, run: &run, region, trials: 0 }.numbers(&mut found);
        }
    }
    found
}

/// Digits that stand together.
#[derive(Debug)]
struct Group {
    /// First byte of its first digit.
    start: usize,
    /// One past its last digit and the keycap on it.
    end: usize,
    /// Its digits, as a range of [`Run::digits`].
    digits: (usize, usize),
    /// Where the `+` before it stands.
    plus: Option<usize>,
    /// Where the bracket that opens just before it (and its `+`) stands.
    bracket: Option<usize>,
    /// The separator before it: a blank if there are several.
    glue: char,
}

/// Groups with nothing but separators between.
#[derive(Debug, Default)]
struct Run {
    groups: Vec<Group>,
    /// The digits of all groups, in ASCII.
    digits: String,
}

/// What was seen since the last digit.
#[derive(Default)]
struct Between {
    count: usize,
    plus: Option<usize>,
    bracket: Option<usize>,
    glue: Option<char>,
}

impl Between {
    /// Takes in a separator; false if it can not stand within a number.
    fn take(&mut self, c: char, at: usize) -> bool {
        self.count += 1;
        match c {
            '+' => self.plus = Some(at),
            '(' | '[' => (self.bracket, self.plus) = (Some(at), None),
            c if separator(c) => {}
            _ => return false,
        }
        self.glue = Some(if self.glue.is_none() { c } else { ' ' });
        self.count <= MOST_SEPARATORS
    }
}

/// The digit at a position. One in a circle is one of a number only beside another: alone it numbers a list.
fn figure(original: &str, at: usize, c: char) -> Option<u8> {
    let in_row = || {
        let (before, after) = (&original[..at], &original[at + c.len_utf8()..]);
        let neighbours = [before.chars().next_back(), after.chars().next()];
        neighbours.into_iter().flatten().any(|c| circled(c).is_some())
    };
    digit(c).or_else(|| circled(c).filter(|_| in_row()))
}

/// Whether a character may stand between the digits of a number.
fn separator(c: char) -> bool {
    matches!(c, '.' | '/' | ')' | ']' | '·' | '•' | '~' | '_')
        || dash(c)
        || c.is_whitespace() && !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

impl Run {
    /// Reads the next run at or after a position and says where to read on.
    fn read(&mut self, original: &str, at: usize) -> Option<usize> {
        self.groups.clear();
        self.digits.clear();
        let begins = |c: char| matches!(plain(c), '0'..='9' | '+' | '(' | '[') || circled(c).is_some();
        let from = at + NUMBERS.all(original.get(at..)?).find(|(_, c)| begins(*c))?.0;
        let mut between = Between::default();
        for (offset, c) in original[from..].char_indices() {
            let position = from + offset;
            match figure(original, position, c) {
                Some(value) => self.push(value, position, position + c.len_utf8(), &mut between),
                None if ignorable(c) => self.decorate(c, position + c.len_utf8(), &between),
                None if between.take(plain(c), position) => {}
                None => {
                    return Some(
                        position + if self.groups.is_empty() && position == from { c.len_utf8() } else { 0 },
                    )
                    .map(|next| next.max(from + 1));
                }
            }
        }
        Some(original.len()).filter(|_| !self.groups.is_empty())
    }

    /// Appends a digit to the last group, or to a new one if there were separators.
    fn push(&mut self, value: u8, start: usize, end: usize, between: &mut Between) {
        let from = self.digits.len();
        self.digits.push(char::from(b'0' + value));
        match self.groups.last_mut().filter(|_| between.count == 0) {
            Some(group) => (group.end, group.digits.1) = (end, from + 1),
            None => {
                let Between { plus, bracket, glue, .. } = std::mem::take(between);
                let glue = glue.unwrap_or(' ');
                self.groups.push(Group { start, end, digits: (from, from + 1), plus, bracket, glue });
            }
        }
    }

    /// Takes the keycap after a digit into the group's span.
    fn decorate(&mut self, c: char, end: usize, between: &Between) {
        if let Some(group) = self.groups.last_mut().filter(|_| between.count == 0 && drawn_over(c)) {
            group.end = end;
        }
    }

    /// The digits of a stretch of groups.
    fn digits(&self, groups: &[Group]) -> &str {
        let range =
            groups.first().zip(groups.last()).map_or(0..0, |(first, last)| first.digits.0..last.digits.1);
        &self.digits[range]
    }
}

/// Whether a character is drawn over the one before it: a keycap, a line through a digit.
const fn drawn_over(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{20D0}'..='\u{20FF}' | '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}')
}

/// How a number is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    /// `+`, or a link that holds numbers in this form without it (`tel:` local ones, too).
    International,
    /// `00`.
    Prefix,
    /// A word such as `WhatsApp`: local, or international without its `+`.
    Word,
    /// Nothing: the region alone speaks for it.
    None,
}

/// Reads the numbers of one run.
struct Reader<'a> {
    original: &'a str,
    run: &'a Run,
    region: Option<&'a str>,
    trials: usize,
}

impl Reader<'_> {
    /// All numbers of the run, in order.
    fn numbers(&mut self, found: &mut Vec<Found>) {
        let mut first = 0;
        while first < self.run.groups.len() && self.trials < MOST_TRIALS {
            first = match self.number_at(first) {
                Some((number, next)) => {
                    found.push(self.report(first, next, number));
                    next
                }
                None => first + 1,
            };
        }
    }

    /// The longest number that begins with a group, and the group after it.
    fn number_at(&mut self, first: usize) -> Option<(Number, usize)> {
        let lead = self.lead(first)?;
        let groups = &self.run.groups[first..];
        let mut next = 1;
        while next < groups.len()
            && groups[next].plus.is_none()
            && self.run.digits(&groups[..=next]).len() <= MOST_DIGITS
        {
            next += 1;
        }
        (1..=next).rev().find_map(|count| {
            let number = self.valid(&groups[..count], lead)?;
            Some((number, first + count))
        })
    }

    /// How a number that begins with a group is announced; `None` where none can begin.
    fn lead(&self, first: usize) -> Option<Lead> {
        let group = &self.run.groups[first];
        if group.plus.is_some() {
            return Some(Lead::International);
        }
        let before = &self.original[..self.start(first, first + 1)];
        if first > 0 {
            let apart = matches!(group.glue, ' ' | '/' | '\u{A0}') || group.bracket.is_some();
            return (apart || self.follows_price(first)).then(|| self.plain_lead(group));
        }
        if dialling::link_before(before) {
            let prefixed = self.starts_with(group, "00");
            return Some(if prefixed { Lead::Prefix } else { Lead::International });
        }
        let coded = code_before(before);
        if !coded && dialling::word_before(before) {
            return Some(if self.starts_with(group, "00") { Lead::Prefix } else { Lead::Word });
        }
        let (previous, _) = visible_before(before, before.trim_end().len()).unwrap_or((' ', 0));
        let close = before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() && circled(c).is_none() || "#@_/=\\&%*".contains(plain(c)));
        (!coded && !close && !currency_sign(previous)).then(|| self.plain_lead(group))
    }

    /// Whether a dash joins a group to one that a currency sign makes a price: `£3000-07700900123`.
    fn follows_price(&self, first: usize) -> bool {
        let groups = &self.run.groups;
        let before = &self.original[..groups[first - 1].start];
        let signed = before.chars().next_back().is_some_and(currency_sign);
        signed && dash(groups[first].glue) && self.starts_with(&groups[first], "0")
    }

    /// The lead of a group before which nothing announces a number.
    fn plain_lead(&self, group: &Group) -> Lead {
        if self.starts_with(group, "00") { Lead::Prefix } else { Lead::None }
    }

    /// Whether the digits from a group on begin so.
    fn starts_with(&self, group: &Group, prefix: &str) -> bool {
        self.run.digits[group.digits.0..].starts_with(prefix)
    }

    /// The number that a stretch of groups is, if the plans hold it valid and nothing around denies it.
    fn valid(&mut self, groups: &[Group], lead: Lead) -> Option<Number> {
        let digits = self.run.digits(groups);
        if !(FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len())
            || self.trials >= MOST_TRIALS
            || self.denied(groups)
        {
            return None;
        }
        let trailing = lead == Lead::None && self.has_plus_behind(groups);
        if lead == Lead::None && !trailing && (figures(groups) || self.region.is_none()) {
            return None;
        }
        self.trials += 1;
        let local = || {
            let region = self.region?;
            let shaped = lead == Lead::Word || shape_is_local(groups);
            dialling::local(region, digits, shaped)
        };
        match lead {
            Lead::International => dialling::international(digits).or_else(local),
            Lead::Prefix => dialling::international(digits.strip_prefix("00")?).or_else(local),
            Lead::Word => local().or_else(|| dialling::international_without_plus(digits)),
            Lead::None if trailing => dialling::international_without_plus(digits).or_else(local),
            Lead::None => local(),
        }
    }

    /// Whether a `+` that begins nothing stands behind a stretch of groups, where right-to-left text puts it:
    /// `9647501234567+`.
    fn has_plus_behind(&self, groups: &[Group]) -> bool {
        let end = groups.last().map_or(0, |last| last.end);
        visible(self.original, end).filter(|(c, _)| *c == '+').is_some_and(|(_, next)| {
            !visible(self.original, next).is_some_and(|(c, _)| c.is_alphanumeric() || c == '+')
        })
    }

    /// Whether what follows a stretch of groups makes it something else: more of a word or code, a
    /// percentage, an amount of money, an address.
    fn denied(&self, groups: &[Group]) -> bool {
        /// Longest word that is looked through for digits that make it a code.
        const LONGEST_WORD: usize = 24;
        let Some(last) = groups.last() else { return true };
        let rest = &self.original[last.end..];
        let word = rest.chars().take(LONGEST_WORD).take_while(|c| c.is_alphanumeric() || ignorable(*c));
        let coded = word.filter(|c| !ignorable(*c)).any(|c| digit(c).is_some());
        let next = visible(self.original, last.end).map(|(c, _)| c);
        let money = rest.chars().find(|c| !c.is_whitespace()).is_some_and(currency_sign);
        let before_money =
            money && groups.iter().all(|group| group.plus.is_none()) && !dialling::money_has_amount(rest);
        coded || before_money || next.is_some_and(|c| matches!(c, '%' | '@'))
    }

    /// First byte of the number that begins with a group: its `+`, or the bracket if it closes within.
    fn start(&self, first: usize, next: usize) -> usize {
        let groups = &self.run.groups[first..next];
        let start = groups[0].plus.unwrap_or(groups[0].start);
        let last = groups[groups.len() - 1].end;
        groups[0].bracket.filter(|at| self.original[*at..last].contains([')', ']'])).unwrap_or(start)
    }

    /// What the extractor reports of a number.
    fn report(&self, first: usize, next: usize, number: Number) -> Found {
        let country =
            number.country.map(|country| (Attribute::Country, AttributeValue::Text(country.to_owned())));
        let attributes = [Some((Attribute::Number, AttributeValue::Text(number.e164.clone()))), country];
        let attributes = attributes.into_iter().flatten().collect();
        Found::new(self.start(first, next), self.run.groups[next - 1].end, number.e164, attributes)
    }
}

/// Whether groups look like a date (`01-02-2026`, `2026.11.01`), an ISBN (`0-306-40615-2`) or an address (`10.0.0.1`)
/// before they look like a number.
fn figures(groups: &[Group]) -> bool {
    let length = |group: &Group| group.digits.1 - group.digits.0;
    let joined = |group: &Group| group.glue != ' ';
    let lengths: Vec<usize> = groups.iter().take(4).map(length).collect();
    let date = groups.len() >= 3
        && joined(&groups[1])
        && joined(&groups[2])
        && matches!(lengths[..3], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2]);
    let spelled = groups.iter().all(|group| length(group) == 1);
    let isbn = groups.len() > 1 && lengths[0] == 1 && joined(&groups[1]) && !spelled;
    date || isbn
}

/// Whether groups are written as local numbers are where no trunk digit shows one: more than one group,
/// none of a single digit, none that reads as a year.
fn shape_is_local(groups: &[Group]) -> bool {
    let length = |group: &Group| group.digits.1 - group.digits.0;
    groups.len() > 1 && groups.iter().all(|group| length(group) > 1) && length(&groups[0]) <= 3
}
