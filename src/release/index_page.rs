//! The portal's pages: plain HTML made from the index alone, in both languages, readable from disk.

mod text;

use std::collections::BTreeMap;

use minijinja::{Environment, Value, context};
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Language, code};
use crate::release::changelog::{self, Told};
use crate::release::feed;
use crate::release::index::{Entry, Index};
use crate::words;

/// The pages by their paths below the public tree: `index.html`, and `id/` and `en/` with a page per dataset.
///
/// # Errors
/// Never for data: only when a template is wrong, which is a bug.
pub fn pages(index: &Index) -> Result<BTreeMap<String, String>, Diagnostic> {
    render_all(index).map_err(|error| {
        let message =
            words!("halaman portal tidak dapat dibuat: {error:#}", "the portal's pages cannot be made: {error:#}");
        Diagnostic::failure(code::WRITE, message)
    })
}

fn render_all(index: &Index) -> Result<BTreeMap<String, String>, minijinja::Error> {
    let environment = environment()?;
    // Every page shows something of it: it is made a value once.
    let whole = Value::from_serialize(index);
    // The root is the Indonesian home page itself, so that no server has to redirect.
    let mut pages = BTreeMap::from([("index.html".into(), home(&whole, Language::Id, "", &environment)?)]);
    for language in [Language::Id, Language::En] {
        let folder = text::tag(language);
        pages.insert(format!("{folder}/index.html"), home(&whole, language, "../", &environment)?);
        let page = |entry: &Entry| {
            let mut pages =
                vec![(format!("{folder}/{}/index.html", entry.name), dataset(&whole, entry, language, &environment)?)];
            if !entry.versions.is_empty() {
                let page = changes(&whole, (entry, changelog::versions(index, entry)), language, &environment)?;
                pages.push((format!("{folder}/{}/perubahan/index.html", entry.name), page));
            }
            Ok(pages)
        };
        let all: Vec<Vec<_>> = index.datasets.par_iter().map(page).collect::<Result<_, minijinja::Error>>()?;
        pages.extend(all.into_iter().flatten());
    }
    Ok(pages)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.add_template("layout.html", include_str!("index_page/layout.html"))?;
    environment.add_template("home.html", include_str!("index_page/home.html"))?;
    environment.add_template("columns.html", include_str!("index_page/columns.html"))?;
    environment.add_template("approvals.html", include_str!("index_page/approvals.html"))?;
    environment.add_template("dataset.html", include_str!("index_page/dataset.html"))?;
    environment.add_template("changes.html", include_str!("index_page/changes.html"))?;
    environment.add_template("old.html", include_str!("index_page/old.html"))?;
    text::add_to(&mut environment);
    Ok(environment)
}

fn home(
    index: &Value,
    language: Language,
    up: &str,
    environment: &Environment<'_>,
) -> Result<String, minijinja::Error> {
    let is_released =
        |index: &Value| index.get_attr("datasets")?.try_iter().map(|mut all| all.any(|dataset| has_versions(&dataset)));
    let page = context! {
        index => index,
        up => up,
        page => "",
        feed => is_released(index)?.then_some(feed::FILE),
        lang => text::tag(language),
        other => other(language),
    };
    environment.get_template("home.html")?.render(page)
}

fn has_versions(dataset: &Value) -> bool {
    dataset.get_attr("versions").is_ok_and(|versions| versions.is_true())
}

fn dataset(
    index: &Value,
    entry: &Entry,
    language: Language,
    environment: &Environment<'_>,
) -> Result<String, minijinja::Error> {
    let page = context! {
        index => index,
        dataset => entry,
        newest => entry.newest().map(Value::from_serialize),
        feed => entry.newest().map(|_| format!("data/{}/{}", entry.name, feed::FILE)),
        up => "../../",
        page => format!("{}/", entry.name),
        lang => text::tag(language),
        other => other(language),
    };
    environment.get_template("dataset.html")?.render(page)
}

fn changes(
    index: &Value,
    (entry, versions): (&Entry, Vec<Told>),
    language: Language,
    environment: &Environment<'_>,
) -> Result<String, minijinja::Error> {
    let page = context! {
        index => index,
        dataset => entry,
        versions => versions,
        feed => format!("data/{}/{}", entry.name, feed::FILE),
        up => "../../../",
        page => format!("{}/perubahan/", entry.name),
        lang => text::tag(language),
        other => other(language),
    };
    environment.get_template("changes.html")?.render(page)
}

const fn other(language: Language) -> &'static str {
    match language {
        Language::Id => text::tag(Language::En),
        Language::En => text::tag(Language::Id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{SourceRecord, fixture};
    use crate::release::index::{About, Hold, Texts, Version};

    fn index() -> Index {
        let title = Texts { id: "Jalan <b>".into(), en: String::new() };
        let version = Version {
            version: "2026-11-23".into(),
            created: "2026-11-23".into(),
            folder: "data/jalan/v1/2026-11-23".into(),
            ..Version::default()
        };
        let reasons = vec![Texts { id: "total tidak cocok".into(), en: "totals differ".into() }];
        let held = Some(Hold { since: "2026-11-24".into(), reasons });
        let about = Some(About::of(&fixture::dataset()));
        let latest = "data/jalan/v1/latest".into();
        let (overdue, versions) = (false, vec![version]);
        let (gone, old) = (Vec::new(), Vec::new());
        let entry = Entry { name: "jalan".into(), title, latest, held, about, overdue, versions, gone, old };
        Index { title: Texts { id: "Data".into(), en: "Data".into() }, datasets: vec![entry], ..Index::default() }
    }

    #[test]
    fn there_is_a_home_page_and_two_pages_per_dataset_in_each_language() {
        let paths: Vec<String> = pages(&index()).unwrap().into_keys().collect();
        let of = |language: &str| ["", "jalan/", "jalan/perubahan/"].map(|page| format!("{language}/{page}index.html"));
        let expected = [of("en").as_slice(), &of("id"), &["index.html".to_owned()]].concat();
        assert_eq!(paths, expected);
    }

    #[test]
    fn titles_are_escaped_and_an_untranslated_one_is_shown_as_it_is() {
        let pages = pages(&index()).unwrap();
        let headings = |page: &str| pages[page].lines().find(|line| line.starts_with("<h1>")).unwrap().to_owned();
        assert_eq!(headings("id/jalan/index.html"), "<h1>Jalan &lt;b&gt;</h1>");
        assert_eq!(headings("en/jalan/index.html"), "<h1>Jalan &lt;b&gt;</h1>");
    }

    #[test]
    fn only_a_source_on_the_web_is_a_link() {
        let mut index = index();
        let about = index.datasets[0].about.as_mut().unwrap();
        let mut dataset = fixture::dataset();
        let at = |url: &str| SourceRecord { url: Some(url.into()), ..fixture::dataset().sources[0].clone() };
        dataset.sources = vec![at("https://example.org/a.xlsx"), at("javascript:alert(1)"), at("Dinas <PUPR>")];
        about.sources = About::of(&dataset).sources;
        let pages = pages(&index).unwrap();
        let lines = pages["en/jalan/index.html"].lines();
        let sources = lines.skip_while(|line| *line != "<h2>Sources</h2>").filter(|line| line.starts_with("<li>"));
        let sources: Vec<&str> = sources.filter_map(|line| line.split(" · 1 November").next()).take(3).collect();
        let expected = [
            "<li><a href=\"https:&#x2f;&#x2f;example.org&#x2f;a.xlsx\">data&#x2f;source&#x2f;proyek.xlsx</a>",
            "<li>data&#x2f;source&#x2f;proyek.xlsx · javascript:alert(1)",
            "<li>data&#x2f;source&#x2f;proyek.xlsx · Dinas &lt;PUPR&gt;",
        ];
        assert_eq!(sources, expected);
    }

    #[test]
    fn a_held_dataset_without_a_release_says_so() {
        let mut index = index();
        index.datasets[0].versions.clear();
        let page = &pages(&index).unwrap()["id/jalan/index.html"];
        let held = page.lines().skip_while(|line| *line != "<div class=\"held\">").take(6).collect::<Vec<_>>();
        let expected = [
            "<div class=\"held\">",
            "<p><strong>Ditahan</strong> sejak <time datetime=\"2026-11-24\">24 November 2026</time>. Belum ada rilis.</p>",
            "<ul>",
            "<li>total tidak cocok</li>",
            "</ul>",
            "</div>",
        ];
        assert_eq!(held, expected);
        assert_eq!(page.matches("Belum ada rilis").count(), 1);
    }

    #[test]
    fn a_held_dataset_says_since_when_and_why() {
        let pages = pages(&index()).unwrap();
        let page = &pages["en/jalan/index.html"];
        let held: Vec<&str> = page.lines().skip_while(|line| *line != "<div class=\"held\">").skip(1).take(3).collect();
        let expected = [
            "<p><strong>Held</strong> since <time datetime=\"2026-11-24\">24 November 2026</time>. The data below are the last good release.</p>",
            "<ul>",
            "<li>totals differ</li>",
        ];
        assert_eq!(held, expected);
    }
}
