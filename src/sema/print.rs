//! A stable, compact print of the checked policy: for snapshots, and for whoever wants to see what analysis made of a
//! source. One declaration after the other; expressions with the operator first, names in full.

use std::fmt::{self, Display, Write};

use crate::content::{Content, FieldId, FieldType, Value};
use crate::sema::hir::{
    CompareOp, ExpectWhat, ExprId, ExprKind, FieldTest, Filter, HashKind, Head, Lexicon, PatternId, Piece,
    Policy, Quantifier, Rule, Score, ScoreBody, Severity, Signal, Status, Test, Ty, Within,
};
use crate::text::Mode;

/// The policy as text.
#[must_use]
pub fn print(policy: &Policy) -> String {
    let mut printer = Printer { policy, out: String::new() };
    // Writing to a string cannot fail.
    let _ = printer.policy();
    printer.out
}

/// An expression as text, on one line.
#[must_use]
pub fn print_expr(policy: &Policy, expr: ExprId) -> String {
    let mut printer = Printer { policy, out: String::new() };
    let _ = printer.expr(expr);
    printer.out
}

struct Printer<'p> {
    policy: &'p Policy,
    out: String,
}

impl<'p> Printer<'p> {
    fn policy(&mut self) -> fmt::Result {
        self.package()?;
        let policy = self.policy;
        policy.lexicons.iter().try_for_each(|lexicon| self.lexicon(lexicon))?;
        for list in &policy.hashlists {
            let kind = match list.kind {
                HashKind::Sha256 => "sha256".to_owned(),
                HashKind::Pdq(bits) => format!("pdq within {bits}"),
            };
            writeln!(self.out, "hashlist {} {kind}, {} hashes", list.head.qualified, list.hashes.len())?;
        }
        policy.signals.iter().try_for_each(|signal| self.signal(signal))?;
        policy.scores.iter().try_for_each(|score| self.score(score))?;
        policy.rules.iter().try_for_each(|rule| self.rule(rule))?;
        for exempt in &policy.exempts {
            writeln!(self.out, "exempt {}", exempt.head.qualified)?;
            self.clause("when", exempt.when)?;
            writeln!(self.out, "  because {:?}", exempt.because)?;
        }
        for recipient in &policy.recipients {
            write!(self.out, "recipient {} {:?}", recipient.head.qualified, recipient.name)?;
            self.optional(" contact", recipient.contact.as_deref())?;
            writeln!(self.out)?;
        }
        policy.tests.iter().try_for_each(|test| self.test(test))
    }

    fn package(&mut self) -> fmt::Result {
        let package = &self.policy.package;
        write!(self.out, "package {} {:?}", package.name, package.version)?;
        for (key, value) in [
            (" title", &package.title),
            (" owner", &package.owner),
            (" contact", &package.contact),
            (" license", &package.license),
            (" region", &package.region),
        ] {
            self.optional(key, value.as_deref())?;
        }
        writeln!(self.out)?;
        for (slug, level) in &package.lints {
            writeln!(self.out, "lint {slug} {level}")?;
        }
        writeln!(self.out, "content {}", self.policy.content.name)?;
        for field in &self.policy.content.fields {
            let (open, close) = if field.list { ("[", "]") } else { ("", "") };
            writeln!(self.out, "  {}: {open}{}{close}", field.name, field_type(field.ty))?;
        }
        Ok(())
    }

    fn optional(&mut self, key: &str, value: Option<&str>) -> fmt::Result {
        value.map_or(Ok(()), |value| write!(self.out, "{key} {value:?}"))
    }

    fn lexicon(&mut self, lexicon: &Lexicon) -> fmt::Result {
        writeln!(self.out, "lexicon {}, {} patterns", lexicon.head.qualified, lexicon.patterns.len())?;
        for id in &lexicon.includes {
            writeln!(self.out, "  with {}", self.policy[*id].head.qualified)?;
        }
        for id in &lexicon.terms {
            let term = &self.policy[*id];
            write!(self.out, "  {} {:?} = ", term.lang.as_deref().unwrap_or("any"), term.text)?;
            self.pattern(term.pattern)?;
            self.optional(" source", term.facts.source.as_deref())?;
            for (key, date) in [("reviewed", term.facts.reviewed), ("expires", term.facts.expires)] {
                date.map_or(Ok(()), |date| write!(self.out, " {key} {date}"))?;
            }
            self.optional(" note", term.facts.note.as_deref())?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// `~1 plain clitics small boat* | dinghy`
    fn pattern(&mut self, id: PatternId) -> fmt::Result {
        let pattern = &self.policy[id];
        let mode = match pattern.mode {
            Mode::Full => "",
            Mode::Plain => "plain ",
            Mode::Accented => "accented ",
            Mode::Exact => "exact ",
        };
        let clitics = if pattern.clitics { "clitics " } else { "" };
        let fuzzy = match pattern.fuzzy {
            0 => String::new(),
            edits => format!("~{edits} "),
        };
        write!(self.out, "{fuzzy}{mode}{clitics}")?;
        for (at, variant) in pattern.variants.iter().enumerate() {
            let separator = if at == 0 { "" } else { " | " };
            let pieces: Vec<String> = variant.iter().map(|piece| shown_piece(piece, pattern.mode)).collect();
            write!(self.out, "{separator}{}", pieces.join(" "))?;
        }
        Ok(())
    }

    fn signal(&mut self, signal: &Signal) -> fmt::Result {
        let keyword = if signal.context { "context" } else { "signal" };
        let ty = match self.policy[signal.body].ty {
            Ty::Evidence => "evidence",
            Ty::Truth => "truth",
        };
        write!(self.out, "{keyword} {}: {ty} = ", signal.head.qualified)?;
        self.expr(signal.body)?;
        writeln!(self.out)
    }

    fn score(&mut self, score: &Score) -> fmt::Result {
        writeln!(self.out, "score {}", score.head.qualified)?;
        for row in &score.rows {
            write!(self.out, "  {:+} ", row.points)?;
            match &row.body {
                ScoreBody::Expr(expr) => self.expr(*expr)?,
                ScoreBody::Each { lexicon, up_to, .. } => {
                    write!(self.out, "each of {}", self.policy[*lexicon].head.qualified)?;
                    up_to.map_or(Ok(()), |limit| write!(self.out, " up to {limit}"))?;
                }
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn rule(&mut self, rule: &Rule) -> fmt::Result {
        write!(self.out, "rule {}: {}, {}", rule.head.qualified, status(rule.status), action(rule.action))?;
        for id in &rule.refer {
            write!(self.out, ", refer {}", self.policy[*id].head.name)?;
        }
        rule.severity.map_or(Ok(()), |level| write!(self.out, ", {}", severity(level)))?;
        writeln!(self.out)?;
        self.clause("when", rule.when)?;
        rule.unless.map_or(Ok(()), |unless| self.clause("unless", unless))?;
        writeln!(self.out, "  because {:?}", rule.because)?;
        rule.basis.as_ref().map_or(Ok(()), |basis| writeln!(self.out, "  basis {basis:?}"))?;
        rule.category.as_ref().map_or(Ok(()), |category| writeln!(self.out, "  category {category}"))?;
        if let Some((from, to)) = rule.effective {
            let shown = |date: Option<time::Date>| date.map_or_else(String::new, |date| date.to_string());
            writeln!(self.out, "  effective {}..{}", shown(from), shown(to))?;
        }
        for example in &rule.examples {
            write!(self.out, "  {} ", if example.hit { "hit" } else { "miss" })?;
            self.content(&example.content)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn clause(&mut self, word: &str, expr: ExprId) -> fmt::Result {
        write!(self.out, "  {word} ")?;
        self.expr(expr)?;
        writeln!(self.out)
    }

    fn test(&mut self, test: &Test) -> fmt::Result {
        writeln!(self.out, "test {:?}", test.name)?;
        write!(self.out, "  given ")?;
        self.content(&test.given)?;
        writeln!(self.out)?;
        for expect in &test.expects {
            let no = if expect.negated { "no " } else { "" };
            let (kind, name) = match expect.what {
                ExpectWhat::Rule(id) => ("rule", self.policy[id].head.qualified.as_str()),
                ExpectWhat::Action(expected) => ("action", action(expected)),
                ExpectWhat::Exempt(id) => ("exempt", self.policy[id].head.qualified.as_str()),
                ExpectWhat::Signal(id) => ("signal", self.policy[id].head.qualified.as_str()),
            };
            writeln!(self.out, "  expect {no}{kind} {name}")?;
        }
        Ok(())
    }

    fn content(&mut self, content: &Content) -> fmt::Result {
        let mut separator = "";
        write!(self.out, "{{")?;
        for (field, values) in self.policy.content.fields.iter().zip(&content.values) {
            if values.is_empty() {
                continue;
            }
            let values: Vec<String> = values.iter().map(shown_value).collect();
            write!(self.out, "{separator}{}: {}", field.name, values.join(", "))?;
            separator = "; ";
        }
        write!(self.out, "}}")
    }

    fn expr(&mut self, id: ExprId) -> fmt::Result {
        match &self.policy[id].kind {
            ExprKind::Term(term) => {
                write!(self.out, "\"")?;
                self.pattern(self.policy[*term].pattern)?;
                write!(self.out, "\"")
            }
            ExprKind::Regex(regex) => {
                let regex = &self.policy[*regex];
                write!(self.out, "/{}/{}", regex.pattern, if regex.original { "x" } else { "" })
            }
            ExprKind::Lexicon(lexicon) => self.named(&self.policy[*lexicon].head),
            ExprKind::Signal(signal) => self.named(&self.policy[*signal].head),
            ExprKind::Extract { extractor, filters } => self.extract(extractor.name(), filters),
            ExprKind::InFields { operand, fields } => {
                let fields: Vec<&str> = fields.iter().map(|&field| self.field(field)).collect();
                let fields = fields.join(" ");
                self.group(&format!("in [{fields}]"), &[*operand])
            }
            ExprKind::Or(operands) => self.group("or", operands),
            ExprKind::And(operands) => self.group("and", operands),
            ExprKind::Not(operand) => self.group("not", &[*operand]),
            ExprKind::Near { left, right, ordered, within } => {
                let within = match within {
                    Within::Words(words) => words.to_string(),
                    Within::Sentence => "sentence".to_owned(),
                };
                let word = if *ordered { "then" } else { "near" };
                self.group(&format!("{word} {within}"), &[*left, *right])
            }
            ExprKind::Edge { operand, ends } => {
                self.group(if *ends { "ends" } else { "starts" }, &[*operand])
            }
            ExprKind::OfMembers { quantifier, members } => {
                self.group(&shown_quantifier(*quantifier), members)
            }
            ExprKind::OfLexicon { quantifier, operand, .. } => {
                self.group(&format!("{} terms-of", shown_quantifier(*quantifier)), &[*operand])
            }
            ExprKind::Count { operand, op, number } => {
                self.group(&format!("{} {number} count", compare(*op)), &[*operand])
            }
            ExprKind::Distinct { operand, op, number } => {
                self.group(&format!("{} {number} distinct", compare(*op)), &[*operand])
            }
            ExprKind::Score { score, op, number } => {
                write!(self.out, "({} {number} {})", compare(*op), self.policy[*score].head.qualified)
            }
            ExprKind::Field { field, test } => {
                let test = shown_test(test);
                write!(self.out, "({test} {})", self.field(*field))
            }
            ExprKind::Age { field, op, seconds } => {
                write!(self.out, "({} {seconds}s age {})", compare(*op), self.field(*field))
            }
            ExprKind::InHashlist { field, list } => {
                let list = &self.policy[*list].head.qualified;
                write!(self.out, "(in {list} {})", self.field(*field))
            }
        }
    }

    fn group(&mut self, word: &str, operands: &[ExprId]) -> fmt::Result {
        write!(self.out, "({word}")?;
        for operand in operands {
            write!(self.out, " ")?;
            self.expr(*operand)?;
        }
        write!(self.out, ")")
    }

    fn extract(&mut self, name: &str, filters: &[Filter]) -> fmt::Result {
        write!(self.out, "{name}")?;
        if filters.is_empty() {
            return Ok(());
        }
        let filters: Vec<String> = filters
            .iter()
            .map(|filter| format!("{} {}", filter.attribute.name(), shown_test(&filter.test)))
            .collect();
        write!(self.out, "({})", filters.join(", "))
    }

    fn named(&mut self, head: &Head) -> fmt::Result {
        write!(self.out, "{}", head.qualified)
    }

    fn field(&self, id: FieldId) -> &'p str {
        &self.policy.content.fields[usize::from(id.0)].name
    }
}

pub(crate) fn shown_piece(piece: &Piece, mode: Mode) -> String {
    match piece {
        Piece::Gap(words) => format!("<{words}>"),
        Piece::Word(word) => {
            let star = |open: bool| if open { "*" } else { "" };
            format!("{}{}{}", star(word.open_start), word.compared(mode), star(word.open_end))
        }
    }
}

fn shown_test(test: &FieldTest) -> String {
    match test {
        FieldTest::IsTrue => "is true".to_owned(),
        FieldTest::Compare(op, value) => format!("{} {}", compare(*op), shown_value(value)),
        FieldTest::OneOf(values) => {
            let values: Vec<String> = values.iter().map(shown_value).collect();
            format!("in [{}]", values.join(" "))
        }
        FieldTest::Between(low, high) => format!("in {}..{}", shown_value(low), shown_value(high)),
    }
}

fn shown_value(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Time(time) => {
            time.format(&time::format_description::well_known::Rfc3339).unwrap_or_else(|_| time.to_string())
        }
        Value::Hash(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

pub(crate) fn shown_quantifier(quantifier: Quantifier) -> String {
    match quantifier {
        Quantifier::AtLeast(count) => format!("{count} of"),
        Quantifier::Any => "any of".to_owned(),
        Quantifier::All => "all of".to_owned(),
        Quantifier::None => "none of".to_owned(),
    }
}

pub(crate) const fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

const fn field_type(ty: FieldType) -> &'static str {
    crate::sema::fields::type_name(ty)
}

pub(crate) const fn action(action: crate::sema::hir::Action) -> &'static str {
    use crate::sema::hir::Action;
    match action {
        Action::None => "none",
        Action::Label => "label",
        Action::Review => "review",
        Action::Restrict => "restrict",
        Action::Remove => "remove",
    }
}

pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

pub(crate) const fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Shadow => "shadow",
        Status::Live => "live",
        Status::Retired => "retired",
    }
}

impl Display for Policy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&print(self))
    }
}
