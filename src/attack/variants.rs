//! Draws the disguised variants of one content object. In: its text fields and a seed. Out: different contents,
//! each with the operators that made it: every operator alone, on everything and on parts, then every pair.

use std::collections::HashSet;

use super::Disguised;
use super::draft::{Draft, Extent};
use super::operator::Operator;
use super::random::Random;
use crate::content::{Content, ContentType, FieldId, FieldType, Value};

/// What is wanted of every hit, if its text allows for so many.
pub(super) const LEAST: usize = 30;
/// Draws of each operator alone: one on all words, the others on some.
const DRAWS: usize = 3;
/// Rounds over operators and pairs to fill up with other parts of the text; after these it allows no more.
const MOST_ROUNDS: usize = 60;
/// Tries at a draw that changes nothing or has come up before.
const TRIES: usize = 8;

/// A content object in disguise.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    /// One or two.
    pub(super) operators: Vec<Operator>,
    pub(super) content: Content,
    /// The values that differ from the original.
    pub(super) values: Vec<Disguised>,
}

/// The variants of a content object. `region` is that of local phone numbers.
pub(super) fn variants(
    kind: &ContentType,
    region: Option<&str>,
    content: &Content,
    seed: u64,
) -> Vec<Variant> {
    let slots = slots(kind, content);
    let values: Vec<&str> = slots.iter().map(|slot| slot.text).collect();
    let random = Random::new(seed, &values.join("\n"));
    let draft = Draft::new(values, region);
    let mut drawer =
        Drawer { original: draft.texts(), draft, random, seen: HashSet::new(), drawn: Vec::new() };
    drawer.draw();
    let drawn = drawer.drawn.into_iter();
    drawn.map(|(operators, texts)| variant(kind, content, &slots, operators, texts)).collect()
}

/// Where a searched text stands in a content object.
struct Slot<'a> {
    field: FieldId,
    index: usize,
    text: &'a str,
}

/// The texts that terms are searched in where no field is named.
fn slots<'a>(kind: &ContentType, content: &'a Content) -> Vec<Slot<'a>> {
    let fields = (0..kind.fields.len() as u16).map(FieldId);
    let searched = fields.filter(|field| kind.fields[field.0 as usize].ty == FieldType::Text);
    let values = searched.flat_map(|field| {
        content.get(field).iter().enumerate().map(move |(index, value)| (field, index, value))
    });
    values
        .filter_map(|(field, index, value)| match value {
            Value::Text(text) => Some(Slot { field, index, text }),
            _ => None,
        })
        .collect()
}

fn variant(
    kind: &ContentType,
    content: &Content,
    slots: &[Slot<'_>],
    operators: Vec<Operator>,
    texts: Vec<String>,
) -> Variant {
    let mut content = content.clone();
    let mut values = Vec::new();
    for (slot, text) in slots.iter().zip(texts).filter(|(slot, text)| slot.text != text) {
        let field = &kind.fields[slot.field.0 as usize];
        let name = if field.list { format!("{}[{}]", field.name, slot.index) } else { field.name.clone() };
        content.values[slot.field.0 as usize][slot.index] = Value::Text(text.clone());
        values.push(Disguised { field: name, text });
    }
    Variant { operators, content, values }
}

struct Drawer {
    draft: Draft,
    original: Vec<String>,
    random: Random,
    seen: HashSet<Vec<String>>,
    drawn: Vec<(Vec<Operator>, Vec<String>)>,
}

impl Drawer {
    fn draw(&mut self) {
        let mut useful = Vec::new();
        for operator in Operator::ALL {
            let before = self.drawn.len();
            self.add(&[operator], Extent::All);
            for _ in 1..DRAWS {
                self.add(&[operator], Extent::Some);
            }
            if self.drawn.len() > before {
                useful.push(operator);
            }
        }
        let pairs: Vec<[Operator; 2]> = pairs(&useful).collect();
        pairs.iter().for_each(|pair| self.add(pair, Extent::Some));
        for _ in 0..MOST_ROUNDS {
            let alone = useful.chunks(1);
            for operators in alone.chain(pairs.iter().map(<[Operator; 2]>::as_slice)) {
                if self.drawn.len() >= LEAST {
                    return;
                }
                self.add(operators, Extent::Some);
            }
        }
    }

    /// Adds a text that has not come up before, if one is found.
    fn add(&mut self, operators: &[Operator], extent: Extent) {
        for _ in 0..TRIES {
            if let Some(texts) = self.disguise(operators, extent)
                && self.seen.insert(texts.clone())
            {
                self.drawn.push((operators.to_vec(), texts));
                return;
            }
        }
    }

    /// The texts after each of the operators changed something.
    fn disguise(&mut self, operators: &[Operator], extent: Extent) -> Option<Vec<String>> {
        let mut draft = self.draft.clone();
        let mut before = self.original.clone();
        for operator in operators {
            operator.apply(&mut draft, extent, &mut self.random);
            let after = draft.texts();
            if after == before {
                return None;
            }
            before = after;
        }
        (before != self.original).then_some(before)
    }
}

/// Every pair of these operators that can be seen in one text, in the order they are applied in.
pub(super) fn pairs(operators: &[Operator]) -> impl Iterator<Item = [Operator; 2]> {
    let with_later = move |(at, &first): (usize, &Operator)| {
        let later: &[Operator] = &operators[at + 1..];
        later.iter().map(move |&second| [first, second])
    };
    operators.iter().enumerate().flat_map(with_later).filter(|[first, second]| first.goes_with(*second))
}
