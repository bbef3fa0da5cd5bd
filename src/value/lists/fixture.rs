//! Short lists for the tests of kernels.

use std::sync::LazyLock;

use super::{Agency, CooperationType, Country, FundingSource, Lists, Ministry, NameList, Places, TenderStage};
use crate::value::{alias::Alias, district::District, name_list::Entry, validity::Validity, village::Village};

/// Entries given as key, name and aliases.
fn list<T>(rows: &[(&str, &str, &str)], row: impl Fn(&str, &str) -> T) -> NameList<T> {
    let entry = |(key, name, aliases): &(&str, &str, &str)| Entry {
        key: (*key).to_owned(),
        names: vec![(*name).to_owned()],
        aliases: Alias::parse_all(aliases).collect(),
        codes: Vec::new(),
        row: row(key, name),
    };
    NameList::new(rows.iter().map(entry).collect())
}

fn places() -> Places {
    let districts = [
        ("15.71.03", "Jambi Timur", "Jamtim"),
        ("15.71.05", "Pelayangan", "Seberang (bentrok)"),
        ("15.71.06", "Danau Teluk", "Seberang (bentrok)"),
        ("15.71.07", "Kota Baru", ""),
        ("15.71.08", "Jelutung", ""),
        ("15.71.09", "Alam Barajo", ""),
        ("15.71.10", "Danau Sipin", ""),
        ("15.71.11", "Paal Merah", ""),
    ];
    let villages = [
        ("15.71.02.1003", "Tambak Sari", ""),
        ("15.71.02.1004", "Thehok", ""),
        ("15.71.03.1007", "Tanjung Sari", ""),
        ("15.71.03.1010", "Tanjung Pinang", ""),
        ("15.71.07.1002", "Simpang III Sipin", ""),
        ("15.71.01.1001", "Simpang IV Sipin", ""),
        ("15.71.07.1006", "Kenali Asam Atas", ""),
        ("15.71.07.1012", "Kenali Asam", ""),
        ("15.71.08.1006", "Jelutung", ""),
        ("15.71.09.1002", "Rawa Sari", ""),
        ("15.71.10.1001", "Sungai Putri", ""),
        ("15.71.11.1005", "Paal Merah", ""),
    ];
    Places {
        districts: list(&districts, |code, name| District { code: code.into(), name: name.into() }),
        villages: list(&villages, |code, name| Village {
            code: code.into(),
            name: name.into(),
            district: code[..8].into(),
        }),
        regencies: list(
            &[("15.05", "KABUPATEN MUARO JAMBI", "Muaro Jambi"), ("15.71", "KOTA JAMBI", "Jambi")],
            |_, _| (),
        ),
        provinces: list(&[("14", "RIAU", "Provinsi Riau"), ("15", "JAMBI", "Provinsi Jambi")], |_, _| ()),
        other_districts: list(&[("15.05.01", "Jambi Luar Kota", "Jaluko")], |_, _| ()),
    }
}

fn agencies() -> NameList<Agency> {
    let rows = [
        ("bpprd", "Badan Pengelola Pajak dan Retribusi Daerah", "BPPRD|Dispenda (pendahulu)|Bapenda (nonstandar)"),
        ("dpupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR|PUPR (bentrok)|Dinas PUPR|Dinas PU (pendahulu)"),
        ("damkar", "Dinas Pemadam Kebakaran dan Penyelamatan", "Damkar|DPKP (bentrok)"),
        ("dpkp_tani", "Dinas Pertanian dan Ketahanan Pangan", "DPKP (bentrok)|Distan"),
        ("dlh", "Dinas Lingkungan Hidup", "DLH|Dinas LH|BLH (pendahulu)"),
        ("inspektorat", "Inspektorat", "Inspektorat Kota Jambi"),
        ("bag_kerjasama", "Bagian Kerja Sama Setda", "Bag. Kerja Sama"),
        ("kec_jelutung", "Kecamatan Jelutung", "Kec. Jelutung"),
        ("perumdam", "Perumda Air Minum Tirta Mayang", "PDAM"),
    ];
    list(&rows, |id, name| Agency {
        id: id.into(),
        name: name.into(),
        by_law: id != "perumdam",
        validity: Validity { since: "2017".into(), until: String::new() },
    })
}

fn ministries() -> NameList<Ministry> {
    let rows = [
        ("klhk", "Kementerian Lingkungan Hidup dan Kehutanan", "KLHK|Kementerian LHK"),
        ("kemenpupr", "Kementerian Pekerjaan Umum dan Perumahan Rakyat", "KemenPUPR|Kementerian PUPR"),
        ("kemenkeu", "Kementerian Keuangan", "Kemenkeu|Menkeu (menteri)|Depkeu (historis)"),
        ("bappenas", "Kementerian Perencanaan Pembangunan Nasional/Bappenas", "Bappenas|Kementerian PPN/Bappenas"),
        ("lan", "Lembaga Administrasi Negara", "LAN RI"),
    ];
    let until = |id: &str| if id.starts_with("keme") && id != "kemenpupr" { "" } else { "2024-10-21" };
    list(&rows, |id, name| Ministry {
        id: id.into(),
        name: name.into(),
        validity: Validity { since: String::new(), until: until(id).into() },
    })
}

fn countries() -> NameList<Country> {
    let rows = [
        ("AS", "Samoa Amerika", ""),
        ("CN", "Tiongkok", "China|Cina|RRT|RRC"),
        ("ID", "Indonesia", "RI"),
        ("KP", "Korea Utara", "Korut"),
        ("KR", "Korea Selatan", "Korsel|Republik Korea"),
        ("NA", "Namibia", ""),
        ("SG", "Singapura", "Singapore|S’pore"),
        ("TR", "Turki", "Türkiye"),
        ("US", "Amerika Serikat", "AS|U.S.A."),
    ];
    list(&rows, |iso2, name| Country { iso2: iso2.into(), iso3: String::new(), name: name.into() })
}

fn tender_stages() -> NameList<TenderStage> {
    let rows = [
        ("pengumuman", "Pengumuman Pascakualifikasi", "Pengumuman Tender"),
        ("pembuktian_kualifikasi", "Pembuktian Kualifikasi", ""),
        (
            "evaluasi",
            "Evaluasi Administrasi, Kualifikasi, Teknis, dan Harga",
            "finalisasi tender (bahasa berita)|Evaluasi",
        ),
        ("masa_sanggah", "Masa Sanggah", "finalisasi tender (bahasa berita)"),
        ("sppbj", "Surat Penunjukan Penyedia Barang/Jasa", "SPPBJ"),
        ("kontrak", "Penandatanganan Kontrak", ""),
        ("pho", "Serah Terima Pertama", "BAST I"),
        ("fho", "Serah Terima Akhir", "BAST II"),
        ("gagal_batal", "Gagal/Batal (tidak dirinci)", "Gagal/Batal"),
        ("gagal", "Tender Gagal", "Gagal"),
        ("batal", "Tender Batal", "Batal"),
    ];
    let proof = |id: &str, status: &str| if id == "pembuktian_kualifikasi" { status.to_owned() } else { String::new() };
    list(&rows, |id, _| TenderStage {
        id: id.into(),
        phase: String::new(),
        ocds: if id == "pembuktian_kualifikasi" { String::new() } else { "complete".into() },
        ocds_before: proof(id, "active"),
        ocds_after: proof(id, "complete"),
        oc4ids: if id == "kontrak" { "active".into() } else { "pre-award".into() },
    })
}

fn cooperation_types() -> NameList<CooperationType> {
    let rows = [
        ("KSDD", "Kerja Sama Daerah dengan Daerah Lain", "kerja sama antardaerah|PKS (terlalu umum)"),
        ("KSDPK", "Kerja Sama Daerah dengan Pihak Ketiga", "kerja sama pihak ketiga|PKS (terlalu umum)"),
        ("KSDPL", "Kerja Sama Daerah dengan Pemerintah Daerah di Luar Negeri", "sister city"),
        ("KSDLL", "Kerja Sama Daerah dengan Lembaga di Luar Negeri", "kerja sama lembaga asing"),
        ("SINERGI", "Sinergi dengan Pemerintah Pusat/KL", "MoU dengan KLHK"),
        ("G2G_PUSAT", "Kerja sama antarpemerintah yang dilaksanakan Pusat", "Singapore Cooperation Programme|SCP"),
        ("HIBAH_BMN", "Serah terima hibah barang milik negara", "hibah BMN"),
    ];
    list(&rows, |code, name| CooperationType { code: code.into(), name: name.into() })
}

fn funding_sources() -> NameList<FundingSource> {
    let rows = [
        ("pad", "Pendapatan Asli Daerah", "PAD"),
        ("dbh", "Dana Bagi Hasil", "DBH|DBH Sawit (2.2.01.01.01.0014)"),
        ("bankeu_prov", "Bantuan Keuangan Provinsi", "Bankeu|Bankeu Prov"),
        ("hibah_ln", "Hibah dari Badan/Lembaga/Organisasi Luar Negeri", "Hibah LN|hibah dari luar negeri (klaim)"),
        ("pln", "Pinjaman Luar Negeri", "PLN (bukan Perusahaan Listrik Negara)|Pinjaman ADB"),
        ("apbn", "Anggaran Pendapatan dan Belanja Negara", "APBN"),
        ("apbd", "Anggaran Pendapatan dan Belanja Daerah (tidak dirinci)", "APBD|PAK (tahap)"),
    ];
    let sipd = |id: &str| if id == "dbh" { "1.2.01.01.01".to_owned() } else { String::new() };
    list(&rows, |id, name| FundingSource { id: id.into(), name: name.into(), sipd: sipd(id) })
}

/// A few entries of every list.
pub(crate) fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
        places: places(),
        agencies: agencies(),
        countries: countries(),
        ministries: ministries(),
        tender_stages: tender_stages(),
        cooperation_types: cooperation_types(),
        funding_sources: funding_sources(),
    });
    &LISTS
}

/// A reading as its key and flags, or a refusal as its reason and candidates.
pub(crate) fn shown(reading: Result<(&str, Vec<&'static str>), crate::value::Refusal>) -> String {
    let (first, others) = match reading {
        Ok((key, flags)) => (key.to_owned(), flags.join(" ")),
        Err(refusal) => (refusal.reason.to_owned(), refusal.candidates.join(" ")),
    };
    format!("{first} {others}").trim_end().to_owned()
}
