//! The sieve: tells posts that can make no rule fire from those that have to be read. In come the texts of a content
//! object, out goes whether anything more has to be done, and for which rules.
//!
//! It sees [`Symbols`](crate::text::Symbols), not words: hashes of words and of pairs of words are held against tables of
//! the rarest group of terms that each rule [needs](crate::plan::needs); where one is found, the other words of its term and the
//! other groups are looked for among all *signs* of the post, numbers that stand for its words and pairs of words. Whatever it takes for a word may be none, so that the
//! posts it lets through are read and judged as if there were no sieve; but no word may escape it. How each
//! word of a term is known is a ladder, with its reasons:
//!
//! 1. a whole word by the hash of its symbols: most words are;
//! 2. a word open at one side by that of its first or last symbols, at most eight; open at both sides by that of its first
//!    symbols at any place of a word where its first two stand;
//! 3. a misspelt word that allows one edit by its first or its last symbols: one edit leaves either untouched;
//! 4. an emoji, a sign, a word in a script without spaces, a phrase written together: only where the post is read with
//!    care, as it is around every place where such a thing stands;
//! 5. one symbol open at both sides, or a word with two edits, is not known at all: whatever needs it is needed no more.
//!
//! Where words stand in the post as something else (`b0at`, `b o a t`, `l'Angleterre`, `والقارب`) all that they may be is noted as well,
//! with what stands beside it. A rule that
//! other things than terms trigger, too, has the terms among them as its one group, and is asked for the others on every post;
//! a policy with a rule of which no group is known at all has no sieve: every post is read.
//!
//! Where a condition is more than its groups, a score above all, the tables lead to all its terms as well, and how many of each
//! set a post may have is [counted](reach) once a rule is triggered.

mod alternative;
mod build;
mod care;
mod decide;
mod hash;
mod open;
mod post;
mod reach;
mod row;
mod signs;
mod table;

use std::io::Read;

use self::build::Guards;
use self::hash::{Hasher, MOST_OPEN};
use self::open::Open;
use self::reach::Reach;
use self::table::Table;
use super::filter::Filter;
use super::scratch::Scratch;
use super::tables::Tables;
use crate::content::{Content, Value};
use crate::flat::{Flat, ReadError, Reader, Store, Writer};
use crate::text::Wanted;

pub(in crate::engine) use post::Post;
pub(in crate::engine) use reach::Counts;

/// The tables of the sieve: flat, and made once.
#[derive(Clone, Debug, Default)]
pub(super) struct Sieve {
    hasher: Hasher,
    wanted: Wanted,
    /// By how words begin, and by how they end.
    open: [Open; 2],
    /// A bit for every number of first symbols that words open at both sides are known by.
    inner: u16,
    /// A bit for every two symbols that a word open at both sides begins with, the second being the lower byte; none where
    /// there is no such word.
    inner_pairs: Flat<u64>,
    /// Some word is read without the Arabic letters that are written with it.
    clitics: bool,
    /// The first symbols of words that may be spelled out, [as many](row::LOOKS) as are looked at.
    beginnings: Filter,
    /// Such a word is open at the start: anything may be its beginning.
    begins_anyhow: bool,
    /// All words of the policy: no other need be noted where it stands as something else.
    vocabulary: Filter,
    /// By the hashes of words and pairs.
    plain: Table,
    /// By the hashes of words in disguise and of whole hashtags: few posts are asked for them.
    rare: Table,
    /// What the tables lead to: a place in `variants` with [`LAST`](build::LAST) at the end of a list, and a pattern or a
    /// [rule](build::RULE).
    postings: Flat<[u32; 2]>,
    /// By rule.
    guards: Flat<Guards>,
    /// The words of ways to write a term: flags, and the signs they are known by, as they stand and by their skeletons.
    variants: Flat<[u32; 4]>,
    /// By pattern: the first of its nodes in `pattern_nodes`.
    pattern_starts: Flat<u32>,
    pattern_nodes: Flat<u32>,
    /// By node: whether it is noted where the tables lead to it, and the end of what is its own in `node_variants` and
    /// `node_rules`, of which it has one or the other.
    nodes: Flat<[u32; 3]>,
    node_variants: Flat<u32>,
    node_rules: Flat<u32>,
    /// By rule: the end of its groups in `groups`, each of which is a count and so many nodes.
    rule_ends: Flat<u32>,
    groups: Flat<u32>,
    /// Rules whose one group is not all that can trigger them, in order.
    mixed: Flat<u32>,
    /// The sets of terms that conditions ask for beyond their groups.
    reach: Reach,
    /// Every rule has a group, and is triggered by nothing else.
    knows_all: bool,
}

impl Store for Sieve {
    fn write(&self, writer: &mut Writer) {
        self.hasher.write(writer);
        let flags = [self.wanted.signs, self.wanted.dense, self.clitics, self.knows_all, self.begins_anyhow];
        writer.value(flags.map(u8::from));
        self.open.iter().for_each(|open| open.write(writer));
        self.inner.write(writer);
        self.inner_pairs.write(writer);
        self.beginnings.write(writer);
        self.vocabulary.write(writer);
        self.plain.write(writer);
        self.rare.write(writer);
        self.postings.write(writer);
        self.guards.write(writer);
        self.variants.write(writer);
        self.pattern_starts.write(writer);
        self.pattern_nodes.write(writer);
        self.nodes.write(writer);
        let lists = [&self.node_variants, &self.node_rules, &self.rule_ends, &self.groups, &self.mixed];
        lists.into_iter().for_each(|list| list.write(writer));
        self.reach.write(writer);
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let hasher = Store::read(reader)?;
        let [signs, dense, clitics, knows_all, begins_anyhow] =
            reader.value::<[u8; 5]>()?.map(|flag| flag != 0);
        Ok(Self {
            hasher,
            wanted: Wanted { signs, dense },
            clitics,
            knows_all,
            open: [Store::read(reader)?, Store::read(reader)?],
            inner: Store::read(reader)?,
            inner_pairs: Store::read(reader)?,
            beginnings: Store::read(reader)?,
            begins_anyhow,
            vocabulary: Store::read(reader)?,
            plain: Store::read(reader)?,
            rare: Store::read(reader)?,
            postings: Store::read(reader)?,
            guards: Store::read(reader)?,
            variants: Store::read(reader)?,
            pattern_starts: Store::read(reader)?,
            pattern_nodes: Store::read(reader)?,
            nodes: Store::read(reader)?,
            node_variants: Store::read(reader)?,
            node_rules: Store::read(reader)?,
            rule_ends: Store::read(reader)?,
            groups: Store::read(reader)?,
            mixed: Store::read(reader)?,
            reach: Store::read(reader)?,
        })
    }
}

/// What has to be done with a content object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sifted {
    /// No rule can fire by its terms but those that have been triggered.
    Known,
    /// It has to be read to be known.
    Unsure,
}

impl Sieve {
    /// Whether it triggers only some of so many rules, and looks at no more symbols than it can. All else that is
    /// wrong with one from a file only lets the wrong posts through.
    pub(super) fn is_sound(&self, rules: usize) -> bool {
        let of_posting =
            |&[_, target]: &[u32; 2]| target & build::RULE == 0 || ((target & !build::RULE) as usize) < rules;
        self.node_rules.iter().all(|&rule| (rule as usize) < rules)
            && self.postings.iter().all(of_posting)
            && self.reach.is_sound()
            && self.inner & 0b11 == 0
            && self.inner >> MOST_OPEN <= 1
    }

    /// Whether it decides about every rule.
    pub(super) const fn knows_all(&self) -> bool {
        self.knows_all
    }

    /// Looks at the values that terms are looked for in, and triggers the rules that may fire.
    pub(super) fn sift(&self, tables: &Tables, content: &Content, scratch: &mut Scratch) -> Sifted {
        scratch.post.begin(self);
        for &field in tables.fields.iter().filter(|field| tables.is_scanned(**field)) {
            for value in content.get(field) {
                if let Value::Text(text) = value
                    && scratch.post.read(self, text) == Sifted::Unsure
                {
                    return Sifted::Unsure;
                }
            }
        }
        if scratch.post.has_candidates() {
            self.decide(scratch);
        }
        Sifted::Known
    }
}
