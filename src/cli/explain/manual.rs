//! The manual of operations and checks, from the doc comments on their types by way of the JSON Schema.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::{arguments::SchemaFile, schema};

/// The page of an operation or check, in the words of its type: what it does, then each setting.
pub(super) fn page(word: &str) -> Option<String> {
    let schema: Value = serde_json::from_str(&schema::text(SchemaFile::Pipeline)).ok()?;
    let definition = variant(&schema, word).map(|variant| resolved(&schema, variant))?;
    let mut page = format!("{word}\n\n{}\n", definition.get("description").and_then(Value::as_str).unwrap_or(""));
    let required: Vec<&str> =
        definition.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, setting) in definition.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let needed = if required.contains(&name.as_str()) { " *" } else { "" };
        let description = description(&schema, setting).unwrap_or_default().replace('\n', " ");
        let _ = write!(page, "\n  {name}{needed}\n      {description}\n");
        for (inner, setting) in
            resolved(&schema, setting).get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            let description = self::description(&schema, setting).unwrap_or_default().replace('\n', " ");
            let _ = writeln!(page, "      {name}.{inner}: {description}");
        }
    }
    Some(page)
}

/// All words of operations and checks.
pub(super) fn words() -> Vec<String> {
    let schema: Value = serde_json::from_str(&schema::text(SchemaFile::Pipeline)).unwrap_or_default();
    let variants = variants(&schema)
        .flat_map(|variant| variant.get("properties").and_then(Value::as_object).into_iter().flatten());
    variants.map(|(word, _)| word.clone()).collect()
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    let definition = |name: &str| schema.get("definitions").and_then(|all| all.get(name));
    let listed = [definition("Operation"), definition("Check")];
    listed.into_iter().flatten().filter_map(|one| one.get("oneOf")).filter_map(Value::as_array).flatten()
}

fn variant<'a>(schema: &'a Value, word: &str) -> Option<&'a Value> {
    variants(schema).find_map(|variant| variant.get("properties")?.get(word))
}

fn resolved<'a>(schema: &'a Value, part: &'a Value) -> &'a Value {
    let reference = part.get("$ref").or_else(|| part.get("allOf")?.get(0)?.get("$ref"));
    let target = reference.and_then(Value::as_str).and_then(|path| schema.pointer(path.trim_start_matches('#')));
    target.unwrap_or(part)
}

fn description<'a>(schema: &'a Value, setting: &'a Value) -> Option<&'a str> {
    let own = setting.get("description").and_then(Value::as_str);
    own.or_else(|| resolved(schema, setting).get("description").and_then(Value::as_str))
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
            assert!(page.lines().count() > 2, "{word}: {page}");
        }
    }
}
