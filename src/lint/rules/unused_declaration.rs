//! A lexicon, hash list, signal, score or recipient that nothing names.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{ExpectWhat, ExprKind, Head, Policy};

pub(super) const LINT: Lint = Lint { code: Code::UnusedDeclaration, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    if !subject.has_rules() {
        return;
    }
    let policy = subject.policy;
    let used = Used::of(policy);
    let mut tell = |kind: &str, head: &Head| {
        report.tell(
            head.place,
            format!("nothing uses the {kind} `{}`", head.name),
            "named here and nowhere else",
            format!("use it, or remove the {kind}"),
        );
    };
    for (lexicon, _) in policy.lexicons.iter().zip(&used.lexicons).filter(|(_, used)| !**used) {
        tell("lexicon", &lexicon.head);
    }
    for (list, _) in policy.hashlists.iter().zip(&used.hashlists).filter(|(_, used)| !**used) {
        tell("hash list", &list.head);
    }
    for (signal, _) in policy.signals.iter().zip(&used.signals).filter(|(_, used)| !**used) {
        tell(if signal.context { "context" } else { "signal" }, &signal.head);
    }
    for (score, _) in policy.scores.iter().zip(&used.scores).filter(|(_, used)| !**used) {
        tell("score", &score.head);
    }
    for (recipient, _) in policy.recipients.iter().zip(&used.recipients).filter(|(_, used)| !**used) {
        tell("recipient", &recipient.head);
    }
}

/// What is named, by index.
struct Used {
    lexicons: Vec<bool>,
    hashlists: Vec<bool>,
    signals: Vec<bool>,
    scores: Vec<bool>,
    recipients: Vec<bool>,
}

impl Used {
    fn of(policy: &Policy) -> Self {
        let mut used = Self {
            lexicons: vec![false; policy.lexicons.len()],
            hashlists: vec![false; policy.hashlists.len()],
            signals: vec![false; policy.signals.len()],
            scores: vec![false; policy.scores.len()],
            recipients: vec![false; policy.recipients.len()],
        };
        for expr in &policy.exprs {
            match &expr.kind {
                ExprKind::Lexicon(id) | ExprKind::OfLexicon { lexicon: id, .. } => {
                    used.lexicons[id.0 as usize] = true;
                }
                ExprKind::Signal(id) => used.signals[id.0 as usize] = true,
                ExprKind::Score { score: id, .. } => used.scores[id.0 as usize] = true,
                ExprKind::InHashlist { list: id, .. } => used.hashlists[id.0 as usize] = true,
                _ => {}
            }
        }
        for id in policy.lexicons.iter().flat_map(|lexicon| &lexicon.includes) {
            used.lexicons[id.0 as usize] = true;
        }
        for id in policy.rules.iter().flat_map(|rule| &rule.refer) {
            used.recipients[id.0 as usize] = true;
        }
        for expect in policy.tests.iter().flat_map(|test| &test.expects) {
            if let ExpectWhat::Signal(id) = expect.what {
                used.signals[id.0 as usize] = true;
            }
        }
        used
    }
}
