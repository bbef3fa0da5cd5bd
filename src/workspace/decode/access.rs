//! The parts of a node as serde asks for them: items, entries, a variant, a place.

use serde::{
    Deserializer,
    de::{self, IntoDeserializer, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{
    deserializer::{NodeDeserializer, TEXT},
    mistake::Mistake,
};
use crate::workspace::document::{Node, Value};

/// The fields of a structure that is absent as a whole: each is absent too.
pub(super) struct AbsentFields<'a> {
    pub names: std::slice::Iter<'static, &'static str>,
    pub node: &'a Node,
}

impl<'de> de::MapAccess<'de> for AbsentFields<'_> {
    type Error = Mistake;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mistake> {
        let name: Option<StrDeserializer<'_, Mistake>> = self.names.next().map(|name| (*name).into_deserializer());
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        seed.deserialize(NodeDeserializer::new(self.node))
    }
}

/// A placed value is given as start, end and value.
pub(super) struct PlacedParts<'a> {
    pub node: &'a Node,
    pub part: u8,
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

pub(super) struct Items<'a> {
    pub items: std::slice::Iter<'a, Node>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(NodeDeserializer::new(node)).map(Some).map_err(|mistake| mistake.or_at(&node.span))
    }
}

pub(super) struct Entries<'a> {
    pub entries: std::slice::Iter<'a, (Node, Node)>,
    pub value: Option<&'a Node>,
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

pub(super) struct Variant<'a> {
    pub key: &'a Node,
    pub value: Option<&'a Node>,
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

pub(super) struct VariantValue<'a> {
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
            Some(node) if !node.is_null() && !NodeDeserializer::new(node).is_absent() => {
                Err(NodeDeserializer::new(node).wrong(("tanpa isi", "no settings")))
            }
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
