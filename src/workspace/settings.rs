//! `terbuka.yml`: what all datasets of a workspace share.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Door, Placed, Reference, decode::decode, document::Document, door::SETTINGS_FILE, reference::ReferenceSettings,
};
use crate::{
    diagnostic::{Diagnostic, code},
    spill::Spill,
    words,
};

/// What all datasets of a workspace share.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Who publishes.
    pub publisher: Publisher,
    /// Address of the catalogue, with a final `/`: the root of all permanent addresses.
    pub catalogue: Placed<String>,
    /// Licence of the releases.
    pub licence: Licence,
    /// Those who make the data, by the short name that pipelines use.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub producers: IndexMap<String, String>,
    /// Reference lists, by the name that pipelines use.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, ReferenceSettings>")]
    pub references: IndexMap<String, ReferenceSettings>,
    /// How many generations of the public tree are kept.
    #[serde(default = "default_retention")]
    pub retention: Placed<usize>,
    /// Which versions of each dataset stay in the public tree; all when nothing is said.
    #[serde(default)]
    #[schemars(with = "Option<KeptVersions>")]
    pub versions: Option<Placed<KeptVersions>>,
    /// Whether what each released version rests on is kept in a private archive, so that it can be made again.
    #[serde(default = "yes")]
    pub archive: bool,
    /// The key that signs releases; without it they are not signed. `terbuka keys new` makes one.
    #[serde(default)]
    pub signing: Option<Signing>,
}

const fn yes() -> bool {
    true
}

const fn default_retention() -> Placed<usize> {
    Placed::new(30, 0..0)
}

/// Versions that stay: those that one of the two names, and the newest of each major version in any case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptVersions {
    /// So many of the newest.
    #[serde(default)]
    pub newest: Option<usize>,
    /// Those of so many months before the newest.
    #[serde(default)]
    pub months: Option<u32>,
}

/// Who publishes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// Name as printed.
    pub name: String,
    /// Web address.
    #[serde(default)]
    pub url: Option<String>,
    /// Address for questions.
    #[serde(default)]
    pub email: Option<String>,
}

/// The key that signs releases, in the form of minisign.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The public key, `RWQ…`; it stands in the public tree as `terbuka.pub`.
    pub public_key: Placed<String>,
    /// The file of the secret key, from the folder of `terbuka.yml` or absolute; `TERBUKA_SECRET_KEY` names another. It is
    /// for its owner alone and outside of the public tree.
    pub secret_key: Placed<String>,
    /// The file with the password of the secret key; `TERBUKA_KEY_PASSWORD` gives it otherwise.
    #[serde(default)]
    pub password_file: Option<Placed<String>>,
}

/// A licence.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// SPDX identifier, such as `CC-BY-4.0`.
    pub id: String,
    /// Name as printed.
    pub title: String,
    /// Address of its text.
    pub url: String,
}

/// Values that the types allow and the catalogue does not.
fn bad_values(settings: &Settings, document: &Document) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    let catalogue = &settings.catalogue;
    if !(catalogue.starts_with("https://") || catalogue.starts_with("http://")) {
        let message = words!("`{catalogue}` bukan alamat web", "`{catalogue}` is not a web address");
        let help = words!(
            "tulis alamat lengkap, misalnya `https://data.kota.go.id/`",
            "write a whole address, such as `https://data.kota.go.id/`"
        );
        mistakes.push(Diagnostic::mistake(code::BAD_VALUE, message).at(document.place(&catalogue.span)).help(help));
    }
    if settings.retention.value == 0 {
        let message = words!("`retention` paling sedikit 1", "`retention` is at least 1");
        mistakes.push(Diagnostic::mistake(code::BAD_VALUE, message).at(document.place(&settings.retention.span)));
    }
    mistakes.extend(settings.signing.as_ref().and_then(|signing| bad_key(signing, document)));
    if let Some(kept) = &settings.versions
        && kept.newest.is_none()
        && kept.months.is_none()
    {
        let message = words!(
            "`versions` perlu `newest` atau `months`: tanpa keduanya hampir semua versi hilang",
            "`versions` needs `newest` or `months`: without either nearly all versions would go"
        );
        mistakes.push(Diagnostic::mistake(code::BAD_VALUE, message).at(document.place(&kept.span)));
    }
    mistakes
}

fn bad_key(signing: &Signing, document: &Document) -> Option<Diagnostic> {
    let key = &signing.public_key;
    if minisign_verify::PublicKey::from_base64(key).is_ok() {
        return None;
    }
    let message = words!("`{key}` bukan kunci publik minisign", "`{key}` is no public key of minisign");
    let help = words!(
        "tulis baris yang dicetak `terbuka keys new`, diawali `RW`",
        "write the line that `terbuka keys new` prints; it begins with `RW`"
    );
    Some(Diagnostic::mistake(code::BAD_VALUE, message).at(document.place(&key.span)).help(help))
}

/// A workspace: its door, its settings, its reference lists.
#[derive(Debug)]
pub struct Workspace {
    /// The door to its files.
    pub door: Door,
    /// What `terbuka.yml` says.
    pub settings: Settings,
    /// The reference lists, read.
    pub references: BTreeMap<String, Reference>,
    /// Where rows lie that memory has no room for.
    pub spill: Spill,
}

impl Workspace {
    /// Reads `terbuka.yml` and the reference lists.
    ///
    /// # Errors
    /// All mistakes of the file and of the lists.
    pub fn open(door: Door) -> Result<Self, Vec<Diagnostic>> {
        let path = door.path(SETTINGS_FILE);
        let text = door.read_text(&path).map_err(|error| vec![error])?;
        let document = Document::parse(SETTINGS_FILE, &text).map_err(|mistake| vec![mistake])?;
        let decoded = decode::<Settings>(&document);
        let mut mistakes = decoded.mistakes;
        let Some(settings) = decoded.value else { return Err(mistakes) };
        mistakes.extend(bad_values(&settings, &document));
        let mut references = BTreeMap::new();
        for (name, list) in &settings.references {
            match Reference::read(name, list, &door, &document) {
                Ok(reference) => _ = references.insert(name.clone(), reference),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        if mistakes.is_empty() {
            Ok(Self { door, settings, references, spill: Spill::default() })
        } else {
            Err(mistakes)
        }
    }

    /// The printed name of a producer; the short name when none is known.
    #[must_use]
    pub fn producer(&self, short: &Placed<String>) -> String {
        self.settings.producers.get(short.as_str()).cloned().unwrap_or_else(|| short.value.clone())
    }
}
