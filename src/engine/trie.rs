//! A trie over bytes: finds which of many beginnings a word has, or, given bytes backwards, endings.

/// Where a node has no value.
const NONE: u32 = u32::MAX;
/// Before the first byte of a key.
pub(super) const ROOT: u32 = u32::MAX;

/// An immutable trie; a value is a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    /// By first byte: the node, or [`NONE`].
    roots: Vec<u32>,
    nodes: Vec<Node>,
    /// Labels of the children of all nodes, those of one node side by side.
    labels: Vec<u8>,
    /// The children, beside their labels.
    children: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// First child.
    first: u32,
    /// One past the last child.
    next: u32,
    value: u32,
}

impl Trie {
    /// A trie of keys, which are not empty and differ from each other.
    pub(super) fn new(mut keys: Vec<(Vec<u8>, u32)>) -> Self {
        keys.sort();
        let mut trie = Self { roots: vec![NONE; 256], ..Self::default() };
        // Nodes are made breadth first, so that the children of one stand side by side.
        let mut waiting = std::collections::VecDeque::new();
        for group in keys.chunk_by(|a, b| a.0.first() == b.0.first()) {
            if let Some(&byte) = group[0].0.first() {
                trie.roots[byte as usize] = trie.add_node(group, 1);
                waiting.push_back((trie.roots[byte as usize], group, 1));
            }
        }
        while let Some((node, group, depth)) = waiting.pop_front() {
            let longer = &group[group.partition_point(|(key, _)| key.len() <= depth)..];
            trie.nodes[node as usize].first = trie.labels.len() as u32;
            for group in longer.chunk_by(|a, b| a.0[depth] == b.0[depth]) {
                let child = trie.add_node(group, depth + 1);
                trie.labels.push(group[0].0[depth]);
                trie.children.push(child);
                waiting.push_back((child, group, depth + 1));
            }
            trie.nodes[node as usize].next = trie.labels.len() as u32;
        }
        trie
    }

    /// Adds the node of the keys that share their first `depth` bytes; the shortest of them stands first.
    fn add_node(&mut self, group: &[(Vec<u8>, u32)], depth: usize) -> u32 {
        let value = if group[0].0.len() == depth { group[0].1 } else { NONE };
        self.nodes.push(Node { first: 0, next: 0, value });
        self.nodes.len() as u32 - 1
    }

    /// Whether there are no keys.
    pub(super) const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node after a byte: of the first byte of a key at [`ROOT`], else of the byte after a node's.
    #[inline]
    pub(super) fn next(&self, at: u32, byte: u8) -> Option<u32> {
        let next = if at == ROOT {
            *self.roots.get(byte as usize)?
        } else {
            let node = self.nodes[at as usize];
            let range = node.first as usize..node.next as usize;
            let place = self.labels[range.clone()].iter().position(|&label| label == byte)?;
            self.children[range.start + place]
        };
        (next != NONE).then_some(next)
    }

    /// The value of the key that ends at a node.
    pub(super) fn value(&self, at: u32) -> Option<u32> {
        self.nodes.get(at as usize).map(|node| node.value).filter(|&value| value != NONE)
    }

    /// Calls with the value of every key that the bytes begin with.
    #[inline]
    pub(super) fn walk(&self, mut bytes: impl Iterator<Item = u8>, mut found: impl FnMut(u32)) {
        let mut at = ROOT;
        while let Some(next) = bytes.next().and_then(|byte| self.next(at, byte)) {
            at = next;
            let value = self.nodes[at as usize].value;
            if value != NONE {
                found(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_is_found() {
        let keys = ["b", "boat", "bo", "canot", "cab", "ش"];
        let keys = keys.iter().zip(0..).map(|(key, value)| (key.as_bytes().to_vec(), value));
        let trie = Trie::new(keys.collect());
        let found = |word: &str| {
            let mut found = Vec::new();
            trie.walk(word.bytes(), |value| found.push(value));
            found
        };
        assert_eq!(found("boats"), [0, 2, 1]);
        assert_eq!(found("ca"), [0; 0]);
        assert_eq!(found("cabs"), [4]);
        assert_eq!(found("شب"), [5]);
        assert_eq!(found(""), [0; 0]);
        assert_eq!(found("x"), [0; 0]);
    }
}
