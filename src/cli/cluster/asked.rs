//! The spellings that were asked for, as they reach the step that looks them up.

use std::sync::Arc;

use crate::{
    cli::{arguments::ClusterOptions, project},
    cluster::{Written, written::spellings},
    diagnostic::{Diagnostic, code, nearest},
    pipeline::Resolved,
    plan::{Expression, Function, Input, Operator, lookup::Lookup, output::output},
    run,
    schema::Schema,
    table::Table,
    words,
    workspace::settings::Workspace,
};

/// A column with the spellings in it.
pub(in crate::cli) struct Asked {
    /// The stage, or the source.
    pub stage: String,
    /// The column.
    pub column: String,
    /// Its spellings.
    pub written: Vec<Written>,
    /// The list that `match` or `map_values` looks them up in.
    pub lookup: Option<Arc<Lookup>>,
}

/// The step of a stage that looks a column up: its place among the operators, and the list.
type Step = (usize, Arc<Lookup>);

impl Asked {
    /// Runs the pipeline up to the column that was asked for.
    pub fn find(options: &ClusterOptions, workspace: &Workspace) -> Result<Self, Vec<Diagnostic>> {
        let (stage, column) = match options.names.as_slice() {
            [stage, column] => (Some(stage.as_str()), column.as_str()),
            [column] => (None, column.as_str()),
            _ => (None, ""),
        };
        let mut pipelines =
            project::pipelines(workspace, std::slice::from_ref(&options.dataset)).map_err(|mistake| vec![mistake])?;
        let Some((_, resolved)) = pipelines.pop() else { return Err(Vec::new()) };
        let mut resolved = resolved?;
        let (stage, step) = place(&resolved, stage, column).map_err(|mistake| vec![mistake])?;
        if let (Some((at, _)), Some(plan)) = (&step, resolved.plan.stages.iter_mut().find(|plan| plan.name == stage)) {
            // The rows as they come to the step: what it refuses is still there.
            plan.operators.truncate(*at);
        }
        let table = table(&resolved, workspace, &stage)?;
        let position = position(&table, column).map_err(|mistake| vec![mistake])?;
        let measure = options.sum.as_deref().map(|sum| measure(&table, sum)).transpose();
        let measure = measure.map_err(|mistake| vec![mistake])?;
        let written = spellings(&table, position, measure);
        Ok(Self { stage, column: column.to_owned(), written, lookup: step.map(|(_, lookup)| lookup) })
    }
}

/// The stage that was named, or the first that looks the column up, or the one that is released, or the last.
fn place(resolved: &Resolved, stage: Option<&str>, column: &str) -> Result<(String, Option<Step>), Diagnostic> {
    let plan = &resolved.plan;
    if let Some(stage) = stage {
        if plan.stage(stage).is_none() && !resolved.pipeline.sources.contains_key(stage) {
            return Err(unknown_stage(resolved, stage));
        }
        return Ok((stage.to_owned(), step(resolved, stage, column)));
    }
    let looked_up =
        plan.stages.iter().find_map(|stage| Some((stage.name.clone(), step(resolved, &stage.name, column)?)));
    if let Some((stage, step)) = looked_up {
        return Ok((stage, Some(step)));
    }
    let released = resolved.pipeline.release.as_ref().map(|release| release.from.value.clone());
    let last = plan.stages.last().map(|stage| stage.name.clone());
    Ok((released.or(last).unwrap_or_default(), None))
}

fn unknown_stage(resolved: &Resolved, stage: &str) -> Diagnostic {
    let known = resolved.pipeline.sources.keys().chain(resolved.pipeline.stages.keys()).map(String::as_str);
    let message = words!("tidak ada tahap atau sumber `{stage}`", "no stage or source is named `{stage}`");
    let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
    mistake.help = nearest::known_names(stage, known, ("tahap", "stages"));
    mistake
}

/// The step of a stage that looks a column up.
fn step(resolved: &Resolved, stage: &str, column: &str) -> Option<Step> {
    let stage = resolved.plan.stage(stage)?;
    let schema_of = |name: &str| resolved.plan.stage(name).map(|stage| Arc::new(stage.schema.clone()));
    let mut schema: Schema = match &stage.input {
        Input::Source(name) => resolved.plan.sources.get(name)?.as_ref().clone(),
        Input::Stage(name) => resolved.plan.stage(name)?.schema.clone(),
    };
    for (at, operator) in stage.operators.iter().enumerate() {
        if let Some(lookup) = looked_up(operator, schema.position(column)) {
            return Some((at, lookup));
        }
        schema = output(operator, &schema, &schema_of);
    }
    None
}

fn looked_up(operator: &Operator, column: Option<usize>) -> Option<Arc<Lookup>> {
    let Operator::Derive(derivations) = operator else { return None };
    derivations.iter().find_map(|derivation| match &derivation.expression {
        Expression::Call(Function::LookUp(lookup), arguments) => match arguments.as_slice() {
            [Expression::Column(read)] if Some(*read) == column => Some(Arc::clone(lookup)),
            _ => None,
        },
        _ => None,
    })
}

fn table(resolved: &Resolved, workspace: &Workspace, stage: &str) -> Result<Table, Vec<Diagnostic>> {
    if resolved.plan.stage(stage).is_some() {
        let mut ran = run::run(resolved, workspace, Some(stage))?;
        return Ok(ran.tables.remove(stage).unwrap_or_default());
    }
    let mut ran = run::run(resolved, workspace, None)?;
    Ok(ran.loaded.sources.remove(stage).map(|source| source.table).unwrap_or_default())
}

fn position(table: &Table, column: &str) -> Result<usize, Diagnostic> {
    table.schema.position(column).ok_or_else(|| {
        let message = words!("tidak ada kolom `{column}`", "no column is named `{column}`");
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_COLUMN, message);
        mistake.help = nearest::known_names(column, table.schema.names(), ("kolom", "columns"));
        mistake
    })
}

/// The column of a measure: one of numbers at this step.
fn measure(table: &Table, column: &str) -> Result<usize, Diagnostic> {
    let at = position(table, column)?;
    if table.schema.columns.get(at).is_some_and(|column| column.kind.is_number()) {
        return Ok(at);
    }
    let message = words!(
        "kolom `{column}` belum berisi angka pada langkah ini",
        "the column `{column}` holds no numbers at this step"
    );
    let help = words!(
        "uraikan kolom itu sebelum langkah pencarian, misalnya dengan `parse_money`",
        "parse that column before the step that looks up, for instance with `parse_money`"
    );
    Err(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).help(help))
}
