//! The checked policy. Names are resolved to ids into the arenas of [`Policy`], terms are cut into
//! patterns, types hold. Holding an id means that what it names has been checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::{ContentType, FieldId, Value};
pub use crate::extract::{Attribute, Extractor};
use crate::span::Place;

pub use super::pattern::{Pattern, Piece, Variants};
pub use crate::syntax::ast::{CompareOp, Mode};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident -> $arena:ident: $item:ident;)*) => {
        $($(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl std::ops::Index<$name> for Policy {
            type Output = $item;
            fn index(&self, id: $name) -> &$item {
                &self.$arena[id.0 as usize]
            }
        })*
    };
}

ids! {
    /// An expression.
    ExprId -> exprs: Expr;
    /// A quoted term where it stands.
    TermId -> terms: Term;
    /// What a term matches; equal terms share one.
    PatternId -> patterns: Pattern;
    /// A regular expression.
    RegexId -> regexes: Regex;
    /// A lexicon.
    LexiconId -> lexicons: Lexicon;
    /// A hash list.
    HashlistId -> hashlists: Hashlist;
    /// A signal or context.
    SignalId -> signals: Signal;
    /// A score.
    ScoreId -> scores: Score;
    /// A rule.
    RuleId -> rules: Rule;
    /// An exemption.
    ExemptId -> exempts: Exempt;
    /// A recipient.
    RecipientId -> recipients: Recipient;
}

/// A checked policy: a package, resolved.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What `varne.toml` says, or defaults for a file alone.
    pub package: Package,
    /// The type of content.
    pub content: ContentType,
    /// All expressions.
    pub exprs: Vec<Expr>,
    /// All quoted terms.
    pub terms: Vec<Term>,
    /// All distinct patterns.
    pub patterns: Vec<Pattern>,
    /// All regular expressions.
    pub regexes: Vec<Regex>,
    /// All lexicons.
    pub lexicons: Vec<Lexicon>,
    /// All hash lists.
    pub hashlists: Vec<Hashlist>,
    /// All signals and contexts.
    pub signals: Vec<Signal>,
    /// All scores.
    pub scores: Vec<Score>,
    /// All rules.
    pub rules: Vec<Rule>,
    /// All exemptions.
    pub exempts: Vec<Exempt>,
    /// All recipients.
    pub recipients: Vec<Recipient>,
    /// All tests.
    pub tests: Vec<Test>,
}

/// The facts of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// `name`; the file's stem for a file alone.
    pub name: String,
    /// `version`; empty for a file alone.
    pub version: String,
    /// `title`
    pub title: Option<String>,
    /// `owner`
    pub owner: Option<String>,
    /// `contact`
    pub contact: Option<String>,
    /// `license`
    pub license: Option<String>,
    /// `region`: ISO 3166 alpha-2 code for local phone numbers.
    pub region: Option<String>,
    /// `[lints]`: slug to `allow`, `warn` or `error`.
    pub lints: BTreeMap<String, String>,
    /// SHA-256 of the sources (names and bytes, sorted by name) in lower-case hexadecimal.
    pub digest: String,
}

/// What declarations share.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// `module.name`: `channel_crossings.sells_crossing`.
    pub qualified: String,
    /// The name alone.
    pub name: String,
    /// Of the name.
    pub place: Place,
    /// Documentation lines.
    pub docs: Vec<String>,
}

/// The two kinds of expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    /// A set of spans; true where not empty.
    Evidence,
    /// True or false.
    Truth,
}

/// A checked expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Ty,
    /// Where it is written.
    pub place: Place,
}

/// The forms of checked expressions. "Scope" is the set of fields evidence is looked for in: the
/// default scope (all `text` fields), or that of the nearest `in` around it, also through signals.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A quoted term.
    Term(TermId),
    /// A regular expression.
    Regex(RegexId),
    /// A lexicon with all it includes.
    Lexicon(LexiconId),
    /// A signal or context; has the type of its body.
    Signal(SignalId),
    /// An extractor with filters, all of which must hold.
    Extract {
        /// Which.
        extractor: Extractor,
        /// Conditions on its attributes.
        filters: Vec<Filter>,
    },
    /// The operand in these fields only.
    InFields {
        /// Evidence.
        operand: ExprId,
        /// At least one, sorted, of type text or string (or lists of them).
        fields: Vec<FieldId>,
    },
    /// Union if all are evidence, else truth.
    Or(Vec<ExprId>),
    /// Truth.
    And(Vec<ExprId>),
    /// Truth.
    Not(ExprId),
    /// Evidence: minimal covers.
    Near {
        /// Evidence.
        left: ExprId,
        /// Evidence.
        right: ExprId,
        /// Left before right.
        ordered: bool,
        /// How far apart.
        within: Within,
    },
    /// Evidence: the spans that hold the first (last) token of the field value.
    Edge {
        /// Evidence.
        operand: ExprId,
        /// The last token instead of the first.
        ends: bool,
    },
    /// How many members hold.
    OfMembers {
        /// How many must.
        quantifier: Quantifier,
        /// At least one.
        members: Vec<ExprId>,
    },
    /// How many distinct terms (patterns) of a lexicon, with what it includes, occur in scope.
    OfLexicon {
        /// How many must.
        quantifier: Quantifier,
        /// The lexicon.
        lexicon: LexiconId,
        /// The lexicon as an expression, for its evidence.
        operand: ExprId,
    },
    /// Number of spans.
    Count {
        /// Evidence.
        operand: ExprId,
        /// How compared.
        op: CompareOp,
        /// With what.
        number: f64,
    },
    /// Number of different folded texts of spans.
    Distinct {
        /// Evidence.
        operand: ExprId,
        /// How compared.
        op: CompareOp,
        /// With what.
        number: f64,
    },
    /// A score's value.
    Score {
        /// Which.
        score: ScoreId,
        /// How compared.
        op: CompareOp,
        /// With what.
        number: f64,
    },
    /// A field's value; false when absent; lists: any element.
    Field {
        /// Which.
        field: FieldId,
        /// The test, of the field's type.
        test: FieldTest,
    },
    /// Time from the field to the content's `created_at`; false if either is absent.
    Age {
        /// A time field.
        field: FieldId,
        /// How compared.
        op: CompareOp,
        /// With what, in seconds.
        seconds: f64,
    },
    /// A hash field against a list.
    InHashlist {
        /// A hash field.
        field: FieldId,
        /// The list.
        list: HashlistId,
    },
}

/// How many of the members. `AtLeast` is from 1 to the number of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// This many or more.
    AtLeast(u32),
    /// One or more.
    Any,
    /// Every one.
    All,
    /// Not one.
    None,
}

/// How far apart the sides of `near` and `then` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// At most this many base tokens strictly between.
    Words(u32),
    /// No sentence end between.
    Sentence,
}

/// The test of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldTest {
    /// A bool field alone: true.
    IsTrue,
    /// Against one value; strings compare folded (`text::fold_string`), only `Eq` and `Ne`; bools too.
    Compare(CompareOp, Value),
    /// Equal to any of these.
    OneOf(Vec<Value>),
    /// Numbers and times, both ends included.
    Between(Value, Value),
}

/// A condition on an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Which; the extractor has it.
    pub attribute: Attribute,
    /// Numbers for `amount` and `value`, else strings, compared folded. A `domain` equals a value
    /// also where it is a subdomain of it.
    pub test: FieldTest,
}

/// A quoted term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Inside the quotes, as written.
    pub text: String,
    /// With quotes.
    pub place: Place,
    /// What it matches.
    pub pattern: PatternId,
    /// BCP 47 tag of its row, lower case; `None` for `any` and outside lexicons.
    pub lang: Option<Arc<str>>,
    /// Facts of its row.
    pub facts: Facts,
}

/// What is known about a term. Terms of one row share the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Where it is reported.
    pub source: Option<Arc<str>>,
    /// When somebody looked at it.
    pub reviewed: Option<time::Date>,
    /// When it should be looked at again.
    pub expires: Option<time::Date>,
    /// Remarks.
    pub note: Option<Arc<str>>,
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regex {
    /// Between the slashes, `\/` undone. It compiles, and never matches the empty string.
    pub pattern: String,
    /// Over the original text instead of the folded one.
    pub original: bool,
    /// Where it is written.
    pub place: Place,
}

/// A lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    /// Name and docs.
    pub head: Head,
    /// Its own terms, in order.
    pub terms: Vec<TermId>,
    /// Lexicons named by `with`, in order.
    pub includes: Vec<LexiconId>,
    /// Distinct patterns of its own and of all it includes, through any depth; sorted.
    pub patterns: Vec<PatternId>,
}

/// A hash list.
#[derive(Clone, Debug, PartialEq)]
pub struct Hashlist {
    /// Name and docs.
    pub head: Head,
    /// `sha256` or `pdq`.
    pub kind: HashKind,
    /// Sorted, no repeats.
    pub hashes: Vec<[u8; 32]>,
}

/// How hashes compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashKind {
    /// Equal.
    Sha256,
    /// Hamming distance at most this many bits.
    Pdq(u32),
}

/// A signal or context.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Name and docs.
    pub head: Head,
    /// Declared with `context`.
    pub context: bool,
    /// Its body.
    pub body: ExprId,
}

/// A score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Name and docs.
    pub head: Head,
    /// Its rows.
    pub rows: Vec<ScoreRow>,
}

/// A row of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// Signed; per term for `Each`.
    pub points: i64,
    /// What earns them.
    pub body: ScoreBody,
    /// The whole row.
    pub place: Place,
}

/// What a score row counts.
#[derive(Clone, Debug, PartialEq)]
pub enum ScoreBody {
    /// Once, if it holds.
    Expr(ExprId),
    /// Per distinct pattern of the lexicon that occurs in the default scope.
    Each {
        /// The lexicon.
        lexicon: LexiconId,
        /// The lexicon as an expression, for its evidence.
        operand: ExprId,
        /// The sum's absolute value is at most this.
        up_to: Option<i64>,
    },
}

/// What happens to content, from mildest to strongest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as in the language")]
pub enum Action {
    #[default]
    None,
    Label,
    Review,
    Restrict,
    Remove,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as in the language")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

/// Where a rule is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as in the language")]
pub enum Status {
    Draft,
    Shadow,
    #[default]
    Live,
    Retired,
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Name and docs.
    pub head: Head,
    /// The whole declaration.
    pub place: Place,
    /// The condition.
    pub when: ExprId,
    /// The exception.
    pub unless: Option<ExprId>,
    /// `None` for a rule that only refers, or only reports.
    pub action: Action,
    /// Sorted by name, no repeats.
    pub refer: Vec<RecipientId>,
    /// If given.
    pub severity: Option<Severity>,
    /// Why.
    pub because: String,
    /// The law or platform rule.
    pub basis: Option<String>,
    /// A label for reports.
    pub category: Option<String>,
    /// Draft, shadow, live or retired.
    pub status: Status,
    /// First and last day in effect, both included, in UTC.
    pub effective: Option<(Option<time::Date>, Option<time::Date>)>,
    /// `hit` and `miss`, in order.
    pub examples: Vec<Example>,
}

/// A `hit` or `miss`.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Whether the rule should fire.
    pub hit: bool,
    /// On this, checked against the content type.
    pub content: crate::content::Content,
    /// The whole.
    pub place: Place,
}

/// An exemption.
#[derive(Clone, Debug, PartialEq)]
pub struct Exempt {
    /// Name and docs.
    pub head: Head,
    /// The condition.
    pub when: ExprId,
    /// Why.
    pub because: String,
}

/// Somebody to whom content is referred. Known outside by its name alone, so names are unique in a package.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipient {
    /// Name and docs.
    pub head: Head,
    /// `name "…"`
    pub name: String,
    /// `contact "…"`
    pub contact: Option<String>,
}

/// A test.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// `module: name`, for reports.
    pub name: String,
    /// The whole.
    pub place: Place,
    /// On what.
    pub given: crate::content::Content,
    /// All of which must hold.
    pub expects: Vec<Expect>,
}

/// An expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// `no` stands before it.
    pub negated: bool,
    /// Of what.
    pub what: ExpectWhat,
    /// The whole.
    pub place: Place,
}

/// What is expected.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectWhat {
    /// That it fires.
    Rule(RuleId),
    /// That this is the content's action.
    Action(Action),
    /// That it holds.
    Exempt(ExemptId),
    /// That it holds.
    Signal(SignalId),
}
