//! Amounts below a heading or banner that names a scale, where the step that reads them declares none.

use super::DatasetRun;
use crate::{
    diagnostic::{Diagnostic, TextPlace, code},
    plan::{
        Expression, Function, Input, Operator, Plan, StagePlan,
        kernel::{Kernel, MoneyPart},
        operator::Derivation,
        output::output,
    },
    schema::Schema,
    words,
};

/// Findings that hold the release: `Realisasi (juta Rp)` read as rupiah would be wrong a million times.
pub(super) fn undeclared(run: &DatasetRun, plan: &Plan, stages: &[&StagePlan]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for stage in stages {
        let Some(source) = root(plan, stage) else { continue };
        for (column, place) in unscaled(plan, stage) {
            for (cell, text) in run.loaded.scales(source, &column) {
                let message = words!(
                    "`{text}` menyebut skala, tetapi langkah ini membaca kolom `{column}` sebagai rupiah penuh",
                    "`{text}` names a scale, but this step reads the column `{column}` as full rupiah"
                );
                let help = words!(
                    "tambahkan `options: {{ header_scale: ribu }}` (ribu, juta, miliar), atau `header_scale: 1` bila selnya rupiah penuh",
                    "add `options: {{ header_scale: ribu }}` (ribu, juta, miliar), or `header_scale: 1` if the cells are full rupiah"
                );
                let finding = Diagnostic::finding(code::SCALE_UNDECLARED, message).at(cell).help(help);
                findings.push(finding.also(place.clone(), words!("langkah ini", "this step")));
            }
        }
    }
    findings
}

/// The source at the root of a stage.
fn root<'a>(plan: &'a Plan, stage: &'a StagePlan) -> Option<&'a str> {
    match &stage.input {
        Input::Source(name) => Some(name),
        Input::Stage(name) => root(plan, plan.stage(name)?),
    }
}

/// The columns of the source that the stage reads as money without a declared scale.
fn unscaled(plan: &Plan, stage: &StagePlan) -> Vec<(String, TextPlace)> {
    let input = match &stage.input {
        Input::Source(name) => plan.sources.get(name).map(|schema| schema.as_ref().clone()),
        Input::Stage(name) => plan.stage(name).map(|stage| stage.schema.clone()),
    };
    let mut schema: Schema = input.unwrap_or_default();
    let mut found = Vec::new();
    for operator in &stage.operators {
        if let Operator::Derive(derivations) = operator {
            found.extend(derivations.iter().filter(|one| is_unscaled(one)).filter_map(|one| {
                let column = one.subject.and_then(|position| schema.columns.get(position))?;
                Some((column.from.as_deref()?.to_owned(), one.place.clone()))
            }));
        }
        schema = output(operator, &schema, &|other| plan.stage(other).map(|stage| stage.schema.clone().into()));
    }
    found
}

fn is_unscaled(derivation: &Derivation) -> bool {
    let Expression::Call(Function::Read(kernel), _) = &derivation.expression else { return false };
    matches!(kernel.plain(), Kernel::Money(options, MoneyPart::Value { .. }) if options.header_scale.is_none())
}
