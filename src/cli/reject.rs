//! `terbuka reject`: discards a held candidate, so that the next run judges afresh.

use super::{Exit, approve, arguments::RejectOptions, held, lock, output::Output, project};
use crate::{
    diagnostic::{Diagnostic, Words, counted},
    words,
    workspace::{
        approvals::{self, WrittenApproval},
        settings::Workspace,
    },
};

pub(super) fn run(options: &RejectOptions, output: &Output) -> Exit {
    project::within(
        output,
        |workspace| reject(&options.dataset, workspace),
        |said| {
            output.say(&said);
            Exit::Done
        },
    )
}

fn reject(dataset: &String, workspace: &Workspace) -> Result<Words, Vec<Diagnostic>> {
    let one = |mistake: Diagnostic| vec![mistake];
    let _lock = lock::take(&workspace.door).map_err(one)?;
    project::files(workspace, std::slice::from_ref(dataset)).map_err(one)?;
    let record = approve::record(workspace, dataset).map_err(one)?;
    // What was approved of this candidate would let it out all the same.
    let written = approve::written(workspace, dataset)?;
    let of_candidate = |approval: &&WrittenApproval| approval.covers == record.covers;
    let taken_back: Vec<&WrittenApproval> = written.approvals.iter().filter(of_candidate).collect();
    if let Some(text) = written.text.as_deref().filter(|_| !taken_back.is_empty()) {
        approve::save(&written, &approvals::without(text, taken_back.iter().copied())).map_err(one)?;
    }
    held::forget(&workspace.door, dataset).map_err(one)?;
    let count = taken_back.len();
    let approved = counted(count, "approval of it was", "approvals of it were");
    let back =
        if count == 0 { words!("", "") } else { words!("; {count} persetujuannya ditarik", "; {approved} taken back") };
    let Words { id, en } = back;
    Ok(words!(
        "{dataset}: kandidat dibuang{id}; `terbuka run {dataset}` berikutnya menilai dari awal",
        "{dataset}: the candidate is discarded{en}; the next `terbuka run {dataset}` judges afresh"
    ))
}
