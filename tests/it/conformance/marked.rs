//! Contents with their evidence marked: `a ⟦small boat⟧ to Dover`.

use serde_json::Value;

/// Where evidence stands: the field, first byte, one past the last byte.
pub(super) type Mark = (String, usize, usize);

/// A content as the JSON line it stands for, and its marks in order.
pub(super) struct Marked {
    pub(super) line: String,
    pub(super) marks: Vec<Mark>,
}

impl Marked {
    pub(super) fn parse(written: &str) -> Self {
        let mut marks = Vec::new();
        let line = match serde_json::from_str::<Value>(written) {
            Ok(mut value) if value.is_object() && written.contains('⟦') => {
                strip(&mut value, "", &mut marks);
                value.to_string()
            }
            _ if written.starts_with('{') => written.to_owned(),
            _ => {
                let mut text = Value::String(unescaped(written));
                strip(&mut text, "text", &mut marks);
                serde_json::json!({ "text": text }).to_string()
            }
        };
        marks.sort();
        Self { line, marks }
    }
}

/// Takes the marks out of every string below a value, noting where they stood.
fn strip(value: &mut Value, path: &str, marks: &mut Vec<Mark>) {
    match value {
        Value::String(text) => *text = strip_text(text, path, marks),
        Value::Array(elements) => {
            for (index, element) in elements.iter_mut().enumerate() {
                strip(element, &format!("{path}[{index}]"), marks);
            }
        }
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let dot = if path.is_empty() { "" } else { "." };
                strip(member, &format!("{path}{dot}{name}"), marks);
            }
        }
        _ => {}
    }
}

fn strip_text(marked: &str, path: &str, marks: &mut Vec<Mark>) -> String {
    let mut text = String::new();
    let mut open = Vec::new();
    for c in marked.chars() {
        match c {
            '⟦' => open.push(text.len()),
            '⟧' => marks.push((path.to_owned(), open.pop().expect("an opening mark"), text.len())),
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "a mark is never closed: {marked}");
    text
}

fn unescaped(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (c, after) = escape(after);
        text.push(c);
        rest = after;
    }
    text + rest
}

/// The character an escape means, and what follows it.
fn escape(after: &str) -> (char, &str) {
    if let Some((digits, rest)) = after.strip_prefix("u{").and_then(|after| after.split_once('}')) {
        let code = u32::from_str_radix(digits, 16).expect("hexadecimal digits");
        return (char::from_u32(code).expect("a character"), rest);
    }
    let mut chars = after.chars();
    let c = match chars.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('\\') => '\\',
        other => panic!("unknown escape {other:?}"),
    };
    (c, chars.as_str())
}
