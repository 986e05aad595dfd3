//! The declared fields as a tree of objects, as JSON nests them: what tells a reader, at every key, whether it
//! leads to a field.

use super::{ContentType, Field, FieldId};

/// The declared fields as a tree of objects.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) root: Object,
    pub(super) fields: Vec<Field>,
    pub(super) id: Option<FieldId>,
    /// By field: whether its values are kept, or only checked.
    pub(super) wanted: Vec<bool>,
}

#[derive(Debug, Default)]
pub(super) struct Object {
    /// One of its own.
    pub(super) number: u32,
    /// Dotted, for messages.
    pub(super) name: String,
    /// Every field in it, at any depth.
    pub(super) below: Vec<FieldId>,
    pub(super) keys: Vec<(Box<str>, Key)>,
}

#[derive(Debug)]
pub(super) enum Key {
    Id,
    Field(FieldId),
    Object(Object),
}

impl Shape {
    /// The tree of a content type. `id` has a place in it whether it is declared or not.
    pub(super) fn new(content_type: &ContentType, is_wanted: impl Fn(FieldId) -> bool) -> Self {
        let mut root = Object::default();
        for (index, field) in content_type.fields.iter().enumerate().take(usize::from(u16::MAX)) {
            root.insert(&field.name, FieldId(index as u16));
        }
        root.keys.retain(|(key, _)| &**key != "id");
        root.keys.push(("id".into(), Key::Id));
        root.count(0);
        let wanted = (0..content_type.fields.len()).map(|index| is_wanted(FieldId(index as u16))).collect();
        Self { root, fields: content_type.fields.clone(), id: content_type.find("id"), wanted }
    }
}

impl Object {
    /// Where a key leads, by its place among them.
    #[inline]
    pub(super) fn key(&self, place: Option<usize>) -> Option<&Key> {
        self.keys.get(place?).map(|(_, key)| key)
    }

    /// Numbers the objects in it from this number on, and says which is the next.
    fn count(&mut self, number: u32) -> u32 {
        self.number = number;
        let objects = self.keys.iter_mut().filter_map(|(_, key)| key.as_object());
        objects.fold(number + 1, |next, object| object.count(next))
    }

    fn insert(&mut self, path: &str, field: FieldId) {
        self.below.push(field);
        let Some((first, rest)) = path.split_once('.') else {
            self.keys.push((path.into(), Key::Field(field)));
            return;
        };
        let objects = self.keys.iter_mut();
        let mut found = objects.filter(|(key, _)| &**key == first).find_map(|(_, key)| key.as_object());
        let object = match found.take() {
            Some(object) => object,
            None => {
                let name = if self.name.is_empty() { first.into() } else { format!("{}.{first}", self.name) };
                self.keys.push((first.into(), Key::Object(Self { name, ..Self::default() })));
                match self.keys.last_mut().and_then(|(_, key)| key.as_object()) {
                    Some(object) => object,
                    None => return,
                }
            }
        };
        object.insert(rest, field);
    }
}

impl Key {
    fn as_object(&mut self) -> Option<&mut Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }
}
