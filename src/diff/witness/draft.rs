//! From a model to content: pieces of text in which what should be found stands, in fields where it is looked for, put
//! together so that what should be near is and what should not is not.

use std::collections::BTreeMap;

use super::dice::Dice;
use super::words::{self, Style, filler};
use super::{finds, sample, values};
use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::logic::{Extract, Model, Problem, Simple, SimpleId, Wish};
use crate::sema::hir::Within;

/// Fields are filled in this order where there is a choice.
const USUAL: [&str; 3] = ["text", "title", "media.ocr"];

/// The most words between two pieces: further apart than any `near` that is used.
const FARTHEST: usize = 64;

/// Covers inside covers are written out to this depth.
const DEPTH: usize = 6;

/// What stands between the pieces of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A space.
    Space,
    /// The end of a sentence.
    Sentence,
    /// The end of a sentence, and as many words as keep everything apart.
    Far,
    /// Elements of a list, where there is one.
    Elements,
}

impl Joint {
    pub(super) const ALL: [Self; 4] = [Self::Space, Self::Sentence, Self::Far, Self::Elements];
}

/// Where in its field a piece of text should stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Anywhere,
    Start,
    End,
}

/// A piece of text and where it should stand.
struct Piece {
    text: String,
    place: Place,
}

/// Content in the making.
pub(super) struct Draft<'a> {
    pub(super) problem: &'a Problem<'a>,
    pub(super) content_type: &'a ContentType,
    pub(super) model: &'a Model,
    pub(super) style: Style,
    pub(super) joint: Joint,
    pub(super) dice: Dice,
}

impl Draft<'_> {
    /// The content, as far as the model can be written out.
    pub(super) fn content(&mut self) -> Content {
        let mut content = Content::default();
        content.values.resize_with(self.content_type.fields.len(), Vec::new);
        values::set(self.problem, self.content_type, self.model, &mut content);
        for (field, pieces) in self.pieces() {
            let is_list = self.content_type.fields[usize::from(field.0)].list;
            let texts = if is_list && self.joint == Joint::Elements {
                pieces.into_iter().map(|piece| piece.text).collect()
            } else {
                vec![self.joined(pieces)]
            };
            content.values[usize::from(field.0)].extend(texts.into_iter().map(Value::Text));
        }
        content
    }

    /// A text in which a piece of evidence stands, whatever the model.
    pub(super) fn evidence(&mut self, simple: SimpleId) -> String {
        self.text(simple, DEPTH)
    }

    /// The pieces of each field.
    fn pieces(&mut self) -> BTreeMap<FieldId, Vec<Piece>> {
        let mut pieces: BTreeMap<FieldId, Vec<Piece>> = BTreeMap::new();
        let mut placed: Vec<Vec<SimpleId>> = Vec::new();
        let model = self.model;
        for wish in &model.holds {
            let Wish::Pair { left, right, within } = wish else { continue };
            if self.is_implied(left, right, *within) {
                continue;
            }
            let (one, other) = (self.choose(left), self.choose(right));
            let shared: Vec<FieldId> = self.problem.scope(one).to_vec();
            let shared = shared.into_iter().filter(|field| self.problem.scope(other).contains(field));
            let Some(field) = self.field(&shared.collect::<Vec<_>>()) else { continue };
            let between = self.between(left, right, *within);
            let (first, second) = (self.text(one, DEPTH), self.text(other, DEPTH));
            let text = format!("{first}{between}{second}");
            let place = self.place(one).max_with(self.place(other));
            pieces.entry(field).or_default().push(Piece { text, place });
            placed.extend([left.clone(), right.clone()]);
        }
        for wish in &model.holds {
            let (members, times) = match wish {
                Wish::Any(members) if !placed.contains(members) => (members, 1),
                Wish::Count { of, at_least, .. } => (of, (*at_least).clamp(1, 200)),
                _ => continue,
            };
            for _ in 0..times {
                let simple = self.choose(members);
                let scope = self.problem.scope(simple).to_vec();
                let Some(field) = self.field(&scope) else { continue };
                let text = self.text(simple, DEPTH);
                pieces.entry(field).or_default().push(Piece { text, place: self.place(simple) });
            }
        }
        pieces
    }

    /// Whether a pair that should stand closer is this one, too.
    fn is_implied(&self, left: &[SimpleId], right: &[SimpleId], within: Within) -> bool {
        let Within::Words(words) = within else { return false };
        self.model.holds.iter().any(|wish| match wish {
            Wish::Pair { left: l, right: r, within: Within::Words(fewer) } => {
                l == left && r == right && *fewer < words
            }
            _ => false,
        })
    }

    /// What stands between the sides of a pair: nothing much, or as many words as must be, in one sentence or not.
    fn between(&self, left: &[SimpleId], right: &[SimpleId], within: Within) -> String {
        let apart = self.model.fails.iter().filter_map(|wish| match wish {
            Wish::Pair { left: l, right: r, within } if l == left && r == right => Some(*within),
            _ => None,
        });
        let (mut words, mut sentence) = (0, false);
        for within in apart {
            match within {
                Within::Words(most) => words = words.max(most as usize + 1),
                Within::Sentence => sentence = true,
            }
        }
        let stop = if sentence && within != Within::Sentence { ". " } else { " " };
        match words.min(FARTHEST) {
            0 => stop.to_owned(),
            words => format!("{stop}{} ", filler(words)),
        }
    }

    /// One of these: mostly the first.
    fn choose(&mut self, members: &[SimpleId]) -> SimpleId {
        let number = if self.dice.below(3) > 0 { 0 } else { self.dice.below(members.len()) };
        members[number]
    }

    /// One of these fields: mostly the usual one.
    fn field(&mut self, fields: &[FieldId]) -> Option<FieldId> {
        let mut usual = USUAL.iter().filter_map(|name| self.content_type.find(name));
        let usual = usual.find(|field| fields.contains(field));
        let is_text = |field: &FieldId| {
            matches!(self.content_type.fields[usize::from(field.0)].ty, FieldType::Text | FieldType::String)
        };
        let others: Vec<FieldId> = fields.iter().copied().filter(is_text).collect();
        let lists = others.iter().find(|field| self.content_type.fields[usize::from(field.0)].list);
        if self.joint == Joint::Elements && lists.is_some() {
            return lists.copied();
        }
        match usual {
            Some(field) if self.dice.below(4) > 0 => Some(field),
            _ => others.get(self.dice.below(others.len())).copied(),
        }
    }

    fn place(&self, simple: SimpleId) -> Place {
        match self.problem.simple(simple) {
            Simple::Edge(_, true) => Place::End,
            Simple::Edge(_, false) => Place::Start,
            _ => Place::Anywhere,
        }
    }

    /// A text in which a piece of evidence stands.
    fn text(&mut self, simple: SimpleId, depth: usize) -> String {
        let problem = self.problem;
        match *problem.simple(simple) {
            Simple::Pattern(..) => problem.pattern(simple).map_or_else(String::new, |pattern| {
                let style = if self.dice.below(4) == 0 { Style::Plain } else { self.style };
                words::text(pattern, problem.written(simple), style, &mut self.dice)
            }),
            Simple::Regex(..) => {
                let regex = problem.regex(simple).and_then(|(regex, _)| sample::text(regex, &mut self.dice));
                regex.unwrap_or_default()
            }
            Simple::Extract(..) => {
                let others = unwanted(problem, self.model);
                let found = problem.extract(simple);
                found.and_then(|extract| finds::text(extract, &others, &mut self.dice)).unwrap_or_default()
            }
            Simple::Edge(inner, _) => self.text(inner, depth),
            Simple::Near(_) => match problem.near(simple) {
                Some((left, right, _, _)) if depth > 0 => {
                    let (one, other) = (self.choose(left), self.choose(right));
                    let first = self.text(one, depth - 1);
                    format!("{first} {}", self.text(other, depth - 1))
                }
                _ => String::new(),
            },
        }
    }

    /// So many words keep apart what should not be near.
    fn farthest(&self) -> usize {
        let apart = self.model.fails.iter().filter_map(|wish| match wish {
            Wish::Pair { within: Within::Words(words), .. } => Some(*words as usize + 1),
            _ => None,
        });
        apart.max().unwrap_or(0).min(FARTHEST)
    }

    /// The pieces of a field as one text.
    fn joined(&self, mut pieces: Vec<Piece>) -> String {
        pieces.sort_by_key(|piece| match piece.place {
            Place::Start => 0,
            Place::Anywhere => 1,
            Place::End => 2,
        });
        let joint = match self.joint {
            Joint::Space => " ".to_owned(),
            Joint::Sentence | Joint::Elements => ". ".to_owned(),
            Joint::Far => format!(". {}. ", filler(self.farthest())),
        };
        let mut texts: Vec<String> = pieces.into_iter().map(|piece| piece.text).collect();
        // What should not stand at an edge has a word before or behind it.
        let (first, last) = (self.is_unwanted_at(false), self.is_unwanted_at(true));
        texts.splice(0..0, first.then(|| filler(1)));
        texts.extend(last.then(|| filler(1)));
        texts.join(&joint)
    }

    /// Whether something should not stand at the start, or the end, of a field.
    fn is_unwanted_at(&self, end: bool) -> bool {
        let is_edge =
            |simple: &SimpleId| matches!(self.problem.simple(*simple), Simple::Edge(_, ends) if *ends == end);
        self.model.fails.iter().any(|wish| matches!(wish, Wish::Any(members) if members.iter().any(is_edge)))
    }
}

/// Extractors that should find nothing.
fn unwanted<'a>(problem: &'a Problem<'_>, model: &Model) -> Vec<&'a Extract> {
    let any = model.fails.iter().filter_map(|wish| match wish {
        Wish::Any(members) => Some(members),
        _ => None,
    });
    any.flatten().filter_map(|&simple| problem.extract(simple)).collect()
}

impl Place {
    /// The place of two pieces that stand together: that of the one that minds.
    fn max_with(self, other: Self) -> Self {
        if self == Self::Anywhere { other } else { self }
    }
}
