//! What every check needs at hand: the names, the content type, the sources, the problems found so far, and the checked
//! policy as far as it has grown.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::{Code, Explain};
use crate::sema::check::extractor_named;
use crate::sema::cut::{self, Ahead};
use crate::sema::fields::{Fields, dotted};
use crate::sema::files::DataFiles;
use crate::sema::hir::{
    Exempt, Expr, ExprId, ExprKind, Facts, Hashlist, Lexicon, Pattern, PatternId, Recipient, Regex, RegexId,
    Rule, Score, Signal, Term, TermId, Test, Ty, Variants,
};
use crate::sema::known::Known;
use crate::sema::limits::{MAX_DEPTH, MAX_REGEXES, MAX_WORDS};
use crate::sema::name_errors::NameError;
use crate::sema::names::{DeclId, Found, Item, Names};
use crate::sema::regexes::{self, RegexError};
use crate::sema::report::{Parts, Reporter, explain, with_article};
use crate::sema::terms::{self, Inside, TermError};
use crate::source::{Source, Sources};
use crate::span::{FileId, Place, Span};
use crate::syntax::ast;
use crate::text::{Mode, Text};

/// A limit of the policy as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LimitError {
    /// Expressions within expressions.
    #[error("this condition reaches more than {MAX_DEPTH} deep through what it names")]
    TooDeep,
    /// Words of terms.
    #[error("the terms of this policy have more than {MAX_WORDS} words when their brackets are written out")]
    TooManyWords,
}

impl LimitError {
    fn parts(&self) -> Parts {
        match self {
            Self::TooDeep => (
                Code::NestingTooDeep,
                "the chain of names ends here".into(),
                "shorten the chain: let it name what is at its end".into(),
            ),
            Self::TooManyWords => (
                Code::PolicyTooLarge,
                "the first term too many".into(),
                "use fewer alternatives, or split the policy into packages".into(),
            ),
        }
    }
}

explain!(LimitError);

/// The checked policy as far as it has grown. What is broken is `None`; then there is an error, and no policy in the end.
#[derive(Default)]
pub(super) struct Draft {
    pub exprs: Vec<Expr>,
    /// How deep each expression reaches, names included.
    pub depths: Vec<u32>,
    pub terms: Vec<Term>,
    pub patterns: Vec<Pattern>,
    known_patterns: Known,
    words: usize,
    pub regexes: Vec<Regex>,
    /// Which regexes have been checked, and whether they are right.
    checked_regexes: FxHashMap<(String, bool), bool>,
    pub lexicons: Vec<Option<Lexicon>>,
    /// Patterns of all lexicons, included ones counted in each.
    pub lexicon_entries: usize,
    pub hashlists: Vec<Option<Hashlist>>,
    pub signals: Vec<Option<Signal>>,
    pub scores: Vec<Option<Score>>,
    pub score_depths: Vec<u32>,
    pub rules: Vec<Option<Rule>>,
    pub exempts: Vec<Option<Exempt>>,
    pub recipients: Vec<Option<Recipient>>,
    pub tests: Vec<Option<Test>>,
}

/// The state of analysis.
pub(super) struct Context<'a> {
    pub names: Names<'a>,
    pub fields: Fields,
    pub reporter: Reporter,
    pub sources: Sources,
    pub files: DataFiles<'a>,
    /// Data files that are among the sources.
    pub data_sources: FxHashMap<String, FileId>,
    pub draft: Draft,
    /// The module whose declaration is being checked.
    pub module: usize,
    /// A buffer for cutting terms.
    pub text: Text,
    /// What the terms of lexicons stand for.
    pub ahead: Ahead,
}

/// Around a term: what is not inside its quotes.
pub(super) struct TermSetting {
    pub mode: Mode,
    /// The number after its `~`, or 0.
    pub fuzzy: u8,
    pub lang: Option<Arc<str>>,
    pub facts: Facts,
}

impl<'a> Context<'a> {
    /// A place in the current module.
    pub(super) fn place(&self, span: Span) -> Place {
        self.names.place(self.module, span)
    }

    /// Reports an error in the current module.
    pub(super) fn report(&mut self, error: &impl Explain, span: Span) {
        let place = self.place(span);
        self.reporter.report(error, place);
    }

    /// What a path stands for where only a declaration will do; `None` where it is reported, now or before.
    pub(super) fn declaration(
        &mut self,
        path: &ast::Path,
        wanted: &'static str,
    ) -> Option<(DeclId, Item<'a>)> {
        match self.names.find(self.module, path) {
            Found::Decl(id) => {
                Some((id, self.names.item(id))).filter(|(_, item)| !matches!(item, Item::Broken))
            }
            Found::Module(_) => {
                self.wrong_kind(path, "module", wanted, None);
                None
            }
            Found::Silent => None,
            Found::Missing if extractor_named(path).is_some() => {
                self.wrong_kind(path, "extractor", wanted, None);
                None
            }
            Found::Missing if self.fields.get(&dotted(path)).is_some() => {
                self.wrong_kind(path, "field", wanted, None);
                None
            }
            Found::Missing => {
                let error = self.names.unknown(self.module, path, std::iter::empty(), &mut self.reporter);
                self.report(&error, path.span);
                None
            }
        }
    }

    /// Reports that a name is of another kind than is needed.
    pub(super) fn wrong_kind(
        &mut self,
        path: &ast::Path,
        found: &'static str,
        wanted: &'static str,
        declared: Option<DeclId>,
    ) {
        let name = dotted(path);
        let wanted_name = if wanted == "condition" { "lexicon or signal" } else { wanted };
        let help = match (found, wanted) {
            ("hash list", "condition") => format!("look a field up in it, as in `media.pdq in {name}`"),
            ("module", _) => format!("name {} of the module, after a dot", with_article(wanted_name)),
            _ => format!("name {} instead", with_article(wanted_name)),
        };
        let error = NameError::WrongKind { name, found, wanted, help };
        let place = self.place(path.span);
        match declared {
            Some(id) => {
                let declared = self.names.place_of(id);
                self.reporter.report_with(
                    &error,
                    place,
                    declared,
                    &format!("declared as {} here", with_article(found)),
                );
            }
            None => self.reporter.report(&error, place),
        }
    }

    /// Adds an expression; `None` if it reaches too deep.
    pub(super) fn push(&mut self, kind: ExprKind, ty: Ty, span: Span) -> Option<ExprId> {
        let depth = 1 + self.depth_below(&kind);
        if depth > MAX_DEPTH {
            self.report(&LimitError::TooDeep, span);
            return None;
        }
        let place = self.place(span);
        self.draft.exprs.push(Expr { kind, ty, place });
        self.draft.depths.push(depth);
        Some(ExprId(self.draft.exprs.len() as u32 - 1))
    }

    fn depth_below(&self, kind: &ExprKind) -> u32 {
        let depth = |id: &ExprId| self.draft.depths[id.0 as usize];
        match kind {
            ExprKind::Or(parts) | ExprKind::And(parts) | ExprKind::OfMembers { members: parts, .. } => {
                parts.iter().map(depth).max().unwrap_or(0)
            }
            ExprKind::Not(operand)
            | ExprKind::InFields { operand, .. }
            | ExprKind::Edge { operand, .. }
            | ExprKind::OfLexicon { operand, .. }
            | ExprKind::Count { operand, .. }
            | ExprKind::Distinct { operand, .. } => depth(operand),
            ExprKind::Near { left, right, .. } => depth(left).max(depth(right)),
            ExprKind::Signal(id) => {
                self.draft.signals[id.0 as usize].as_ref().map_or(0, |signal| depth(&signal.body))
            }
            ExprKind::Score { score, .. } => self.draft.score_depths[score.0 as usize],
            ExprKind::Term(_)
            | ExprKind::Regex(_)
            | ExprKind::Lexicon(_)
            | ExprKind::Extract { .. }
            | ExprKind::Field { .. }
            | ExprKind::Age { .. }
            | ExprKind::InHashlist { .. } => 0,
        }
    }

    /// The source of a data file: one, however many declarations name it.
    pub(super) fn data_source(&mut self, path: String, text: &str) -> FileId {
        if let Some(&id) = self.data_sources.get(&path) {
            return id;
        }
        let id = self.sources.add(Source::new(path.clone(), text));
        self.data_sources.insert(path, id);
        id
    }

    /// The type of an expression.
    pub(super) fn ty(&self, id: ExprId) -> Ty {
        self.draft.exprs[id.0 as usize].ty
    }

    /// Adds a term of a module, which may have been cut ahead.
    pub(super) fn term(
        &mut self,
        term: &ast::Term,
        setting: TermSetting,
        ahead: Option<terms::Result>,
    ) -> Option<TermId> {
        let mode = cut::mode_in(setting.mode, term);
        let fuzzy = term.fuzzy.as_ref().map_or(0, |fuzzy| fuzzy.node);
        let module = &self.names.modules[self.module];
        // What a bad escape or byte left of a term is nothing to judge; it has been reported.
        if module.is_damaged(term.text.span) {
            return None;
        }
        let (text, span) = (&term.text.value, term.text.span);
        let variants = ahead.unwrap_or_else(|| terms::variants(text, mode, &mut self.text));
        let variants = variants.map_err(|(error, range)| {
            let source = &self.sources.get(module.file).text;
            (error, Inside::quoted(source, span, text).locate(&range))
        });
        self.add_term(text, variants, self.place(span), TermSetting { mode, fuzzy, ..setting })
    }

    /// Adds a term that stands anywhere; an error comes with where it is in the file of `place`.
    pub(super) fn add_term(
        &mut self,
        text: &str,
        variants: Result<Variants, (TermError, Span)>,
        place: Place,
        setting: TermSetting,
    ) -> Option<TermId> {
        let variants = match variants {
            Ok(variants) => variants,
            Err((error, span)) => {
                self.reporter.report(&error, Place::new(place.file, span));
                return None;
            }
        };
        let pattern = self.pattern(variants, &setting, place)?;
        let TermSetting { lang, facts, .. } = setting;
        self.draft.terms.push(Term { text: text.to_owned(), place, pattern, lang, facts });
        Some(TermId(self.draft.terms.len() as u32 - 1))
    }

    /// The pattern of a term: the same for equal terms.
    fn pattern(&mut self, variants: Variants, setting: &TermSetting, place: Place) -> Option<PatternId> {
        let words = variants.pieces();
        // Clitics are a reading, so they make a difference only where readings are on.
        let has_readings = matches!(setting.mode, Mode::Full | Mode::Accented);
        let clitics = has_readings && setting.lang.as_deref().is_some_and(is_arabic);
        let fuzzy = terms::edits_of_any(&variants, setting.mode, setting.fuzzy);
        let pattern = Pattern { mode: setting.mode, fuzzy, clitics, variants };
        if let Some(known) = self.draft.known_patterns.find(&self.draft.patterns, &pattern) {
            return Some(PatternId(known));
        }
        let before = self.draft.words;
        self.draft.words += words;
        if self.draft.words > MAX_WORDS {
            if before <= MAX_WORDS {
                self.reporter.report(&LimitError::TooManyWords, place);
            }
            return None;
        }
        let id = PatternId(self.draft.patterns.len() as u32);
        self.draft.patterns.push(pattern);
        Some(id)
    }

    /// Adds a regular expression.
    pub(super) fn regex(&mut self, regex: &ast::Regex) -> Option<RegexId> {
        let key = (regex.pattern.clone(), regex.original);
        if !self.draft.checked_regexes.contains_key(&key) && self.draft.checked_regexes.len() == MAX_REGEXES {
            self.report(&RegexError::TooMany, regex.span);
        }
        if self.draft.checked_regexes.len() > MAX_REGEXES {
            return None;
        }
        if self.draft.checked_regexes.get(&key) != Some(&true) {
            let is_right = self.ahead.is_right(&key);
            let checked = if is_right { Ok(()) } else { regexes::check(&regex.pattern, regex.original) };
            self.draft.checked_regexes.insert(key, checked.is_ok());
            if let Err((error, range)) = checked {
                let source = self.sources.get(self.names.modules[self.module].file).text.clone();
                let span = Inside::quoted(&source, regex.span, &regex.pattern).locate(&range);
                self.report(&error, span);
                return None;
            }
        }
        let place = self.place(regex.span);
        self.draft.regexes.push(Regex { pattern: regex.pattern.clone(), original: regex.original, place });
        Some(RegexId(self.draft.regexes.len() as u32 - 1))
    }
}

/// Whether a lower-case tag is of Arabic.
fn is_arabic(tag: &str) -> bool {
    tag == "ar" || tag.starts_with("ar-")
}
