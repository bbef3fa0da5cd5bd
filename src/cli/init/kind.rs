//! What kind of value a column holds: the most specific one that reads every cell, or text.

mod boolean;
mod code;
mod date;
mod money;
mod notation;
mod number;
mod percent;
mod period;
mod quantity;

use super::{
    cells::Cells,
    draft::{Companion, Step},
    remark::{Remark, examples},
};
use crate::{diagnostic::Words, plan::kernel::Kernel, words};

/// What was guessed of a column.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    /// The kind, for people.
    pub kind: Words,
    /// The step that reads it; none for text.
    pub step: Option<Step>,
    /// Why, and what is open.
    pub remarks: Vec<Remark>,
    /// Unit of the released values.
    pub unit: Option<String>,
}

/// What a kind says of a column.
enum Verdict {
    /// Nothing speaks for it.
    Other,
    /// It reads every cell.
    Sure(Guess),
    /// It reads most cells; the question names the others.
    Nearly(Remark),
    /// Several readings are possible.
    Open(Remark),
}

/// Kinds from the most specific one to the least; percentages and money are numbers, which any code may look like.
const KINDS: &[fn(&Cells<'_>) -> Verdict] = &[
    boolean::guess,
    code::guess,
    percent::guess,
    money::guess,
    date::guess,
    period::guess,
    quantity::guess,
    number::guess,
];

/// The kind of a column.
pub(super) fn guess(cells: &Cells<'_>) -> Guess {
    let mut open = Vec::new();
    for kind in KINDS {
        match kind(cells) {
            Verdict::Sure(guess) => return guess,
            Verdict::Open(question) => {
                open = vec![question];
                break;
            }
            Verdict::Nearly(question) if open.is_empty() => open.push(question),
            Verdict::Nearly(_) | Verdict::Other => {}
        }
    }
    Guess { kind: words!("teks", "text"), step: None, remarks: open, unit: None }
}

/// A kind whose kernel is set up as its step sets it up.
struct Candidate {
    kernel: Kernel,
    kind: Words,
    why: Words,
    step: Step,
    unit: Option<String>,
}

/// Of different texts, one in so many may be refused by a kind that is still worth a question.
const NEARLY: usize = 5;

/// Sure when the kernel reads every cell; a question when it reads nearly all.
fn judge(cells: &Cells<'_>, candidate: Candidate) -> Verdict {
    let reading = cells.read(&candidate.kernel);
    if reading.values == 0 {
        return Verdict::Other;
    }
    let Candidate { kind, why, step, unit, .. } = candidate;
    if reading.refused.is_empty() {
        let remarks = vec![Remark::Guess(why)];
        return Verdict::Sure(Guess { kind, step: Some(step), remarks, unit });
    }
    if reading.refused.len() * NEARLY > cells.texts.len() {
        return Verdict::Other;
    }
    let (count, row) = (reading.refused.len(), reading.refused.first().map_or(0, |(_, row)| *row));
    let shown = examples(reading.refused.iter().map(|(text, _)| *text));
    let (id, en) = (&kind.id, &kind.en);
    let question = words!(
        "{count} macam isi sel bukan {id} yang pasti: {shown} (mulai baris {row}), jadi kolom ini dibaca sebagai teks; setelah diperbaiki:",
        "{count} different texts are not of kind {en} for certain: {shown} (from row {row}), so the column is read as text; once mended:"
    );
    Verdict::Nearly(Remark::Question(question, vec![step.line()]))
}

/// A companion column of a step.
const fn companion(key: &'static str, suffix: &'static str, title: (&'static str, &'static str)) -> Companion {
    Companion { key, suffix, title }
}

/// How an amount is meant.
const QUALIFIER: Companion = companion("qualifier", "kualifier", ("sifat nilai", "how the value is meant"));

#[cfg(test)]
mod tests {
    use super::*;

    /// The step that reads a column, then its questions.
    fn step(heading: &str, cells: &[&str]) -> String {
        let cells = Cells::new(heading, &[], cells.iter().zip(2..).map(|(text, row)| (*text, row)));
        let guess = guess(&cells);
        let mut text = guess.step.map_or_else(|| "text".to_owned(), |step| step.line());
        for remark in guess.remarks.iter().filter(|remark| remark.is_question()) {
            text.push('\n');
            text.push_str(remark.lines(0, crate::diagnostic::Language::En).trim_end());
        }
        text
    }

    #[test]
    fn the_most_specific_kind_that_reads_every_cell_is_chosen() {
        let table: [(&str, &[&str], &str); 22] = [
            ("Aktif", &["Ya", "Tidak", "-"], "- parse_boolean: { columns: […] }"),
            ("Jumlah", &["1", "0"], "- parse_number: { columns: […] }"),
            ("Kode Rekening", &["5.1.02", "5.1.02.01"], "- parse_code: { columns: […], kind: account }"),
            ("Kode", &["15.71", "15.71.03"], "- parse_code: { columns: […], kind: area }"),
            ("Fisik", &["57,7 %", "40 persen"], "- parse_percent: { columns: […] }"),
            (
                "Fisik (%)",
                &["57,125", "0,5"],
                "- parse_percent: { columns: […], decimals: 3, options: { basis: percent } }",
            ),
            ("Capaian", &["sekitar 50 persen"], "- parse_percent: { columns: […], qualifier: …_kualifier }"),
            ("Pagu", &["1.250.000", "75.000"], "- parse_money: { columns: […] }"),
            (
                "Nilai",
                &["Rp650 milyar", "sekitar Rp900 milyar"],
                "- parse_money: { columns: […], qualifier: …_kualifier }",
            ),
            ("Hibah", &["US$ 1.000.000", "Rp 5.000"], "- parse_money: { columns: […], currency: …_mata_uang }"),
            (
                "Anggaran (dalam jutaan rupiah)",
                &["12,5"],
                "- parse_money: { columns: […], options: { header_scale: juta } }",
            ),
            ("Skor Nilai", &["80", "92"], "- parse_number: { columns: […] }"),
            ("Tanggal", &["31/12/2019", "1 Mei 2020"], "- parse_date: { columns: […] }"),
            ("Date", &["12/31/2019"], "- parse_date: { columns: […], options: { order: month_first } }"),
            (
                "Keadaan",
                &["Mei 2019", "31 Desember 2019"],
                "- parse_date: { columns: […], to: partial, precision: …_ketelitian }",
            ),
            ("Periode", &["TW II 2019"], "- parse_period: { columns: […], end: …_akhir }"),
            ("Peserta", &["200 orang", "12 orang"], "- parse_quantity: { columns: […], expect: orang }"),
            ("Luas", &["5,2 Ha", "300 m2"], "- parse_quantity: { columns: […], decimals: 1, unit: …_satuan }"),
            ("Tahun", &["2019", "2020"], "- parse_number: { columns: […] }"),
            ("Tahun Anggaran", &["2019,2020", "2019"], "text"),
            ("Nomor Telepon", &["0741123456"], "text"),
            ("NIK", &["1571012304850003"], "text"),
        ];
        for (heading, cells, expected) in table {
            assert_eq!(step(heading, cells), expected, "{heading} {cells:?}");
        }
    }

    #[test]
    fn one_bad_cell_makes_text_and_a_question() {
        let cells = ["Rp 1.000.000", "Rp 2.000", "Rp 3.000", "Rp 4.000", "belum ditetapkan"];
        let expected = "text
# question: 1 different texts are not of kind money (IDR) for certain: `belum ditetapkan` (from row 6), so the column
#   is read as text; once mended:
#   - parse_money: { columns: […] }";
        assert_eq!(step("Nilai", &cells), expected);
    }

    #[test]
    fn what_has_two_readings_is_asked() {
        let table: [(&str, &[&str], &str); 4] = [
            (
                "Tanggal",
                &["05/04/2019"],
                "# question: does the day or the month come first (`05/04/2019`)? Choose one:",
            ),
            ("Porsi (%)", &["0,5", "0,25"], "# question: `0,5`, `0,25`: per cent, or fractions of one? Choose one:"),
            ("kolom_5", &["3,6 M", "571 Jt"], "# question: `3,6 M`: money or a measure? Choose one:"),
            (
                "Luas",
                &["1,234"],
                "# question: `1,234`: does a comma or a dot decimate? Choose one (decimals: how many digits stand behind that mark):",
            ),
        ];
        for (heading, cells, question) in table {
            let answer = step(heading, cells);
            let folded = answer.replace("\n#   does", " does").replace("\n#   behind", " behind");
            assert!(folded.starts_with("text\n"), "{heading}: {answer}");
            assert!(folded.contains(question), "{heading}: {answer}");
        }
    }
}
