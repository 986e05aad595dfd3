//! Whether what a compiled file says is a program can be run: every number in it is one of something that is
//! there, and no node is its own operand.

use super::{Node, Program};
use crate::plan::NodeId;
use crate::sema::limits::MAX_DEPTH;

/// Lowering makes two nodes of an expression at most, and a few more for its evidence.
const MOST_NODES_DEEP: u32 = 4 * MAX_DEPTH;

impl Program {
    /// See the module's page.
    pub(super) fn is_sound(&self) -> bool {
        self.terms.is_sound() && self.rules.is_sound(self.nodes.len()) && self.nodes_are_sound()
    }

    fn nodes_are_sound(&self) -> bool {
        let mut depths: Vec<u32> = Vec::with_capacity(self.nodes.len());
        for node in self.nodes.all() {
            let Some(depth) = node.and_then(|node| self.depth(node, &depths)) else { return false };
            depths.push(depth);
        }
        true
    }

    /// How deep a node reaches, whose operands have come before; `None` for one that is not sound, or too deep.
    fn depth(&self, node: Node<'_>, depths: &[u32]) -> Option<u32> {
        let of = |id: NodeId| depths.get(id.index()).copied();
        let all = |ids: &[NodeId]| ids.iter().try_fold(0, |deepest: u32, &id| Some(deepest.max(of(id)?)));
        let below = match node {
            Node::Union(members) | Node::Or(members) | Node::And(members) | Node::AtLeast { members, .. } => {
                all(members)?
            }
            Node::Near { left, right, .. } => all(&[left, right])?,
            Node::Edge { operand, .. }
            | Node::Not(operand)
            | Node::TermsAtLeast { operand, .. }
            | Node::Count { operand, .. }
            | Node::Distinct { operand, .. }
            | Node::Compare { score: operand, .. } => of(operand)?,
            Node::Score(rows) => {
                let operands = rows.iter().map(|&[_, operand, ..]| u32::try_from(operand).ok());
                operands
                    .map(|id| of(NodeId(id?)))
                    .try_fold(0, |deepest: u32, depth| Some(deepest.max(depth?)))?
            }
            leaf => return self.is_sound_leaf(leaf).then_some(1),
        };
        (below < MOST_NODES_DEEP).then_some(below + 1)
    }

    fn is_sound_leaf(&self, leaf: Node<'_>) -> bool {
        let fields = self.facts.content.fields.len();
        match leaf {
            Node::Terms { patterns, .. } => {
                patterns.iter().all(|&pattern| (pattern as usize) < self.terms.patterns())
            }
            Node::Regex { regex, .. } => regex.index() < self.facts.regexes.len(),
            Node::Extract { extract, .. } => extract.index() < self.facts.extracts.len(),
            Node::Field { field, test } => {
                usize::from(field.0) < fields && (test as usize) < self.facts.tests.len()
            }
            Node::Age { field, .. } | Node::Hashlist { field, .. } => usize::from(field.0) < fields,
            _ => true,
        }
    }
}
