//! The tree as text, for people and tests: one expression in parentheses per declaration, places left out.
//! Two files have the same text exactly if their trees are the same up to places and comments.

use super::ast::*;

/// A file's declarations, one after the other.
#[must_use]
pub fn print(file: &File) -> String {
    let mut out = String::new();
    for item in &file.items {
        out.push_str(&print_item(item));
        out.push('\n');
    }
    out
}

/// An expression, on one line.
#[must_use]
pub fn print_expr(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Term(term_node) => term(term_node),
        ExprKind::Regex(regex) => {
            form(if regex.original { "regex-original" } else { "regex" }, [quoted(&regex.pattern)])
        }
        ExprKind::Name(name) => path(name),
        ExprKind::Call { extractor, filters } => {
            form(&format!("call {}", extractor.node), filters.iter().map(filter))
        }
        ExprKind::Or(operands) => form("or", operands.iter().map(print_expr)),
        ExprKind::And(operands) => form("and", operands.iter().map(print_expr)),
        ExprKind::Not(operand) => form("not", [print_expr(operand)]),
        ExprKind::Near { left, right, ordered, within } => {
            let reach = within.iter().map(|reach| reach_of(&reach.node));
            form(
                if *ordered { "then" } else { "near" },
                [print_expr(left), print_expr(right)].into_iter().chain(reach),
            )
        }
        ExprKind::InFields { operand, fields } => {
            form("in", [print_expr(operand)].into_iter().chain(fields.iter().map(path)))
        }
        ExprKind::InList { operand, values } => form("in", [print_expr(operand), list(values)]),
        ExprKind::InDurations { operand: age, low, high } => {
            form("in", [print_expr(age), format!("{}..{}", operand(low), operand(high))])
        }
        ExprKind::InRange { operand, low, high } => form("in", [print_expr(operand), range(low, high)]),
        ExprKind::Edge { operand, ends } => {
            form(if *ends { "ends" } else { "starts" }, [print_expr(operand)])
        }
        ExprKind::Of { quantifier, members } => {
            form("of", [quantifier_word(quantifier.node), self::members(members)])
        }
        ExprKind::Count(operand) => form("count", [print_expr(operand)]),
        ExprKind::Distinct(operand) => form("distinct", [print_expr(operand)]),
        ExprKind::Age(field) => form("age", [path(field)]),
        ExprKind::Compare { left, op, right } => form(op_sign(op.node), [print_expr(left), operand(right)]),
        ExprKind::Broken => "broken".to_owned(),
    }
}

fn print_item(item: &Item) -> String {
    match item {
        Item::Use(item) => import(item),
        Item::Content(item) => block("content", &item.head, item.fields.iter().map(field)),
        Item::Lexicon(item) => lexicon(item),
        Item::Hashlist(item) => {
            let within = item.within.iter().map(|within| form("within", [within.node.to_string()]));
            let parts = [form("from", [str_of(&item.file)]), form("kind", [item.kind.node.clone()])];
            block("hashlist", &item.head, parts.into_iter().chain(within))
        }
        Item::Signal(item) => {
            block(if item.context { "context" } else { "signal" }, &item.head, [print_expr(&item.expr)])
        }
        Item::Score(item) => block("score", &item.head, item.rows.iter().map(score_row)),
        Item::Rule(item) => block("rule", &item.head, rule(item)),
        Item::Exempt(item) => block("exempt", &item.head, reasons(item.when.as_ref(), item.because.as_ref())),
        Item::Recipient(item) => {
            let parts = [("name", &item.name), ("contact", &item.contact)];
            block(
                "recipient",
                &item.head,
                parts.into_iter().filter_map(|(word, text)| clause(word, text.as_ref().map(str_of))),
            )
        }
        Item::Test(item) => test(item),
        Item::Broken { name, .. } => form("broken", name.iter().map(|name| name.node.clone())),
    }
}

/// `(word part part)`
fn form(word: &str, parts: impl IntoIterator<Item = String>) -> String {
    let mut out = format!("({word}");
    for part in parts {
        out.push(' ');
        out.push_str(&part);
    }
    out.push(')');
    out
}

/// `(word name` and its parts on lines of their own.
fn lines(first: String, docs: &[String], parts: impl IntoIterator<Item = String>) -> String {
    let mut out = format!("({first}");
    for part in docs.iter().map(|line| form("doc", [quoted(line)])).chain(parts) {
        out.push_str("\n  ");
        out.push_str(&part);
    }
    out.push(')');
    out
}

fn block(word: &str, head: &Head, parts: impl IntoIterator<Item = String>) -> String {
    lines(format!("{word} {}", head.name.node), &head.docs, parts)
}

fn clause(word: &str, value: Option<String>) -> Option<String> {
    value.map(|value| form(word, [value]))
}

fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t")
    )
}

fn str_of(text: &Str) -> String {
    quoted(&text.value)
}

fn path(path: &Path) -> String {
    path.parts.iter().map(|part| part.node.as_str()).collect::<Vec<_>>().join(".")
}

fn import(item: &Use) -> String {
    let renamed = |name: &Name, alias: &Option<Name>| match alias {
        Some(alias) => form("as", [name.node.clone(), alias.node.clone()]),
        None => name.node.clone(),
    };
    let names = item.names.iter().map(|names| {
        let names: Vec<String> = names.iter().map(|name| renamed(&name.name, &name.alias)).collect();
        format!("({})", names.join(" "))
    });
    let alias = item.alias.iter().map(|alias| form("as", [alias.node.clone()]));
    form("use", [path(&item.path)].into_iter().chain(names).chain(alias))
}

fn field(field: &Field) -> String {
    let ty = &field.ty.node;
    form(&path(&field.path), [if field.list { format!("[{ty}]") } else { ty.clone() }])
}

fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Full => "full",
        Mode::Plain => "plain",
        Mode::Accented => "accented",
        Mode::Exact => "exact",
    }
}

fn lexicon(item: &Lexicon) -> String {
    let mode = item.mode.iter().map(|mode| mode_word(mode.node).to_owned());
    let parts: Vec<String> = match &item.body {
        LexiconBody::From(file) => vec![form("from", [str_of(file)])],
        LexiconBody::Rows(entries) => entries.iter().map(entry).collect(),
    };
    block("lexicon", &item.head, mode.chain(parts))
}

fn entry(entry: &LexiconEntry) -> String {
    match entry {
        LexiconEntry::With(name) => form("with", [path(name)]),
        LexiconEntry::Row(row) => {
            let mode = row.mode.iter().map(|mode| mode_word(mode.node).to_owned());
            let parts = mode.chain(row.terms.iter().map(term)).chain(row.facts.iter().map(fact));
            form(&format!("row {}", row.lang.node), parts)
        }
    }
}

fn fact(fact: &Fact) -> String {
    let value = match &fact.value {
        FactValue::Str(text) => str_of(text),
        FactValue::Date(date) => date.node.clone(),
    };
    form(&fact.key.node, [value])
}

fn term(term: &Term) -> String {
    let text = str_of(&term.text);
    let text = term.fuzzy.iter().fold(text, |text, fuzzy| form("fuzzy", [fuzzy.node.to_string(), text]));
    term.mode.iter().fold(text, |text, mode| form(mode_word(mode.node), [text]))
}

fn score_row(row: &ScoreRow) -> String {
    let body = match &row.body {
        ScoreBody::Expr(expr) => print_expr(expr),
        ScoreBody::Each { lexicon, up_to } => {
            let limit = up_to.iter().map(|limit| format!("(up-to {})", limit.node));
            form("each", [path(lexicon)].into_iter().chain(limit))
        }
    };
    form("points", [row.points.node.to_string(), body])
}

fn reasons(when: Option<&Expr>, because: Option<&Str>) -> Vec<String> {
    let parts = [clause("when", when.map(print_expr)), clause("because", because.map(str_of))];
    parts.into_iter().flatten().collect()
}

fn rule(rule: &Rule) -> Vec<String> {
    let then = (!rule.then.is_empty()).then(|| form("then", rule.then.iter().map(consequence)));
    let word = |name: &Option<Name>| name.as_ref().map(|name| name.node.clone());
    let clauses = [
        clause("when", rule.when.as_ref().map(print_expr)),
        clause("unless", rule.unless.as_ref().map(print_expr)),
        then,
        clause("severity", word(&rule.severity)),
        clause("because", rule.because.as_ref().map(str_of)),
        clause("basis", rule.basis.as_ref().map(str_of)),
        clause("category", word(&rule.category)),
        clause("status", word(&rule.status)),
        rule.effective.as_ref().map(effective),
    ];
    let examples = rule
        .examples
        .iter()
        .map(|example| form(if example.hit { "hit" } else { "miss" }, [content(&example.content)]));
    clauses.into_iter().flatten().chain(examples).collect()
}

fn consequence(then: &Then) -> String {
    match then {
        Then::Action(action) => action.node.clone(),
        Then::Refer(recipient) => form("refer", [path(recipient)]),
    }
}

fn effective(range: &Effective) -> String {
    let day = |day: &Option<Spanned<String>>| day.as_ref().map_or(String::new(), |day| day.node.clone());
    form("effective", [format!("{}..{}", day(&range.from), day(&range.to))])
}

fn content(content: &ContentLiteral) -> String {
    match content {
        ContentLiteral::Text(text) => str_of(text),
        ContentLiteral::Object(entries, _) => {
            form("object", entries.iter().map(|(key, value)| form(&path(key), [literal(value)])))
        }
    }
}

fn test(test: &Test) -> String {
    let given = clause("given", test.given.as_ref().map(content));
    let expects = test.expects.iter().map(|expect| {
        let what = match &expect.what {
            ExpectWhat::Rule(name) => form("rule", [path(name)]),
            ExpectWhat::Action(action) => form("action", [action.node.clone()]),
            ExpectWhat::Exempt(name) => form("exempt", [path(name)]),
            ExpectWhat::Signal(name) => form("signal", [path(name)]),
        };
        form(if expect.negated { "expect-no" } else { "expect" }, [what])
    });
    lines(format!("test {}", str_of(&test.name)), &test.docs, given.into_iter().chain(expects))
}

fn reach_of(within: &Within) -> String {
    match within {
        Within::Words(count) => form("within", [count.to_string(), "words".to_owned()]),
        Within::Sentence => form("within", ["sentence".to_owned()]),
        Within::Unknown(count, unit) => form("within", [count.to_string(), unit.node.clone()]),
    }
}

fn quantifier_word(quantifier: Quantifier) -> String {
    match quantifier {
        Quantifier::AtLeast(count) => count.to_string(),
        Quantifier::Any => "any".to_owned(),
        Quantifier::All => "all".to_owned(),
        Quantifier::None => "none".to_owned(),
    }
}

fn members(members: &Members) -> String {
    match members {
        Members::List(members, _) => {
            format!("({})", members.iter().map(print_expr).collect::<Vec<_>>().join(" "))
        }
        Members::Name(name) => path(name),
    }
}

fn op_sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Literal(value) => literal(value),
        Operand::Duration { amount, unit } => form("duration", [amount.node.to_string(), unit.node.clone()]),
    }
}

fn filter(filter: &Filter) -> String {
    match &filter.test {
        FilterTest::Compare(op, value) => {
            form(op_sign(op.node), [filter.attribute.node.clone(), literal(value)])
        }
        FilterTest::List(values) => form("in", [filter.attribute.node.clone(), list(values)]),
        FilterTest::Range(low, high) => form("in", [filter.attribute.node.clone(), range(low, high)]),
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Str(text) => str_of(text),
        Literal::Number(number) => number.node.to_string(),
        Literal::Bool(truth) => truth.node.to_string(),
        Literal::Time(time) => time.node.clone(),
        Literal::List(values, _) => list(values),
    }
}

fn list(values: &[Literal]) -> String {
    format!("[{}]", values.iter().map(literal).collect::<Vec<_>>().join(" "))
}

fn range(low: &Literal, high: &Literal) -> String {
    format!("{}..{}", literal(low), literal(high))
}
