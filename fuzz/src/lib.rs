//! What every fuzz target asks of a kernel: an answer to any text, the same answer twice, and that what it wrote in
//! canonical form it reads back as the same value.
//!
//! The kernels are compiled from their sources without the rest of the crate, so that a target builds in seconds.

// The inline module makes the paths of the nested ones begin at the sources.
#[path = "../../src"]
mod sources {
    pub mod diagnostic;
    pub mod value;
}

pub use sources::{diagnostic, value};

/// The short reference lists that the unit tests of the kernels use.
#[path = "../../src/value/lists"]
mod lists {
    use crate::value::{
        agency::Agency, cooperation_type::CooperationType, country::Country, funding_source::FundingSource,
        lists::Lists, ministry::Ministry, name_list::NameList, places::Places, tender_stage::TenderStage,
    };

    pub(crate) mod fixture;
}

use serde_json::{Value, json};
use value::contract::{self, Question};

/// The settings under which a kind is asked, besides none.
fn settings(kind: &str) -> Vec<Value> {
    match kind {
        "money" => vec![json!({ "scale_m": "juta", "header_scale": "juta", "dash": "zero" })],
        "number" => vec![json!({ "dash": "zero" })],
        "percent" => vec![json!({ "basis": "fraction" }), json!({ "basis": "percent" })],
        "quantity" => vec![json!({ "unit": "ha" })],
        "unit_header" => vec![json!({ "scale_m": "miliar" })],
        "date" => vec![json!({ "order": "month_first", "excel_serial": "1904", "zone": "wit" })],
        "period" => vec![json!({ "year": 2019 })],
        "boolean" => vec![json!({ "letter_t": true, "cross": false, "empty": false })],
        "row_class" => vec![json!({ "prev_class": "header", "text_only": true, "sibling_codes": ["15.71.01", "1"] })],
        "kode_rekening" => vec![json!({ "fiscal_year": 2019, "lookup": true }), json!({ "fiscal_year": 2024 })],
        "kode_wilayah" => vec![json!({ "scheme": "kemendagri" }), json!({ "scheme": "bps" })],
        "opd" | "ministry" => vec![json!({ "on": "2019" })],
        _ => Vec::new(),
    }
}

/// Asks one kernel about one text under every setting.
pub fn check(kind: &str, text: &str) {
    if kind == "pii_column" {
        return check_column_name(text);
    }
    for locale in ["id-ID", "en-US"] {
        for options in std::iter::once(json!({})).chain(settings(kind)) {
            let first = ask(kind, text, locale, &options);
            let second = ask(kind, text, locale, &options);
            assert!(first == second, "{kind} {text:?} is answered in two ways: {first} and {second}");
            assert!(first["reason"] != "bad_options", "{kind} does not know its settings: {first}");
            if first["status"] == "ok" || kind == "pii" {
                Answer { kind, text, options: &options, first: &first }.read_back();
            }
        }
    }
}

fn ask(kind: &str, text: &str, locale: &str, options: &Value) -> Value {
    let input = if kind == "row_class" { json!(text.split('|').collect::<Vec<_>>()) } else { json!(text) };
    let question = Question { kind, input: &input, locale, options };
    contract::read_with(&question, lists::fixture::lists()).unwrap_or_else(|| panic!("no kernel reads {kind}"))
}

/// The name of a column has one rule however it is written.
fn check_column_name(name: &str) {
    let rule = value::personal::column::rule_for(name);
    let again = value::personal::column::rule_for(&name.to_uppercase());
    if name.is_ascii() {
        assert!(rule == again, "{name:?} has another rule in capitals");
    }
}

/// What a kernel made of a text.
struct Answer<'a> {
    kind: &'a str,
    text: &'a str,
    options: &'a Value,
    first: &'a Value,
}

impl Answer<'_> {
    fn part(&self, name: &str) -> &str {
        self.first[name].as_str().unwrap_or_default()
    }

    /// What a kernel wrote it must read as the same.
    fn read_back(&self) {
        let one = self.first["value"].is_string();
        match self.kind {
            "number" | "terbilang" | "null_marker" => self.same("number", self.part("value"), "en-US", &["value"]),
            "money" if one => {
                let written = format!("{} {}", self.part("currency"), indonesian(self.part("value")));
                self.same("money", &written, "id-ID", &["value", "currency"]);
            }
            "money" | "percent" | "quantity" if !one => self.range(),
            // One zero more would not fit any longer.
            "percent" if self.part("value").len() > 26 => {}
            "percent" => {
                let sign = if self.part("unit") == "percent" { "%" } else { " poin persen" };
                self.same("percent", &(indonesian(self.part("value")) + sign), "id-ID", &["value", "unit"]);
            }
            "quantity" if self.first["unit"].is_string() => {
                let written = format!("{} {}", indonesian(self.part("value")), written_unit(self.part("unit")));
                self.same("quantity", &written, "id-ID", &["value", "unit"]);
            }
            "date" => self.same("date", self.part("value"), "id-ID", &["value", "precision"]),
            "period" if self.first["end"].is_string() => {
                let written = format!("{} - {}", self.part("start"), self.part("end"));
                self.same("period", &written, "id-ID", &["start", "end"]);
            }
            "kode_rekening" | "kode_skpd" | "kode_wilayah" => self.same_code(),
            "kode_nomenklatur" => {
                let level = self.part("level");
                self.same(self.kind, self.part(level), "id-ID", &["level", level]);
            }
            _ => self.same_name(),
        }
    }

    /// The bounds of a range, which only numbers without a minus show in one way.
    fn range(&self) {
        let bounds = ["min", "max"].map(|name| indonesian(self.part(name)));
        let is_short = |bound: &String| bound.len() < MOST_DIGITS;
        if bounds.iter().all(|bound| !bound.starts_with('-') && is_short(bound)) {
            let sign = if self.kind == "percent" { "%" } else { "" };
            let written = format!("{}{sign} - {}{sign}", bounds[0], bounds[1]);
            self.same(self.kind, &written, "id-ID", &["min", "max", "qualifier"]);
        }
    }

    /// Texts and names that were cleaned once are clean.
    fn same_name(&self) {
        match self.kind {
            // A damage or an escape may lie under another; it is told, and a second cleaning is the author's to ask for.
            "text" if !self.part("value").contains(['<', '&']) => {
                let again = ask("text", self.part("value"), "id-ID", self.options);
                let damaged = again["flags"].to_string().contains("mojibake");
                assert!(
                    damaged || again["value"] == self.first["value"],
                    "{:?} gives {}, then {again}",
                    self.text,
                    self.first
                );
            }
            "pii" if self.first["detected"] == true => {
                let again = ask("pii", self.part("masked"), "id-ID", self.options);
                assert!(
                    again["detected"] == false,
                    "the mask of {:?} leaves something: {} then {again}",
                    self.text,
                    self.first
                );
            }
            "kecamatan" | "kelurahan" | "cooperation_type" => {
                self.same(self.kind, self.part("kode"), "id-ID", &["kode"])
            }
            _ => {}
        }
    }

    /// Asks again and compares the named fields.
    fn same(&self, kind: &str, written: &str, locale: &str, fields: &[&str]) {
        let options =
            if matches!(self.kind, "kode_rekening" | "kode_wilayah") { self.options.clone() } else { json!({}) };
        let again = ask(kind, written, locale, &options);
        for field in fields {
            let (text, first) = (self.text, self.first);
            assert!(again[*field] == first[*field], "{text:?} gives {first}, but {written:?} gives {again}");
        }
    }

    /// A canonical code is read as itself, or is a code with two readings of which it is one.
    fn same_code(&self) {
        let again = ask(self.kind, self.part("canonical"), "id-ID", self.options);
        let candidate = again["candidates"].to_string().contains(self.part("canonical"));
        let (text, first) = (self.text, self.first);
        assert!(candidate || again["canonical"] == first["canonical"], "{text:?} gives {first}, which gives {again}");
    }
}

/// A number of so many digits may have no room for a further zero.
const MOST_DIGITS: usize = 28;

/// A canonical number where a comma decimates; a further zero keeps three decimals from being a group.
fn indonesian(number: &str) -> String {
    let comma = number.replace('.', ",");
    match comma.split_once(',') {
        Some((_, decimals)) if decimals.len() == 3 => comma + "0",
        _ => comma,
    }
}

/// The code of a unit as people write it.
fn written_unit(code: &str) -> &str {
    match code {
        "m3_hari" => "m3/hari",
        "kg_hari" => "kg/hari",
        "ton_hari" => "ton/hari",
        "kg_orang_hari" => "kg/orang/hari",
        "rupiah" => "Rp",
        other => other,
    }
}
