//! Content objects in a policy, as `hit`, `miss` and `given` take them, against the content type.

use crate::content::{Content, FieldId, FieldType, Id, Value};
use crate::sema::check::{ValueError, literal_span};
use crate::sema::context::Context;
use crate::sema::fields::{FieldError, dotted};
use crate::span::Span;
use crate::syntax::ast::{ContentLiteral, Literal, Path};

impl Context<'_> {
    /// The content of a literal; what does not fit the content type is reported.
    pub(super) fn content(&mut self, literal: &ContentLiteral) -> Option<Content> {
        match literal {
            ContentLiteral::Text(text) => {
                let field = self.text_field(text.span)?;
                let mut content = Content::default();
                set(&mut content, field, vec![Value::Text(text.value.clone())]);
                Some(content)
            }
            ContentLiteral::Object(entries, _) => self.object(entries),
        }
    }

    /// The field that a string alone is about.
    fn text_field(&mut self, span: Span) -> Option<FieldId> {
        let field = self.fields.get("text");
        let is_text =
            |field: &FieldId| matches!(self.fields.field(*field).ty, FieldType::Text | FieldType::String);
        let found = field.filter(is_text);
        if found.is_none() && !self.fields.damaged {
            let error = FieldError::Needed { what: "an example in quotes", field: "text", ty: "text" };
            self.report(&error, span);
        }
        found
    }

    fn object(&mut self, entries: &[(Path, Literal)]) -> Option<Content> {
        let mut content = Content::default();
        let mut seen = rustc_hash::FxHashMap::default();
        let mut whole = true;
        for (path, literal) in entries {
            let Some(field) = self.field(path) else {
                whole = false;
                continue;
            };
            if let Some(&first) = seen.get(&field) {
                let (place, first) = (self.place(path.span), self.place(first));
                let error = ValueError::Twice(dotted(path));
                self.reporter.report_with(&error, place, first, "the first value");
            }
            seen.insert(field, path.span);
            match self.field_values(field, literal) {
                Some(values) => self.set(&mut content, field, literal, values),
                None => whole = false,
            }
        }
        whole.then_some(content)
    }

    fn set(&self, content: &mut Content, field: FieldId, literal: &Literal, values: Vec<Value>) {
        if self.fields.field(field).name == "id" {
            content.id = id(literal);
        }
        set(content, field, values);
    }

    /// The values of a field: one, or those of a list.
    fn field_values(&mut self, field: FieldId, literal: &Literal) -> Option<Vec<Value>> {
        let declared = self.fields.field(field).clone();
        let of = format!("the field `{}`", declared.name);
        match literal {
            Literal::List(values, _) if declared.list => {
                let checked: Vec<Option<Value>> =
                    values.iter().map(|value| self.value(value, declared.ty, &of)).collect();
                checked.into_iter().collect()
            }
            Literal::List(_, span) => {
                self.report(&ValueError::List(declared.name), *span);
                None
            }
            literal if declared.list => {
                self.report(&ValueError::NotAList(declared.name), literal_span(literal));
                None
            }
            // An identifier may be a number, and is compared by its text.
            Literal::Number(number) if declared.name == "id" => {
                Some(vec![Value::Text(number.node.to_string())])
            }
            literal => self.value(literal, declared.ty, &of).map(|value| vec![value]),
        }
    }
}

fn set(content: &mut Content, field: FieldId, values: Vec<Value>) {
    let at = usize::from(field.0);
    if content.values.len() <= at {
        content.values.resize(at + 1, Vec::new());
    }
    content.values[at] = values;
}

/// An identifier as JSON.
fn id(literal: &Literal) -> Option<Id> {
    let json = match literal {
        Literal::Str(text) => serde_json::to_string(&text.value).ok()?,
        Literal::Number(number) => number.node.to_string(),
        _ => return None,
    };
    Some(Id::new(json))
}
