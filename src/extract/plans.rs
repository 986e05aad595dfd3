//! The numbering plans of the world, as libphonenumber has them (the `phonenumber` crate carries its metadata).
//! Each plan's patterns become one expression, compiled when the plan is first asked and then kept: the
//! crate's own checks share a cache of a hundred expressions, which a text full of foreign numbers thrashes.

use std::sync::{LazyLock, OnceLock};

use phonenumber::Metadata;
use phonenumber::metadata::DATABASE;
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

/// Most digits of a country code.
const LONGEST_CODE: usize = 3;

/// The numbers of one country or territory.
#[derive(Debug)]
pub(super) struct Plan {
    /// ISO 3166; none for plans of no country (`+800`).
    pub(super) country: Option<String>,
    /// The country code, which several plans may share.
    pub(super) code: u16,
    /// What is dialled before national numbers: `0` in most places, `1` in North America, often nothing.
    pub(super) trunk: Option<String>,
    /// How its numbers begin, where that tells territories of one code apart.
    leading: Pattern,
    /// Its valid national numbers.
    valid: Pattern,
}

/// An expression that is compiled at first use: few of the plans are ever asked.
#[derive(Debug)]
struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern, in the metadata's way of writing with blanks between.
    const fn new(source: String) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// Whether digits match.
    fn matches(&self, digits: &str) -> bool {
        let compile = || RegexBuilder::new(&self.source).ignore_whitespace(true).unicode(false).build().ok();
        self.compiled.get_or_init(compile).as_ref().is_some_and(|regex| regex.is_match(digits))
    }
}

impl Plan {
    /// Reads a plan from the metadata.
    fn of(data: &Metadata) -> Self {
        let kinds = data.descriptors();
        let kinds = [
            kinds.fixed_line(),
            kinds.mobile(),
            kinds.toll_free(),
            kinds.premium_rate(),
            kinds.shared_cost(),
            kinds.personal_number(),
            kinds.voip(),
            kinds.pager(),
            kinds.uan(),
            kinds.voicemail(),
        ];
        let patterns: Vec<_> = kinds
            .into_iter()
            .flatten()
            .map(|kind| format!("(?:{})", kind.national_number().as_str()))
            .collect();
        let leading = data.leading_digits().map_or("", |leading| leading.as_str());
        Self {
            country: (data.id() != "001").then(|| data.id().to_owned()),
            code: data.country_code(),
            trunk: data.national_prefix().map(str::to_owned),
            leading: Pattern::new(format!("^(?:{leading})")),
            valid: Pattern::new(format!("^(?:{})$", patterns.join("|"))),
        }
    }

    /// Whether national digits are a valid number here.
    pub(super) fn admits(&self, national: &str) -> bool {
        self.leading.matches(national) && self.valid.matches(national)
    }
}

/// All plans, by code with the main one first, and where to find a region's.
struct Plans {
    by_code: FxHashMap<u16, Vec<Plan>>,
    codes: FxHashMap<String, u16>,
}

/// Codes of no country; the metadata lists them under one name, so that they have to be asked for.
const WORLDWIDE: [u16; 9] = [800, 808, 870, 878, 881, 882, 883, 888, 979];

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let mut plans = Plans { by_code: FxHashMap::default(), codes: FxHashMap::default() };
    for code in DATABASE.iter().map(Metadata::country_code).chain(WORLDWIDE) {
        for data in DATABASE.by_code(&code).filter(|_| !plans.by_code.contains_key(&code)).unwrap_or_default()
        {
            plans.codes.insert(data.id().to_owned(), code);
            plans.by_code.entry(code).or_default().push(Plan::of(data));
        }
    }
    plans
});

/// The plans that share a country code, the main one first.
fn by_code(code: u16) -> &'static [Plan] {
    PLANS.by_code.get(&code).map_or(&[], Vec::as_slice)
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
    let plans = PLANS.codes.get(region).map_or(&[][..], |code| by_code(*code));
    let is_own = |plan: &&Plan, region: &str| plan.country.as_deref() == Some(region);
    let own = plans.iter().position(|plan| is_own(&plan, region));
    let others = plans.iter().enumerate().filter(move |(at, _)| Some(*at) != own).map(|(_, plan)| plan);
    own.map(|at| &plans[at]).into_iter().chain(others)
}

#[cfg(test)]
mod tests {
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
        let first = |region| of_region(region).next().and_then(|plan| plan.country.as_deref());
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
