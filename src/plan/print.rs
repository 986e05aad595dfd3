//! The printed plan: stable text for reading and for snapshots. Everything is named by its place in
//! its table; tables are in an order that depends on the policy alone.

use std::fmt::Write;

use super::node::{Extract, Literal, Node, NodeId, PatternId, Row, ScopeId, SetId, Test};
use super::{Condition, Join, Plan, Trigger, Variant, Word};
use crate::content::FieldId;
use crate::sema::hir::{CompareOp, HashKind, Within};
use crate::text::{Mode, Spelling};

/// Prints a plan.
#[must_use]
pub fn print(plan: &Plan) -> String {
    let mut out = String::new();
    let graph = &plan.graph;
    section(&mut out, "scopes", "s", graph.scopes.items(), |fields| self::fields(plan, fields));
    section(&mut out, "words", "w", &plan.terms.words, word);
    section(&mut out, "patterns", "p", &plan.terms.patterns, |variants| {
        joined(variants.iter().map(variant), " | ")
    });
    section(&mut out, "sets", "t", graph.sets.items(), |set| joined(set.iter().map(pattern), " "));
    section(&mut out, "regexes", "r", graph.regexes.items(), |regex| {
        let over = match regex.spelling {
            None => "the original",
            Some(Spelling::Merged) => "merged letters",
            Some(Spelling::Native) => "native letters",
        };
        format!("/{}/ over {over}", regex.pattern)
    });
    section(&mut out, "extractors", "x", graph.extracts.items(), extract);
    section(&mut out, "hash lists", "h", &plan.hashlists, |list| {
        let kind = match list.kind {
            HashKind::Sha256 => "sha256".to_owned(),
            HashKind::Pdq(within) => format!("pdq within {within}"),
        };
        format!("{} {kind}, {} hashes", list.name, list.hashes.len())
    });
    section(&mut out, "nodes", "n", &graph.nodes, |node| self::node(plan, node));
    conditions(&mut out, plan);
    out
}

/// A titled table; one without rows is left out.
fn section<T>(out: &mut String, title: &str, letter: &str, rows: &[T], row: impl Fn(&T) -> String) {
    if rows.is_empty() {
        return;
    }
    put(out, format_args!("{title}\n"));
    for (index, item) in rows.iter().enumerate() {
        put(out, format_args!("  {letter}{index} = {}\n", row(item)));
    }
}

/// Writing to a string cannot fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "strings take all that is written to them");
}

fn conditions(out: &mut String, plan: &Plan) {
    let rules = plan.rules.iter().zip(&plan.graph.rules).zip(&plan.triggers);
    for ((rule, condition), trigger) in rules {
        put(out, format_args!("rule {}\n", rule.name));
        put(out, format_args!("  trigger {}\n", self::trigger(trigger)));
        self::condition(out, condition);
    }
    for (name, condition) in plan.exempts.iter().zip(&plan.graph.exempts) {
        put(out, format_args!("exempt {name}\n"));
        self::condition(out, condition);
    }
}

fn condition(out: &mut String, condition: &Condition) {
    put(out, format_args!("  when {}\n", id(&condition.when)));
    if let Some(unless) = &condition.unless {
        put(out, format_args!("  unless {}\n", id(unless)));
    }
    let lists =
        [("signal", &condition.signals), ("score", &condition.scores), ("evidence", &condition.evidence)];
    for (what, list) in lists {
        for (name, node) in list {
            put(out, format_args!("  {what} {name} = {}\n", id(node)));
        }
    }
}

fn trigger(trigger: &Trigger) -> String {
    match trigger {
        Trigger { always: true, .. } => "always".to_owned(),
        Trigger { terms, checks, .. } if terms.is_empty() && checks.is_empty() => "never".to_owned(),
        Trigger { terms, checks, .. } => joined(terms.iter().chain(checks).map(id), " or "),
    }
}

fn node(plan: &Plan, node: &Node) -> String {
    match node {
        Node::Const(truth) => truth.to_string(),
        Node::Terms { set: SetId(set), scope } => format!("terms t{set} in {}", scope_name(*scope)),
        Node::Regex { regex, scope } => format!("regex r{} in {}", regex.0, scope_name(*scope)),
        Node::Extract { extract, scope } => format!("extract x{} in {}", extract.0, scope_name(*scope)),
        Node::Union(members) => ids("union", members),
        Node::Or(members) => ids("or", members),
        Node::And(members) => ids("and", members),
        Node::Not(operand) => format!("not {}", id(operand)),
        Node::Near { left, right, ordered, within } => {
            let word = if *ordered { "then" } else { "near" };
            format!("{} {word} {} within {}", id(left), id(right), distance(*within))
        }
        Node::Edge { operand, ends } => {
            format!("{} {}", id(operand), if *ends { "ends" } else { "starts" })
        }
        Node::AtLeast { number, members } => ids(&format!("{number} of"), members),
        Node::TermsAtLeast { number, operand } => format!("{number} terms of {}", id(operand)),
        Node::Count { operand, op, number } => format!("count {} {} {}", id(operand), sign(*op), number.0),
        Node::Distinct { operand, op, number } => {
            format!("distinct {} {} {}", id(operand), sign(*op), number.0)
        }
        Node::Score(rows) => format!("score {}", joined(rows.iter().map(row), ", ")),
        Node::Compare { score, op, number } => format!("{} {} {}", id(score), sign(*op), number.0),
        Node::Field { field, test } => format!("{} {}", field_name(plan, field), self::test(test)),
        Node::Age { field, op, seconds } => {
            format!("age {} {} {} s", field_name(plan, field), sign(*op), seconds.0)
        }
        Node::Hashlist { field, list } => format!("{} in h{}", field_name(plan, field), list.0),
    }
}

fn row(row: &Row) -> String {
    let each = if row.each { " each of" } else { "" };
    let most = row.up_to.map_or_else(String::new, |most| format!(" up to {most}"));
    format!("{:+}{each} {}{most}", row.points, id(&row.operand))
}

fn word(word: &Word) -> String {
    let star = |open: bool| if open { "*" } else { "" };
    let pattern = &word.pattern;
    let mode = match word.mode {
        Mode::Full => "",
        Mode::Plain => " plain",
        Mode::Accented => " accented",
        Mode::Exact => " exact",
    };
    let fuzzy = match word.fuzzy {
        0 => String::new(),
        edits => format!("~{edits}"),
    };
    let glued = if word.glued { "#" } else { "" };
    let clitics = if word.clitics { " clitics" } else { "" };
    let shown = pattern.compared(word.mode);
    let (start, end) = (star(pattern.open_start), star(pattern.open_end));
    format!("{glued}\"{start}{shown}{end}\"{fuzzy}{mode}{clitics}")
}

/// The words of a variant; the one it is looked for by in brackets.
fn variant(variant: &Variant) -> String {
    let mut out = String::new();
    for (index, number) in variant.words.iter().enumerate() {
        match index.checked_sub(1).map(|before| variant.joins[before]) {
            None => {}
            Some(Join::Next) => out.push(' '),
            Some(Join::Within(most)) => put(&mut out, format_args!(" <{most}> ")),
        }
        if index as u32 == variant.anchor {
            put(&mut out, format_args!("[w{number}]"));
        } else {
            put(&mut out, format_args!("w{number}"));
        }
    }
    out
}

fn extract(extract: &Extract) -> String {
    let filters = extract.filters.iter();
    let filters = filters.map(|(attribute, test)| format!(" {} {}", attribute.name(), self::test(test)));
    format!("{}{}", extract.extractor.name(), joined(filters, ","))
}

fn test(test: &Test) -> String {
    match test {
        Test::IsTrue => "is true".to_owned(),
        Test::Compare(op, value) => format!("{} {}", sign(*op), literal(value)),
        Test::OneOf(values) => format!("in [{}]", joined(values.iter().map(literal), ", ")),
        Test::Between(low, high) => format!("in {}..{}", literal(low), literal(high)),
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("{text:?}"),
        Literal::Number(number) => number.0.to_string(),
        Literal::Bool(truth) => truth.to_string(),
        Literal::Time(time) => time.to_string(),
        Literal::Hash(hash) => hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

fn distance(within: Within) -> String {
    match within {
        Within::Words(number) => format!("{number} words"),
        Within::Sentence => "sentence".to_owned(),
    }
}

const fn sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn field_name<'p>(plan: &'p Plan, field: &FieldId) -> &'p str {
    &plan.content.fields[field.0 as usize].name
}

fn fields(plan: &Plan, fields: &[FieldId]) -> String {
    joined(fields.iter().map(|field| field_name(plan, field).to_owned()), ", ")
}

fn scope_name(scope: ScopeId) -> String {
    format!("s{}", scope.0)
}

fn pattern(pattern: &PatternId) -> String {
    format!("p{}", pattern.0)
}

fn id(id: &NodeId) -> String {
    format!("n{}", id.0)
}

fn ids(word: &str, members: &[NodeId]) -> String {
    format!("{word} ({})", joined(members.iter().map(id), ", "))
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}
