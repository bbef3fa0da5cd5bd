//! The manual of what authors write, from the doc comments on its types by way of the JSON Schema.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::cli::{arguments::SchemaFile, schema};

/// The page of an operation, a check, or a part of a pipeline such as `table`: what it does, then each setting; `*` marks
/// those that are required.
pub(super) fn page(word: &str) -> Option<String> {
    let schema: Value = serde_json::from_str(&schema::text(SchemaFile::Pipeline)).ok()?;
    let written = variant(&schema, word).or_else(|| part(&schema, word))?;
    let definition = settled(&schema, written);
    let about = description(&schema, written).unwrap_or("");
    let mut page = format!("{word}\n\n{about}\n");
    for (name, setting) in properties(definition) {
        let needed = if is_required(definition, name) { " *" } else { "" };
        let _ = write!(page, "\n  {name}{needed}\n      {}\n", told(&schema, setting));
        for (inner, setting) in properties(settled(&schema, setting)) {
            let _ = writeln!(page, "      {name}.{inner}: {}", told(&schema, setting));
        }
    }
    Some(page)
}

/// All words of operations and checks.
pub(super) fn words() -> Vec<String> {
    let schema: Value = serde_json::from_str(&schema::text(SchemaFile::Pipeline)).unwrap_or_default();
    variants(&schema).flat_map(properties).map(|(word, _)| word.clone()).collect()
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    let definition = |name: &str| schema.get("definitions").and_then(|all| all.get(name));
    let listed = [definition("Operation"), definition("Check")];
    listed.into_iter().flatten().filter_map(|one| one.get("oneOf")).filter_map(Value::as_array).flatten()
}

fn variant<'a>(schema: &'a Value, word: &str) -> Option<&'a Value> {
    variants(schema).find_map(|variant| variant.get("properties")?.get(word))
}

/// A part of a pipeline that has settings of its own.
fn part<'a>(schema: &'a Value, word: &str) -> Option<&'a Value> {
    let definitions = schema.get("definitions").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let holders = std::iter::once(schema).chain(definitions);
    holders
        .filter_map(|holder| holder.get("properties")?.get(word))
        .find(|part| properties(settled(schema, part)).next().is_some())
}

fn properties(definition: &Value) -> impl Iterator<Item = (&String, &Value)> {
    definition.get("properties").and_then(Value::as_object).into_iter().flatten()
}

fn is_required(definition: &Value, name: &str) -> bool {
    let required = definition.get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|one| one == name))
}

/// The definition that a schema stands for: behind references, the alternative that has settings, or the values of a map.
fn settled<'a>(schema: &'a Value, written: &'a Value) -> &'a Value {
    if written.get("properties").is_some() {
        return written;
    }
    let reference = written.get("$ref").or_else(|| written.get("allOf")?.get(0)?.get("$ref"));
    if let Some(target) =
        reference.and_then(Value::as_str).and_then(|path| schema.pointer(path.trim_start_matches('#')))
    {
        return settled(schema, target);
    }
    let alternatives = written.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let values = written.get("additionalProperties").filter(|values| values.is_object());
    let found = alternatives.chain(values).map(|one| settled(schema, one)).find(|one| one.get("properties").is_some());
    found.unwrap_or(written)
}

/// What a setting is for, and the words that it allows.
fn told(schema: &Value, setting: &Value) -> String {
    let about = description(schema, setting).unwrap_or_default().replace('\n', " ");
    let words = allowed(settled(schema, setting));
    if words.is_empty() { about } else { format!("{about} [{}]", words.join(" | ")) }
}

fn allowed(definition: &Value) -> Vec<&str> {
    let listed = definition.get("enum").and_then(Value::as_array).into_iter().flatten();
    let alternatives = definition.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let constants = alternatives.filter_map(|one| one.get("const").or_else(|| one.get("enum")?.get(0)));
    listed.chain(constants).filter_map(Value::as_str).collect()
}

fn description<'a>(schema: &'a Value, setting: &'a Value) -> Option<&'a str> {
    let own = setting.get("description").and_then(Value::as_str);
    let reference =
        || setting.get("$ref").and_then(Value::as_str).and_then(|path| schema.pointer(path.trim_start_matches('#')));
    own.or_else(|| reference()?.get("description").and_then(Value::as_str))
        .or_else(|| settled(schema, setting).get("description").and_then(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_check_has_a_page() {
        let words = words();
        assert!(words.len() >= 35, "{words:?}");
        for word in words {
            let page = page(&word).unwrap_or_default();
            assert!(page.lines().count() > 4, "{word}: {page}");
        }
    }

    #[test]
    fn parts_of_a_pipeline_have_pages() {
        for word in ["sources", "table", "release", "gates", "stages"] {
            assert!(page(word).is_some_and(|page| page.lines().count() > 4), "{word}");
        }
    }

    #[test]
    fn allowed_words_are_listed() {
        assert!(page("join").unwrap_or_default().contains("[quarantine | warn | empty]"));
    }
}
