//! Expressions. The tree is as deep as its brackets and chains, which were counted before the parse; members
//! of `or` and `and` lie side by side however many they are.

use super::{Lower, name, path, spanned};
use crate::span::Span;
use crate::syntax::ast::{
    CompareOp, Expr, ExprKind, Filter, FilterTest, Members, Operand, Path, Quantifier, Regex, Spanned, Within,
};
use crate::syntax::grammar::{Node, Rule};

impl Lower<'_> {
    /// `a or b or c`
    pub(super) fn expression(&mut self, node: &Node<'_>) -> Expr {
        let operands = node.parts().map(|part| self.conjunction(&part)).collect();
        flat(operands, ExprKind::Or, node.span())
    }

    fn conjunction(&mut self, node: &Node<'_>) -> Expr {
        let operands = node.parts().map(|part| self.negation(&part)).collect();
        flat(operands, ExprKind::And, node.span())
    }

    fn negation(&mut self, node: &Node<'_>) -> Expr {
        let operand = self.comparison(&node.part());
        let end = node.span().end;
        let nots: Vec<Node<'_>> = node.children().filter(|child| child.rule() == Rule::kw_not).collect();
        nots.iter().rev().fold(operand, |operand, not| Expr {
            kind: ExprKind::Not(Box::new(operand)),
            span: Span::new(not.span().start, end),
        })
    }

    fn comparison(&mut self, node: &Node<'_>) -> Expr {
        let mut parts = node.parts();
        let left = self.proximity(&parts.next().unwrap_or_else(|| node.clone()));
        let (Some(op), Some(right)) = (parts.next(), parts.next()) else { return left };
        let (op, right) = (compare_op(&op), self.operand(&right));
        Expr { kind: ExprKind::Compare { left: Box::new(left), op, right }, span: node.span() }
    }

    fn proximity(&mut self, node: &Node<'_>) -> Expr {
        let mut parts = node.parts().peekable();
        let mut left = parts.next().map_or_else(|| broken(node), |unit| self.unit(&unit));
        while let (Some(op), Some(right)) = (parts.next(), parts.next()) {
            let right_end = right.span().end;
            let right = Box::new(self.unit(&right));
            let within = parts.next_if(|part| part.rule() == Rule::within).map(|part| self.within(&part));
            let end = within.as_ref().map_or(right_end, |within| within.span.end);
            let ordered = op.has(Rule::kw_then);
            let kind = ExprKind::Near { left: Box::new(left), right, ordered, within };
            left = Expr { kind, span: Span::new(node.span().start, end) };
        }
        left
    }

    fn within(&mut self, node: &Node<'_>) -> Spanned<Within> {
        let distance = node.part();
        if distance.rule() != Rule::distance {
            return spanned(node, Within::Sentence);
        }
        let words = self.integer(&distance.part()).node;
        let unit = distance.parts().nth(1).map_or_else(|| name(&distance), |unit| name(&unit.part()));
        let within = match unit.node.as_str() {
            "words" | "word" => Within::Words(words),
            _ => Within::Unknown(words, unit),
        };
        spanned(node, within)
    }

    fn unit(&mut self, node: &Node<'_>) -> Expr {
        let mut children = node.children();
        let start = node.span().start;
        let first = children.next().map_or_else(|| broken(node), |primary| self.primary(&primary));
        children.fold(first, |operand, suffix| {
            let operand = Box::new(operand);
            let kind = match suffix.rule() {
                Rule::kw_starts => ExprKind::Edge { operand, ends: false },
                Rule::kw_ends => ExprKind::Edge { operand, ends: true },
                _ => self.membership(operand, &suffix),
            };
            Expr { kind, span: Span::new(start, suffix.span().end) }
        })
    }

    fn membership(&mut self, operand: Box<Expr>, node: &Node<'_>) -> ExprKind {
        let part = node.part();
        match part.rule() {
            Rule::value_list => ExprKind::InList { operand, values: self.literals(&part) },
            Rule::range => {
                let (low, high) = self.range(&part);
                ExprKind::InRange { operand, low, high }
            }
            Rule::duration_range => {
                let high = part.parts().nth(1).unwrap_or_else(|| part.part());
                ExprKind::InDurations { operand, low: self.operand(&part.part()), high: self.operand(&high) }
            }
            Rule::path_list => {
                ExprKind::InFields { operand, fields: part.parts().map(|field| field_path(&field)).collect() }
            }
            _ => ExprKind::InFields { operand, fields: vec![field_path(&part)] },
        }
    }

    fn primary(&mut self, node: &Node<'_>) -> Expr {
        let kind = match node.rule() {
            Rule::group => return self.expression(&node.part()),
            Rule::quantified => self.quantified(node),
            Rule::count => ExprKind::Count(Box::new(self.expression(&node.part()))),
            Rule::distinct => ExprKind::Distinct(Box::new(self.expression(&node.part()))),
            Rule::age => ExprKind::Age(field_path(&node.part())),
            Rule::call => self.call(node),
            Rule::term => ExprKind::Term(self.term(node)),
            Rule::regex => ExprKind::Regex(regex(node)),
            Rule::reference => ExprKind::Name(path(&node.part())),
            _ => ExprKind::Broken,
        };
        Expr { kind, span: node.span() }
    }

    fn quantified(&mut self, node: &Node<'_>) -> ExprKind {
        let quantifier = node.part();
        let members = node.parts().nth(1).unwrap_or_else(|| node.clone());
        let members = match members.rule() {
            Rule::members => {
                Members::List(members.parts().map(|part| self.expression(&part)).collect(), members.span())
            }
            _ => Members::Name(path(&members.part())),
        };
        ExprKind::Of { quantifier: self.quantifier(&quantifier), members }
    }

    fn quantifier(&mut self, node: &Node<'_>) -> Spanned<Quantifier> {
        let quantifier = match node.text() {
            "any" => Quantifier::Any,
            "all" => Quantifier::All,
            "none" => Quantifier::None,
            _ => Quantifier::AtLeast(self.integer(&node.part()).node),
        };
        spanned(node, quantifier)
    }

    fn call(&mut self, node: &Node<'_>) -> ExprKind {
        let mut parts = node.parts();
        let extractor = parts.next().map_or_else(|| name(node), |part| name(&part));
        ExprKind::Call { extractor, filters: parts.map(|part| self.filter(&part)).collect() }
    }

    fn filter(&mut self, node: &Node<'_>) -> Filter {
        let mut parts = node.parts().skip(1);
        let first = parts.next().unwrap_or_else(|| node.clone());
        let test = match first.rule() {
            Rule::value_list => FilterTest::List(self.literals(&first)),
            Rule::range => {
                let (low, high) = self.range(&first);
                FilterTest::Range(low, high)
            }
            _ => {
                let value = parts.next().unwrap_or_else(|| first.clone());
                FilterTest::Compare(compare_op(&first), self.literal(&value))
            }
        };
        Filter { attribute: name(&node.part()), test, span: node.span() }
    }

    fn operand(&mut self, node: &Node<'_>) -> Operand {
        if node.rule() != Rule::duration {
            return Operand::Literal(self.literal(node));
        }
        let amount = node.part();
        let unit = node.parts().nth(1).map_or_else(|| name(node), |unit| name(&unit.part()));
        Operand::Duration { amount: self.number(&amount), unit }
    }
}

/// One operand stands for itself, more are joined side by side.
fn flat(mut operands: Vec<Expr>, join: fn(Vec<Expr>) -> ExprKind, span: Span) -> Expr {
    match operands.pop() {
        Some(only) if operands.is_empty() => only,
        Some(last) => {
            operands.push(last);
            Expr { kind: join(operands), span }
        }
        None => Expr { kind: ExprKind::Broken, span },
    }
}

fn broken(node: &Node<'_>) -> Expr {
    Expr { kind: ExprKind::Broken, span: node.span() }
}

fn field_path(node: &Node<'_>) -> Path {
    path(&node.part())
}

fn compare_op(node: &Node<'_>) -> Spanned<CompareOp> {
    let op = match node.text() {
        "==" => CompareOp::Eq,
        "!=" => CompareOp::Ne,
        "<" => CompareOp::Lt,
        "<=" => CompareOp::Le,
        ">" => CompareOp::Gt,
        _ => CompareOp::Ge,
    };
    spanned(node, op)
}

fn regex(node: &Node<'_>) -> Regex {
    let text = node.text();
    let original = text.ends_with('x');
    let inner = text.trim_end_matches('x').strip_prefix('/').and_then(|text| text.strip_suffix('/'));
    Regex {
        pattern: super::string::without_escaped_slashes(inner.unwrap_or(text)),
        original,
        span: node.span(),
    }
}
