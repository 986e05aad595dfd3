//! Content on which two conditions differ. In: a question with models in which it might come true. Out: content on which
//! it does, as both matchers and the reference interpreter say. A model that cannot be written out is ruled out, and the next
//! one is tried.

mod dice;
mod draft;
mod finds;
mod graft;
mod json;
mod sample;
mod shrink;
mod values;
mod words;

pub(super) use graft::{BUDGET, Graft, Quest};
pub(super) use json::object;

use std::cell::Cell;

use self::dice::Dice;
use self::draft::{Draft, Joint};
use self::words::Style;
use super::judges::{Judges, Subject};
use crate::content::{Content, ContentType};
use crate::logic::{Answer, Model, NodeId, Problem, Search};

/// Models tried for a question: half of them rule out all in which more holds, the other half only themselves.
const MODELS: usize = 24;

/// A model of more wishes than this takes long to find and to write out.
const HEAVY: usize = 150;

/// Heavy models that a comparison tries in all, beyond the first of each question: what is added to a lexicon that every
/// rule of a large policy uses makes all of them differ, and each could be hunted for a second.
pub(super) const PURSE: usize = 6;

/// Ways tried to write out a model.
const DRAFTS: usize = 16;

/// How a question was answered.
pub(super) enum Found {
    /// Proven: there is no such content.
    Never,
    /// On this content.
    Content(Content),
    /// Neither: the last model that could not be written out, unless the solver had too much to do.
    Neither(Option<Model>),
    /// Neither, and no more was tried than posts made of others.
    Untried,
}

/// Looks for content on which one condition holds and the other does not.
pub(super) struct Hunt<'a> {
    pub(super) problem: &'a Problem<'a>,
    pub(super) content_type: &'a ContentType,
    pub(super) judges: &'a Judges,
    pub(super) subject: Subject,
    /// How many heavy models may still be tried.
    pub(super) purse: &'a Cell<usize>,
}

impl Hunt<'_> {
    /// Content on which the first of the nodes holds and the other does not: it is `new` that fires, or the old policy.
    pub(super) fn find(
        &self,
        search: &mut Search<'_>,
        (holds, fails): (NodeId, NodeId),
        new: bool,
        examples: &[&Content],
    ) -> Found {
        let goal = [(holds, true), (fails, false)];
        let mut answer = search.next(&goal);
        if !matches!(answer, Answer::Perhaps(_)) {
            return if answer.is_never() { Found::Never } else { Found::Neither(None) };
        }
        if let Some(found) = examples.iter().find(|content| self.is_it(content, new)) {
            return Found::Content((*found).clone());
        }
        let mut last = None;
        let mut exactly = false;
        for number in 0..MODELS {
            match answer {
                Answer::Perhaps(model) => {
                    if number > 0 && !self.can_afford(&model) {
                        return Found::Neither(Some(model));
                    }
                    if let Some(content) = self.written_out(&model, number, new) {
                        return Found::Content(shrink::smaller(self.content_type, content, |content| {
                            self.is_it(content, new)
                        }));
                    }
                    last = Some(model);
                    search.rule_out(exactly);
                }
                Answer::Never if !exactly => {
                    exactly = true;
                    search.start_again();
                }
                _ => break,
            }
            if number == MODELS / 2 && !exactly {
                exactly = true;
                search.start_again();
            }
            answer = search.next(&goal);
        }
        Found::Neither(last)
    }

    fn can_afford(&self, model: &Model) -> bool {
        let left = self.purse.get();
        let is_heavy = model.holds.len() + model.fails.len() > HEAVY;
        self.purse.set(left.saturating_sub(usize::from(is_heavy)));
        !is_heavy || left > 0
    }

    fn written_out(&self, model: &Model, number: usize, new: bool) -> Option<Content> {
        for draft in 0..DRAFTS {
            let style = Style::ALL[(draft + number) % Style::ALL.len()];
            let joint = Joint::ALL[if draft < 4 { draft } else { (draft + number) % 4 }];
            let dice = Dice::new((number * DRAFTS + draft) as u64 + 1);
            let mut draft = Draft {
                problem: self.problem,
                content_type: self.content_type,
                model,
                style: if draft < 4 { Style::Plain } else { style },
                joint,
                dice,
            };
            let content = draft.content();
            if self.is_it(&content, new) {
                return Some(content);
            }
        }
        None
    }

    /// Whether the one policy fires on content and the other does not.
    fn is_it(&self, content: &Content, new: bool) -> bool {
        let (old_fires, new_fires) = self.judges.fire(self.subject, content);
        if new { new_fires && !old_fires } else { old_fires && !new_fires }
    }
}
