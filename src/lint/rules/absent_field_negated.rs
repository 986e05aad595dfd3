//! A `not` of a condition on a field, which holds where the field is absent, too.

use crate::content::FieldId;
use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{ExprId, ExprKind, FieldTest, Policy, Quantifier};

pub(super) const LINT: Lint = Lint { code: Code::AbsentFieldNegated, find };

/// Fields that whoever gathers content fills in.
const SELDOM_ABSENT: [&str; 2] = ["id", "platform"];

/// Alternatives and names that are looked into.
const MOST_PARTS: usize = 64;

fn find(subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    for expr in &policy.exprs {
        let negated: &[ExprId] = match &expr.kind {
            ExprKind::Not(operand) => std::slice::from_ref(operand),
            ExprKind::OfMembers { quantifier: Quantifier::None, members } => members,
            _ => continue,
        };
        let (mut stack, mut left) = (negated.to_vec(), MOST_PARTS);
        while let (Some(operand), 1..) = (stack.pop(), left) {
            left -= 1;
            let Some((field, help)) = field_of(policy, operand) else {
                match &policy[operand].kind {
                    ExprKind::Signal(signal) => stack.push(policy[*signal].body),
                    ExprKind::Or(parts) => stack.extend(parts.iter().rev().take(left)),
                    _ => {}
                }
                continue;
            };
            let name = &policy.content.fields[field.0 as usize].name;
            if SELDOM_ABSENT.contains(&name.as_str()) {
                continue;
            }
            report.tell(
                expr.place,
                format!("this also holds for content without `{name}`"),
                "a condition on an absent field is false, so its `not` is true",
                help,
            );
        }
    }
}

/// The field that a condition is about, and how its contrary is asked for.
fn field_of(policy: &Policy, condition: ExprId) -> Option<(FieldId, String)> {
    let instead = "turn the comparison round, which is false of an absent field, or say why this is meant";
    let (field, help) = match &policy[condition].kind {
        ExprKind::Field { field, test: FieldTest::IsTrue } => {
            let name = &policy.content.fields[field.0 as usize].name;
            (field, format!("write `{name} == false`, which asks for the field"))
        }
        ExprKind::Field { field, .. } | ExprKind::Age { field, .. } => (field, instead.to_owned()),
        _ => return None,
    };
    Some((*field, help))
}
