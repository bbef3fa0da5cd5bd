//! Facts: names of columns that hold personal data, and what to do with them.

/// What to do with a column before publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Leave it out.
    Remove,
    /// Publish counts or classes instead.
    Aggregate,
    /// Publish the office instead of the person.
    NameTheOffice,
    /// Publish it less exactly.
    Coarsen,
    /// Look for identifiers in every cell.
    Scan,
    /// Leave it to the author: the name says too little.
    Judge,
}

/// A rule about columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What such a column holds, in Indonesian.
    pub holds: &'static str,
    /// The provision that protects it.
    pub basis: &'static str,
    /// What to do.
    pub action: Action,
    /// Names, in lower case; an asterisk stands for any ending.
    names: &'static [&'static str],
}

const fn rule(holds: &'static str, basis: &'static str, action: Action, names: &'static [&'static str]) -> Rule {
    Rule { holds, basis, action, names }
}

/// Source: UU 27/2022 (personal data), UU 24/2013 (civil registration), UU 14/2008 (public information), and the
/// field names of SIPD, `SiRUP` and LKPP feeds.
const RULES: &[Rule] = &[
    rule(
        "NIK",
        "UU 27/2022 Ps 4(3)f; UU 24/2013 Ps 84",
        Action::Remove,
        &["nik", "nomor_induk_kependudukan", "ktp", "no_ktp"],
    ),
    rule("nomor KK", "UU 24/2013 Ps 84", Action::Remove, &["no_kk", "nomor_kk", "nomor_kartu_keluarga"]),
    // A column `kk` counts households as often as it names one: its cells say which.
    rule("nomor KK", "UU 24/2013 Ps 84", Action::Judge, &["kk"]),
    rule("NIP", "UU 27/2022 Ps 4(3)f", Action::Remove, &["nip", "nomor_induk_pegawai", "nipkepala", "nipbendahara"]),
    rule("NI PPPK", "UU 27/2022 Ps 4(3)f", Action::Remove, &["ni_pppk", "nippppk", "nipppk"]),
    rule(
        "nama orang",
        "UU 27/2022 Ps 4(3)a",
        Action::Aggregate,
        &[
            "nama_pegawai",
            "nama_peserta",
            "nama_asn",
            "nama_lengkap",
            "nama_penerima",
            "nama_penduduk",
            "nama_warga",
            "nama_kepala_keluarga",
        ],
    ),
    // Offices, works and persons all have a bare `nama`: its cells say which.
    rule("nama orang", "UU 27/2022 Ps 4(3)a", Action::Judge, &["nama"]),
    rule(
        "nama pejabat",
        "UU 14/2008 Ps 18(2)",
        Action::NameTheOffice,
        &[
            "nama_ppk",
            "nama_pokja",
            "namakepala",
            "nama_kepala",
            "nama_kepala_dinas",
            "namabendahara",
            "nama_bendahara",
            "nama_direktur",
            "nama_penanggung_jawab",
            "penanggung_jawab",
            "nama_pic",
            "pic",
            "username_ppk",
        ],
    ),
    rule(
        "kelahiran",
        "UU 27/2022 Ps 4(3)f",
        Action::Aggregate,
        &["tanggal_lahir", "tgl_lahir", "tempat_lahir", "ttl", "umur", "usia"],
    ),
    rule(
        "alamat orang",
        "UU 27/2022 Ps 4(3)f",
        Action::Coarsen,
        &[
            "alamat_rumah",
            "alamat_penerima",
            "alamat_pegawai",
            "alamat_peserta",
            "alamat_tinggal",
            "alamat_domisili",
            "rt_rw",
        ],
    ),
    // Offices and firms have a public address.
    rule("alamat orang", "UU 27/2022 Ps 4(3)f", Action::Judge, &["alamat"]),
    rule(
        "kontak",
        "UU 27/2022 Ps 4(3)f",
        Action::Remove,
        &[
            "hp",
            "no_hp",
            "nomor_hp",
            "handphone",
            "no_handphone",
            "telp",
            "no_telp",
            "telepon",
            "no_telepon",
            "nomor_telepon",
            "wa",
            "no_wa",
            "whatsapp",
            "no_whatsapp",
            "email",
            "e_mail",
            "alamat_email",
            "surel",
        ],
    ),
    rule("NPWP", "UU KUP Ps 34", Action::Remove, &["npwp", "nitku"]),
    rule(
        "rekening bank",
        "UU 27/2022 Ps 4(2)f",
        Action::Remove,
        &[
            "no_rek_bank",
            "no_rekening",
            "nomor_rekening_*",
            "nama_rek_bank",
            "nama_pemilik_rek_bank",
            "bank_rekening_*",
        ],
    ),
    rule(
        "penghasilan orang",
        "UU 27/2022 Ps 4(2)f",
        Action::Aggregate,
        &["gaji", "tpp", "tunjangan", "penghasilan", "bulan_gaji", "jenis_gaji"],
    ),
    rule(
        "data umum orang",
        "UU 27/2022 Ps 4(3)",
        Action::Aggregate,
        &["agama", "suku", "status_perkawinan", "kewarganegaraan", "jenis_kelamin"],
    ),
    rule(
        "kesehatan",
        "UU 27/2022 Ps 4(2)a",
        Action::Remove,
        &["penyakit", "diagnosa", "disabilitas", "kesehatan", "golongan_darah"],
    ),
    rule(
        "biometrik atau foto",
        "UU 27/2022 Ps 4(2)b",
        Action::Remove,
        &["foto", "ttd", "tanda_tangan", "sidik_jari", "biometrik"],
    ),
    rule("catatan hukuman", "UU 27/2022 Ps 4(2)d", Action::Remove, &["hukuman_disiplin", "catatan_pidana"]),
    rule("data anak", "UU 27/2022 Ps 4(2)e", Action::Remove, &["anak", "nama_anak", "nisn", "nama_siswa"]),
    rule("perjalanan", "UU 27/2022 Ps 4(3)f", Action::Remove, &["no_paspor", "paspor", "visa", "nomor_tiket"]),
    rule("koordinat", "UU 27/2022 Ps 4(3)f", Action::Coarsen, &["lintang", "bujur", "lat", "lng", "koordinat"]),
    rule(
        "akun pengguna",
        "keamanan sistem",
        Action::Remove,
        &["created_user", "updated_user", "user1", "user2", "user_edit", "user_verifikator", "username"],
    ),
    rule("teks bebas", "UU 27/2022 Ps 4(3)f", Action::Scan, &["keterangan", "catatan", "uraian"]),
];

/// First words of columns that count, of which none holds an identifier: `jumlah_nip`.
const COUNTS: &[&str] = &["jumlah", "jml", "banyak", "banyaknya", "total", "persen", "persentase", "rasio", "rata"];

/// Words that make a column one of identifiers, whatever stands around them: `no_npwp`, `NIP Pegawai`.
const IDENTIFIERS: &[&str] = &["nik", "nip", "npwp", "nitku"];

/// The rule for a column of this name; case, and spaces for underscores, do not matter.
///
/// ```
/// use terbuka::value::personal::column::{Action, rule_for};
///
/// assert_eq!(rule_for("NIP PPK").map(|rule| rule.action), Some(Action::Remove));
/// assert_eq!(rule_for("nama_paket"), None);
/// ```
#[must_use]
pub fn rule_for(name: &str) -> Option<&'static Rule> {
    let name = snake_case(name);
    let named = |name: &str| RULES.iter().find(|rule| rule.names.iter().any(|pattern| matches(pattern, name)));
    let counts = name.split('_').next().is_some_and(|first| COUNTS.contains(&first));
    named(&name).or_else(|| named(name.split('_').find(|word| IDENTIFIERS.contains(word) && !counts)?))
}

/// Words of a name that say that the column holds telephone numbers.
const PHONE_WORDS: &[&str] = &["hp", "telp", "tlp", "telepon", "handphone", "ponsel", "wa", "whatsapp", "phone", "fax"];

/// Whether a column of this name holds telephone numbers, such as `no_hp` or `Telp. Kantor`.
#[must_use]
pub fn names_phone(name: &str) -> bool {
    snake_case(name).split('_').any(|word| PHONE_WORDS.contains(&word))
}

/// `No. HP` as `no_hp`.
fn snake_case(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => pattern == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_personal_columns_are_known() {
        let table = [
            ("NIK", Some(Action::Remove)),
            ("nip_lama", Some(Action::Remove)),
            ("Tanggal Lahir", Some(Action::Aggregate)),
            ("nama_ppk", Some(Action::NameTheOffice)),
            ("npwp_16_penyedia", Some(Action::Remove)),
            ("uraian", Some(Action::Scan)),
            ("No. HP", Some(Action::Remove)),
            ("nama", Some(Action::Judge)),
            ("nama_kecamatan", None),
            ("pagu", None),
            ("no_npwp", Some(Action::Remove)),
            ("Nomor NIP Pegawai", Some(Action::Remove)),
            ("teknik", None),
            ("Jumlah NIP", None),
            ("persen_npwp_aktif", None),
            ("kk", Some(Action::Judge)),
            ("alamat", Some(Action::Judge)),
            ("Alamat Rumah", Some(Action::Coarsen)),
        ];
        for (name, action) in table {
            assert_eq!(rule_for(name).map(|rule| rule.action), action, "{name}");
        }
    }

    #[test]
    fn names_of_telephone_columns_are_known() {
        for (name, expected) in [("No. HP", true), ("telp_kantor", true), ("wilayah", false), ("harga", false)] {
            assert_eq!(names_phone(name), expected, "{name}");
        }
    }
}
