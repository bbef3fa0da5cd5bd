//! The reasons of refusal in words, in Indonesian and in English.

/// Reasons in alphabetical order, each with a phrase in Indonesian and one in English.
///
/// A phrase says what was found or what was expected and completes "cell: …", so it has no full stop.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "acronym_collision",
        "singkatan ini punya arti lain di luar daftar",
        "the abbreviation has another meaning outside the list",
    ),
    ("alias_collision", "sebutan ini milik lebih dari satu entri", "the name is used for more than one entry"),
    ("ambiguous_currency", "mata uang punya beberapa arti", "the currency has several meanings"),
    ("ambiguous_separator", "tanda titik atau koma punya dua bacaan", "the dot or comma has two readings"),
    ("bad_compound", "bagian-bagian jumlah tidak menurun", "the parts of the amount do not fall in size"),
    (
        "bad_grouping",
        "titik atau koma tidak memisahkan tiga angka",
        "dots or commas do not part groups of three digits",
    ),
    ("bad_options", "pilihan kolom tidak dikenal", "the options of the column are not known"),
    ("bad_range", "dua batas rentang tidak jelas", "the two bounds of the range are unclear"),
    ("bad_shape", "bentuk kode tidak dikenal", "the shape of the code is not known"),
    ("bad_unit", "satuan tidak mengukur apa pun", "the unit measures nothing"),
    ("bad_words", "kata-kata tidak membentuk bilangan", "the words form no number"),
    ("conflicting_qualifiers", "dua keterangan bertentangan", "two qualifiers contradict each other"),
    ("dash", "hanya tanda hubung", "only a dash"),
    (
        "date_damage",
        "kode berubah menjadi tanggal oleh lembar kerja",
        "the code was turned into a date by a spreadsheet",
    ),
    ("day_or_year", "angka bisa hari, bisa tahun", "the number may be a day, may be a year"),
    ("day_out_of_range", "tanggal itu tidak ada di bulannya", "the month has no such day"),
    (
        "detached_minus",
        "tanda `-` di depan bisa minus, bisa butir daftar",
        "the `-` in front may be a minus, may be a list mark",
    ),
    ("empty", "sel kosong", "the cell is empty"),
    (
        "era_mismatch",
        "kode bukan dari bagan akun tahun anggarannya",
        "the code is not of the chart of accounts of its fiscal year",
    ),
    (
        "era_unknown",
        "kode berarti lain sebelum dan sejak 2021, tahun anggaran tidak disebut",
        "the code means one thing up to 2020 and another from 2021, no fiscal year is stated",
    ),
    ("excel_error", "galat rumus lembar kerja", "an error value of the spreadsheet"),
    ("excel_overflow", "kolom terlalu sempit, angka tertutup tanda #", "a column too narrow, its number hidden by #"),
    (
        "excel_serial_or_number",
        "bisa nomor hari lembar kerja, bisa angka biasa",
        "may be the day number of a spreadsheet, may be a plain number",
    ),
    ("generic_term", "istilah umum, bukan nama satu entri", "a general term, not the name of one entry"),
    ("index_missing", "nomor periode tidak disebut", "the number of the period is not stated"),
    ("index_out_of_range", "nomor periode di luar tahun", "the year has no period of this number"),
    (
        "informal_phrase",
        "bahasa berita, tahap pastinya tidak diketahui",
        "words of the press, the exact stage is not known",
    ),
    ("mixed_width", "dua lebar kode tercampur", "two widths of the code are mixed"),
    ("month_out_of_range", "bulan di luar 1 sampai 12", "the month is not between 1 and 12"),
    ("multiple_currencies", "lebih dari satu mata uang", "more than one currency"),
    ("multiple_scales", "lebih dari satu skala", "more than one scale"),
    ("multiple_values", "lebih dari satu nilai dalam satu sel", "more than one value in one cell"),
    ("negligible", "data dapat diabaikan", "stated as negligible"),
    ("nil", "dinyatakan nihil", "stated as nil"),
    ("no_unit", "judul tanpa mata uang atau skala", "a header without currency or scale"),
    ("none_stated", "dinyatakan tidak ada", "stated as none"),
    ("not_a_date", "ditemukan teks, diharapkan tanggal", "found text, expected a date"),
    (
        "not_a_name",
        "ditemukan angka atau tanda, diharapkan nama orang",
        "found digits or marks, expected the name of a person",
    ),
    ("not_a_number", "ditemukan teks, diharapkan angka", "found text, expected a number"),
    ("not_a_period", "ditemukan teks, diharapkan periode", "found text, expected a period"),
    ("not_a_scale", "angka atau kata di judul bukan skala", "a number or word in the header is no scale"),
    ("not_available", "data tidak tersedia", "stated as not available"),
    (
        "not_exact",
        "ditemukan kisaran atau perkiraan, diharapkan satu angka pasti",
        "found a range or an estimate, expected one exact number",
    ),
    ("not_in_list", "nama tidak ada dalam daftar acuan", "the name is not in the reference list"),
    ("not_releasable", "data tidak dapat ditampilkan", "stated as not releasable"),
    ("not_yet", "dinyatakan belum ada", "stated as not yet there"),
    ("null_literal", "kata kosong dari program: null, None, NaN", "an empty value of a program: null, None, NaN"),
    ("other_government", "perangkat pemerintah daerah lain", "an agency of another government"),
    ("other_level", "wilayah tingkat lain", "an area of another level"),
    ("other_regency", "wilayah di kabupaten atau kota lain", "an area of another regency or city"),
    ("overflow", "angka terlalu besar atau terlalu rinci", "the number is too large or too fine"),
    ("part_only", "hanya sebagian dari sebuah nama", "only a part of a name"),
    ("percent_basis", "bisa persen, bisa pecahan dari satu", "may be percent points, may be a fraction of one"),
    ("placeholder", "isian sementara", "a placeholder"),
    ("prefix_only", "hanya awal dari sebuah nama", "only the beginning of a name"),
    ("province_or_city", "nama ini milik provinsi dan kota", "the name is the province's and the city's"),
    ("range_reversed", "batas bawah lebih besar daripada batas atas", "the lower bound exceeds the upper bound"),
    ("scale_m_lowercase", "`m` bisa juta, bisa miliar", "`m` may be million, may be billion"),
    (
        "scheme_collision",
        "kode Kemendagri dan kode BPS dengan angka sama menunjuk wilayah berbeda",
        "the same digits name one area for Kemendagri and another for BPS",
    ),
    (
        "serial_out_of_range",
        "nomor hari lembar kerja di luar jangkauan",
        "the day number of the spreadsheet is out of range",
    ),
    (
        "split_fiscal_year",
        "tahun anggaran terbelah, padahal sejak 2001 sama dengan tahun kalender",
        "a fiscal year over two years, though fiscal years are calendar years since 2001",
    ),
    (
        "split_fiscal_year_expected",
        "tahun anggaran sebelum 2000 memakai dua tahun",
        "a fiscal year before 2000 is named by two years",
    ),
    ("start_missing", "awal periode tidak disebut", "the start of the period is not stated"),
    ("tick_or_cross", "tanda silang bisa ya, bisa tidak", "a cross may be yes, may be no"),
    ("time_out_of_range", "jam atau menit di luar jangkauan", "the hour or minute is out of range"),
    ("too_generic", "terlalu umum untuk satu jenis", "too general for one type"),
    ("too_long", "teks terlalu panjang untuk sebuah nama", "the text is too long for a name"),
    (
        "trailing_minus",
        "tanda `-` di belakang bisa minus, bisa tanpa sen",
        "the `-` behind may be a minus, may stand for no cents",
    ),
    ("unanswered", "pilihan belum dicoret", "none of the choices is struck out"),
    ("unit_mismatch", "satuan lain daripada satuan kolom", "another unit than the column's"),
    ("unknown", "tanda tanya", "a question mark"),
    ("unknown_authority", "angka kewenangan bukan 1 sampai 8", "the digit of authority is not between 1 and 8"),
    ("unknown_bidang", "bidang urusan tidak ada dalam daftar", "the field of government is in no list"),
    ("unknown_note", "keterangan dalam kurung bukan terbilang", "the note in brackets is not the number in words"),
    ("unknown_province", "provinsi tidak ada dalam daftar", "the province is in no list"),
    ("unknown_token", "kata bukan ya atau tidak", "a word that is neither yes nor no"),
    (
        "vague_magnitude",
        "ditemukan kata tanpa angka, seperti `puluhan`",
        "found a word without a number, such as `puluhan`",
    ),
    ("week_or_sunday", "`Minggu` bisa hari, bisa pekan", "`Minggu` may be Sunday, may be a week"),
    ("year_missing", "tahun tidak disebut", "the year is not stated"),
    ("year_out_of_range", "tahun di luar jangkauan", "the year is out of range"),
    ("zero_date", "tanggal nol", "a zero date"),
    ("zero_loss", "nol yang hilang bisa dari dua kode", "the dropped zero may be of two codes"),
    ("zeros_lost", "nol di depannya hilang", "the zeros in front are lost"),
];

/// What a reason means, in Indonesian and in English; `None` for an unknown reason.
#[must_use]
pub fn words(reason: &str) -> Option<(&'static str, &'static str)> {
    let at = WORDS.binary_search_by_key(&reason, |(reason, _, _)| reason).ok()?;
    WORDS.get(at).map(|(_, indonesian, english)| (*indonesian, *english))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The literals in the refusals of a source text, its tests apart.
    fn reasons_in(source: &str) -> Vec<String> {
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let mut found = Vec::new();
        for opening in ["Refusal::invalid(", "Refusal::missing(", "Refusal::ambiguous("] {
            found.extend(source.split(opening).skip(1).filter_map(first_literal));
        }
        found.extend(
            source
                .split("Refusal::new(")
                .skip(1)
                .filter_map(|rest| first_literal(rest.split_once(',')?.1.trim_start())),
        );
        found
    }

    fn gather(folder: &Path, used: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("the folder of kernels").flatten() {
            match fs::read_to_string(entry.path()) {
                Ok(source) => used.extend(reasons_in(&source)),
                Err(_) => gather(&entry.path(), used),
            }
        }
    }

    fn first_literal(rest: &str) -> Option<String> {
        let literal = rest.trim_start().strip_prefix('"')?;
        literal.split_once('"').map(|(reason, _)| reason.to_owned())
    }

    #[test]
    fn reasons_stand_in_order_and_once() {
        assert!(WORDS.is_sorted_by(|left, right| left.0 < right.0));
    }

    #[test]
    fn every_refusal_in_the_kernels_has_words() {
        let mut used = Vec::new();
        gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/value"), &mut used);
        assert!(used.len() > 20, "the scan found only {used:?}");
        used.retain(|reason| words(reason).is_none());
        assert_eq!(used, Vec::<String>::new());
    }

    #[test]
    fn every_reason_of_absence_has_words() {
        for marker in
            ["", "-", "n/a", "nihil", "tidak ada", "belum ada", "null", "~0", "xxx", "?", "#REF!", "####", "0000-00-00"]
        {
            let reason = crate::value::null_marker::reason(marker).expect("a marker of absence");
            assert!(words(reason).is_some(), "{marker}: {reason}");
        }
    }

    #[test]
    fn phrases_are_phrases() {
        for (reason, indonesian, english) in WORDS {
            for phrase in [indonesian, english] {
                let lower = phrase.chars().next().is_some_and(|first| !first.is_uppercase());
                assert!(lower && !phrase.ends_with('.') && !phrase.contains("invalid"), "{reason}: {phrase}");
            }
        }
    }
}
