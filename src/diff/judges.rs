//! The two policies as they judge content for the sake of comparison: of each, only the conditions in question, as
//! rules that are live at any time.

use std::cell::RefCell;

use crate::content::Content;
use crate::engine::{Matcher, Scratch};
use crate::plan;
use crate::reference::Interpreter;
use crate::sema::hir::{Action, ExprId, Policy, Rule};
use crate::threads;
use crate::verdict::Circumstances;

/// A pair of conditions, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject(pub(super) usize);

/// A condition of a rule or an exemption.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    pub(super) when: ExprId,
    pub(super) unless: Option<ExprId>,
}

/// Posts that a thread judges at once.
const AT_ONCE: usize = 32;

/// A post takes about as long to judge as so many bytes of a policy take to read.
const POST_BYTES: usize = 2000;

/// On which sides conditions hold, by the numbers of pairs.
#[derive(Default)]
pub(super) struct Fires {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Fires {
    /// Whether the new condition of a pair holds, or the old one.
    pub(super) fn of(&self, subject: Subject, new: bool) -> bool {
        if new { &self.new } else { &self.old }.contains(&subject.0)
    }
}

/// Both policies, ready to judge.
pub(super) struct Judges {
    matchers: Matchers,
    scratch: RefCell<Scratches>,
}

/// Buffers of both policies, or of one matcher.
type Scratches = (Scratch, Scratch);

/// What judges.
enum Matchers {
    /// Both at once, which takes hardly longer than one alone: the old conditions come first, so many.
    Together(Matcher, usize),
    /// One for each, where the same condition may mean something else: phone numbers of another region.
    Apart(Matcher, Matcher),
}

impl Matchers {
    fn new(old: &Policy, new: &Policy, subjects: &[(Condition, Condition)]) -> Self {
        let (before, after): (Vec<Condition>, Vec<Condition>) = subjects.iter().copied().unzip();
        let is_same = old.content == new.content && old.package.region == new.package.region;
        let count = subjects.len();
        let (old, new) = (alone(old, &before, 0), alone(new, &after, count));
        // Most posts that are judged fire, or nearly do: a sieve would take longer to make than it spares.
        let options = plan::Options { sift: false, ..plan::Options::ALL };
        if is_same {
            Self::Together(Matcher::new(&plan::build_both(&old, &new, options)), count)
        } else {
            let of_one = |policy: &Policy| Matcher::new(&plan::build_with(policy, options));
            Self::Apart(of_one(&old), of_one(&new))
        }
    }

    /// Which conditions hold.
    fn fire(&self, (one, other): &mut Scratches, content: &Content, fires: &mut Fires) {
        let circumstances = Circumstances { today: None, all_statuses: true };
        match self {
            Self::Together(both, count) => {
                both.fired(one, content, circumstances, &mut fires.old);
                let start = fires.old.partition_point(|condition| condition < count);
                fires.new.clear();
                fires.new.extend(fires.old.drain(start..).map(|condition| condition - count));
            }
            Self::Apart(old, new) => {
                old.fired(one, content, circumstances, &mut fires.old);
                new.fired(other, content, circumstances, &mut fires.new);
            }
        }
    }
}

impl Judges {
    /// Matchers of the conditions in question.
    pub(super) fn new(old: &Policy, new: &Policy, subjects: &[(Condition, Condition)]) -> Self {
        Self { matchers: Matchers::new(old, new, subjects), scratch: RefCell::default() }
    }

    /// Which conditions hold, of all.
    pub(super) fn fire_all(&self, content: &Content, fires: &mut Fires) {
        self.matchers.fire(&mut self.scratch.borrow_mut(), content, fires);
    }

    /// Which conditions hold on each of many contents, judged on every core.
    pub(super) fn fire_each(&self, contents: &[&Content]) -> Vec<Fires> {
        let some: Vec<&[&Content]> = contents.chunks(AT_ONCE).collect();
        let matchers = &self.matchers;
        let judged = |some: &&[&Content]| -> Vec<Fires> {
            let mut scratch = Scratches::default();
            let mut fires = |content: &&Content| {
                let mut fires = Fires::default();
                matchers.fire(&mut scratch, content, &mut fires);
                fires
            };
            some.iter().map(&mut fires).collect()
        };
        let judged = threads::map(&some, |some| some.len() * POST_BYTES, judged);
        judged.into_iter().flatten().collect()
    }

    /// Whether the old and the new condition hold.
    pub(super) fn fire(&self, subject: Subject, content: &Content) -> (bool, bool) {
        let mut fires = Fires::default();
        self.fire_all(content, &mut fires);
        (fires.of(subject, false), fires.of(subject, true))
    }
}

/// Whether a condition holds, as the reference interpreter has it.
pub(super) fn holds(policy: &Policy, condition: Condition, content: &Content) -> bool {
    let interpreter = Interpreter::new(policy, content, Circumstances::default());
    let truth = |expr: ExprId| interpreter.truth(expr, interpreter.default_scope());
    truth(condition.when) && !condition.unless.is_some_and(truth)
}

/// The name of a rule. In the order of names rules stand as their numbers do.
fn name(number: usize) -> String {
    format!("{number:012}")
}

/// The policy with these conditions as its only rules, which are numbered from `first` on.
fn alone(policy: &Policy, conditions: &[Condition], first: usize) -> Policy {
    let mut alone = policy.clone();
    let rule = |(number, condition): (usize, &Condition)| {
        let place = policy[condition.when].place;
        Rule {
            unless: condition.unless,
            action: Action::Label,
            ..Rule::bare(name(number), place, condition.when)
        }
    };
    alone.rules = (first..).zip(conditions).map(rule).collect();
    alone.exempts.clear();
    alone.tests.clear();
    alone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::ContentType;
    use crate::package::Package;
    use crate::sema;

    const OLD: &str = r#"
        lexicon craft { en "small boat", "dinghy" }
        lexicon sale { en "for sale" }
        rule a { when craft near sale and price(amount >= 300) then review because "a" }
        rule b { when phone or media.sha256 in seen then review because "b" }
        hashlist seen from "one.txt" kind sha256
    "#;

    /// Other terms in another order, another hash list before its own.
    const NEW: &str = r#"
        lexicon craft { en "raft*", "small boat" }
        lexicon sale { en "for sale", "price" }
        rule a { when craft near sale and price(amount >= 500) then review because "a" }
        rule b { when phone or media.sha256 in seen then review because "b" }
        hashlist others from "one.txt" kind sha256
        hashlist seen from "other.txt" kind sha256
    "#;

    fn policy(source: &str, region: &str) -> Policy {
        let manifest =
            format!("[package]\nname = \"m\"\nversion = \"1\"\nedition = 1\nregion = \"{region}\"\n");
        let hashes = |digit: &str| digit.repeat(64);
        let files = [
            ("varne.toml", manifest),
            ("m.varne", source.to_owned()),
            ("one.txt", hashes("1")),
            ("other.txt", hashes("2")),
        ];
        let analysis = sema::analyse(&Package::from_memory("m", files));
        analysis.policy.unwrap_or_else(|| panic!("{:?}", analysis.diagnostics))
    }

    #[test]
    fn both_policies_judge_together_as_each_does_alone() {
        let post = |text: &str, hash: u8| {
            let ty = ContentType::post();
            Content::builder(&ty).text("text", text).hash("media.sha256", [hash; 32]).build().unwrap()
        };
        let contents = [
            post("small boat for sale £400, 07700 900123", 0),
            post("small boat for sale £600", 0x11),
            post("rafts, price £600", 0x22),
            post("dinghy for sale £600 0612345678", 0x22),
            post("#smallboat for sale 600 euro", 0),
            post("nothing", 0),
        ];
        for region in ["GB", "FR"] {
            let (old, new) = (policy(OLD, "GB"), policy(NEW, region));
            let conditions = |policy: &Policy| -> Vec<Condition> {
                policy.rules.iter().map(|rule| Condition { when: rule.when, unless: rule.unless }).collect()
            };
            let subjects: Vec<_> = conditions(&old).into_iter().zip(conditions(&new)).collect();
            let judges = Judges::new(&old, &new, &subjects);
            assert_eq!(matches!(judges.matchers, Matchers::Together(..)), region == "GB");
            let all: Vec<&Content> = contents.iter().collect();
            for (content, fires) in all.iter().zip(judges.fire_each(&all)) {
                for (number, &(before, after)) in subjects.iter().enumerate() {
                    let expected = (holds(&old, before, content), holds(&new, after, content));
                    assert_eq!(judges.fire(Subject(number), content), expected);
                    assert_eq!((fires.of(Subject(number), false), fires.of(Subject(number), true)), expected);
                }
            }
        }
    }
}
