//! The objects of dates and periods.

use serde_json::{Value, json};

use super::refused;
use crate::value::{date, period};

pub(super) fn read_date(text: &str, options: &date::Options) -> Value {
    match date::parse(text, options) {
        Ok(date) => json!({
            "status": "ok",
            "value": date.to_string(),
            "precision": date.precision,
            "flags": date.flags,
        }),
        Err(refusal) => refused(&refusal),
    }
}

pub(super) fn read_period(text: &str, options: &period::Options) -> Value {
    match period::read(text, options) {
        Ok(period) => json!({
            "status": "ok",
            "type": period.kind,
            "year": period.year,
            "index": period.index,
            "start": period.start.to_string(),
            "end": period.end.map(|end| end.to_string()),
            "cumulative": period.cumulative,
            "flags": period.flags,
        }),
        Err(failure) => {
            let mut object = refused(&failure.refusal);
            object["type"] = json!(failure.kind);
            object["year"] = json!(failure.year);
            object["index"] = json!(failure.index);
            object
        }
    }
}
