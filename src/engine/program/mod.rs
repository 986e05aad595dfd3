//! The program: a plan as the flat arrays that judging runs over. In comes a plan, or what a compiled file
//! says is one; nothing in it has to be trusted. Indices are checked when a program is read, and texts and
//! lists that are not there are empty.

mod check;
mod facts;
mod node;
mod rules;
mod terms;
mod texts;

use std::io::Read;

pub(super) use facts::Facts;
pub(super) use node::{Node, Nodes, RawRow, row};
pub(super) use rules::{Named, Rule, Rules};
use terms::Word;
pub(super) use terms::{Terms, Variant};
pub(super) use texts::{Interner, Numbered, TextId, Texts};

use crate::flat::{ReadError, Reader, Store, Writer};
use crate::plan::Plan;

/// The executable form of a policy.
pub(super) struct Program {
    /// What is no array.
    pub(super) facts: Facts,
    /// Conditions and what they are made of.
    pub(super) nodes: Nodes,
    /// Words, and patterns as sequences of them.
    pub(super) terms: Terms,
    /// In order of name; and exemptions.
    pub(super) rules: Rules,
    /// Every text of these and of the tables, each once.
    pub(super) texts: Texts,
}

impl Program {
    /// The program of a plan, its texts aside, which are collected on the way.
    pub(super) fn new<'p>(plan: &'p Plan, texts: &mut Interner<'p>) -> Self {
        let mut facts = Facts::new(plan);
        Self {
            nodes: Nodes::new(plan, &mut facts),
            facts,
            terms: Terms::new(&plan.terms, texts),
            rules: Rules::new(plan, texts),
            texts: Texts::default(),
        }
    }

    /// A word, ready to be compared.
    #[inline]
    pub(super) fn word(&self, word: u32) -> Word<'_> {
        self.terms.word(word, &self.texts)
    }
}

impl Store for Program {
    fn write(&self, writer: &mut Writer) {
        self.facts.write(writer);
        self.nodes.write(writer);
        self.terms.write(writer);
        self.rules.write(writer);
        self.texts.write(writer);
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let program = Self {
            facts: Store::read(reader)?,
            nodes: Store::read(reader)?,
            terms: Store::read(reader)?,
            rules: Store::read(reader)?,
            texts: Store::read(reader)?,
        };
        if program.is_sound() { Ok(program) } else { Err(reader.malformed()) }
    }
}
