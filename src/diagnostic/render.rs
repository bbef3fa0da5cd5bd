//! Diagnostics as text for people: the place drawn, the help below.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{CellPlace, Diagnostic, Excerpt, Language, Place, Severity, TextPlace};

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Language of the messages.
    pub language: Language,
    /// Whether colours are wanted.
    pub color: bool,
    /// Whether lines may be drawn with Unicode.
    pub unicode: bool,
}

/// One diagnostic, drawn over the text that it points at, without a final line break.
#[must_use]
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let language = style.language;
    let name = level_name(diagnostic.severity, language);
    let level = if diagnostic.severity == Severity::Error { Level::ERROR } else { Level::WARNING };
    let title =
        level.with_name(Some(name)).primary_title(diagnostic.message.in_language(language)).id(diagnostic.code.0);
    let label = diagnostic.label.as_ref().map(|label| label.in_language(language));
    let mut group = Group::with_title(title);
    let origin = diagnostic.place.as_ref().map(|place| place_words(place, language));
    match &diagnostic.place {
        Some(Place::Text(place)) => group = group.element(drawn(place, AnnotationKind::Primary, label)),
        Some(Place::Cell(CellPlace { excerpt: Some(excerpt), row, .. })) => {
            group = group.element(drawn_row(excerpt, (*row, origin.as_deref()), label));
        }
        Some(Place::Path(_) | Place::Cell(_)) => {
            group = group.element(Origin::path(origin.clone().unwrap_or_default()));
        }
        None => {}
    }
    for (place, words) in &diagnostic.also {
        if let Place::Text(place) = place {
            group = group.element(drawn(place, AnnotationKind::Context, Some(words.in_language(language))));
        }
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let text = renderer.decor_style(decor).render(&[group]);
    let mut text = without_position(&text, diagnostic, origin.as_deref());
    if let Some(help) = &diagnostic.help {
        let word = if language == Language::Id { "saran" } else { "help" };
        let _ = write!(text, "\n   = {word}: {}", help.in_language(language));
    }
    text
}

/// One line for logs and editors: `path:line:column: error[TB0104]: message`.
#[must_use]
pub fn short(diagnostic: &Diagnostic, language: Language) -> String {
    let name = level_name(diagnostic.severity, language);
    let place =
        diagnostic.place.as_ref().map(|place| format!("{}: ", place_words(place, language))).unwrap_or_default();
    format!("{place}{name}[{}]: {}", diagnostic.code.0, diagnostic.message.in_language(language))
}

/// A place in words: `path:line:column`, or `file › sheet "name" › cell F17`.
#[must_use]
pub fn place_words(place: &Place, language: Language) -> String {
    match place {
        Place::Path(path) => path.to_string(),
        Place::Text(place) => {
            let (line, column) = place.line_and_column();
            format!("{}:{line}:{column}", place.path)
        }
        Place::Cell(place) => cell_words(place, language),
    }
}

fn cell_words(place: &CellPlace, language: Language) -> String {
    let indonesian = language == Language::Id;
    let mut text = place.path.to_string();
    if let Some(sheet) = &place.sheet {
        let _ = write!(text, " › {} \"{sheet}\"", if indonesian { "lembar" } else { "sheet" });
    }
    let word = match (place.sheet.is_some(), place.column.is_some(), indonesian) {
        (true, true, true) => "sel",
        (true, true, false) => "cell",
        (_, _, true) => "baris",
        (_, _, false) => "row",
    };
    if let Some(row) = place.row {
        let address = if place.sheet.is_some() { place.address().unwrap_or_default() } else { row.to_string() };
        let _ = write!(text, " › {word} {address}");
    }
    if let Some(heading) = &place.heading {
        let _ = write!(text, " ({heading})");
    }
    text
}

fn level_name(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Id) => "galat",
        (Severity::Error, Language::En) => "error",
        (Severity::Warning, Language::Id) => "peringatan",
        (Severity::Warning, Language::En) => "warning",
    }
}

fn drawn<'a>(
    place: &'a TextPlace,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(place.text.as_ref())
        .path(place.path.as_ref())
        .annotation(kind.span(place.span.clone()).label(label))
}

/// A row drawn under the name of its cell.
fn drawn_row<'a>(
    excerpt: &'a Excerpt,
    place: (Option<u32>, Option<&'a str>),
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let (row, path) = place;
    Snippet::source(excerpt.text.as_ref())
        .line_start(row.and_then(|row| usize::try_from(row).ok()).unwrap_or(1))
        .path(path)
        .annotation(AnnotationKind::Primary.span(excerpt.span.clone()).label(label))
}

/// The name of a cell says its row already: the line and column that the drawing adds to a path are taken off.
fn without_position(text: &str, diagnostic: &Diagnostic, origin: Option<&str>) -> String {
    let (Some(Place::Cell(CellPlace { excerpt: Some(excerpt), row, .. })), Some(origin)) = (&diagnostic.place, origin)
    else {
        return text.to_owned();
    };
    let column = excerpt.text.get(..excerpt.span.start).map_or(0, |before| before.chars().count()) + 1;
    text.replacen(&format!("{origin}:{}:{column}", row.unwrap_or(1)), origin, 1)
}
