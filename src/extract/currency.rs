//! Currencies: their signs, codes and words. Codes are ISO 4217; signs that several countries use stand for
//! the one CLDR gives without a country (`$` USD, `£` GBP, `¥` JPY). Words are those of the languages of the
//! shipped lexicons and their neighbours, folded as content is.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::fold_tokens;

/// What a word must have around it to be a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing but an amount, before or after it.
    Free,
    /// The amount before it.
    After,
    /// The amount before it, and written with its marks: `đô` and not `do`.
    Marked,
    /// The amount before it, a hundred at least: `3 livres` are books, `3000 livres` are not.
    Large,
    /// Whose it is, in the word behind it: `francs suisses`, because alone it is anybody's.
    Named,
    /// As `Large`, and in capitals: `3000 ALL`, but not `3 all`.
    Capitals,
}

/// A currency as a word or sign names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Currency {
    /// ISO 4217.
    pub(super) code: &'static str,
    /// When it is one.
    pub(super) guard: Guard,
}

/// Signs, and the letters that are used as signs.
const SIGNS: &[(&str, &str)] = &[
    ("£", "GBP"),
    ("€", "EUR"),
    ("$", "USD"),
    ("¥", "JPY"),
    ("₺", "TRY"),
    ("₫", "VND"),
    ("₹", "INR"),
    ("₨", "PKR"),
    ("﷼", "IRR"),
    ("៛", "KHR"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₾", "GEL"),
    ("₼", "AZN"),
    ("₸", "KZT"),
    ("₪", "ILS"),
    ("₩", "KRW"),
    ("₦", "NGN"),
    ("₱", "PHP"),
    ("฿", "THB"),
    ("₵", "GHS"),
    ("₡", "CRC"),
    ("₲", "PYG"),
    ("₭", "LAK"),
    ("₮", "MNT"),
    ("৳", "BDT"),
    ("؋", "AFN"),
    ("֏", "AMD"),
    ("₤", "GBP"),
    ("₠", "EUR"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("лв", "BGN"),
    ("TL", "TRY"),
    ("Rs", "PKR"),
    ("元", "CNY"),
    ("円", "JPY"),
];

/// Codes that are no word, in capitals or not.
const CODES: &str = "GBP EUR USD CHF CAD AUD NZD JPY CNY INR PKR AFN IRR IQD SYP LBP JOD EGP LYD DZD TND AED SAR QAR KWD BHD OMR YER \
VND KHR THB PHP IDR MYR SGD HKD KRW BDT LKR NPR RUB UAH BYN GEL AZN AMD KZT UZS KGS TJS TMT MDL BGN CZK PLN HUF HRK RSD MKD \
SEK NOK DKK ISK ILS NGN GHS ETB ERN SDG KES ZAR XOF XAF BRL MXN ARS CLP TWD";

/// Codes that are words or names.
const WORDLIKE_CODES: &str = "ALL TRY RON MAD SOS BAM COP PEN MOP TOP CUP BOB UGX TZS LAK MMK CFA IRT";

/// Words by currency.
const WORDS: &[(&str, Guard, &[&str])] = &[
    (
        "GBP",
        Guard::Free,
        &[
            "باوند",
            "جنيه",
            "پوند",
            "پاوەند",
            "پۆند",
            "پونډ",
            "پاؤنڈ",
            "پونڈ",
            "ਪੌਂਡ",
            "ਪਾਊਂਡ",
            "ፓውንድ",
            "ፓዉንድ",
            "stg",
        ],
    ),
    (
        "GBP",
        Guard::After,
        &[
            "pound",
            "pounds",
            "quid",
            "sterling",
            "paund",
            "paundë",
            "paunde",
            "paundësh",
            "paundsh",
            "poundë",
            "pund",
            "pundë",
            "sterlin",
            "sterlini",
            "stërlina",
            "pawend",
            "pawênd",
            "pawen",
            "paundan",
            "paundî",
            "sterlindir",
            "sterline",
            "sterlinden",
            "پاوەندی",
            "پاوندە",
            "پونډه",
            "پونډو",
            "ਪੌਂਡਾਂ",
            "ਪਾਊਂਡਾਂ",
            "lire",
            "pfund",
            "esterlinas",
            "باوندات",
            "جنيهات",
            "استرليني",
            "إسترليني",
            "بوند",
            "پاوند",
            "پاونڈ",
            "فوند",
            "фунтов",
            "фунта",
            "фунт",
            "фунти",
            "λίρες",
        ],
    ),
    ("GBP", Guard::Large, &["livre", "livres", "libra", "libras"]),
    ("GBP", Guard::Marked, &["bảng"]),
    (
        "EUR",
        Guard::Free,
        &[
            "euro",
            "euros",
            "يورو",
            "اورو",
            "یورو",
            "یۆرۆ",
            "ئۆرۆ",
            "يۆرۆ",
            "ዩሮ",
            "ኤውሮ",
            "ਯੂਰੋ",
            "евро",
            "євро",
            "ευρώ",
            "evro",
            "avro",
        ],
    ),
    (
        "EUR",
        Guard::After,
        &[
            "eurosh",
            "euroja",
            "ewro",
            "euroi",
            "euroya",
            "euroyî",
            "ewroyan",
            "euroyan",
            "یۆرۆیە",
            "یۆرۆی",
            "yuro",
            "يوروهات",
            "евра",
        ],
    ),
    ("USD", Guard::Free, &["دولار", "دلار", "دۆلار", "ډالر", "ڈالر", "ዶላር", "ਡਾਲਰ", "доллар", "долларов"]),
    (
        "USD",
        Guard::After,
        &[
            "dollar",
            "dollars",
            "dollarë",
            "dollare",
            "dollarësh",
            "dolar",
            "dolarë",
            "dolari",
            "dólar",
            "dolara",
            "dolardır",
            "ډالره",
            "ډالرو",
            "dólares",
            "dolares",
            "dollari",
            "bucks",
            "دولارات",
            "доллара",
        ],
    ),
    ("USD", Guard::Marked, &["đô", "đôla"]),
    ("ALL", Guard::After, &["lek", "lekë", "leke", "lekësh"]),
    (
        "TRY",
        Guard::After,
        &["lira", "liraya", "lirası", "liraları", "ليرة", "ليره", "لیر", "لیرە", "лир", "лиры"],
    ),
    ("VND", Guard::After, &["đồng", "vnđ"]),
    ("VND", Guard::Marked, &["đ"]),
    ("RON", Guard::After, &["lei", "leu", "ron"]),
    ("IRR", Guard::Free, &["ریال"]),
    ("IRT", Guard::Free, &["تومان", "تومن"]),
    ("IRT", Guard::After, &["toman", "tomans", "tuman"]),
    ("CHF", Guard::Named, &["franc", "francs", "franken", "franci", "فرنك", "فرانك"]),
    ("XOF", Guard::After, &["fcfa"]),
    ("IQD", Guard::After, &["دینار", "دينار", "dinar", "dinars", "dînar", "dinarë", "dinara"]),
    ("PKR", Guard::After, &["کلدارې", "کلداری", "کلدار", "روپے", "روپیہ", "rupee", "rupees", "rupaye"]),
    ("INR", Guard::After, &["ਰੁਪਏ", "ਰੁਪਈਏ", "रुपये", "रुपए"]),
    ("AFN", Guard::After, &["افغانی", "افغانۍ", "afghani", "afghanis"]),
    ("ETB", Guard::After, &["ብር", "birr"]),
    ("ERN", Guard::After, &["ናቕፋ", "ናቅፋ", "nakfa"]),
    ("AED", Guard::After, &["درهم", "دراهم", "dirham", "dirhams"]),
    ("RUB", Guard::After, &["рублей", "рубля", "рубль", "руб", "rubles", "roubles", "ruble"]),
    ("UAH", Guard::After, &["гривен", "гривень", "гривні", "hryvnia"]),
    ("BGN", Guard::After, &["лева", "leva"]),
    ("PLN", Guard::After, &["zloty", "złotych", "złote"]),
    ("GEL", Guard::After, &["ლარი", "lari"]),
    ("AZN", Guard::After, &["manat"]),
    // The notes, as an emoji.
    ("GBP", Guard::Large, &["💷"]),
    ("EUR", Guard::Large, &["💶"]),
];

/// What a letter before `$` makes of it.
const DOLLARS: [(&str, &str); 12] = [
    ("us", "USD"),
    ("c", "CAD"),
    ("ca", "CAD"),
    ("can", "CAD"),
    ("a", "AUD"),
    ("au", "AUD"),
    ("nz", "NZD"),
    ("hk", "HKD"),
    ("s", "SGD"),
    ("sg", "SGD"),
    ("nt", "TWD"),
    ("r", "BRL"),
];

/// Words before a currency that say whose it is, and what it is then; empty where it stays.
const WHOSE: &[(&str, &str)] = &[
    ("british", ""),
    ("english", ""),
    ("uk", ""),
    ("us", ""),
    ("american", ""),
    ("turkish", ""),
    ("albanian", ""),
    ("iraqi", ""),
    ("iranian", ""),
    ("afghan", ""),
    ("canadian", "CAD"),
    ("australian", "AUD"),
    ("indian", "INR"),
    ("serbian", "RSD"),
    ("türk", ""),
    ("ingiliz", "GBP"),
    ("amerikan", ""),
];

/// Words after a currency that belong to its name: after which word (empty for any), the word, and what the
/// two are.
const SURNAMES: &[(&str, &str, &str)] = &[
    ("", "sterling", "GBP"),
    ("", "sterlin", "GBP"),
    ("", "sterlini", "GBP"),
    ("", "sterlina", "GBP"),
    ("", "sterline", "GBP"),
    ("", "esterlina", "GBP"),
    ("", "esterlinas", "GBP"),
    ("", "استرليني", "GBP"),
    ("", "سترليني", "GBP"),
    ("", "انگلیس", "GBP"),
    // `3000 باوند سوداني` would be pounds, for a Sudanese.
    ("جنيه", "مصري", "EGP"),
    ("جنيه", "سوداني", "SDG"),
    ("جنيهات", "مصرية", "EGP"),
    ("bảng", "anh", "GBP"),
    ("đô", "la", "USD"),
];

/// Adjectives and countries after a currency that say whose it is: what it is then, the currencies whose name it
/// can follow (as the name alone would be read), and the words. After any other name the word begins something
/// else: `3000 دولار سوري او عراقي` are dollars for Syrians and Iraqis.
const NATIONALITIES: &[(&str, &[&str], &[&str])] = &[
    ("DZD", &["IQD"], &["جزائري", "جزایری", "algérien", "algériens", "algerian"]),
    ("TND", &["IQD"], &["تونسي", "tunisien", "tunisiens", "tunisian"]),
    ("KWD", &["IQD"], &["كويتي", "کویت", "koweïtien", "koweïtiens", "kuwaiti"]),
    ("JOD", &["IQD"], &["أردني", "اردني", "jordanien", "jordaniens", "jordanian"]),
    ("LYD", &["IQD"], &["ليبي", "libyen", "libyens", "libyan"]),
    ("BHD", &["IQD"], &["بحريني", "bahreïni", "bahraini"]),
    ("RSD", &["IQD"], &["صربي", "serbe", "serbes", "serbian"]),
    ("IQD", &["IQD"], &["عراقي", "عراق", "عێراقی", "irakien", "irakiens", "iraqi", "iraqî"]),
    ("MAD", &["AED"], &["مغربي", "marocain", "marocains", "moroccan"]),
    ("AED", &["AED"], &["إماراتي", "اماراتي", "امارات", "émirati", "emirati", "émiratis"]),
    ("EGP", &["GBP"], &["égyptienne", "égyptiennes"]),
    ("SDG", &["GBP"], &["soudanaise", "soudanaises"]),
    ("SYP", &["GBP"], &["syrienne", "syriennes"]),
    ("SYP", &["TRY"], &["سورية", "سوري"]),
    ("LBP", &["GBP"], &["libanaise", "libanaises"]),
    ("LBP", &["TRY"], &["لبنانية", "لبناني"]),
    ("TRY", &["GBP"], &["turque", "turques", "turcești"]),
    ("TRY", &["TRY"], &["تركية", "تركي", "ترکیه", "ترک"]),
    (
        "GBP",
        &["GBP", "TRY"],
        &["بريطاني", "انجليزي", "إنجليزي", "بریتانیا", "britanik", "anglaise", "anglaises"],
    ),
    ("SAR", &["IRR"], &["سعودي", "سعودية", "عربستان", "saoudien", "saoudiens", "saudi"]),
    ("YER", &["IRR"], &["يمني", "yéménite", "yemeni"]),
    ("OMR", &["IRR"], &["عماني", "عمان", "omanais", "omani"]),
    ("QAR", &["IRR"], &["قطري", "قطر", "qatari"]),
    (
        "CAD",
        &["USD"],
        &["كندي", "کانادا", "کانادایی", "canadien", "canadiens", "canadiense", "canadienses", "canadieni"],
    ),
    ("AUD", &["USD"], &["أسترالي", "استرالي", "استرالیا", "australien", "australiens", "australiano"]),
    (
        "USD",
        &["USD"],
        &["أمريكي", "امريكي", "اميركي", "أميركي", "آمریکا", "امریکا", "américain", "américains", "americano"],
    ),
    ("INR", &["PKR", "INR"], &["هندي", "هندی", "بھارتی", "indienne", "indiennes"]),
    ("PKR", &["PKR", "INR"], &["باكستاني", "پاکستانی", "pakistanaise", "pakistanaises"]),
    ("CHF", &["CHF"], &["suisse", "suisses", "schweizer", "elvețieni", "سويسري"]),
    ("XOF", &["CHF"], &["cfa"]),
];

/// Words and letters that are no code of ISO 4217, as one that is, and how many units of that they are.
const UNITS: [(&str, &str, f64); 2] = [
    // A toman is ten rials; prices in Iran are spoken in tomans.
    ("IRT", "IRR", 10.0),
    ("CFA", "XOF", 1.0),
];

type Table<T> = LazyLock<FxHashMap<String, T>>;

static CURRENCIES: Table<Currency> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    let mut add = |word: &str, code, guard| {
        table.entry(fold_tokens(word)).or_insert(Currency { code, guard });
    };
    SIGNS.iter().for_each(|(sign, code)| add(sign, code, Guard::Free));
    CODES.split_ascii_whitespace().for_each(|code| add(code, code, Guard::Free));
    for (code, guard, words) in WORDS {
        words.iter().for_each(|word| add(word, code, *guard));
    }
    WORDLIKE_CODES.split_ascii_whitespace().for_each(|code| add(code, code, Guard::Capitals));
    table.remove("");
    table
});

static PREFIXES: Table<&str> =
    LazyLock::new(|| WHOSE.iter().map(|(word, code)| (fold_tokens(word), *code)).collect());
static SUFFIXES: Table<(String, &str)> = LazyLock::new(|| {
    SURNAMES.iter().map(|(after, word, code)| (fold_tokens(word), (fold_tokens(after), *code))).collect()
});

static COUNTRIES: Table<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut table: FxHashMap<String, Vec<_>> = FxHashMap::default();
    for (code, bases, words) in NATIONALITIES {
        for word in *words {
            table.entry(fold_tokens(word)).or_default().extend(bases.iter().map(|base| (*base, *code)));
        }
    }
    table
});

/// The currency that a folded word or sign is.
pub(super) fn currency(key: &str) -> Option<Currency> {
    CURRENCIES.get(key).copied()
}

/// Whether a folded word is a currency that can be written in one with its amount: `3000TL`, but not `MAD1`.
pub(super) fn can_touch(key: &str) -> bool {
    currency(key).is_some_and(|known| matches!(known.guard, Guard::Free | Guard::After))
}

/// Whether a folded word or sign can be a currency.
pub(super) fn is_one(key: &str) -> bool {
    CURRENCIES.contains_key(key) || PREFIXES.contains_key(key)
}

/// The dollar that a folded word before `$` makes of it.
pub(super) fn dollar(prefix: &str) -> Option<&'static str> {
    DOLLARS.iter().find(|(known, _)| *known == prefix).map(|(_, code)| *code)
}

/// Whether a folded word says whose a currency is; with the currency that the word then means, if another.
pub(super) fn whose(key: &str) -> Option<Option<&'static str>> {
    PREFIXES.get(key).map(|code| Some(*code).filter(|code| !code.is_empty()))
}

/// The currency that a folded word is together with the one before it, which alone would be `known`:
/// `pounds sterling`, `dinars algériens`.
pub(super) fn with_surname(known: Currency, name: &str, surname: &str) -> Option<&'static str> {
    let own =
        SUFFIXES.get(surname).filter(|(after, _)| after.is_empty() || after == name).map(|(_, code)| *code);
    let whose =
        || COUNTRIES.get(surname)?.iter().find(|(base, _)| *base == known.code).map(|(_, code)| *code);
    own.or_else(whose)
}

/// The code of ISO 4217 for one of this table's, and how many of its units it is.
pub(super) fn in_iso(code: &'static str) -> (&'static str, f64) {
    let other = UNITS.iter().find(|(known, ..)| *known == code);
    other.map_or((code, 1.0), |(_, code, units)| (code, *units))
}
