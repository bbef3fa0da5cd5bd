//! The units that kota and kabupaten records use, as a table of facts.

/// A unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The code under which it is published.
    pub code: &'static str,
    /// What it measures, as an Indonesian word: `luas`, `hitung`.
    pub dimension: &'static str,
    /// Spellings in lower case, with `2` and `3` for the superscripts.
    pub aliases: &'static [&'static str],
    /// The factor to the base unit as mantissa and decimal places; none where a local unit has no fixed size.
    pub factor: Option<(i64, u32)>,
    /// The code of the base unit.
    pub base: &'static str,
}

const fn unit(code: &'static str, dimension: &'static str, aliases: &'static [&'static str]) -> Unit {
    Unit { code, dimension, aliases, factor: Some((1, 0)), base: code }
}

const fn count(code: &'static str, aliases: &'static [&'static str]) -> Unit {
    unit(code, COUNT, aliases)
}

const fn measure(
    dimension: &'static str,
    code: &'static str,
    base: (i64, u32, &'static str),
    aliases: &'static [&'static str],
) -> Unit {
    Unit { code, dimension, aliases, factor: Some((base.0, base.1)), base: base.2 }
}

/// The dimension of things that are counted.
pub const COUNT: &str = "hitung";

/// Every unit.
///
/// Source: SI and KBBI names; spellings seen in budget documents, SIPD exports and the press of Jambi. An are is
/// 100 m²; a tumbak or bata differs from place to place and is not converted.
pub const UNITS: &[Unit] = &[
    count(
        "orang",
        &[
            "orang",
            "org",
            "asn",
            "pns",
            "pegawai",
            "peserta",
            "siswa",
            "alumni",
            "alumnus",
            "pemuda",
            "org asn",
            "orang asn",
            "orang peserta",
            "orang pegawai",
        ],
    ),
    count("jiwa", &["jiwa", "jw"]),
    count("kk", &["kk", "k.k", "kepala keluarga"]),
    count("rt", &["rt", "rukun tetangga"]),
    count("sr", &["sr", "sambungan rumah", "sambungan rumah tangga", "sambungan"]),
    count("unit", &["unit", "unt", "buah", "bh"]),
    count("paket", &["paket", "pkt"]),
    count("lubang", &["lubang", "titik"]),
    count("batang", &["batang", "btg", "pohon", "bibit", "batang pohon", "batang bibit", "bibit pohon"]),
    count("dokumen", &["dokumen", "dok"]),
    count("kegiatan", &["kegiatan", "keg"]),
    measure("luas", "m2", (1, 0, "m2"), &["m2", "m^2", "meter persegi", "meter2", "mtr2", "m persegi"]),
    measure("luas", "ha", (10_000, 0, "m2"), &["ha", "hektar", "hektare", "hekto are"]),
    measure("luas", "km2", (1_000_000, 0, "m2"), &["km2", "km^2", "kilometer persegi", "km persegi"]),
    measure("luas", "are", (100, 0, "m2"), &["are", "a"]),
    Unit { code: "tumbak", dimension: "luas", aliases: &["tumbak", "bata"], factor: None, base: "" },
    measure("panjang", "m", (1, 0, "m"), &["m", "mtr", "meter", "m1", "m'", "m’", "meter lari"]),
    measure("panjang", "km", (1000, 0, "m"), &["km", "kilometer"]),
    measure("panjang", "mm", (1, 3, "m"), &["mm", "milimeter"]),
    measure("panjang", "cm", (1, 2, "m"), &["cm", "sentimeter", "senti", "centimeter"]),
    measure("volume", "m3", (1, 0, "m3"), &["m3", "m^3", "meter kubik", "meter3", "mtr3", "m kubik", "kubik"]),
    measure("volume", "l", (1, 3, "m3"), &["l", "ltr", "liter"]),
    measure("debit", "m3_hari", (1, 0, "m3/hari"), &["m3/hr"]),
    measure("debit", "lps", (864, 1, "m3/hari"), &["lps", "l/dt", "l/detik", "liter/detik"]),
    measure("massa", "kg", (1, 0, "kg"), &["kg", "kilogram", "kilo"]),
    measure("massa", "ton", (1000, 0, "kg"), &["ton", "t"]),
    measure("laju massa", "kg_hari", (1, 3, "ton/hari"), &[]),
    measure("laju massa", "ton_hari", (1, 0, "ton/hari"), &[]),
    measure("laju", "kg_orang_hari", (1, 0, "kg/orang/hari"), &["kg/kapita/hari"]),
    measure("rasio", "persen", (1, 0, "persen"), &["%", "persen", "prosen", "pct", "per sen", "persentase"]),
    unit("bulan", "durasi", &["bulan", "bln"]),
    unit("hari", "durasi", &["hari", "hr", "hk", "hari kalender"]),
    measure("uang", "rupiah", (1, 0, "IDR"), &["rp", "idr", "rupiah"]),
];

/// Nouns that name what a known unit counts, and the unit's code; the noun is kept beside the code.
///
/// Source: names of the city's environment programmes.
pub const NOUNS: &[(&str, &str)] = &[("biopori", "lubang"), ("lubang biopori", "lubang"), ("titik biopori", "lubang")];

/// Time words behind `per` that are no units of their own in the table.
pub const TIMES: &[(&str, &str)] = &[
    ("detik", "detik"),
    ("dt", "detik"),
    ("dtk", "detik"),
    ("det", "detik"),
    ("hari", "hari"),
    ("hr", "hari"),
    ("orang", "orang"),
    ("org", "orang"),
    ("kapita", "orang"),
];
