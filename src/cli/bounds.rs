//! `terbuka bounds`: what earlier releases say of the next one, written where a person can review it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use serde::Serialize;

use super::{
    Exit,
    arguments::BoundsOptions,
    output::{Output, write_whole},
    project,
    status::public_index,
};
use crate::{
    diagnostic::{Diagnostic, Place, code, counted, failed},
    pipeline::{
        ReleaseSpec, Resolved,
        bounds::{self, Bounds},
        release::ReleasedTable,
    },
    plan::measure::Tracks,
    release::{evidence::evidence, index::Index},
    run::proposal::{self, ENOUGH},
    words,
    workspace::{Document, decode::decode, settings::Workspace},
};

/// What follows from the releases of one dataset.
#[derive(Debug, Serialize)]
struct Proposal {
    dataset: String,
    /// How many releases it follows from.
    releases: usize,
    /// The text of the file; none before the first release.
    text: Option<String>,
    /// Whether the file holds the same bounds; none where there is no file.
    is_current: Option<bool>,
    #[serde(skip)]
    path: PathBuf,
    /// Where the bounds of the file differ.
    differences: Vec<Difference>,
}

/// A bound of the file, and the one that follows now.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Difference {
    bound: String,
    written: Option<String>,
    follows: Option<String>,
}

pub(super) fn run(options: &BoundsOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let proposals = match proposals(&workspace, options) {
        Ok(proposals) => proposals,
        Err(errors) => {
            output.diagnose(&errors);
            return Exit::of_all(&errors);
        }
    };
    for proposal in proposals.iter().filter(|one| one.releases < ENOUGH) {
        let Proposal { dataset, releases, .. } = proposal;
        let counted_releases = counted(releases, "release", "releases");
        output.say(&words!(
            "{dataset}: baru {releases} rilis; perubahan yang wajar baru dapat dipelajari dari {ENOUGH} rilis",
            "{dataset}: {counted_releases} so far; what change is usual can be learned from {ENOUGH} on"
        ));
    }
    let told = if options.check {
        told(&proposals, &workspace)
    } else if options.propose {
        proposals.iter().filter_map(|proposal| written(proposal, &workspace, output)).collect()
    } else {
        Vec::new()
    };
    output.diagnose(&told);
    let exit = Exit::of_all(&told);
    if output.is_json() {
        let text = serde_json::to_string_pretty(&proposals).unwrap_or_default() + "\n";
        return super::print(output, &text).graver(exit);
    }
    if options.check || options.propose {
        return exit;
    }
    let texts = proposals.iter().filter_map(|one| Some(format!("# {}\n{}", one.dataset, one.text.as_ref()?)));
    super::print(output, &texts.collect::<Vec<_>>().join("\n")).graver(exit)
}

fn proposals(workspace: &Workspace, options: &BoundsOptions) -> Result<Vec<Proposal>, Vec<Diagnostic>> {
    let wanted: Vec<String> = options.dataset.iter().cloned().collect();
    let pipelines = project::pipelines(workspace, &wanted).map_err(|mistake| vec![mistake])?;
    let index = public_index(workspace).map_err(|failure| vec![failure])?;
    let (mut proposals, mut mistakes) = (Vec::new(), Vec::new());
    for (dataset, resolved) in pipelines {
        match resolved.and_then(|resolved| proposal(workspace, dataset, (&resolved, &index)).map_err(|one| vec![one])) {
            Ok(proposal) => proposals.extend(proposal),
            Err(errors) => mistakes.extend(errors),
        }
    }
    if mistakes.is_empty() { Ok(proposals) } else { Err(mistakes) }
}

/// What follows for a dataset; nothing where it releases none.
fn proposal(
    workspace: &Workspace,
    dataset: String,
    (resolved, index): (&Resolved, &Index),
) -> Result<Option<Proposal>, Diagnostic> {
    if resolved.pipeline.release.is_none() {
        return Ok(None);
    }
    let entry = index.dataset(&dataset);
    let public = workspace.door.path("public");
    let releases = entry.map(|entry| evidence(entry, &public, &amounts(resolved))).transpose()?.unwrap_or_default();
    let path = workspace.door.path(&format!("pipelines/{dataset}/{}", bounds::FILE));
    let text = proposal::text(&releases);
    let follows = text.as_deref().and_then(parsed).unwrap_or_default();
    let differences = resolved.bounds.as_ref().map(|written| differences(written, &follows));
    let is_current = differences.as_ref().map(Vec::is_empty);
    let differences = differences.unwrap_or_default();
    Ok(Some(Proposal { dataset, releases: releases.len(), text, is_current, path, differences }))
}

/// The released columns of each table that hold a measure.
fn amounts(resolved: &Resolved) -> BTreeMap<String, Vec<String>> {
    let (pipeline, plan) = (&resolved.pipeline, &resolved.plan);
    let tables = pipeline.release.iter().flat_map(ReleaseSpec::all_tables);
    let of_table = |table: ReleasedTable<'_>| {
        let name = table.name.unwrap_or(&pipeline.dataset).to_owned();
        let stage = plan.stage(table.from)?;
        let tracks = Tracks { measures: &stage.measures, done: stage.operators.len() };
        let is_amount = |column: &&str| {
            let position = stage.schema.position(column);
            position.is_some_and(|at| {
                let is_number = stage.schema.columns.get(at).is_some_and(|column| column.kind.is_number());
                is_number && tracks.measure_of(at).is_some()
            })
        };
        Some((name, table.public().filter(is_amount).map(str::to_owned).collect()))
    };
    tables.filter_map(of_table).collect()
}

fn parsed(text: &str) -> Option<Bounds> {
    decode(&Document::parse(bounds::FILE, text).ok()?).value
}

/// Each bound by its name.
fn listed(bounds: &Bounds) -> BTreeMap<String, String> {
    let mut listed = BTreeMap::new();
    listed.extend(bounds.quarantine.iter().map(|share| ("quarantine".to_owned(), share.most.to_string())));
    for (name, table) in &bounds.tables {
        if let Some(rows) = &table.rows {
            let most = rows.max.map_or_else(|| "∞".to_owned(), |max| max.to_string());
            listed.insert(format!("{name}: rows"), format!("{}–{most}", rows.min));
        }
        let change =
            |(measure, share): (&_, &bounds::Share)| (format!("{name}: change: {measure}"), share.most.to_string());
        listed.extend(table.change.iter().map(change));
    }
    listed
}

fn differences(written: &Bounds, follows: &Bounds) -> Vec<Difference> {
    let (written, follows) = (listed(written), listed(follows));
    let names: BTreeSet<&String> = written.keys().chain(follows.keys()).collect();
    let difference = |bound: &String| {
        let (written, follows) = (written.get(bound).cloned(), follows.get(bound).cloned());
        (written != follows).then(|| Difference { bound: bound.clone(), written, follows })
    };
    names.into_iter().filter_map(difference).collect()
}

/// Where files are out of date.
fn told(proposals: &[Proposal], workspace: &Workspace) -> Vec<Diagnostic> {
    let of = |proposal: &Proposal| {
        let place = Place::Path(workspace.door.shown(&proposal.path));
        let dataset = proposal.dataset.clone();
        let told = move |difference: &Difference| {
            let nothing = || "-".to_owned();
            let bound = &difference.bound;
            let written = difference.written.clone().unwrap_or_else(nothing);
            let follows = difference.follows.clone().unwrap_or_else(nothing);
            let message = words!(
                "`{bound}` tertulis {written}, kini mengikuti {follows}",
                "`{bound}` is written {written}, what follows now is {follows}"
            );
            let help = words!(
                "tulis lagi dengan `terbuka bounds {dataset} --propose`",
                "write it anew by `terbuka bounds {dataset} --propose`"
            );
            Diagnostic::finding(code::BOUNDS_OLD, message).at(place.clone()).help(help)
        };
        proposal.differences.iter().map(told).collect::<Vec<_>>()
    };
    proposals.iter().flat_map(of).collect()
}

/// Writes the file of a proposal; why that failed.
fn written(proposal: &Proposal, workspace: &Workspace, output: &Output) -> Option<Diagnostic> {
    let text = proposal.text.as_ref()?;
    let Proposal { dataset, releases, path, .. } = proposal;
    if let Err(error) = write_whole(path, text) {
        return Some(failed(code::WRITE, ("menulis", "write"), path, &error));
    }
    let shown = workspace.door.shown(path);
    output.say(&words!(
        "{dataset}: batas dari {releases} rilis tertulis di `{shown}`; tinjau sebelum jalan berikutnya",
        "{dataset}: bounds from {releases} releases written into `{shown}`; review it before the next run"
    ));
    None
}
