//! The content type of packages that declare none.

use super::{ContentType, Field, FieldType};

/// Name, type and whether it is a list; sorted by name.
const POST: [(&str, FieldType, bool); 18] = [
    ("author.bio", FieldType::String, false),
    ("author.created_at", FieldType::Time, false),
    ("author.followers", FieldType::Number, false),
    ("author.handle", FieldType::String, false),
    ("author.name", FieldType::String, false),
    ("author.verified", FieldType::Bool, false),
    ("created_at", FieldType::Time, false),
    ("hashtags", FieldType::Text, true),
    ("id", FieldType::String, false),
    ("lang", FieldType::String, false),
    ("links", FieldType::String, true),
    ("media.ocr", FieldType::Text, true),
    ("media.pdq", FieldType::Hash, true),
    ("media.sha256", FieldType::Hash, true),
    ("media.transcript", FieldType::Text, true),
    ("platform", FieldType::String, false),
    ("text", FieldType::Text, false),
    ("title", FieldType::Text, false),
];

impl ContentType {
    /// The built-in type, `post`: text with its title, hashtags, media and author.
    #[must_use]
    pub fn post() -> Self {
        let field = |&(name, ty, list): &(&str, FieldType, bool)| Field { name: name.to_owned(), ty, list };
        let fields = POST.iter().map(field).collect();
        Self { name: "post".to_owned(), fields }
    }
}
