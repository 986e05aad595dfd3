//! The sets of fields that a policy looks for evidence in, numbered.

use rustc_hash::FxHashMap;

use crate::content::{FieldId, FieldType};
use crate::sema::hir::{ExprId, ExprKind, Policy};

/// A set of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::test) struct ScopeId(u32);

impl ScopeId {
    /// "`text` fields are the default scope of terms."
    pub(in crate::test) const DEFAULT: Self = Self(0);
}

/// All of them.
pub(in crate::test) struct Scopes {
    sets: Vec<Vec<FieldId>>,
    of: FxHashMap<ExprId, ScopeId>,
}

impl Scopes {
    pub(super) fn of(policy: &Policy) -> Self {
        let fields = (0..).map(FieldId).zip(&policy.content.fields);
        let default: Vec<FieldId> =
            fields.filter(|(_, field)| field.ty == FieldType::Text).map(|(id, _)| id).collect();
        let mut known: FxHashMap<&[FieldId], ScopeId> = FxHashMap::default();
        let mut scopes = Self { sets: vec![default], of: FxHashMap::default() };
        for (expr, id) in policy.exprs.iter().zip(0..) {
            let ExprKind::InFields { fields, .. } = &expr.kind else { continue };
            let scope = *known.entry(fields).or_insert_with(|| {
                scopes.sets.push(fields.clone());
                ScopeId(scopes.sets.len() as u32 - 1)
            });
            scopes.of.insert(ExprId(id), scope);
        }
        scopes
    }

    /// The fields of a set, few.
    pub(in crate::test) fn fields(&self, scope: ScopeId) -> &[FieldId] {
        self.sets.get(scope.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The fields that an `in` names.
    pub(in crate::test) fn of_in(&self, expr: ExprId) -> ScopeId {
        self.of.get(&expr).copied().unwrap_or(ScopeId::DEFAULT)
    }
}
