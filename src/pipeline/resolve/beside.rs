//! The files that people keep beside a pipeline: approvals of findings, learned bounds.

use super::{Resolver, measured_column, share};
use crate::{
    diagnostic::{Diagnostic, code, nearest},
    pipeline::{
        ReleaseSpec,
        bounds::{self, Bounds, Share},
        release::ReleasedTable,
    },
    words,
    workspace::{
        Document, Placed,
        approvals::{self, WrittenApproval},
        decode::decode,
    },
};

impl Resolver<'_> {
    /// What stands beside the pipeline; mistakes in it are told with those of the pipeline.
    pub(super) fn beside(&mut self) -> (Vec<WrittenApproval>, Option<Bounds>) {
        let Some(release) = &self.pipeline.release else { return Default::default() };
        let approvals = self.text_beside(approvals::FILE).map(|(path, text)| approvals::read(&path, &text));
        let approvals = self.or_told(approvals).unwrap_or_default();
        let bounds =
            self.text_beside(bounds::FILE).map(|(path, text)| learned((&path, &text), release, self.dataset()));
        (approvals, self.or_told(bounds))
    }

    fn dataset(&self) -> &str {
        &self.pipeline.dataset
    }

    /// A file beside the pipeline, if it is there.
    fn text_beside(&mut self, name: &str) -> Option<(String, String)> {
        let path = super::beside_of(&self.document.place(&(0..0)).path, name);
        let door = &self.workspace.door;
        let file = door.path(&path);
        if !door.is_file(&file) {
            return None;
        }
        door.read_text(&file).map_err(|failure| self.mistakes.push(failure)).ok().map(|text| (path, text))
    }

    fn or_told<T>(&mut self, read: Option<Result<T, Vec<Diagnostic>>>) -> Option<T> {
        read?.map_err(|mistakes| self.mistakes.extend(mistakes)).ok()
    }
}

/// The bounds of a text, whose tables and measures are those of the release.
fn learned((path, text): (&str, &str), release: &ReleaseSpec, dataset: &str) -> Result<Bounds, Vec<Diagnostic>> {
    let document = Document::parse(path, text).map_err(|mistake| vec![mistake])?;
    let decoded = decode::<Bounds>(&document);
    let mut mistakes = decoded.mistakes;
    let bounds = decoded.value.unwrap_or_default();
    mistakes.extend(
        unfit(&bounds, release, dataset).into_iter().map(|(mistake, word)| mistake.at(document.place(&word.span))),
    );
    if mistakes.is_empty() { Ok(bounds) } else { Err(mistakes) }
}

/// Words that name nothing in the release, and shares that are none.
fn unfit<'a>(bounds: &'a Bounds, release: &ReleaseSpec, dataset: &str) -> Vec<(Diagnostic, &'a Placed<String>)> {
    let mut unfit: Vec<_> = bounds.quarantine.iter().filter_map(no_share).collect();
    for (name, table) in &bounds.tables {
        let Some(released) = release.all_tables().find(|one| one.name.unwrap_or(dataset) == name.value) else {
            let known = release.all_tables().map(|one| one.name.unwrap_or(dataset));
            let message = words!("rilis tidak punya tabel `{name}`", "the release has no table `{name}`");
            let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
            mistake.help = nearest::known_names(name, known, ("tabel", "tables"));
            unfit.push((mistake, name));
            continue;
        };
        unfit.extend(table.change.values().filter_map(no_share));
        unfit.extend(table.change.keys().filter(|measure| !is_measure(measure, released)).map(no_measure));
    }
    unfit
}

fn is_measure(measure: &str, table: ReleasedTable<'_>) -> bool {
    measure == "rows" || measured_column(measure).is_some_and(|column| table.is_public(column))
}

fn no_measure(measure: &Placed<String>) -> (Diagnostic, &Placed<String>) {
    let message = words!(
        "`{measure}` bukan `rows` atau `sum(kolom yang dirilis)`",
        "`{measure}` is neither `rows` nor `sum(a released column)`"
    );
    (Diagnostic::mistake(code::BAD_VALUE, message).help(write_anew()), measure)
}

fn no_share(written: &Share) -> Option<(Diagnostic, &Placed<String>)> {
    let most = &written.most;
    let message = words!("`{most}` bukan persentase seperti `15%`", "`{most}` is not a share such as `15%`");
    share(most).is_none().then(|| (Diagnostic::mistake(code::BAD_VALUE, message).help(write_anew()), most))
}

fn write_anew() -> crate::diagnostic::Words {
    words!(
        "hapus berkas itu, lalu tulis lagi dengan `terbuka bounds --propose`",
        "remove the file, then write it anew by `terbuka bounds --propose`"
    )
}
