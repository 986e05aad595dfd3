//! Lexicons: rows of terms with their facts, what `with` includes, and the distinct patterns of it all.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::Code;
use crate::sema::codes;
use crate::sema::context::{Context, TermSetting};
use crate::sema::cut::{self, Cuts};
use crate::sema::dates;
use crate::sema::hir::{Facts, Lexicon, LexiconId, PatternId, TermId};
use crate::sema::limits::MAX_LEXICON_ENTRIES;
use crate::sema::names::DeclId;
use crate::sema::report::{Parts, explain};
use crate::span::Span;
use crate::syntax::ast;
use crate::text::Mode;

/// What is wrong with a lexicon, its rows and their facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LexiconError {
    /// Not a language tag.
    #[error("`{0}` is not a language tag")]
    Language(String),
    /// A fact given twice.
    #[error("the fact `{0}` is given twice in one row")]
    FactTwice(String),
    /// Expired before anybody looked.
    #[error("these terms expire before they were reviewed")]
    ExpiresFirst,
    /// Too many entries, includes counted.
    #[error(
        "the lexicons of this policy list more than {MAX_LEXICON_ENTRIES} terms, included ones counted each time"
    )]
    TooMany,
}

impl LexiconError {
    pub(super) fn parts(&self) -> Parts {
        match self {
            Self::Language(tag) => (
                Code::UnknownWord,
                "expected a tag of BCP 47, or `any`".into(),
                match tag.contains('_') {
                    true => format!("write `{}`", tag.replace('_', "-")),
                    false => "write a tag such as `en`, `ckb` or `pt-br`, or `any` for every language".into(),
                },
            ),
            Self::FactTwice(_) => {
                (Code::ContradictoryFacts, "the second one".into(), "remove one of the two".into())
            }
            Self::ExpiresFirst => (
                Code::ContradictoryFacts,
                "this day is before that of the review".into(),
                "let `expires` be after `reviewed`".into(),
            ),
            Self::TooMany => (
                Code::PolicyTooLarge,
                "the first lexicon too many".into(),
                "include fewer lexicons in each other".into(),
            ),
        }
    }
}

explain!(LexiconError);

/// A lexicon as it grows.
#[derive(Default)]
pub(super) struct Growing {
    pub terms: Vec<TermId>,
    pub includes: Vec<LexiconId>,
    /// Whether something in it is broken.
    pub broken: bool,
}

impl Growing {
    pub(super) fn add(&mut self, term: Option<TermId>) {
        match term {
            Some(term) => self.terms.push(term),
            None => self.broken = true,
        }
    }
}

impl Context<'_> {
    /// Checks a lexicon; those it includes have been checked. `circular` is whether it includes itself.
    pub(super) fn check_lexicon(
        &mut self,
        decl: DeclId,
        id: LexiconId,
        lexicon: &ast::Lexicon,
        circular: bool,
    ) {
        let damaged = self.names.modules[self.module].is_damaged(lexicon.head.span);
        let mut growing = Growing { broken: circular || damaged, ..Growing::default() };
        match &lexicon.body {
            ast::LexiconBody::Rows(entries) => {
                let mut ahead = self.ahead.take(self.module, lexicon);
                for entry in entries {
                    self.entry(entry, lexicon, &mut ahead, &mut growing);
                }
            }
            ast::LexiconBody::From(file) => {
                let mode = lexicon.mode.as_ref().map_or(Mode::Full, |mode| mode.node);
                self.table(file, mode, &mut growing);
            }
        }
        let patterns = self.patterns_of(&growing);
        self.draft.lexicon_entries += patterns.len();
        if self.draft.lexicon_entries > MAX_LEXICON_ENTRIES {
            if self.draft.lexicon_entries - patterns.len() <= MAX_LEXICON_ENTRIES {
                self.report(&LexiconError::TooMany, lexicon.head.name.span);
            }
            return;
        }
        if !growing.broken {
            let head = self.names.head(decl);
            let Growing { terms, includes, .. } = growing;
            self.draft.lexicons[id.0 as usize] = Some(Lexicon { head, terms, includes, patterns });
        }
    }

    fn patterns_of(&self, growing: &Growing) -> Vec<PatternId> {
        let own = growing.terms.iter().map(|term| self.draft.terms[term.0 as usize].pattern);
        let included = growing.includes.iter().filter_map(|id| self.draft.lexicons[id.0 as usize].as_ref());
        let mut patterns: Vec<PatternId> =
            own.chain(included.flat_map(|lexicon| lexicon.patterns.iter().copied())).collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns
    }

    fn entry(
        &mut self,
        entry: &ast::LexiconEntry,
        lexicon: &ast::Lexicon,
        ahead: &mut Cuts,
        growing: &mut Growing,
    ) {
        match entry {
            ast::LexiconEntry::With(path) => match self.lexicon(path) {
                Some(included) => growing.includes.push(included),
                None => growing.broken = true,
            },
            ast::LexiconEntry::Row(row) => {
                let mode = cut::mode_of(lexicon, row);
                let lang = self.language(&row.lang.node, row.lang.span);
                let facts = self.facts(&row.facts);
                for term in &row.terms {
                    let setting = TermSetting { mode, fuzzy: 0, lang: lang.clone(), facts: facts.clone() };
                    growing.add(self.term(term, setting, ahead.next().flatten()));
                }
            }
        }
    }

    /// The tag of a row in lower case; `None` for `any`, and for what is no tag and reported.
    fn language(&mut self, tag: &str, span: Span) -> Option<Arc<str>> {
        let lower = tag.to_ascii_lowercase();
        if lower == "any" {
            return None;
        }
        if !codes::is_language_tag(tag) {
            self.report(&LexiconError::Language(tag.to_owned()), span);
            return None;
        }
        Some(lower.into())
    }

    fn facts(&mut self, written: &[ast::Fact]) -> Facts {
        let mut facts = Facts::default();
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for fact in written {
            if let Some(&first) = seen.get(fact.key.node.as_str()) {
                let (place, first) = (self.place(fact.key.span), self.place(first));
                let error = LexiconError::FactTwice(fact.key.node.clone());
                self.reporter.report_with(&error, place, first, "the first one is here");
                continue;
            }
            seen.insert(&fact.key.node, fact.key.span);
            self.fact(fact, &mut facts);
        }
        if let (Some(reviewed), Some(expires)) = (facts.reviewed, facts.expires)
            && expires < reviewed
        {
            let (at, other) = (self.place(seen["expires"]), self.place(seen["reviewed"]));
            self.reporter.report_with(&LexiconError::ExpiresFirst, at, other, "reviewed here");
        }
        facts
    }

    fn fact(&mut self, fact: &ast::Fact, facts: &mut Facts) {
        match (&fact.value, fact.key.node.as_str()) {
            (ast::FactValue::Str(text), "source") => facts.source = Some(text.value.as_str().into()),
            (ast::FactValue::Str(text), _) => facts.note = Some(text.value.as_str().into()),
            (ast::FactValue::Date(date), key) => {
                let parsed = self.date(date);
                match key {
                    "reviewed" => facts.reviewed = parsed,
                    _ => facts.expires = parsed,
                }
            }
        }
    }

    /// A date; what is none is reported.
    pub(super) fn date(&mut self, written: &ast::Spanned<String>) -> Option<time::Date> {
        match dates::date(&written.node) {
            Ok(date) => Some(date),
            Err(error) => {
                self.report(&error, written.span);
                None
            }
        }
    }
}
