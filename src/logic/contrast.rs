//! What two conditions differ in, for those who look for content on which they do. In: two nodes. Out: evidence that one
//! of them asks for and the other does not, each with what has to stand beside it to matter; distances that are others; and
//! one piece of evidence of every kind that the conditions speak of. It is only ever a hint.

use rustc_hash::FxHashSet;

use super::node::{Near, Node, NodeId, SetId, Simple, SimpleId, Tables};
use super::{Problem, classes::Reach};
use crate::sema::hir::Within;

/// Most hints of one kind.
const MOST: usize = 48;

/// Terms of a lexicon that are taken for all of it.
const SAMPLES: usize = 3;

/// Evidence that is put together to make one truth hold.
const MOST_TOGETHER: usize = 8;

/// Most pairs of nodes that are compared.
const MOST_PAIRS: usize = 4096;

/// Rows of a sum that are taken to help most.
const MOST_ROWS: usize = 2;

/// Rows of sums and members of sets that are taken one by one.
const MOST_EACH: usize = 6;

/// What two conditions differ in.
#[derive(Default)]
pub struct Contrast {
    /// Evidence that makes a difference, perhaps, where it is found together; what is simple first.
    pub together: Vec<Vec<SimpleId>>,
    /// Distances of covers, in words, of which the two have different ones.
    pub distances: Vec<u32>,
    /// Something of every set of evidence that the conditions speak of.
    pub others: Vec<SimpleId>,
}

impl Contrast {
    /// Looks at two truths side by side.
    #[must_use]
    pub fn of(problem: &Problem<'_>, one: NodeId, other: NodeId) -> Self {
        let tables = &problem.tables;
        let mut walk = Walk {
            tables,
            found: Self::default(),
            seen: FxHashSet::default(),
            steps: 0,
            beside: Vec::new(),
            counted: false,
            partnered: Vec::new(),
        };
        walk.nodes(one, other);
        let mut found = walk.found;
        let mut known = FxHashSet::default();
        found.together.extend(walk.partnered.into_iter().take(MOST));
        found.together.retain(|together| known.insert(together.clone()));
        found.distances.sort_unstable();
        found.distances.dedup();
        found.others = others(tables, one);
        found
    }
}

/// Of every set one of the terms, and whatever else is in it; none twice. Sets of one term stand for terms that are
/// counted, of which there may be thousands.
fn others(tables: &Tables, root: NodeId) -> Vec<SimpleId> {
    let reach = Reach::of(tables, &[root]);
    let mut seen = FxHashSet::default();
    let mut others = Vec::new();
    for set in reach.sets.iter().map(|&set| tables.sets.get(set)) {
        let is_term = |simple: &&SimpleId| matches!(tables.simples.get(**simple), Simple::Pattern(..));
        let term = set.iter().find(is_term).filter(|_| set.len() > 1);
        let rest = set.iter().filter(|simple| {
            !is_term(simple) && !matches!(tables.simples.get(**simple), Simple::Near(_) | Simple::Edge(..))
        });
        others.extend(rest.take(MOST_TOGETHER).chain(term).copied().filter(|&simple| seen.insert(simple)));
    }
    others.truncate(MOST * 3);
    others
}

struct Walk<'t> {
    tables: &'t Tables<'t>,
    found: Contrast,
    seen: FxHashSet<(NodeId, NodeId)>,
    steps: usize,
    /// What has to hold as well on the way down, outermost first.
    beside: Vec<Vec<NodeId>>,
    /// Whether what is beside innermost is what a count needs as well: without it nothing differs.
    counted: bool,
    /// Evidence with what stands on the other side of its cover.
    partnered: Vec<Vec<SimpleId>>,
}

impl Walk<'_> {
    fn nodes(&mut self, one: NodeId, other: NodeId) {
        let tables = self.tables;
        // A lexicon matters in every place in its own way; what it stands in is looked at once.
        let is_leaf = matches!(tables.nodes.get(one), Node::Present(_) | Node::Count { .. });
        self.steps += 1;
        if one == other || self.steps >= MOST_PAIRS || !is_leaf && !self.seen.insert((one, other)) {
            return;
        }
        match (tables.nodes.get(one), tables.nodes.get(other)) {
            (Node::Not(one), Node::Not(other)) => self.nodes(*one, *other),
            (Node::And(members), Node::And(others)) => {
                let common = members.iter().copied().filter(|id| others.binary_search(id).is_ok());
                self.beside.push(common.collect());
                self.members(members, others);
                self.beside.pop();
            }
            (Node::Or(members), Node::Or(others)) => self.members(members, others),
            (Node::Sum { items, at_least }, Node::Sum { items: others, .. }) => {
                // "Three of these" need two others beside the one that came.
                let is_count = items.iter().all(|&(_, points)| points == 1);
                let rows = if is_count { (*at_least - 1).clamp(0, 8) as usize } else { MOST_ROWS };
                let mut best: Vec<(NodeId, i64)> = items.clone();
                best.retain(|item| item.1 > 0 && others.contains(item));
                best.sort_by_key(|&(_, points)| std::cmp::Reverse(points));
                if is_count {
                    // The last are the least likely to stand in other lexicons, where they would count as well.
                    best.reverse();
                }
                let common: Vec<NodeId> = best.iter().take(rows).map(|&(id, _)| id).collect();
                let ids = |items: &[(NodeId, i64)]| items.iter().map(|&(id, _)| id).collect::<Vec<_>>();
                let (members, others) = (ids(items), ids(others));
                let counted = std::mem::replace(&mut self.counted, is_count && !common.is_empty());
                self.beside.push(common);
                self.members(&members, &others);
                self.beside.pop();
                self.counted = counted;
            }
            (
                Node::Present(set) | Node::Count { set, .. },
                Node::Present(other) | Node::Count { set: other, .. },
            ) => self.sets(*set, *other, &[]),
            _ => {
                self.whole(one);
                self.whole(other);
            }
        }
    }

    /// Members that only one side has: those of a kind are taken for each other, the rest came or went.
    fn members(&mut self, members: &[NodeId], others: &[NodeId]) {
        let missing = |from: &[NodeId], to: &[NodeId]| -> Vec<NodeId> {
            from.iter().copied().filter(|id| to.binary_search(id).is_err()).collect()
        };
        let (gone, mut come) = (missing(members, others), missing(others, members));
        for one in gone {
            let kind = std::mem::discriminant(self.tables.nodes.get(one));
            let alike =
                come.iter().position(|&other| std::mem::discriminant(self.tables.nodes.get(other)) == kind);
            match alike {
                Some(place) => {
                    let other = come.remove(place);
                    self.nodes(one, other);
                }
                None => self.whole(one),
            }
        }
        come.into_iter().for_each(|other| self.whole(other));
    }

    /// Sets: what only one has, with what stands on the other side of a cover.
    fn sets(&mut self, one: SetId, other: SetId, partners: &[SimpleId]) {
        if one == other {
            return;
        }
        let tables = self.tables;
        let missing = |from: SetId, to: SetId| -> Vec<SimpleId> {
            let others = tables.sets.get(to);
            tables
                .sets
                .get(from)
                .iter()
                .copied()
                .filter(|simple| others.binary_search(simple).is_err())
                .collect()
        };
        let near = |simple: &SimpleId| match *tables.simples.get(*simple) {
            Simple::Near(near) => Some(tables.nears.get(near)),
            _ => None,
        };
        let (gone, come) = (missing(one, other), missing(other, one));
        let (covers, others): (Vec<&Near>, Vec<&Near>) =
            (gone.iter().filter_map(near).collect(), come.iter().filter_map(near).collect());
        for (cover, other) in covers.iter().zip(&others) {
            self.covers(cover, other);
        }
        // A cover that came or went has no partner.
        let odd = if covers.len() == others.len() { usize::MAX } else { 0 };
        let own = gone.iter().chain(&come).filter(|simple| near(simple).is_none() || odd == 0);
        for &simple in own.take(MOST_EACH) {
            self.together(vec![simple]);
            for &partner in partners {
                self.partnered.push(vec![simple, partner]);
            }
        }
    }

    fn covers(&mut self, one: &Near, other: &Near) {
        if one.within != other.within {
            let words = |within: Within| match within {
                Within::Words(words) => words,
                Within::Sentence => 0,
            };
            self.found.distances.extend([words(one.within), words(other.within)]);
        }
        let is_swapped = one.left != other.left && (one.left == other.right || one.right == other.left);
        let (left, right) = if is_swapped { (other.right, other.left) } else { (other.left, other.right) };
        let (partners, others) =
            (samples(self.tables.sets.get(one.right)), samples(self.tables.sets.get(one.left)));
        self.sets(one.left, left, &partners);
        self.sets(one.right, right, &others);
    }

    /// A truth that only one side asks for.
    fn whole(&mut self, node: NodeId) {
        for way in ways(self.tables, node, 0) {
            self.together(way);
        }
    }

    /// Notes evidence, alone and with what has to hold beside it, from the inside out.
    fn together(&mut self, mut evidence: Vec<SimpleId>) {
        if evidence.is_empty() || self.found.together.len() >= MOST {
            return;
        }
        if !self.counted {
            self.found.together.push(evidence.clone());
        }
        for beside in self.beside.iter().rev() {
            let more = beside.iter().filter_map(|&node| ways(self.tables, node, 0).into_iter().next());
            let before = evidence.len();
            more.for_each(|more| evidence.splice(0..0, more).for_each(drop));
            if evidence.len() > before && evidence.len() <= MOST_TOGETHER * 2 {
                self.found.together.push(evidence.clone());
            }
        }
    }
}

fn samples(set: &[SimpleId]) -> Vec<SimpleId> {
    let mut places = [0, set.len() / 2, set.len().saturating_sub(1)].map(|place| set.get(place).copied());
    let mut samples: Vec<SimpleId> = places.iter_mut().filter_map(Option::take).collect();
    samples.dedup();
    samples
}

/// A few ways to make a truth hold, as far as finding something can.
fn ways(tables: &Tables, node: NodeId, depth: usize) -> Vec<Vec<SimpleId>> {
    const DEPTH: usize = 8;
    if depth > DEPTH {
        return Vec::new();
    }
    let first = |id: &NodeId| ways(tables, *id, depth + 1).into_iter().next().unwrap_or_default();
    let mut ways: Vec<Vec<SimpleId>> = match tables.nodes.get(node) {
        Node::Present(set) => samples(tables.sets.get(*set)).into_iter().map(|simple| vec![simple]).collect(),
        Node::Count { set, at_least, .. } => {
            let members = tables.sets.get(*set).iter().copied().cycle();
            vec![members.take((*at_least).clamp(1, 8) as usize).collect()]
        }
        Node::Or(members) => members.iter().take(SAMPLES).map(first).collect(),
        Node::And(members) => vec![members.iter().take(MOST_TOGETHER).flat_map(first).collect()],
        Node::Sum { items, at_least } => {
            let mut items: Vec<(NodeId, i64)> =
                items.iter().copied().filter(|&(_, points)| points > 0).take(MOST * 4).collect();
            items.sort_by_key(|&(_, points)| -points);
            let mut sum = 0;
            let enough = items.iter().take_while(|&&(_, points)| {
                let is_needed = sum < *at_least;
                sum += points;
                is_needed
            });
            vec![enough.take(MOST_TOGETHER).flat_map(|(id, _)| first(id)).collect()]
        }
        Node::Const(_) | Node::Not(_) | Node::Fact(_) | Node::Opaque(_) => Vec::new(),
    };
    ways.iter_mut().for_each(|way| way.truncate(MOST_TOGETHER));
    ways.retain(|way| !way.is_empty());
    ways
}
