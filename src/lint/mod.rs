//! Lints: what is worth a remark in a policy that is free of errors. The checked policy and the trees it was made
//! from go in; diagnostics come out. A lint is data and one pure function; how much it weighs is configuration
//! (`[lints]` in `varne.toml`), and a comment with a reason silences it for one declaration (`allow`).

mod allow;
mod conditions;
mod edit;
mod formulas;
mod rules;
mod structure;
mod uses;
mod wider;

use std::cell::OnceCell;

use crate::diag::{Code, Diagnostic, Edit, Level, Related};
use crate::sema::{Tree, hir};
use crate::source::{Source, Sources};
use crate::span::{FileId, Place, Span};
use crate::threads;
use conditions::Conditions;
use formulas::Formulas;
use structure::Structure;

/// Which lints are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lints {
    /// Those that are errors, by themselves or by the package's `[lints]`.
    Errors,
    /// All. Those that depend on the day are left out without one: nothing here reads the clock.
    All {
        /// In UTC.
        day: Option<time::Date>,
    },
}

/// A lint.
struct Lint {
    code: Code,
    find: fn(&Subject<'_>, &mut Report),
}

/// What lints look at.
struct Subject<'a> {
    policy: &'a hir::Policy,
    trees: &'a [Tree],
    sources: &'a Sources,
    day: Option<time::Date>,
    conditions: OnceCell<Conditions<'a>>,
    formulas: OnceCell<Option<Formulas<'a>>>,
}

impl<'a> Subject<'a> {
    fn source(&self, file: FileId) -> &'a Source {
        self.sources.get(file)
    }

    fn text(&self, place: Place) -> &'a str {
        self.source(place.file).text.get(place.span.range()).unwrap_or_default()
    }

    /// Whether somebody wrote rules on top: a package of nothing but lexicons and signals is for others to use.
    fn has_rules(&self) -> bool {
        !self.policy.rules.is_empty() || !self.policy.exempts.is_empty()
    }

    /// The conditions of the policy as formulas; made when the first lint asks.
    fn conditions(&self) -> &Conditions<'a> {
        self.conditions.get_or_init(|| Conditions::new(self.policy))
    }

    /// The same by their form alone.
    fn structure(&self) -> Structure<'_, 'a> {
        Structure::new(self.conditions())
    }

    /// What they imply, unless the policy is too large; made when the first lint asks.
    fn formulas(&self) -> Option<&Formulas<'a>> {
        self.formulas.get_or_init(|| Formulas::new(self.policy)).as_ref()
    }
}

/// Where a lint tells what it found.
struct Report {
    code: Code,
    level: Level,
    found: Vec<Diagnostic>,
}

impl Report {
    /// Tells of something; the diagnostic can be added to.
    fn tell(
        &mut self,
        place: Place,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Told<'_> {
        let at = self.found.len();
        self.found.push(Diagnostic {
            code: self.code,
            level: self.level,
            message: message.into(),
            place,
            label: label.into(),
            related: Vec::new(),
            help: Some(help.into()),
            fix: Vec::new(),
        });
        Told(&mut self.found[at])
    }
}

/// What has just been told, to be added to.
struct Told<'r>(&'r mut Diagnostic);

impl Told<'_> {
    /// Adds another place that matters.
    fn also(self, place: Place, message: impl Into<String>) -> Self {
        self.0.related.push(Related { place, message: message.into() });
        self
    }

    /// Adds a machine-applicable replacement.
    fn fix(self, place: Place, text: impl Into<String>) -> Self {
        self.0.fix.push(Edit { place, text: text.into() });
        self
    }
}

/// Whether the conditions of a policy are compared by what they mean. Those of one too large for it are compared by their
/// form alone, so that lints about conditions see less.
#[must_use]
pub fn compares_meanings(policy: &hir::Policy) -> bool {
    Formulas::takes(policy)
}

/// Runs the lints over a policy. What they find comes in no order, and may hold repeats.
#[must_use]
pub fn run(policy: &hir::Policy, trees: &[Tree], sources: &Sources, lints: Lints) -> Vec<Diagnostic> {
    let day = match lints {
        Lints::Errors => None,
        Lints::All { day } => day,
    };
    // What lints share is made by the first that asks, so that those that share something are in one thread.
    let subject =
        || Subject { policy, trees, sources, day, conditions: OnceCell::new(), formulas: OnceCell::new() };
    let (comparing, others): (Vec<&Lint>, Vec<&Lint>) = rules::LINTS
        .iter()
        .filter(|lint| is_asked_for(lint, lints, policy))
        .partition(|lint| rules::compares_terms(lint.code));
    let find = |lints: &[&Lint]| -> Vec<Diagnostic> {
        let subject = subject();
        lints.iter().flat_map(|lint| lint.run(&subject)).collect()
    };
    let size = if comparing.is_empty() { 0 } else { policy.terms.iter().map(|term| term.text.len()).sum() };
    let (mut found, rest) = threads::both(size, || find(&comparing), || find(&others));
    found.extend(rest);
    let ran: Vec<Code> = comparing.iter().chain(&others).map(|lint| lint.code).collect();
    allow::apply(&subject(), found, &ran, lints)
}

impl Lint {
    fn run(&self, subject: &Subject<'_>) -> Vec<Diagnostic> {
        let Some(level) = level(self.code, subject.policy) else { return Vec::new() };
        let mut report = Report { code: self.code, level, found: Vec::new() };
        (self.find)(subject, &mut report);
        report.found
    }
}

/// Whether a lint is run: not one that is switched off, nor one that warns where only errors are asked for, nor one that
/// depends on a day that is not known.
fn is_asked_for(lint: &Lint, lints: Lints, policy: &hir::Policy) -> bool {
    let Some(level) = level(lint.code, policy) else { return false };
    match lints {
        Lints::Errors => level != Level::Warning && !rules::depends_on_day(lint.code),
        Lints::All { day } => day.is_some() || !rules::depends_on_day(lint.code),
    }
}

/// How much a lint weighs in a package; `None` where it is switched off.
fn level(code: Code, policy: &hir::Policy) -> Option<Level> {
    match policy.package.lints.get(code.slug()).map(String::as_str) {
        Some("allow") => None,
        Some("warn") => Some(Level::Warning),
        Some("error") => Some(Level::Error),
        _ => Some(code.default_level()),
    }
}

/// A place in a file.
fn at(file: FileId, span: Span) -> Place {
    Place::new(file, span)
}
