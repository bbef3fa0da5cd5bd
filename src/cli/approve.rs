//! `terbuka approve`: lets one finding of one candidate through, written down with its reason beside the pipeline.
//!
//! The next run uses it: only a run publishes, and what was decided stands in a file that others can review first.

use std::path::PathBuf;

use chrono::Local;

use super::{
    Exit,
    arguments::ApproveOptions,
    held::{self, HeldObjection, HeldRecord},
    lock,
    output::{Output, write_whole},
    project,
};
use crate::{
    diagnostic::{Diagnostic, TextPlace, Words, code, failed, nearest},
    words,
    workspace::{
        approvals::{self, NewApproval, WrittenApproval},
        settings::Workspace,
    },
};

/// The approvals of a dataset as they are written.
pub(super) struct Written {
    pub path: PathBuf,
    pub text: Option<String>,
    pub approvals: Vec<WrittenApproval>,
}

pub(super) fn run(options: &ApproveOptions, output: &Output) -> Exit {
    project::within(
        output,
        |workspace| approve(options, workspace),
        |said| {
            output.say(&said);
            Exit::Done
        },
    )
}

fn approve(options: &ApproveOptions, workspace: &Workspace) -> Result<Words, Vec<Diagnostic>> {
    let one = |mistake: Diagnostic| vec![mistake];
    let dataset = &options.dataset;
    let _lock = lock::take(&workspace.door).map_err(one)?;
    project::files(workspace, std::slice::from_ref(dataset)).map_err(one)?;
    let reason = needed(&options.reason, ("alasannya", "reason", "--reason")).map_err(one)?;
    let by = options.by.clone().or_else(|| std::env::var("USER").ok()).unwrap_or_default();
    let by = needed(&by, ("nama yang memutuskan", "name of who decides", "--by")).map_err(one)?;
    let record = record(workspace, dataset).map_err(one)?;
    let objection = objection(&record, options).map_err(one)?;
    let written = written(workspace, dataset)?;
    let shown = workspace.door.shown(&written.path);
    let code = &objection.code;
    let today = Local::now().date_naive();
    if let Some(last) = options.expires.filter(|last| *last < today) {
        return Err(vec![usage(words!("{last} sudah lewat", "{last} has passed"))]);
    }
    let is_same = |known: &WrittenApproval| known.code == *code && known.covers == record.covers;
    if written.approvals.iter().any(is_same) {
        return Ok(words!(
            "{dataset}: {code} sudah disetujui di `{shown}`; jalankan `terbuka run {dataset}`",
            "{dataset}: {code} is approved already in `{shown}`; run `terbuka run {dataset}`"
        ));
    }
    let finding = &objection.message.id;
    let (covers, expires) = (&*record.covers, options.expires);
    let new = NewApproval { code, covers, finding, reason, by, date: today, expires };
    let text = approvals::with(written.text.as_deref(), &new).map_err(|words| {
        let place = TextPlace { path: shown.clone(), text: written.text.as_deref().unwrap_or("").into(), span: 0..0 };
        one(Diagnostic::mistake(code::APPROVAL_WRITTEN, words).at(place))
    })?;
    // What the next run could not read is not written.
    approvals::read(&shown, &text)?;
    save(&written, &text).map_err(one)?;
    Ok(words!(
        "{dataset}: {code} disetujui, tertulis di `{shown}`; berlaku pada `terbuka run {dataset}` berikutnya",
        "{dataset}: {code} is approved, written into `{shown}`; the next `terbuka run {dataset}` uses it"
    ))
}

/// Writes the approvals of a dataset anew.
pub(super) fn save(written: &Written, text: &str) -> Result<(), Diagnostic> {
    write_whole(&written.path, text).map_err(|error| failed(code::WRITE, ("menulis", "write"), &written.path, &error))
}

/// The approvals beside the pipeline of a dataset.
///
/// # Errors
/// When the file cannot be read, or its mistakes.
pub(super) fn written(workspace: &Workspace, dataset: &str) -> Result<Written, Vec<Diagnostic>> {
    let path = workspace.door.path(&format!("pipelines/{dataset}/{}", approvals::FILE));
    if !path.exists() {
        return Ok(Written { path, text: None, approvals: Vec::new() });
    }
    let text = workspace.door.read_text(&path).map_err(|failure| vec![failure])?;
    let approvals = approvals::read(&workspace.door.shown(&path), &text)?;
    Ok(Written { path, text: Some(text), approvals })
}

/// What holds a dataset.
///
/// # Errors
/// When nothing does.
pub(super) fn record(workspace: &Workspace, dataset: &str) -> Result<HeldRecord, Diagnostic> {
    held::read(&workspace.door, dataset)?.ok_or_else(|| {
        let message = words!("dataset `{dataset}` tidak ditahan", "the dataset `{dataset}` is not held");
        let help = words!("lihat `terbuka status`", "see `terbuka status`");
        Diagnostic::mistake(code::USAGE, message).help(help)
    })
}

fn objection<'a>(record: &'a HeldRecord, options: &ApproveOptions) -> Result<&'a HeldObjection, Diagnostic> {
    let (dataset, name) = (&options.dataset, &options.code);
    let Some(objection) = record.objections.iter().find(|one| one.code.eq_ignore_ascii_case(name)) else {
        let message = words!(
            "dataset `{dataset}` tidak ditahan oleh temuan `{name}`",
            "the dataset `{dataset}` is not held by a finding `{name}`"
        );
        let known = record.objections.iter().map(|one| one.code.as_str());
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
        mistake.help = nearest::known_names(name, known, ("temuan", "findings"));
        return Err(mistake);
    };
    if objection.may_be_approved {
        return Ok(objection);
    }
    let Words { id, en } = Words::new(&objection.message.id, &objection.message.en);
    let message =
        words!("temuan `{name}` tidak dapat disetujui: {id}", "the finding `{name}` cannot be approved: {en}");
    let help = objection.help.as_ref().map(|help| Words::new(&help.id, &help.en));
    Err(Diagnostic { help, ..Diagnostic::mistake(code::NEVER_APPROVED, message) })
}

fn needed<'a>(text: &'a str, (id, en, option): (&str, &str, &str)) -> Result<&'a str, Diagnostic> {
    let text = text.trim();
    if !text.is_empty() {
        return Ok(text);
    }
    Err(usage(words!("sebutkan {id}: `{option} \"…\"`", "state the {en}: `{option} \"…\"`")))
}

fn usage(words: Words) -> Diagnostic {
    Diagnostic::mistake(code::USAGE, words)
}
