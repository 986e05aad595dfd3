//! `test` items: their content and what they expect of its verdict.

use rustc_hash::FxHashMap;

use crate::diag::Code;
use crate::sema::context::Context;
use crate::sema::hir::{Action, Expect, ExpectWhat, Test};
use crate::sema::names::Item;
use crate::sema::report::{Parts, explain};
use crate::span::Span;
use crate::syntax::ast;

/// What is wrong with a test.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TestError {
    /// Something is expected and not expected.
    #[error("`{0}` is expected and ruled out in one test")]
    Contradiction(String),
    /// Two actions are expected of one content.
    #[error("two different actions are expected, `{first}` and `{second}`")]
    TwoActions {
        /// One.
        first: String,
        /// And the other.
        second: String,
    },
}

impl TestError {
    fn parts(&self) -> Parts {
        (
            Code::ContradictoryFacts,
            "no verdict can fulfil both".into(),
            "remove one of the two, or make two tests of them".into(),
        )
    }
}

explain!(TestError);

/// What can be expected, to be looked up.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Rule(u32),
    Action(Action),
    Exempt(u32),
    Signal(u32),
}

impl Context<'_> {
    /// Checks a test of the current module; rules and all else have been checked.
    pub(super) fn check_test(&mut self, test: &ast::Test) {
        let given = test.given.as_ref().and_then(|given| self.content(given));
        let expects: Vec<Option<Expect>> = test.expects.iter().map(|expect| self.expect(expect)).collect();
        self.report_contradictions(test, &expects);
        let name = format!("{}: {}", self.names.modules[self.module].name, test.name.value);
        let place = self.place(test.span);
        let checked = given.zip(expects.into_iter().collect::<Option<_>>());
        self.draft.tests.push(checked.map(|(given, expects)| Test { name, place, given, expects }));
    }

    fn expect(&mut self, expect: &ast::Expect) -> Option<Expect> {
        let what = match &expect.what {
            ast::ExpectWhat::Action(word) if word.node == "none" => Some(ExpectWhat::Action(Action::None)),
            ast::ExpectWhat::Action(word) => self.action(word).map(ExpectWhat::Action),
            ast::ExpectWhat::Rule(path) => self.expected(path, "rule"),
            ast::ExpectWhat::Exempt(path) => self.expected(path, "exemption"),
            ast::ExpectWhat::Signal(path) => self.expected(path, "signal"),
        }?;
        Some(Expect { negated: expect.negated, what, place: self.place(expect.span) })
    }

    fn expected(&mut self, path: &ast::Path, wanted: &'static str) -> Option<ExpectWhat> {
        let (decl, item) = self.declaration(path, wanted)?;
        match (item, wanted) {
            (Item::Rule(id, _), "rule") => Some(ExpectWhat::Rule(id)),
            (Item::Exempt(id, _), "exemption") => Some(ExpectWhat::Exempt(id)),
            (Item::Signal(id, _), "signal") => Some(ExpectWhat::Signal(id)),
            _ => {
                self.wrong_kind(path, item.kind(), wanted, Some(decl));
                None
            }
        }
    }

    fn report_contradictions(&mut self, test: &ast::Test, expects: &[Option<Expect>]) {
        let mut seen: FxHashMap<Key, (bool, Span)> = FxHashMap::default();
        let mut action: Option<(&ast::Name, Action)> = None;
        for (written, checked) in test.expects.iter().zip(expects) {
            let Some(checked) = checked else { continue };
            if let Some(&(negated, first)) = seen.get(&key(&checked.what))
                && negated != checked.negated
            {
                let error = TestError::Contradiction(shown(&written.what));
                self.report_pair(&error, written.span, first);
            }
            seen.entry(key(&checked.what)).or_insert((checked.negated, written.span));
            let (ast::ExpectWhat::Action(word), ExpectWhat::Action(expected)) =
                (&written.what, &checked.what)
            else {
                continue;
            };
            if checked.negated {
                continue;
            }
            if let Some((first, _)) = action.filter(|(_, first)| first != expected) {
                let error = TestError::TwoActions { first: first.node.clone(), second: word.node.clone() };
                self.report_pair(&error, word.span, first.span);
            }
            action.get_or_insert((word, *expected));
        }
    }

    fn report_pair(&mut self, error: &TestError, span: Span, first: Span) {
        let (place, first) = (self.place(span), self.place(first));
        self.reporter.report_with(error, place, first, "the other one is here");
    }
}

const fn key(what: &ExpectWhat) -> Key {
    match what {
        ExpectWhat::Rule(id) => Key::Rule(id.0),
        ExpectWhat::Action(action) => Key::Action(*action),
        ExpectWhat::Exempt(id) => Key::Exempt(id.0),
        ExpectWhat::Signal(id) => Key::Signal(id.0),
    }
}

fn shown(what: &ast::ExpectWhat) -> String {
    let dotted = crate::sema::fields::dotted;
    match what {
        ast::ExpectWhat::Rule(path) => format!("rule {}", dotted(path)),
        ast::ExpectWhat::Action(word) => format!("action {}", word.node),
        ast::ExpectWhat::Exempt(path) => format!("exempt {}", dotted(path)),
        ast::ExpectWhat::Signal(path) => format!("signal {}", dotted(path)),
    }
}
