//! Reads ordinary records, which nearly all are, several times as quickly as the visitors. It reads what it is sure
//! that they would read, and to the same values; at anything else — an error, a key that comes twice, white space
//! other than the space — it gives up, and they start over and say what is wrong.

use serde_json::value::RawValue;

use super::escape::{is_valid, unescape};
use super::quotes::Quotes;
use super::read::State;
use super::shape::{Key, Object};
use super::visit::MAX_ELEMENTS;
use super::{FieldId, FieldType, Value, parse_hash, parse_time};

/// How deep values may be nested here. The JSON library goes deeper, and says so where it does not.
const MAX_DEPTH: u32 = 32;
/// Integers of so many digits are exact as floats.
const EXACT_DIGITS: usize = 15;

/// Reads a record into an empty state; `None` if it is not an ordinary one, then the state is of no use.
pub(super) fn read(line: &str, state: &mut State<'_>) -> Option<()> {
    let root = &state.shape.root;
    let mut walk = Walk { line, at: 0, quotes: Quotes::new(line.as_bytes()), state };
    walk.expect(b'{')?;
    walk.object(root, MAX_DEPTH)?;
    walk.skip_spaces();
    (walk.at == line.len() && !walk.quotes.has_control).then_some(())
}

/// A walk along a line. All its methods give `None` where the line is not ordinary.
struct Walk<'l, 's, 'a> {
    line: &'l str,
    /// What comes next.
    at: usize,
    /// Those not passed yet.
    quotes: Quotes<'l>,
    state: &'s mut State<'a>,
}

impl<'l, 'a> Walk<'l, '_, 'a> {
    /// The members of an object, whose opening brace has been passed.
    fn object(&mut self, object: &'a Object, depth: u32) -> Option<()> {
        if self.comes(b'}') {
            return Some(());
        }
        let depth = depth.checked_sub(1)?;
        let mut after = 0;
        loop {
            let key = self.string().filter(|key| !self.has_escape(key))?;
            self.expect(b':')?;
            let found = object.find(key, after);
            after = found.map_or(after, |(index, _)| index + 1);
            match found.map(|(_, key)| key) {
                None => self.pass_over(depth)?,
                Some(Key::Id) => self.id()?,
                Some(&Key::Field(field)) => self.field(field)?,
                Some(Key::Object(below)) => self.below(below, depth)?,
            }
            if self.ends_with(b'}')? {
                return Some(());
            }
        }
    }

    fn below(&mut self, object: &'a Object, depth: u32) -> Option<()> {
        if !object.below.iter().all(|&field| self.state.is_absent(field)) {
            return None;
        }
        match self.next()? {
            b'{' => self.object(object, depth),
            b'n' => self.expect_word("ull"),
            _ => None,
        }
    }

    fn field(&mut self, field: FieldId) -> Option<()> {
        if !self.state.is_absent(field) {
            return None;
        }
        let declared = &self.state.shape.fields[field.0 as usize];
        if self.comes(b'n') {
            return self.expect_word("ull");
        }
        if !declared.list {
            return self.value(field, declared.ty);
        }
        self.expect(b'[')?;
        if self.comes(b']') {
            return Some(());
        }
        for _ in 0..MAX_ELEMENTS {
            self.value(field, declared.ty)?;
            if self.ends_with(b']')? {
                return Some(());
            }
        }
        None
    }

    fn value(&mut self, field: FieldId, ty: FieldType) -> Option<()> {
        let value = match ty {
            FieldType::Text | FieldType::String => {
                let json = self.string()?;
                Value::Text(self.text(json)?)
            }
            FieldType::Number => Value::Number(self.number()?),
            FieldType::Bool => Value::Bool(self.bool()?),
            // With an escape in it, it is neither.
            FieldType::Time => Value::Time(parse_time(self.string()?)?),
            FieldType::Hash => Value::Hash(parse_hash(self.string()?)?),
        };
        self.state.push(field, value);
        Some(())
    }

    fn id(&mut self) -> Option<()> {
        if self.state.has_id() {
            return None;
        }
        if self.comes(b'n') {
            return self.expect_word("ull");
        }
        self.skip_spaces();
        let start = self.at;
        let is_string = self.peek()? == b'"';
        let json = if is_string { self.string()? } else { self.digits()? };
        let declared = self.state.shape.id.map(|field| (field, self.state.shape.fields[field.0 as usize].ty));
        match declared {
            Some((field, FieldType::Text | FieldType::String)) => {
                let text = if is_string { self.text(json)? } else { self.state.string(json) };
                self.state.push(field, Value::Text(text));
            }
            Some(_) => return None,
            None if is_string && self.has_escape(json) && !is_valid(json) => return None,
            None => {}
        }
        let raw: &RawValue = serde_json::from_str(self.line.get(start..self.at)?).ok()?;
        self.state.set_id(raw);
        Some(())
    }

    /// A value of no declared field.
    fn pass_over(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match self.peek()? {
            b'"' => {
                let json = self.string()?;
                (!self.has_escape(json) || is_valid(json)).then_some(())
            }
            b'{' => self.pass_over_object(depth),
            b'[' => self.pass_over_list(depth),
            b't' | b'f' => self.bool().map(|_| ()),
            b'n' => self.expect_word("null"),
            _ => self.digits().filter(|json| is_number(json.as_bytes())).map(|_| ()),
        }
    }

    fn pass_over_object(&mut self, depth: u32) -> Option<()> {
        self.expect(b'{')?;
        if self.comes(b'}') {
            return Some(());
        }
        loop {
            let key = self.string()?;
            if self.has_escape(key) && !is_valid(key) {
                return None;
            }
            self.expect(b':')?;
            self.pass_over(depth)?;
            if self.ends_with(b'}')? {
                return Some(());
            }
        }
    }

    fn pass_over_list(&mut self, depth: u32) -> Option<()> {
        self.expect(b'[')?;
        if self.comes(b']') {
            return Some(());
        }
        loop {
            self.pass_over(depth)?;
            if self.ends_with(b']')? {
                return Some(());
            }
        }
    }

    /// What stands between the quotes of a string, as it stands.
    #[inline]
    fn string(&mut self) -> Option<&'l str> {
        self.expect(b'"')?;
        if self.quotes.next()? + 1 != self.at {
            return None;
        }
        let end = self.quotes.next()?;
        let json = self.line.get(self.at..end)?;
        self.at = end + 1;
        Some(json)
    }

    /// Whether a string that has been passed has escapes.
    #[inline]
    fn has_escape(&self, json: &str) -> bool {
        self.quotes.has_backslash && memchr::memchr(b'\\', json.as_bytes()).is_some()
    }

    #[inline]
    fn text(&mut self, json: &str) -> Option<String> {
        if !self.has_escape(json) {
            return Some(self.state.string(json));
        }
        let mut text = self.state.string("");
        unescape(json, &mut text)?;
        Some(text)
    }

    fn bool(&mut self) -> Option<bool> {
        match self.next()? {
            b't' => self.expect_word("rue").map(|()| true),
            b'f' => self.expect_word("alse").map(|()| false),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<f64> {
        let json = self.digits()?;
        let digits = json.as_bytes();
        let is_plain = digits.len() <= EXACT_DIGITS
            && digits.iter().all(u8::is_ascii_digit)
            && (digits.len() == 1 || digits.first() != Some(&b'0'));
        if is_plain && !digits.is_empty() {
            return Some(digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')) as f64);
        }
        serde_json::from_str(json).ok()
    }

    /// As many bytes as there are of those that numbers have.
    fn digits(&mut self) -> Option<&'l str> {
        self.skip_spaces();
        let rest = self.line.get(self.at..)?;
        let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.bytes().take_while(is_of_number).count();
        self.at += length;
        rest.get(..length)
    }

    /// Whether the list or object ends here; if it goes on, the comma is passed.
    #[inline]
    fn ends_with(&mut self, end: u8) -> Option<bool> {
        match self.next()? {
            b',' => Some(false),
            byte if byte == end => Some(true),
            _ => None,
        }
    }

    /// Passes a byte if it is this one.
    #[inline]
    fn comes(&mut self, byte: u8) -> bool {
        let comes = self.peek() == Some(byte);
        self.at += usize::from(comes);
        comes
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.comes(byte).then_some(())
    }

    fn expect_word(&mut self, word: &str) -> Option<()> {
        self.line.get(self.at..)?.strip_prefix(word)?;
        self.at += word.len();
        Some(())
    }

    /// Passes the next byte that is no space.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// The next byte that is no space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        self.skip_spaces();
        self.line.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn skip_spaces(&mut self) {
        while self.line.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }
}

/// Whether this is a number as JSON writes it, of any size.
fn is_number(json: &[u8]) -> bool {
    let json = json.strip_prefix(b"-").unwrap_or(json);
    let (whole, mut rest) = split_digits(json);
    let is_whole = whole.len() == 1 || whole.first().is_some_and(|&first| first != b'0');
    let mut parts = [is_whole, true, true];
    if let Some(after) = rest.strip_prefix(b".") {
        let (fraction, after) = split_digits(after);
        (parts[1], rest) = (!fraction.is_empty(), after);
    }
    if let Some(after) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let after = after.strip_prefix(b"-").or_else(|| after.strip_prefix(b"+")).unwrap_or(after);
        let (exponent, after) = split_digits(after);
        (parts[2], rest) = (!exponent.is_empty(), after);
    }
    rest.is_empty() && parts == [true; 3]
}

fn split_digits(json: &[u8]) -> (&[u8], &[u8]) {
    json.split_at(json.iter().take_while(|byte| byte.is_ascii_digit()).count())
}
