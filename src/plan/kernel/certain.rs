//! Whether a reading may stand: what rests on a guess, contradicts itself or loses what was written is refused.

use super::{Held, Terms, UNUSUAL};
use crate::{
    diagnostic::code,
    plan::evaluate::Fault,
    value::{numeral::locale::Locale, reason},
    words,
};

/// A mark that may decimate or part thousands.
const AMBIGUOUS: &str = "ambiguous_separator";

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
pub(super) fn certain(text: &str, flags: &[&str], column: (Option<Locale>, &Terms)) -> Result<(), Fault> {
    if flags.is_empty() {
        return Ok(());
    }
    let (locale, terms) = column;
    // A lone mark before three digits is the business of the notation.
    if let Some(flag) = flags.iter().find(|flag| **flag != AMBIGUOUS && !terms.accepts(flag)) {
        return Err(not_accepted(text, flag));
    }
    let refused = |(id, en): Both, (help_id, help_en): Both| {
        let message = words!("`{text}` {id}", "`{text}` {en}");
        Err(Fault { code: code::VALUE_REFUSED, message, help: Some(words!("{help_id}", "{help_en}")) })
    };
    let is_lost = |(lost, columns, ..): &&(&[&str], &[Held], Both, Both)| {
        let is_lost = |flag: &&str| lost.contains(flag) && !terms.names(flag);
        flags.iter().any(is_lost) && !columns.iter().any(|column| terms.held.contains(column))
    };
    if let Some((_, _, what, help)) = LOST.iter().find(is_lost) {
        return refused(*what, *help);
    }
    if locale.is_none() && flags.contains(&AMBIGUOUS) {
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

impl Terms {
    /// Whether the step takes texts with this flag, or this reason of absence.
    fn accepts(&self, word: &str) -> bool {
        self.accept.is_none() || self.names(word)
    }

    fn names(&self, word: &str) -> bool {
        self.accept.iter().flatten().any(|accepted| accepted == word)
    }

    /// A text that says why there is no value is refused where the step does not take that.
    pub(super) fn absence(&self, text: &str, reason: &str) -> Result<(), Fault> {
        // `Rp` alone says as little as an empty cell, but somebody wrote it.
        if text.trim().is_empty() || self.accepts(reason) { Ok(()) } else { Err(not_accepted(text, reason)) }
    }
}

fn not_accepted(text: &str, word: &str) -> Fault {
    let known = UNUSUAL.iter().find(|(known, ..)| *known == word).map(|(_, id, en)| (*id, *en));
    let (id, en) = known.or_else(|| reason::words(word)).unwrap_or((word, word));
    let message = words!(
        "`{text}` ditulis dengan cara yang tidak diterima langkah ini: {id} (`{word}`)",
        "`{text}` is written in a way that the step does not accept: {en} (`{word}`)"
    );
    let help = words!(
        "perbaiki selnya, atau tambahkan `{word}` ke `accept` langkah ini",
        "mend the cell, or add `{word}` to the step's `accept`"
    );
    Fault { code: code::VALUE_REFUSED, message, help: Some(help) }
}
