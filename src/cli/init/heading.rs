//! Headings as names of columns: Indonesian `snake_case`, abbreviations written out, units left to the unit.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::value::unit_header;

/// Words of a name at most: longer headings keep their first ones.
const LONGEST: usize = 7;

/// Abbreviations of headings, and marks that stand for words.
const WRITTEN_OUT: &[(&str, &str)] = &[
    ("no", "nomor"),
    ("nr", "nomor"),
    ("tgl", "tanggal"),
    ("jml", "jumlah"),
    ("jlh", "jumlah"),
    ("ket", "keterangan"),
    ("kec", "kecamatan"),
    ("kel", "kelurahan"),
    ("kab", "kabupaten"),
    ("prov", "provinsi"),
    ("thn", "tahun"),
    ("th", "tahun"),
    ("bln", "bulan"),
    ("nm", "nama"),
    ("kd", "kode"),
    ("prosentase", "persentase"),
];

/// Words of a name after which the upper levels of a heading are left out where the lower ones say enough.
const LONG: usize = 4;

/// The names of columns by their headings and numbers. Of a heading of several levels (`Belanja / Operasi / Anggaran`)
/// a name keeps all, or if that is long as many of the lowest levels as tell it from the others.
pub(super) fn names(headings: &[(&str, usize)]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |(heading, number): &(&str, usize)| {
        let whole = name(heading, *number);
        if whole.split('_').count() <= LONG {
            whole
        } else {
            lowest_levels(heading, headings).map_or(whole, |levels| self::name(levels, *number))
        }
    };
    headings.iter().map(|heading| unique(name(heading), &mut taken)).collect()
}

/// The end of a heading, cut between levels, that no other heading ends with.
fn lowest_levels<'a>(heading: &'a str, headings: &[(&str, usize)]) -> Option<&'a str> {
    let cuts = heading.rmatch_indices(LEVEL).map(|(at, _)| at + LEVEL.len());
    let ends = cuts.filter_map(|at| heading.get(at..));
    let is_own = |end: &&str| {
        let whole_level = |other: &str| other == *end || other.ends_with(&format!("{LEVEL}{end}"));
        headings.iter().filter(|(other, _)| whole_level(other)).count() == 1
    };
    ends.into_iter().find(is_own)
}

/// What the reader of sources puts between the levels of a heading.
const LEVEL: &str = " / ";

/// The name of a column by its heading and its number; a heading without letters and digits gives `kolom_<number>`.
fn name(heading: &str, number: usize) -> String {
    let text = without_units(heading).replace('%', " persen ").replace('&', " dan ");
    let folded: String = text.nfkd().filter(|symbol| !is_combining_mark(*symbol)).collect::<String>().to_lowercase();
    let mut words: Vec<&str> = folded
        .split(|symbol: char| !symbol.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(written_out)
        .collect();
    words.dedup();
    words.truncate(LONGEST);
    let name = words.join("_");
    match name.chars().next() {
        None => format!("kolom_{number}"),
        Some(first) if first.is_ascii_digit() && is_year(words[0]) => format!("tahun_{name}"),
        Some(first) if first.is_ascii_digit() => format!("kolom_{name}"),
        Some(_) => name,
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

fn written_out(word: &str) -> &str {
    WRITTEN_OUT.iter().find(|(short, _)| *short == word).map_or(word, |(_, whole)| whole)
}

/// The heading without brackets that hold nothing but a currency or scale; `(%)` stays, since it tells a share from
/// the amount beside it.
fn without_units(heading: &str) -> String {
    let mut text = String::new();
    let mut rest = heading;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        text.push_str(before);
        if unit_header::parse(&format!("({inside})"), &unit_header::Options::default()).is_err() {
            text.extend([" ", inside, " "]);
        }
        rest = behind;
    }
    text + rest
}

/// A name that is not taken yet: with `_2`, `_3`, … behind it if need be.
pub(super) fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{name}_{number}"));
    let free =
        std::iter::once(name.clone()).chain(numbered).find(|candidate| !taken.contains(candidate)).unwrap_or(name);
    taken.insert(free.clone());
    free
}

/// Whether one of these words stands in a heading, as a whole word.
pub(super) fn says(heading: &str, words: &[&str]) -> bool {
    let heading = heading.to_lowercase();
    heading.split(|symbol: char| !symbol.is_alphanumeric()).any(|word| words.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_names() {
        let table = [
            ("Nilai Kontrak (Rp)", "nilai_kontrak"),
            ("Kode Rekening", "kode_rekening"),
            ("No. Kontrak", "nomor_kontrak"),
            ("Realisasi / Fisik (%)", "realisasi_fisik_persen"),
            ("%", "persen"),
            ("Tgl. Mulai", "tanggal_mulai"),
            ("2019", "tahun_2019"),
            ("3 = 2/1", "kolom_3_2_1"),
            ("Señal & Código", "senal_dan_codigo"),
            ("预算", "kolom_4"),
            ("Uraian (Program/Kegiatan)", "uraian_program_kegiatan"),
            ("Anggaran (dalam jutaan rupiah)", "anggaran"),
        ];
        for (heading, expected) in table {
            assert_eq!(name(heading, 4), expected, "{heading}");
        }
    }

    #[test]
    fn upper_levels_of_long_headings_are_left_out_where_the_lower_ones_say_enough() {
        let headings = [
            ("Kelompok Belanja Daerah / Operasi / Anggaran", 1),
            ("Kelompok Belanja Daerah / Modal / Anggaran", 2),
            ("Kelompok Belanja Daerah / Sisa", 3),
            ("Realisasi / Fisik (%)", 4),
        ];
        assert_eq!(
            names(&headings),
            ["operasi_anggaran", "modal_anggaran", "kelompok_belanja_daerah_sisa", "realisasi_fisik_persen"]
        );
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut taken = BTreeSet::from(["nilai".to_owned(), "nilai_2".to_owned()]);
        assert_eq!(unique("nilai".to_owned(), &mut taken), "nilai_3");
    }

    #[test]
    fn words_of_headings_are_whole() {
        assert!(says("Kode Rekening", &["kode"]));
        assert!(!says("Kodefikasi", &["kode"]));
    }
}
