//! What is said of rows that a rule removed.

use super::{super::print, Exit, Output, Question};
use crate::{
    diagnostic::{Diagnostic, Place, code},
    run::trace::Removed,
    words,
};

/// Names the step and rule that removed each row, and where the row stands.
pub(super) fn tell(removed: &[Removed], question: &Question<'_>, output: &Output) -> Exit {
    let (told, count) = (question.wanted.values.join("|"), removed.len());
    output.say_always(&words!(
        "`{told}` tidak terbit: {count} baris dibuang menurut aturan",
        "`{told}` is not published: rows removed by rule: {count}"
    ));
    if output.is_json() {
        let rows: Vec<serde_json::Value> = removed.iter().map(as_json).collect();
        let answer = serde_json::json!({ "dataset": question.dataset, "stage": question.stage, "removed": rows });
        print(output, &(format!("{answer:#}") + "\n"));
    }
    output.diagnose(&removed.iter().map(diagnostic).collect::<Vec<_>>());
    Exit::Data
}

fn diagnostic(removed: &Removed) -> Diagnostic {
    let (rule, stage) = (&removed.rule, &removed.stage);
    let message = words!(
        "baris ini dibuang oleh aturan `{rule}` di tahap `{stage}`",
        "the row was removed by the rule `{rule}` in the stage `{stage}`"
    );
    Diagnostic::finding(code::ROW_UNKNOWN, message)
        .as_warning()
        .at(Place::Cell(removed.place.clone()))
        .also(removed.step.clone(), words!("langkah ini", "this step"))
}

fn as_json(removed: &Removed) -> serde_json::Value {
    let (line, _) = removed.step.line_and_column();
    serde_json::json!({
        "stage": removed.stage,
        "rule": removed.rule,
        "path": removed.place.path,
        "sheet": removed.place.sheet,
        "row": removed.place.row,
        "step": { "path": removed.step.path, "line": line },
    })
}
