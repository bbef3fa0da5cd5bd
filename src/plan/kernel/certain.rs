//! Whether a reading may stand: what rests on a guess, contradicts itself or loses what was written is refused.

use super::Held;
use crate::{diagnostic::code, plan::evaluate::Fault, value::numeral::locale::Locale, words};

/// A text in Indonesian and English.
type Both = (&'static str, &'static str);

/// What a text says besides its value and would be lost: contradictions, and marks unless one of these columns is there.
const LOST: &[(&[&str], &[Held], Both, Both)] = &[
    (
        &["terbilang_mismatch", "weekday_mismatch"],
        &[],
        ("bertentangan dengan dirinya sendiri", "contradicts itself"),
        (
            "tanyakan kepada pemilik data mana yang benar, lalu perbaiki selnya",
            "ask the owner which is right, then mend the cell",
        ),
    ),
    (
        &["provisional", "very_provisional", "very_very_provisional", "revised", "estimate"],
        &[Held::Status, Held::Flags],
        ("bertanda sementara, revisi, atau perkiraan", "is marked as provisional, revised or estimated"),
        (
            "tambahkan `status: nama_kolom` pada langkah ini, atau perbaiki selnya",
            "add `status: column_name` to the step, or mend the cell",
        ),
    ),
    (
        &["until", "approx_within", "mean"],
        &[Held::Flags],
        ("menyebut batas atau rata-rata, bukan satu nilai", "names a bound or a mean, not one value"),
        (
            "tambahkan `flags: nama_kolom` pada langkah ini, atau perbaiki selnya",
            "add `flags: column_name` to the step, or mend the cell",
        ),
    ),
    (
        &["scientific"],
        &[],
        ("kehilangan angka: Excel hanya menyimpan 15 digit", "has lost digits: Excel keeps 15 of them"),
        ("ketik ulang angka lengkapnya sebagai teks", "type the whole number again, as text"),
    ),
];

/// A reading that rests on a guess of the notation, contradicts itself, or loses what was written is refused.
pub(super) fn certain(text: &str, flags: &[&str], column: (Option<Locale>, &[Held])) -> Result<(), Fault> {
    let (locale, held) = column;
    let refused = |(id, en): Both, (help_id, help_en): Both| {
        let message = words!("`{text}` {id}", "`{text}` {en}");
        Err(Fault { code: code::VALUE_REFUSED, message, help: Some(words!("{help_id}", "{help_en}")) })
    };
    let is_lost = |(lost, columns, ..): &&(&[&str], &[Held], Both, Both)| {
        flags.iter().any(|flag| lost.contains(flag)) && !columns.iter().any(|column| held.contains(column))
    };
    if let Some((_, _, what, help)) = LOST.iter().find(is_lost) {
        return refused(*what, *help);
    }
    if locale.is_none() && flags.contains(&"ambiguous_separator") {
        return refused(
            (
                "punya dua bacaan: tanda di depan tiga angka bisa desimal atau pemisah ribuan",
                "has two readings: the mark before three digits may be a decimal mark or part thousands",
            ),
            (
                "tetapkan notasi kolom: `options: { locale: id-ID }` atau `{ locale: en }`",
                "declare the notation of the column: `options: { locale: id-ID }` or `{ locale: en }`",
            ),
        );
    }
    Ok(())
}
