//! Whether a column holds codes of a nomenclature.

use super::{Candidate, Step, Verdict, companion, judge};
use crate::{
    cli::init::{cells::Cells, heading::says, remark::Remark},
    plan::kernel::{CodeKind, CodePart, Kernel},
    value::{account_code, programme_code},
    words,
};

/// What codes may be of: the word in the pipeline, for people, and the words of headings that name it.
struct Nomenclature {
    kind: CodeKind,
    word: &'static str,
    people: (&'static str, &'static str),
    headings: &'static [&'static str],
}

const NOMENCLATURES: &[Nomenclature] = &[
    Nomenclature {
        kind: CodeKind::Account,
        word: "account",
        people: ("kode rekening", "account code"),
        headings: &["rekening", "akun", "belanja"],
    },
    Nomenclature {
        kind: CodeKind::Programme,
        word: "programme",
        people: ("kode program", "programme code"),
        headings: &["program", "kegiatan", "subkegiatan", "urusan", "nomenklatur"],
    },
    Nomenclature {
        kind: CodeKind::Agency,
        word: "agency",
        people: ("kode perangkat daerah", "agency code"),
        headings: &["skpd", "opd", "unit", "organisasi", "perangkat"],
    },
    Nomenclature {
        kind: CodeKind::Area,
        word: "area",
        people: ("kode wilayah", "area code"),
        headings: &[
            "wilayah",
            "kemendagri",
            "provinsi",
            "kabupaten",
            "kota",
            "kecamatan",
            "kelurahan",
            "desa",
            "kab",
            "kec",
            "kel",
        ],
    },
];

/// Codes with dots under a heading that names codes; the nomenclature is the one the heading names, or the only one
/// that reads every cell.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let heading = cells.heading;
    let about_codes =
        says(heading, &["kode", "code", "kd", "rekening", "akun"]) || says(&heading.replace('_', " "), &["kode"]);
    if !about_codes || !cells.iter().any(|text| text.contains('.')) {
        return Verdict::Other;
    }
    let spaced = heading.replace('_', " ");
    let named: Vec<&Nomenclature> = NOMENCLATURES.iter().filter(|one| says(&spaced, one.headings)).collect();
    match named.as_slice() {
        [one] => judge(cells, candidate(cells, one)),
        _ => only(cells),
    }
}

/// The only nomenclature that reads every cell.
fn only(cells: &Cells<'_>) -> Verdict {
    let reads = |one: &&Nomenclature| {
        let reading = cells.read(&candidate(cells, one).kernel);
        reading.values > 0 && reading.refused.is_empty()
    };
    let fitting: Vec<&Nomenclature> = NOMENCLATURES.iter().filter(reads).collect();
    match fitting.as_slice() {
        [] => Verdict::Other,
        [one] => judge(cells, candidate(cells, one)),
        several => {
            let lines = several.iter().map(|one| candidate(cells, one).step.line()).collect();
            let question = words!(
                "kode ini dapat dibaca menurut beberapa daftar; pilih satu:",
                "the codes fit several nomenclatures; choose one:"
            );
            Verdict::Open(Remark::Question(question, lines))
        }
    }
}

fn candidate(cells: &Cells<'_>, one: &Nomenclature) -> Candidate {
    let named = match one.kind {
        CodeKind::Programme => cells.iter().any(|text| {
            programme_code::parse(text, &programme_code::Options::default()).is_ok_and(|code| code.name.is_some())
        }),
        _ => false,
    };
    // The account kernel leaves a name behind the code aside; a guess must not lose it.
    let loses_name = one.kind == CodeKind::Account
        && cells.iter().any(|text| {
            account_code::parse(text, &account_code::Options::default())
                .is_ok_and(|code| code.flags.contains(&"with_name"))
        });
    let part = if loses_name { CodePart::Name } else { CodePart::Canonical { named } };
    let name = companion("name", "nama", ("nama", "name"));
    let (id, en) = one.people;
    Candidate {
        kernel: Kernel::Code { kind: one.kind, fiscal_year: None, part },
        kind: words!("{id}", "{en}"),
        why: words!("{id}, karena semua sel terbaca demikian", "{en}, since every cell is read as one"),
        step: Step::new("parse_code").with("kind", one.word).with_companions(named.then_some(name)),
        unit: None,
    }
}
