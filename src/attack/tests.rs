//! What the operators make, and what they leave alone.

use std::collections::BTreeMap;

use super::draft::{Draft, Extent};
use super::operator::Operator;
use super::random::Random;
use super::variants::{LEAST, Variant, variants};
use super::{Report, run};
use crate::compile::{Compiled, Compiler};
use crate::content::{Content, Value};
use crate::extract::Extractor;
use crate::package::Package;
use crate::text::Text;

/// A text with what does not show written as escapes.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| if super::text::is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() })
        .collect()
}

/// Different disguises of a text by one operator.
fn disguises(operator: Operator, text: &str, extent: Extent, draws: usize) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for seed in 0..draws as u64 {
        let mut draft = Draft::new([text], None);
        operator.apply(&mut draft, extent, &mut Random::new(seed, text));
        let disguised = shown(&draft.texts().concat());
        if disguised != text && !made.contains(&disguised) {
            made.push(disguised);
        }
    }
    made
}

/// What every operator makes of a text, of all words and of some.
#[test]
fn what_operators_make() {
    let made = |text: &str| -> String {
        let of = |operator: Operator| {
            let all = disguises(operator, text, Extent::All, 1);
            let lines = all.into_iter().chain(disguises(operator, text, Extent::Some, 1));
            lines.map(|line| format!("{line}\n")).collect::<String>()
        };
        Operator::ALL.into_iter().map(of).collect()
    };
    insta::assert_snapshot!(made("Small boat to Đôver, £3,000 @sea_1"), @r"
        Small boat to Dover, £3,000 @sea_1
        Small boat to Dover, £3,000 @sea_1
        SMALL BOAT TO ĐÔVER, £3,000 @sea_1
        SMALL BOAT TO Đôver, £3,000 @sea_1
        Sm@l1 b0at to Đôv3r, £3,000 @sea_1
        $m@ll boa7 to Đôver, £3,000 @sea_1
        Տмаӏӏ вօаτ τo Đôѵег, £3,000 @sea_1
        Small boατ to Đôνеr, £3,000 @sea_1
        Ｓｍａｌｌ ｂｏａｔ ｔｏ Đôｖｅｒ, £3,000 @sea_1
        Small ｂｏaｔ to Đôver, £3,000 @sea_1
        𝒮𝓂𝒶𝓁𝓁 𝒷ℴ𝒶𝓉 𝓉ℴ Đô𝓋ℯ𝓇, £3,000 @sea_1
        Small 𝒷ℴa𝓉 to Đôver, £3,000 @sea_1
        🆂🅼🅰🅻🅻 🅱🅾🅰🆃 🆃🅾 Đô🆅🅴🆁, £3,000 @sea_1
        Small 🅱🅾a🆃 to Đôver, £3,000 @sea_1
        Smallll boooat to Đđđđđđôver, £3,000 @sea_1
        Smallll boooat to Đôver, £3,000 @sea_1
        S̳⃝̊m̳̱̱a̵̸̳l̸̳̃l̳⃠̷ b̳̄́õ̸̳å̳̳t̳⃝⃝ ẗ̳̲o̳̲̲ Đ̳̃̊ồ̳⃠v̸̳̳e̳⃝̵r̶̸̳, £3,000 @sea_1
        S̳⃝̊m̳̱̱a̵̸̳ll̸̳̃ boat to Đôver, £3,000 @sea_1
        S m a l l  b o a t  to  Đ ô v e r, £3,000 @sea_1
        S m a l l  b o a t  to  Đ ô v e r, £3,000 @sea_1
        S\u{200b}m\u{ad}a\u{2060}l\u{200b}l b\u{200d}o\u{200d}a\u{feff}t t\u{2060}o Đ\u{feff}ô\u{200c}v\u{feff}e\u{2060}r, £3,000 @sea_1
        Small b\u{feff}o\u{200b}at to Đôver, £3,000 @sea_1
        #Small #BoatTo #Đôver, £3,000 @sea_1
        Small boat to #Đôver, £3,000 @sea_1
        Small boat to Đôver, £𝟥,𝟢𝟢𝟢 @sea_1
        Small boat to Đôver, £3,𝟢00 @sea_1
        ");
    insta::assert_snapshot!(made("القارب إلى 500"), @r"
        القارب الى 500
        القارب الى 500
        آلقآرب ألي 500
        آلقارب إلى 500
        اااااالقارب إإإإإلى 500
        اااااالقارب إلى 500
        اًًْلًٌٍقًَْا̶ًًرًْْبًِِ إًُُلًٍِىًّّ 500
        اًًْلًٌٍقًَْار̶ًًبًْْ إلًًٌىًُُ 500
        ا-ل-ق-ا-ر-ب إ-ل-ى 500
        القارب إ-ل-ى 500
        ا\u{2060}ل\u{2060}ق\u{2060}ا\u{2060}ر\u{2060}ب إ\u{2060}ل\u{2060}ى 500
        ا\u{2060}ل\u{2060}ق\u{2060}ا\u{2060}رب إ\u{2060}لى 500
        #القارب_إلى 500
        #القارب_إلى 500
        القارب إلى ۵۰۰
        القارب إلى ۵۰0
        ");
}

#[test]
fn an_operator_without_anything_to_work_on_changes_nothing() {
    for (operator, text) in [
        (Operator::Leet, "القارب الى بريطانيا"),
        (Operator::Case, "القارب الى بريطانيا"),
        (Operator::Fullwidth, "القارب الى بريطانيا"),
        (Operator::Mathematical, "القارب الى بريطانيا"),
        (Operator::DroppedDiacritics, "small boat"),
        (Operator::OtherDigits, "small boat"),
        (Operator::Homoglyph, "🚤🇬🇧 4500"),
        (Operator::Leet, "to uk"),
        (Operator::Spacing, "to uk नाव 英国"),
        (Operator::Repeats, "to uk"),
        (Operator::Hashtag, "l'été"),
        (Operator::ZeroWidth, "a 3,000 @sea_1"),
    ] {
        assert_eq!(disguises(operator, text, Extent::Some, 50), [""; 0], "{}", operator.name());
    }
}

#[test]
fn leet_keeps_to_what_can_be_read() {
    for word in disguises(Operator::Leet, "stable", Extent::Some, 400) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let signs: Vec<usize> =
            word.chars().enumerate().filter(|(_, c)| "@$!".contains(*c)).map(|(at, _)| at).collect();
        let follows = |&at: &usize| word.chars().nth(at + 1).is_some_and(char::is_alphabetic);
        assert!(letters > 3 && !word.starts_with('@') && signs.iter().all(follows), "{word}");
        assert!(!word.starts_with(|c: char| c.is_ascii_digit()), "{word}");
    }
    let prices = disguises(Operator::Leet, "300 sail", Extent::Some, 400);
    assert!(!prices.is_empty() && prices.iter().all(|text| !text.contains("300 $")));
}

#[test]
fn short_words_keep_a_letter_of_their_own() {
    for text in disguises(Operator::Homoglyph, "sea", Extent::Some, 200) {
        assert!(text.contains(|c: char| c.is_ascii_alphabetic()), "{text}");
    }
    let whole = |text: &String| !text.contains(|c: char| c.is_ascii_alphabetic());
    assert!(disguises(Operator::Homoglyph, "boat", Extent::All, 20).iter().all(whole));
}

#[test]
fn words_are_spaced_by_one_separator() {
    let spaced = disguises(Operator::Spacing, "a small boat-trip", Extent::All, 50);
    assert!(spaced.contains(&"a s.m.a.l.l b.o.a.t-t.r.i.p".to_owned()), "{spaced:?}");
    assert!(spaced.contains(&"a  s m a l l  b o a t-t r i p".to_owned()), "{spaced:?}");
    // A hyphen would run the two words together.
    assert!(!spaced.iter().any(|text| text.contains("b-o-a-t")), "{spaced:?}");
}

fn shipped() -> Compiled {
    let package = Package::read_from_disk(concat!(env!("CARGO_MANIFEST_DIR"), "/policies")).unwrap();
    Compiler::new(package).compile().unwrap()
}

fn hits(compiled: &Compiled) -> Vec<&Content> {
    let examples = compiled.policy().rules.iter().flat_map(|rule| &rule.examples);
    examples.filter(|example| example.hit).map(|example| &example.content).collect()
}

fn variants_of(compiled: &Compiled, content: &Content, seed: u64) -> Vec<Variant> {
    variants(compiled.content_type(), compiled.policy().package.region.as_deref(), content, seed)
}

fn texts(content: &Content) -> Vec<&str> {
    let values = content.values.iter().flatten();
    values
        .filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
        .collect()
}

/// What extractors find in the texts of a content object.
fn entities(compiled: &Compiled, content: &Content) -> BTreeMap<&'static str, Vec<String>> {
    let mut text = Text::new();
    let mut entities = BTreeMap::new();
    for value in texts(content) {
        text.read(value);
        for extractor in
            [Extractor::Phone, Extractor::Price, Extractor::Url, Extractor::Handle, Extractor::Email]
        {
            let found = extractor.find(value, &text, compiled.policy().package.region.as_deref());
            entities
                .entry(extractor.name())
                .or_insert_with(Vec::new)
                .extend(found.into_iter().map(|found| found.value));
        }
    }
    entities
}

#[test]
fn every_hit_of_the_shipped_policies_has_many_variants() {
    let compiled = shipped();
    for content in hits(&compiled) {
        let variants = variants_of(&compiled, content, 1);
        assert!(variants.len() >= LEAST, "{} of {:?}", variants.len(), texts(content));
        let mut different: Vec<Vec<&str>> = variants.iter().map(|variant| texts(&variant.content)).collect();
        different.push(texts(content));
        let count = different.len();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), count, "{:?}", texts(content));
    }
}

#[test]
fn entities_outlive_every_disguise() {
    let compiled = shipped();
    for content in hits(&compiled) {
        let wanted = entities(&compiled, content);
        for variant in variants_of(&compiled, content, 7) {
            let found = entities(&compiled, &variant.content);
            for (extractor, values) in &wanted {
                let lost: Vec<&String> =
                    values.iter().filter(|value| !found[extractor].contains(value)).collect();
                assert!(lost.is_empty(), "{lost:?} {:?} {:?}", variant.operators, variant.values);
            }
        }
    }
}

#[test]
fn a_seed_gives_one_set_of_variants() {
    let compiled = shipped();
    let all = |seed| -> Vec<String> {
        let drawn = hits(&compiled).into_iter().flat_map(|content| variants_of(&compiled, content, seed));
        drawn.map(|variant| format!("{:?} {:?}", variant.operators, variant.values)).collect()
    };
    assert_eq!(all(1), all(1));
    assert_ne!(all(1), all(2));
}

fn attack(source: &str) -> Report {
    let compiled = Compiler::from_source("p", source).compile().unwrap();
    run(compiled.policy(), compiled.sources(), 1, None)
}

/// What becomes of these rules does not hang on how words are read: one looks for a price, one for an emoji, and
/// one asks for the word as it is written.
const TINY: &str = "\
rule seats { when price then label because \"b\"
  hit \"a seat, £300\"
  hit \"a seat for free\"
}
rule cars { when \"🚗\" then label because \"b\"  hit \"🚗\" }
rule exact_words { when exact \"RIB\" then label because \"b\"  hit \"RIB\" }
";

#[test]
fn a_report_has_tables() {
    let report = attack(TINY).to_string();
    insta::assert_snapshot!(report.split_once("\nno longer caught:\n").unwrap().0, @r"
        operator            alone  caught    share  in pairs  caught    share
        dropped diacritics      0       0        -         0       0        -
        case                    5       3   60.0 %        19      10   52.6 %
        leet                    6       3   50.0 %        21      11   52.3 %
        homoglyph               6       3   50.0 %        21      11   52.3 %
        fullwidth               6       3   50.0 %        21      11   52.3 %
        mathematical            6       3   50.0 %        21      11   52.3 %
        enclosed                6       3   50.0 %        21      11   52.3 %
        repeats                 6       3   50.0 %        21      11   52.3 %
        combining               6       3   50.0 %        21      11   52.3 %
        spacing                 6       3   50.0 %        18      10   55.5 %
        zero-width              6       3   50.0 %        18      10   55.5 %
        hashtag                 5       4   80.0 %        17      10   58.8 %
        other digits            3       3  100.0 %        11      11  100.0 %

        rule           hits  tried  caught    share
        p.cars            1      0       0        -
        p.exact_words     1     82       1    1.2 %
        p.seats           1    100     100  100.0 %

        p.varne:3  p.seats: does not fire, so it was not disguised
        p.varne:5  p.cars: its text allows only 0 variants
        ");
}

#[test]
fn a_report_shows_some_of_the_failures() {
    let report = attack(TINY).to_string();
    let shown = report.split_once("\nno longer caught:\n").unwrap().1;
    let (first, last) = (shown.lines().take(6), shown.lines().rev().take(4));
    let lines: Vec<&str> = first.chain(["…"]).chain(last.collect::<Vec<_>>().into_iter().rev()).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
        p.varne:6  p.exact_words  case
               text: Rib
               missing: exact "RIB"
        p.varne:6  p.exact_words  leet
               text: R1B
               missing: exact "RIB"
        …
        p.varne:6  p.exact_words  repeats + zero-width
               text: R\u{2060}I\u{2060}B\u{2060}B\u{2060}BBB
               missing: exact "RIB"
        and 61 more
        "#);
}

#[test]
fn counts_agree() {
    let report = attack(TINY);
    let of_rules: usize = report.rules.iter().map(|row| row.tally.tried).sum();
    let of_hits: usize = report.hits.iter().map(|row| row.tally.tried).sum();
    let alone: usize = report.operators.iter().map(|row| row.alone.tried).sum();
    let paired: usize = report.pairs.iter().map(|row| row.tally.tried).sum();
    let in_pairs: usize = report.operators.iter().map(|row| row.in_pairs.tried).sum();
    let tried = report.tally.tried;
    assert_eq!([of_rules, of_hits, alone + paired], [tried; 3]);
    assert_eq!(in_pairs, 2 * paired);
    assert_eq!(report.failures.len(), tried - report.tally.caught);
    let fires: Vec<bool> = report.hits.iter().map(|hit| hit.fires).collect();
    assert_eq!(fires, [true, false, true, true]);
}
