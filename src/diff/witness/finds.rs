//! Texts in which an extractor finds something that passes its filters: candidates around the values that filters name,
//! tried with the extractor itself.

use super::dice::Dice;
use crate::extract::{Attribute, AttributeValue, Extractor};
use crate::logic::{Extract, Test, number_of};
use crate::text::{Text, fold_string};

/// Telephone numbers of places that policies speak of: reserved for examples, or made up.
const PHONES: [&str; 16] = [
    "+44 7700 900123",
    "+33 6 12 34 56 78",
    "+355 69 212 3456",
    "+49 1512 3456789",
    "+40 712 345 678",
    "+84 91 234 56 78",
    "+90 532 123 45 67",
    "+98 912 345 6789",
    "+964 770 123 4567",
    "+32 470 12 34 56",
    "+34 612 34 56 78",
    "+39 312 345 6789",
    "+1 212 555 0123",
    "+251 91 123 4567",
    "+93 70 123 4567",
    "+20 100 123 4567",
];

/// Addresses of wallets, one per chain.
const WALLETS: [&str; 3] = [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
];

/// A text in which the extractor finds something for this, and nothing for as many of the others as can be.
pub(super) fn text(wanted: &Extract, others: &[&Extract], dice: &mut Dice) -> Option<String> {
    let rivals: Vec<&&Extract> = others.iter().filter(|other| other.extractor == wanted.extractor).collect();
    let all = std::iter::once(wanted).chain(rivals.iter().map(|other| **other));
    let all: Vec<&Extract> = all.collect();
    let mut best: Vec<String> = Vec::new();
    let mut fewest = usize::MAX;
    for candidate in candidates(wanted.extractor, &all) {
        if !finds(wanted, &candidate) {
            continue;
        }
        let unwanted = rivals.iter().filter(|other| finds(other, &candidate)).count();
        if unwanted < fewest {
            best.clear();
            fewest = unwanted;
        }
        if unwanted == fewest {
            best.push(candidate);
        }
    }
    let chosen = if dice.below(2) == 0 { 0 } else { dice.below(best.len()) };
    best.into_iter().nth(chosen)
}

/// Whether an extractor finds something in a text that passes its filters.
fn finds(extract: &Extract, candidate: &str) -> bool {
    let mut text = Text::new();
    text.read(candidate);
    let found = extract.extractor.find(candidate, &text, extract.region.as_deref());
    found.iter().any(|found| {
        extract.filters.iter().all(|(attribute, test)| match (found.attribute(*attribute), test) {
            (Some(AttributeValue::Number(number)), _) => number_passes(*number, test),
            (Some(AttributeValue::Text(text)), _) => text_passes(*attribute, &fold_string(text), test),
            (None, _) => false,
        })
    })
}

fn number_passes(number: f64, test: &Test) -> bool {
    match test {
        Test::Within(low, high) => number_of(*low) <= number && number <= number_of(*high),
        Test::NotNumber(other) => number_of(*other) != number,
        Test::Numbers(numbers) => numbers.iter().any(|&other| number_of(other) == number),
        Test::OneOf(_) | Test::Not(_) => false,
    }
}

fn text_passes(attribute: Attribute, text: &str, test: &Test) -> bool {
    let equals =
        |value: &str| text == value || attribute == Attribute::Domain && text.ends_with(&format!(".{value}"));
    match test {
        Test::OneOf(values) => values.iter().any(|value| equals(value)),
        Test::Not(value) => !equals(value),
        _ => false,
    }
}

/// The values that filters name for an attribute.
fn named(all: &[&Extract], attribute: Attribute) -> Vec<String> {
    let filters = all.iter().flat_map(|extract| &extract.filters).filter(|(own, _)| *own == attribute);
    let mut values: Vec<String> = Vec::new();
    for (_, test) in filters {
        match test {
            Test::OneOf(texts) => values.extend(texts.iter().cloned()),
            Test::Not(text) => values.push(text.clone()),
            Test::Within(low, high) => {
                let ends = [number_of(*low), number_of(*high)].into_iter().filter(|end| end.is_finite());
                let around =
                    ends.flat_map(|end| [end.ceil(), end.ceil() + 1.0, end.floor(), end.floor() - 1.0]);
                values.extend(around.map(|number| number.to_string()));
            }
            Test::NotNumber(number) => values.push(number_of(*number).to_string()),
            Test::Numbers(numbers) => values.extend(numbers.iter().map(|&at| number_of(at).to_string())),
        }
    }
    values.dedup();
    values
}

fn candidates(extractor: Extractor, all: &[&Extract]) -> Vec<String> {
    let with = |usual: &[&str], attribute| {
        let mut values: Vec<String> = usual.iter().map(|&text| text.to_owned()).collect();
        values.extend(named(all, attribute));
        values
    };
    match extractor {
        Extractor::Phone => with(&PHONES, Attribute::Number),
        Extractor::Price => {
            let currencies = with(&["GBP", "EUR", "USD", "ALL"], Attribute::Currency);
            let amounts = with(&["3000"], Attribute::Amount);
            let prices = amounts.iter().flat_map(|amount| {
                currencies.iter().map(move |currency| price(amount, &currency.to_uppercase()))
            });
            prices.collect()
        }
        Extractor::Amount => with(&["4200", "7"], Attribute::Value),
        Extractor::Url => {
            let domains = with(&["example.org"], Attribute::Domain);
            let paths = with(&["", "a"], Attribute::Path);
            let link = |scheme: &str, domain: &str, path: &str| {
                let path = path.trim_start_matches('/');
                if path.is_empty() { format!("{scheme}{domain}") } else { format!("{scheme}{domain}/{path}") }
            };
            let schemes = ["https://", "", "http://"];
            let links = schemes.iter().flat_map(|scheme| {
                let links = domains.iter().flat_map(|domain| paths.iter().map(move |path| (domain, path)));
                links.map(move |(domain, path)| link(scheme, domain, path))
            });
            links.collect()
        }
        Extractor::Handle => {
            let names = with(&["example_sea"], Attribute::Name);
            let services = with(&["telegram", "instagram", "snapchat", "tiktok"], Attribute::Service);
            let plain = names.iter().map(|name| format!("@{}", name.trim_start_matches('@')));
            let named = services
                .iter()
                .flat_map(|service| names.iter().map(move |name| format!("{service}: {name}")));
            plain.chain(named).collect()
        }
        Extractor::Hashtag => {
            let names = with(&["example"], Attribute::Name);
            names.iter().map(|name| format!("#{}", name.trim_start_matches('#'))).collect()
        }
        Extractor::Email => {
            let domains = with(&["example.org"], Attribute::Domain);
            domains.iter().map(|domain| format!("somebody@{domain}")).collect()
        }
        Extractor::Wallet => with(&WALLETS, Attribute::Chain),
    }
}

fn price(amount: &str, currency: &str) -> String {
    match currency {
        "GBP" => format!("£{amount}"),
        "EUR" => format!("€{amount}"),
        _ => format!("{amount} {currency}"),
    }
}
