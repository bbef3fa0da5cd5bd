//! serde's view of a document tree; every error leaves with the place of the innermost value it is about.

use serde::{Deserializer, de::Visitor, forward_to_deserialize_any};

use super::{
    access::{AbsentFields, Entries, Items, PlacedParts, Variant},
    mistake::Mistake,
};
use crate::workspace::{
    document::{Node, Value},
    placed::PLACED,
};

#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'a> {
    node: &'a Node,
}

impl<'a> NodeDeserializer<'a> {
    pub const fn new(node: &'a Node) -> Self {
        Self { node }
    }

    pub fn wrong(self, expected: (&str, &str)) -> Mistake {
        let found = match &self.node.value {
            Value::Scalar { .. } if self.node.is_null() => return Mistake::nothing(expected, &self.node.span),
            Value::Scalar { text, .. } => format!("`{text}`"),
            Value::Sequence(_) => "`[…]`".to_owned(),
            Value::Mapping(_) => "`{…}`".to_owned(),
            Value::Absent => "`…`".to_owned(),
        };
        Mistake::wrong_type(expected, &found, &self.node.span)
    }

    fn number<T: std::str::FromStr + Default>(self, expected: (&str, &str)) -> Result<T, Mistake> {
        if self.is_absent() {
            return Ok(T::default());
        }
        let text = self.node.scalar().ok_or_else(|| self.wrong(expected))?;
        text.replace('_', "").parse().map_err(|_| self.wrong(expected))
    }

    pub const fn is_absent(self) -> bool {
        matches!(self.node.value, Value::Absent)
    }

    /// What a structure is read from: a mapping, or nothing when it stands in for an absent one.
    fn fields(self, names: &'static [&'static str]) -> Result<(), Mistake> {
        if matches!(self.node.value, Value::Mapping(_)) || self.node.is_null() {
            return Ok(());
        }
        let list = names.iter().take(2).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        Err(self.wrong((&format!("kunci seperti {list}"), &format!("keys such as {list}"))))
    }
}

const NUMBER: (&str, &str) = ("angka", "a number");
const WHOLE: (&str, &str) = ("bilangan bulat", "a whole number");
const NATURAL: (&str, &str) = ("bilangan bulat mulai 0", "a whole number from 0");
const MAPPING: (&str, &str) = ("pasangan kunci dan isi", "a mapping");
const LIST: (&str, &str) = ("daftar", "a list");
pub(super) const TEXT: (&str, &str) = ("teks", "a text");

macro_rules! numbers {
    ($($expected:ident: $($method:ident $visit:ident)*;)*) => {
        $($(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            visitor.$visit(self.number($expected)?).map_err(|mistake: Mistake| mistake.or_at(&self.node.span))
        })*)*
    };
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::Mapping(_) => self.deserialize_map(visitor),
            Value::Sequence(_) => self.deserialize_seq(visitor),
            Value::Absent => visitor.visit_str(""),
            Value::Scalar { .. } if self.node.is_null() => visitor.visit_unit(),
            Value::Scalar { text, plain: true } if text == "true" || text == "false" => {
                visitor.visit_bool(text == "true")
            }
            Value::Scalar { text, plain: true } => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(number), _) => visitor.visit_i64(number),
                (_, Ok(number)) if text.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                    visitor.visit_f64(number)
                }
                _ => visitor.visit_str(text),
            },
            Value::Scalar { text, .. } => visitor.visit_str(text),
        }
        .map_err(|mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.node.scalar() {
            None if self.is_absent() => visitor.visit_bool(false),
            Some("true" | "True" | "yes" | "ya") => visitor.visit_bool(true),
            Some("false" | "False" | "no" | "tidak") => visitor.visit_bool(false),
            _ => Err(self.wrong(("`true` atau `false`", "`true` or `false`"))),
        }
    }

    numbers! {
        WHOLE: deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64;
        NATURAL: deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64;
        NUMBER: deserialize_f32 visit_f32 deserialize_f64 visit_f64;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let absent = self.is_absent().then_some("");
        let text = self.node.scalar().or(absent).ok_or_else(|| self.wrong(TEXT))?;
        visitor.visit_str(text).map_err(|mistake: Mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.node.is_null() || self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        if name == PLACED {
            return visitor.visit_seq(PlacedParts { node: self.node, part: 0 });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let items = match &self.node.value {
            Value::Sequence(items) => items.as_slice(),
            Value::Absent => &[],
            _ => return Err(self.wrong(LIST)),
        };
        visitor.visit_seq(Items { items: items.iter() }).map_err(|mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let entries = match &self.node.value {
            Value::Mapping(entries) => entries.as_slice(),
            // `sort:` with nothing behind it is the same as `sort: {}`.
            _ if self.node.is_null() || self.is_absent() => &[],
            _ => return Err(self.wrong(MAPPING)),
        };
        visitor
            .visit_map(Entries { entries: entries.iter(), value: None })
            .map_err(|mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if self.is_absent() {
            return visitor.visit_map(AbsentFields { names: names.iter(), node: self.node });
        }
        self.fields(names)?;
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let first = Value::Scalar { text: words.first().copied().unwrap_or_default().to_owned(), plain: true };
        let first = Node { value: first, span: self.node.span.clone() };
        let access = match &self.node.value {
            Value::Scalar { .. } => Variant { key: self.node, value: None },
            Value::Mapping(entries) if entries.len() == 1 => Variant { key: &entries[0].0, value: Some(&entries[0].1) },
            Value::Absent => Variant { key: &first, value: Some(self.node) },
            _ => return Err(self.wrong(("satu nama dengan isinya", "one name with its settings"))),
        };
        visitor.visit_enum(access).map_err(|mistake| mistake.or_at(&self.node.span))
    }

    forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any }
}
