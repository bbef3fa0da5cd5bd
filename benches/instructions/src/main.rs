//! Runs one kernel over its usual texts, for a counter of instructions: `instructions KERNEL`; without one, lists them.
//!
//! The kernels are compiled from their sources without the rest of the crate, so that this builds in seconds.

// The inline module makes the paths of the nested ones begin at the sources.
#[path = "../../../src"]
#[expect(dead_code, reason = "only the kernels are run")]
mod sources {
    pub mod diagnostic;
    pub mod value;
}

pub use sources::{diagnostic, value};

use std::hint::black_box;

use value::{
    account_code, area_code, boolean, date, money, null_marker, number, percent, period, person_name, personal,
    programme_code, quantity, terbilang, text,
};

/// A kernel, how it answers a text, and texts as they stand in files.
type Kernel = (&'static str, fn(&str), &'static [&'static str]);

const MONEY: &[&str] = &["Rp 1.234.567,00", "12.046.605", "Rp. 978.596.735,00", "46527885", "Rp802.590.000,-", "-"];
const ODD_MONEY: &[&str] = &["Rp650 milyar", "(1.250.000)", "1,25juta", "sekitar Rp900 milyar", "871 rb", "dua juta"];
const PERCENT: &[&str] = &["57,7%", "63%", "4 persen", "98,76", "0,3311"];
const DATE: &[&str] = &["31/12/2019", "2019-12-31", "27 November 2022", "8-4-2019", "1 Mei 2020"];
const ODD_DATE: &[&str] =
    &["Jum'at, 10 Nop 2019", "Mei 2019", "31 Desember 2019 (Selasa)", "per 30 Juni 2019", "belum"];
const TEXT: &[&str] = &["Pengadaan alat kesehatan Puskesmas 3", "Penataan  taman\u{a0}kota ", "A &amp; B", "Jumâ€™at"];
const PERSONAL: &[&str] =
    &["Pekerjaan terkendala cuaca", "NIP. 19850101 201001 1 999", "HP 0812-3456-7890, Rp 1.500.000"];

const KERNELS: &[Kernel] = &[
    ("money", |text| answer(money::parse(text, &money::Options::default())), MONEY),
    ("money_quick", |text| answer(money::quick(text, &money::Options::default())), MONEY),
    ("money_odd", |text| answer(money::parse(text, &money::Options::default())), ODD_MONEY),
    (
        "number",
        |text| answer(number::parse(text, &number::Options::default())),
        &["1.234,56", "1.234.567", "12", "1,2 juta"],
    ),
    ("percent", |text| answer(percent::parse(text, &percent::Options::default())), PERCENT),
    (
        "quantity",
        |text| answer(quantity::parse(text, &quantity::Options::default())),
        &["1.250 m3", "12 ha", "35 ton/hari"],
    ),
    ("date", |text| answer(date::parse(text, &date::Options::default())), DATE),
    ("date_quick", |text| answer(date::quick(text, &date::Options::default())), DATE),
    ("date_odd", |text| answer(date::parse(text, &date::Options::default())), ODD_DATE),
    (
        "period",
        |text| answer(period::parse(text, &period::Options::default())),
        &["Triwulan III 2019", "TA 2019/2020", "Mei 2019"],
    ),
    ("boolean", |text| answer(boolean::parse(text, &boolean::Options::default())), &["ya", "tidak", "v", "-"]),
    ("null_marker", |text| answer(null_marker::classify(text)), &["n/a", "-", "belum ada", "12"]),
    ("text", |text| answer(text::clean(text, &text::Options::default())), TEXT),
    ("personal", |text| answer(personal::mask(text)), PERSONAL),
    (
        "person_name",
        |text| answer(person_name::parse(text, &person_name::Options::default())),
        &["Dr. H. Ahmad Fauzi, S.T., M.T.", "SITI RAHMAWATI"],
    ),
    ("terbilang", |text| answer(terbilang::parse(text)), &["enam ratus lima puluh miliar rupiah"]),
    (
        "account_code",
        |text| answer(account_code::parse(text, &account_code::Options::default())),
        &["5.1.02.02.12.0001", "4.1"],
    ),
    (
        "programme_code",
        |text| answer(programme_code::parse(text, &programme_code::Options::default())),
        &["1.03.05.2.01.0049"],
    ),
    (
        "area_code",
        |text| answer(area_code::parse(text, &area_code::Options::default())),
        &["15.71.02.1003", "1571021003"],
    ),
];

/// An answer that the compiler cannot leave out.
fn answer<T>(answer: T) {
    let _ = black_box(answer);
}

fn main() {
    let asked = std::env::args().nth(1);
    for (name, kernel, texts) in KERNELS {
        match asked.as_deref() {
            None => println!("{name}"),
            Some(asked) if asked == *name => measured(*kernel, texts),
            Some(_) => {}
        }
    }
}

/// What is counted: each text once to warm up what is made at first use, then each text once more.
fn measured(kernel: fn(&str), texts: &[&str]) {
    texts.iter().for_each(|text| kernel(text));
    counted(kernel, texts);
}

#[inline(never)]
fn counted(kernel: fn(&str), texts: &[&str]) {
    texts.iter().for_each(|text| kernel(black_box(text)));
}
