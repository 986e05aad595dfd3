//! Reads ordinary records, which nearly all are, several times as quickly as the visitors. It reads what it is sure
//! that they would read, and to the same values; at anything else — an error, a key that comes twice, white space
//! other than the space — it gives up, and they start over and say what is wrong.

use super::escape::{is_valid, unescape};
use super::read::State;
use super::shape::{Key, Object};
use super::special::next_special;
use super::visit::MAX_ELEMENTS;
use super::{FieldId, FieldType, Value, parse_hash, parse_time};

/// How deep values may be nested here. The JSON library goes deeper, and says so where it does not.
const MAX_DEPTH: u32 = 32;
/// How long escapes are: `\u00e9`, and `\n`.
const UNICODE_ESCAPE: usize = 6;
const SHORT_ESCAPE: usize = 2;
/// Integers of so many digits are exact as floats.
const EXACT_DIGITS: usize = 15;

/// Reads a record into an empty state; `None` if it is not an ordinary one, then the state is of no use.
pub(super) fn read(line: &str, state: &mut State<'_>) -> Option<()> {
    u32::try_from(line.len()).ok()?;
    let (root, bytes) = (&state.shape.root, line.as_bytes());
    let mut walk = Walk { line, bytes, at: 0, keys: 0, state };
    walk.expect(b'{')?;
    walk.object(root, MAX_DEPTH)?;
    walk.peek().is_none().then_some(())
}

/// A walk along a line. All its methods give `None` where the line is not ordinary.
struct Walk<'l, 's, 'a> {
    line: &'l str,
    bytes: &'l [u8],
    /// What comes next.
    at: usize,
    /// How many keys have been passed.
    keys: usize,
    state: &'s mut State<'a>,
}

/// What stands between the quotes of a string, or the digits of a number, as it stands.
#[derive(Clone, Copy)]
struct Quoted {
    start: usize,
    end: usize,
    /// Whether there are escapes in it. They have not been looked at, so it may end elsewhere if one is wrong.
    has_escape: bool,
}

impl<'l, 'a> Walk<'l, '_, 'a> {
    /// The members of an object, whose opening brace has been passed.
    fn object(&mut self, object: &'a Object, depth: u32) -> Option<()> {
        if self.comes(b'}') {
            return Some(());
        }
        let depth = depth.checked_sub(1)?;
        loop {
            match self.key(object)? {
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

    /// Passes a key and its colon, and says where it leads if it is declared. In most records the same keys come in
    /// the same order and written in the same way, which one comparison tells.
    #[inline]
    fn key(&mut self, object: &'a Object) -> Option<Option<&'a Key>> {
        let place = self.keys;
        self.keys += 1;
        if let Some(guess) = self.state.guesses.get(place)
            && guess.object == object.number
            && self.bytes.get(self.at..)?.starts_with(&guess.written)
        {
            self.at += guess.written.len();
            return Some(object.key(guess.key));
        }
        let start = self.at;
        let name = self.string()?;
        self.expect(b':')?;
        if name.has_escape {
            return None;
        }
        let name = self.bytes.get(name.start..name.end)?;
        let key = object.keys.iter().position(|(known, _)| known.as_bytes() == name);
        let written = self.bytes.get(start..self.at)?;
        self.state.guess(place, object, key, written);
        Some(object.key(key))
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

    #[inline]
    fn value(&mut self, field: FieldId, ty: FieldType) -> Option<()> {
        let value = match ty {
            FieldType::Text | FieldType::String => {
                let json = self.string()?;
                return self.text(field, json);
            }
            FieldType::Number => Value::Number(self.number()?),
            FieldType::Bool => Value::Bool(self.bool()?),
            // With an escape in it, it is neither.
            FieldType::Time => {
                let json = self.string()?;
                Value::Time(parse_time(self.line.get(json.start..json.end)?)?)
            }
            FieldType::Hash => {
                let json = self.string()?;
                Value::Hash(parse_hash(self.line.get(json.start..json.end)?)?)
            }
        };
        self.state.push(field, value);
        Some(())
    }

    fn text(&mut self, field: FieldId, json: Quoted) -> Option<()> {
        if !self.state.is_wanted(field) {
            return self.check(json);
        }
        let text = self.line.get(json.start..json.end)?;
        let text = if json.has_escape {
            let mut unescaped = self.state.string("");
            unescape(text, &mut unescaped)?;
            unescaped
        } else {
            self.state.string(text)
        };
        self.state.push(field, Value::Text(text));
        Some(())
    }

    fn id(&mut self) -> Option<()> {
        if self.state.has_id() {
            return None;
        }
        if self.comes(b'n') {
            return self.expect_word("ull");
        }
        let is_string = self.peek()? == b'"';
        let start = self.at;
        let json = if is_string { self.string()? } else { self.digits() };
        let id = self.line.get(start..self.at)?;
        if !is_string && !is_number(id.as_bytes()) {
            return None;
        }
        let declared = self.state.shape.id.map(|field| (field, self.state.shape.fields[field.0 as usize].ty));
        match declared {
            Some((field, FieldType::Text | FieldType::String)) => self.text(field, json)?,
            Some(_) => return None,
            None => self.check(json)?,
        }
        self.state.set_id(id);
        Some(())
    }

    /// A value of no declared field.
    fn pass_over(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match self.peek()? {
            b'"' => {
                let json = self.string()?;
                self.check(json)
            }
            b'{' => self.pass_over_object(depth),
            b'[' => self.pass_over_list(depth),
            b't' | b'f' => self.bool().map(|_| ()),
            b'n' => self.expect_word("null"),
            _ => {
                let json = self.digits();
                is_number(self.bytes.get(json.start..json.end)?).then_some(())
            }
        }
    }

    fn pass_over_object(&mut self, depth: u32) -> Option<()> {
        self.expect(b'{')?;
        if self.comes(b'}') {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.check(key)?;
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

    #[inline]
    fn string(&mut self) -> Option<Quoted> {
        self.expect(b'"')?;
        let start = self.at;
        let end = next_special(self.bytes, start)?;
        if self.bytes.get(end) != Some(&b'"') {
            return self.string_with_escapes(start, end);
        }
        self.at = end + 1;
        Some(Quoted { start, end, has_escape: false })
    }

    /// Goes on in a string at its first backslash, or else a control character.
    fn string_with_escapes(&mut self, start: usize, mut at: usize) -> Option<Quoted> {
        loop {
            // Writers that escape, escape whole words, one after the other.
            while let Some(byte @ (b'\\' | b' ')) = self.bytes.get(at) {
                at += match self.bytes.get(at + 1) {
                    _ if *byte == b' ' => 1,
                    Some(b'u') => UNICODE_ESCAPE,
                    _ => SHORT_ESCAPE,
                };
            }
            at = next_special(self.bytes, at)?;
            match self.bytes.get(at) {
                Some(b'\\') => {}
                Some(b'"') => break,
                _ => return None,
            }
        }
        self.at = at + 1;
        Some(Quoted { start, end: at, has_escape: true })
    }

    /// Goes on if the escapes of a string, if it has any, are right.
    #[inline]
    fn check(&self, json: Quoted) -> Option<()> {
        (!json.has_escape || is_valid(&self.bytes[json.start..json.end])).then_some(())
    }

    fn bool(&mut self) -> Option<bool> {
        match self.next()? {
            b't' => self.expect_word("rue").map(|()| true),
            b'f' => self.expect_word("alse").map(|()| false),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<f64> {
        let json = self.digits();
        let digits = &self.bytes[json.start..json.end];
        let is_plain = digits.len() <= EXACT_DIGITS
            && digits.iter().all(u8::is_ascii_digit)
            && (digits.len() == 1 || digits.first() != Some(&b'0'));
        if is_plain && !digits.is_empty() {
            return Some(digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')) as f64);
        }
        serde_json::from_slice(digits).ok()
    }

    /// As many bytes as there are of those that numbers have.
    fn digits(&mut self) -> Quoted {
        self.peek();
        let start = self.at;
        let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        while self.bytes.get(self.at).is_some_and(is_of_number) {
            self.at += 1;
        }
        Quoted { start, end: self.at, has_escape: false }
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
        self.bytes.get(self.at..)?.strip_prefix(word.as_bytes())?;
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
        loop {
            let byte = *self.bytes.get(self.at)?;
            if byte != b' ' {
                return Some(byte);
            }
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
