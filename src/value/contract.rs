//! The readings of all kernels as JSON objects of one shape, for `terbuka parse` and its case files.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use rust_decimal::Decimal;

use super::lists::Lists;
use super::numeral::exact::canonical;
use super::numeral::vague;
use super::{Qualifier, Refusal, Status, money, number, percent, quantity, terbilang, unit_header};

mod calendar;
mod codes;
mod names;
mod words;

/// Reads `input` as `kind` and gives the object of the contract: `status`, `value`, `flags`, …; `None` for an unknown kind.
///
/// Values are canonical decimal strings: no exponent, no trailing zeros. A reading that is not `ok` carries its
/// `reason`, an ambiguous one its `candidates`. `options` are those of the kernel; `locale` is added to them.
#[must_use]
pub fn read(kind: &str, input: &Value, locale: &str, options: &Value) -> Option<Value> {
    read_with(&Question { kind, input, locale, options }, &Lists::default())
}

/// A value and how its column is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The kind of value.
    pub kind: &'a str,
    /// The text of the cell, or an array of cells.
    pub input: &'a Value,
    /// The notation of the column.
    pub locale: &'a str,
    /// The options of the kernel.
    pub options: &'a Value,
}

/// [`read`] for names too, which are looked up in the lists; `None` also for a kind whose list is empty.
#[must_use]
pub fn read_with(question: &Question<'_>, lists: &Lists) -> Option<Value> {
    let Question { kind, input, locale, options } = *question;
    if lists.lacking(kind).is_some() {
        return None;
    }
    let text = input.as_str().unwrap_or_default();
    let result = match kind {
        "money" => localised(options, locale).map(|options| read_money(text, &options)),
        "number" => localised(options, locale).map(|options| read_number(text, &options)),
        "percent" => localised(options, locale).map(|options| read_percent(text, &options)),
        "quantity" => localised(options, locale).map(|options| read_quantity(text, &options)),
        "unit_header" => plain(options).map(|options| read_unit_header(text, &options)),
        "terbilang" => Ok(read_terbilang(text)),
        "date" => plain(&with_order(options, locale)).map(|options| calendar::read_date(text, &options)),
        "period" => plain(options).map(|options| calendar::read_period(text, &options)),
        "boolean" => plain(options).map(|options| words::read_boolean(text, &options)),
        "null_marker" => localised(options, locale).map(|options| words::read_marker(text, &options)),
        "row_class" => plain(options).map(|options| words::read_row(input, &options)),
        "text" => plain(options).map(|options| words::read_text(text, &options)),
        "pii" => Ok(words::read_personal(text)),
        "person_name" => plain(options).map(|options| words::read_person(text, &options)),
        "kode_rekening" => plain(options).map(|options| codes::read_account(text, &options)),
        "kode_nomenklatur" => plain(options).map(|options| codes::read_programme(text, &options)),
        "kode_skpd" => plain(options).map(|options| codes::read_agency(text, &options)),
        "kode_wilayah" => plain(options).map(|options| codes::read_area(text, &options)),
        _ => names::read(question, lists)?,
    };
    Some(result.unwrap_or_else(
        |message| json!({ "status": "invalid", "value": null, "reason": "bad_options", "message": message }),
    ))
}

/// The options of a kernel that knows locales.
fn localised<T: DeserializeOwned>(options: &Value, locale: &str) -> Result<T, String> {
    let mut options = options.as_object().cloned().unwrap_or_default();
    options.entry("locale").or_insert_with(|| locale.into());
    serde_json::from_value(Value::Object(options)).map_err(|error| error.to_string())
}

/// The options of a kernel that is the same in all locales.
fn plain<T: DeserializeOwned>(options: &Value) -> Result<T, String> {
    let options = options.as_object().cloned().unwrap_or_default();
    serde_json::from_value(Value::Object(options)).map_err(|error| error.to_string())
}

/// The options of a date column: of all locales only that of the United States puts the month first.
fn with_order(options: &Value, locale: &str) -> Value {
    let mut options = options.as_object().cloned().unwrap_or_default();
    if locale == "en-US" {
        options.entry("order").or_insert_with(|| "month_first".into());
    }
    Value::Object(options)
}

/// The object of a refusal.
#[must_use]
pub fn refused(refusal: &Refusal) -> Value {
    let mut object = json!({ "status": refusal.status, "value": null, "reason": refusal.reason });
    if !refusal.candidates.is_empty() {
        object["candidates"] = json!(refusal.candidates);
    }
    object
}

fn read_number(text: &str, options: &number::Options) -> Value {
    match number::parse(text, options) {
        Ok(number) => json!({ "status": "ok", "value": canonical(number.value), "flags": number.flags }),
        Err(refusal) => refused(&refusal),
    }
}

fn read_terbilang(text: &str) -> Value {
    match terbilang::parse(text) {
        Ok(words) => json!({ "status": "ok", "value": canonical(words.value), "flags": words.flags }),
        Err(refusal) => refused(&refusal),
    }
}

fn read_money(text: &str, options: &money::Options) -> Value {
    let money = match money::parse(text, options) {
        Ok(money) => money,
        Err(refusal) => return refused_measure(text, &refusal),
    };
    let mut object = figures(money.value, money.minimum, money.maximum);
    object.insert("currency".to_owned(), json!(money.currency));
    qualify(&mut object, money.qualifier, money.below);
    if money.value.is_some() {
        object.insert("resolution".to_owned(), canonical(money.resolution).into());
    }
    flagged(object, &money.flags)
}

fn read_percent(text: &str, options: &percent::Options) -> Value {
    let percent = match percent::parse(text, options) {
        Ok(percent) => percent,
        Err(refusal) => return refused_measure(text, &refusal),
    };
    let mut object = figures(percent.value, percent.minimum, percent.maximum);
    object.insert("unit".to_owned(), percent.unit.into());
    qualify(&mut object, percent.qualifier, percent.below);
    flagged(object, &percent.flags)
}

fn read_quantity(text: &str, options: &quantity::Options) -> Value {
    let quantity = match quantity::parse(text, options) {
        Ok(quantity) => quantity,
        Err(refusal) => {
            let mut object = refused_measure(text, &refusal);
            if refusal.status == Status::Vague {
                object["unit"] = vague::read(text).and_then(|vague| vague.unit).into();
            }
            return object;
        }
    };
    let mut object = figures(quantity.value, quantity.minimum, quantity.maximum);
    object.insert("unit".to_owned(), quantity.unit.into());
    if let Some(raw) = quantity.unit_raw {
        object.insert("unit_raw".to_owned(), raw.into());
    }
    if let (Some(value), Some(unit)) = (quantity.base_value, quantity.base_unit) {
        object.insert("base_value".to_owned(), canonical(value).into());
        object.insert("base_unit".to_owned(), unit.into());
    }
    qualify(&mut object, quantity.qualifier, quantity.below);
    flagged(object, &quantity.flags)
}

fn read_unit_header(text: &str, options: &unit_header::Options) -> Value {
    match unit_header::parse(text, options) {
        Ok(header) => json!({ "status": "ok", "currency": header.currency, "scale": canonical(header.scale.factor()) }),
        // A header without a unit is no fault: most headers have none.
        Err(refusal) if refusal.status == Status::NotFound => {
            json!({ "status": "none", "currency": null, "scale": null })
        }
        Err(refusal) => refused(&refusal),
    }
}

/// The object of a refusal; a vague text keeps its order of size.
fn refused_measure(text: &str, refusal: &Refusal) -> Value {
    let mut object = refused(refusal);
    if refusal.status == Status::Vague {
        object["magnitude"] = vague::read(text).and_then(|vague| vague.magnitude).map(canonical).into();
    }
    object
}

fn figures(value: Option<Decimal>, minimum: Option<Decimal>, maximum: Option<Decimal>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("status".to_owned(), "ok".into());
    object.insert("value".to_owned(), value.map(canonical).into());
    for (name, bound) in [("min", minimum), ("max", maximum)] {
        if let Some(bound) = bound {
            object.insert(name.to_owned(), canonical(bound).into());
        }
    }
    object
}

fn qualify(object: &mut Map<String, Value>, qualifier: Qualifier, below: bool) {
    object.insert("qualifier".to_owned(), json!(qualifier));
    if below {
        object.insert("direction".to_owned(), "below".into());
    }
}

fn flagged(mut object: Map<String, Value>, flags: &[&'static str]) -> Value {
    object.insert("flags".to_owned(), json!(flags));
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(kind: &str, text: &str) -> String {
        read(kind, &text.into(), "id-ID", &Value::Null).map_or_else(String::new, |object| object.to_string())
    }

    #[test]
    fn readings_have_the_fields_of_the_contract() {
        for (kind, text, expected) in [
            ("number", "1.5", r#"{"status":"ok","value":"1.5","flags":["decimal_dot"]}"#),
            (
                "money",
                "Rp 1,234",
                r#"{"status":"ambiguous","value":null,"reason":"ambiguous_separator","candidates":["1.234","1234"]}"#,
            ),
            (
                "money",
                "Rp100-200 juta",
                r#"{"status":"ok","value":null,"min":"100000000","max":"200000000","currency":"IDR","qualifier":"range","flags":[]}"#,
            ),
            (
                "quantity",
                "puluhan orang",
                r#"{"status":"vague","value":null,"reason":"vague_magnitude","magnitude":"10","unit":"orang"}"#,
            ),
            (
                "percent",
                "hampir 5%",
                r#"{"status":"ok","value":"5","unit":"percent","qualifier":"approx","direction":"below","flags":[]}"#,
            ),
            ("unit_header", "(Rp juta)", r#"{"status":"ok","currency":"IDR","scale":"1000000"}"#),
            ("unit_header", "Uraian", r#"{"status":"none","currency":null,"scale":null}"#),
            ("weather", "5", ""),
        ] {
            assert_eq!(object(kind, text), expected, "{kind} {text}");
        }
    }

    #[test]
    fn unknown_options_are_told() {
        let object = read("money", &"5".into(), "id-ID", &json!({ "skala": 1 })).expect("a known kind");
        assert_eq!(object["reason"], "bad_options");
        assert!(object["message"].as_str().is_some_and(|message| message.contains("skala")));
    }
}
