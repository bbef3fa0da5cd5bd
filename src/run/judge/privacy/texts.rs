//! The texts of a dataset that leave beside its cells, each with where its author finds it.

use crate::{
    dataset::{CodeValue, Dataset, Party, PublishedColumn, PublishedCorrection, PublishedTable, SourceRecord},
    diagnostic::{Language, Words},
};

/// A place in the pipeline or the workspace, and what is written there.
type Text<'dataset> = (String, &'dataset str);

/// All texts of a dataset.
pub(super) fn of(dataset: &Dataset) -> Vec<Text<'_>> {
    let mut texts = both("title", &dataset.title);
    texts.push(("dataset".to_owned(), &dataset.name));
    texts.extend(dataset.description.iter().flat_map(|words| both("description", words)));
    texts.extend(dataset.theme.iter().map(|theme| ("theme".to_owned(), theme.as_str())));
    texts.extend(dataset.producer.iter().flat_map(|party| of_party("producer", party)));
    texts.extend(of_party("publisher", &dataset.publisher));
    texts.extend([&dataset.licence.id, &dataset.licence.title].map(|text| ("licence".to_owned(), text.as_str())));
    texts.extend(dataset.frequency.iter().map(|text| ("frequency".to_owned(), text.as_str())));
    texts.extend(dataset.sources.iter().flat_map(of_source));
    texts.extend(dataset.notes.iter().map(|note| ("notes".to_owned(), note.text.as_str())));
    texts.extend(dataset.main.columns.iter().flat_map(of_column));
    texts.extend(dataset.others.iter().flat_map(of_table));
    texts.extend(dataset.corrections.iter().flat_map(of_correction));
    texts
}

fn of_table(table: &PublishedTable) -> Vec<Text<'_>> {
    let mut texts = both("title", &table.title);
    texts.push(("name".to_owned(), &table.name));
    texts.extend(table.description.iter().flat_map(|words| both("description", words)));
    texts.extend(table.columns.iter().flat_map(of_column));
    let name = &table.name;
    texts.into_iter().map(|(place, text)| (format!("tables: {name}: {place}"), text)).collect()
}

fn of_correction(correction: &PublishedCorrection) -> Vec<Text<'_>> {
    let values = [&correction.key, &correction.old, &correction.new].into_iter().flatten();
    let texts = std::iter::once(&correction.reason).chain(values);
    texts.map(|text| ("corrections".to_owned(), text.as_str())).collect()
}

fn both<'words>(place: &str, words: &'words Words) -> Vec<Text<'words>> {
    [(Language::Id, "id"), (Language::En, "en")]
        .map(|(language, key)| (format!("{place}: {key}"), words.in_language(language)))
        .to_vec()
}

fn of_party<'party>(place: &str, party: &'party Party) -> Vec<Text<'party>> {
    let texts = std::iter::once(&party.name).chain(&party.url);
    texts.map(|text| (place.to_owned(), text.as_str())).collect()
}

/// The origin record of a file, and its path.
fn of_source(source: &SourceRecord) -> Vec<Text<'_>> {
    let keys = [
        ("path", Some(&source.path)),
        ("origin", source.url.as_ref()),
        ("licence", source.licence.as_ref()),
        ("date", source.date.as_ref()),
        ("note", source.title.as_ref()),
    ];
    let written = keys.into_iter().filter_map(|(key, text)| Some((key, text?)));
    written.map(|(key, text)| (format!("{}: {key}", source.path), text.as_str())).collect()
}

fn of_column(column: &PublishedColumn) -> Vec<Text<'_>> {
    let name = &column.name;
    let mut texts = both(&format!("columns: {name}: title"), &column.title);
    let description = column.description.iter();
    texts.extend(description.flat_map(|words| both(&format!("columns: {name}: description"), words)));
    texts.extend(column.unit.iter().map(|unit| (format!("columns: {name}: unit"), unit.as_str())));
    texts.extend(column.code_list.iter().flat_map(|code| of_code(name, code)));
    texts.extend(column.ground.iter().flat_map(|words| both(&format!("columns: {name}: lawful_because"), words)));
    texts
}

fn of_code<'code>(column: &str, code: &'code CodeValue) -> Vec<Text<'code>> {
    let place = format!("columns: {column}: values");
    let mut texts = both(&place, &code.title);
    texts.push((place, &code.value));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dataset::fixture, run::judge::privacy};

    #[test]
    fn identifier_in_any_text_is_named_with_its_place() {
        let mut dataset = fixture::dataset();
        dataset.title = Words::new("Data NIP 198501012010011999", "City projects");
        dataset.sources[0].url = Some("Budi, budi@contoh.go.id".into());
        dataset.main.columns[0].unit = Some("hubungi 0812-3456-7890".into());
        let findings = privacy::texts(&dataset);
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.in_language(Language::En)).collect();
        assert_eq!(
            messages,
            [
                "personal data in the text `columns: kode: unit`: `hubungi [TELEPON]`",
                "personal data in the text `data/source/proyek.xlsx: origin`: `Budi, [EMAIL]`",
                "personal data in the text `title: id`: `Data NIP [NIP]`",
            ]
        );
    }

    #[test]
    fn texts_of_every_table_are_read() {
        let mut dataset = fixture::with_years();
        dataset.others[0].description = Some(Words::new("hubungi 0812-3456-7890", "One row per year"));
        dataset.others[0].columns[0].unit = Some("budi@contoh.go.id".into());
        let findings = privacy::texts(&dataset);
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.in_language(Language::En)).collect();
        assert_eq!(
            messages,
            [
                "personal data in the text `tables: tahunan: columns: tahun: unit`: `[EMAIL]`",
                "personal data in the text `tables: tahunan: description: id`: `hubungi [TELEPON]`",
            ]
        );
    }

    #[test]
    fn ordinary_texts_hold_nothing() {
        assert!(privacy::texts(&fixture::with_years()).is_empty());
    }
}
