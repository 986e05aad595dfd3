//! Verdicts on pairs of conditions. Equal nodes need no thought. For others two questions are asked: can the old one hold
//! where the new one does not, and the other way round; each is answered by a proof or by content.

use std::cell::Cell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::given::Never;
use super::judges::{Condition, Judges, Subject, holds};
use super::pairs::Pair;
use super::report::{Change, Declaration, Meaning, Which, Witness};
use super::witness::{BUDGET, Found, Graft, Hunt, PURSE, Quest, object};
use super::written::{Written, difference};
use super::{facets, pairs_of};
use crate::content::Content;
use crate::logic::{Contrast, Inclusions, Model, NodeId, Problem, Search, SimpleId, Wish};
use crate::sema::hir::{ExprId, Within};
use crate::threads;

/// Questions of so many truths are large: each takes the solver long, and a model of it has too many wishes to be
/// written out at the first try.
const LARGE: usize = 2000;

/// Large questions that the solver is asked. Each may take it a tenth of a second.
const MOST_QUESTIONS: usize = 2;

/// Terms that the reference interpreter looks for, of all posts that are shown and both policies together: it goes through
/// every term of a policy one by one, and would take longer over some dozen posts than all the rest does.
const MOST_PATTERNS: usize = 30_000;

/// A large question takes as long as so many bytes of a policy take to read.
const QUESTION_BYTES: usize = 1 << 20;

/// Examples and tests that are looked at.
const MOST_WRITTEN: usize = 2000;

/// Conditions named in what is said of a model.
const MOST_NAMED: usize = 3;

/// A pair of which the verdict is still to be found.
struct Open<'p> {
    /// Where it stands: in the rules or the exemptions, and which.
    exempt: bool,
    place: usize,
    nodes: (NodeId, NodeId),
    conditions: (Condition, Condition),
    examples: Vec<&'p Content>,
}

/// What is known of a pair before a solver is asked: by what the old one can never hold alone, and the new one; and
/// content on which they do.
#[derive(Default)]
struct Seen {
    never: [bool; 2],
    shown: [Option<Content>; 2],
}

/// Decides about all pairs of two policies.
pub(super) struct Decider<'p> {
    old: Written<'p>,
    new: Written<'p>,
    problem: &'p Problem<'p>,
    /// Declarations that are written differently, by name.
    differing: FxHashMap<&'p str, &'p Declaration>,
    /// What is known by what conditions rule out.
    never: Never,
    rules: Vec<Change>,
    exempts: Vec<Change>,
    open: Vec<Open<'p>>,
    /// How many heavy models may still be tried for content on which rules differ.
    purse: Cell<usize>,
    /// How many large questions the solver may still be asked.
    questions: Cell<usize>,
    /// How many terms the reference interpreter may still look for.
    patterns: Cell<usize>,
}

impl<'p> Decider<'p> {
    pub(super) fn new(
        old: Written<'p>,
        new: Written<'p>,
        problem: &'p Problem<'p>,
        declarations: &'p [Declaration],
        never: Never,
    ) -> Self {
        let differing =
            declarations.iter().filter(|one| !one.moved).map(|one| (one.name.as_str(), one)).collect();
        let (rules, exempts, open) = Default::default();
        let (purse, questions, patterns) =
            (Cell::new(PURSE), Cell::new(MOST_QUESTIONS), Cell::new(MOST_PATTERNS));
        Self { old, new, problem, differing, never, rules, exempts, open, purse, questions, patterns }
    }

    /// Adds the rules, whose conditions are these nodes.
    pub(super) fn add_rules(&mut self, nodes: &(Vec<NodeId>, Vec<NodeId>)) {
        let (old, new) = (self.old.policy, self.new.policy);
        let names = |policy: &'p crate::sema::hir::Policy| {
            policy.rules.iter().map(|rule| rule.head.qualified.as_str())
        };
        for pair in pairs_of(names(old), names(new), nodes) {
            let (before, after) = (pair.old.map(|at| &old.rules[at]), pair.new.map(|at| &new.rules[at]));
            let condition =
                |rule: &crate::sema::hir::Rule| Condition { when: rule.when, unless: rule.unless };
            let mut change = self.change(
                before.map(|rule| rule.head.qualified.as_str()),
                after.map(|rule| rule.head.qualified.as_str()),
            );
            if let (Some(before), Some(after)) = (before, after) {
                change.facets = facets::rule((old, before), (new, after));
                let conditions = (condition(before), condition(after));
                self.compare(&mut change, conditions);
                let examples = before.examples.iter().chain(&after.examples);
                let examples = examples.map(|example| &example.content).collect();
                self.note(pair, nodes, conditions, examples, false);
            }
            self.rules.push(change);
        }
    }

    /// Adds the exemptions, whose conditions are these nodes.
    pub(super) fn add_exempts(&mut self, nodes: &(Vec<NodeId>, Vec<NodeId>)) {
        let (old, new) = (self.old.policy, self.new.policy);
        let names = |policy: &'p crate::sema::hir::Policy| {
            policy.exempts.iter().map(|exempt| exempt.head.qualified.as_str())
        };
        for pair in pairs_of(names(old), names(new), nodes) {
            let (before, after) = (pair.old.map(|at| &old.exempts[at]), pair.new.map(|at| &new.exempts[at]));
            let mut change = self.change(
                before.map(|exempt| exempt.head.qualified.as_str()),
                after.map(|exempt| exempt.head.qualified.as_str()),
            );
            if let (Some(before), Some(after)) = (before, after) {
                change.facets = facets::exempt(before, after);
                let condition = |when: ExprId| Condition { when, unless: None };
                let conditions = (condition(before.when), condition(after.when));
                self.compare(&mut change, conditions);
                self.note(pair, nodes, conditions, Vec::new(), true);
            }
            self.exempts.push(change);
        }
    }

    fn change(&self, before: Option<&str>, after: Option<&str>) -> Change {
        let verdict = match (before, after) {
            (None, _) => Meaning::Added,
            (_, None) => Meaning::Removed,
            _ => Meaning::Equivalent,
        };
        Change {
            was: before.filter(|before| after.is_some_and(|after| after != *before)).map(str::to_owned),
            verdict,
            ..Change::of(after.or(before).unwrap_or_default())
        }
    }

    /// Where the conditions of a pair, and what they use, are written differently.
    fn compare(&self, change: &mut Change, (old, new): (Condition, Condition)) {
        let shown = |written: &Written<'_>, expr: Option<ExprId>| expr.map(|expr| written.expr(expr));
        for (word, before, after) in [
            ("when", shown(&self.old, Some(old.when)), shown(&self.new, Some(new.when))),
            ("unless", shown(&self.old, old.unless), shown(&self.new, new.unless)),
        ] {
            let difference = match (before, after) {
                (Some(before), Some(after)) => difference(&before, &after),
                (Some(before), None) => Some(format!("`{before}` → nothing")),
                (None, Some(after)) => Some(format!("nothing → `{after}`")),
                (None, None) => None,
            };
            change.why.extend(difference.map(|difference| format!("{word}: {difference}")));
        }
        if !self.differing.is_empty() {
            let roots = |condition: Condition| -> Vec<ExprId> {
                std::iter::once(condition.when).chain(condition.unless).collect()
            };
            let (mut used, other) = (self.old.uses(&roots(old)), self.new.uses(&roots(new)));
            used.extend(other);
            let mut declarations: Vec<&Declaration> =
                used.iter().filter_map(|name| self.differing.get(name.as_str()).copied()).collect();
            declarations.sort_unstable_by_key(|one| (&one.name, one.kind));
            change
                .why
                .extend(declarations.iter().map(|one| format!("{} {}: {}", one.kind, one.name, one.how)));
        }
        change.untouched = change.why.is_empty();
    }

    /// Notes a pair whose nodes are not the same.
    fn note(
        &mut self,
        pair: Pair,
        nodes: &(Vec<NodeId>, Vec<NodeId>),
        conditions: (Condition, Condition),
        examples: Vec<&'p Content>,
        exempt: bool,
    ) {
        let (Some(old), Some(new)) = (pair.old, pair.new) else { return };
        let nodes = (nodes.0[old], nodes.1[new]);
        if nodes.0 != nodes.1 {
            let place = if exempt { self.exempts.len() } else { self.rules.len() };
            self.open.push(Open { exempt, place, nodes, conditions, examples });
        }
    }

    /// The verdicts.
    pub(super) fn decide(mut self) -> (Vec<Change>, Vec<Change>) {
        let open = std::mem::take(&mut self.open);
        if open.is_empty() {
            return (self.rules, self.exempts);
        }
        let mut inclusions = Inclusions::new(self.problem);
        let mut never: Vec<[bool; 2]> =
            open.iter().map(|open| self.included(open.nodes, &mut inclusions)).collect();
        let is_seen = |never: &[bool; 2]| never.iter().all(|&never| never);
        let judges = (!never.iter().all(is_seen)).then(|| {
            let conditions: Vec<(Condition, Condition)> = open.iter().map(|open| open.conditions).collect();
            Judges::new(self.old.policy, self.new.policy, &conditions)
        });
        let mut found = judges
            .as_ref()
            .map_or_else(Vec::new, |judges| self.grafted(&open, &mut never, judges, &inclusions));
        for (number, open) in open.iter().enumerate() {
            let decided = match &judges {
                Some(judges) => {
                    let shown = found.get_mut(number).map(std::mem::take).unwrap_or_default();
                    let known = Seen { never: never[number], shown };
                    self.decided(open, (judges, Subject(number)), known)
                }
                None => (Meaning::Equivalent, Vec::new(), None),
            };
            let changes = if open.exempt { &mut self.exempts } else { &mut self.rules };
            let change = &mut changes[open.place];
            (change.verdict, change.witnesses, change.unknown) = decided;
            change.untouched = false;
        }
        (self.rules, self.exempts)
    }

    /// Which of two conditions can never hold alone, the old one and the new one, as far as that can be seen by what each
    /// is made of.
    fn included(&self, (old, new): (NodeId, NodeId), inclusions: &mut Inclusions<'_>) -> [bool; 2] {
        let known = self.never.get((old, new));
        [known[0] || inclusions.implies(old, new), known[1] || inclusions.implies(new, old)]
    }

    /// Whether the solver may be asked one more large question.
    fn can_ask(&self) -> bool {
        let left = self.questions.get();
        self.questions.set(left.saturating_sub(1));
        left > 0
    }

    /// Content on which large conditions differ, made of what people have written: for each, where only the old one
    /// holds, and where only the new one does. What has been written comes first, then the solver is asked about the
    /// rest, and only what it cannot rule out is worth trying out post after post.
    fn grafted(
        &self,
        open: &[Open<'p>],
        never: &mut [[bool; 2]],
        judges: &Judges,
        inclusions: &Inclusions<'_>,
    ) -> Vec<[Option<Content>; 2]> {
        let mut found: Vec<[Option<Content>; 2]> = open.iter().map(|_| [None, None]).collect();
        let mut quests = Vec::new();
        for (number, (open, never)) in open.iter().zip(&*never).enumerate() {
            let (old, new) = open.nodes;
            if never == &[true, true] || self.problem.weight(&[old, new]) < LARGE {
                continue;
            }
            let contrast = Rc::new(Contrast::of(self.problem, old, new));
            for new in [false, true] {
                if !never[usize::from(new)] {
                    let contrast = Rc::clone(&contrast);
                    quests.push(Quest { subject: Subject(number), new, contrast, found: None });
                }
            }
        }
        if quests.is_empty() {
            return found;
        }
        let mut graft = Graft::new(self.problem, &self.new.policy.content, judges);
        let written = self.written(open);
        let starts = graft.judge(&mut quests, &written);
        self.rule_out(open, &quests, never, &inclusions.seen());
        let is_asked = |quest: &Quest| !never[quest.subject.0][usize::from(quest.new)];
        let (mut quests, starts): (Vec<Quest>, Vec<_>) =
            quests.into_iter().zip(starts).filter(|(quest, _)| is_asked(quest)).unzip();
        graft.search(&mut quests, &starts);
        for quest in quests {
            found[quest.subject.0][usize::from(quest.new)] = quest.found;
        }
        found
    }

    /// Notes which conditions of quests that are open can never hold alone.
    fn rule_out(
        &self,
        open: &[Open<'p>],
        quests: &[Quest],
        never: &mut [[bool; 2]],
        seen: &[(NodeId, NodeId)],
    ) {
        let mut asked: Vec<(usize, [bool; 2])> = Vec::new();
        for quests in quests.chunk_by(|quest, next| quest.subject == next.subject) {
            let is_open = |new: bool| quests.iter().any(|quest| quest.new == new && quest.found.is_none());
            asked.push((quests[0].subject.0, [is_open(false), is_open(true)]));
        }
        let problem = self.problem;
        let questions: Vec<_> = asked.iter().map(|&(number, asked)| (open[number].nodes, asked)).collect();
        let proven = threads::map(
            &questions,
            |_| QUESTION_BYTES,
            |&(nodes, asked)| proven(problem, nodes, asked, seen),
        );
        for ((number, _), proven) in asked.into_iter().zip(proven) {
            (0..2).for_each(|side| never[number][side] |= proven[side]);
        }
    }

    /// What people have written to show what the policies do: the examples of the conditions in question first.
    fn written(&self, open: &[Open<'p>]) -> Vec<&'p Content> {
        let own = open.iter().flat_map(|open| open.examples.iter().copied());
        let policies = [self.old.policy, self.new.policy];
        let tests = policies.into_iter().flat_map(|policy| policy.tests.iter().map(|test| &test.given));
        let rules = policies.into_iter().flat_map(|policy| &policy.rules);
        let others = rules.flat_map(|rule| rule.examples.iter().map(|example| &example.content));
        own.chain(tests).chain(others).take(MOST_WRITTEN).collect()
    }

    fn decided(
        &self,
        open: &Open<'p>,
        (judges, subject): (&Judges, Subject),
        seen: Seen,
    ) -> (Meaning, Vec<Witness>, Option<String>) {
        let (old, new) = open.nodes;
        let content_type = &self.new.policy.content;
        let hunt = Hunt { problem: self.problem, content_type, judges, subject, purse: &self.purse };
        let is_large = self.problem.weight(&[old, new]) >= LARGE;
        let mut search = None;
        let [lost, gained] = [(old, new), (new, old)];
        let mut find = |(holds, fails): (NodeId, NodeId), is_new: bool, shown: Option<Content>| {
            if seen.never[usize::from(is_new)] {
                return Found::Never;
            }
            if let Some(content) = shown {
                return Found::Content(content);
            }
            if is_large && !self.can_ask() {
                return Found::Untried;
            }
            let search = search.get_or_insert_with(|| Search::new(self.problem, &[old, new]));
            search.start_again();
            hunt.find(search, (holds, fails), is_new, &open.examples)
        };
        let [only_old, only_new] = seen.shown;
        let (lost, gained) = (find(lost, false, only_old), find(gained, true, only_new));
        let mut witnesses = Vec::new();
        let mut unknown = Vec::new();
        let (lost, gained) = (
            self.shown(lost, Which::Old, open, (judges, subject), &mut witnesses, &mut unknown),
            self.shown(gained, Which::New, open, (judges, subject), &mut witnesses, &mut unknown),
        );
        let verdict = match (lost, gained) {
            (Known::Never, Known::Never) => Meaning::Equivalent,
            (Known::Never, Known::Shown) => Meaning::Wider,
            (Known::Shown, Known::Never) => Meaning::Narrower,
            (Known::Shown, Known::Shown) => Meaning::Changed,
            _ => Meaning::Unknown,
        };
        let known = match (lost, gained) {
            (Known::Never, Known::Neither) => Some("the new one holds wherever the old one does"),
            (Known::Neither, Known::Never) => Some("the new one holds nowhere the old one does not"),
            (Known::Shown, Known::Neither) => Some("the new one does not hold everywhere the old one does"),
            (Known::Neither, Known::Shown) => Some("the new one holds where the old one does not"),
            _ => None,
        };
        unknown.extend(known.map(|known| format!("proven: {known}")));
        let unknown = (verdict == Meaning::Unknown).then(|| unknown.join("; "));
        (verdict, witnesses, unknown)
    }

    /// Notes what was found: content as it can be read again, or what stood in the way.
    fn shown(
        &self,
        found: Found,
        only: Which,
        open: &Open<'_>,
        (judges, subject): (&Judges, Subject),
        witnesses: &mut Vec<Witness>,
        unknown: &mut Vec<String>,
    ) -> Known {
        match found {
            Found::Never => Known::Never,
            Found::Content(content) => {
                let json = object(&self.new.policy.content, &content);
                let read = self.new.policy.content.read_value(&json).ok();
                let (old, new) = open.conditions;
                let expected = (only == Which::Old, only == Which::New);
                let is_so = read.is_some_and(|content| {
                    let refers = || {
                        (holds(self.old.policy, old, &content), holds(self.new.policy, new, &content))
                            == expected
                    };
                    judges.fire(subject, &content) == expected && (!self.can_refer() || refers())
                });
                if !is_so {
                    unknown.push("a post that shows it is judged otherwise when it is read again, or by the reference interpreter; please report this".to_owned());
                    return Known::Neither;
                }
                witnesses.push(Witness { only, content: json });
                Known::Shown
            }
            Found::Untried => {
                unknown.push(format!(
                    "whether only the {} one can hold is open: of the examples and tests, and {BUDGET} posts made of them, none shows it",
                    only.name()
                ));
                Known::Neither
            }
            Found::Neither(model) => {
                let other = if only == Which::Old { "new" } else { "old" };
                let start = format!("whether only the {} one can hold is open", only.name());
                unknown.push(match model {
                    None => format!("{start}: deciding it takes too much work"),
                    Some(model) => {
                        format!("{start}: no post could be written that has {}, and that the {other} one passes over", self.described(&model))
                    }
                });
                Known::Neither
            }
        }
    }

    /// Whether the reference interpreter may be asked about one more post.
    fn can_refer(&self) -> bool {
        let (left, takes) =
            (self.patterns.get(), self.old.policy.patterns.len() + self.new.policy.patterns.len());
        self.patterns.set(left.saturating_sub(takes));
        left >= takes
    }

    /// A model in words: what should hold, what only one of the policies knows first, and what of that should not.
    fn described(&self, model: &Model) -> String {
        let is_own = |wish: &&Wish| match wish {
            Wish::Any(members) | Wish::Count { of: members, .. } => self.is_own(members),
            Wish::Pair { left, right, .. } => self.is_own(left) || self.is_own(right),
            Wish::Fact(_) => false,
        };
        let (own, others): (Vec<&Wish>, Vec<&Wish>) = model.holds.iter().partition(is_own);
        let mut parts: Vec<String> = Vec::new();
        for part in own.into_iter().chain(others).map(|wish| self.wish(wish)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let rest = parts.len().saturating_sub(MOST_NAMED);
        parts.truncate(MOST_NAMED);
        if rest > 0 {
            parts.push(format!("{rest} more"));
        }
        let without: Vec<String> =
            model.fails.iter().filter(is_own).take(MOST_NAMED).map(|wish| self.wish(wish)).collect();
        let without =
            if without.is_empty() { String::new() } else { format!(", but not {}", without.join(", ")) };
        if parts.is_empty() { "nothing special".to_owned() } else { format!("{}{without}", parts.join(", ")) }
    }

    fn is_own(&self, members: &[SimpleId]) -> bool {
        members.iter().any(|&simple| !self.problem.is_shared(simple))
    }

    fn wish(&self, wish: &Wish) -> String {
        match wish {
            Wish::Any(members) => self.problem.describe_any(members),
            Wish::Pair { left, right, within } => {
                let within = match within {
                    Within::Words(words) => format!("{words} words"),
                    Within::Sentence => "sentence".to_owned(),
                };
                let (left, right) = (self.problem.describe_any(left), self.problem.describe_any(right));
                format!("{left} then {right} within {within}")
            }
            Wish::Count { of, at_least, .. } => format!("{at_least} of {}", self.problem.describe_any(of)),
            Wish::Fact(fact) => self.problem.describe_fact(fact, &self.new.policy.content),
        }
    }
}

/// What is known of one direction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Never,
    Shown,
    Neither,
}

/// Which of two large conditions can never hold alone, of those that are asked about, as far as a solver sees it without
/// looking into what they have in common.
fn proven(
    problem: &Problem<'_>,
    (old, new): (NodeId, NodeId),
    asked: [bool; 2],
    seen: &[(NodeId, NodeId)],
) -> [bool; 2] {
    if asked == [false, false] || problem.weight_apart(old, new) >= LARGE {
        return [false, false];
    }
    let mut search = Search::of_difference(problem, (old, new), seen);
    let mut never = |holds, fails| search.next(&[(holds, true), (fails, false)]).is_never();
    [asked[0] && never(old, new), asked[1] && never(new, old)]
}
