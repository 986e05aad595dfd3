//! Nodes: what conditions are made of once every name is resolved and every scope is known. A node
//! refers to earlier nodes only, so that one walk in order sees operands first.

use std::hash::{Hash, Hasher};

use time::OffsetDateTime;
use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::content::{FieldId, Value};
use crate::extract::{Attribute, Extractor};
use crate::flat::Plain;
use crate::sema::hir::{self, CompareOp, Within};
use crate::text::fold_string;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {
        $($(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, FromBytes, IntoBytes, Immutable)]
        #[repr(transparent)]
        pub struct $name(pub u32);

        impl Plain for $name {
            fn little_endian(self) -> Self {
                Self(self.0.little_endian())
            }
        }

        impl $name {
            /// As an index into its table.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

ids! {
    /// A node of the plan.
    NodeId;
    /// A set of fields; 0 is the default scope.
    ScopeId;
    /// A set of patterns: what a lexicon or a term stands for.
    SetId;
    /// What a term matches.
    PatternId;
    /// A regular expression.
    RegexId;
    /// An extractor with its filters.
    ExtractId;
    /// A hash list.
    HashlistId;
}

impl ScopeId {
    /// All fields of type `text`.
    pub const DEFAULT: Self = Self(0);
}

/// A condition, or a part of one, free of context. Evidence is true where it is not empty, so that
/// an evidence node can stand wherever a truth is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A truth that content does not change; as evidence, `false` is the empty set.
    Const(bool),
    /// Evidence: the spans of any pattern of a set.
    Terms {
        /// Which patterns.
        set: SetId,
        /// In which fields.
        scope: ScopeId,
    },
    /// Evidence: the matches of a regular expression.
    Regex {
        /// Which.
        regex: RegexId,
        /// In which fields.
        scope: ScopeId,
    },
    /// Evidence: what an extractor finds and its filters let pass.
    Extract {
        /// Which.
        extract: ExtractId,
        /// In which fields.
        scope: ScopeId,
    },
    /// Evidence: the union of evidence.
    Union(Vec<NodeId>),
    /// Evidence: minimal covers of pairs.
    Near {
        /// Evidence.
        left: NodeId,
        /// Evidence.
        right: NodeId,
        /// Left before right.
        ordered: bool,
        /// How far apart.
        within: Within,
    },
    /// Evidence: the spans that hold the first or the last token of their value.
    Edge {
        /// Evidence.
        operand: NodeId,
        /// The last token instead of the first.
        ends: bool,
    },
    /// Any of these.
    Or(Vec<NodeId>),
    /// All of these.
    And(Vec<NodeId>),
    /// Not this.
    Not(NodeId),
    /// This many of the members or more; equal members count each.
    AtLeast {
        /// How many.
        number: u32,
        /// Of these.
        members: Vec<NodeId>,
    },
    /// This many distinct patterns of a [`Node::Terms`] or more occur.
    TermsAtLeast {
        /// How many.
        number: u32,
        /// The set and its scope.
        operand: NodeId,
    },
    /// The number of spans, compared.
    Count {
        /// Evidence.
        operand: NodeId,
        /// How.
        op: CompareOp,
        /// With what.
        number: Number,
    },
    /// The number of different folded texts of spans, compared.
    Distinct {
        /// Evidence.
        operand: NodeId,
        /// How.
        op: CompareOp,
        /// With what.
        number: Number,
    },
    /// A number: the sum of the rows that hold.
    Score(Vec<Row>),
    /// The value of a [`Node::Score`], compared.
    Compare {
        /// A score.
        score: NodeId,
        /// How.
        op: CompareOp,
        /// With what.
        number: Number,
    },
    /// A field's values: true if any passes.
    Field {
        /// Which.
        field: FieldId,
        /// What it must pass.
        test: Test,
    },
    /// Seconds from a time field to the content's `created_at`, compared.
    Age {
        /// A time field.
        field: FieldId,
        /// How.
        op: CompareOp,
        /// With how many seconds.
        seconds: Number,
    },
    /// A hash field against a list.
    Hashlist {
        /// Which.
        field: FieldId,
        /// The list.
        list: HashlistId,
    },
}

/// A row of a score.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Signed.
    pub points: i64,
    /// What earns them.
    pub operand: NodeId,
    /// Whether points are for every distinct pattern of the operand, a [`Node::Terms`].
    pub each: bool,
    /// The most that `each` may add, without its sign.
    pub up_to: Option<i64>,
}

impl Row {
    /// Points for several patterns, cut to what `each` may add.
    #[must_use]
    pub fn capped(&self, points: i64) -> i64 {
        let most = self.up_to.map_or(i64::MAX, |most| most.max(0));
        points.clamp(-most, most)
    }
}

/// A finite number that can be a key: compared by its bits.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub struct Number(pub f64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// A value in a policy, in the form it is compared in: strings are folded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "named as the types are")]
pub enum Literal {
    Text(String),
    Number(Number),
    Bool(bool),
    Time(OffsetDateTime),
    Hash([u8; 32]),
}

impl Literal {
    /// The value of a policy, folded if it is a string.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(fold_string(text)),
            Value::Number(number) => Self::Number(Number(*number)),
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Time(time) => Self::Time(*time),
            Value::Hash(hash) => Self::Hash(*hash),
        }
    }
}

/// What a field's value or an attribute must pass.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Test {
    /// A bool that is true.
    IsTrue,
    /// Compared with one value.
    Compare(CompareOp, Literal),
    /// Equal to any of these.
    OneOf(Vec<Literal>),
    /// Between these, both included.
    Between(Literal, Literal),
}

impl Test {
    /// The checked test, its strings folded.
    #[must_use]
    pub fn of(test: &hir::FieldTest) -> Self {
        match test {
            hir::FieldTest::IsTrue => Self::IsTrue,
            hir::FieldTest::Compare(op, value) => Self::Compare(*op, Literal::of(value)),
            hir::FieldTest::OneOf(values) => Self::OneOf(values.iter().map(Literal::of).collect()),
            hir::FieldTest::Between(low, high) => Self::Between(Literal::of(low), Literal::of(high)),
        }
    }
}

/// An extractor with its filters, all of which must hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Extract {
    /// Which.
    pub extractor: Extractor,
    /// Conditions on its attributes.
    pub filters: Vec<(Attribute, Test)>,
}

/// Compares two numbers.
#[must_use]
pub fn compare<T: PartialOrd>(left: &T, op: CompareOp, right: &T) -> bool {
    match op {
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    }
}

impl Node {
    /// Whether it is a set of spans.
    #[must_use]
    pub const fn is_evidence(&self) -> bool {
        matches!(
            self,
            Self::Terms { .. }
                | Self::Regex { .. }
                | Self::Extract { .. }
                | Self::Union(_)
                | Self::Near { .. }
                | Self::Edge { .. }
        )
    }

    /// Calls with its operands, in order.
    pub fn each_operand(&self, mut found: impl FnMut(NodeId)) {
        match self {
            Self::Union(members) | Self::Or(members) | Self::And(members) | Self::AtLeast { members, .. } => {
                members.iter().for_each(|&id| found(id))
            }
            Self::Near { left, right, .. } => [*left, *right].into_iter().for_each(found),
            Self::Edge { operand, .. }
            | Self::Not(operand)
            | Self::TermsAtLeast { operand, .. }
            | Self::Count { operand, .. }
            | Self::Distinct { operand, .. }
            | Self::Compare { score: operand, .. } => found(*operand),
            Self::Score(rows) => rows.iter().for_each(|row| found(row.operand)),
            Self::Const(_)
            | Self::Terms { .. }
            | Self::Regex { .. }
            | Self::Extract { .. }
            | Self::Field { .. }
            | Self::Age { .. }
            | Self::Hashlist { .. } => {}
        }
    }

    /// The same node over other operands.
    #[must_use]
    pub fn map(self, mut to: impl FnMut(NodeId) -> NodeId) -> Self {
        let mut each = |ids: Vec<NodeId>| ids.into_iter().map(&mut to).collect();
        match self {
            Self::Union(ids) => Self::Union(each(ids)),
            Self::Or(ids) => Self::Or(each(ids)),
            Self::And(ids) => Self::And(each(ids)),
            Self::AtLeast { number, members } => Self::AtLeast { number, members: each(members) },
            Self::Near { left, right, ordered, within } => {
                Self::Near { left: to(left), right: to(right), ordered, within }
            }
            Self::Edge { operand, ends } => Self::Edge { operand: to(operand), ends },
            Self::Not(operand) => Self::Not(to(operand)),
            Self::TermsAtLeast { number, operand } => Self::TermsAtLeast { number, operand: to(operand) },
            Self::Count { operand, op, number } => Self::Count { operand: to(operand), op, number },
            Self::Distinct { operand, op, number } => Self::Distinct { operand: to(operand), op, number },
            Self::Compare { score, op, number } => Self::Compare { score: to(score), op, number },
            Self::Score(rows) => {
                Self::Score(rows.into_iter().map(|row| Row { operand: to(row.operand), ..row }).collect())
            }
            leaf => leaf,
        }
    }
}
