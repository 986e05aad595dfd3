//! Nodes as records of four numbers, with what has no fixed length in arrays beside them.

use crate::content::FieldId;
use crate::flat::{Flat, stored};
use crate::plan::{self, Extract, ExtractId, HashlistId, NodeId, Number, Plan, RegexId, Row, ScopeId, Test};
use crate::sema::hir::{CompareOp, Within};

use super::Facts;

/// A node, as [`plan::Node`] has it.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "named as in the plan")]
pub(crate) enum Node<'p> {
    Const(bool),
    /// Numbers of patterns, sorted.
    Terms {
        patterns: &'p [u32],
        scope: ScopeId,
    },
    Regex {
        regex: RegexId,
        scope: ScopeId,
    },
    Extract {
        extract: ExtractId,
        scope: ScopeId,
    },
    Union(&'p [NodeId]),
    Near {
        left: NodeId,
        right: NodeId,
        ordered: bool,
        within: Within,
    },
    Edge {
        operand: NodeId,
        ends: bool,
    },
    Or(&'p [NodeId]),
    And(&'p [NodeId]),
    Not(NodeId),
    AtLeast {
        number: u32,
        members: &'p [NodeId],
    },
    TermsAtLeast {
        number: u32,
        operand: NodeId,
    },
    Count {
        operand: NodeId,
        op: CompareOp,
        number: Number,
    },
    Distinct {
        operand: NodeId,
        op: CompareOp,
        number: Number,
    },
    /// See [`row`].
    Score(&'p [RawRow]),
    Compare {
        score: NodeId,
        op: CompareOp,
        number: Number,
    },
    /// The test by its number among [`Facts::tests`].
    Field {
        field: FieldId,
        test: u32,
    },
    Age {
        field: FieldId,
        op: CompareOp,
        seconds: Number,
    },
    Hashlist {
        field: FieldId,
        list: HashlistId,
    },
}

/// Points, operand, most points (below none), whether points are for each pattern.
pub(crate) type RawRow = [i64; 4];

/// All nodes.
pub(crate) struct Nodes {
    /// The kind with its comparison and a yes or no, and three numbers.
    records: Flat<[u32; 4]>,
    members: Flat<NodeId>,
    patterns: Flat<u32>,
    rows: Flat<RawRow>,
}

stored!(Nodes { records, members, patterns, rows });

/// Kinds, as records have them.
mod kind {
    pub(super) const CONST: u8 = 0;
    pub(super) const TERM: u8 = 1;
    pub(super) const TERMS: u8 = 2;
    pub(super) const REGEX: u8 = 3;
    pub(super) const EXTRACT: u8 = 4;
    pub(super) const UNION: u8 = 5;
    pub(super) const NEAR: u8 = 6;
    pub(super) const NEAR_IN_SENTENCE: u8 = 7;
    pub(super) const EDGE: u8 = 8;
    pub(super) const OR: u8 = 9;
    pub(super) const AND: u8 = 10;
    pub(super) const NOT: u8 = 11;
    pub(super) const AT_LEAST: u8 = 12;
    pub(super) const TERMS_AT_LEAST: u8 = 13;
    pub(super) const COUNT: u8 = 14;
    pub(super) const DISTINCT: u8 = 15;
    pub(super) const SCORE: u8 = 16;
    pub(super) const COMPARE: u8 = 17;
    pub(super) const FIELD: u8 = 18;
    pub(super) const AGE: u8 = 19;
    pub(super) const HASHLIST: u8 = 20;
}

const OPS: [CompareOp; 6] =
    [CompareOp::Eq, CompareOp::Ne, CompareOp::Lt, CompareOp::Le, CompareOp::Gt, CompareOp::Ge];

/// The first number of a record.
fn head(kind: u8, op: Option<CompareOp>, yes: bool) -> u32 {
    let op = OPS.iter().position(|&known| Some(known) == op).unwrap_or_default();
    u32::from_le_bytes([kind, op as u8, u8::from(yes), 0])
}

const fn halves(number: Number) -> (u32, u32) {
    let bits = number.0.to_bits();
    (bits as u32, (bits >> 32) as u32)
}

const fn whole(low: u32, high: u32) -> Number {
    Number(f64::from_bits(low as u64 | (high as u64) << 32))
}

/// Collects records.
#[derive(Default)]
struct Writing {
    members: Vec<NodeId>,
    patterns: Vec<u32>,
    rows: Vec<RawRow>,
}

impl Nodes {
    /// The nodes of a plan.
    pub(super) fn new(plan: &Plan, facts: &mut Facts) -> Self {
        let mut writing = Writing::default();
        let records = plan.graph.nodes.iter().map(|node| writing.record(plan, node, facts)).collect();
        let Writing { members, patterns, rows } = writing;
        Self { records, members: members.into(), patterns: patterns.into(), rows: rows.into() }
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.records.len()
    }

    /// A node; what is not there is false.
    pub(crate) fn get(&self, id: NodeId) -> Node<'_> {
        self.records.get(id.index()).and_then(|record| self.decoded(record)).unwrap_or(Node::Const(false))
    }

    /// The node of a record; `None` where it has none.
    pub(super) fn decoded<'p>(&'p self, record: &'p [u32; 4]) -> Option<Node<'p>> {
        let &[head, a, b, c] = record;
        let [kind, op, yes, _] = head.to_le_bytes();
        let (op, yes) = (*OPS.get(usize::from(op))?, yes != 0);
        let members = || slice(&self.members, a, b);
        let (operand, field, scope) = (NodeId(a), FieldId(a as u16), ScopeId(c));
        Some(match kind {
            kind::CONST => Node::Const(yes),
            kind::TERM => Node::Terms { patterns: std::slice::from_ref(&record[1]), scope },
            kind::TERMS => Node::Terms { patterns: slice(&self.patterns, a, b)?, scope },
            kind::REGEX => Node::Regex { regex: RegexId(a), scope },
            kind::EXTRACT => Node::Extract { extract: ExtractId(a), scope },
            kind::UNION => Node::Union(members()?),
            kind::NEAR | kind::NEAR_IN_SENTENCE => {
                let within = if kind == kind::NEAR { Within::Words(c) } else { Within::Sentence };
                Node::Near { left: operand, right: NodeId(b), ordered: yes, within }
            }
            kind::EDGE => Node::Edge { operand, ends: yes },
            kind::OR => Node::Or(members()?),
            kind::AND => Node::And(members()?),
            kind::NOT => Node::Not(operand),
            kind::AT_LEAST => Node::AtLeast { number: c, members: members()? },
            kind::TERMS_AT_LEAST => Node::TermsAtLeast { number: b, operand },
            kind::COUNT => Node::Count { operand, op, number: whole(b, c) },
            kind::DISTINCT => Node::Distinct { operand, op, number: whole(b, c) },
            kind::SCORE => Node::Score(slice(&self.rows, a, b)?),
            kind::COMPARE => Node::Compare { score: operand, op, number: whole(b, c) },
            kind::FIELD => Node::Field { field, test: b },
            kind::AGE => Node::Age { field, op, seconds: whole(b, c) },
            kind::HASHLIST => Node::Hashlist { field, list: HashlistId(b) },
            _ => return None,
        })
    }

    /// Every node, in order; `None` for records that are none.
    pub(super) fn all(&self) -> impl Iterator<Item = Option<Node<'_>>> {
        self.records.iter().map(|record| self.decoded(record))
    }
}

fn slice<T>(all: &[T], first: u32, count: u32) -> Option<&[T]> {
    all.get(first as usize..(first as usize).checked_add(count as usize)?)
}

impl Writing {
    fn record(&mut self, plan: &Plan, node: &plan::Node, facts: &mut Facts) -> [u32; 4] {
        use plan::Node as N;
        match node {
            N::Const(truth) => [head(kind::CONST, None, *truth), 0, 0, 0],
            N::Terms { set, scope } => match plan.graph.set(*set) {
                [one] => [head(kind::TERM, None, false), one.0, 0, scope.0],
                many => {
                    let first = self.patterns.len() as u32;
                    self.patterns.extend(many.iter().map(|pattern| pattern.0));
                    [head(kind::TERMS, None, false), first, many.len() as u32, scope.0]
                }
            },
            N::Regex { regex, scope } => [head(kind::REGEX, None, false), regex.0, 0, scope.0],
            N::Extract { extract, scope } => [head(kind::EXTRACT, None, false), extract.0, 0, scope.0],
            N::Union(members) => self.members(kind::UNION, members, 0),
            N::Near { left, right, ordered, within } => {
                let (kind, words) = match within {
                    Within::Words(words) => (kind::NEAR, *words),
                    Within::Sentence => (kind::NEAR_IN_SENTENCE, 0),
                };
                [head(kind, None, *ordered), left.0, right.0, words]
            }
            N::Edge { operand, ends } => [head(kind::EDGE, None, *ends), operand.0, 0, 0],
            N::Or(members) => self.members(kind::OR, members, 0),
            N::And(members) => self.members(kind::AND, members, 0),
            N::Not(operand) => [head(kind::NOT, None, false), operand.0, 0, 0],
            N::AtLeast { number, members } => self.members(kind::AT_LEAST, members, *number),
            N::TermsAtLeast { number, operand } => {
                [head(kind::TERMS_AT_LEAST, None, false), operand.0, *number, 0]
            }
            N::Count { operand, op, number } => compared(kind::COUNT, *operand, *op, *number),
            N::Distinct { operand, op, number } => compared(kind::DISTINCT, *operand, *op, *number),
            N::Score(rows) => {
                let first = self.rows.len() as u32;
                self.rows.extend(rows.iter().map(raw));
                [head(kind::SCORE, None, false), first, rows.len() as u32, 0]
            }
            N::Compare { score, op, number } => compared(kind::COMPARE, *score, *op, *number),
            N::Field { field, test } => {
                facts.tests.push(test.clone());
                [head(kind::FIELD, None, false), u32::from(field.0), facts.tests.len() as u32 - 1, 0]
            }
            N::Age { field, op, seconds } => compared(kind::AGE, NodeId(u32::from(field.0)), *op, *seconds),
            N::Hashlist { field, list } => [head(kind::HASHLIST, None, false), u32::from(field.0), list.0, 0],
        }
    }

    fn members(&mut self, kind: u8, members: &[NodeId], number: u32) -> [u32; 4] {
        let first = self.members.len() as u32;
        self.members.extend(members);
        [head(kind, None, false), first, members.len() as u32, number]
    }
}

fn compared(kind: u8, operand: NodeId, op: CompareOp, number: Number) -> [u32; 4] {
    let (low, high) = halves(number);
    [head(kind, Some(op), false), operand.0, low, high]
}

fn raw(row: &Row) -> RawRow {
    let most = row.up_to.map_or(-1, |most| most.max(0));
    [row.points, i64::from(row.operand.0), most, i64::from(row.each)]
}

/// The row of a record.
pub(crate) fn row(&[points, operand, most, each]: &RawRow) -> Row {
    Row { points, operand: NodeId(operand as u32), each: each != 0, up_to: (most >= 0).then_some(most) }
}

impl Facts {
    /// What a field must pass.
    pub(crate) fn test(&self, number: u32) -> Option<&Test> {
        self.tests.get(number as usize)
    }

    /// An extractor with its filters.
    pub(crate) fn extract(&self, id: ExtractId) -> Option<&Extract> {
        self.extracts.get(id.index())
    }
}
