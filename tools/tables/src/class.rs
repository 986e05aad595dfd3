//! What each code point is and what it folds to, from Unicode properties: steps 1, 2, 3, 5 and 6 of folding.

use std::collections::BTreeSet;

use icu_casemap::CaseMapper;
use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{
    DefaultIgnorableCodePoint, Emoji, EmojiModifier, GeneralCategory, GraphemeClusterBreak, Lowercase,
    Script, Uppercase, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::variants;

/// What a code point does in a text. The order is that of `Kind` in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Separator,
    Space,
    Letter,
    Digit,
    Mark,
    Ignorable,
    Joiner,
    Cut,
    Apostrophe,
    Sign,
    Emoji,
    Regional,
    Tag,
}

/// Everything the table says of a code point, `native` being its fold without look-alikes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Class {
    pub kind: Kind,
    /// A mark that letters of the alphabets below lose (Mn, Me); not Mc.
    pub nonspacing: bool,
    /// A letter or digit that loses such marks.
    pub bare: bool,
    /// A letter of a script written without spaces.
    pub dense: bool,
    /// A letter that counts as Latin.
    pub latin: bool,
    /// Lost its stroke in folding.
    pub stroked: bool,
    /// A capital letter, or a symbol of one.
    pub upper: bool,
    /// A small letter, or a symbol of one.
    pub lower: bool,
    pub combining: u8,
    /// A mark that may compose with what stands before it.
    pub composes: bool,
    pub native: String,
}

pub struct Unicode {
    /// What stands second where two characters compose.
    composes: BTreeSet<char>,
    category: icu_properties::CodePointMapDataBorrowed<'static, GeneralCategory>,
    script: icu_properties::CodePointMapDataBorrowed<'static, Script>,
    combining: CanonicalCombiningClassMapBorrowed<'static>,
    nfkd: DecomposingNormalizerBorrowed<'static>,
    nfd: DecomposingNormalizerBorrowed<'static>,
    nfc: ComposingNormalizerBorrowed<'static>,
}

fn seconds() -> BTreeSet<char> {
    let pairs = CanonicalDecompositionBorrowed::new();
    ('\0'..=char::MAX)
        .filter_map(|c| match pairs.decompose(c) {
            Decomposed::Expansion(_, second) => Some(second),
            _ => None,
        })
        .collect()
}

impl Unicode {
    pub fn new() -> Self {
        Self {
            composes: seconds(),
            category: CodePointMapData::new(),
            script: CodePointMapData::new(),
            combining: CanonicalCombiningClassMapBorrowed::new(),
            nfkd: DecomposingNormalizerBorrowed::new_nfkd(),
            nfd: DecomposingNormalizerBorrowed::new_nfd(),
            nfc: ComposingNormalizerBorrowed::new_nfc(),
        }
    }

    pub fn is_letter(&self, c: char) -> bool {
        use GeneralCategory as G;
        matches!(
            self.category.get(c),
            G::UppercaseLetter
                | G::LowercaseLetter
                | G::TitlecaseLetter
                | G::ModifierLetter
                | G::OtherLetter
                | G::LetterNumber
        )
    }

    pub fn is_mark(&self, c: char) -> bool {
        use GeneralCategory as G;
        matches!(self.category.get(c), G::NonspacingMark | G::SpacingMark | G::EnclosingMark)
    }

    fn is_nonspacing(&self, c: char) -> bool {
        use GeneralCategory as G;
        matches!(self.category.get(c), G::NonspacingMark | G::EnclosingMark)
    }

    pub fn is_spacing_mark(&self, c: char) -> bool {
        self.category.get(c) == GeneralCategory::SpacingMark
    }

    pub fn is_digit(&self, c: char) -> bool {
        self.category.get(c) == GeneralCategory::DecimalNumber
    }

    pub fn script(&self, c: char) -> Script {
        self.script.get(c)
    }

    /// Letters of these scripts lose their marks (step 3); those of none are taken for Latin.
    pub fn loses_marks(&self, c: char) -> bool {
        c.is_ascii_digit()
            || matches!(
                self.script(c),
                Script::Latin
                    | Script::Greek
                    | Script::Cyrillic
                    | Script::Arabic
                    | Script::Hebrew
                    | Script::Common
                    | Script::Inherited
            ) && !self.is_dense(c)
    }

    /// Letters of scripts written without spaces; the sound marks of kana belong to no script.
    pub fn is_dense(&self, c: char) -> bool {
        matches!(
            self.script(c),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        ) || matches!(c, '\u{3006}' | '\u{3031}'..='\u{3035}' | '\u{303C}' | '\u{30FC}')
    }

    /// Vowel signs of Burmese that are grapheme clusters by themselves.
    fn stands_alone(&self, c: char) -> bool {
        let clusters = CodePointMapData::<GraphemeClusterBreak>::new();
        self.is_spacing_mark(c) && self.is_dense(c) && clusters.get(c) == GraphemeClusterBreak::Other
    }

    pub fn class(&self, c: char) -> Class {
        let kind = self.special(c);
        let mut class = Class {
            kind: kind.unwrap_or(Kind::Separator),
            nonspacing: false,
            bare: false,
            dense: false,
            latin: false,
            stroked: false,
            upper: false,
            lower: false,
            combining: 0,
            composes: false,
            native: c.to_string(),
        };
        match kind {
            Some(Kind::Sign) => class.native = self.sign(c),
            Some(Kind::Space) => class.native = " ".into(),
            Some(Kind::Apostrophe) => class.native = "'".into(),
            Some(_) => {}
            None => self.ordinary(c, &mut class),
        }
        class
    }

    /// The kinds that do not depend on the fold.
    fn special(&self, c: char) -> Option<Kind> {
        use GeneralCategory as G;
        Some(match c {
            '\'' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '\u{FF07}' => Kind::Apostrophe,
            '\u{200D}' => Kind::Joiner,
            '\u{200B}' | '\u{200C}' => Kind::Cut,
            '\u{E0020}'..='\u{E007F}' => Kind::Tag,
            '\u{0640}' => Kind::Ignorable,
            '\u{1F1E6}'..='\u{1F1FF}' => Kind::Regional,
            '%' | '\u{066A}' | '\u{FF05}' | '\u{FE6A}' => Kind::Sign,
            _ if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) => Kind::Ignorable,
            _ if CodePointSetData::new::<EmojiModifier>().contains(c) => Kind::Ignorable,
            _ if self.category.get(c) == G::CurrencySymbol => Kind::Sign,
            _ if CodePointSetData::new::<WhiteSpace>().contains(c) => Kind::Space,
            _ if self.is_emoji(c) => Kind::Emoji,
            _ => return None,
        })
    }

    fn is_emoji(&self, c: char) -> bool {
        CodePointSetData::new::<Emoji>().contains(c)
            && !c.is_ascii()
            && !matches!(c, '©' | '®' | '™' | 'Ⓜ' | '🅰' | '🅱' | '🅾' | '🅿')
            && !self.is_letter(c)
    }

    fn sign(&self, c: char) -> String {
        let folded = self.nfkd.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        match c {
            '\u{066A}' => "%".into(),
            _ if folded.chars().count() == 1 => folded,
            _ => c.to_string(),
        }
    }

    fn ordinary(&self, c: char, class: &mut Class) {
        if self.stands_alone(c) {
            (class.kind, class.dense) = (Kind::Letter, true);
            return;
        }
        if self.is_mark(c) {
            class.kind = Kind::Mark;
            class.nonspacing = self.is_nonspacing(c);
            class.combining = self.combining.get_u8(c);
            class.composes = self.composes.contains(&c);
            // Marks stay apart: of those of a vowel sign a letter may lose one and keep another.
            class.native = self.nfkd.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
            return;
        }
        if ('\u{AC00}'..='\u{D7A3}').contains(&c) {
            class.kind = Kind::Letter;
            return;
        }
        match self.worded(c) {
            Some(native) => self.word(c, native, class),
            None => {
                if let Some(base) = self.undisguised(c) {
                    class.kind = self.special(base).unwrap_or(Kind::Separator);
                    class.native = base.to_string();
                }
            }
        }
    }

    /// The separator or emoji that a symbol is in disguise (a full-width full stop) or with marks (`\u{2260}`).
    fn undisguised(&self, c: char) -> Option<char> {
        let own = c.to_string();
        let base = |folded: &str| self.base_of_symbol(folded);
        base(&self.nfkd.normalize(&own)).or_else(|| base(&self.nfd.normalize(&own)))
    }

    fn base_of_symbol(&self, folded: &str) -> Option<char> {
        let mut chars = folded.chars();
        let base =
            chars.next().filter(|&base| base != ' ' && self.worded(base).is_none() && !self.is_mark(base))?;
        chars.all(|mark| self.is_mark(mark)).then_some(base)
    }

    /// Kind and flags of what folds to letters, digits or marks.
    fn word(&self, c: char, native: String, class: &mut Class) {
        let mut letters = native.chars().filter(|&n| !self.is_mark(n));
        let Some(first) = letters.next() else {
            class.kind = if native.is_empty() { Kind::Ignorable } else { Kind::Mark };
            class.nonspacing = native.chars().all(|n| self.is_nonspacing(n));
            class.combining = native.chars().next().map_or(0, |n| self.combining.get_u8(n));
            class.native = native;
            return;
        };
        class.kind = if first.is_ascii_digit() { Kind::Digit } else { Kind::Letter };
        let last = letters.next_back().unwrap_or(first);
        class.bare = self.loses_marks(last);
        class.dense = self.is_dense(first);
        class.latin = class.kind == Kind::Letter
            && !class.dense
            && matches!(self.script(first), Script::Latin | Script::Common | Script::Inherited);
        class.composes = native.chars().any(|n| self.composes.contains(&n));
        class.stroked = variants::unstroked(self.lower(c)).is_some();
        (class.upper, class.lower) = self.case(c);
        class.native = native;
    }

    /// Whether a letter is a capital and whether it is a small one, by the first letter it is made of.
    fn case(&self, c: char) -> (bool, bool) {
        let decomposed = self.nfkd.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        let is = |set: icu_properties::CodePointSetDataBorrowed<'static>| {
            set.contains(c)
                || decomposed
                    .chars()
                    .find(|&first| self.is_letter(first))
                    .is_some_and(|first| set.contains(first))
        };
        (is(CodePointSetData::new::<Uppercase>()), is(CodePointSetData::new::<Lowercase>()))
    }

    pub fn lower(&self, c: char) -> char {
        let folded = CaseMapper::new().fold_string(c.encode_utf8(&mut [0; 4])).into_owned();
        let mut chars = folded.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => only,
            _ => c,
        }
    }

    /// The letters and digits a character stands for, folded; nothing where it only separates.
    fn worded(&self, c: char) -> Option<String> {
        if let Some(enclosed) = variants::enclosed(c) {
            return Some(enclosed.into());
        }
        let decomposed = self.nfkd.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        match c {
            '\u{0149}' => return Some("n".into()),
            '\u{013F}' | '\u{0140}' => return Some("l".into()),
            _ => {}
        }
        if !self.is_letter(c) && !self.is_digit(c) {
            return self.enclosed(c, &decomposed);
        }
        let plain = |d: char| self.is_letter(d) || self.is_digit(d) || self.is_mark(d) || d == '\u{0640}';
        decomposed.chars().all(plain).then(|| self.composed(&self.fold(&decomposed)))
    }

    /// Kept marks are composed with their letters, here as when the matcher reads. Letters that are written as several
    /// and compose with what stands before them (Kirat Rai `ai`) stay apart: they compose one by one.
    fn composed(&self, folded: &str) -> String {
        let apart = self.nfd.normalize(folded);
        let joins = apart.starts_with(|c| self.is_letter(c) && self.composes.contains(&c));
        if joins { apart.into_owned() } else { self.nfc.normalize(folded).into_owned() }
    }

    /// A symbol that is one letter or digit in a circle, a square or brackets.
    fn enclosed(&self, c: char, decomposed: &str) -> Option<String> {
        let raised =
            matches!(c, '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}'..='\u{208E}' | '\u{3190}'..='\u{319F}');
        let inner = decomposed.trim_matches(['(', ')', '\u{3014}', '\u{3015}']);
        let mut chars = inner.chars();
        chars.next().filter(|&only| self.is_letter(only) || self.is_digit(only))?;
        (!raised && chars.all(|d| self.is_mark(d))).then(|| self.composed(&self.fold(inner)))
    }

    /// Case, strokes, digits and variants of a decomposed string; marks go where their letter loses them.
    fn fold(&self, decomposed: &str) -> String {
        let mut folded = String::new();
        let mut bare = false;
        for c in decomposed.chars().filter(|&c| c != '\u{0640}') {
            if self.is_mark(c) {
                if !(bare && self.is_nonspacing(c)) {
                    folded.push(c);
                }
                continue;
            }
            bare = self.loses_marks(c);
            folded.push_str(&self.fold_letter(c));
        }
        folded
    }

    fn fold_letter(&self, c: char) -> String {
        if let Some(digit) = self.digit(c) {
            return digit.to_string();
        }
        let cased = CaseMapper::new().fold_string(c.encode_utf8(&mut [0; 4])).into_owned();
        let decomposed = self.nfkd.normalize(&cased).into_owned();
        decomposed
            .chars()
            .filter(|&d| !(self.is_nonspacing(d) && self.loses_marks(c)))
            .map(|d| variants::unstroked(d).unwrap_or(d))
            .map(variants::variant)
            .collect()
    }

    /// Decimal digits stand in runs of ten, from zero.
    fn digit(&self, c: char) -> Option<char> {
        if !self.is_digit(c) {
            return None;
        }
        if c.is_ascii() {
            return Some(c);
        }
        let decomposed = self.nfkd.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        if decomposed.len() == 1 {
            return decomposed.chars().next();
        }
        // Mathematical digits have decompositions; all other runs start at a multiple of ten from the run's start.
        let mut start = c as u32;
        while char::from_u32(start - 1).is_some_and(|before| self.is_digit(before)) {
            start -= 1;
        }
        char::from_digit((c as u32 - start) % 10, 10)
    }
}
