//! What came of the mutants.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Kind, Mutant};
use crate::source::Sources;
use crate::span::Place;
use crate::test::places::line_of;

/// What became of every mutant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many an example or test notices.
    pub noticed: usize,
    /// How many there are.
    pub all: usize,
    /// How many were left out because they cannot change a verdict.
    pub equivalent: usize,
    /// By kind, those without mutants left out.
    pub kinds: Vec<ByKind>,
    /// By declaration, in order of place.
    pub declarations: Vec<ByDeclaration>,
    /// Those that nothing notices, in order of declaration and place.
    pub unnoticed: Vec<Unnoticed>,
}

/// The mutants of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByKind {
    /// Which.
    pub kind: Kind,
    /// How many are noticed.
    pub noticed: usize,
    /// How many there are.
    pub all: usize,
}

/// The mutants of a declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ByDeclaration {
    /// Its word and qualified name, as in `lexicon craft.small_boat`.
    pub declaration: String,
    /// Path of its module.
    pub file: String,
    /// Where its name stands, from 1.
    pub line: u32,
    /// How many are noticed.
    pub noticed: usize,
    /// How many there are.
    pub all: usize,
}

/// A mutant that nothing notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unnoticed {
    /// What sort of change.
    pub kind: Kind,
    /// The declaration it is made in.
    pub declaration: String,
    /// Path of the module or data file.
    pub file: String,
    /// Where what is changed stands, from 1.
    pub line: u32,
    /// The change in words.
    pub what: String,
}

impl Report {
    pub(super) fn new(
        sources: &Sources,
        mutants: &[Mutant],
        noticed: &[Option<Place>],
        equivalent: usize,
    ) -> Self {
        let mut kinds: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
        let mut report = Self {
            noticed: 0,
            all: mutants.len(),
            equivalent,
            kinds: Vec::new(),
            declarations: Vec::new(),
            unnoticed: Vec::new(),
        };
        for (mutant, noticed) in mutants.iter().zip(noticed) {
            let noticed = noticed.is_some();
            let of_kind = kinds.entry(mutant.kind).or_default();
            *of_kind = (of_kind.0 + usize::from(noticed), of_kind.1 + 1);
            report.noticed += usize::from(noticed);
            report.count(sources, mutant, noticed);
            if !noticed {
                let (file, line) = line_of(sources, mutant.place);
                let (kind, declaration, what) =
                    (mutant.kind, mutant.declaration.clone(), mutant.what.clone());
                report.unnoticed.push(Unnoticed { kind, declaration, file, line, what });
            }
        }
        let by_kind = |(kind, (noticed, all))| ByKind { kind, noticed, all };
        report.kinds = kinds.into_iter().map(by_kind).collect();
        report
    }

    /// Counts a mutant for its declaration, which is the last one or a new one.
    fn count(&mut self, sources: &Sources, mutant: &Mutant, noticed: bool) {
        if self.declarations.last().is_none_or(|last| last.declaration != mutant.declaration) {
            let (file, line) = line_of(sources, mutant.declared);
            let declaration = mutant.declaration.clone();
            self.declarations.push(ByDeclaration { declaration, file, line, noticed: 0, all: 0 });
        }
        if let Some(last) = self.declarations.last_mut() {
            last.noticed += usize::from(noticed);
            last.all += 1;
        }
    }

    /// Whether at least so many per cent are noticed; of none, all are.
    #[must_use]
    pub fn reaches(&self, percent: f64) -> bool {
        self.noticed as f64 * 100.0 >= percent * self.all as f64
    }
}
