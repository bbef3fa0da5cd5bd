//! A draft as the text of a pipeline.

use std::fmt::Write as _;

use super::{
    draft::{Column, Draft, Outline, Release, Released, Source},
    remark::{Remark, comment},
    yaml,
};
use crate::{
    diagnostic::{Language, Words},
    pipeline::release::Access,
    words,
};

/// Name of the source.
pub(super) const SOURCE: &str = "berkas";
/// Name of the stage.
pub(super) const STAGE: &str = "bersih";

/// The text of a pipeline, its remarks in one language.
pub(super) fn pipeline(draft: &Draft, language: Language) -> String {
    let Writer { mut text, .. } = Writer::head(draft, language);
    let mut writer = Writer { text: String::new(), language };
    writer.source(&draft.source);
    writer.stage(draft);
    if let Some(release) = &draft.release {
        writer.release(release);
    }
    text.push_str(&writer.text);
    text
}

struct Writer {
    text: String,
    language: Language,
}

impl Writer {
    fn head(draft: &Draft, language: Language) -> Self {
        let mut writer = Self { text: String::new(), language };
        let about = words!(
            "Pipeline pertama, ditulis oleh `terbuka init`. Setiap tebakan menyebut alasannya; yang tidak ditebak menjadi pertanyaan dengan baris jawabannya. Periksa satu per satu, lalu hapus komentarnya.",
            "A first pipeline, written by `terbuka init`. Each guess says why; what was not guessed is a question with the lines that would settle it. Check them one by one, then delete the comments."
        );
        writer.line(0, "# yaml-language-server: $schema=../../schema/pipeline.json");
        writer.text.push_str(&comment(about.in_language(language), 0));
        writer.line(0, &format!("dataset: {}", yaml::scalar(&draft.dataset)));
        let (title, remark) = &draft.title;
        writer.remarks(0, [remark]);
        writer.line(0, &format!("title: {}", both(&untranslated(title))));
        let (producer, remark) = &draft.producer;
        writer.remarks(0, [remark]);
        writer.line(0, &format!("producer: {}", yaml::scalar(producer)));
        writer
    }

    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    fn remarks<'a>(&mut self, indent: usize, remarks: impl IntoIterator<Item = &'a Remark>) {
        for remark in remarks {
            let lines = remark.lines(indent, self.language);
            self.text.push_str(&lines);
        }
    }

    fn source(&mut self, source: &Source) {
        self.line(0, "sources:");
        self.line(2, &format!("{SOURCE}:"));
        self.line(4, &format!("path: {}", yaml::scalar(&source.path)));
        self.remarks(4, &source.remarks);
        if !source.table.is_empty() {
            self.line(4, &format!("table: {}", mapping(&source.table)));
        }
        self.line(4, "columns:");
        for column in &source.columns {
            self.line(6, &format!("{}: {}", yaml::scalar(&column.name), yaml::list([column.heading.as_str()])));
        }
        if !source.ignored.is_empty() {
            self.remarks(4, source.ignored.iter().map(|(_, remark)| remark));
            self.line(
                4,
                &format!("ignore: {}", yaml::list(source.ignored.iter().map(|(heading, _)| heading.as_str()))),
            );
        }
        if !source.place.is_empty() {
            let place: Vec<_> = source.place.iter().map(|(key, name)| (*key, yaml::scalar(name))).collect();
            self.line(4, &format!("place: {}", mapping(&place)));
        }
    }

    fn stage(&mut self, draft: &Draft) {
        let mut steps = Self { text: String::new(), language: self.language };
        steps.drop_rows(draft);
        steps.outline(draft.rows.outline.as_ref());
        steps.parse(&draft.source.columns);
        steps.add_up(draft.rows.outline.as_ref());
        steps.tidy(&draft.source.columns);
        let has_steps = steps.text.lines().any(|line| !line.trim_start().starts_with('#'));
        self.line(0, "stages:");
        self.line(2, &format!("{STAGE}:"));
        self.line(4, &format!("from: {SOURCE}"));
        if has_steps {
            self.line(4, "steps:");
        }
        self.text.push_str(&steps.text);
    }

    fn drop_rows(&mut self, draft: &Draft) {
        let rows = &draft.rows;
        self.remarks(6, &rows.remarks);
        if rows.dropped.is_empty() {
            return;
        }
        let kinds: Vec<String> = rows.dropped.iter().map(|(class, _)| class.to_string()).collect();
        let mut settings = vec![("kind", format!("[{}]", kinds.join(", ")))];
        if !rows.reconcile.is_empty() {
            settings.push(("reconcile", yaml::list(rows.reconcile.iter().map(String::as_str))));
        }
        self.line(6, &format!("- drop_rows: {}", mapping(&settings)));
    }

    fn outline(&mut self, outline: Option<&Outline>) {
        let Some(outline) = outline else { return };
        self.remarks(6, &outline.remarks);
        let mut settings = vec![("columns", yaml::list(outline.columns.iter().map(String::as_str)))];
        settings.push(("by", outline.by.to_owned()));
        if outline.total {
            settings.push(("total", "true".to_owned()));
        }
        settings.push(("path", yaml::scalar(&outline.path)));
        self.line(6, &format!("- outline: {}", mapping(&settings)));
    }

    fn add_up(&mut self, outline: Option<&Outline>) {
        let Some(outline) = outline else { return };
        let mut settings = vec![("code", yaml::scalar(&outline.path))];
        settings.push(("columns", yaml::list(outline.measures.iter().map(String::as_str))));
        if !outline.within.is_empty() {
            settings.push(("within", yaml::list(outline.within.iter().map(String::as_str))));
        }
        settings.push(("keep_leaves", "true".to_owned()));
        if !outline.is_strict {
            settings.push(("otherwise", "warn".to_owned()));
        }
        self.line(6, &format!("- add_up: {}", mapping(&settings)));
    }

    /// The steps that read columns; columns that are read alike for the same reason share one.
    fn parse(&mut self, columns: &[Column]) {
        let mut done: Vec<&str> = Vec::new();
        for column in columns {
            if done.contains(&column.name.as_str()) {
                continue;
            }
            let alike: Vec<&Column> =
                columns.iter().filter(|other| other.name == column.name || shares_step(column, other)).collect();
            done.extend(alike.iter().map(|column| column.name.as_str()));
            self.step(column, &alike);
        }
    }

    fn step(&mut self, column: &Column, alike: &[&Column]) {
        for remark in &column.remarks {
            let named = named(remark, &column.name);
            self.remarks(6, [&named]);
        }
        if let Some(step) = &column.step {
            let names: Vec<String> = alike.iter().map(|column| yaml::scalar(&column.name)).collect();
            let companions = column.companions.iter().map(|(key, name, _)| (*key, name.clone()));
            self.line(6, &step.of(&names.join(", "), companions));
        }
    }

    fn tidy(&mut self, columns: &[Column]) {
        let untidy: Vec<&str> =
            columns.iter().filter(|column| column.is_untidy).map(|column| column.name.as_str()).collect();
        if untidy.is_empty() {
            return;
        }
        let words = words!(
            "teks dengan spasi ganda, ganti baris, tanda HTML atau huruf rusak dirapikan",
            "texts with double spaces, line breaks, markup or damaged letters are cleaned"
        );
        self.remarks(6, [&Remark::Guess(words)]);
        self.line(6, &format!("- tidy_text: {{ columns: {} }}", yaml::list(untidy)));
    }

    fn release(&mut self, release: &Release) {
        self.line(0, "release:");
        self.line(2, &format!("from: {STAGE}"));
        self.remarks(2, &release.remarks);
        self.line(2, &format!("key: {}", yaml::list(release.key.iter().map(String::as_str))));
        let words = words!(
            "judul Indonesia adalah judul di berkas; judul Inggris yang bertanda [untranslated] menunggu terjemahan",
            "the Indonesian titles are the headings of the file; English ones marked [untranslated] wait for a translation"
        );
        self.remarks(2, [&Remark::Guess(words)]);
        self.line(2, "columns:");
        for column in &release.columns {
            self.released(column);
        }
        let words = words!(
            "setengah dari banyaknya baris sekarang; kurang dari itu, rilis ditahan",
            "half of the rows of today; with fewer, the release is held"
        );
        self.line(2, "gates:");
        self.remarks(4, [&Remark::Guess(words)]);
        self.line(4, &format!("rows: {{ min: {} }}", release.minimum.max(1)));
    }

    fn released(&mut self, column: &Released) {
        self.line(4, &format!("{}:", yaml::scalar(&column.name)));
        self.line(6, &format!("title: {}", both(&column.title)));
        if let Some(unit) = &column.unit {
            self.line(6, &format!("unit: {}", yaml::scalar(unit)));
        }
        self.remarks(6, &column.remark);
        self.line(6, if column.access == Access::Public { "access: public" } else { "access: private" });
    }
}

/// Whether two columns are read by the same step for the same reason; a companion belongs to one column.
fn shares_step(one: &Column, other: &Column) -> bool {
    one.step.is_some() && one.companions.is_empty() && one.step == other.step && one.remarks == other.remarks
}

/// A question with the name of its column.
fn named(remark: &Remark, name: &str) -> Remark {
    match remark {
        Remark::Guess(_) => remark.clone(),
        Remark::Question(words, lines) => {
            let (id, en) = (&words.id, &words.en);
            let lines = lines.iter().map(|line| line.replace('…', name)).collect();
            Remark::Question(words!("kolom `{name}`: {id}", "column `{name}`: {en}"), lines)
        }
    }
}

/// A heading as a title; it only stands in the language of the file.
pub(super) fn untranslated(heading: &str) -> Words {
    let spaced = if heading.contains(' ') { heading.to_owned() } else { heading.replace('_', " ") };
    let mut letters = spaced.trim().chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    words!("{title}", "{title} [untranslated]")
}

fn both(title: &Words) -> String {
    format!("{{ id: {}, en: {} }}", yaml::scalar(&title.id), yaml::scalar(&title.en))
}

fn mapping(settings: &[(&'static str, String)]) -> String {
    let settings: Vec<String> = settings.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{ {} }}", settings.join(", "))
}
