//! The tree of a source file, as written: names unresolved, terms uncut, places everywhere.

mod expr;

pub use expr::{CompareOp, Expr, ExprKind, Filter, FilterTest, Members, Operand, Quantifier, Within};

use crate::span::Span;
pub use crate::text::Mode;

/// A piece of syntax and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// What.
    pub node: T,
    /// Where, in the file's bytes.
    pub span: Span,
}

/// A name as written, `[a-z][a-z0-9_]*`.
pub type Name = Spanned<String>;

/// A dotted name: `author.bio`, `places.uk`, `price`.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// At least one name.
    pub parts: Vec<Name>,
    /// The whole.
    pub span: Span,
}

/// A source file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Declarations and imports, in order. A broken one is [`Item::Broken`].
    pub items: Vec<Item>,
    /// Every `//` comment, in order, without the slashes and the space around its text; `///` comments are
    /// with their declaration, or here where they stand before none.
    pub comments: Vec<Spanned<String>>,
}

/// A declaration or import.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "rules are most of a policy, and a file is walked once")]
pub enum Item {
    /// `use …`
    Use(Use),
    /// `content post { … }`
    Content(Content),
    /// `lexicon x { … }` or `lexicon x from "…"`
    Lexicon(Lexicon),
    /// `hashlist x from "…" kind pdq within 31`
    Hashlist(Hashlist),
    /// `signal x = …` or `context x = …`
    Signal(Signal),
    /// `score x { … }`
    Score(Score),
    /// `rule x { … }`
    Rule(Rule),
    /// `exempt x { … }`
    Exempt(Exempt),
    /// `recipient x { … }`
    Recipient(Recipient),
    /// `test "…" { … }`
    Test(Test),
    /// A declaration that did not parse; its problems have been reported. `name` is given where it
    /// could be read, so that uses of it are not reported as unknown.
    Broken {
        /// The declared name, if it was legible.
        name: Option<Name>,
        /// The skipped text.
        span: Span,
    },
}

impl Item {
    /// The whole expressions of a declaration.
    pub(crate) fn expressions(&self) -> Vec<&Expr> {
        match self {
            Self::Signal(signal) => vec![&signal.expr],
            Self::Rule(rule) => rule.when.iter().chain(&rule.unless).collect(),
            Self::Exempt(exempt) => exempt.when.iter().collect(),
            Self::Score(score) => {
                let bodies = score.rows.iter().filter_map(|row| match &row.body {
                    ScoreBody::Expr(expr) => Some(expr),
                    ScoreBody::Each { .. } => None,
                });
                bodies.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The whole, docs excluded.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Use(item) => item.span,
            Self::Content(item) => item.head.span,
            Self::Lexicon(item) => item.head.span,
            Self::Hashlist(item) => item.head.span,
            Self::Signal(item) => item.head.span,
            Self::Score(item) => item.head.span,
            Self::Rule(item) => item.head.span,
            Self::Exempt(item) => item.head.span,
            Self::Recipient(item) => item.head.span,
            Self::Test(item) => item.span,
            Self::Broken { span, .. } => *span,
        }
    }
}

/// What every declaration carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// The declared name.
    pub name: Name,
    /// Lines of `///` before it, without the slashes.
    pub docs: Vec<String>,
    /// The whole declaration, docs excluded.
    pub span: Span,
}

/// `use lexicon.places.{uk, france as fr}`, `use m.a as b`, `use lexicon.places`.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The path before the braces, or the whole path.
    pub path: Path,
    /// `{a, b as c}`; `None` where no braces stand.
    pub names: Option<Vec<UseName>>,
    /// `as b` after a path without braces.
    pub alias: Option<Name>,
    /// The whole.
    pub span: Span,
}

/// One name of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct UseName {
    /// The name in the other module.
    pub name: Name,
    /// The name here, if another.
    pub alias: Option<Name>,
}

/// `content post { id: string … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Name and docs.
    pub head: Head,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// `media.ocr: [text]`
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The dotted name.
    pub path: Path,
    /// The type's word: `text`, `string`, …
    pub ty: Name,
    /// Whether it stands in brackets.
    pub list: bool,
}

/// `lexicon x { … }` or `lexicon x from "terms.csv"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    /// Name and docs.
    pub head: Head,
    /// Of the whole lexicon.
    pub mode: Option<Spanned<Mode>>,
    /// What it holds.
    pub body: LexiconBody,
}

/// Where a lexicon's terms are.
#[derive(Clone, Debug, PartialEq)]
pub enum LexiconBody {
    /// In the policy.
    Rows(Vec<LexiconEntry>),
    /// In a CSV file.
    From(Str),
}

/// A line of a lexicon.
#[derive(Clone, Debug, PartialEq)]
pub enum LexiconEntry {
    /// `en "boat*", "dinghy"`
    Row(Row),
    /// `with other_lexicon`
    With(Path),
}

/// Terms of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// BCP 47 tag or `any`, as written.
    pub lang: Spanned<String>,
    /// Of the whole row.
    pub mode: Option<Spanned<Mode>>,
    /// Its terms.
    pub terms: Vec<Term>,
    /// `{ source "…", reviewed …, … }`
    pub facts: Vec<Fact>,
    /// The whole.
    pub span: Span,
}

/// A fact about a row's terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// `source`, `reviewed`, `expires` or `note`; checked by the parser.
    pub key: Name,
    /// A string for `source` and `note`, a date for the others.
    pub value: FactValue,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Text.
    Str(Str),
    /// A date as written.
    Date(Spanned<String>),
}

/// A string literal.
#[derive(Clone, Debug, PartialEq)]
pub struct Str {
    /// The text, with escapes undone and the common indentation of a `"""` string removed.
    ///
    /// The string of a term still holds the escapes of terms: `\*`, `\[`, `\]`, `\<`, `\>`, `\?`, `\|` and `\\`
    /// are left as backslash and character, and a character that `\u{…}` stands for is given as such an escape
    /// if it would otherwise mean something (`\u{5B}` is `\[`). A backslash is thus always followed by the
    /// character it escapes.
    pub value: String,
    /// With its quotes.
    pub span: Span,
}

/// A quoted term with what stands around the quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// `exact`, `accented` or `plain` before it.
    pub mode: Option<Spanned<Mode>>,
    /// Inside the quotes.
    pub text: Str,
    /// `~1` or `~2` after it.
    pub fuzzy: Option<Spanned<u8>>,
    /// The whole.
    pub span: Span,
}

/// `/…/` or `/…/x`
#[derive(Clone, Debug, PartialEq)]
pub struct Regex {
    /// Between the slashes, `\/` undone.
    pub pattern: String,
    /// `x`: over the original text.
    pub original: bool,
    /// With the slashes.
    pub span: Span,
}

/// `hashlist x from "…" kind pdq within 31`
#[derive(Clone, Debug, PartialEq)]
pub struct Hashlist {
    /// Name and docs.
    pub head: Head,
    /// The file.
    pub file: Str,
    /// `sha256` or `pdq`, as written.
    pub kind: Name,
    /// Hamming distance.
    pub within: Option<Spanned<u64>>,
}

/// `signal x = …`, `context x = …`
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Name and docs.
    pub head: Head,
    /// Whether it was declared with `context`.
    pub context: bool,
    /// Its body.
    pub expr: Expr,
}

/// `score x { +3 … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Name and docs.
    pub head: Head,
    /// Its rows.
    pub rows: Vec<ScoreRow>,
}

/// `+2 each of offers up to 6`, `-1 reporting`
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// Signed points.
    pub points: Spanned<i64>,
    /// What earns them.
    pub body: ScoreBody,
    /// The whole.
    pub span: Span,
}

/// What a score row counts.
#[derive(Clone, Debug, PartialEq)]
pub enum ScoreBody {
    /// Once, if it holds.
    Expr(Expr),
    /// Per distinct term of a lexicon.
    Each {
        /// The lexicon.
        lexicon: Path,
        /// The most (for negative points: the least, as an absolute number).
        up_to: Option<Spanned<i64>>,
    },
}

/// `rule x { … }`. A clause that is missing or repeated has been reported; of a repeated one the first is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Name and docs.
    pub head: Head,
    /// `when …`
    pub when: Option<Expr>,
    /// `unless …`
    pub unless: Option<Expr>,
    /// `then remove, refer nca`
    pub then: Vec<Then>,
    /// The span of the `then` clause.
    pub then_span: Option<Span>,
    /// `severity high`, the word as written.
    pub severity: Option<Name>,
    /// `because "…"`
    pub because: Option<Str>,
    /// `basis "…"`
    pub basis: Option<Str>,
    /// `category name`
    pub category: Option<Name>,
    /// `status shadow`, the word as written.
    pub status: Option<Name>,
    /// `effective 2026-01-01..2026-12-31`; either end may be left out.
    pub effective: Option<Effective>,
    /// `hit` and `miss`, in order.
    pub examples: Vec<Example>,
}

/// A range of dates, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// First day.
    pub from: Option<Spanned<String>>,
    /// Last day.
    pub to: Option<Spanned<String>>,
    /// The whole clause.
    pub span: Span,
}

/// One thing a rule does.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// `label`, `review`, `restrict`, `remove`: the word as written.
    Action(Name),
    /// `refer nca`
    Refer(Path),
}

/// `hit "…"` or `miss { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Whether the rule should fire.
    pub hit: bool,
    /// On what.
    pub content: ContentLiteral,
    /// The whole.
    pub span: Span,
}

/// A content object in a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum ContentLiteral {
    /// The `text` field.
    Text(Str),
    /// `{ text: "…", author.followers: 12 }`
    Object(Vec<(Path, Literal)>, Span),
}

/// A value in a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `"…"`
    Str(Str),
    /// `-12`, `3.5`
    Number(Spanned<f64>),
    /// `true`, `false`
    Bool(Spanned<bool>),
    /// `2026-11-01`, `2026-11-01T10:00:00Z`, as written.
    Time(Spanned<String>),
    /// `["a", "b"]`
    List(Vec<Literal>, Span),
}

/// `exempt x { when … because "…" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Exempt {
    /// Name and docs.
    pub head: Head,
    /// `when …`
    pub when: Option<Expr>,
    /// `because "…"`
    pub because: Option<Str>,
}

/// `recipient x { name "…" contact "…" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Recipient {
    /// Name and docs.
    pub head: Head,
    /// `name "…"`
    pub name: Option<Str>,
    /// `contact "…"`
    pub contact: Option<Str>,
}

/// `test "…" { given … expect … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The quoted name.
    pub name: Str,
    /// Docs before it.
    pub docs: Vec<String>,
    /// `given …`
    pub given: Option<ContentLiteral>,
    /// `expect …`, in order.
    pub expects: Vec<Expect>,
    /// The whole.
    pub span: Span,
}

/// One expectation of a test; `no` stands before any of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// Whether `no` stands before it.
    pub negated: bool,
    /// Of what.
    pub what: ExpectWhat,
    /// The whole.
    pub span: Span,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectWhat {
    /// `rule NAME`
    Rule(Path),
    /// `action remove`, the word as written; `none` too.
    Action(Name),
    /// `exempt NAME`
    Exempt(Path),
    /// `signal NAME`; a context too.
    Signal(Path),
}
