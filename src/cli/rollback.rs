//! `terbuka rollback`: the public sees another generation again, in one moment.

use chrono::Local;

use super::{Exit, arguments::RollbackOptions, lock, output::Output, project};
use crate::{
    diagnostic::{Diagnostic, Words, code},
    release::{Generations, RolledBack},
    value::personal,
    words,
    workspace::settings::Workspace,
};

pub(super) fn run(options: &RollbackOptions, output: &Output) -> Exit {
    let alone = |error| vec![error];
    project::within(output, |workspace| roll_back(options, workspace).map_err(alone), |done| tell(&done, output))
}

fn roll_back(options: &RollbackOptions, workspace: &Workspace) -> Result<RolledBack, Diagnostic> {
    let reason = options.reason.trim();
    if reason.is_empty() || !personal::find(reason).is_empty() {
        let message = words!(
            "alasan dibaca semua orang: tidak boleh kosong, dan tanpa data pribadi",
            "everybody reads the reason: it is not empty, and without personal data"
        );
        return Err(Diagnostic::mistake(code::BAD_VALUE, message));
    }
    let _lock = lock::take(&workspace.door)?;
    let generations = Generations::open(workspace.door.root())?;
    generations.roll_back(options.generation, reason, Local::now().date_naive())
}

fn tell(done: &RolledBack, output: &Output) -> Exit {
    let RolledBack { from, to, withdrawn } = done;
    if output.is_json() {
        let answer = serde_json::json!({ "from": from, "to": to, "withdrawn": withdrawn });
        return super::print(output, &format!("{answer:#}\n"));
    }
    output.say_always(&words!(
        "public → generasi {to}, sebelumnya {from}",
        "public → generation {to}, before it was {from}"
    ));
    for one in withdrawn {
        let (dataset, version) = (&one.dataset, &one.version);
        output.say_always(&words!(
            "{dataset}: versi {version} ditarik; isi yang sama tidak terbit lagi dengan sendirinya",
            "{dataset}: version {version} was taken back; the same content does not come out again by itself"
        ));
    }
    let next: Words = words!(
        "perbaiki sumber atau pipelinenya, lalu `terbuka run`",
        "mend its source or pipeline, then `terbuka run`"
    );
    if !withdrawn.is_empty() {
        output.say_always(&next);
    }
    Exit::Done
}
