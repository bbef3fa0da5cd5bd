//! Tests: what the fuzzer found worth keeping is still answered by every kernel.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::{Value, json};

    use crate::value::contract::{Question, read_with};
    use crate::value::lists::fixture;
    use crate::value::personal::column;

    const KINDS: &[&str] = &[
        "money",
        "number",
        "percent",
        "quantity",
        "unit_header",
        "terbilang",
        "date",
        "period",
        "boolean",
        "null_marker",
        "row_class",
        "text",
        "pii",
        "person_name",
        "kode_rekening",
        "kode_nomenklatur",
        "kode_skpd",
        "kode_wilayah",
        "kecamatan",
        "kelurahan",
        "opd",
        "country",
        "ministry",
        "tender_stage",
        "cooperation_type",
        "fund_source",
    ];
    const PARTS: &[&str] = &[
        "1",
        "1.",
        "1 ",
        "a",
        " ",
        "(",
        ")",
        "-",
        "*",
        "'",
        "Rp",
        "a@b.co ",
        "1571030501909998a",
        "0812 3456 7890 ",
        "s.d. ",
        "lebih ",
        "Mei ",
        "<b>",
        "&amp;",
        "â€™",
        "\u{200b}",
        "dan ",
        "/",
        ",",
        "S.H. ",
        "１",
    ];

    /// The texts of each kind, one JSON string a line in `fuzz/corpus/<kind>.jsonl`.
    fn corpus() -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
        let mut texts = Vec::new();
        for file in fs::read_dir(root).expect("the corpus") {
            let file = file.expect("a file").path();
            let kind = file.file_stem().expect("a name").to_string_lossy().into_owned();
            let lines = fs::read_to_string(&file).expect("a readable file");
            let text = |line: &str| serde_json::from_str(line).expect("a JSON string");
            texts.extend(lines.lines().map(|line| (kind.clone(), text(line))));
        }
        texts.sort();
        texts
    }

    fn ask(kind: &str, text: &str) -> Value {
        if kind == "pii_column" {
            return json!(column::rule_for(text).map(|rule| rule.holds));
        }
        let input = if kind == "row_class" { json!(text.split('|').collect::<Vec<_>>()) } else { json!(text) };
        let question = Question { kind, input: &input, locale: "id-ID", options: &Value::Null };
        read_with(&question, fixture::lists()).expect("a kernel for the kind")
    }

    #[test]
    fn every_text_of_the_corpus_is_answered() {
        let corpus = corpus();
        assert!(corpus.len() > 1000, "{} texts", corpus.len());
        for (kind, text) in &corpus {
            assert_eq!(ask(kind, text), ask(kind, text), "{kind} {text:?}");
        }
    }

    /// Long texts: a kernel that looks at every pair of characters would not end here. Those that read free text get a
    /// megabyte, the others what still is more than any cell holds.
    #[test]
    fn long_texts_are_answered_in_one_pass() {
        for part in PARTS {
            for kind in KINDS {
                let length = if matches!(*kind, "text" | "pii") { 1_000_000 } else { 40_000 };
                ask(kind, &part.repeat(length / part.len()));
            }
        }
    }
}
