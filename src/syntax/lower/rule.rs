//! Declarations made of clauses: rules, exemptions and tests.

use super::{Declaration, Lower, Member, name, path, spanned};
use crate::span::Span;
use crate::syntax::ast::{
    Effective, Example, Exempt, Expect, ExpectWhat, Expr, ExprKind, Head, Rule as RuleItem, Str, Test, Then,
};
use crate::syntax::error::{Error, Problem};
use crate::syntax::grammar::{Node, Rule};

/// Which clauses a declaration has had so far, and where.
#[derive(Default)]
pub(super) struct Clauses {
    seen: Vec<(String, Span)>,
}

impl Clauses {
    /// Whether a clause stands somewhere, in order or broken.
    pub(super) fn has(&self, word: &str) -> bool {
        self.seen.iter().any(|(seen, _)| seen == word)
    }

    /// The part as parsed, unless it is broken or repeats a clause that may stand once.
    pub(super) fn first_of<'m, 't>(
        &mut self,
        member: &'m Member<'t>,
        lower: &mut Lower<'_>,
    ) -> Option<&'m Node<'t>> {
        let (word, span) = member.word();
        let repeatable = matches!(word, "hit" | "miss" | "expect");
        let keyword = Span::new(span.start, span.start + word.len() as u32);
        let before = self.seen.iter().find(|(seen, _)| !repeatable && seen == word).map(|(_, span)| *span);
        match (before, member) {
            (Some(first), _) => {
                let problem = Problem::new(Error::Repeated(word.to_owned()), keyword);
                lower.problems.push(problem.related(first, "the first one"));
                None
            }
            (None, member) => {
                if !repeatable || !self.has(word) {
                    self.seen.push((word.to_owned(), keyword));
                }
                if let Member::Parsed(node) = member { Some(node) } else { None }
            }
        }
    }
}

pub(super) fn rule(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<RuleItem> {
    let mut rule = blank_rule(lower.head(declaration)?);
    let mut clauses = Clauses::default();
    for member in &declaration.members {
        broken_condition(member, &mut rule.when, &mut rule.unless);
        if let Some(node) = clauses.first_of(member, lower) {
            rule_clause(&mut rule, node, lower);
        }
    }
    require(&rule.head, "rule", &clauses, declaration, lower);
    require_reason(&rule.head, "rule", rule.because.as_ref(), lower);
    Some(rule)
}

fn blank_rule(head: Head) -> RuleItem {
    RuleItem {
        head,
        when: None,
        unless: None,
        then: Vec::new(),
        then_span: None,
        severity: None,
        because: None,
        basis: None,
        category: None,
        status: None,
        effective: None,
        examples: Vec::new(),
    }
}

/// A condition that did not parse still stands in the tree, so that nothing takes the rule to lack one.
fn broken_condition(member: &Member<'_>, when: &mut Option<Expr>, unless: &mut Option<Expr>) {
    let Member::Broken(word, span) = *member else { return };
    let slot = match word {
        "when" => when,
        "unless" => unless,
        _ => return,
    };
    slot.get_or_insert(Expr { kind: ExprKind::Broken, span });
}

fn rule_clause(rule: &mut RuleItem, node: &Node<'_>, lower: &mut Lower<'_>) {
    match node.rule() {
        Rule::when_clause => rule.when = Some(lower.expression(&node.part())),
        Rule::unless_clause => rule.unless = Some(lower.expression(&node.part())),
        Rule::then_clause => {
            rule.then = node.parts().map(|part| consequence(&part)).collect();
            rule.then_span = Some(node.span());
        }
        Rule::severity_clause => rule.severity = Some(name(&node.part())),
        Rule::because_clause => rule.because = Some(lower.string(&node.part())),
        Rule::basis_clause => rule.basis = Some(lower.string(&node.part())),
        Rule::category_clause => rule.category = Some(name(&node.part())),
        Rule::status_clause => rule.status = Some(name(&node.part())),
        Rule::effective_clause => rule.effective = Some(effective(node)),
        _ => rule.examples.push(example(node, lower)),
    }
}

fn consequence(node: &Node<'_>) -> Then {
    match node.rule() {
        Rule::referral => Then::Refer(path(&node.part())),
        _ => Then::Action(name(&node.part())),
    }
}

fn effective(node: &Node<'_>) -> Effective {
    let range = node.part();
    let mut dates = range.parts().map(|date| spanned(&date, date.text().to_owned()));
    let from = if range.rule() == Rule::date_from { dates.next() } else { None };
    Effective { from, to: dates.next(), span: node.span() }
}

fn example(node: &Node<'_>, lower: &mut Lower<'_>) -> Example {
    let content = lower.content_literal(&node.part());
    Example { hit: node.has(Rule::kw_hit), content, span: node.span() }
}

pub(super) fn exempt(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Exempt> {
    let mut exempt = Exempt { head: lower.head(declaration)?, when: None, because: None };
    let mut clauses = Clauses::default();
    for member in &declaration.members {
        broken_condition(member, &mut exempt.when, &mut None);
        let Some(node) = clauses.first_of(member, lower) else { continue };
        match node.rule() {
            Rule::when_clause => exempt.when = Some(lower.expression(&node.part())),
            _ => exempt.because = Some(lower.string(&node.part())),
        }
    }
    require(&exempt.head, "exemption", &clauses, declaration, lower);
    require_reason(&exempt.head, "exemption", exempt.because.as_ref(), lower);
    Some(exempt)
}

/// Reports a missing `when` or `because`. A clause that could not be told may have been either: then nothing
/// is missing for sure.
fn require(head: &Head, what: &str, clauses: &Clauses, declaration: &Declaration<'_>, lower: &mut Lower<'_>) {
    let known = crate::syntax::member::clauses_of(declaration.kind);
    if declaration.unclosed || declaration.members.iter().any(|member| !known.contains(&member.word().0)) {
        return;
    }
    let declaration = format!("{what} `{}`", head.name.node);
    if !clauses.has("when") {
        let declaration = declaration.clone();
        let error = Error::MissingPart { declaration, part: "`when`", example: "`when` and a condition" };
        lower.report(error, head.name.span);
    }
    if !clauses.has("because") {
        lower.report(Error::MissingBecause(declaration), head.name.span);
    }
}

/// A blank reason is none.
fn require_reason(head: &Head, what: &str, because: Option<&Str>, lower: &mut Lower<'_>) {
    if let Some(blank) = because.filter(|because| because.value.trim().is_empty()) {
        lower.report(Error::BlankBecause(format!("{what} `{}`", head.name.node)), blank.span);
    }
}

pub(super) fn test(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Test> {
    let name = lower.string(&declaration.header_part(Rule::string)?);
    let docs = declaration.docs.clone();
    let mut test = Test { name, docs, given: None, expects: Vec::new(), span: declaration.span };
    let mut clauses = Clauses::default();
    for member in &declaration.members {
        let Some(node) = clauses.first_of(member, lower) else { continue };
        match node.rule() {
            Rule::given_clause => test.given = Some(lower.content_literal(&node.part())),
            _ => test.expects.extend(node.parts().map(|part| expectation(&part))),
        }
    }
    if !declaration.unclosed {
        require_of_test(&test, &clauses, lower);
    }
    Some(test)
}

fn require_of_test(test: &Test, clauses: &Clauses, lower: &mut Lower<'_>) {
    let parts = [
        ("given", "`given`", "`given` and a text or an object of fields"),
        ("expect", "`expect`", "`expect` and what should come of it, such as `expect rule NAME`"),
    ];
    for (word, part, example) in parts {
        if !clauses.has(word) {
            let declaration = format!("test {}", crate::syntax::found::shorten(&test.name.value));
            lower.report(Error::MissingPart { declaration, part, example }, test.name.span);
        }
    }
}

fn expectation(node: &Node<'_>) -> Expect {
    let what = node.part();
    let part = what.part();
    let what = match what.rule() {
        Rule::expect_action => ExpectWhat::Action(name(&part)),
        _ if what.has(Rule::kw_rule) => ExpectWhat::Rule(path(&part)),
        _ if what.has(Rule::kw_exempt) => ExpectWhat::Exempt(path(&part)),
        _ => ExpectWhat::Signal(path(&part)),
    };
    Expect { negated: node.has(Rule::kw_no), what, span: node.span() }
}
