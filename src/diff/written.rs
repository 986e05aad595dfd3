//! What is written differently: terms that came and went, thresholds that moved, expressions as they stand in the files.
//! Layout and comments do not count. It says nothing of what that means; verdicts do.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::pairs::{last, pairs};
use super::report::Declaration;
use crate::sema::hir::{ExprId, ExprKind, LexiconId, Policy, ScoreBody, ScoreId, SignalId};
use crate::source::Sources;
use crate::span::Place;

/// More terms or rows than these are only counted.
const MOST_NAMED: usize = 8;

/// Words of an expression that are shown around a difference.
const AROUND: usize = 4;

/// A policy and the texts it stands in.
#[derive(Clone, Copy)]
pub struct Written<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// What its places refer to.
    pub sources: &'p Sources,
}

/// A declaration that conditions use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Item {
    Lexicon(LexiconId),
    Signal(SignalId),
    Score(ScoreId),
    Hashlist(crate::sema::hir::HashlistId),
}

impl Written<'_> {
    /// The text of a place without layout and comments.
    fn text(&self, place: Place) -> String {
        normal(&self.sources.get(place.file).text[place.span.range()])
    }

    /// An expression as it is written.
    pub(super) fn expr(&self, expr: ExprId) -> String {
        self.text(self.policy[expr].place)
    }

    /// What an expression uses, through signals, scores and lexicons.
    pub(super) fn uses(&self, roots: &[ExprId]) -> FxHashSet<String> {
        let policy = self.policy;
        let mut names: FxHashSet<String> = FxHashSet::default();
        let mut stack = roots.to_vec();
        let mut lexicons: Vec<LexiconId> = Vec::new();
        while let Some(expr) = stack.pop() {
            match &policy[expr].kind {
                ExprKind::Signal(id) => {
                    if names.insert(policy[*id].head.qualified.clone()) {
                        stack.push(policy[*id].body);
                    }
                }
                ExprKind::Score { score, .. } => {
                    if names.insert(policy[*score].head.qualified.clone()) {
                        stack.extend(policy[*score].rows.iter().map(|row| match row.body {
                            ScoreBody::Expr(expr) => expr,
                            ScoreBody::Each { operand, .. } => operand,
                        }));
                    }
                }
                ExprKind::Lexicon(id) => lexicons.push(*id),
                ExprKind::InHashlist { list, .. } => {
                    names.insert(policy[*list].head.qualified.clone());
                }
                ExprKind::Or(members) | ExprKind::And(members) | ExprKind::OfMembers { members, .. } => {
                    stack.extend(members);
                }
                ExprKind::Near { left, right, .. } => stack.extend([*left, *right]),
                ExprKind::Not(operand)
                | ExprKind::InFields { operand, .. }
                | ExprKind::Edge { operand, .. }
                | ExprKind::OfLexicon { operand, .. }
                | ExprKind::Count { operand, .. }
                | ExprKind::Distinct { operand, .. } => stack.push(*operand),
                ExprKind::Term(_)
                | ExprKind::Regex(_)
                | ExprKind::Extract { .. }
                | ExprKind::Field { .. }
                | ExprKind::Age { .. } => {}
            }
            while let Some(id) = lexicons.pop() {
                if names.insert(policy[id].head.qualified.clone()) {
                    lexicons.extend(&policy[id].includes);
                }
            }
        }
        names
    }

    fn items(&self) -> Vec<(&str, (&'static str, Item))> {
        use crate::sema::hir::HashlistId;
        let policy = self.policy;
        let mut items: Vec<(&str, (&'static str, Item))> = Vec::new();
        let lexicons = policy.lexicons.iter().zip(0..);
        items.extend(
            lexicons
                .map(|(one, id)| (one.head.qualified.as_str(), ("lexicon", Item::Lexicon(LexiconId(id))))),
        );
        items.extend(policy.signals.iter().zip(0..).map(|(one, id)| {
            let kind = if one.context { "context" } else { "signal" };
            (one.head.qualified.as_str(), (kind, Item::Signal(SignalId(id))))
        }));
        let scores = policy.scores.iter().zip(0..);
        items.extend(
            scores.map(|(one, id)| (one.head.qualified.as_str(), ("score", Item::Score(ScoreId(id))))),
        );
        let lists = policy.hashlists.iter().zip(0..);
        items
            .extend(lists.map(|(one, id)| {
                (one.head.qualified.as_str(), ("hashlist", Item::Hashlist(HashlistId(id))))
            }));
        items
    }
}

/// Every declaration that conditions can use and that is written differently, moved, added or gone.
pub(super) fn declarations(old: Written<'_>, new: Written<'_>) -> Vec<Declaration> {
    let (old_items, new_items) = (old.items(), new.items());
    // Every one has a key of its own: declarations are never taken for renamed, because what they say does not tell.
    let old_names: Vec<(&str, usize)> =
        old_items.iter().zip(0..).map(|((name, _), key)| (*name, key)).collect();
    let new_names: Vec<(&str, usize)> =
        new_items.iter().zip(old_items.len()..).map(|((name, _), key)| (*name, key)).collect();
    let mut found = Vec::new();
    for pair in pairs(&old_names, &new_names) {
        let (before, after) = (pair.old.map(|at| old_items[at]), pair.new.map(|at| new_items[at]));
        let declaration = match (before, after) {
            (Some((name, (kind, item))), Some((new_name, (new_kind, new_item)))) => {
                let mut how = compared((old, item), (new, new_item));
                if kind != new_kind {
                    how.insert(0, format!("was a {kind}"));
                }
                let moved = name != new_name;
                if moved {
                    how.insert(0, format!("moved from {name}"));
                }
                let only_moved = moved && how.len() == 1;
                (!how.is_empty()).then(|| (new_kind, new_name, how.join("; "), only_moved))
            }
            (Some((name, (kind, _))), None) => Some((kind, name, "removed".to_owned(), false)),
            (None, Some((name, (kind, _)))) => Some((kind, name, "added".to_owned(), false)),
            (None, None) => None,
        };
        found.extend(declaration.map(|(kind, name, how, moved)| Declaration {
            kind,
            name: name.to_owned(),
            how,
            moved,
        }));
    }
    found
}

/// How a declaration is written differently.
fn compared((old, item): (Written<'_>, Item), (new, new_item): (Written<'_>, Item)) -> Vec<String> {
    match (item, new_item) {
        (Item::Lexicon(one), Item::Lexicon(other)) => lexicon((old, one), (new, other)),
        (Item::Signal(one), Item::Signal(other)) => {
            difference(&old.expr(old.policy[one].body), &new.expr(new.policy[other].body))
                .into_iter()
                .collect()
        }
        (Item::Score(one), Item::Score(other)) => {
            let rows = |written: Written<'_>, id: ScoreId| -> Vec<String> {
                written.policy[id].rows.iter().map(|row| format!("`{}`", written.text(row.place))).collect()
            };
            came_and_went(&rows(old, one), &rows(new, other))
        }
        (Item::Hashlist(one), Item::Hashlist(other)) => {
            let (one, other) = (&old.policy[one], &new.policy[other]);
            let missing = |from: &[[u8; 32]], to: &[[u8; 32]]| {
                from.iter().filter(|hash| to.binary_search(hash).is_err()).count()
            };
            let (gone, come) = (missing(&one.hashes, &other.hashes), missing(&other.hashes, &one.hashes));
            let mut how = Vec::new();
            if one.kind != other.kind {
                how.push(format!("kind {:?} → {:?}", one.kind, other.kind).to_lowercase());
            }
            if gone + come > 0 {
                how.push(format!("{come} hashes added, {gone} removed"));
            }
            how
        }
        _ => vec!["is another kind of declaration".to_owned()],
    }
}

fn lexicon((old, one): (Written<'_>, LexiconId), (new, other): (Written<'_>, LexiconId)) -> Vec<String> {
    if is_same_lexicon((old.policy, one), (new.policy, other)) {
        return Vec::new();
    }
    let terms = |written: Written<'_>, id: LexiconId| -> Vec<String> {
        let policy = written.policy;
        let terms = policy[id].terms.iter().map(|&id| &policy[id]);
        terms
            .map(|term| {
                let pattern = &policy[term.pattern];
                let mode = match pattern.mode {
                    crate::text::Mode::Full => "",
                    crate::text::Mode::Plain => "plain ",
                    crate::text::Mode::Accented => "accented ",
                    crate::text::Mode::Exact => "exact ",
                };
                let fuzzy = if pattern.fuzzy > 0 { format!("~{}", pattern.fuzzy) } else { String::new() };
                let clitics = if pattern.clitics { " (ar)" } else { "" };
                format!("{mode}\"{}\"{fuzzy}{clitics}", term.text)
            })
            .collect()
    };
    let includes = |written: Written<'_>, id: LexiconId| -> Vec<String> {
        let includes = written.policy[id].includes.iter();
        includes.map(|&id| format!("with {}", last(&written.policy[id].head.qualified))).collect()
    };
    let mut how = came_and_went(&terms(old, one), &terms(new, other));
    how.extend(came_and_went(&includes(old, one), &includes(new, other)));
    if how.is_empty() {
        let facts = |written: Written<'_>, id: LexiconId| {
            let terms = written.policy[id].terms.iter().map(|&id| &written.policy[id]);
            let mut facts: Vec<_> =
                terms.map(|term| format!("{}{:?}{:?}", term.text, term.lang, term.facts)).collect();
            facts.sort_unstable();
            facts
        };
        if facts(old, one) != facts(new, other) {
            how.push("languages or facts of terms differ".to_owned());
        }
    }
    how
}

/// Whether two lexicons have the same rows in the same order, which most have.
fn is_same_lexicon((old, one): (&Policy, LexiconId), (new, other): (&Policy, LexiconId)) -> bool {
    let (one, other) = (&old[one], &new[other]);
    let terms = one.terms.iter().zip(&other.terms).map(|(&one, &other)| (&old[one], &new[other]));
    let includes = one.includes.iter().zip(&other.includes);
    one.terms.len() == other.terms.len()
        && one.includes.len() == other.includes.len()
        && includes.into_iter().all(|(&one, &other)| old[one].head.name == new[other].head.name)
        && terms.into_iter().all(|(one, other)| {
            one.text == other.text
                && one.lang == other.lang
                && one.facts == other.facts
                && old[one.pattern] == new[other.pattern]
        })
}

/// `+ a, b`, `- c`
fn came_and_went(old: &[String], new: &[String]) -> Vec<String> {
    let count = |items: &[String]| {
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        items.iter().for_each(|item| *counts.entry(item.clone()).or_default() += 1);
        counts
    };
    let (before, after) = (count(old), count(new));
    let more = |items: &[String], than: &BTreeMap<String, i64>, own: &BTreeMap<String, i64>| -> Vec<String> {
        let mut seen = FxHashSet::default();
        let more = items.iter().filter(|item| own[*item] > than.get(*item).copied().unwrap_or(0));
        more.filter(|item| seen.insert((*item).clone())).cloned().collect()
    };
    let named = |sign: char, items: &[String]| {
        let shown: Vec<&str> = items.iter().take(MOST_NAMED).map(String::as_str).collect();
        let rest = items.len().saturating_sub(MOST_NAMED);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        (!items.is_empty()).then(|| format!("{sign} {}{rest}", shown.join(", ")))
    };
    let (gone, come) = (more(old, &after, &before), more(new, &before, &after));
    named('+', &come).into_iter().chain(named('-', &gone)).collect()
}

/// What differs between two expressions, with a little around it; nothing if they are written the same.
pub(super) fn difference(old: &str, new: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let (before, after): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let alike = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let shorter = before.len().min(after.len()) - alike;
    let ending =
        before.iter().rev().zip(after.iter().rev()).take(shorter).take_while(|(one, other)| one == other);
    let ending = ending.count();
    let shown = |words: &[&str]| {
        let (start, end) = (alike.saturating_sub(AROUND), (words.len() - ending + AROUND).min(words.len()));
        let before = if start > 0 { "… " } else { "" };
        let after = if end < words.len() { " …" } else { "" };
        format!("`{before}{}{after}`", words[start..end].join(" "))
    };
    Some(format!("{} → {}", shown(&before), shown(&after)))
}

/// A text of the language with one space for any layout, and none at brackets and commas; comments are left out.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(c) = rest.next() {
        match c {
            '\\' if is_quoted => {
                normal.push(c);
                normal.extend(rest.next());
            }
            '"' => {
                is_quoted = !is_quoted;
                normal.push(c);
            }
            _ if is_quoted => normal.push(c),
            '/' if rest.peek() == Some(&'/') => rest.by_ref().take_while(|&c| c != '\n').for_each(drop),
            _ if c.is_whitespace() => {
                if !normal.ends_with([' ', '(', '[']) {
                    normal.push(' ');
                }
            }
            ')' | ']' | ',' => {
                normal.truncate(normal.trim_end_matches([' ', ',']).len());
                normal.push(c);
            }
            _ => normal.push(c),
        }
    }
    normal.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{came_and_went, difference, normal};

    #[test]
    fn layout_and_comments_do_not_count() {
        assert_eq!(normal("any of ( \"a  b\",\n  \"c\", // d\n)"), "any of (\"a  b\", \"c\")");
        assert_eq!(normal("a\n   or b"), "a or b");
        assert_eq!(normal("\"// no comment\" or x"), "\"// no comment\" or x");
    }

    #[test]
    fn differences_are_shown_with_a_little_around_them() {
        assert_eq!(difference("a and b", "a and b"), None);
        assert_eq!(
            difference(
                "one and two and three and seller >= 5 and four",
                "one and two and three and seller >= 6 and four"
            )
            .unwrap(),
            "`… three and seller >= 5 and four` → `… three and seller >= 6 and four`"
        );
        let terms = |terms: &[&str]| terms.iter().map(|&term| term.to_owned()).collect::<Vec<_>>();
        assert_eq!(came_and_went(&terms(&["a", "b"]), &terms(&["b", "c", "d"])), ["+ c, d", "- a"]);
    }
}
