//! Which fields of content a plan looks at: those that need to be kept of a record.

use super::{Node, Plan, ScopeId};
use crate::content::FieldId;

impl Plan {
    /// The fields that verdicts can depend on, in order.
    #[must_use]
    pub fn fields_used(&self) -> Vec<FieldId> {
        // Entities are looked for in the default scope.
        let mut fields = self.graph.scope(ScopeId::DEFAULT).to_vec();
        for node in &self.graph.nodes {
            match node {
                Node::Terms { scope, .. } | Node::Regex { scope, .. } | Node::Extract { scope, .. } => {
                    fields.extend(self.graph.scope(*scope));
                }
                Node::Age { field, .. } => {
                    fields.push(*field);
                    fields.extend(self.created_at);
                }
                Node::Field { field, .. } | Node::Hashlist { field, .. } => fields.push(*field),
                _ => {}
            }
        }
        if self.rules.iter().any(|rule| rule.effective != (None, None)) {
            fields.extend(self.created_at);
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}
