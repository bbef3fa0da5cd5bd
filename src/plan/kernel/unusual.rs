//! The words for unusual ways of writing: flags of kernels, and reasons why a text has no value.

/// What stands in companion columns and what steps accept, in alphabetical order: the word, and what it means in Indonesian
/// and in English.
pub const UNUSUAL: &[(&str, &str, &str)] = &[
    ("approx", "nilainya hanya kira-kira", "the value is only approximate"),
    (
        "approx_within",
        "hanya menyebut bagian dari rentang waktu (`awal`, `akhir`)",
        "only a part of a span of time is named (`awal`, `akhir`)",
    ),
    ("dash", "hanya tanda hubung", "only a dash"),
    ("dash_as_minus", "tanda pisah panjang dipakai sebagai minus", "a long dash stands for a minus"),
    ("dash_zero", "tanda hubung dibaca sebagai nol", "a dash is read as zero"),
    ("decimal_comma", "koma dipakai sebagai tanda desimal", "a comma decimates"),
    ("decimal_dot", "titik dipakai sebagai tanda desimal", "a dot decimates"),
    ("detached_minus", "minusnya terpisah dari angkanya", "the minus stands apart from its number"),
    (
        "empty",
        "tidak ada isi selain hiasan, seperti `Rp` tanpa angka",
        "nothing but trimmings, such as `Rp` without a number",
    ),
    ("english_scale", "kata skala bahasa Inggris", "an English word of scale"),
    ("estimate", "ditandai sebagai perkiraan", "marked as an estimate"),
    ("excel_error", "galat rumus lembar kerja", "an error value of the spreadsheet"),
    ("excel_overflow", "kolom terlalu sempit, angka tertutup tanda #", "a column too narrow, its number hidden by #"),
    ("excel_serial", "nomor hari lembar kerja", "the day number of a spreadsheet"),
    ("fraction", "ditulis sebagai pecahan (`½`)", "written as a fraction (`½`)"),
    ("grouping_apostrophe", "apostrof memisahkan ribuan", "apostrophes part thousands"),
    ("grouping_comma", "koma memisahkan ribuan", "commas part thousands"),
    ("grouping_dot", "titik memisahkan ribuan", "dots part thousands"),
    ("grouping_space", "spasi memisahkan ribuan", "spaces part thousands"),
    ("leading_zero", "angkanya diawali nol", "the number begins with a zero"),
    ("mean", "disebut sebagai rata-rata", "named as a mean"),
    ("negligible", "disebut kecil sekali, dapat diabaikan", "stated as too small to count"),
    ("nil", "disebut nihil", "stated as nil"),
    ("none_stated", "disebut tidak ada", "stated as none"),
    ("nonstandard_spelling", "ejaan yang tidak baku", "a spelling that is not the standard one"),
    ("not_available", "disebut tidak tersedia", "stated as not available"),
    ("not_releasable", "disebut tidak dapat dirilis", "stated as not releasable"),
    ("not_yet", "disebut belum ada", "stated as not yet there"),
    ("null_literal", "sisa basis data, seperti `NULL`", "a leftover of a database, such as `NULL`"),
    ("parenthesized_negative", "kurung menandai bilangan negatif", "brackets mark a negative number"),
    ("permille", "dalam per mil", "in per mille"),
    ("place_prefix", "diawali nama tempat", "a place stands in front"),
    ("placeholder", "isian sementara, seperti `xxx`", "a placeholder, such as `xxx`"),
    (
        "pre_2000_fiscal_year",
        "tahun anggaran sebelum 2000, dari April sampai Maret",
        "a fiscal year before 2000, from April to March",
    ),
    ("provisional", "ditandai sementara (`*`)", "marked as provisional (`*`)"),
    ("revised", "ditandai revisi (`r`)", "marked as revised (`r`)"),
    ("scale_k", "`k` berarti ribu", "`k` means thousand"),
    ("scale_m", "`M` berarti miliar", "`M` means miliar, 10⁹"),
    ("scale_t", "`T` berarti triliun", "`T` means triliun, 10¹²"),
    ("scientific", "bentuk `1,5E+11`, angkanya mungkin sudah hilang", "the form `1.5E+11`, digits may be lost"),
    ("split_fiscal_year", "tahun yang ditulis sebagai dua tahun", "a year written as two"),
    ("suffix_an", "berakhiran -an (`5 jutaan`), jadi kira-kira", "ends in -an (`5 jutaan`), so approximate"),
    ("terbilang_mismatch", "angka dan kata-katanya berbeda", "figures and words differ"),
    ("text_prefix", "diawali apostrof lembar kerja", "an apostrophe of the spreadsheet stands in front"),
    ("trailing_minus", "minusnya di belakang", "the minus stands behind"),
    ("two_digit_year", "tahun dua angka", "a year of two digits"),
    ("unknown", "disebut tidak diketahui", "stated as unknown"),
    ("unknown_note", "tanda catatan yang tidak dikenal", "a note mark that is not known"),
    ("unknown_unit", "satuan yang tidak dikenal", "a unit that is not known"),
    ("until", "menyebut batas akhir (`s.d.`)", "names an upper bound (`s.d.`)"),
    ("very_provisional", "ditandai sangat sementara (`**`)", "marked as very provisional (`**`)"),
    ("very_very_provisional", "ditandai sangat-sangat sementara (`***`)", "marked as very, very provisional (`***`)"),
    ("weekday_mismatch", "harinya bukan hari tanggal itu", "the weekday is not that of the date"),
    ("words", "ditulis dengan kata-kata", "written in words"),
    ("words_in_parentheses", "kata-kata dalam kurung mengulang angkanya", "words in brackets repeat the figures"),
    ("zero_date", "tanggal yang semuanya nol", "a date of zeros"),
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::{
        super::{DatePart, Kernel, PercentPart, PeriodPart, QuantityPart, Remark},
        UNUSUAL,
    };
    use crate::{
        plan::Cell,
        schema::Type,
        value::{date, money, number, percent, period, quantity},
    };

    fn kernels() -> Vec<(&'static str, Kernel)> {
        let size = QuantityPart::Value { qualified: true, any_unit: true, expect: None, kind: Type::Integer };
        vec![
            ("money", Kernel::money(money::Options::default())),
            ("number", Kernel::Number(number::Options::default(), Type::Integer)),
            ("percent", Kernel::Percent(percent::Options::default(), PercentPart::Value { qualified: true })),
            ("quantity", Kernel::Quantity(quantity::Options::default(), size)),
            ("date", Kernel::Date(date::Options::default(), DatePart::Partial)),
            ("period", Kernel::Period(period::Options::default(), PeriodPart::Start)),
        ]
    }

    /// The texts that reach every branch of a kernel that was ever reached.
    fn corpus(kind: &str) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/corpus/{kind}.jsonl"));
        fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn whatever_a_kernel_remarks_can_be_accepted() {
        // A lone mark before three digits is the business of the notation.
        let known: BTreeSet<&str> = UNUSUAL.iter().map(|(word, ..)| *word).chain(["ambiguous_separator"]).collect();
        let mut unknown = BTreeSet::new();
        for (kind, kernel) in kernels() {
            for text in corpus(kind) {
                for remark in [Remark::Flags, Remark::Absence] {
                    let Cell::Text(words) = kernel.remark(&text, remark) else { continue };
                    unknown.extend(words.split(' ').filter(|word| !known.contains(word)).map(str::to_owned));
                }
            }
        }
        assert_eq!(unknown, BTreeSet::new());
    }
}
