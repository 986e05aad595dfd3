//! Extractors: phone numbers, prices, links and other things that have a form instead of a spelling.
//! One file each; this one names them and what they yield.

pub(crate) mod ace;
mod amount;
mod calendar;
mod chars;
mod codes;
mod currency;
mod dialling;
mod email;
mod finds;
mod handle;
mod hashtag;
mod host;
mod number;
mod phone;
mod plans;
mod price;
mod scale;
mod service;
mod starts;
mod tld;
mod url;
mod wallet;
mod world;

#[cfg(test)]
mod tests;

pub use finds::{Finds, Value};

/// The extractors of section 7 of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "named as in the language")]
pub enum Extractor {
    Phone,
    Price,
    Amount,
    Url,
    Handle,
    Hashtag,
    Email,
    Wallet,
}

/// The attributes of extractors. `Name` is of a handle or hashtag, `Domain` of a URL or e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "named as in the language")]
pub enum Attribute {
    Number,
    Country,
    Amount,
    Currency,
    Value,
    Scheme,
    Domain,
    Path,
    Name,
    Service,
    Chain,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeValue {
    /// `amount`, `value`.
    Number(f64),
    /// All others. An attribute that has none (a bare domain's `scheme`) is left out of [`Found::attributes`].
    Text(String),
}

/// Something an extractor found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// First byte in the original.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// As given in `entities`: E.164, `3000 GBP`, the URL without disguise, `telegram:name` or `@name`, the folded hashtag,
    /// the address of a wallet.
    pub value: String,
    /// What filters test.
    pub attributes: Vec<(Attribute, AttributeValue)>,
}

impl Extractor {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Phone,
        Self::Price,
        Self::Amount,
        Self::Url,
        Self::Handle,
        Self::Hashtag,
        Self::Email,
        Self::Wallet,
    ];

    /// Its name in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Price => "price",
            Self::Amount => "amount",
            Self::Url => "url",
            Self::Handle => "handle",
            Self::Hashtag => "hashtag",
            Self::Email => "email",
            Self::Wallet => "wallet",
        }
    }

    /// Whether it may find anything in a field value, by a glance at its characters.
    pub(crate) fn may_find(self, original: &str) -> bool {
        match self {
            Self::Phone => phone::may_find(original),
            Self::Price | Self::Amount => chars::has_digit(original),
            _ => true,
        }
    }

    /// The attributes it has.
    #[must_use]
    pub const fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::Phone => &[Attribute::Number, Attribute::Country],
            Self::Price => &[Attribute::Amount, Attribute::Currency],
            Self::Amount => &[Attribute::Value],
            Self::Url => &[Attribute::Scheme, Attribute::Domain, Attribute::Path],
            Self::Handle => &[Attribute::Name, Attribute::Service],
            Self::Hashtag => &[Attribute::Name],
            Self::Email => &[Attribute::Domain],
            Self::Wallet => &[Attribute::Chain],
        }
    }
}

impl Attribute {
    /// Its name in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Country => "country",
            Self::Amount => "amount",
            Self::Currency => "currency",
            Self::Value => "value",
            Self::Scheme => "scheme",
            Self::Domain => "domain",
            Self::Path => "path",
            Self::Name => "name",
            Self::Service => "service",
            Self::Chain => "chain",
        }
    }

    /// All values it can have, if those are few.
    #[must_use]
    pub fn values(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Service => Some(&service::NAMES),
            Self::Chain => Some(&wallet::CHAINS),
            _ => None,
        }
    }

    /// Whether its values are numbers; the others are strings.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Amount | Self::Value)
    }
}

impl Found {
    /// A find at a byte range. Field values are never longer than `u32` counts: whoever reads content refuses those.
    fn new(start: usize, end: usize, value: String, attributes: Vec<(Attribute, AttributeValue)>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: offset(start), end: offset(end), value, attributes }
    }

    /// The value of an attribute, if it has one.
    #[must_use]
    pub fn attribute(&self, attribute: Attribute) -> Option<&AttributeValue> {
        self.attributes.iter().find(|(name, _)| *name == attribute).map(|(_, value)| value)
    }
}
