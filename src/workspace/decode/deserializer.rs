//! serde's view of a document tree; every error leaves with the place of the innermost value it is about.

use serde::{
    Deserializer,
    de::{self, IntoDeserializer, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::mistake::Mistake;
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

    fn wrong(&self, expected: (&str, &str)) -> Mistake {
        let found = match &self.node.value {
            Value::Scalar { text, .. } => format!("`{text}`"),
            Value::Sequence(_) => "`[…]`".to_owned(),
            Value::Mapping(_) => "`{…}`".to_owned(),
        };
        Mistake::wrong_type(expected, &found, &self.node.span)
    }

    fn number<T: std::str::FromStr>(&self) -> Result<T, Mistake> {
        let text = self.node.scalar().ok_or_else(|| self.wrong(NUMBER))?;
        text.replace('_', "").parse().map_err(|_| self.wrong(NUMBER))
    }
}

const NUMBER: (&str, &str) = ("angka", "a number");
const MAPPING: (&str, &str) = ("pasangan kunci dan isi", "a mapping");
const LIST: (&str, &str) = ("daftar", "a list");
const TEXT: (&str, &str) = ("teks", "a text");

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            visitor.$visit(self.number()?).map_err(|mistake: Mistake| mistake.or_at(&self.node.span))
        })*
    };
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::Mapping(_) => self.deserialize_map(visitor),
            Value::Sequence(_) => self.deserialize_seq(visitor),
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
            Some("true" | "True" | "yes" | "ya") => visitor.visit_bool(true),
            Some("false" | "False" | "no" | "tidak") => visitor.visit_bool(false),
            _ => Err(self.wrong(("`true` atau `false`", "`true` or `false`"))),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let text = self.node.scalar().ok_or_else(|| self.wrong(TEXT))?;
        visitor.visit_str(text).map_err(|mistake: Mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        if name == PLACED {
            return visitor.visit_seq(PlacedParts { node: self.node, part: 0 });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let Value::Sequence(items) = &self.node.value else { return Err(self.wrong(LIST)) };
        visitor.visit_seq(Items { items: items.iter() }).map_err(|mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let entries = match &self.node.value {
            Value::Mapping(entries) => entries.as_slice(),
            // `sort:` with nothing behind it is the same as `sort: {}`.
            _ if self.node.is_null() => &[],
            _ => return Err(self.wrong(MAPPING)),
        };
        visitor
            .visit_map(Entries { entries: entries.iter(), value: None })
            .map_err(|mistake| mistake.or_at(&self.node.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let access = match &self.node.value {
            Value::Scalar { .. } => Variant { key: self.node, value: None },
            Value::Mapping(entries) if entries.len() == 1 => Variant { key: &entries[0].0, value: Some(&entries[0].1) },
            _ => return Err(self.wrong(("satu nama dengan isinya", "one name with its settings"))),
        };
        visitor.visit_enum(access).map_err(|mistake| mistake.or_at(&self.node.span))
    }

    forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any }
}

/// A placed value is given as start, end and value.
struct PlacedParts<'a> {
    node: &'a Node,
    part: u8,
}

impl<'de> de::SeqAccess<'de> for PlacedParts<'_> {
    type Error = Mistake;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        self.part += 1;
        match self.part {
            1 => seed.deserialize((self.node.span.start as u64).into_deserializer()).map(Some),
            2 => seed.deserialize((self.node.span.end as u64).into_deserializer()).map(Some),
            3 => seed
                .deserialize(NodeDeserializer::new(self.node))
                .map(Some)
                .map_err(|mistake| mistake.or_at(&self.node.span)),
            _ => Ok(None),
        }
    }
}

struct Items<'a> {
    items: std::slice::Iter<'a, Node>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(NodeDeserializer::new(node)).map(Some).map_err(|mistake| mistake.or_at(&node.span))
    }
}

struct Entries<'a> {
    entries: std::slice::Iter<'a, (Node, Node)>,
    value: Option<&'a Node>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Mistake;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mistake> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        let text = key.scalar().ok_or_else(|| NodeDeserializer::new(key).wrong(TEXT))?;
        // A placed key needs the node; a plain one takes the text.
        let placed = seed.deserialize(KeyDeserializer { key, text });
        placed.map(Some).map_err(|mistake| mistake.or_at(&key.span))
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        let Some(node) = self.value.take() else { return Err(de::Error::custom("a value was read before its key")) };
        seed.deserialize(NodeDeserializer::new(node)).map_err(|mistake| mistake.or_at(&node.span))
    }
}

struct KeyDeserializer<'a> {
    key: &'a Node,
    text: &'a str,
}

impl<'de> Deserializer<'de> for KeyDeserializer<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_str(self.text)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        NodeDeserializer::new(self.key).deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        NodeDeserializer::new(self.key).deserialize_enum(name, words, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Variant<'a> {
    key: &'a Node,
    value: Option<&'a Node>,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Mistake;
    type Variant = VariantValue<'a>;

    fn variant_seed<V: de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, VariantValue<'a>), Mistake> {
        let text = self.key.scalar().ok_or_else(|| NodeDeserializer::new(self.key).wrong(TEXT))?;
        let name: StrDeserializer<'_, Mistake> = text.into_deserializer();
        let variant = seed.deserialize(name).map_err(|mistake| mistake.or_at(&self.key.span))?;
        Ok((variant, VariantValue { key: self.key, value: self.value }))
    }
}

struct VariantValue<'a> {
    key: &'a Node,
    value: Option<&'a Node>,
}

impl VariantValue<'_> {
    fn node(&self) -> Result<&Node, Mistake> {
        self.value.ok_or_else(|| {
            Mistake::wrong_type(("isi sesudah nama ini", "settings after this name"), "`…`", &self.key.span)
        })
    }
}

impl<'de> de::VariantAccess<'de> for VariantValue<'_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.value {
            Some(node) if !node.is_null() => Err(NodeDeserializer::new(node).wrong(("tanpa isi", "no settings"))),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mistake> {
        // A bare `- sort` is read as `sort: {}`, so that steps without settings need no braces.
        let Some(node) = self.value else {
            let empty = Node { value: Value::Mapping(Vec::new()), span: self.key.span.clone() };
            return seed.deserialize(NodeDeserializer::new(&empty)).map_err(|mistake| mistake.or_at(&self.key.span));
        };
        seed.deserialize(NodeDeserializer::new(node)).map_err(|mistake| mistake.or_at(&node.span))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        NodeDeserializer::new(self.node()?).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Mistake> {
        NodeDeserializer::new(self.node()?).deserialize_map(visitor)
    }
}
