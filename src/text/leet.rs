//! Words with `@`, `$` or `!` for letters: such a sign cuts base tokens apart, so that `v!sa` is an edge over two of
//! them. A sign belongs to the word only where a letter follows it directly, other such signs between; `@` not at the
//! start, where it makes a handle.

use super::fold::{Kind as Class, lookup};
use super::parts::{letters_of, script_of};
use super::words::Reader;
use super::{Edge, Kind, Readings, Spelling, Text, disguise};

/// Words with signs between them, as tokens `first..next`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    first: u32,
    next: u32,
    /// First byte, which may be that of a sign.
    start: usize,
}

/// Signs that stand side by side.
pub(super) struct Signs {
    start: usize,
    end: usize,
    /// How many of them are tokens.
    dollars: usize,
}

impl Default for Signs {
    fn default() -> Self {
        Self { start: usize::MAX, end: usize::MAX, dollars: 0 }
    }
}

impl Signs {
    pub(super) fn pass_over(&mut self, at: usize, end: usize) {
        if self.end == at {
            self.end = end;
        }
    }
}

impl Reader<'_> {
    /// Takes note of a sign that may turn out to be a letter.
    pub(super) fn note_sign(&mut self, sign: char, at: usize, end: usize) {
        if self.signs.end != at {
            self.signs = Signs { start: at, ..Signs::default() };
        }
        self.signs.end = end;
        self.awaits_word = true;
        self.signs.dollars += usize::from(sign == '$');
    }

    /// The word that opens here goes on with what signs stand right before it, and with the word before those.
    pub(super) fn link_signs(&mut self, letter: bool, at: usize) {
        if self.signs.end != at || !letter {
            return;
        }
        let token = self.text.base.len();
        let before = token.checked_sub(self.signs.dollars + 1).map(|before| self.text.base[before]);
        match before.filter(|before| self.touches_signs(before)) {
            Some(before) => self.chain_after(&before, token),
            None => self.chain_from_signs(at, token),
        }
    }

    /// Whether a token ends where the signs start; what vanishes does not count.
    fn touches_signs(&self, token: &Edge) -> bool {
        let between = self.original.get(token.end as usize..self.signs.start);
        token.kind == Kind::Word && between.is_some_and(|between| between.chars().all(vanishes))
    }

    fn chain_after(&mut self, before: &Edge, token: usize) {
        let next = token as u32 + 1;
        match self.text.chains.last_mut() {
            Some(chain) if chain.next == before.next => chain.next = next,
            _ => self.text.chains.push(Chain { first: before.first, next, start: before.start as usize }),
        }
    }

    fn chain_from_signs(&mut self, at: usize, token: usize) {
        let signs = &self.original[self.signs.start..at];
        let at_start = |&c: &char| folded(c) == '@' || vanishes(c);
        let handles = signs.chars().take_while(at_start).map(char::len_utf8).sum::<usize>();
        if handles < signs.len() {
            let (first, start) = ((token - self.signs.dollars) as u32, self.signs.start + handles);
            self.text.chains.push(Chain { first, next: token as u32 + 1, start });
        }
    }
}

fn vanishes(c: char) -> bool {
    matches!(lookup(c).kind, Class::Ignorable | Class::Joiner | Class::Cut | Class::Tag)
}

fn folded(c: char) -> char {
    lookup(c).fold(Spelling::Merged).and_then(|fold| fold.chars().next()).unwrap_or(c)
}

impl Text {
    /// Adds the edges of the chains that can be read as letters.
    pub(super) fn add_chains(&mut self, original: &str) {
        for number in 0..self.chains.len() {
            let chain = self.chains[number];
            let key = self.keys.len();
            self.push_chain_key(&chain, original);
            let flags = self.keys.disguises(key..self.keys.len());
            let tokens = self.base.get(chain.first as usize..chain.next as usize).unwrap_or_default();
            match tokens.last() {
                Some(last) if flags & disguise::LEET != 0 && self.keys.are_addressed() => {
                    let edge = Edge {
                        from: chain.first,
                        to: chain.next,
                        first: chain.first,
                        next: chain.next,
                        start: chain.start as u32,
                        end: last.end,
                        kind: Kind::Word,
                        script: script_of(tokens),
                        letters: letters_of(tokens),
                        readings: Readings::LEET,
                        flags,
                        key: (key as u32, self.keys.len() as u32),
                    };
                    self.inner.push(edge);
                }
                _ => self.keys.truncate(key),
            }
        }
    }

    /// The keys of the chain's tokens with the signs between.
    fn push_chain_key(&mut self, chain: &Chain, original: &str) {
        let mut here = chain.start;
        for number in chain.first..chain.next {
            let Some(&token) = self.base.get(number as usize) else { return };
            let between = original.get(here..token.start as usize).unwrap_or_default();
            self.keys.extend(between.chars().map(folded).filter(|c| matches!(c, '@' | '!')));
            self.keys.extend_from_within(token.key.0 as usize..token.key.1 as usize);
            here = token.end as usize;
        }
    }
}
