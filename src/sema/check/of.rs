//! `2 of (a, b, c)`, `any of offers`: over members, or over the distinct terms of one lexicon.

use super::TypeError;
use crate::sema::context::Context;
use crate::sema::hir::{ExprId, ExprKind, LexiconId, Quantifier, Ty};
use crate::sema::names::Item;
use crate::span::Span;
use crate::syntax::ast;

impl Context<'_> {
    pub(super) fn of(
        &mut self,
        quantifier: &ast::Spanned<ast::Quantifier>,
        members: &ast::Members,
        span: Span,
    ) -> Option<ExprId> {
        match members {
            ast::Members::Name(path) => {
                let lexicon = self.lexicon(path);
                let operand = lexicon
                    .and_then(|lexicon| self.push(ExprKind::Lexicon(lexicon), Ty::Evidence, path.span));
                self.of_lexicon(quantifier, lexicon, operand, span)
            }
            ast::Members::List(members, _) => self.of_members(quantifier, members, span),
        }
    }

    fn of_members(
        &mut self,
        quantifier: &ast::Spanned<ast::Quantifier>,
        members: &[ast::Expr],
        span: Span,
    ) -> Option<ExprId> {
        let count = members.len();
        let members = self.all(members);
        if let Some([only]) = members.as_deref()
            && let Some(lexicon) = self.lexicon_within(*only)
        {
            return self.of_lexicon(quantifier, Some(lexicon), Some(*only), span);
        }
        let quantifier = self.quantifier(quantifier, Some(count), "members");
        let (members, quantifier) = (members?, quantifier?);
        self.push(ExprKind::OfMembers { quantifier, members }, Ty::Truth, span)
    }

    fn of_lexicon(
        &mut self,
        quantifier: &ast::Spanned<ast::Quantifier>,
        lexicon: Option<LexiconId>,
        operand: Option<ExprId>,
        span: Span,
    ) -> Option<ExprId> {
        let declared = lexicon.and_then(|id| self.draft.lexicons[id.0 as usize].as_ref());
        let count = declared.map(|lexicon| lexicon.patterns.len());
        let quantifier = self.quantifier(quantifier, count, "terms");
        let (lexicon, operand, quantifier) = (lexicon?, operand?, quantifier?);
        self.push(ExprKind::OfLexicon { quantifier, lexicon, operand }, Ty::Truth, span)
    }

    /// Checks that enough members are there to be counted; `None` for `members` is not known.
    fn quantifier(
        &mut self,
        quantifier: &ast::Spanned<ast::Quantifier>,
        members: Option<usize>,
        noun: &'static str,
    ) -> Option<Quantifier> {
        let asked = match quantifier.node {
            ast::Quantifier::Any => return Some(Quantifier::Any),
            ast::Quantifier::All => return Some(Quantifier::All),
            ast::Quantifier::None => return Some(Quantifier::None),
            ast::Quantifier::AtLeast(asked) => asked,
        };
        let error = match members {
            _ if asked == 0 => TypeError::ZeroOf,
            Some(members) if asked > members as u64 => TypeError::TooFewMembers { asked, members, noun },
            _ => return u32::try_from(asked).ok().map(Quantifier::AtLeast),
        };
        self.report(&error, quantifier.span);
        None
    }

    /// The lexicon that an expression is, fields around it aside.
    fn lexicon_within(&self, mut id: ExprId) -> Option<LexiconId> {
        loop {
            match &self.draft.exprs[id.0 as usize].kind {
                ExprKind::InFields { operand, .. } => id = *operand,
                ExprKind::Lexicon(lexicon) => return Some(*lexicon),
                _ => return None,
            }
        }
    }

    /// The lexicon of a path, where nothing else will do.
    pub(in crate::sema) fn lexicon(&mut self, path: &ast::Path) -> Option<LexiconId> {
        let (id, item) = self.declaration(path, "lexicon")?;
        match item {
            Item::Lexicon(lexicon, _) => self.draft.lexicons[lexicon.0 as usize].as_ref().map(|_| lexicon),
            item => {
                self.wrong_kind(path, item.kind(), "lexicon", Some(id));
                None
            }
        }
    }
}
