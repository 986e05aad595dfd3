//! Content as the line of JSON it could be read from.

use serde_json::{Map, Value as Json};
use time::format_description::well_known::Rfc3339;

use crate::content::{Content, ContentType, Value};

/// The object of content; what has no value is left out.
pub(in crate::diff) fn object(content_type: &ContentType, content: &Content) -> Json {
    let mut object = Map::new();
    for (field, values) in content_type.fields.iter().zip(&content.values) {
        let mut values: Vec<Json> = values.iter().map(value).collect();
        let whole = match (field.list, values.is_empty()) {
            (_, true) => continue,
            (true, _) => Json::Array(values),
            (false, _) => values.swap_remove(0),
        };
        let mut parts = field.name.split('.').peekable();
        let mut at = &mut object;
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                at.insert(part.to_owned(), whole);
                break;
            }
            let inner = at.entry(part).or_insert_with(|| Json::Object(Map::new()));
            let Json::Object(inner) = inner else { break };
            at = inner;
        }
    }
    Json::Object(object)
}

fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Json::from(*number as i64),
        Value::Number(number) => Json::from(*number),
        Value::Bool(truth) => Json::from(*truth),
        Value::Time(time) => Json::from(time.format(&Rfc3339).unwrap_or_default()),
        Value::Hash(hash) => Json::from(hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    }
}
