//! The objects of answers, markers, rows and text.

use serde_json::{Value, json};

use super::refused;
use crate::value::numeral::exact::canonical;
use crate::value::{boolean, null_marker, number, person_name, personal, row_class, text};

pub(super) fn read_boolean(text: &str, options: &boolean::Options) -> Value {
    match boolean::parse(text, options) {
        Ok(answer) => json!({ "status": "ok", "value": answer.value, "flags": answer.flags }),
        Err(refusal) => refused(&refusal),
    }
}

/// A marker, else the number or the text that stands there: zero is a number and `Nul` a word.
pub(super) fn read_marker(text: &str, options: &number::Options) -> Value {
    match (null_marker::classify(text), number::parse(text, options)) {
        (Some(missing), _) if missing.states_zero() => {
            json!({ "status": "ok", "value": "0", "flags": [missing.reason] })
        }
        (Some(missing), _) => refused(&missing.refusal()),
        (None, Ok(number)) => json!({ "status": "ok", "value": canonical(number.value), "flags": number.flags }),
        (None, Err(_)) => json!({ "status": "text", "value": null_marker::trim(text) }),
    }
}

pub(super) fn read_row(input: &Value, options: &row_class::Options) -> Value {
    let cells: Vec<&str> =
        input.as_array().into_iter().flatten().map(|cell| cell.as_str().unwrap_or_default()).collect();
    json!({ "class": row_class::classify_among(&cells, options) })
}

pub(super) fn read_text(text: &str, options: &text::Options) -> Value {
    let cleaned = text::clean(text, options);
    json!({ "status": "ok", "value": cleaned.value, "flags": cleaned.flags })
}

pub(super) fn read_personal(text: &str) -> Value {
    match personal::find(text).first() {
        Some(found) => json!({ "detected": true, "type": found.kind, "masked": personal::mask(text) }),
        None => json!({ "detected": false }),
    }
}

pub(super) fn read_person(text: &str, options: &person_name::Options) -> Value {
    match person_name::parse(text, options) {
        Ok(person) => json!({
            "status": "ok",
            "prefix": person.prefix,
            "name": person.name,
            "suffix": person.suffix,
            "flags": person.flags,
        }),
        Err(refusal) => refused(&refusal),
    }
}
