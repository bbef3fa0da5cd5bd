//! A cell held against what the cells of its column prove.

use std::borrow::Cow;

use super::{Bearing, Segment, Witness};
use crate::{
    diagnostic::code,
    plan::{
        Cell,
        cell::View,
        evaluate::{Fault, evaluate},
        kernel::{Aspect, Kernel, Notation},
        operator::{Derivation, Repair},
        proof::{Held, Proof, Verdict},
    },
    table::Origin,
    value::numeral::locale::Locale,
    words,
};

use super::{figures::typed_as_thousands, prove::repair_help, survey::read_by};

/// Why a cell was not read, and the cell that speaks against it.
pub(super) struct Doubt {
    pub fault: Fault,
    pub witness: Option<Witness>,
}

impl From<Fault> for Doubt {
    fn from(fault: Fault) -> Self {
        Self { fault, witness: None }
    }
}

impl Segment<'_> {
    /// Reads a cell of a column whose cells do not all agree with what most of them prove.
    pub(super) fn held<'a>(
        &self,
        held: &Held,
        derivation: &'a Derivation,
        (views, row): (&[View<'a>], usize),
    ) -> Result<Cell<'a>, Doubt> {
        let origin = self.rows.batch.origins.get(row).copied().unwrap_or(Origin { table: 0, record: 0 });
        if let Some((_, argument)) = read_by(derivation)
            && let Cell::Text(text) = evaluate(argument, views, row)?
        {
            let number = held.from.as_deref().and_then(|from| (self.held_as_number)(origin, from));
            if let Some(locale) = number {
                let [indonesian, english] = &held.spelled;
                let kernel = if locale == Locale::English { english } else { indonesian };
                for (proof, says) in held.proofs.iter().filter(|(proof, _)| proof.aspect != Aspect::DecimalMark) {
                    agree(&text, origin, (proof, says))?;
                }
                return undamaged(&text, derivation.repair, held.damaged)
                    .and_then(|text| kernel.read(&text))
                    .map_err(Doubt::from);
            }
            if held.texts_too
                && text.contains('.')
                && let Cow::Owned(typed) = undamaged(&text, derivation.repair, held.damaged)?
            {
                let [indonesian, _] = &held.spelled;
                return indonesian.read(&typed).map_err(Doubt::from);
            }
            for (proof, kernel) in &held.proofs {
                agree(&text, origin, (proof, kernel))?;
            }
        }
        evaluate(&derivation.expression, views, row).map_err(Doubt::from)
    }
}

/// The text of a cell that the file holds as a number, as it was typed where that is declared.
fn undamaged(text: &str, repair: Option<Repair>, damaged: Option<u64>) -> Result<Cow<'_, str>, Fault> {
    let Some(whole) = damaged else { return Ok(Cow::Borrowed(text)) };
    let Some(typed) = typed_as_thousands(text) else {
        let is_decimal = text.bytes().filter(|byte| matches!(byte, b'.' | b',')).count() == 1;
        return if repair == Some(Repair::Thousands) && is_decimal { Err(no_thousands(text)) } else { Ok(text.into()) };
    };
    match repair {
        Some(Repair::Keep) => Ok(Cow::Borrowed(text)),
        Some(Repair::Thousands) => Ok(Cow::Owned(typed)),
        None => {
            let message = words!(
                "`{text}` berdesimal di antara {whole} bilangan bulat: mungkin {typed} yang diubah Excel",
                "`{text}` has decimals among {whole} whole numbers: perhaps {typed}, changed by a spreadsheet"
            );
            Err(Fault { code: code::DAMAGED, message, help: Some(repair_help()) })
        }
    }
}

/// A decimal in a column whose decimals are declared to be thousands.
fn no_thousands(text: &str) -> Fault {
    let message = words!(
        "`{text}` tidak mungkin ribuan, padahal langkah ini menyatakan `repair: thousands`",
        "`{text}` cannot have been thousands, as `repair: thousands` of the step says"
    );
    let help = words!(
        "perbaiki selnya, atau nyatakan `repair: keep` bila kolom ini memang berisi desimal",
        "mend the cell, or declare `repair: keep` if the column does hold decimals"
    );
    Fault { code: code::DAMAGED, message, help: Some(help) }
}

fn agree(text: &str, origin: Origin, (proof, kernel): (&Proof, &Kernel)) -> Result<(), Doubt> {
    match proof.judge(kernel.evidence(text, proof.aspect), origin) {
        Verdict::Read => Ok(()),
        Verdict::Contradicts => Err(contradiction(text, proof)),
        Verdict::Doubtful => Err(Doubt::from(doubtful(text, (proof, kernel)))),
    }
}

fn contradiction(text: &str, proof: &Proof) -> Doubt {
    let side = proof.notation.map_or(0, Notation::side);
    let (id, en) = proof.aspect.notations()[side].words();
    let message = words!(
        "`{text}` bertentangan dengan kolomnya, yang memakai {id}",
        "`{text}` contradicts its column, which has {en}"
    );
    let declaration = proof.aspect.declarations()[side];
    // A number of the other notation has one reading still; a date of the other order has none.
    let help = if proof.aspect == Aspect::DecimalMark {
        words!(
            "perbaiki selnya; bila memang ditulis begitu, nyatakan `{declaration}` pada langkah ini",
            "mend the cell; if it is written as it is meant, declare `{declaration}` in the step"
        )
    } else {
        words!("perbaiki selnya", "mend the cell")
    };
    let proving = proof.tally.proving.get(side);
    let witness = proving.and_then(|proving| {
        let (origin, text) = proving.first.first()?.clone();
        Some(Witness { bearing: Bearing::Proves, origin, text, others: proving.count.saturating_sub(1) })
    });
    Doubt { fault: Fault { code: code::NOTATION_CONTRADICTED, message, help: Some(help) }, witness }
}

fn doubtful(text: &str, (proof, kernel): (&Proof, &Kernel)) -> Fault {
    let readings = kernel.readings(text, proof.aspect).join(" / ");
    if proof.is_tied() || proof.notation.is_some() {
        let message = words!(
            "`{text}` ({readings}): sel-sel kolom ini saling bertentangan",
            "`{text}` ({readings}): the cells of the column contradict each other"
        );
        return Fault { code: code::NOTATION_OPEN, message, help: Some(proof.declaration()) };
    }
    let message = words!(
        "`{text}` punya dua bacaan ({readings}), dan tidak ada sel di kolom ini yang membuktikan mana yang dimaksud",
        "`{text}` has two readings ({readings}), and no cell of the column proves which is meant"
    );
    Fault { code: code::NOTATION_OPEN, message, help: Some(proof.declaration()) }
}

/// A value that its column cannot hold.
pub(super) fn does_not_fit(cell: &Cell<'_>, derivation: &Derivation) -> Fault {
    let (shown, kind) = (cell.text().unwrap_or_default().into_owned(), derivation.kind.word());
    let message = words!(
        "`{shown}` tidak muat dalam `{kind}` tanpa kehilangan angka",
        "`{shown}` does not fit `{kind}` without losing digits"
    );
    let is_money = read_by(derivation).is_some_and(|(kernel, _)| matches!(kernel.alone(), Kernel::Money(..)));
    let help = is_money.then(|| {
        words!(
            "nyatakan `options: {{ round: true }}` pada langkah ini bila angka di belakang sen hanya sisa hitungan",
            "declare `options: {{ round: true }}` in the step if the digits behind the cents are remains of a computation"
        )
    });
    Fault { code: code::VALUE_REFUSED, message, help }
}
