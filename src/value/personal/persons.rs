//! Facts: which columns count persons, and how few of them are not shown.

/// The least number of persons that is shown when nothing is said.
///
/// Source: the OECD glossary knows cells of three and of five; the ONS uses ten. BPS publishes no figure.
pub const USUAL_K: u64 = 5;

/// Less is no protection: of two persons each knows the other.
pub const FEWEST_K: u64 = 3;

/// Words for persons in units and names of columns.
const PERSONS: &[&str] = &[
    "alumni",
    "anak",
    "asn",
    "balita",
    "dokter",
    "dosen",
    "guru",
    "honorer",
    "jiwa",
    "karyawan",
    "korban",
    "laki",
    "lansia",
    "mahasiswa",
    "murid",
    "narapidana",
    "org",
    "orang",
    "pasien",
    "pegawai",
    "pekerja",
    "penduduk",
    "penerima",
    "people",
    "perawat",
    "perempuan",
    "person",
    "persons",
    "pensiunan",
    "peserta",
    "pns",
    "pppk",
    "pria",
    "siswa",
    "tahanan",
    "wanita",
    "warga",
];

/// Words that begin the name of a count.
const COUNTS: &[&str] = &["banyak", "banyaknya", "jml", "jumlah", "n", "total"];

/// Whether a unit is one of persons: `orang`, `jiwa`, `orang ASN`; not `orang/hari`.
#[must_use]
pub fn is_unit(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let mut words = unit.split_whitespace().peekable();
    words.peek().is_some() && words.all(is_person)
}

/// Whether the name of a column says that it counts persons: `jumlah_peserta`, `perempuan`, `laki_laki`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(['_', '-', ' ']).collect();
    match words.as_slice() {
        [first, second, ..] if COUNTS.contains(first) => is_person(second),
        words => words.iter().all(|word| is_person(word)),
    }
}

fn is_person(word: &str) -> bool {
    PERSONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_names_of_persons_are_told_from_others() {
        for unit in ["orang", "Jiwa", "orang ASN"] {
            assert!(is_unit(unit), "{unit}");
        }
        for unit in ["", "IDR", "orang/hari", "KK", "angkatan"] {
            assert!(!is_unit(unit), "{unit}");
        }
        for name in ["jumlah_peserta", "Jumlah_Pegawai_Negeri", "laki_laki", "perempuan", "total_siswa"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["jumlah_angkatan", "nomor_peserta", "jumlah", "anak_sungai", "nilai", "tahun"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
