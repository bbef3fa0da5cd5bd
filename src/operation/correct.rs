//! Applies the corrections that people have written beside the pipeline.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, Kind, Words, code, nearest},
    plan::{
        Cell, Flow, Operator,
        cell::Writer,
        kernel::{Aspect, DatePart, Evidence, Kernel},
        operator::{Correct as Corrected, Correction},
    },
    schema::Type,
    value::{boolean, date, number},
    words,
    workspace::{
        Door, Placed,
        corrections::{self, WrittenCorrection},
    },
};

/// Applies corrections of single cells: `corrections.csv` beside the pipeline, one line for each cell.
///
/// Its columns are `key` (values of a key of several columns with `|` between them, a bar inside a value as `\|`), `column`, `old`, `new`, `reason`,
/// `by`, `date` and, if it is to be looked at again, `expires`: the last day of data for which it holds. Values are
/// written as the column has them at this step. A line whose old value no longer stands, whose row is not there or which
/// has expired holds the release: the source has been repaired, or has changed. The register is published without `by`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    /// The columns that tell one row from another at this step.
    key: Vec<Placed<String>>,
    /// Another file than `corrections.csv` beside the pipeline, by its path from the root of the workspace.
    #[serde(default)]
    file: Option<Placed<String>>,
}

impl Correct {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if self.key.is_empty() {
            flow.bad_step(words!("sebutkan sedikitnya satu kolom di `key`", "name at least one column under `key`"));
        }
        let key = flow.columns(&self.key);
        let Some(written) = self.read(flow) else { return };
        if key.len() != self.key.len() {
            return;
        }
        let corrections = written.into_iter().filter_map(|one| self.correction(one, flow)).collect();
        let corrections = only_one_each(corrections, flow);
        let (place, names) = (flow.place(), self.key.iter().map(|name| name.value.clone()).collect());
        flow.push(Operator::Correct(Corrected { key, names, corrections: Arc::new(corrections), place }));
    }

    fn path(&self, flow: &mut Flow<'_>) -> Option<String> {
        let Some(file) = &self.file else {
            let pipeline = flow.place().path;
            let folder = pipeline.rsplit_once('/').map_or("", |(folder, _)| folder);
            return Some(format!("{folder}/{}", corrections::FILE));
        };
        if Door::is_inside(file) {
            return Some(file.value.clone());
        }
        flow.bad_value(&file.span, words!("`{file}` di luar ruang kerja", "`{file}` is outside the workspace"));
        None
    }

    fn read(&self, flow: &mut Flow<'_>) -> Option<Vec<WrittenCorrection>> {
        let path = self.path(flow)?;
        let text = match flow.world.door.read_text(&flow.world.door.path(&path)) {
            Ok(text) => text,
            Err(mistake) => {
                let place = self.file.as_ref().map_or_else(|| flow.place(), |file| flow.place_of(&file.span));
                let help = words!(
                    "buat berkas itu dengan kepala `key,column,old,new,reason,by,date`, atau hapus langkah ini",
                    "make the file with the heading `key,column,old,new,reason,by,date`, or remove the step"
                );
                let mistake = Diagnostic { code: code::REFERENCE_FILE, kind: Kind::Mistake, ..mistake };
                flow.mistake(mistake.at(place).help(help));
                return None;
            }
        };
        match corrections::read(&path, &text) {
            Ok(written) => Some(written),
            Err(mistakes) => {
                for mistake in mistakes {
                    flow.mistake(mistake);
                }
                None
            }
        }
    }

    fn correction(&self, written: WrittenCorrection, flow: &mut Flow<'_>) -> Option<Correction> {
        let mut mistake = |words: Words, help: Option<Words>| {
            let mistake = Diagnostic::mistake(code::CORRECTION_WRITTEN, words).at(written.place.clone());
            flow.mistake(Diagnostic { help, ..mistake });
        };
        let (given, wanted) = (written.key.len(), self.key.len());
        if given != wanted {
            mistake(
                words!(
                    "kunci punya {given} nilai, seharusnya {wanted}",
                    "the key has {given} values, expected {wanted}"
                ),
                Some(words!(
                    "pisahkan nilai-nilainya dengan `|`; `|` di dalam nilai ditulis `\\|`",
                    "part its values with `|`; write a `|` inside a value as `\\|`"
                )),
            );
            return None;
        }
        let Some(column) = flow.schema.position(&written.column) else {
            if flow.is_certain() {
                let name = &written.column;
                let help = nearest::known_names(name, flow.schema.names(), ("kolom", "columns"));
                let words = words!("tidak ada kolom `{name}`", "no column is named `{name}`");
                let unknown = Diagnostic::mistake(code::UNKNOWN_COLUMN, words).at(written.place.clone());
                flow.mistake(Diagnostic { help, ..unknown });
            }
            return None;
        };
        let kind = flow.kind(column);
        match (typed(&written.old, kind), one(&written.new, kind)) {
            (Ok(old), Ok(new)) => Some(Correction { column, old, new, written }),
            (Err(words), _) | (_, Err(words)) => {
                let help = words!(
                    "tulis nilai seperti yang dimiliki kolom ini di langkah ini; sebelum langkah parse_* selnya masih teks",
                    "write values as the column has them at this step; before a step parse_* its cells are texts"
                );
                flow.mistake(Diagnostic::mistake(code::CORRECTION_WRITTEN, words).at(written.place).help(help));
                None
            }
        }
    }
}

/// Two lines for one cell would hang on their order.
fn only_one_each(corrections: Vec<Correction>, flow: &mut Flow<'_>) -> Vec<Correction> {
    let mut known: BTreeMap<(Vec<String>, usize), usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for one in corrections {
        let line = one.written.place.line_and_column().0;
        if let Some(first) = known.insert((one.written.key.clone(), one.column), line) {
            let message = words!("sel ini sudah dikoreksi di baris {first}", "line {first} corrects the same cell");
            flow.mistake(Diagnostic::mistake(code::CORRECTION_WRITTEN, message).at(one.written.place.clone()));
        } else {
            kept.push(one);
        }
    }
    kept
}

/// A value as its column holds it, which can mean one thing only and fits.
fn one(text: &str, kind: Type) -> Result<Cell<'static>, Words> {
    let mut readings = typed(text, kind)?;
    if let [value] = readings.as_mut_slice() {
        let value = std::mem::replace(value, Cell::Null);
        let fits = Writer::new(kind, 1).push(&value).is_ok();
        let word = kind.word();
        return fits
            .then_some(value)
            .ok_or_else(|| words!("`{text}` tidak muat dalam `{word}`", "`{text}` does not fit `{word}`"));
    }
    let shown: Vec<String> = readings.iter().filter_map(|cell| Some(cell.text()?.into_owned())).collect();
    let shown = shown.join(" / ");
    Err(words!(
        "`{text}` punya dua bacaan: {shown}; tulis salah satunya tanpa keraguan",
        "`{text}` has two readings: {shown}; write the one that is meant without a doubt"
    ))
}

/// The values that a text may mean in a column of a type.
fn typed(text: &str, kind: Type) -> Result<Vec<Cell<'static>>, Words> {
    if text.is_empty() {
        return Ok(vec![Cell::Null]);
    }
    let kernel = match kind {
        Type::Text => return Ok(vec![Cell::Text(text.to_owned().into())]),
        Type::Integer | Type::Decimal(_) => Kernel::Number(number::Options::default(), kind),
        Type::Date => Kernel::Date(date::Options::default(), DatePart::Day { any_precision: false }),
        Type::DateTime => Kernel::Date(date::Options::default(), DatePart::Moment { any_precision: false }),
        Type::Boolean => Kernel::Boolean(boolean::Options::default()),
    };
    let aspect = if kind.is_number() { Aspect::DecimalMark } else { Aspect::DayOrder };
    let kernels = match kernel.evidence(text, aspect) {
        Evidence::Silent => vec![kernel],
        Evidence::Proves(notation) => vec![kernel.in_notation(notation)],
        Evidence::Doubtful => aspect.notations().map(|notation| kernel.clone().in_notation(notation)).to_vec(),
    };
    let read: Vec<_> = kernels.iter().map(|kernel| kernel.read(text)).collect();
    let values: Vec<Cell<'static>> = read.iter().filter_map(|value| value.as_ref().ok().cloned()).collect();
    match read.into_iter().find_map(Result::err) {
        Some(fault) if values.is_empty() => Err(fault.message),
        _ => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Bench};

    const FILE: &str = "pipelines/uji/corrections.csv";
    const HEADING: &str = "key,column,old,new,reason,by,date,expires\n";
    const TABLE: &str = "nama,tahun,nilai\nA,2019,100\nB,2019,\"1.511,15\"\n";

    fn corrected(lines: &str) -> Bench {
        let steps = "- parse_money: { columns: [nilai] }\n- correct: { key: [nama, tahun] }";
        testing::steps(steps).over(TABLE).file(FILE, &format!("{HEADING}{lines}"))
    }

    #[test]
    fn a_value_is_replaced_where_the_old_one_stands() {
        let bench = corrected(
            "A|2019,nilai,\"100,00\",\"1.000.000\",salah ketik,Ani,2026-01-31,\nB | 2019,nilai,1511.15,,bukan anggaran,Ani,2026-01-31,\n",
        );
        insta::assert_snapshot!(bench.table(), @"
        nama,tahun,nilai
        A,2019,1000000.00
        B,2019,
        ");
        insta::assert_snapshot!(bench.findings(), @"");
    }

    #[test]
    fn an_old_value_that_no_longer_stands_and_a_row_that_is_not_there_hold_the_release() {
        let bench = corrected("A|2019,nilai,99,1,x,Ani,2026-01-31,\nC|2019,nilai,1,2,x,Ani,2026-01-31,\n");
        insta::assert_snapshot!(bench.findings(), @"
        holds 1.csv › row 2 (nilai): TB0334 the correction pipelines/uji/corrections.csv:2 expects `99`, but the cell holds `100.00` (the source has been repaired or has changed: remove that line, or renew its old value)
        holds `C|2019,nilai,1,2,x,Ani,2026-01-31,`: TB0334 the correction finds no row `C|2019` (see the key (its row may be in quarantine), or remove this line)
        ");
    }

    #[test]
    fn a_correction_that_has_expired_holds_the_release() {
        let bench = corrected("A|2019,nilai,100,1,x,Ani,2018-01-31,2018-12-31\n");
        insta::assert_snapshot!(bench.findings(), @"holds `A|2019,nilai,100,1,x,Ani,2018-01-31,2018-12-31`: TB0335 the correction `A|2019` holds only for data older than 2019-12-31 (look at the source again, then prolong `expires` or remove the line)");
    }

    #[test]
    fn lines_that_cannot_be_used_are_mistakes() {
        let bench = corrected(
            "A,nilai,1,2,x,Ani,2026-01-31,\nA|2019,nilia,1,2,x,Ani,2026-01-31,\nA|2019,nilai,100,1.234,x,Ani,2026-01-31,\nB|2019,nilai,1,2,x,Ani,2026-01-31,\nB|2019,nilai,1,2,x,Ani,2026-01-31,\n",
        );
        insta::assert_snapshot!(bench.mistakes(), @r"
        `A,nilai,1,2,x,Ani,2026-01-31,`: TB0333 the key has 1 values, expected 2 (part its values with `|`; write a `|` inside a value as `\|`)
        `A|2019,nilia,1,2,x,Ani,2026-01-31,`: TB0104 no column is named `nilia` (write `nilai`, if that is meant)
        `A|2019,nilai,100,1.234,x,Ani,2026-01-31,`: TB0333 `1.234` has two readings: 1234 / 1.234; write the one that is meant without a doubt (write values as the column has them at this step; before a step parse_* its cells are texts)
        `B|2019,nilai,1,2,x,Ani,2026-01-31,`: TB0333 line 5 corrects the same cell
        ");
    }

    #[test]
    fn a_file_that_no_step_applies_and_a_step_without_file_are_mistakes() {
        let unused = testing::steps("- tidy_text").over(TABLE).file(FILE, HEADING);
        insta::assert_snapshot!(unused.mistakes(), @"pipelines/uji/corrections.csv: TB0336 no step `correct` applies this file (add `- correct: { key: […] }`)");
        let absent = testing::steps("- correct: { key: [nama] }").over(TABLE);
        insta::assert_snapshot!(absent.mistakes(), @"`correct: { key: [nama] }`: TB0112 could not read `pipelines/uji/corrections.csv`: no such file or folder (make the file with the heading `key,column,old,new,reason,by,date`, or remove the step)");
    }
}
