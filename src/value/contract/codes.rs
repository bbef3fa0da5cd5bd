//! The objects of codes.

use serde_json::{Value, json};

use super::refused;
use crate::value::programme_code::Level;
use crate::value::{account_code, agency_code, area_code, programme_code};

pub(super) fn read_account(text: &str, options: &account_code::Options) -> Value {
    match account_code::parse(text, options) {
        Ok(account) => {
            let mut object = json!({
                "status": "ok",
                "level": account.level,
                "canonical": account.canonical,
                "era": account.era,
                "flags": account.flags,
            });
            if options.lookup {
                object["uraian"] = json!(account.name);
            }
            object
        }
        Err(refusal) => refused(&refusal),
    }
}

pub(super) fn read_programme(text: &str, options: &programme_code::Options) -> Value {
    let code = match programme_code::parse(text, options) {
        Ok(code) => code,
        Err(refusal) => return refused(&refusal),
    };
    let mut object = json!({ "status": "ok", "level": code.level });
    for level in [Level::Urusan, Level::BidangUrusan, Level::Program, Level::Kegiatan, Level::SubKegiatan] {
        if let Some(part) = code.part(level) {
            object[level.to_string()] = part.into();
        }
    }
    for (name, value) in [
        ("kewenangan", code.authority.map(Value::from)),
        ("lebar", code.width().map(|width| width.to_string().into())),
        ("penunjang", code.support.then_some(Value::Bool(true))),
        ("nama", code.name.map(Value::from)),
    ] {
        if let Some(value) = value {
            object[name] = value;
        }
    }
    object["flags"] = json!(code.flags);
    object
}

pub(super) fn read_agency(text: &str, options: &agency_code::Options) -> Value {
    match agency_code::parse(text, options) {
        Ok(agency) => json!({
            "status": "ok",
            "canonical": agency.canonical,
            "bidang_urusan": agency.fields,
            "urut": agency.sequence,
            "unit": agency.unit,
            "flags": agency.flags,
        }),
        Err(refusal) => refused(&refusal),
    }
}

pub(super) fn read_area(text: &str, options: &area_code::Options) -> Value {
    match area_code::parse(text, options) {
        Ok(area) => json!({
            "status": "ok",
            "scheme": area.scheme,
            "level": area.level,
            "canonical": area.canonical,
            "flags": area.flags,
        }),
        Err(refusal) => refused(&refusal),
    }
}
