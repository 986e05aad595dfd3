//! The numbering plans of the world, as libphonenumber has them. Each plan's patterns become one expression, compiled when the
//! plan is first asked and then kept.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::world::PLANS;

/// Most digits of a country code.
const LONGEST_CODE: usize = 3;

/// The numbers of one country or territory.
#[derive(Debug)]
pub(super) struct Plan {
    /// ISO 3166; none for plans of no country (`+800`).
    pub(super) country: Option<&'static str>,
    /// The country code, which several plans may share.
    pub(super) code: u16,
    /// What is dialled before national numbers: `0` in most places, `1` in North America, often nothing.
    pub(super) trunk: Option<&'static str>,
    /// How its numbers begin, where that tells territories of one code apart.
    leading: Pattern,
    /// Its valid national numbers.
    valid: Pattern,
}

/// An expression that is compiled at first use: few of the plans are ever asked.
#[derive(Debug)]
struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// The expression, between what has to stand around it.
    fn compiled(&self, before: &str, after: &str) -> Option<&Regex> {
        let source = || format!("{before}{}{after}", self.source);
        self.compiled.get_or_init(|| RegexBuilder::new(&source()).unicode(false).build().ok()).as_ref()
    }

    /// Whether digits begin so.
    fn begins(&self, digits: &str) -> bool {
        self.source.is_empty() || self.compiled("^(?:", ")").is_some_and(|regex| regex.is_match(digits))
    }

    /// Whether digits are so and no more.
    fn matches(&self, digits: &str) -> bool {
        self.compiled("^(?:", ")$").is_some_and(|regex| regex.is_match(digits))
    }
}

/// A plan of the table.
pub(super) const fn plan(
    country: Option<&'static str>,
    code: u16,
    trunk: Option<&'static str>,
    leading: &'static str,
    valid: &'static str,
) -> Plan {
    Plan { country, code, trunk, leading: Pattern::new(leading), valid: Pattern::new(valid) }
}

impl Plan {
    /// Whether national digits are a valid number here.
    pub(super) fn admits(&self, national: &str) -> bool {
        self.leading.begins(national) && self.valid.matches(national)
    }
}

/// The plans that share a country code, the main one first.
fn by_code(code: u16) -> &'static [Plan] {
    let start = PLANS.partition_point(|plan| plan.code < code);
    let count = PLANS[start..].partition_point(|plan| plan.code == code);
    &PLANS[start..start + count]
}

/// The plans of the country code that digits begin with, and the rest of the digits. No code begins another.
pub(super) fn of_number(digits: &str) -> Option<(&'static [Plan], &str)> {
    (1..=LONGEST_CODE).find_map(|length| {
        let (code, rest) = digits.split_at_checked(length)?;
        let plans = by_code(code.parse().ok().filter(|_| !code.starts_with('0'))?);
        (!plans.is_empty()).then_some((plans, rest))
    })
}

/// The plans of a region's country code, the region's own first.
pub(super) fn of_region(region: &str) -> impl Iterator<Item = &'static Plan> {
    let own = PLANS.iter().find(|plan| plan.country == Some(region));
    let others = own.map_or(&[][..], |own| by_code(own.code)).iter();
    own.into_iter().chain(others.filter(move |other| !own.is_some_and(|own| std::ptr::eq(*other, own))))
}

#[cfg(test)]
mod tests {
    use phonenumber::metadata::DATABASE;

    use super::*;

    #[test]
    fn every_plan_admits_its_own_examples() {
        let mut wrong = Vec::new();
        for data in DATABASE.iter() {
            let kinds = data.descriptors();
            let examples = [kinds.fixed_line(), kinds.mobile(), kinds.toll_free()]
                .into_iter()
                .flatten()
                .filter_map(|kind| kind.example());
            for example in examples {
                let digits = format!("{}{example}", data.country_code());
                let read = of_number(&digits).is_some_and(|(plans, rest)| {
                    rest == example && plans.iter().any(|plan| plan.admits(rest))
                });
                wrong.extend((!read).then(|| format!("{} {digits}", data.id())));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_region_asks_its_own_plan_first() {
        let first = |region| of_region(region).next().and_then(|plan| plan.country);
        for region in ["GB", "JE", "US", "CA", "KZ", "AL"] {
            assert_eq!(first(region), Some(region));
        }
        assert_eq!(first("ZZ"), None);
    }

    #[test]
    fn a_number_is_of_one_code() {
        let code = |digits| of_number(digits).map(|(plans, rest)| (plans[0].code, rest));
        assert_eq!(code("447700900123"), Some((44, "7700900123")));
        assert_eq!(code("355692123456"), Some((355, "692123456")));
        assert_eq!(code("80012345678"), Some((800, "12345678")));
        assert_eq!(code("0447700"), None);
        assert_eq!(code("999123456"), None);
        assert_eq!(code(""), None);
    }
}
