//! What the index finds.

use super::*;

fn index(names: &[&str]) -> Likeness {
    let spelling = |(target, text): (usize, &&str)| Spelling { text: (*text).to_owned(), target, is_abbreviation: false };
    Likeness::new(names.iter().enumerate().map(spelling).collect(), &[])
}

const NAMES: &[&str] = &[
    "Dinas Lingkungan Hidup",
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Dinas Perhubungan",
    "Simpang III Sipin",
    "Simpang IV Sipin",
    "Kenali Asam",
    "Kenali Asam Atas",
    "Kenali Asam Bawah",
    "Paal Merah",
    "Thehok",
    "CV Maju Karya Bersama",
    "Badan Kesatuan Bangsa dan Politik",
];

fn best(text: &str) -> Option<(String, Option<Hindrance>)> {
    let index = index(NAMES);
    let near = index.nearest(words::words(text), 0.7).into_iter().next()?;
    Some((index.spelling(near.spelling)?.text.clone(), near.hindrance))
}

#[test]
fn names_are_found_through_errors_of_every_kind() {
    for (text, expected) in [
        ("Dinas Lingkungn Hidup", "Dinas Lingkungan Hidup"),
        ("Hidup Lingkungan, Dinas", "Dinas Lingkungan Hidup"),
        ("Lingkungan Hidup", "Dinas Lingkungan Hidup"),
        ("D1nas L1ngkungan H1dup", "Dinas Lingkungan Hidup"),
        ("Din. Pek. Umum & Penataan Ruang", "Dinas Pekerjaan Umum dan Penataan Ruang"),
        ("Dinas Perhubnugan", "Dinas Perhubungan"),
        ("Simpang lV Sippin", "Simpang IV Sipin"),
        ("Paalmerrah", "Paal Merah"),
        ("The Hook", "Thehok"),
        ("Maju Karya Bersamma, CV", "CV Maju Karya Bersama"),
        ("Kenali Asam Bawh", "Kenali Asam Bawah"),
    ] {
        assert_eq!(best(text), Some((expected.to_owned(), None)), "{text}");
    }
}

#[test]
fn differences_that_are_no_matter_of_degree_hinder() {
    for (text, hindrance) in [
        ("Simpang V Sipin", Hindrance::Number),
        ("Kenali Asam Barat", Hindrance::Telling),
        ("Dinas Kesatuan Bangsa dan Politik", Hindrance::Kind),
        ("CV Karya Maju Bersama", Hindrance::Order),
        ("PT Maju Karya Bersama", Hindrance::Kind),
    ] {
        assert_eq!(best(text).and_then(|(_, hindrance)| hindrance), Some(hindrance), "{text}");
    }
}

#[test]
fn a_word_that_only_one_name_has_costs_its_share() {
    let index = index(NAMES);
    let score = |text: &str| index.nearest(words::words(text), 0.0).first().map_or(0.0, |near| (near.score * 100.0).round());
    assert_eq!(score("Dinas Lingkungan Hidup"), 100.0);
    assert_eq!(score("Dinas Lingkungan Hidup dan Kehutanan"), 67.0);
    assert_eq!(score("Dinas Lingkungan"), 51.0);
}

#[test]
fn of_an_abbreviation_only_slight_errors_are_taken() {
    let spelling = Spelling { text: "DISHUB".into(), target: 0, is_abbreviation: true };
    let index = Likeness::new(vec![spelling], &[]);
    assert_eq!(index.nearest(words::words("DISHUT"), 0.8), []);
    assert_eq!(index.nearest(words::words("DISHHUB"), 0.8).len(), 1);
}
