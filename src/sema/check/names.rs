//! Names as conditions: lexicons, signals, extractors and bool fields; and names of fields.

use super::TypeError;
use crate::content::{FieldId, FieldType};
use crate::extract::Extractor;
use crate::sema::context::Context;
use crate::sema::fields::{dotted, type_name};
use crate::sema::hir::{ExprId, ExprKind, FieldTest, Filter, HashlistId, ScoreId, Ty};
use crate::sema::name_errors::NameError;
use crate::sema::names::{DeclId, Found, Item};
use crate::span::Span;
use crate::syntax::ast;

/// Words that may stand after `then` where they start a clause.
const ACTIONS: [&str; 4] = ["label", "review", "restrict", "remove"];

impl Context<'_> {
    /// A name alone as a condition.
    pub(super) fn name(&mut self, path: &ast::Path) -> Option<ExprId> {
        match self.names.find(self.module, path) {
            Found::Decl(id) => self.declared(id, path),
            Found::Module(_) => {
                self.wrong_kind(path, "module", "condition", None);
                None
            }
            Found::Silent => None,
            Found::Missing => self.not_declared(path),
        }
    }

    fn declared(&mut self, id: DeclId, path: &ast::Path) -> Option<ExprId> {
        match self.names.item(id) {
            Item::Lexicon(lexicon, _) => {
                self.draft.lexicons[lexicon.0 as usize].as_ref()?;
                self.push(ExprKind::Lexicon(lexicon), Ty::Evidence, path.span)
            }
            Item::Signal(signal, _) => {
                let body = self.draft.signals[signal.0 as usize].as_ref()?.body;
                let ty = self.ty(body);
                self.push(ExprKind::Signal(signal), ty, path.span)
            }
            Item::Score(..) => {
                self.report(&TypeError::Uncompared { what: dotted(path), example: ">= 5" }, path.span);
                None
            }
            Item::Broken => None,
            item => {
                self.wrong_kind(path, item.kind(), "condition", Some(id));
                None
            }
        }
    }

    fn not_declared(&mut self, path: &ast::Path) -> Option<ExprId> {
        if let Some(extractor) = extractor_named(path) {
            return self.extract(extractor, Vec::new(), path.span);
        }
        if let Some(field) = self.fields.get(&dotted(path)) {
            return self.bool_field(field, path.span);
        }
        self.report_unknown(path);
        None
    }

    /// An extractor with filters that have been checked.
    pub(super) fn extract(
        &mut self,
        extractor: Extractor,
        filters: Vec<Filter>,
        span: Span,
    ) -> Option<ExprId> {
        self.push(ExprKind::Extract { extractor, filters }, Ty::Evidence, span)
    }

    fn bool_field(&mut self, field: FieldId, span: Span) -> Option<ExprId> {
        let declared = self.fields.field(field);
        if !self.fields.is_typed(field) {
            return None;
        }
        if declared.ty != FieldType::Bool {
            let error = TypeError::FieldAlone { field: declared.name.clone(), ty: type_name(declared.ty) };
            self.report(&error, span);
            return None;
        }
        self.push(ExprKind::Field { field, test: FieldTest::IsTrue }, Ty::Truth, span)
    }

    /// Whether a name after `then` stands for nothing; then that is reported, with actions as what may have been meant.
    pub(super) fn is_unknown_after_then(&mut self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Name(path) = &expr.kind else { return false };
        let known = self.names.find(self.module, path) != Found::Missing
            || extractor_named(path).is_some()
            || self.fields.get(&dotted(path)).is_some();
        if known || path.parts.len() > 1 || self.fields.damaged {
            return false;
        }
        let name = dotted(path);
        let error = self.names.unknown(self.module, path, ACTIONS.into_iter(), &mut self.reporter);
        match error {
            NameError::Unknown { use_line: None, nearest, .. } => {
                let nearest = nearest.map(|near| near.name);
                self.report(&NameError::UnknownAfterThen { name, nearest }, path.span);
            }
            error => self.report(&error, path.span),
        }
        true
    }

    /// Reports a path that is neither a name nor a field: a dotted one as a field, unless a module could be meant.
    fn report_unknown(&mut self, path: &ast::Path) {
        if self.fields.damaged {
            return;
        }
        let error = self.names.unknown(self.module, path, self.fields.names(), &mut self.reporter);
        let could_be_module = !matches!(error, NameError::Unknown { use_line: None, .. });
        if path.parts.len() == 1 || could_be_module {
            return self.report(&error, path.span);
        }
        self.report_unknown_field(path);
    }

    pub(in crate::sema) fn report_unknown_field(&mut self, path: &ast::Path) {
        if self.fields.damaged {
            return;
        }
        let error = self.fields.unknown(&dotted(path), &mut self.reporter);
        self.report(&error, path.span);
    }

    /// The field of a path that no declaration hides.
    pub(super) fn field_named(&self, path: &ast::Path) -> Option<FieldId> {
        let hidden = self.names.find(self.module, path) != Found::Missing;
        self.fields.get(&dotted(path)).filter(|_| !hidden)
    }

    /// A field, where nothing else will do.
    pub(in crate::sema) fn field(&mut self, path: &ast::Path) -> Option<FieldId> {
        let found = self.fields.get(&dotted(path));
        if found.is_none() {
            self.report_unknown_field(path);
        }
        found.filter(|&field| self.fields.is_typed(field))
    }

    /// A field that terms can be looked for in.
    pub(super) fn searchable_field(&mut self, path: &ast::Path) -> Option<FieldId> {
        let field = self.field(path)?;
        let declared = self.fields.field(field);
        if matches!(declared.ty, FieldType::Text | FieldType::String) {
            return Some(field);
        }
        let error = TypeError::NotSearchable { field: declared.name.clone(), ty: type_name(declared.ty) };
        self.report(&error, path.span);
        None
    }

    /// The score of a path, if that is what it names; nothing is reported.
    pub(super) fn score_named(&self, path: &ast::Path) -> Option<ScoreId> {
        match self.names.find(self.module, path) {
            Found::Decl(id) => match self.names.item(id) {
                Item::Score(score, _) => Some(score),
                _ => None,
            },
            _ => None,
        }
    }

    /// `media.pdq in known_ads`, the field being known.
    pub(super) fn in_hashlist(
        &mut self,
        field: FieldId,
        path: &ast::Path,
        lists: &[ast::Path],
        span: Span,
    ) -> Option<ExprId> {
        let declared = self.fields.field(field);
        if !self.fields.is_typed(field) {
            return None;
        }
        if declared.ty != FieldType::Hash {
            let error = TypeError::FieldAlone { field: declared.name.clone(), ty: type_name(declared.ty) };
            self.report(&error, path.span);
            return None;
        }
        let list = self.hashlist(lists)?;
        self.push(ExprKind::InHashlist { field, list }, Ty::Truth, span)
    }

    fn hashlist(&mut self, lists: &[ast::Path]) -> Option<HashlistId> {
        let path = lists.first()?;
        let (id, item) = self.declaration(path, "hash list")?;
        match item {
            Item::Hashlist(list, _) if lists.len() == 1 => {
                self.draft.hashlists[list.0 as usize].as_ref().map(|_| list)
            }
            Item::Hashlist(..) => {
                self.report(&TypeError::SeveralHashlists, lists[1].span);
                None
            }
            item => {
                self.wrong_kind(path, item.kind(), "hash list", Some(id));
                None
            }
        }
    }
}

/// The extractor that a path names.
pub(in crate::sema) fn extractor_named(path: &ast::Path) -> Option<Extractor> {
    let [name] = path.parts.as_slice() else { return None };
    Extractor::ALL.into_iter().find(|extractor| extractor.name() == name.node)
}
