//! Rules, exemptions and recipients.

use crate::diag::Code;
use crate::sema::context::Context;
use crate::sema::dates::DateError;
use crate::sema::hir::{
    Action, Example, Exempt, ExemptId, Recipient, RecipientId, Rule, RuleId, Severity, Status,
};
use crate::sema::names::{DeclId, Item};
use crate::sema::report::{Near, Parts, did_you_mean, explain, one_of};
use crate::span::Span;
use crate::syntax::ast;

/// Actions by their words, from mildest to strongest.
const ACTIONS: [(&str, Action); 4] = [
    ("label", Action::Label),
    ("review", Action::Review),
    ("restrict", Action::Restrict),
    ("remove", Action::Remove),
];

const SEVERITIES: [(&str, Severity); 4] = [
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
];

const STATUSES: [(&str, Status); 4] = [
    ("draft", Status::Draft),
    ("shadow", Status::Shadow),
    ("live", Status::Live),
    ("retired", Status::Retired),
];

/// What is wrong with the clauses of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RuleError {
    /// A word that is none of those that may stand.
    #[error("`{word}` is not {what}")]
    UnknownWord {
        /// As written.
        word: String,
        /// "an action".
        what: &'static str,
        /// The nearest.
        nearest: Option<Near>,
        /// All there are.
        known: String,
    },
    /// Two actions, of which one can never be the verdict.
    #[error("a rule has one action, and the milder `{milder}` can never be the verdict beside `{stronger}`")]
    TwoActions {
        /// The one that never counts.
        milder: String,
        /// The one that does.
        stronger: String,
    },
}

impl RuleError {
    fn parts(&self) -> Parts {
        match self {
            Self::UnknownWord { nearest, known, .. } => (
                Code::UnknownWord,
                format!("expected {known}"),
                did_you_mean(nearest.as_ref().map(|near| near.name.as_str()), "use one of these words"),
            ),
            Self::TwoActions { milder, .. } => {
                (Code::UnreachableThen, "this one never counts".into(), format!("remove `{milder}`"))
            }
        }
    }
}

impl RuleError {
    fn sure(&self) -> Option<String> {
        match self {
            Self::UnknownWord { nearest, .. } => Near::sure(nearest.as_ref()),
            Self::TwoActions { .. } => None,
        }
    }
}

explain!(RuleError, fix);

impl Context<'_> {
    pub(super) fn check_rule(&mut self, decl: DeclId, id: RuleId, rule: &ast::Rule) {
        let when = rule.when.as_ref().and_then(|when| self.expr(when));
        let unless = rule.unless.as_ref().map(|unless| self.expr(unless));
        let (action, refer) = self.then(&rule.then);
        let severity = rule.severity.as_ref().map(|word| self.word(word, "a severity", SEVERITIES));
        let status = rule.status.as_ref().map(|word| self.word(word, "a status", STATUSES));
        let effective = rule.effective.as_ref().map(|effective| self.effective(effective));
        let examples: Vec<Option<Example>> =
            rule.examples.iter().map(|example| self.example(example)).collect();
        let place = self.place(rule.head.span);
        // One `?` at a time would hide the errors of what follows; from here on nothing is reported.
        let checked = (|| {
            Some(Rule {
                head: self.names.head(decl),
                place,
                when: when?,
                unless: unless.map_or(Some(None), |unless| unless.map(Some))?,
                action: action?,
                refer: refer?,
                severity: severity.map_or(Some(None), |severity| severity.map(Some))?,
                because: rule.because.as_ref()?.value.clone(),
                basis: rule.basis.as_ref().map(|basis| basis.value.clone()),
                category: rule.category.as_ref().map(|category| category.node.clone()),
                status: status.unwrap_or(Some(Status::Live))?,
                effective: effective.map_or(Some(None), |effective| effective.map(Some))?,
                examples: examples.into_iter().collect::<Option<_>>()?,
            })
        })();
        self.draft.rules[id.0 as usize] = checked;
    }

    /// The action and the recipients of a `then` clause.
    fn then(&mut self, items: &[ast::Then]) -> (Option<Action>, Option<Vec<RecipientId>>) {
        let mut actions: Vec<(Option<Action>, &ast::Name)> = Vec::new();
        let mut recipients: Vec<Option<(String, RecipientId)>> = Vec::new();
        for item in items {
            match item {
                ast::Then::Action(word) => actions.push((self.action(word), word)),
                ast::Then::Refer(path) => recipients.push(self.recipient(path)),
            }
        }
        let recipients = recipients.into_iter().collect::<Option<Vec<_>>>().map(|mut recipients| {
            recipients.sort();
            recipients.dedup();
            recipients.into_iter().map(|(_, id)| id).collect()
        });
        (self.one_action(&actions), recipients)
    }

    fn one_action(&mut self, actions: &[(Option<Action>, &ast::Name)]) -> Option<Action> {
        let Some(&(_, strongest)) = actions.iter().max_by_key(|(action, _)| *action) else {
            return Some(Action::None);
        };
        for (action, word) in actions {
            if action.is_some() && word.node != strongest.node {
                let (milder, stronger) = (word.node.clone(), strongest.node.clone());
                let (place, other) = (self.place(word.span), self.place(strongest.span));
                let error = RuleError::TwoActions { milder, stronger };
                self.reporter.report_with(&error, place, other, "the stronger one");
            }
        }
        actions.iter().map(|(action, _)| *action).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// An action by its word; another word is reported.
    pub(super) fn action(&mut self, word: &ast::Name) -> Option<Action> {
        self.word(word, "an action", ACTIONS)
    }

    fn word<T: Copy>(&mut self, word: &ast::Name, what: &'static str, known: [(&str, T); 4]) -> Option<T> {
        let found = known.iter().find(|(name, _)| *name == word.node).map(|&(_, value)| value);
        if found.is_none() {
            let names = known.map(|(name, _)| name);
            let nearest = self.reporter.near(&word.node, names);
            let error =
                RuleError::UnknownWord { word: word.node.clone(), what, nearest, known: one_of(names) };
            self.report(&error, word.span);
        }
        found
    }

    fn recipient(&mut self, path: &ast::Path) -> Option<(String, RecipientId)> {
        let (decl, item) = self.declaration(path, "recipient")?;
        match item {
            Item::Recipient(id, recipient) => Some((recipient.head.name.node.clone(), id)),
            item => {
                self.wrong_kind(path, item.kind(), "recipient", Some(decl));
                None
            }
        }
    }

    /// `effective 2026-01-01..2026-12-31`
    fn effective(&mut self, range: &ast::Effective) -> Option<(Option<time::Date>, Option<time::Date>)> {
        let from = range.from.as_ref().map(|date| self.date(date));
        let to = range.to.as_ref().map(|date| self.date(date));
        if let (Some(Some(from)), Some(Some(to))) = (from, to)
            && to < from
        {
            let written = |date: &Option<ast::Spanned<String>>| date.as_ref().map(|date| date.node.clone());
            let (low, high) =
                (written(&range.from).unwrap_or_default(), written(&range.to).unwrap_or_default());
            let span =
                |date: &Option<ast::Spanned<String>>| date.as_ref().map_or(range.span, |date| date.span);
            let span: Span = span(&range.from).to(span(&range.to));
            self.report(&DateError::Reversed { low, high }, span);
            return None;
        }
        let known = |date: Option<Option<time::Date>>| date.map_or(Some(None), |date| date.map(Some));
        Some((known(from)?, known(to)?))
    }

    fn example(&mut self, example: &ast::Example) -> Option<Example> {
        let content = self.content(&example.content)?;
        Some(Example { hit: example.hit, content, place: self.place(example.span) })
    }

    pub(super) fn check_exempt(&mut self, decl: DeclId, id: ExemptId, exempt: &ast::Exempt) {
        let when = exempt.when.as_ref().and_then(|when| self.expr(when));
        if let (Some(when), Some(because)) = (when, &exempt.because) {
            let head = self.names.head(decl);
            self.draft.exempts[id.0 as usize] = Some(Exempt { head, when, because: because.value.clone() });
        }
    }

    pub(super) fn check_recipient(&mut self, decl: DeclId, id: RecipientId, recipient: &ast::Recipient) {
        if let Some(name) = &recipient.name {
            let head = self.names.head(decl);
            let contact = recipient.contact.as_ref().map(|contact| contact.value.clone());
            self.draft.recipients[id.0 as usize] =
                Some(Recipient { head, name: name.value.clone(), contact });
        }
    }
}
