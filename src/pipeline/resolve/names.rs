//! The names of a pipeline that do not depend on the columns of its steps.

use std::collections::BTreeMap;

use super::Resolver;
use crate::{diagnostic::code, pipeline::SourceSpec, words, workspace::Door};

impl Resolver<'_> {
    /// Names that do not depend on columns.
    pub(super) fn names(&mut self) {
        let dataset = &self.pipeline.dataset;
        let fits = !dataset.is_empty()
            && dataset.chars().all(|symbol| symbol.is_ascii_lowercase() || symbol.is_ascii_digit() || symbol == '-');
        if !fits {
            let message = words!(
                "nama dataset hanya huruf kecil, angka, dan `-`, bukan `{dataset}`",
                "the name of a dataset has lower-case letters, digits and `-` only, not `{dataset}`"
            );
            self.mistake(code::BAD_VALUE, message, &dataset.span);
        }
        let folder = self.document.path.rsplit('/').nth(1).unwrap_or("").to_owned();
        if fits && !folder.is_empty() && folder != dataset.value {
            let message = words!(
                "dataset `{dataset}` berada di folder `{folder}`",
                "the dataset `{dataset}` lies in the folder `{folder}`"
            );
            self.mistake(code::BAD_VALUE, message, &dataset.span).help =
                Some(words!("samakan keduanya", "give both the same name"));
        }
        let producers: Vec<&str> = self.workspace.settings.producers.keys().map(String::as_str).collect();
        if !producers.contains(&self.pipeline.producer.as_str()) {
            self.unknown(&self.pipeline.producer, &producers, ("produsen", "producer"));
        }
        for (name, stage) in &self.pipeline.stages {
            if self.pipeline.sources.contains_key(name) {
                let message = words!("`{name}` sudah menjadi nama sumber", "`{name}` is the name of a source already");
                self.mistake(code::DUPLICATE_NAME, message, &stage.from.span);
            }
        }
        self.source_columns();
    }

    fn source_columns(&mut self) {
        for source in self.pipeline.sources.values() {
            if !Door::is_inside(&source.path) {
                let message = words!("`{}` di luar ruang kerja", "`{}` is outside the workspace", source.path);
                self.mistake(code::BAD_VALUE, message, &source.path.span).help = Some(words!(
                    "salin berkasnya ke `data/source/`, lalu tulis jalurnya dari akar ruang kerja",
                    "copy the file to `data/source/` and write its path from the root of the workspace"
                ));
            }
            if let Err(error) = glob::Pattern::new(&source.path) {
                let detail = error.msg;
                let message =
                    words!("pola berkas ini tidak benar: {detail}", "the file pattern is malformed: {detail}");
                self.mistake(code::BAD_VALUE, message, &source.path.span);
            }
            let mut seen: BTreeMap<String, &str> = BTreeMap::new();
            for (column, headings) in &source.columns {
                for heading in headings {
                    if let Some(other) = seen.insert(crate::source::grid_text(heading), column) {
                        let message = words!(
                            "judul `{heading}` sudah dipakai kolom `{other}`",
                            "the heading `{heading}` is used for the column `{other}` already"
                        );
                        let help = words!(
                            "judul yang sama di berkas diberi nomor: tulis `{column}: [\"{heading} (2)\"]` untuk yang kedua",
                            "a heading that a file repeats is numbered: write `{column}: [\"{heading} (2)\"]` for the second"
                        );
                        self.mistake(code::DUPLICATE_NAME, message, &heading.span).help = Some(help);
                    }
                }
            }
            self.identity(source);
            for name in source.place.names().chain(&source.optional) {
                let is_column = source.columns.contains_key(name.as_str());
                let is_place = source.place.names().any(|place| place.span == name.span);
                if is_place && is_column {
                    self.mistake(
                        code::DUPLICATE_NAME,
                        words!("kolom `{name}` sudah ada", "a column named `{name}` exists already"),
                        &name.span,
                    );
                } else if !is_place && !is_column {
                    let known: Vec<&str> = source.columns.keys().map(String::as_str).collect();
                    self.unknown(name, &known, ("kolom sumber", "source column"));
                }
            }
        }
    }
    /// Each column of identity is taken from one place, by a pattern that can be read, under a name of its own.
    fn identity(&mut self, source: &SourceSpec) {
        for (name, identity) in &source.identity {
            let ways: Vec<_> = identity.ways().collect();
            let Some((_, first)) = ways.first() else {
                let message = words!(
                    "identitas `{name}` tidak menyebut asalnya: tulis `file`, `sheet`, `banner`, atau `label`",
                    "the identity `{name}` does not say where it is taken from: write `file`, `sheet`, `banner` or `label`"
                );
                self.mistake(code::BAD_VALUE, message, &source.path.span);
                continue;
            };
            if let Some((_, second)) = ways.get(1) {
                let message = words!(
                    "identitas `{name}` diambil dari satu tempat saja",
                    "the identity `{name}` is taken from one place only"
                );
                self.mistake(code::BAD_VALUE, message, &second.span);
            }
            if source.columns.contains_key(name) || source.place.names().any(|place| place.value == *name) {
                let message = words!("kolom `{name}` sudah ada", "a column named `{name}` exists already");
                self.mistake(code::DUPLICATE_NAME, message, &first.span);
            }
            let patterns = ways.iter().filter(|(word, _)| *word != "label");
            for (pattern, error) in patterns.filter_map(|(_, text)| Some((*text, regex_lite::Regex::new(text).err()?)))
            {
                let message = words!("pola ini tidak dapat dibaca: {error}", "the pattern cannot be read: {error}");
                self.mistake(code::BAD_VALUE, message, &pattern.span);
            }
        }
    }
}
