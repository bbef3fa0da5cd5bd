//! The workspace of a command and the pipelines that it is about.

use std::path::{Path, PathBuf};

use super::{Exit, output::Output};
use crate::{
    diagnostic::{Diagnostic, Place, code, nearest},
    pipeline::{self, Resolved},
    words,
    workspace::{Door, settings::Workspace},
};

/// A pipeline file that was asked for: resolved, or its mistakes.
pub(super) type Asked = (String, Result<Resolved, Vec<Diagnostic>>);

/// Opens the workspace; its mistakes are printed.
pub(super) fn open(output: &Output) -> Result<Workspace, Exit> {
    find(output).map_err(|mistakes| {
        output.diagnose(&mistakes);
        Exit::of_all(&mistakes)
    })
}

/// Does something in the workspace and tells what came of it; mistakes are printed.
pub(super) fn within<T>(
    output: &Output,
    work: impl FnOnce(&Workspace) -> Result<T, Vec<Diagnostic>>,
    tell: impl FnOnce(T) -> Exit,
) -> Exit {
    match find(output).and_then(|workspace| work(&workspace)) {
        Ok(done) => tell(done),
        Err(errors) => {
            output.diagnose(&errors);
            Exit::of_all(&errors)
        }
    }
}

/// Opens the workspace that was named, else the one of the current folder.
pub(super) fn find(output: &Output) -> Result<Workspace, Vec<Diagnostic>> {
    let folder = match &output.workspace {
        Some(folder) => Ok(folder.clone()),
        None => std::env::current_dir(),
    };
    let found =
        folder.map_err(|error| crate::diagnostic::failed(code::READ, ("membaca", "read"), Path::new("."), &error));
    found.and_then(|folder| Door::find(&folder)).map_err(|error| vec![error]).and_then(Workspace::open)
}

/// The pipelines of these datasets, or all; an unknown name is a mistake.
pub(super) fn pipelines(workspace: &Workspace, datasets: &[String]) -> Result<Vec<Asked>, Diagnostic> {
    let files = files(workspace, datasets)?;
    Ok(files.into_iter().map(|(name, path)| (name, resolve(workspace, &path))).collect())
}

/// The files of these pipelines by the names of their datasets, not read.
pub(super) fn files(workspace: &Workspace, datasets: &[String]) -> Result<Vec<(String, PathBuf)>, Diagnostic> {
    let files = workspace.door.pipelines()?;
    if files.is_empty() {
        let message =
            words!("tidak ada pipeline di folder `pipelines`", "there is no pipeline in the folder `pipelines`");
        let help = words!("buat satu dengan `terbuka init --from BERKAS`", "make one with `terbuka init --from FILE`");
        return Err(Diagnostic::mistake(code::UNKNOWN_NAME, message).help(help));
    }
    let name = |path: &Path| {
        path.parent()
            .and_then(|folder| folder.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let known: Vec<String> = files.iter().map(|path| name(path)).collect();
    for dataset in datasets {
        if !known.contains(dataset) {
            let mut mistake = Diagnostic::mistake(
                code::UNKNOWN_NAME,
                words!("tidak ada dataset `{dataset}`", "no dataset is named `{dataset}`"),
            );
            mistake.help = nearest::known_names(dataset, known.iter().map(String::as_str), ("dataset", "datasets"));
            return Err(mistake);
        }
    }
    let named = files.into_iter().map(|path| (name(&path), path));
    Ok(named.filter(|(name, _)| datasets.is_empty() || datasets.contains(name)).collect())
}

/// Reads a pipeline and resolves it.
pub(super) fn resolve(workspace: &Workspace, path: &Path) -> Result<Resolved, Vec<Diagnostic>> {
    if !workspace.door.is_file(path) {
        return Err(vec![no_pipeline(workspace, path)]);
    }
    let text = workspace.door.read_text(path).map_err(|error| vec![error])?;
    let file = pipeline::parse(&workspace.door.shown(path), &text).map_err(|mistake| vec![mistake])?;
    pipeline::resolve(file, workspace)
}

fn no_pipeline(workspace: &Workspace, absent: &Path) -> Diagnostic {
    let folder = workspace.door.shown(absent.parent().unwrap_or(absent));
    let message =
        words!("folder `{folder}` tidak berisi `pipeline.yml`", "the folder `{folder}` holds no `pipeline.yml`");
    let help = words!(
        "beri nama berkas pipelinenya `pipeline.yml`, atau hapus foldernya",
        "name the pipeline's file `pipeline.yml`, or remove the folder"
    );
    Diagnostic::mistake(code::UNKNOWN_NAME, message).at(Place::Path(folder)).help(help)
}
