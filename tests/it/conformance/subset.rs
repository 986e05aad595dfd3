//! Whether a verdict holds at least what a case expects.

use serde_json::Value;

/// The first difference: of an object every expected member must be there (`null`: must not), of an
/// array every element in its place and no more, all else must be equal.
pub(super) fn difference(expected: &Value, found: &Value, path: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected.iter().find_map(|(name, value)| {
            difference(value, found.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"))
        }),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut pairs = expected.iter().zip(found).enumerate();
            pairs.find_map(|(index, (one, other))| difference(one, other, &format!("{path}[{index}]")))
        }
        _ if expected == found => None,
        _ => Some(format!("`{path}` is {found}, expected {expected}")),
    }
}
