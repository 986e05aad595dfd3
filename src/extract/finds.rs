//! What has been found in one value so far. Some extractors need what others find: an amount is no part of a telephone number, a
//! handle may be a link. Each is run at most once for a value, and only where somebody asks.

use std::cell::OnceCell;

use super::url::{self, Link};
use super::{Extractor, Found, amount, email, handle, hashtag, phone, price, wallet};
use crate::text::Text;

/// What extractors have found in a value.
#[derive(Debug, Default)]
pub struct Finds {
    found: [OnceCell<Vec<Found>>; Extractor::ALL.len()],
    links: OnceCell<Vec<Link>>,
}

/// A field value as extractors see it.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    /// The value itself.
    pub original: &'a str,
    /// What has been read of it.
    pub text: &'a Text,
    /// The ISO 3166 code for local phone numbers.
    pub region: Option<&'a str>,
}

impl Finds {
    /// Forgets the value before.
    pub fn clear(&mut self) {
        self.found.iter_mut().for_each(|found| _ = found.take());
        self.links.take();
    }

    /// What an extractor finds in the value, which is the same until [`Finds::clear`]: in order of start, spans of one extractor
    /// never overlapping.
    pub fn of(&self, extractor: Extractor, value: Value<'_>) -> &[Found] {
        let Value { original, text, region } = value;
        self.found[extractor as usize].get_or_init(|| match extractor {
            Extractor::Phone => phone::find(original, region),
            Extractor::Price => price::find(original, text),
            Extractor::Amount => amount::find(self, value),
            Extractor::Url => url::find(self, value),
            Extractor::Handle => handle::find(self, value),
            Extractor::Hashtag => hashtag::find(original),
            Extractor::Email => email::find(self, value),
            Extractor::Wallet => wallet::find(original),
        })
    }

    /// The links of the value in order.
    pub(super) fn links(&self, value: Value<'_>) -> &[Link] {
        self.links.get_or_init(|| url::links(value.original))
    }

    fn into_found(mut self, extractor: Extractor) -> Vec<Found> {
        self.found[extractor as usize].take().unwrap_or_default()
    }
}

impl Extractor {
    /// What it finds in a field value that `text` has read: in order of start, spans of one extractor
    /// never overlapping. `region` is the ISO 3166 code for local phone numbers.
    #[must_use]
    pub fn find(self, original: &str, text: &Text, region: Option<&str>) -> Vec<Found> {
        let finds = Finds::default();
        finds.of(self, Value { original, text, region });
        finds.into_found(self)
    }
}
