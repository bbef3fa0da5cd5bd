//! The reference lists of a workspace as the kernels of names want them.

use std::collections::BTreeMap;

use super::Reference;
use crate::value::{
    agency::Agency, alias::Alias, cooperation_type::CooperationType, country::Country, district::District,
    funding_source::FundingSource, lists::Lists, ministry::Ministry, name_list::NameList, places::Places,
    tender_stage::TenderStage, validity::Validity, village::Village,
};

/// The lists with the names that kernels know, read by the headings of the columns that they need.
///
/// A list or column that the workspace does not have is empty.
#[must_use]
pub fn lists(references: &BTreeMap<String, Reference>) -> Lists {
    let list = |name: &str| references.get(name);
    Lists {
        places: places(references),
        agencies: list("opd").map(agencies).unwrap_or_default(),
        countries: list("negara").map(countries).unwrap_or_default(),
        ministries: list("kementerian_lembaga").map(ministries).unwrap_or_default(),
        tender_stages: list("tahap_tender").map(tender_stages).unwrap_or_default(),
        cooperation_types: list("jenis_kerja_sama").map(cooperation_types).unwrap_or_default(),
        funding_sources: list("sumber_dana").map(funding_sources).unwrap_or_default(),
    }
}

fn places(references: &BTreeMap<String, Reference>) -> Places {
    let list = |name: &str| references.get(name);
    let plain = |name: &str| list(name).map(|list| list.names(&[], |_| ())).unwrap_or_default();
    Places {
        districts: list("kecamatan").map(districts).unwrap_or_default(),
        villages: list("kelurahan").map(villages).unwrap_or_default(),
        regencies: with_and_without_rank(plain("kabkota")),
        provinces: with_and_without_rank(plain("provinsi")),
        other_districts: plain("kecamatan_lain"),
    }
}

/// Names of governments with further spellings: `KOTA JAMBI` is `Jambi` too, `RIAU` is `Provinsi Riau`.
fn with_and_without_rank(list: NameList<()>) -> NameList<()> {
    let mut entries = list.into_entries();
    for entry in &mut entries {
        let other = |name: &String| match name.split_once(' ') {
            Some(("KABUPATEN" | "KOTA", short)) => Alias::plain(short),
            _ => Alias::plain(&format!("Provinsi {name}")),
        };
        let others: Vec<Alias> = entry.names.iter().map(other).collect();
        entry.aliases.extend(others);
    }
    NameList::new(entries)
}

fn districts(list: &Reference) -> NameList<District> {
    list.names(&["kode_bps"], |cell| District { code: cell("kode"), name: cell("nama") })
}

fn villages(list: &Reference) -> NameList<Village> {
    list.names(&["kode_bps"], |cell| Village {
        code: cell("kode"),
        name: cell("nama"),
        district: cell("kode_kecamatan"),
    })
}

fn agencies(list: &Reference) -> NameList<Agency> {
    list.names(&[], |cell| Agency {
        id: cell("id"),
        name: cell("nama"),
        by_law: cell("adalah_opd") != "tidak",
        validity: Validity { since: first_word(&cell("berlaku_sejak")), until: String::new() },
    })
}

/// The year of `2017 (Perda OPD)`; a text that begins with no year gives none.
fn first_word(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or_default();
    if word.starts_with(|first: char| first.is_ascii_digit()) { word.to_owned() } else { String::new() }
}

fn countries(list: &Reference) -> NameList<Country> {
    list.names(&["iso3"], |cell| Country { iso2: cell("iso2"), iso3: cell("iso3"), name: cell("nama") })
}

fn ministries(list: &Reference) -> NameList<Ministry> {
    list.names(&[], |cell| Ministry {
        id: cell("id"),
        name: cell("nama"),
        validity: Validity { since: cell("berlaku_mulai"), until: cell("berlaku_sampai") },
    })
}

fn tender_stages(list: &Reference) -> NameList<TenderStage> {
    list.names(&[], |cell| TenderStage {
        id: cell("id"),
        phase: cell("fase"),
        ocds: cell("ocds_tender_status"),
        ocds_before: cell("ocds_prakualifikasi"),
        ocds_after: cell("ocds_pascakualifikasi"),
        oc4ids: cell("oc4ids_status"),
    })
}

fn cooperation_types(list: &Reference) -> NameList<CooperationType> {
    list.names(&[], |cell| CooperationType { code: cell("kode"), name: cell("nama") })
}

fn funding_sources(list: &Reference) -> NameList<FundingSource> {
    list.names(&["kode_sipd"], |cell| FundingSource { id: cell("id"), name: cell("nama"), sipd: cell("kode_sipd") })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        value::contract::{Question, read_with},
        workspace::{Door, settings::Workspace},
    };

    /// Each kind with its list, the key of the list and the field of the answer that holds it.
    const LISTS: [(&str, &str, &str, &str); 8] = [
        ("kecamatan", "kecamatan", "kode", "kode"),
        ("kelurahan", "kelurahan", "kode", "kode"),
        ("opd", "opd", "id", "id"),
        ("country", "negara", "iso2", "iso2"),
        ("ministry", "kementerian_lembaga", "id", "id"),
        ("tender_stage", "tahap_tender", "id", "id"),
        ("cooperation_type", "jenis_kerja_sama", "kode", "kode"),
        ("fund_source", "sumber_dana", "id", "id"),
    ];

    fn repository() -> Workspace {
        Workspace::open(Door::new(env!("CARGO_MANIFEST_DIR"))).expect("the workspace of the repository")
    }

    fn read(kind: &str, text: &str, lists: &Lists) -> Value {
        let (input, options) = (json!(text), json!({}));
        read_with(&Question { kind, input: &input, locale: "id-ID", options: &options }, lists).unwrap_or_default()
    }

    #[test]
    fn every_name_in_the_lists_means_its_own_entry() {
        let workspace = repository();
        let lists = lists(&workspace.references);
        for (kind, list, key, field) in LISTS {
            let list = &workspace.references[list];
            let at = |column: &str| list.columns.iter().position(|known| known == column).expect("a column");
            for row in &list.rows {
                let object = read(kind, &row[at("nama")], &lists);
                assert_eq!(object[field], json!(row[at(key)]), "{kind} {object}");
            }
        }
    }

    #[test]
    fn every_alias_in_the_lists_means_its_own_entry_or_is_refused_with_it() {
        let workspace = repository();
        let lists = lists(&workspace.references);
        for (kind, list, key, field) in LISTS.into_iter().chain([("quantity", "satuan", "kode", "unit")]) {
            let list = &workspace.references[list];
            let at = |column: &str| list.columns.iter().position(|known| known == column).expect("a column");
            for row in &list.rows {
                let key = &row[at(key)];
                for alias in row[at("alias")].split('|').filter(|alias| !alias.is_empty()) {
                    let text = if kind == "quantity" { format!("5 {alias}") } else { alias.to_owned() };
                    let object = read(kind, &text, &lists);
                    let refused = object["candidates"].as_array().is_some_and(|among| among.contains(&json!(key)));
                    assert!(object[field] == json!(key) || refused, "{kind} {alias} {object}");
                }
            }
        }
    }

    #[test]
    fn objects_have_the_fields_of_the_contract() {
        let lists = lists(&repository().references);
        for (kind, text, expected) in [
            (
                "kelurahan",
                "Kel. Rawasari",
                r#"{"status":"ok","kode":"15.71.09.1002","nama":"Rawa Sari","kode_kecamatan":"15.71.09","flags":[]}"#,
            ),
            (
                "opd",
                "BPKPSDMD",
                r#"{"status":"ok","id":"bkpsdmd","relation":"alias","nama":"Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Daerah","flags":["known_typo"]}"#,
            ),
            ("country", "RRT", r#"{"status":"ok","iso2":"CN","iso3":"CHN","nama":"Tiongkok","flags":[]}"#),
            (
                "tender_stage",
                "Tender Sudah Selesai",
                r#"{"status":"ok","id":"selesai","fase":"pemenang","ocds_tender_status":"complete","oc4ids_contracting_process_status":null,"flags":[]}"#,
            ),
            (
                "fund_source",
                "DBH Sawit",
                r#"{"status":"ok","id":"dbh","kode_sipd":"2.2.01.01.01.0014","nama":"Dana Bagi Hasil","flags":[]}"#,
            ),
            (
                "opd",
                "DKP",
                r#"{"status":"ambiguous","value":null,"reason":"alias_collision","candidates":["dkp_arsip","dkp_wisata"]}"#,
            ),
            (
                "kelurahan",
                "1571021003",
                r#"{"status":"ambiguous","value":null,"reason":"scheme_collision","candidates":["15.71.02.1003","15.71.11.1004"]}"#,
            ),
        ] {
            assert_eq!(read(kind, text, &lists).to_string(), expected, "{kind} {text}");
        }
        assert_eq!(read("opd", "DLH", &Lists::default()), Value::Null);
    }
}
