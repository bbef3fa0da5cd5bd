//! The objects of names in reference lists.

use serde_json::{Value, json};

use super::{Question, plain, refused};
use crate::value::lists::Lists;
use crate::value::{
    agency, cooperation_type, country, district, funding_source, ministry, tender_stage, validity, village,
};

/// Reads a name of a kind that a list holds; `None` for a kind that no list holds.
pub(super) fn read(question: &Question<'_>, lists: &Lists) -> Option<Result<Value, String>> {
    let text = question.input.as_str().unwrap_or_default();
    let options = question.options;
    Some(match question.kind {
        "kecamatan" => plain(options).map(|options| shown(district::find(text, &lists.places, &options), |found| {
            json!({ "kode": found.row.code, "nama": found.row.name, "flags": found.flags })
        })),
        "kelurahan" => plain(options).map(|options| shown(village::find(text, &lists.places, &options), |found| {
            let village = found.row;
            json!({ "kode": village.code, "nama": village.name, "kode_kecamatan": village.district, "flags": found.flags })
        })),
        "opd" => plain(options).map(|options| read_agency(text, lists, &options)),
        "country" => Ok(shown(country::find(text, &lists.countries), |found| {
            let country = found.row;
            json!({ "iso2": country.iso2, "iso3": country.iso3, "nama": country.name, "flags": found.flags })
        })),
        "ministry" => plain(options).map(|options| read_ministry(text, lists, &options)),
        "tender_stage" => plain(options).map(|options| read_stage(text, lists, &options)),
        "cooperation_type" => Ok(shown(cooperation_type::find(text, lists), |found| {
            json!({ "kode": found.row.code, "nama": found.row.name, "flags": found.flags })
        })),
        "fund_source" => Ok(shown(funding_source::find(text, lists), |reading| {
            let source = reading.source;
            json!({ "id": source.id, "kode_sipd": reading.sipd, "nama": source.name, "flags": reading.flags })
        })),
        _ => return None,
    })
}

/// The object of a reading, with its status in front, or of a refusal.
fn shown<T>(reading: Result<T, crate::value::Refusal>, object: impl FnOnce(T) -> Value) -> Value {
    match reading.map(object) {
        Ok(Value::Object(fields)) => [("status".to_owned(), Value::from("ok"))]
            .into_iter()
            .chain(fields)
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Ok(other) => other,
        Err(refusal) => refused(&refusal),
    }
}

fn read_agency(text: &str, lists: &Lists, options: &validity::Options) -> Value {
    shown(
        agency::find(text, lists, options),
        |found| json!({ "id": found.row.id, "relation": found.relation, "nama": found.row.name, "flags": found.flags }),
    )
}

fn read_ministry(text: &str, lists: &Lists, options: &validity::Options) -> Value {
    shown(
        ministry::find(text, lists, options),
        |found| json!({ "id": found.row.id, "relation": found.relation, "nama": found.row.name, "flags": found.flags }),
    )
}

/// A stage that stays open may still be of one state of the process, which is told.
fn read_stage(text: &str, lists: &Lists, options: &tender_stage::Options) -> Value {
    let process = "oc4ids_contracting_process_status";
    match tender_stage::find(text, &lists.tender_stages) {
        Ok(found) => {
            let stage = found.row;
            let oc4ids = (!stage.oc4ids.is_empty()).then_some(&stage.oc4ids);
            json!({
                "status": "ok", "id": stage.id, "fase": stage.phase,
                "ocds_tender_status": stage.ocds(options), process: oc4ids, "flags": found.flags,
            })
        }
        Err(refusal) => {
            let mut object = refused(&refusal);
            if let Some(shared) = tender_stage::shared_process(&refusal, &lists.tender_stages) {
                object[process] = shared.into();
            }
            object
        }
    }
}
