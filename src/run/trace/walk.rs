//! A value followed backwards through the operators of its stage and of those before it.

use super::{Cause, CorrectedBy, Given, Node, Replay, StepPlace, Tracer, cell, is_same, rows_with, text};
use crate::{
    diagnostic::{Diagnostic, TextPlace},
    engine::step::Step,
    plan::{
        Cell, Input, Operator, StagePlan,
        operator::{Aggregate, Correct, Join, Pivot, Unpivot},
    },
    workspace::corrections::WrittenCorrection,
};

/// A value at some point of a stage: after so many operators, in this row and column.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub done: usize,
    pub row: usize,
    pub column: usize,
}

/// What an operator means for a value.
pub(super) enum Back {
    /// It was the same value before.
    Same(At),
    /// It was made here.
    Made(Box<Node>),
}

/// A stage, and how it ran.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    pub stage: &'g StagePlan,
    pub replay: &'g Replay,
}

impl Ground<'_> {
    /// The value as a node that is to be told more of.
    pub fn node(&self, at: At, cause: Cause, from: Vec<Node>) -> Node {
        let table = self.replay.table(at.done);
        let column = table.schema.columns.get(at.column).map_or_else(String::new, |column| column.name.clone());
        let step = at.done.checked_sub(1).and_then(|step| self.stage.places.get(step)).map(step_place);
        let value = text(table, at.row, at.column);
        Node { table: self.stage.name.clone(), column, value, cause, step, from }
    }
}

/// The words of a step on one line.
pub(super) fn step_place(place: &TextPlace) -> StepPlace {
    let (line, _) = place.line_and_column();
    // A remark of the author is no part of the step.
    let lines = written(place).lines().map(|line| line.split(" # ").next().unwrap_or(line).trim());
    let text = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect::<Vec<_>>().join(" ");
    StepPlace { path: place.path.to_string(), line, text }
}

/// All that is written of a step: a place may end with its first line, and what is indented further belongs to it.
pub(super) fn written(place: &TextPlace) -> &str {
    let start = place.span.start;
    let rest = place.text.get(start..).unwrap_or_default();
    let column = place.text.get(..start).and_then(|before| before.rsplit('\n').next()).map_or(0, str::len);
    let belongs = |line: &str| line.trim().is_empty() || line.len() - line.trim_start().len() > column;
    let below = rest.split_inclusive('\n').skip(1).take_while(|line| belongs(line)).map(str::len).sum::<usize>();
    let first = rest.split_inclusive('\n').next().map_or(0, str::len);
    let length = (first + below).max(place.span.len());
    rest.get(..length).unwrap_or(rest).trim_end()
}

impl Tracer<'_> {
    /// The way of a value that a stage leaves.
    pub(super) fn value(&self, stage: &str, row: usize, column: usize) -> Result<Option<Node>, Diagnostic> {
        let Some(stage) = self.stage(stage) else { return Ok(self.leaf(stage, row, column)) };
        let replay = self.replay(stage)?;
        let done = replay.steps.len();
        self.follow(Ground { stage, replay: &replay }, At { done, row, column })
    }

    /// The way of a value from some point of a stage.
    pub(super) fn follow(&self, ground: Ground<'_>, from: At) -> Result<Option<Node>, Diagnostic> {
        let mut at = from;
        while at.done > 0 {
            let Some(step) = ground.replay.steps.get(at.done - 1) else { break };
            match self.back(ground, step, at)? {
                Back::Same(before) => at = before,
                Back::Made(node) => return Ok(Some(*node)),
            }
        }
        match &ground.stage.input {
            Input::Source(name) => Ok(self.leaf(name, at.row, at.column)),
            Input::Stage(name) => self.value(name, at.row, at.column),
        }
    }

    /// The value before an operator, or what the operator made it of.
    fn back(&self, ground: Ground<'_>, step: &Step, at: At) -> Result<Back, Diagnostic> {
        let width = step.before.schema.columns.len();
        match &step.operator {
            Operator::Derive(derivations) => self.derived(ground, derivations, at),
            Operator::Project(kept) => {
                let column = kept.get(at.column).map_or(at.column, |kept| kept.from);
                Ok(Back::Same(At { done: at.done - 1, column, ..at }))
            }
            Operator::Unpivot(unpivot) => self.unpivoted(ground, unpivot, at),
            Operator::Classify { .. } | Operator::Outline(_) | Operator::Suppress(_) if at.column >= width => {
                Ok(made(ground.node(at, Cause::Classified, Vec::new())))
            }
            Operator::FillDown { columns, .. } if columns.contains(&at.column) => self.filled(ground, step, at),
            Operator::Group { by, aggregates, .. } => self.grouped(ground, (by, aggregates), at),
            Operator::Join(join) if at.column >= width => self.joined(ground, (join, width), at),
            Operator::Union { stage, columns } if at.row >= step.before.len() => {
                let row = at.row - step.before.len();
                let column = columns.get(at.column).copied().flatten();
                let from = column.map(|column| self.value(stage, row, column)).transpose()?.flatten();
                Ok(made(ground.node(at, Cause::Added { stage: stage.clone() }, from.into_iter().collect())))
            }
            Operator::Pivot(pivot) => self.pivoted(ground, pivot, at),
            _ => self.passed_through(ground, step, at),
        }
    }

    /// An operator that keeps columns where they are; a value that it changed is told.
    fn passed_through(&self, ground: Ground<'_>, step: &Step, at: At) -> Result<Back, Diagnostic> {
        let before = before(step, at);
        let after = ground.replay.table(at.done);
        let is_kept = is_same(&cell(after, at.row, at.column), &cell(&step.before, before.row, before.column));
        if is_kept {
            return Ok(Back::Same(before));
        }
        let cause = match &step.operator {
            Operator::Correct(correct) => corrected(correct, step, before).map_or(Cause::Changed, Cause::Corrected),
            _ => Cause::Changed,
        };
        self.made_of(ground, (at, cause), &[before])
    }

    /// The value was made of some values before the operator.
    pub(super) fn made_of(&self, ground: Ground<'_>, what: (At, Cause), sources: &[At]) -> Result<Back, Diagnostic> {
        let mut from = Vec::with_capacity(sources.len());
        for source in sources {
            from.extend(self.follow(ground, *source)?);
        }
        Ok(made(ground.node(what.0, what.1, from)))
    }

    fn filled(&self, ground: Ground<'_>, step: &Step, at: At) -> Result<Back, Diagnostic> {
        let before = before(step, at);
        if !cell(&step.before, before.row, before.column).is_null() {
            return Ok(Back::Same(before));
        }
        let here = super::origin(&step.before, before.row);
        let is_label = |row: &usize| {
            let there = super::origin(&step.before, *row);
            there.map(|one| one.table) == here.map(|one| one.table) && !cell(&step.before, *row, at.column).is_null()
        };
        let label = (0..before.row).rev().find(is_label);
        match label {
            Some(row) => self.made_of(ground, (at, Cause::FilledDown), &[At { row, ..before }]),
            None => Ok(Back::Same(before)),
        }
    }

    fn unpivoted(&self, ground: Ground<'_>, unpivot: &Unpivot, at: At) -> Result<Back, Diagnostic> {
        let Some(step) = ground.replay.steps.get(at.done - 1) else { return Ok(Back::Same(at)) };
        let before = before(step, at);
        if let Some(column) = unpivot.keep.get(at.column) {
            return Ok(Back::Same(At { column: *column, ..before }));
        }
        if at.column == unpivot.keep.len() {
            return Ok(made(ground.node(at, Cause::Named, Vec::new())));
        }
        let name = text(ground.replay.table(at.done), at.row, unpivot.keep.len());
        let from = unpivot.columns.iter().find(|(_, known)| Some(known) == name.as_ref()).map(|(column, _)| *column);
        let column = from.and_then(|from| step.before.schema.columns.get(from)).map(|column| column.name.clone());
        let cause = Cause::Unpivoted { column: column.unwrap_or_default() };
        let sources: Vec<At> = from.map(|column| At { column, ..before }).into_iter().collect();
        self.made_of(ground, (at, cause), &sources)
    }

    fn pivoted(&self, ground: Ground<'_>, pivot: &Pivot, at: At) -> Result<Back, Diagnostic> {
        let Some(step) = ground.replay.steps.get(at.done - 1) else { return Ok(Back::Same(at)) };
        let members = pivoted_rows(pivot, step, (ground.replay.table(at.done), at.row));
        let done = at.done - 1;
        if let Some(column) = pivot.by.get(at.column) {
            let row = members.first().copied().unwrap_or(0);
            return Ok(Back::Same(At { done, row, column: *column }));
        }
        let Some((name, _)) = pivot.columns.get(at.column - pivot.by.len()) else { return Ok(Back::Same(at)) };
        let column = step.before.schema.columns.get(pivot.name).map_or_else(String::new, |one| one.name.clone());
        let first = members.first().copied().unwrap_or(0);
        let key: Vec<Cell<'static>> = pivot.by.iter().map(|by| cell(&step.before, first, *by)).collect();
        // Several rows of one name were refused; they are shown, so that it is seen which.
        let of_name = |row: &usize| text(&step.before, *row, pivot.name).as_ref() == Some(name);
        let rows: Vec<usize> = rows_with(&step.before, &pivot.by, &key).into_iter().filter(of_name).collect();
        let cause = Cause::Pivoted { column, name: name.clone(), rows: rows.len() };
        let sources: Vec<At> = rows.into_iter().map(|row| At { done, row, column: pivot.value }).collect();
        self.made_of(ground, (at, cause), &sources)
    }

    fn grouped(&self, ground: Ground<'_>, group: (&[usize], &[Aggregate]), at: At) -> Result<Back, Diagnostic> {
        let (by, aggregates) = group;
        let Some(step) = ground.replay.steps.get(at.done - 1) else { return Ok(Back::Same(at)) };
        let after = ground.replay.table(at.done);
        let key: Vec<Cell<'static>> = (0..by.len()).map(|column| cell(after, at.row, column)).collect();
        let members = rows_with(&step.before, by, &key);
        let done = at.done - 1;
        if let Some(column) = by.get(at.column) {
            let row = members.first().copied().unwrap_or(0);
            return Ok(Back::Same(At { done, row, column: *column }));
        }
        let Some(aggregate) = aggregates.get(at.column - by.len()) else { return Ok(Back::Same(at)) };
        // Rows that are only counted are told by their first column.
        let column = aggregate.column.or_else(|| by.first().copied()).unwrap_or(0);
        let followed = members.iter().take(self.members);
        let sources: Vec<At> = followed.map(|row| At { done, row: *row, column }).collect();
        let cause = Cause::Grouped { function: aggregate.function, rows: members.len() };
        self.made_of(ground, (at, cause), &sources)
    }

    fn joined(&self, ground: Ground<'_>, join: (&Join, usize), at: At) -> Result<Back, Diagnostic> {
        let (join, width) = join;
        let Some(step) = ground.replay.steps.get(at.done - 1) else { return Ok(Back::Same(at)) };
        let (here, before) = (&step.before, before(step, at));
        let (left, right): (Vec<usize>, Vec<usize>) = join.on.iter().copied().unzip();
        let key: Vec<Cell<'static>> = left.iter().map(|column| cell(here, before.row, *column)).collect();
        let there = self.run.tables.get(&join.stage);
        // NULL equals nothing in a join.
        let has_key = key.iter().all(|cell| !cell.is_null());
        let partner = there.filter(|_| has_key).and_then(|table| rows_with(table, &right, &key).first().copied());
        let name = |column: &usize| here.schema.columns.get(*column).map_or_else(String::new, |one| one.name.clone());
        let on = left.iter().map(|at| Given { column: name(at), value: text(here, before.row, *at) }).collect();
        let brought = join.bring.get(at.column - width).map(|brought| brought.from);
        let from = match partner.zip(brought) {
            Some((row, column)) => self.value(&join.stage, row, column)?,
            None => None,
        };
        let cause = Cause::Joined { stage: join.stage.clone(), on, is_matched: partner.is_some() };
        Ok(made(ground.node(at, cause, from.into_iter().collect())))
    }
}

fn made(node: Node) -> Back {
    Back::Made(Box::new(node))
}

/// The same value before an operator that keeps columns where they are.
pub(super) fn before(step: &Step, at: At) -> At {
    let row = step.parents.get(at.row).copied().flatten().unwrap_or(at.row);
    At { done: at.done - 1, row, column: at.column }
}

/// The line of the corrections that changed a value.
fn corrected(correct: &Correct, step: &Step, at: At) -> Option<CorrectedBy> {
    let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let own = |column: &usize| folded(text(&step.before, at.row, *column).unwrap_or_default());
    let key: Vec<String> = correct.key.iter().map(own).collect();
    let found = correct.corrections.iter().find(|one| one.column == at.column && one.written.key == key)?;
    let WrittenCorrection { place, reason, date, .. } = &found.written;
    let (path, line) = (place.path.to_string(), place.line_and_column().0);
    Some(CorrectedBy { path, line, reason: reason.clone(), date: *date })
}

/// The rows that became one row of a pivot: those of its key that name a listed column, once.
pub(super) fn pivoted_rows(pivot: &Pivot, step: &Step, row: (&crate::table::Table, usize)) -> Vec<usize> {
    let (after, row) = row;
    let key: Vec<Cell<'static>> = (0..pivot.by.len()).map(|column| cell(after, row, column)).collect();
    let rows = rows_with(&step.before, &pivot.by, &key);
    let names: Vec<Option<String>> = rows.iter().map(|row| text(&step.before, *row, pivot.name)).collect();
    let is_listed = |name: &Option<String>| pivot.columns.iter().any(|(known, _)| Some(known) == name.as_ref());
    let is_once = |name: &Option<String>| names.iter().filter(|other| *other == name).count() == 1;
    let kept = rows.iter().zip(&names).filter(|(_, name)| is_listed(name) && is_once(name));
    kept.map(|(row, _)| *row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_words_of_a_step_are_all_that_is_indented_below_it_without_remarks() {
        let text = "steps:\n  - group:\n      by: [a] # kunci\n      # lain\n      values: {}\n  - sort: { by: [a] }\n";
        let start = text.find("group").unwrap();
        let place = TextPlace { path: "p.yml".into(), text: text.into(), span: start..start + 6 };
        let step = step_place(&place);
        assert_eq!((step.line, step.text.as_str()), (2, "group: by: [a] values: {}"));
    }

    #[test]
    fn of_a_case_and_of_coalesce_only_the_branch_that_was_taken_is_followed() {
        let steps = "- derive: { x: \"CASE WHEN a = '1' THEN b ELSE c END\", y: \"COALESCE(a, b)\" }";
        let bench = testing::steps(steps).over("a,b,c\n1,p,q\n");
        insta::assert_snapshot!(bench.way(0, "x"), @r#"
        hasil.x p: Computed
          sumber.a 1: data/1.csv › row 2 = Some("1")
          sumber.b p: data/1.csv › row 2 = Some("p")
        "#);
        insta::assert_snapshot!(bench.way(0, "y"), @r#"
        hasil.y 1: Computed
          sumber.a 1: data/1.csv › row 2 = Some("1")
        "#);
    }

    #[test]
    fn a_date_names_the_row_that_proves_its_notation() {
        let bench = testing::steps("- tidy_text: {}\n- parse_date: { columns: [hari] }");
        let bench = bench.over("hari\n5/4/2019\n26/06/2019\n");
        insta::assert_snapshot!(bench.way(0, "hari"), @r#"
        hasil.hari 2019-04-05: read Proven DayFirst by row 3
          sumber.hari 5/4/2019: data/1.csv › row 2 = Some("5/4/2019")
        "#);
    }

    #[test]
    fn a_sum_counts_only_the_rows_that_the_run_counted() {
        let steps = "- parse_money: { columns: [a] }\n- group: { by: [k], values: { a: { sum: a } } }";
        let rows = "k,a\nx,\"1.511,15\"\nx,\"2.000,5\"\nx,\"1,234.50\"\ny,7\n";
        insta::assert_snapshot!(testing::steps(steps).over(rows).way(0, "a"), @r#"
        hasil.a 3511.65: Grouped { function: Sum, rows: 2 }
          hasil.a 1511.15: read Proven DecimalComma
            sumber.a 1.511,15: data/1.csv › row 2 = Some("1.511,15")
          hasil.a 2000.50: read Proven DecimalComma
            sumber.a 2.000,5: data/1.csv › row 3 = Some("2.000,5")
        "#);
    }

    #[test]
    fn a_label_is_that_of_the_row_above() {
        let bench = testing::steps("- fill_down: { columns: [a] }").over("a,b\nx,1\n,2\n");
        insta::assert_snapshot!(bench.way(1, "a"), @r#"
        hasil.a x: FilledDown
          sumber.a x: data/1.csv › row 2 = Some("x")
        "#);
    }

    #[test]
    fn a_looked_up_value_names_the_line_of_its_list() {
        let list = "id,nama,alias\ndlh,Dinas Lingkungan Hidup,DLH|BLH (2014)\n";
        let bench = |name: &str| {
            let steps = "- match: { column: opd, to: opd, fuzzy: 0.92, unknown: keep }";
            testing::steps(steps).over(&format!("opd\n{name}\n")).reference("opd", list).way(0, "opd")
        };
        insta::assert_snapshot!(bench("BLH"), @r#"
        hasil.opd dlh: Exact in opd line 2 as Some("BLH")
          sumber.opd BLH: data/1.csv › row 2 = Some("BLH")
        "#);
        insta::assert_snapshot!(bench("Din. Lingkungan Hidup"), @r#"
        hasil.opd dlh: SameName in opd line 2 as Some("Dinas Lingkungan Hidup")
          sumber.opd Din. Lingkungan Hidup: data/1.csv › row 2 = Some("Din. Lingkungan Hidup")
        "#);
        insta::assert_snapshot!(bench("Dinas Lingkungn Hidup"), @r#"
        hasil.opd dlh: Score in opd line 2 as Some("Dinas Lingkungan Hidup")
          sumber.opd Dinas Lingkungn Hidup: data/1.csv › row 2 = Some("Dinas Lingkungn Hidup")
        "#);
        insta::assert_snapshot!(bench("Dinas Angin"), @r#"
        hasil.opd Dinas Angin: Unknown in opd as None
          sumber.opd Dinas Angin: data/1.csv › row 2 = Some("Dinas Angin")
        "#);
    }

    #[test]
    fn a_value_of_a_further_spelling_names_the_line_of_its_file() {
        let list = "id,nama,alias\ndlh,Dinas Lingkungan Hidup,DLH\npupr,Dinas PUPR,\n";
        let spellings = "dari;ke;status\nDLHK;pupr;tolak\nDLHK;dlh;terima\n";
        let bench = testing::steps("- match: { column: opd, to: opd, unknown: keep }").over("opd\nDLHK\n");
        insta::assert_snapshot!(bench.reference_spelled("opd", list, spellings).way(0, "opd"), @r#"
        hasil.opd dlh: Exact in opd line 3 as Some("DLHK")
          sumber.opd DLHK: data/1.csv › row 2 = Some("DLHK")
        "#);
    }

    #[test]
    fn the_rows_of_a_union_and_the_partner_of_a_join_are_followed_into_their_stage() {
        let union = testing::steps("- union: { with: lain }").over("a\n1\n").beside("lain", "a\n2\n", "");
        insta::assert_snapshot!(union.way(1, "a"), @r#"
        hasil.a 2: Added { stage: "lain" }
          sumber_lain.a 2: lain.csv › row 2 = Some("2")
        "#);
        let join = testing::steps("- join: { with: lain, on: [a], bring: [z], unmatched: empty }").over("a\n2\n9\n");
        let join = join.beside("lain", "a,z\n1,p\n2,q\n", "");
        insta::assert_snapshot!(join.way(0, "z"), @r#"
        hasil.z q: Joined { stage: "lain", on: [Given { column: "a", value: Some("2") }], is_matched: true }
          sumber_lain.z q: lain.csv › row 3 = Some("q")
        "#);
        insta::assert_snapshot!(join.way(1, "z"), @r#"hasil.z ∅: Joined { stage: "lain", on: [Given { column: "a", value: Some("9") }], is_matched: false }"#);
    }
}
