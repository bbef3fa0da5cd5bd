//! The first operators of a stage, applied to rows as they come, so that nobody need hold all that was read.
//!
//! What the cells of a column prove is known only when all have been seen. So the first rows tell the notation in which all
//! are read, and in the end the whole column is asked. Where it says anything else, what was done does not count, and the
//! stage has to be run over all rows at once.

use std::ops::Range;

use rayon::prelude::*;

use super::{Begun, EngineError, Flow, broken, came_in, leaving::Leaving};
use crate::{
    diagnostic::Diagnostic,
    plan::{
        Operator, StagePlan, Verdict,
        measure::Tracks,
        operator::Derivation,
        output::output,
        row_wise::{
            self, Counts, Proven,
            survey::{self, Surveyed},
        },
    },
    schema::Schema,
    spill::Spill,
    table::{Batch, Origin, Sieved},
};

/// The first operators of a stage at work.
pub struct Head<'a> {
    stage: &'a StagePlan,
    parts: Vec<Part>,
    came_in: Counts,
    rows: Vec<Sieved>,
    /// How many of them lie in files.
    laid: usize,
    input: Schema,
    output: Schema,
    /// The columns of what comes out that nobody will ask for.
    unasked: &'a [usize],
    spill: &'a Spill,
    /// Whether the rows so far were read as they would be if all had been seen before.
    is_sure: bool,
}

/// Operators that are applied together.
struct Part {
    operators: Range<usize>,
    /// The columns that reach them.
    schema: Schema,
    work: Work,
    counts: Counts,
    /// How many of the rows that were refused have been told.
    told: usize,
}

enum Work {
    /// Row by row, in the notation that the first rows prove, and what was seen in all.
    RowWise { read: Option<Vec<Operator>>, seen: Vec<Surveyed> },
    /// The first row of each key stays.
    Firsts(Leaving),
}

impl<'a> Head<'a> {
    /// The head of a stage over such columns; nothing when its first operator needs all rows.
    #[must_use]
    pub fn of((stage, unasked): (&'a StagePlan, &'a [usize]), input: &Schema, spill: &'a Spill) -> Option<Self> {
        let mut parts = Vec::new();
        let mut schema = input.clone();
        let mut at = 0;
        while let Some(operator) = stage.operators.get(at) {
            let width = stage.operators[at..].iter().take_while(|operator| row_wise::is_row_wise(operator)).count();
            let work = match operator {
                _ if width > 0 => Work::RowWise { read: None, seen: Vec::new() },
                Operator::Unique { by, empty, verdict: Verdict::Drop { .. } | Verdict::Merge } => {
                    Work::Firsts(Leaving::new(by, *empty))
                }
                _ => break,
            };
            let operators = at..at + width.max(1);
            let before = schema.clone();
            let done = stage.operators.get(operators.clone()).unwrap_or_default();
            schema = done.iter().fold(schema, |schema, operator| output(operator, &schema, &|_| None));
            at = operators.end;
            parts.push(Part { operators, schema: before, work, counts: Counts::default(), told: 0 });
        }
        let is_worth_it = parts.iter().any(|part| matches!(part.work, Work::RowWise { .. }));
        let (input, came_in) = (input.clone(), Counts::default());
        is_worth_it.then(|| Self {
            stage,
            parts,
            came_in,
            rows: Vec::new(),
            laid: 0,
            input,
            output: schema,
            unasked,
            spill,
            is_sure: true,
        })
    }

    /// Applies the operators to the next rows; the rows of which somebody will want to know more: refused ones, and those
    /// that something was found in.
    ///
    /// # Errors
    /// When the engine fails: out of memory, or a bug.
    pub fn feed(&mut self, batches: Vec<Batch>) -> Result<Vec<Origin>, Diagnostic> {
        let mut rows: Vec<Sieved> = batches.into_iter().map(Sieved::from).collect();
        self.came_in.absorb(came_in((&self.input, &rows), Tracks { measures: &self.stage.measures, done: 0 }));
        let mut told = Vec::new();
        for part in &mut self.parts {
            if !self.is_sure {
                return Ok(told);
            }
            let findings = part.counts.findings.len();
            let operators = self.stage.operators.get(part.operators.clone()).unwrap_or_default();
            let last = (part.operators.end == self.stage.operators.len()).then_some(self.unasked);
            let tracks = Tracks { measures: &self.stage.measures, done: part.operators.start };
            rows = match &mut part.work {
                Work::RowWise { read, seen } => {
                    let segment = Segment { operators, schema: &part.schema, tracks, last };
                    let rows = segment.feed((read, seen), rows, &mut part.counts).map_err(|error| broken(&error))?;
                    self.is_sure = read.as_deref().is_some_and(|read| !read.iter().any(is_held));
                    rows
                }
                Work::Firsts(leaving) => {
                    let operator = &operators[0];
                    leaving
                        .feed((operator, &part.schema, tracks), rows, &mut part.counts)
                        .map_err(|error| broken(&error))?
                }
            };
            told.extend(part.counts.refused[part.told..].iter().map(|row| row.origin));
            told.extend(part.counts.findings[findings..].iter().filter_map(|finding| finding.origin));
            part.told = part.counts.refused.len();
        }
        self.rows.extend(rows);
        // What lies in a file already stays there.
        if self.spill.is_short() {
            super::lay_down(&mut self.rows[self.laid..], self.spill).map_err(|error| broken(&error.into()))?;
            self.laid = self.rows.len();
        }
        Ok(told)
    }

    /// Whether the rows so far were read as they would be if all had been seen before, as far as that can be told.
    #[must_use]
    pub const fn is_sure(&self) -> bool {
        self.is_sure
    }

    /// What came of all rows; nothing when they ought to have been read otherwise.
    #[must_use]
    pub fn finish(self) -> Option<Begun> {
        let mut counts = self.came_in;
        let mut done = 0;
        for Part { operators, schema, work, counts: happened, .. } in self.parts {
            done = operators.end;
            if let Work::RowWise { read, seen } = work {
                let operators = self.stage.operators.get(operators).unwrap_or_default();
                let Proven { operators: right, columns, findings } = proven(operators, &schema, seen);
                // Without any row nothing was read in another notation.
                if !self.is_sure || read.is_some_and(|read| !is_same(&read, &right)) {
                    return None;
                }
                counts.absorb(Counts { proofs: columns, findings, ..Counts::default() });
            }
            counts.absorb(happened);
        }
        let flow = Flow { schema: self.output, rows: self.rows };
        Some(Begun { flow, counts, done })
    }
}

/// A row-wise part.
struct Segment<'a> {
    operators: &'a [Operator],
    schema: &'a Schema,
    tracks: Tracks<'a>,
    /// Where the stage ends with it, the columns that nobody will ask for.
    last: Option<&'a [usize]>,
}

impl Segment<'_> {
    fn feed(
        &self,
        (read, seen): (&mut Option<Vec<Operator>>, &mut Vec<Surveyed>),
        rows: Vec<Sieved>,
        counts: &mut Counts,
    ) -> Result<Vec<Sieved>, EngineError> {
        if !survey::asked(self.operators).is_empty() {
            let look = |rows: &Sieved| survey::survey(self.operators, self.schema, rows, &|_, _| None);
            let looked: Vec<Vec<Surveyed>> = rows.par_iter().map(look).collect::<Result<_, _>>()?;
            for batch in looked {
                super::add(seen, batch);
            }
        }
        let read = read.get_or_insert_with(|| proven(self.operators, self.schema, seen.clone()).operators);
        let run = |rows| {
            let (rows, counts) = row_wise::run(read, self.schema, rows, (self.tracks, &|_, _| None))?;
            Ok((super::ended(rows, self.last)?, counts))
        };
        let done: Vec<(Sieved, Counts)> = rows.into_par_iter().map(run).collect::<Result<_, EngineError>>()?;
        let (rows, happened): (Vec<Sieved>, Vec<Counts>) = done.into_iter().unzip();
        for happened in happened {
            counts.absorb(happened);
        }
        Ok(rows)
    }
}

fn proven(operators: &[Operator], schema: &Schema, seen: Vec<Surveyed>) -> Proven {
    if survey::asked(operators).is_empty() {
        return Proven { operators: operators.to_vec(), ..Proven::default() };
    }
    row_wise::prove(operators, schema, seen)
}

fn derivations(operator: &Operator) -> &[Derivation] {
    if let Operator::Derive(derivations) = operator { derivations } else { &[] }
}

/// Whether some cells of a column have to be held against what the others prove.
fn is_held(operator: &Operator) -> bool {
    derivations(operator).iter().any(|derivation| derivation.held.is_some())
}

/// Whether operators read their cells in the same way.
fn is_same(read: &[Operator], right: &[Operator]) -> bool {
    let expressions = |operators: &[Operator]| {
        let all = operators.iter().flat_map(derivations).filter(|one| survey::read_by(one).is_some());
        all.map(|one| format!("{:?}", one.expression)).collect::<Vec<_>>()
    };
    !right.iter().any(is_held) && expressions(read) == expressions(right)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        engine::{self, Around},
        table::Table,
        testing,
        value::row_class::RowClass,
    };

    const STEPS: &str = "
- drop_rows: { where: \"kode LIKE 'Jumlah%'\" }
- derive: { nomor: TRY_CAST(kode AS BIGINT) }
- deduplicate: { by: [nomor] }
- parse_money: { columns: [nilai] }
- parse_date: { columns: [hari] }
- deduplicate: { by: [kode, nilai] }
- derive: { dua: nilai * 2 }
- sort: { by: [hari] }
";

    const CHECKS: &str = "
- required: [nilai]
- rule: { sql: nilai < 5000, otherwise: warn }
";

    fn around(spill: &Spill) -> Around<'_> {
        Around {
            stages: const { &BTreeMap::new() },
            class_of: &|_| RowClass::Data,
            refused: const { &BTreeSet::new() },
            held_as_number: &|_, _| None,
            is_broken_between: &|_, _| false,
            unasked: &[],
            raw: &|_, _| None,
            spill,
        }
    }

    /// What came of a stage, as one text.
    fn told((table, counts): (Table, Counts)) -> String {
        let Counts { refused, dropped, merged, findings, proofs, amounts, .. } = counts;
        let rows: Vec<String> =
            table.batches.iter().flat_map(|batch| &batch.origins).map(|row| format!("{row:?}")).collect();
        let columns = format!("{:?}", crate::engine::whole::whole(&table).unwrap().columns);
        format!("{rows:?}\n{columns}\n{refused:?}\n{dropped:?} {merged}\n{findings:?}\n{proofs:?}\n{amounts:?}")
    }

    /// The same text, and what comes of the rows when they are passed on so many at a time, and lie in files.
    fn both(csv: &str, window: usize) -> (String, Option<String>) {
        let bench = testing::steps(STEPS).checks(CHECKS).over(csv);
        let (plan, input) = bench.planned();
        let stage = &plan.stages[0];
        let whole = told(engine::run(stage, input.clone(), around(&Spill::default())).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::beyond(0, folder.path());
        let mut head = Head::of((stage, &[]), &input.schema, &spill).unwrap();
        for batch in &input.batches {
            for start in (0..batch.len()).step_by(window) {
                let length = window.min(batch.len() - start);
                let columns = batch.columns.iter().map(|array| array.slice(start, length)).collect();
                let origins = batch.origins[start..start + length].to_vec();
                head.feed(vec![Batch { columns, origins }]).unwrap();
            }
        }
        (whole, head.finish().map(|begun| told(engine::go_on(stage, begun, around(&spill)).unwrap())))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn rows_passed_on_become_what_they_become_together(
            rows in prop::collection::vec(("([1-5]|x|Jumlah)?", "(Rp )?[1-9](\\.[0-9]{3})?(,[05]0)?|-|x", "(1[3-9]|2[0-8])/[1-9]/2019|3/4/2019|x"), 1..30),
            window in 1_usize..12,
        ) {
            let rows: Vec<String> = rows.iter().map(|(code, amount, day)| format!("{code},\"{amount}\",{day}\n")).collect();
            // The first row proves the notation of all others.
            let csv = "kode,nilai,hari\n0,\"1,50\",31/1/2019\n".to_owned() + &rows.concat();
            let (whole, passed) = both(&csv, window);
            prop_assert_eq!(passed, Some(whole));
        }
    }

    #[test]
    fn what_later_rows_prove_otherwise_does_not_count() {
        let rows = |days: &[&str]| -> String {
            let row = |(at, day): (usize, &&str)| format!("{at},\"1,50\",{day}\n");
            "kode,nilai,hari\n".to_owned() + &days.iter().enumerate().map(row).collect::<String>()
        };
        let (whole, passed) = both(&rows(&["31/1/2019", "1/2/2019", "28/2/2019", "3/4/2019"]), 2);
        assert_eq!(passed, Some(whole));
        let (_, passed) = both(&rows(&["31/1/2019", "1/2/2019", "2/28/2019", "3/30/2019", "3/4/2019"]), 2);
        assert_eq!(passed, None);
        let (_, passed) = both(&rows(&["1/2/2019", "3/4/2019", "31/1/2019"]), 2);
        assert_eq!(passed, None);
    }
}
