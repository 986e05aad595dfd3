//! Tables of texts and what each extractor finds in them, and properties that hold for any text.

mod amount;
mod email;
mod handle;
mod hashtag;
mod phone;
mod price;
mod properties;
mod url;
mod wallet;

use super::{Attribute, AttributeValue, Extractor, Found};
use crate::text::Text;

/// A text, and what is found in it: the original letters and the value of each.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// What an extractor finds in a text, with Britain as the region of local numbers.
fn find(extractor: Extractor, original: &str, region: Option<&str>) -> Vec<Found> {
    let mut text = Text::new();
    text.read(original);
    extractor.find(original, &text, region)
}

/// Holds an extractor to a table; all rows that differ are shown at once.
fn check(extractor: Extractor, region: Option<&str>, rows: &[Row<'_>]) {
    let mut wrong = String::new();
    for (text, expected) in rows {
        let found = find(extractor, text, region);
        let found: Vec<_> = found
            .iter()
            .map(|find| (&text[find.start as usize..find.end as usize], find.value.as_str()))
            .collect();
        if found != *expected {
            wrong += &format!("{text:?}\n  found    {found:?}\n  expected {expected:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{} in {region:?}:\n{wrong}", extractor.name());
}

/// The attributes of everything an extractor finds in a text, written out.
fn attributes(extractor: Extractor, text: &str) -> String {
    let show = |(name, value): &(Attribute, AttributeValue)| match value {
        AttributeValue::Number(number) => format!("{}={number}", name.name()),
        AttributeValue::Text(text) => format!("{}={text}", name.name()),
    };
    let finds = find(extractor, text, Some("GB"));
    let finds = finds.iter().map(|find| find.attributes.iter().map(show).collect::<Vec<_>>().join(" "));
    finds.collect::<Vec<_>>().join("; ")
}
