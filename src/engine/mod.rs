//! The matcher: runs a plan over content. In comes a content object, out goes its verdict, the same
//! that the reference interpreter gives, in a time that hardly depends on how many rules there are.
//!
//! Judging goes in five steps, and most content needs only the first:
//!
//! 1. the sieve tells, without reading, which rules may fire;
//! 2. of these the ones are left out that cannot come to what they ask for with all that may be in the content;
//! 3. if any are left, every word of the searched fields is read and looked up once, for all rules together;
//! 4. triggered rules are evaluated, each shared node once;
//! 5. where a rule fired, the verdict is put together.

mod bounds;
mod distance;
mod eval;
mod evidence;
mod fields;
mod filter;
mod fuzzy;
mod hashes;
mod near;
mod open;
mod program;
mod scan;
mod scratch;
mod sieve;
mod sorted;
mod span;
mod spelled;
mod tables;
mod term;
#[cfg(test)]
mod tests;
mod values;
mod verdict;
mod words;

use std::io::Read;
use std::sync::Arc;

pub use scratch::Scratch;
use time::{OffsetDateTime, UtcOffset};

use self::bounds::Bounder;
use self::eval::Eval;
use self::sieve::{Sieve, Sifted};
use self::tables::Tables;
use crate::content::{Content, ContentType, FieldId};
use crate::flat::{ReadError, Reader, Store, Writer};
use crate::plan::Plan;
use crate::sema::hir::Status;
use crate::verdict::{Circumstances, Verdict};

/// A compiled policy, ready to judge. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Matcher {
    tables: Arc<Tables>,
}

impl Matcher {
    /// Makes the look-up tables of a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self { tables: Arc::new(Tables::new(plan)) }
    }

    /// The type of content it judges.
    #[must_use]
    pub fn content_type(&self) -> &ContentType {
        &self.tables.program.facts.content
    }

    /// The fields that verdicts can depend on, in order.
    #[must_use]
    pub fn fields_used(&self) -> &[FieldId] {
        &self.tables.used
    }

    /// Appends the tables.
    pub(crate) fn write(&self, writer: &mut Writer) {
        self.tables.write(writer);
    }

    /// Reads the tables. What they mean is checked as far as judging relies on it.
    pub(crate) fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        Ok(Self { tables: Arc::new(Store::read(reader)?) })
    }

    /// Judges content, in the default circumstances.
    #[must_use]
    pub fn judge(&self, content: &Content) -> Verdict {
        self.judge_with(&mut Scratch::default(), content, Circumstances::default())
    }

    /// Judges content with buffers of the caller's, in circumstances of the caller's.
    #[must_use]
    pub fn judge_with(
        &self,
        scratch: &mut Scratch,
        content: &Content,
        circumstances: Circumstances,
    ) -> Verdict {
        let unconcerned = || Verdict { id: content.raw_id(), ..Verdict::default() };
        self.judge_if_fired(scratch, content, circumstances).unwrap_or_else(unconcerned)
    }

    /// Judges content; `None` where no rule fires, which allocates nothing once the buffers have grown.
    #[must_use]
    pub fn judge_if_fired(
        &self,
        scratch: &mut Scratch,
        content: &Content,
        circumstances: Circumstances,
    ) -> Option<Verdict> {
        self.if_fired(scratch, content, circumstances, |eval, fired| eval.verdict(fired))
    }

    /// Notes which rules fire on content, by their places in the order of names: for those who need
    /// no verdict.
    pub(crate) fn fired(
        &self,
        scratch: &mut Scratch,
        content: &Content,
        circumstances: Circumstances,
        found: &mut Vec<usize>,
    ) {
        found.clear();
        self.if_fired(scratch, content, circumstances, |_, fired| {
            found.extend(fired.iter().map(|&rule| rule as usize));
        });
    }

    /// What is to be known where any rule fires.
    fn if_fired<T>(
        &self,
        scratch: &mut Scratch,
        content: &Content,
        circumstances: Circumstances,
        known: impl FnOnce(&mut Eval<'_>, &[u32]) -> T,
    ) -> Option<T> {
        let tables = &*self.tables;
        let program = &tables.program;
        scratch.begin(program);
        let sieve = tables.sieve.as_ref();
        let sifted = sieve.map_or(Sifted::Unsure, |sieve| sieve.sift(tables, content, scratch));
        if sifted == Sifted::Known && scratch.triggered.is_empty() && sieve.is_some_and(Sieve::knows_all) {
            return None;
        }
        scratch.values.begin(content, &tables.fields);
        if sifted == Sifted::Unsure {
            scan::scan(tables, content, scratch, true);
        }
        let made = fields::time_of(content, program.facts.created_at);
        let mut eval = Eval { program, tables, content, made, scratch };
        let sieve = sieve.filter(|_| sifted == Sifted::Known);
        eval.check_triggers(sieve);
        sieve.into_iter().for_each(|sieve| eval.rule_out(sieve));
        if eval.scratch.triggered.is_empty() {
            return None;
        }
        if sifted == Sifted::Known {
            scan::scan(tables, content, eval.scratch, false);
        }
        scan::prepare(tables, eval.scratch);
        let fired = eval.fired_rules(circumstances);
        let known = (!fired.is_empty()).then(|| known(&mut eval, &fired));
        eval.scratch.triggered = fired;
        known
    }
}

impl Eval<'_> {
    /// Triggers the rules that something other than a word triggers, less those that a sieve has decided about.
    fn check_triggers(&mut self, sieve: Option<&Sieve>) {
        let tables = self.tables;
        let is_open = |rule: &u32| sieve.is_none_or(|sieve| !sieve.knows(*rule));
        tables.always.iter().filter(|rule| is_open(rule)).for_each(|&rule| self.scratch.trigger(rule));
        for (check, &node) in (0..).zip(&tables.leaves) {
            let is_asked = |rule: &&u32| is_open(rule) && !self.scratch.is_triggered(**rule);
            let rules = tables.checks.of(check);
            if rules.iter().any(|rule| is_asked(&rule)) && self.holds(node) {
                rules.iter().filter(|rule| is_open(rule)).for_each(|&rule| self.scratch.trigger(rule));
            }
        }
    }

    /// Keeps of the triggered rules those that can fire in a post that a sieve has looked at.
    fn rule_out(&mut self, sieve: &Sieve) {
        if self.scratch.triggered.is_empty() || !sieve.knows_reach() {
            return;
        }
        self.scratch.bounds.grow(self.program.nodes.len());
        sieve.count(self.scratch);
        let mut rules = std::mem::take(&mut self.scratch.triggered);
        let mut bounder = Bounder { eval: self, sieve };
        rules.retain(|&rule| bounder.can_fire(rule));
        self.scratch.triggered = rules;
    }

    /// Of the triggered rules those that fire, in order of name. The buffer is that of the triggered rules.
    fn fired_rules(&mut self, circumstances: Circumstances) -> Vec<u32> {
        let mut rules = std::mem::take(&mut self.scratch.triggered);
        rules.sort_unstable();
        rules.retain(|&rule| self.fires(rule, circumstances));
        rules
    }

    fn fires(&mut self, rule: u32, circumstances: Circumstances) -> bool {
        let Some((when, unless)) = self.program.rules.condition(rule) else { return false };
        self.is_asked(rule, circumstances)
            && self.holds(when)
            && !unless.is_some_and(|unless| self.holds(unless))
    }

    /// Whether a rule's status and dates let it be evaluated.
    fn is_asked(&self, rule: u32, circumstances: Circumstances) -> bool {
        let rules = &self.program.rules;
        let asked = circumstances.all_statuses || matches!(rules.status(rule), Status::Live | Status::Shadow);
        let utc = |made: OffsetDateTime| made.checked_to_offset(UtcOffset::UTC).unwrap_or(made);
        let made = self.made.map(|made| utc(made).date());
        let (from, to) = rules.effective(rule);
        asked
            && made
                .or(circumstances.today)
                .is_none_or(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
    }
}
