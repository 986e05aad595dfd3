//! Content that shows a difference, made of content that people have written: the examples and tests of both policies. In:
//! conditions of which it is to be shown that one holds where the other does not. Out: content on which that is so, where
//! some was found. What two conditions differ in is put into posts on which one of them holds, in the place of each word;
//! then words are left out one after another as long as it holds, down to the edge, where everything in a post matters.
//!
//! A model of a large condition has dozens of wishes, of which one that cannot be written out spoils all; a post that
//! somebody wrote has what it needs already. All conditions are looked at on every post that is tried.

use std::rc::Rc;

use super::dice::Dice;
use super::draft::{Draft, Joint};
use super::words::{Style, filler};
use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::diff::judges::{Fires, Judges, Subject};
use crate::logic::{Contrast, Model, Problem, SimpleId};

/// Posts judged in one comparison, those that people wrote aside.
pub(in crate::diff) const BUDGET: usize = 6000;

/// Posts that people wrote which are judged before it is looked whether all is answered.
const AT_ONCE: usize = 256;

/// Posts that a question starts from, one in a round.
const ROUNDS: usize = 24;

/// The longest posts that are started from, in bytes.
const LONGEST: usize = 600;

/// Differences that are put at the end of a post in a round.
const PLANTED: usize = 12;

/// Pieces of other evidence that are tried on a post that may need a little more of something.
const NUDGES: usize = 16;

/// The same on each of the many posts that a word has just been left out of.
const FEW_NUDGES: usize = 4;

/// Posts that something changes on and that are put behind others.
const MATES: usize = 16;

/// Posts of a question that others are put behind.
const PARENTS: usize = 32;

/// Whether the old or the new condition should hold where the other does not.
pub(in crate::diff) struct Quest {
    pub(in crate::diff) subject: Subject,
    pub(in crate::diff) new: bool,
    pub(in crate::diff) contrast: Rc<Contrast>,
    /// Where that is so.
    pub(in crate::diff) found: Option<Content>,
}

/// Something to put into content.
#[derive(Clone)]
struct Fragment {
    field: FieldId,
    text: String,
}

/// A search for content that answers quests.
pub(in crate::diff) struct Graft<'a> {
    pub(in crate::diff) problem: &'a Problem<'a>,
    pub(in crate::diff) content_type: &'a ContentType,
    pub(in crate::diff) judges: &'a Judges,
    left: usize,
    /// Other evidence that has been tried.
    nudges: usize,
    fires: Fires,
}

impl<'a> Graft<'a> {
    pub(in crate::diff) fn new(
        problem: &'a Problem<'a>,
        content_type: &'a ContentType,
        judges: &'a Judges,
    ) -> Self {
        Self { problem, content_type, judges, left: BUDGET, nudges: 0, fires: Fires::default() }
    }

    /// Answers what these contents answer, until nothing is left to ask; those on which the condition of a quest holds are
    /// what its [search](Self::search) starts from.
    pub(in crate::diff) fn judge<'c>(
        &self,
        quests: &mut [Quest],
        pool: &[&'c Content],
    ) -> Vec<Vec<&'c Content>> {
        let mut pool: Vec<&Content> = pool.to_vec();
        pool.sort_by_key(|content| size(content));
        pool.dedup();
        let mut starts: Vec<Vec<&Content>> = vec![Vec::new(); quests.len()];
        for some in pool.chunks(AT_ONCE) {
            if quests.iter().all(|quest| quest.found.is_some()) {
                break;
            }
            for (content, fires) in some.iter().zip(self.judges.fire_each(some)) {
                note(quests, &fires, content);
                for (quest, starts) in quests.iter().zip(&mut starts) {
                    if fires.of(quest.subject, quest.new) && size(content) <= LONGEST {
                        starts.push(content);
                    }
                }
            }
        }
        starts
    }

    /// Answers what can be answered with posts made of those that each quest starts from.
    pub(in crate::diff) fn search(&mut self, quests: &mut [Quest], starts: &[Vec<&Content>]) {
        self.rounds(quests, starts);
        self.cross(quests, starts);
    }

    /// Puts posts on which something else changes behind posts on which conditions hold: what changes there may be what
    /// kept such a condition from holding.
    fn cross(&mut self, quests: &mut [Quest], starts: &[Vec<&Content>]) {
        let found = |new: bool| -> Vec<Content> {
            let quests = quests.iter().filter(|quest| quest.new == new);
            let mut found: Vec<Content> = quests.filter_map(|quest| quest.found.clone()).collect();
            found.sort_by_key(size);
            found.dedup();
            found.truncate(MATES);
            found
        };
        // What gains a condition something costs those something that ask for its opposite.
        let opposite = [found(true), found(false)];
        self.left += MATES * PARENTS * quests.len();
        for number in 0..quests.len() {
            let mates = &opposite[usize::from(quests[number].new)];
            let some = starts[number].iter().step_by(starts[number].len().div_ceil(PARENTS).max(1));
            for start in some {
                for mate in mates {
                    if self.is_over(&quests[number]) {
                        break;
                    }
                    let crossed = self.together(start, mate);
                    self.holds(quests, number, &crossed);
                }
            }
        }
    }

    /// Both contents in one: texts behind each other, anything else as in the first that has it.
    fn together(&self, one: &Content, other: &Content) -> Content {
        let mut both = one.clone();
        for (values, more) in both.values.iter_mut().zip(&other.values) {
            match (values.first_mut(), more.first()) {
                (Some(Value::Text(text)), Some(Value::Text(more))) => *text = format!("{text}. {more}"),
                (None, Some(_)) => values.clone_from(more),
                _ => {}
            }
        }
        both
    }

    fn rounds(&mut self, quests: &mut [Quest], starts: &[Vec<&Content>]) {
        for round in 0..ROUNDS {
            for number in 0..quests.len() {
                // Now a short one, now a long one.
                let starts = &starts[number];
                let place =
                    if round % 2 == 0 { round / 2 } else { starts.len().saturating_sub(round.div_ceil(2)) };
                if round < starts.len()
                    && let Some(start) = starts.get(place)
                    && !self.is_over(&quests[number])
                {
                    self.turn(quests, number, start, round);
                }
            }
        }
    }

    /// Judges content by all conditions, and notes what it answers; whether the condition in question holds.
    fn attempt(&mut self, quests: &mut [Quest], content: &Content) {
        self.left = self.left.saturating_sub(1);
        self.judges.fire_all(content, &mut self.fires);
        note(quests, &self.fires, content);
    }

    /// Tries what can be made of one post for one question: a difference at its end, in the place of each of its words,
    /// with something else; and what is left of it at the edge.
    fn turn(&mut self, quests: &mut [Quest], number: usize, start: &Content, round: usize) {
        let contrast = Rc::clone(&quests[number].contrast);
        let count = contrast.together.len();
        let chosen: Vec<&Vec<SimpleId>> =
            contrast.together.iter().cycle().skip(round / 4 * PLANTED).take(PLANTED.min(count)).collect();
        let fragments = self.fragments(chosen, round);
        let mut edge = None;
        let favourite = if fragments.is_empty() { 0 } else { round % fragments.len() };
        for (place, fragment) in fragments.iter().enumerate() {
            let Some(content) = self.with(start, fragment, true) else { continue };
            let holds = self.holds(quests, number, &content);
            if place == favourite {
                edge = holds.then(|| content.clone());
                if !holds && round > 0 {
                    self.nudge(quests, number, &content, NUDGES);
                }
            }
        }
        if let Some(fragment) = fragments.get(favourite) {
            let planted = self.with(start, fragment, false).into_iter().chain(self.in_place(start, fragment));
            for content in planted {
                if self.holds(quests, number, &content) && edge.is_none() {
                    edge = Some(content);
                }
            }
        }
        let kept = edge.is_some().then(|| fragments[favourite].text.clone());
        let edge =
            self.walk(quests, number, edge.unwrap_or_else(|| start.clone()), (kept.as_deref(), round > 1));
        self.stretch(quests, number, &edge);
    }

    fn is_over(&self, quest: &Quest) -> bool {
        quest.found.is_some() || self.left == 0
    }

    /// Judges content unless the question is answered; whether its condition holds.
    fn holds(&mut self, quests: &mut [Quest], number: usize, content: &Content) -> bool {
        if self.is_over(&quests[number]) {
            return false;
        }
        self.attempt(quests, content);
        self.fires.of(quests[number].subject, quests[number].new)
    }

    /// Tries content with a little of something else, which is something different each time.
    fn nudge(&mut self, quests: &mut [Quest], number: usize, content: &Content, count: usize) {
        let others = quests[number].contrast.others.clone();
        for _ in 0..count.min(others.len()) {
            if self.is_over(&quests[number]) {
                return;
            }
            self.nudges += 1;
            let simple = others[self.nudges % others.len()];
            for fragment in self.fragments([&vec![simple]], self.nudges) {
                let nudged = self.with(content, &fragment, true);
                nudged.iter().for_each(|nudged| _ = self.holds(quests, number, nudged));
            }
        }
    }

    /// Leaves words out as long as the condition holds; every post on the way may be the one.
    fn walk(
        &mut self,
        quests: &mut [Quest],
        number: usize,
        mut content: Content,
        (kept, nudged): (Option<&str>, bool),
    ) -> Content {
        for (field, element) in texts(self.content_type, &content) {
            let Some(Value::Text(text)) = content.values[field].get(element) else { continue };
            let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            let mut size = words.len().div_ceil(2);
            while size > 0 {
                let mut at = 0;
                while at < words.len() && !self.is_over(&quests[number]) {
                    let mut fewer = words.clone();
                    fewer.drain(at..(at + size).min(words.len()));
                    let text = fewer.join(" ");
                    let keeps =
                        kept.is_none_or(|kept| text.contains(kept) || !words.join(" ").contains(kept));
                    let mut other = content.clone();
                    other.values[field][element] = Value::Text(text);
                    if fewer.is_empty() || !keeps {
                        at += size;
                    } else if self.holds(quests, number, &other) {
                        (content, words) = (other, fewer);
                    } else {
                        // Just below the edge: a little of something else may be what it takes.
                        if nudged {
                            self.nudge(quests, number, &other, FEW_NUDGES);
                        }
                        at += size;
                    }
                }
                size = if size == 1 { 0 } else { size.div_ceil(2) };
            }
        }
        content
    }

    /// Moves the words of a post apart, by as many as distances differ.
    fn stretch(&mut self, quests: &mut [Quest], number: usize, content: &Content) {
        let distances = quests[number].contrast.distances.clone();
        let (Some(&least), Some(&most)) = (distances.first(), distances.last()) else { return };
        for (field, element) in texts(self.content_type, content) {
            let Some(Value::Text(text)) = content.values[field].get(element) else { continue };
            let words: Vec<&str> = text.split_whitespace().collect();
            for gap in 1..words.len() {
                // Terms may have words between them already.
                for between in (least.saturating_sub(3)..=most.min(64)).rev() {
                    let (before, after) = words.split_at(gap);
                    let text = [before.join(" "), filler(between as usize), after.join(" ")].join(" ");
                    let mut other = content.clone();
                    other.values[field][element] = Value::Text(text);
                    self.holds(quests, number, &other);
                }
            }
        }
    }

    /// Evidence as text, each in the field that posts have it in.
    fn fragments<'e>(
        &self,
        together: impl IntoIterator<Item = &'e Vec<SimpleId>>,
        round: usize,
    ) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        for evidence in together {
            let Some(field) = evidence.first().and_then(|&first| self.field(first)) else { continue };
            let model = Model::default();
            let mut draft = Draft {
                problem: self.problem,
                content_type: self.content_type,
                model: &model,
                style: Style::Plain,
                joint: Joint::Space,
                dice: Dice::new(round as u64 + 1),
            };
            let texts: Vec<String> = evidence.iter().map(|&simple| draft.evidence(simple)).collect();
            if texts.iter().all(|text| !text.is_empty()) {
                fragments.push(Fragment { field, text: texts.join(" ") });
            }
        }
        fragments
    }

    /// The field that evidence is put into: the usual one, if it is looked for there.
    fn field(&self, simple: SimpleId) -> Option<FieldId> {
        let scope = self.problem.scope(simple);
        let usual = self.content_type.find("text").filter(|field| scope.contains(field));
        usual.or_else(|| scope.first().copied())
    }

    /// Content with something at the end of a field, or at its start.
    fn with(&self, content: &Content, fragment: &Fragment, end: bool) -> Option<Content> {
        let mut other = content.clone();
        let values = other.values.get_mut(usize::from(fragment.field.0))?;
        match values.first_mut() {
            Some(Value::Text(text)) if end => *text = format!("{text} {}", fragment.text),
            Some(Value::Text(text)) => *text = format!("{} {text}", fragment.text),
            Some(_) => return None,
            None => values.push(Value::Text(fragment.text.clone())),
        }
        Some(other)
    }

    /// Content with something in the place of each of its words, and of two in a row.
    fn in_place(&self, content: &Content, fragment: &Fragment) -> Vec<Content> {
        let mut all = Vec::new();
        for (field, element) in texts(self.content_type, content) {
            let Some(Value::Text(text)) = content.values[field].get(element) else { continue };
            let words: Vec<&str> = text.split_whitespace().collect();
            for size in 1..=2 {
                for at in 0..(words.len() + 1).saturating_sub(size) {
                    let (before, after) = (&words[..at], &words[at + size..]);
                    // What stands behind a word stays: it may end a sentence.
                    let mark = words[at + size - 1]
                        .trim_start_matches(|c: char| !matches!(c, ',' | '.' | '!' | ';'));
                    let mut words = before.to_vec();
                    let planted = format!("{}{mark}", fragment.text);
                    words.push(&planted);
                    words.extend(after);
                    let mut other = content.clone();
                    other.values[field][element] = Value::Text(words.join(" "));
                    all.push(other);
                }
            }
        }
        all
    }
}

/// Notes which questions content answers.
fn note(quests: &mut [Quest], fires: &Fires, content: &Content) {
    for quest in quests.iter_mut().filter(|quest| quest.found.is_none()) {
        if fires.of(quest.subject, quest.new) && !fires.of(quest.subject, !quest.new) {
            quest.found = Some(content.clone());
        }
    }
}

/// The texts of content: their fields and places in them.
fn texts(content_type: &ContentType, content: &Content) -> Vec<(usize, usize)> {
    let fields = content_type.fields.iter().zip(&content.values).enumerate();
    let texts = fields.filter(|(_, (field, _))| matches!(field.ty, FieldType::Text | FieldType::String));
    texts.flat_map(|(number, (_, values))| (0..values.len()).map(move |element| (number, element))).collect()
}

/// Bytes of text.
fn size(content: &Content) -> usize {
    let texts = content.values.iter().flatten().map(|value| match value {
        Value::Text(text) => text.len(),
        _ => 0,
    });
    texts.sum()
}
