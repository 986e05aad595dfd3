//! Which digits are a telephone number, of which country, however they are dialled; and the words and links
//! that announce one.

use super::chars::{digit, plain};
use super::codes::tail;
use super::plans::{self, Plan};

/// A valid number.
#[derive(Debug)]
pub(super) struct Number {
    /// `+447700900123`.
    pub(super) e164: String,
    /// ISO 3166; none for numbers of no country (`+800`).
    pub(super) country: Option<&'static str>,
}

/// Numbers that Ofcom keeps for drama, as national numbers without their last three digits. The plans do
/// not list them because nobody has them; examples and tests are full of them.
const DRAMA: [&str; 6] = ["7700900", "1632960", "8081570", "9098790", "3069990", "1914980"];

/// Reads digits with their country code as a number.
pub(super) fn international(digits: &str) -> Option<Number> {
    let (plans, national) = plans::of_number(digits)?;
    plans.iter().find_map(|plan| plan.number(national)).or_else(|| {
        // `+44 (0)7700 …`: the trunk digit is written, but not dialled from abroad.
        plans.iter().find_map(|plan| plan.number(national.strip_prefix(plan.trunk?)?))
    })
}

/// Reads digits after a word that announces a number: its `+` is often left out. Eleven digits at least,
/// so that local numbers of other places are not read as foreign ones.
pub(super) fn international_without_plus(digits: &str) -> Option<Number> {
    (digits.len() >= 11 && !digits.starts_with('0')).then(|| international(digits))?
}

/// Reads digits as they are dialled in a region. `shaped` says that something else speaks for a number,
/// which is needed where local numbers begin with no trunk digit.
pub(super) fn local(region: &str, digits: &str, shaped: bool) -> Option<Number> {
    let region = region.to_ascii_uppercase();
    plans::of_region(&region).find_map(|plan| match plan.trunk {
        Some(trunk) if trunk != "1" => plan.number(digits.strip_prefix(trunk).filter(|_| digits.len() >= 9)?),
        // In North America the trunk digit is part of how numbers are written, or left out.
        Some(trunk) if digits.len() == 11 => plan.number(digits.strip_prefix(trunk).filter(|_| shaped)?),
        _ => plan.number(Some(digits).filter(|digits| shaped && digits.len() >= 8)?),
    })
}

impl Plan {
    /// The number that national digits are here.
    fn number(&self, national: &str) -> Option<Number> {
        let drama = self.country == Some("GB")
            && national.len() == 10
            && DRAMA.iter().any(|kept| national.starts_with(kept));
        (drama || self.admits(national))
            .then(|| Number { e164: format!("+{}{national}", self.code), country: self.country })
    }
}

/// Endings of the text before a number that make it one of a link.
const LINKS: [&str; 8] =
    ["wa.me/", "wa.me/p/", "phone=", "tel:", "callto:", "number=", "viber.click/", "zalo.me/"];

/// Whether a text ends with the part of a link that a telephone number follows, `+` or `%2B` between or not.
pub(super) fn link_before(before: &str) -> bool {
    let before = before.strip_suffix(['+', '＋']).unwrap_or(before);
    let before = strip_suffix_ignoring_case(before, "%2b").unwrap_or(before);
    LINKS.iter().any(|link| strip_suffix_ignoring_case(before, link).is_some())
}

/// What stands before an ASCII ending, in whatever case it is written.
fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    let (rest, end) = (text.get(..at)?, text.get(at..)?);
    end.eq_ignore_ascii_case(suffix).then_some(rest)
}

/// Words that announce a telephone number, folded by hand to lower case without marks.
const WORDS: &[&str] = &[
    "whatsapp",
    "whatsap",
    "watsapp",
    "watsap",
    "wapp",
    "wp",
    "wa",
    "viber",
    "tel",
    "tell",
    "telefon",
    "telefoni",
    "telephone",
    "phone",
    "call",
    "text",
    "txt",
    "ring",
    "mob",
    "mobile",
    "cell",
    "number",
    "contact",
    "imo",
    "signal",
    "telegram",
    "tg",
    "zalo",
    "numri",
    "kontakt",
    "appelez",
    "sdt",
    "hotline",
    "ara",
    "arayin",
    "sms",
    "واتساب",
    "واتس",
    "واتسآپ",
    "واتساپ",
    "واتسپ",
    "فايبر",
    "تلفن",
    "هاتف",
    "الهاتف",
    "اتصل",
    "تماس",
    "شماره",
    "رقم",
    "جوال",
    "موبايل",
    "موبایل",
    "تلگرام",
    "تلغرام",
    "تليجرام",
    "واٹس",
    "ایپ",
    "فون",
    "نمبر",
    "رابطہ",
    "واټساپ",
    "واټس",
    "ژمارە",
    "تەلەفۆن",
    "وەتساپ",
    "ۋاتساپ",
    "ስልክ",
    "ዋትሳፕ",
    "ዋትስአፕ",
    "ዋትስ",
    "ਫੋਨ",
    "ਵਟਸਐਪ",
    "ਨੰਬਰ",
    "тел",
    "телефон",
    "вотсап",
    "ватсап",
    "msg",
    "dm",
    "kontaktoni",
    "iletisim",
    "iletişim",
    "الواتساب",
    "للتواصل",
    "التواصل",
    "پەیوەندی",
];

/// The same in more than one word.
const PHRASES: &[&str] =
    &["what's app", "what’s app", "whats app", "whatsapp id", "واتس اب", "واتس آب", "liên hệ", "lien he"];

/// Signs that announce a telephone number.
const SIGNS: [char; 9] = ['☎', '📞', '📱', '📲', '☏', '✆', '🤙', '📳', '🕿'];

/// Whether a word or sign that announces a number stands just before, with punctuation or blanks between.
pub(super) fn word_before(before: &str) -> bool {
    let reach = tail(before);
    let end = reach.trim_end_matches(|c: char| !c.is_alphanumeric() && !SIGNS.contains(&c) && !stops(c));
    end.ends_with(SIGNS)
        || last_word(end).is_some_and(|word| WORDS.contains(&word.as_str()))
        || ends_with_phrase(end)
}

/// Whether a text ends with words that announce a number together.
fn ends_with_phrase(text: &str) -> bool {
    let text = text.to_lowercase();
    let rest = PHRASES.iter().find_map(|phrase| text.strip_suffix(phrase));
    rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// The word a text ends with, in lower case.
fn last_word(text: &str) -> Option<String> {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    (!word.is_empty()).then(|| {
        // The dot that the small form of `İ` keeps is no letter.
        word.chars().map(plain).flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').collect()
    })
}

/// Whether a character ends what a word can announce.
const fn stops(c: char) -> bool {
    matches!(c, '\n' | '#' | '@' | '/' | '=' | '$' | '£' | '€')
}

/// Whether a currency sign that begins a text (after blanks) has its own amount behind it.
pub(super) fn money_has_amount(rest: &str) -> bool {
    rest.trim_start().chars().nth(1).is_some_and(|c| digit(c).is_some())
}
