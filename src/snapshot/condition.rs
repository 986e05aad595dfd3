//! Conditions in normal form: what an author may write in several ways without meaning anything else is written in
//! one. Operands of `and` and `or` are flattened, sorted and stand once; so are the sides of `near`, the members of
//! `of`, fields, filters and lists sorted; double negation is gone and every distance is said.

use super::Page;
use super::names::Names;
use super::words;
use crate::content::FieldId;
use crate::sema::hir::{ExprId, ExprKind, Filter, Policy, Quantifier, Within};
use crate::sema::print::{compare, shown_quantifier};

/// Columns after which a condition is broken over lines.
const WIDTH: usize = 100;

/// A condition to be laid out.
pub(super) struct Shape {
    /// On one line.
    flat: String,
    form: Form,
}

enum Form {
    /// Never broken; binds tightest.
    Unit,
    /// Words and what stands between them.
    Phrase(Vec<Shape>),
    /// Operands of `and` or `or`.
    Chain(&'static str, Vec<Shape>),
    /// What stands before a bracket, and what is in it between commas.
    List(String, Vec<Shape>),
    /// In brackets.
    Grouped(Box<Shape>),
}

impl Page<'_> {
    /// `when` and its condition, an operand on a line.
    pub(super) fn clause(&mut self, keyword: &str, id: ExprId) {
        self.line(1, keyword);
        self.condition(2, id);
    }

    /// A condition, an operand on a line.
    pub(super) fn condition(&mut self, depth: usize, id: ExprId) {
        let shape = self.condition_of(id);
        shape.operands(depth, &mut self.out);
    }

    pub(super) fn condition_of(&self, id: ExprId) -> Shape {
        Normal { policy: self.policy, names: &self.names }.shape(id)
    }
}

/// What conditions are read from.
struct Normal<'p> {
    policy: &'p Policy,
    names: &'p Names<'p>,
}

impl Normal<'_> {
    fn shape(&self, id: ExprId) -> Shape {
        match &self.policy[id].kind {
            ExprKind::Term(term) => Shape::unit(words::written(self.policy, &self.policy[*term])),
            ExprKind::Regex(regex) => Shape::unit(words::regex(&self.policy[*regex])),
            ExprKind::Lexicon(lexicon) => Shape::unit(self.names.shown(&self.policy[*lexicon].head)),
            ExprKind::Signal(signal) => Shape::unit(self.names.shown(&self.policy[*signal].head)),
            ExprKind::Extract { extractor, filters } => extract(extractor.name(), filters),
            ExprKind::InFields { operand, fields } => {
                Shape::phrase(vec![self.tight(*operand), Shape::unit(format!("in {}", self.fields(fields)))])
            }
            ExprKind::Or(operands) => self.chain("or", operands),
            ExprKind::And(operands) => self.chain("and", operands),
            ExprKind::Not(operand) => match self.policy[*operand].kind {
                ExprKind::Not(inner) => self.shape(inner),
                _ => Shape::phrase(vec![Shape::unit("not"), self.shape(*operand).in_chain()]),
            },
            ExprKind::Near { left, right, ordered, within } => self.near((*left, *right), *ordered, *within),
            ExprKind::Edge { operand, ends } => {
                let edge = if *ends { "ends" } else { "starts" };
                Shape::phrase(vec![self.tight(*operand), Shape::unit(edge)])
            }
            ExprKind::OfMembers { quantifier, members } => self.members(*quantifier, members),
            ExprKind::OfLexicon { quantifier, operand, .. } => {
                Shape::phrase(vec![Shape::unit(of(*quantifier)), self.tight(*operand)])
            }
            ExprKind::Count { operand, op, number } => {
                self.counted("count", *operand, &format!("{} {number}", compare(*op)))
            }
            ExprKind::Distinct { operand, op, number } => {
                self.counted("distinct", *operand, &format!("{} {number}", compare(*op)))
            }
            ExprKind::Score { score, op, number } => {
                let name = self.names.shown(&self.policy[*score].head);
                Shape::comparison(format!("{name} {} {number}", compare(*op)))
            }
            ExprKind::Field { field, test } => {
                Shape::comparison(format!("{} {}", self.field(*field), words::test(test)).trim_end())
            }
            ExprKind::Age { field, op, seconds } => {
                let (field, age) = (self.field(*field), words::duration(*seconds));
                Shape::comparison(format!("age({field}) {} {age}", compare(*op)))
            }
            ExprKind::InHashlist { field, list } => {
                let list = self.names.shown(&self.policy[*list].head);
                Shape::comparison(format!("{} in {list}", self.field(*field)))
            }
        }
    }

    /// An operand of something that binds tightly.
    fn tight(&self, id: ExprId) -> Shape {
        self.shape(id).grouped_unless_unit()
    }

    fn chain(&self, word: &'static str, operands: &[ExprId]) -> Shape {
        let mut shapes = Vec::with_capacity(operands.len());
        for &operand in operands {
            match self.shape(operand) {
                Shape { form: Form::Chain(inner, inside), .. } if inner == word => shapes.extend(inside),
                other => shapes.push(other.in_chain()),
            }
        }
        sort(&mut shapes);
        shapes.dedup_by(|a, b| a.flat == b.flat);
        if shapes.len() == 1 {
            return shapes.remove(0).ungrouped();
        }
        let flats: Vec<&str> = shapes.iter().map(|shape| shape.flat.as_str()).collect();
        Shape { flat: flats.join(&format!(" {word} ")), form: Form::Chain(word, shapes) }
    }

    /// `near` means the same from either side.
    fn near(&self, (left, right): (ExprId, ExprId), ordered: bool, within: Within) -> Shape {
        let mut sides = [self.tight(left), self.tight(right)];
        if !ordered {
            sort(&mut sides);
        }
        let [left, right] = sides;
        let within = match within {
            Within::Words(most) => format!("within {most} words"),
            Within::Sentence => "within sentence".to_owned(),
        };
        let word = if ordered { "then" } else { "near" };
        Shape::phrase(vec![left, Shape::unit(word), right, Shape::unit(within)])
    }

    fn members(&self, quantifier: Quantifier, members: &[ExprId]) -> Shape {
        let mut members: Vec<Shape> = members.iter().map(|&member| self.shape(member)).collect();
        sort(&mut members);
        Shape::list(format!("{} ", of(quantifier)), members)
    }

    fn counted(&self, word: &str, operand: ExprId, compared: &str) -> Shape {
        let counted = Shape::list(word.to_owned(), vec![self.shape(operand)]);
        Shape::phrase(vec![counted, Shape::unit(compared)])
    }

    fn fields(&self, fields: &[FieldId]) -> String {
        let names: Vec<&str> = fields.iter().map(|&field| self.field(field)).collect();
        if let [name] = names[..] { name.to_owned() } else { format!("({})", names.join(", ")) }
    }

    fn field(&self, id: FieldId) -> &str {
        &self.policy.content.fields[usize::from(id.0)].name
    }
}

fn extract(name: &str, filters: &[Filter]) -> Shape {
    let shown = |filter: &Filter| format!("{} {}", filter.attribute.name(), words::test(&filter.test));
    let mut filters: Vec<Shape> = filters.iter().map(|filter| Shape::unit(shown(filter))).collect();
    sort(&mut filters);
    filters.dedup_by(|a, b| a.flat == b.flat);
    if filters.is_empty() { Shape::unit(name) } else { Shape::list(name.to_owned(), filters) }
}

fn of(quantifier: Quantifier) -> String {
    shown_quantifier(quantifier)
}

fn sort(shapes: &mut [Shape]) {
    shapes.sort_by(|a, b| a.flat.cmp(&b.flat));
}

impl Shape {
    fn unit(text: impl Into<String>) -> Self {
        Self { flat: text.into(), form: Form::Unit }
    }

    /// Looser than a unit, but never broken.
    fn comparison(text: impl Into<String>) -> Self {
        Self::phrase(vec![Self::unit(text)])
    }

    fn phrase(parts: Vec<Self>) -> Self {
        let flats: Vec<&str> = parts.iter().map(|part| part.flat.as_str()).collect();
        Self { flat: flats.join(" "), form: Form::Phrase(parts) }
    }

    fn list(before: String, items: Vec<Self>) -> Self {
        let flats: Vec<&str> = items.iter().map(|item| item.flat.as_str()).collect();
        Self { flat: format!("{before}({})", flats.join(", ")), form: Form::List(before, items) }
    }

    fn grouped(self) -> Self {
        Self { flat: format!("({})", self.flat), form: Form::Grouped(Box::new(self)) }
    }

    fn grouped_unless_unit(self) -> Self {
        match self.form {
            Form::Phrase(_) | Form::Chain(..) => self.grouped(),
            Form::Unit | Form::List(..) | Form::Grouped(_) => self,
        }
    }

    /// As an operand of `and`, `or` and `not`.
    fn in_chain(self) -> Self {
        if matches!(self.form, Form::Chain(..)) { self.grouped() } else { self }
    }

    fn ungrouped(self) -> Self {
        match self.form {
            Form::Grouped(inner) => *inner,
            _ => self,
        }
    }

    /// On one line, in brackets if it is more than a name.
    pub(super) fn into_unit(self) -> String {
        self.grouped_unless_unit().flat
    }

    /// As lines: an operand of a chain on each.
    fn operands(&self, depth: usize, out: &mut String) {
        match &self.form {
            Form::Chain(word, shapes) => {
                for (at, shape) in shapes.iter().enumerate() {
                    let before = if at == 0 { String::new() } else { format!("{word} ") };
                    shape.lines(&before, "", depth, out);
                }
            }
            _ => self.lines("", "", depth, out),
        }
    }

    /// As lines, the first of which begins with a text.
    pub(super) fn after(&self, before: &str, depth: usize) -> String {
        let mut out = String::new();
        self.lines(before, "", depth, &mut out);
        out
    }

    fn lines(&self, before: &str, after: &str, depth: usize, out: &mut String) {
        out.push_str(&"  ".repeat(depth));
        out.push_str(before);
        self.broken(depth, depth * 2 + before.len() + after.len(), out);
        out.push_str(after);
        out.push('\n');
    }

    /// Broken inside its brackets where it does not fit beside what else stands on the line.
    fn broken(&self, depth: usize, beside: usize, out: &mut String) {
        if self.flat.chars().count() + beside <= WIDTH {
            return out.push_str(&self.flat);
        }
        match &self.form {
            Form::Unit => out.push_str(&self.flat),
            Form::Phrase(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    out.push_str(if at > 0 { " " } else { "" });
                    part.broken(depth, beside, out);
                }
            }
            Form::Chain(..) => self.bracketed(depth, out),
            Form::Grouped(inner) => inner.bracketed(depth, out),
            Form::List(before, items) => {
                out.push_str(before);
                out.push_str("(\n");
                items.iter().for_each(|item| item.lines("", ",", depth + 1, out));
                out.push_str(&"  ".repeat(depth));
                out.push(')');
            }
        }
    }

    /// In brackets, an operand on a line.
    fn bracketed(&self, depth: usize, out: &mut String) {
        out.push_str("(\n");
        self.operands(depth + 1, out);
        out.push_str(&"  ".repeat(depth));
        out.push(')');
    }
}
