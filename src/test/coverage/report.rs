//! Coverage in numbers, and what has not been reached.

use serde::Serialize;

use super::{Kind, Point};
use crate::source::Sources;
use crate::span::Place;
use crate::test::places::line_of;

/// What the examples and tests reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How much is reached: of branches and rules each side counts.
    pub reached: usize,
    /// How much there is.
    pub all: usize,
    /// By kind, those that the policy does not have left out.
    pub kinds: Vec<ByKind>,
    /// By module, in order of its path.
    pub modules: Vec<ByModule>,
    /// What is not reached, in order of declaration and place.
    pub missing: Vec<Missing>,
    #[serde(skip)]
    pub(super) points: Vec<Point>,
}

/// The coverage of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByKind {
    /// Which.
    pub kind: Kind,
    /// How much is reached.
    pub reached: usize,
    /// How much there is.
    pub all: usize,
}

/// The coverage of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ByModule {
    /// Path of the module.
    pub file: String,
    /// By kind, those that it does not have left out.
    pub kinds: Vec<ByKind>,
}

/// Something that is not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// What sort of thing.
    pub kind: Kind,
    /// The declaration it is in: its word and qualified name, as in `lexicon craft.small_boat`.
    pub declaration: String,
    /// Path of the module or data file.
    pub file: String,
    /// Where it stands, from 1.
    pub line: u32,
    /// It, as written.
    pub text: String,
    /// What no content shows of it: `never true`, `never occurs`, …
    pub lacks: &'static str,
    /// Whether it follows from something around it that is not reached either.
    #[serde(skip)]
    pub(super) follows: bool,
}

impl Report {
    pub(super) fn new(sources: &Sources, points: Vec<Point>) -> Self {
        let mut files: Vec<_> = points.iter().map(|point| point.declared.file).collect();
        files.sort_unstable();
        files.dedup();
        let mut modules: Vec<ByModule> = Vec::with_capacity(files.len());
        for part in points.chunk_by(|left, right| left.declared.file == right.declared.file) {
            let file =
                part.first().map_or_else(String::new, |point| sources.get(point.declared.file).name.clone());
            modules.push(ByModule { file, kinds: by_kind(part) });
        }
        modules.sort_by(|left, right| left.file.cmp(&right.file));
        let kinds = by_kind(&points);
        let missing = missing(sources, &points);
        let (reached, all) =
            kinds.iter().fold((0, 0), |(reached, all), row| (reached + row.reached, all + row.all));
        Self { reached, all, kinds, modules, missing, points }
    }
}

fn by_kind(points: &[Point]) -> Vec<ByKind> {
    let rows = Kind::ALL.into_iter().map(|kind| {
        let sides = points.iter().filter(|point| point.kind == kind).flat_map(|point| &point.sides);
        let (reached, all) =
            sides.fold((0, 0), |(reached, all), &side| (reached + usize::from(side), all + 1));
        ByKind { kind, reached, all }
    });
    rows.filter(|row| row.all > 0).collect()
}

fn missing(sources: &Sources, points: &[Point]) -> Vec<Missing> {
    let mut around: Option<Place> = None;
    let mut all = Vec::new();
    for point in points {
        let Some(lacks) = point.lacks() else { continue };
        let place = point.place;
        let follows =
            around.is_some_and(|around| around.file == place.file && around.span.contains(place.span));
        if !follows && matches!(point.kind, Kind::Row | Kind::Term) {
            around = Some(place);
        }
        let (file, line) = line_of(sources, place);
        let (kind, declaration, text) = (point.kind, point.declaration.clone(), point.text.clone());
        all.push(Missing { kind, declaration, file, line, text, lacks, follows });
    }
    all
}

impl Point {
    /// What no content shows of it, if anything.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        let is_dark = !self.sides.contains(&true);
        match self.sides.iter().position(|side| !side)? {
            _ if is_dark && self.kind == Kind::Branch => Some("never evaluated"),
            _ if is_dark && self.kind == Kind::Rule => Some("has neither hit nor miss"),
            side => Some(self.kind.lacks(side)),
        }
    }
}
