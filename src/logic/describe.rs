//! Evidence and facts in words, for those who ask what could not be decided.

use super::node::{Fact, Measure, Scalar, Simple, SimpleId};
use super::{Bound, Problem, bound_of};
use crate::content::{ContentType, FieldId};

impl Problem<'_> {
    /// Some evidence, by the first of it: `"dinghy" or 3 more`.
    #[must_use]
    pub fn describe_any(&self, members: &[SimpleId]) -> String {
        let first = members.first().map_or_else(|| "nothing".to_owned(), |&first| self.describe(first));
        match members.len() {
            0 | 1 => first,
            many => format!("{first} or {} more", many - 1),
        }
    }

    /// A piece of evidence: the text of a term, the name of an extractor, the sides of a cover.
    #[must_use]
    pub fn describe(&self, id: SimpleId) -> String {
        match self.simple(id) {
            Simple::Pattern(..) => format!("\"{}\"", self.written(id).unwrap_or("a term")),
            Simple::Regex(..) => format!("/{}/", self.regex(id).map_or("", |(regex, _)| regex)),
            Simple::Extract(..) => {
                let extract = self.extract(id);
                extract.map_or_else(String::new, |extract| match extract.filters.is_empty() {
                    true => extract.extractor.name().to_owned(),
                    false => format!("{}(…)", extract.extractor.name()),
                })
            }
            Simple::Near(_) => "a cover of `near`".to_owned(),
            Simple::Edge(inner, ends) => {
                format!("{} {}", self.describe(*inner), if *ends { "ends" } else { "starts" })
            }
        }
    }

    /// A fact of a field: `lang is "en"`.
    #[must_use]
    pub fn describe_fact(&self, fact: &Fact, content: &ContentType) -> String {
        let name = |id: FieldId| content.fields[usize::from(id.0)].name.as_str();
        match fact {
            Fact::Has(id) => format!("a value in {}", name(*id)),
            Fact::Is(id, Scalar::Text(text)) => format!("{} is {text:?}", name(*id)),
            Fact::Is(id, Scalar::Bool(truth)) => format!("{} is {truth}", name(*id)),
            Fact::Is(id, _) => format!("a certain value in {}", name(*id)),
            Fact::Passes(id, test) => format!("{} passes {test}", name(*id)),
            Fact::Listed(id, _) => format!("a listed hash in {}", name(*id)),
            Fact::Above { measure, bound, strictly } => {
                let sign = if *strictly { ">" } else { ">=" };
                let (Measure::Number(id) | Measure::Time(id) | Measure::Age(id)) = *measure;
                match bound_of(*measure, *bound) {
                    Bound::Number(number) => format!("{} {sign} {number}", name(id)),
                    Bound::Seconds(seconds) => format!("age({}) {sign} {seconds} seconds", name(id)),
                    Bound::Nanoseconds(_) => format!("{} {sign} a time", name(id)),
                }
            }
        }
    }
}
