//! Reads a field value into tokens: one pass over its characters, an open word at most. Comes in: the original.
//! Goes out: the base tokens of a [`Text`] with their keys, and the parts of those that also read as parts.

use super::fold::{Entry, Kind as Class, lookup};
use super::leet::Signs;
use super::marks::{Waiting, compose_letters, may_compose};
use super::parts::Part;
use super::spelled::Run;
use super::tags::Tagging;
use super::{Edge, Kind, Script, Spelling, Text, graphemes};

/// What a byte is to a word: nothing.
pub(super) const GAP: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// A letter that is a capital.
const CAPITAL: u8 = LETTER | 4;
/// Something that may be a token, or go on with a word or a tag.
pub(super) const SIGN: u8 = 8;
/// A part of a character beyond ASCII.
pub(super) const WIDE: u8 = 16;
/// Joins a word, or ends it.
pub(super) const APOSTROPHE: u8 = 32;
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'A'..=b'Z' => CAPITAL,
            b'a'..=b'z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'\'' => APOSTROPHE,
            b'%' | b'$' | b'!' | b'@' | b'#' | b'_' => SIGN,
            0x80.. => WIDE,
            _ => GAP,
        };
        byte += 1;
    }
    table
}

/// What a byte is to a word.
#[inline]
pub(super) fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// The word being read. `part` is its last part so far; the ones before it wait in `Text::parts`.
#[derive(Default)]
struct Word {
    open: bool,
    part: Part,
    /// The last letter or digit was a letter.
    letter: bool,
    /// The last letter was a small one.
    small: bool,
    /// The last letter or digit loses nonspacing marks.
    bare: bool,
    apostrophe: bool,
    zero_width: bool,
}

pub(super) struct Reader<'t> {
    pub(super) original: &'t str,
    pub(super) text: &'t mut Text,
    word: Word,
    pub(super) tagging: Tagging,
    pub(super) signs: Signs,
    pub(super) run: Run,
    /// A sign or a tag stood somewhere before that the next word may belong to.
    pub(super) awaits_word: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn new(original: &'t str, text: &'t mut Text) -> Self {
        Self {
            original,
            text,
            word: Word::default(),
            tagging: Tagging::default(),
            signs: Signs::default(),
            run: Run::default(),
            awaits_word: false,
        }
    }

    /// Reads the whole value.
    pub(super) fn run(&mut self) {
        let bytes = self.original.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at = match class(byte) {
                GAP => at + 1,
                SIGN | APOSTROPHE => self.ascii_other(byte, at),
                first => match self.plain_word(first, at) {
                    Some(end) => end,
                    None => self.careful_word(at),
                },
            };
        }
        self.end();
    }

    #[cfg(test)]
    pub(super) fn run_with_care(&mut self) {
        self.read_with_care();
        self.end();
    }

    fn read_with_care(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.original.as_bytes().get(at) {
            at = self.with_care(byte, at);
        }
    }

    fn end(&mut self) {
        self.close(Kind::Word);
        self.end_tag();
        self.end_run();
    }

    /// Reads on from a place until no word is open any more.
    #[cold]
    fn careful_word(&mut self, mut at: usize) -> usize {
        while let Some(&byte) = self.original.as_bytes().get(at) {
            at = self.with_care(byte, at);
            if !self.word.open {
                break;
            }
        }
        at
    }

    /// Reads one character, or a run of ASCII letters and digits, whatever it is.
    fn with_care(&mut self, byte: u8, at: usize) -> usize {
        match class(byte) {
            WIDE => self.wide(at),
            LETTER | DIGIT | CAPITAL => self.ascii_word(at),
            _ => self.ascii_other(byte, at),
        }
    }

    /// Reads a stretch of a word, without separators, and appends its key; makes no token of it.
    pub(super) fn stretch(mut self) -> Part {
        self.read_with_care();
        self.settle_marks();
        self.text.push_part(self.word.part);
        let whole = self.text.stretch(0, self.text.parts.len());
        self.text.parts.clear();
        whole
    }

    /// A run of ASCII letters and digits.
    fn ascii_word(&mut self, at: usize) -> usize {
        let bytes = self.original.as_bytes();
        let first = class(bytes[at]);
        self.before_letter(first & LETTER != 0, at);
        let (mut end, mut letters, mut last) = (at, 0, first);
        let (mut small, mut camel) = (self.word.small, false);
        while let Some(&byte) = bytes.get(end) {
            let class = class(byte);
            if class & (LETTER | DIGIT) == 0 {
                break;
            }
            letters += u32::from(class & LETTER);
            camel |= small & (class == CAPITAL);
            small = if class == DIGIT { small } else { class == LETTER };
            last = class;
            end += 1;
        }
        self.word.small = small;
        self.word.part.camel |= camel;
        self.text.keys.push_ascii_lowercase(&self.original[at..end]);
        let script = if letters > 0 { Script::Latin } else { Script::None };
        self.after_letter(letters, script, last != DIGIT, true, end);
        end
    }

    fn ascii_other(&mut self, byte: u8, at: usize) -> usize {
        match byte {
            b'\'' => self.apostrophe(),
            b'%' => self.sign('%', at),
            b'$' => {
                self.sign('$', at);
                self.note_sign('$', at, at + 1);
            }
            b'!' | b'@' | b'#' | b'_' => self.mark_of_word(char::from(byte), at, at + 1),
            _ => self.close(Kind::Word),
        }
        at + 1
    }

    /// `!` and `@` may be letters, `#`, `@` and `_` make hashtags and handles.
    fn mark_of_word(&mut self, sign: char, at: usize, end: usize) {
        // A word that was plain to read is a token already.
        let is_word = |token: &Edge| token.kind == Kind::Word && token.end as usize == at;
        let in_word =
            if self.word.open { !self.word.apostrophe } else { self.text.base.last().is_some_and(is_word) };
        self.close(Kind::Word);
        if matches!(sign, '!' | '@') {
            self.note_sign(sign, at, end);
        }
        match sign {
            '#' | '@' => self.begin_tag(in_word, end),
            '_' => self.go_on_with_tag(in_word, at, end),
            _ => {}
        }
    }

    /// A character beyond ASCII.
    fn wide(&mut self, at: usize) -> usize {
        let Some(c) = self.original[at..].chars().next() else { return self.original.len() };
        let entry = lookup(c);
        let end = at + c.len_utf8();
        match entry.kind {
            Class::Letter if entry.is_dense() => return self.grapheme(c, entry, at),
            Class::Letter | Class::Digit => self.letter(c, entry, at),
            Class::Mark => self.mark(c, entry, end),
            Class::Ignorable | Class::Joiner | Class::Tag => self.pass_over(at, end),
            Class::Cut => {
                self.word.zero_width = self.word.open;
                self.pass_over(at, end);
            }
            Class::Apostrophe => self.apostrophe(),
            Class::Sign => {
                self.sign(c, at);
                if entry.fold(Spelling::Merged) == Some("$") {
                    self.note_sign('$', at, end);
                }
            }
            Class::Emoji | Class::Regional => return self.emoji(c, at),
            Class::Separator | Class::Space => match entry.fold(Spelling::Merged) {
                Some(sign @ ("!" | "@" | "#" | "_")) => {
                    self.mark_of_word(char::from(sign.as_bytes()[0]), at, end);
                }
                _ => self.close(Kind::Word),
            },
        }
        end
    }

    /// What vanishes between a sign and a word does not part them.
    fn pass_over(&mut self, at: usize, end: usize) {
        self.tagging.pass_over(at, end);
        self.signs.pass_over(at, end);
    }

    /// Opens a word or goes on with it, joined or cut as what stood between says.
    fn before_letter(&mut self, letter: bool, at: usize) {
        // An apostrophe between two digits is a prime, a foot or a thousands sign.
        if self.word.apostrophe && !(letter || self.word.letter) {
            self.close(Kind::Word);
        }
        if !self.word.open {
            let part = Part { start: at, key: self.text.keys.len(), ..Part::default() };
            self.word = Word { open: true, part, ..Word::default() };
            self.link_signs(letter, at);
            self.open_in_tag(at);
            self.word.part.camel = self.tagging.inside;
        } else if self.word.apostrophe || self.word.zero_width {
            self.settle_marks();
            self.text.push_part(self.word.part);
            self.word.part = Part {
                start: at,
                key: self.text.keys.len(),
                apostrophe: self.word.apostrophe,
                zero_width: self.word.zero_width,
                camel: self.tagging.inside,
                ..Part::default()
            };
            (self.word.apostrophe, self.word.zero_width) = (false, false);
            self.word.small = false;
        } else {
            self.settle_marks();
        }
    }

    fn note_case(&mut self, entry: &Entry) {
        if entry.letters > 0 {
            self.word.part.camel |= self.word.small && entry.is_upper();
            self.word.small = entry.is_lower();
        }
    }

    fn after_letter(&mut self, letters: u32, script: Script, letter: bool, bare: bool, end: usize) {
        let word = &mut self.word;
        word.part.letters += letters;
        word.part.script = word.part.script.with(script);
        word.part.end = end;
        word.letter = letter;
        word.bare = bare;
    }

    fn letter(&mut self, c: char, entry: &Entry, at: usize) {
        let is_letter = entry.kind == Class::Letter;
        self.before_letter(is_letter, at);
        self.note_case(entry);
        let mut letters = u32::from(entry.letters);
        match entry.fold(Spelling::Merged) {
            Some(fold) if entry.is_long() => {
                for folded in fold.chars() {
                    letters -= u32::from(self.folded(folded));
                }
            }
            Some(fold) if !fold.starts_with(may_compose) => self.text.keys.push_str(fold),
            fold => letters -= u32::from(self.push(fold.and_then(|f| f.chars().next()).unwrap_or(c))),
        }
        self.after_letter(
            letters,
            entry.script(),
            is_letter,
            entry.is_bare(Spelling::Merged),
            at + c.len_utf8(),
        );
    }

    /// One character of a long fold; whether it became one syllable with the letter before it.
    fn folded(&mut self, folded: char) -> bool {
        let entry = lookup(folded);
        if entry.kind == Class::Mark {
            self.keep_mark(folded, entry);
            return false;
        }
        self.settle_marks();
        self.push(folded)
    }

    /// Appends a letter; whether it became one syllable with the letter before it.
    fn push(&mut self, letter: char) -> bool {
        let composed = may_compose(letter)
            .then(|| {
                self.text.keys.last(self.word.part.key).and_then(|before| compose_letters(before, letter))
            })
            .flatten();
        if composed.is_some() {
            self.text.keys.pop();
        }
        self.text.keys.push(composed.unwrap_or(letter));
        composed.is_some()
    }

    fn mark(&mut self, c: char, entry: &Entry, end: usize) {
        if self.word.apostrophe {
            self.close(Kind::Word);
        }
        if !self.word.open {
            return;
        }
        self.word.part.end = end;
        let bare = self.word.bare;
        match entry.fold(Spelling::Merged) {
            None if bare && entry.is_nonspacing() => {}
            None => self.keep_mark(c, entry),
            Some(fold) => {
                let marks = fold.chars().map(|mark| (mark, lookup(mark)));
                let kept = marks.filter(|(_, mark)| !(bare && mark.is_nonspacing()));
                kept.for_each(|(c, mark)| self.keep_mark(c, mark));
            }
        }
    }

    /// A mark without a letter before it in the token, as the fold of a lone vowel sign may begin, is dropped like one
    /// that stands there in the original.
    fn keep_mark(&mut self, mark: char, entry: &Entry) {
        if self.text.keys.len() == self.word.part.key {
            return;
        }
        if entry.stays() && self.text.marks.is_empty() {
            self.text.keys.push(mark);
        } else {
            self.text.marks.push(mark, entry, 0, 0);
        }
    }

    /// What follows is no mark of the last letter any more: writes those it has.
    fn settle_marks(&mut self) {
        if self.text.marks.is_empty() {
            return;
        }
        let letter = self.text.keys.pop().unwrap_or_default();
        let (letter, marks) = self.text.marks.settle(Waiting::letter(letter, 0, 0));
        self.text.keys.push(letter.c);
        self.text.keys.extend(marks.iter().map(|mark| mark.c));
        self.text.marks.clear();
    }

    fn apostrophe(&mut self) {
        if self.word.apostrophe {
            self.close(Kind::Word);
        } else {
            self.word.apostrophe = self.word.open;
        }
    }

    /// One grapheme of a script written without spaces.
    fn grapheme(&mut self, first: char, entry: &Entry, at: usize) -> usize {
        self.close(Kind::Word);
        self.end_tag();
        self.signs = Signs::default();
        if !entry.is_long() && graphemes::is_alone(&self.original[at..], first) {
            return self.lone_grapheme(first, entry, at);
        }
        let cluster = graphemes::first(&self.original[at..]);
        let mut here = at;
        for c in cluster.chars() {
            let entry = lookup(c);
            match entry.kind {
                Class::Letter | Class::Digit => self.letter(c, entry, here),
                Class::Mark => self.mark(c, entry, here + c.len_utf8()),
                _ => {}
            }
            here += c.len_utf8();
        }
        self.close(Kind::Grapheme);
        here
    }

    fn lone_grapheme(&mut self, c: char, entry: &Entry, at: usize) -> usize {
        let end = at + c.len_utf8();
        let key = self.text.keys.len();
        match entry.fold(Spelling::Merged) {
            Some(fold) => self.text.keys.push_str(fold),
            None => self.text.keys.push(c),
        }
        let (script, letters) = (entry.script(), u32::from(entry.letters));
        self.text
            .push_token(Part { start: at, end, key, script, letters, ..Part::default() }, Kind::Grapheme);
        end
    }

    fn sign(&mut self, c: char, at: usize) {
        self.close(Kind::Word);
        let part = Part { start: at, end: at + c.len_utf8(), key: self.text.keys.len(), ..Part::default() };
        match lookup(c).fold(Spelling::Merged) {
            Some(fold) => self.text.keys.push_str(fold),
            None => self.text.keys.push(c),
        }
        self.text.push_token(part, Kind::Sign);
    }

    /// Ends the open word, if any, as a token.
    pub(super) fn close(&mut self, kind: Kind) {
        if self.word.open {
            self.settle_marks();
            self.word.open = false;
            (self.word.apostrophe, self.word.zero_width) = (false, false);
            self.text.push_token(self.word.part, kind);
            if kind == Kind::Word {
                self.note_single();
            }
        }
    }
}

impl Script {
    /// The scripts of two stretches of a word.
    #[must_use]
    pub fn with(self, other: Script) -> Script {
        match (self, other) {
            (Script::None, script) | (script, Script::None) => script,
            (one, two) if one == two => one,
            _ => Script::Mixed,
        }
    }
}
