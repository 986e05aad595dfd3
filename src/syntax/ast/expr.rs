//! Expressions, as written.

use super::{Literal, Name, Path, Regex, Spanned, Term};
use crate::span::Span;

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What.
    pub kind: ExprKind,
    /// The whole, parentheses around it excluded.
    pub span: Span,
}

impl Expr {
    /// The expressions that it is made of.
    pub(crate) fn operands(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Or(parts)
            | ExprKind::And(parts)
            | ExprKind::Of { members: Members::List(parts, _), .. } => parts.iter().collect(),
            ExprKind::Not(operand)
            | ExprKind::InFields { operand, .. }
            | ExprKind::InList { operand, .. }
            | ExprKind::InRange { operand, .. }
            | ExprKind::InDurations { operand, .. }
            | ExprKind::Edge { operand, .. }
            | ExprKind::Count(operand)
            | ExprKind::Distinct(operand)
            | ExprKind::Compare { left: operand, .. } => vec![operand],
            ExprKind::Near { left, right, .. } => vec![left, right],
            ExprKind::Of { members: Members::Name(_), .. }
            | ExprKind::Term(_)
            | ExprKind::Regex(_)
            | ExprKind::Name(_)
            | ExprKind::Call { .. }
            | ExprKind::Age(_)
            | ExprKind::Broken => Vec::new(),
        }
    }
}

/// The forms of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"boat*"~1`
    Term(Term),
    /// `/…/`
    Regex(Regex),
    /// A lexicon, signal, context, score, extractor or bool field.
    Name(Path),
    /// `price(amount >= 500)`
    Call {
        /// The extractor.
        extractor: Name,
        /// Its filters, all of which must hold.
        filters: Vec<Filter>,
    },
    /// `a or b or c`, flattened.
    Or(Vec<Expr>),
    /// `a and b and c`, flattened.
    And(Vec<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `a near b within 8 words`; chains are to the left.
    Near {
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
        /// `then` instead of `near`: in this order.
        ordered: bool,
        /// `within …`; `None` is the default.
        within: Option<Spanned<Within>>,
    },
    /// `x in author.bio`, `x in (title, hashtags)`; also `media.pdq in known_ads`: analysis tells which.
    InFields {
        /// What.
        operand: Box<Expr>,
        /// Where.
        fields: Vec<Path>,
    },
    /// `lang in ["sq", "ku"]`
    InList {
        /// A field.
        operand: Box<Expr>,
        /// The values.
        values: Vec<Literal>,
    },
    /// `author.followers in 1..50`
    InRange {
        /// A field.
        operand: Box<Expr>,
        /// The lowest.
        low: Literal,
        /// The highest.
        high: Literal,
    },
    /// `age(author.created_at) in 1..30 days`
    InDurations {
        /// An age.
        operand: Box<Expr>,
        /// The least; a number alone has the unit of the other.
        low: Operand,
        /// The most.
        high: Operand,
    },
    /// `a starts` or `a ends`
    Edge {
        /// What.
        operand: Box<Expr>,
        /// `ends` instead of `starts`.
        ends: bool,
    },
    /// `2 of (a, b)`, `any of offers`
    Of {
        /// How many.
        quantifier: Spanned<Quantifier>,
        /// Of what.
        members: Members,
    },
    /// `count(a)`, to be compared.
    Count(Box<Expr>),
    /// `distinct(a)`, to be compared.
    Distinct(Box<Expr>),
    /// `age(author.created_at)`, to be compared.
    Age(Path),
    /// `a >= 3`; the left side is a score, field, count, distinct or age.
    Compare {
        /// The left side.
        left: Box<Expr>,
        /// How.
        op: Spanned<CompareOp>,
        /// The right side.
        right: Operand,
    },
    /// Did not parse; reported.
    Broken,
}

/// What an `of` counts over.
#[derive(Clone, Debug, PartialEq)]
pub enum Members {
    /// `(a, b, c)`
    List(Vec<Expr>, Span),
    /// `offers`
    Name(Path),
}

/// How many of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least this many.
    AtLeast(u64),
    /// One.
    Any,
    /// Every one.
    All,
    /// Not one.
    None,
}

/// How far apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Within {
    /// At most this many tokens strictly between.
    Words(u64),
    /// No sentence end between.
    Sentence,
    /// A unit that is neither, as written: `within 5 metres`.
    Unknown(u64, Name),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// Whether a comparison of two numbers holds.
    #[must_use]
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Eq => left == right,
            Self::Ne => left != right,
            Self::Lt => left < right,
            Self::Le => left <= right,
            Self::Gt => left > right,
            Self::Ge => left >= right,
        }
    }
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A value.
    Literal(Literal),
    /// `30 days`, the unit as written.
    Duration {
        /// How many.
        amount: Spanned<f64>,
        /// Of what.
        unit: Name,
    },
}

/// `amount in 300..20000`, `currency in ["GBP"]`, `domain == "t.me"`
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The attribute.
    pub attribute: Name,
    /// The test.
    pub test: FilterTest,
    /// The whole.
    pub span: Span,
}

/// The test of a filter.
#[derive(Clone, Debug, PartialEq)]
pub enum FilterTest {
    /// `>= 500`
    Compare(Spanned<CompareOp>, Literal),
    /// `in ["GBP", "EUR"]`
    List(Vec<Literal>),
    /// `in 300..20000`
    Range(Literal, Literal),
}
