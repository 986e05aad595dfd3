//! The visitors that follow a record's JSON. A value of the wrong type is recorded and passed over, so that a
//! later key of the same name can still make good for it.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::json::{Ignored, checked};
use super::read::State;
use super::shape::{Key, Object};
use super::{Field, FieldId, FieldType, Unreadable, Value, parse_hash, parse_time};

/// The most elements of a list field. Posts have tens; a list of millions would take many times the memory of
/// its line.
pub(super) const MAX_ELEMENTS: usize = 65_536;

/// An object of declared fields.
pub(super) struct ObjectSeed<'s, 'a> {
    pub(super) object: &'a Object,
    pub(super) state: &'s mut State<'a>,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Visitor methods for JSON values of the wrong type, which are recorded and passed over.
macro_rules! wrong {
    ($($method:ident($ty:ty) = $found:literal;)*) => {
        $(fn $method<E>(self, _: $ty) -> Result<(), E> {
            self.wrong($found);
            Ok(())
        })*
    };
}

impl<'de> Visitor<'de> for ObjectSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed(self.object))? {
            match key {
                None => map.next_value::<Ignored>().map(|_| ())?,
                Some(Key::Id) => map.next_value_seed(IdSeed(self.state))?,
                Some(&Key::Field(field)) => {
                    self.state.reset(field);
                    map.next_value_seed(FieldSeed { field, element: None, state: self.state })?;
                }
                Some(Key::Object(object)) => {
                    object.below.iter().for_each(|&field| self.state.reset(field));
                    map.next_value_seed(ObjectSeed { object, state: self.state })?;
                }
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.wrong("a list");
        drain(seq)
    }

    wrong! {
        visit_bool(bool) = "a bool";
        visit_u64(u64) = "a number";
        visit_i64(i64) = "a number";
        visit_f64(f64) = "a number";
        visit_str(&str) = "a string";
    }
}

impl ObjectSeed<'_, '_> {
    fn wrong(self, found: &'static str) {
        let (field, expected) = (self.object.name.clone(), "an object");
        let of = self.object.below.first().copied();
        self.state.record(of, Unreadable::WrongType { field, found, expected });
    }
}

fn drain<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<Ignored>()?.is_some() {}
    Ok(())
}

/// A key of an object: a declared one, or `None`.
struct KeySeed<'a>(&'a Object);

impl<'de, 'a> DeserializeSeed<'de> for KeySeed<'a> {
    type Value = Option<&'a Key>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for KeySeed<'a> {
    type Value = Option<&'a Key>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.keys.iter().find(|(name, _)| &**name == key).map(|(_, key)| key))
    }
}

struct IdSeed<'s, 'a>(&'s mut State<'a>);

impl<'de> DeserializeSeed<'de> for IdSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let json = checked(deserializer)?;
        self.0.id(json).map_err(serde::de::Error::custom)
    }
}

/// The value of a field, or an element of a list field.
pub(super) struct FieldSeed<'s, 'a> {
    pub(super) field: FieldId,
    pub(super) element: Option<usize>,
    pub(super) state: &'s mut State<'a>,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a field")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if !self.takes_scalars() {
            self.wrong("a string");
            return Ok(());
        }
        let value = match self.declared().ty {
            FieldType::Text | FieldType::String => Some(Value::Text(self.state.string(text))),
            FieldType::Time => parse_time(text).map(Value::Time),
            FieldType::Hash => parse_hash(text).map(Value::Hash),
            FieldType::Number | FieldType::Bool => {
                self.wrong("a string");
                return Ok(());
            }
        };
        match value {
            Some(value) => self.state.push(self.field, value),
            None => self.malformed(),
        }
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(FieldType::Bool, Value::Bool(value), "a bool");
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar(FieldType::Number, Value::Number(value as f64), "a number");
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(FieldType::Number, Value::Number(value as f64), "a number");
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar(FieldType::Number, Value::Number(value), "a number");
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        if self.element.is_some() {
            self.wrong("`null`");
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.element.is_some() || !self.declared().list {
            self.wrong("a list");
            return drain(seq);
        }
        for index in 0..MAX_ELEMENTS {
            let seed = FieldSeed { field: self.field, element: Some(index), state: self.state };
            if seq.next_element_seed(seed)?.is_none() {
                return Ok(());
            }
        }
        let (field, limit) = (self.name(), MAX_ELEMENTS);
        self.state.record(Some(self.field), Unreadable::TooManyElements { field, limit });
        drain(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.wrong("an object");
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value::<Ignored>()?;
        }
        Ok(())
    }
}

impl<'a> FieldSeed<'_, 'a> {
    fn declared(&self) -> &'a Field {
        &self.state.shape.fields[self.field.0 as usize]
    }

    /// Whether this is an element, or a field that is no list.
    fn takes_scalars(&self) -> bool {
        self.element.is_some() || !self.declared().list
    }

    fn scalar(self, ty: FieldType, value: Value, found: &'static str) {
        if self.takes_scalars() && self.declared().ty == ty {
            self.state.push(self.field, value);
        } else {
            self.wrong(found);
        }
    }

    fn name(&self) -> String {
        let name = &self.declared().name;
        self.element.map_or_else(|| name.clone(), |index| format!("{name}[{index}]"))
    }

    fn wrong(self, found: &'static str) {
        let expected = if self.takes_scalars() { self.declared().ty.described() } else { "a list" };
        let problem = Unreadable::WrongType { field: self.name(), found, expected };
        self.state.record(Some(self.field), problem);
    }

    fn malformed(self) {
        let field = self.name();
        let problem = match self.declared().ty {
            FieldType::Hash => Unreadable::InvalidHash { field },
            _ => Unreadable::InvalidTime { field },
        };
        self.state.record(Some(self.field), problem);
    }
}
