//! `terbuka keys`: the pair of keys that signs releases.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{
    Exit,
    arguments::{KeysCommand, KeysOptions, NewKeysOptions, ShowKeysOptions},
    output::Output,
    project,
};
use crate::{
    diagnostic::{Diagnostic, code, failed, shown},
    metadata::signature::{self, PublicKey, SecretKey},
    release::Signer,
    words,
    workspace::{Door, settings::Workspace},
};

/// Names the file of the secret key where `terbuka.yml` names another, as on another machine.
const SECRET_KEY: &str = "TERBUKA_SECRET_KEY";

/// Gives the password of the secret key.
const PASSWORD: &str = "TERBUKA_KEY_PASSWORD";

pub(super) fn run(options: &KeysOptions, output: &Output) -> Exit {
    let done = match &options.command {
        KeysCommand::New(options) => new(options, output),
        KeysCommand::Show(options) => show(options, output),
    };
    match done {
        Ok(text) => super::print(output, &text),
        Err(errors) => {
            output.diagnose(&errors);
            Exit::of_all(&errors)
        }
    }
}

/// Who signs the releases of a workspace, if anybody does.
pub(super) fn signer(workspace: &Workspace) -> Result<Option<Signer>, Diagnostic> {
    let Some(signing) = &workspace.settings.signing else { return Ok(None) };
    let Some(public) = PublicKey::read(&signing.public_key) else { return Ok(None) };
    let path = std::env::var_os(SECRET_KEY).filter(|path| !path.is_empty());
    let path = path.map_or_else(|| workspace.door.path(&signing.secret_key), PathBuf::from);
    let file = signing.password_file.as_ref().map(|file| workspace.door.path(file));
    let trees = public_trees(workspace.door.root());
    Signer::open(public, path, password(file.as_deref())?, &trees).map(Some)
}

/// The folders that everybody sees.
fn public_trees(root: &Path) -> [PathBuf; 2] {
    ["public", "generations"].map(|folder| root.join(folder))
}

/// The password, from a file or else from the environment; the line end of the file is not part of it.
fn password(file: Option<&Path>) -> Result<Option<String>, Diagnostic> {
    let Some(path) = file else {
        return Ok(std::env::var(PASSWORD).ok().filter(|password| !password.is_empty()));
    };
    let text = fs::read_to_string(path)
        .map_err(|error| failed(code::SIGNING_KEY, ("membaca kata sandi", "read the password"), path, &error))?;
    let password = text.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        let path_shown = shown(path);
        let message =
            words!("`{path_shown}` kosong, seharusnya kata sandi", "`{path_shown}` is empty, expected a password");
        return Err(Diagnostic::mistake(code::SIGNING_KEY, message).at(path));
    }
    Ok(Some(password.to_owned()))
}

fn new(options: &NewKeysOptions, output: &Output) -> Result<String, Vec<Diagnostic>> {
    let path = options.file.clone().map_or_else(usual_place, Ok).map_err(|mistake| vec![mistake])?;
    let made = refuse_public(&path).and_then(|()| {
        let password = password(options.password_file.as_deref())?;
        let (public, secret) = signature::new_pair(password.as_deref())
            .map_err(|error| Diagnostic::failure(code::SIGNING_KEY, words!("{error}", "{error}")))?;
        write_secret(&path, &secret)?;
        Ok((public, password.is_some()))
    });
    let (public, is_locked) = made.map_err(|error| vec![error])?;
    let path = fs::canonicalize(&path).unwrap_or(path);
    let path_shown = shown(&path);
    output.say(&words!(
        "kunci rahasia ditulis ke `{path_shown}`; simpan salinannya di tempat aman, jangan masukkan ke Git",
        "the secret key is in `{path_shown}`; keep a copy in a safe place, and none in Git"
    ));
    if !is_locked {
        output.say(&words!(
            "kunci itu tanpa kata sandi; `--password-file` atau `TERBUKA_KEY_PASSWORD` memberinya",
            "it has no password; `--password-file` or `TERBUKA_KEY_PASSWORD` gives it one"
        ));
    }
    output.say(&words!("tulis ini di `terbuka.yml`:", "write this into `terbuka.yml`:"));
    let (key, id) = (public.text(), public.id());
    if output.is_json() {
        let told = serde_json::json!({ "public_key": key, "id": id, "secret_key": path_shown });
        return Ok(format!("{told:#}\n"));
    }
    let path = serde_json::json!(path_shown);
    Ok(format!("signing:\n  public_key: {key}\n  secret_key: {path}\n"))
}

fn show(options: &ShowKeysOptions, output: &Output) -> Result<String, Vec<Diagnostic>> {
    let key = match &options.file {
        Some(path) => read_key(path).map_err(|error| vec![error])?,
        None => {
            let workspace = project::find(output)?;
            let signing = workspace.settings.signing.as_ref();
            signing.and_then(|signing| PublicKey::read(&signing.public_key)).ok_or_else(|| vec![no_signing()])?
        }
    };
    let (text, id) = (key.text(), key.id());
    if output.is_json() {
        return Ok(format!("{:#}\n", serde_json::json!({ "public_key": text, "id": id })));
    }
    Ok(format!("{text}\n"))
}

/// The public key of a file that holds it or its secret half.
pub(super) fn read_key(path: &Path) -> Result<PublicKey, Diagnostic> {
    let text = fs::read_to_string(path).map_err(|error| failed(code::READ, ("membaca", "read"), path, &error))?;
    if let Some(public) = PublicKey::read(&text) {
        return Ok(public);
    }
    let password = if SecretKey::is_locked(&text) { password(None)? } else { None };
    SecretKey::read(&text, password.as_deref()).map(|secret| secret.public()).map_err(|_| {
        let path_shown = shown(path);
        let message = words!(
            "tidak ada kunci minisign yang dapat dibaca di `{path_shown}`",
            "no key of minisign can be read from `{path_shown}`"
        );
        let help = words!(
            "tunjuk berkas kunci publik, atau beri kata sandi kunci rahasianya dalam `TERBUKA_KEY_PASSWORD`",
            "point at the file of a public key, or give the password of the secret one in `TERBUKA_KEY_PASSWORD`"
        );
        Diagnostic::mistake(code::SIGNING_KEY, message).at(path).help(help)
    })
}

fn no_signing() -> Diagnostic {
    let message = words!("`terbuka.yml` tidak menyebut kunci", "`terbuka.yml` names no key");
    let help = words!("buat kunci dengan `terbuka keys new`", "make a key with `terbuka keys new`");
    Diagnostic::mistake(code::SIGNING_KEY, message).help(help)
}

/// Beside the other settings of the person who makes the key.
fn usual_place() -> Result<PathBuf, Diagnostic> {
    let folder = std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folder = folder.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config")));
    folder.map(|folder| folder.join("terbuka/terbuka.key")).ok_or_else(|| {
        let message = words!("tidak diketahui di mana kunci disimpan", "it is not known where to keep the key");
        let help = words!("sebutkan berkasnya: `terbuka keys new BERKAS`", "name a file: `terbuka keys new FILE`");
        Diagnostic::mistake(code::USAGE, message).help(help)
    })
}

/// A secret in a public tree would be published with the next run.
fn refuse_public(path: &Path) -> Result<(), Diagnostic> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(parent) = fs::canonicalize(parent) else { return Ok(()) };
    let trees = Door::find(&parent).map(|door| public_trees(door.root()));
    let mut trees = trees.into_iter().flatten().filter_map(|tree| fs::canonicalize(tree).ok());
    if !trees.any(|tree| parent.starts_with(tree)) {
        return Ok(());
    }
    let path_shown = shown(path);
    let message = words!(
        "`{path_shown}` berada di folder yang dilihat semua orang",
        "`{path_shown}` lies in a folder that everybody sees"
    );
    let help = words!(
        "pilih tempat di luar `public` dan `generations`",
        "choose a place outside of `public` and `generations`"
    );
    Err(Diagnostic::mistake(code::SIGNING_KEY, message).at(path).help(help))
}

/// Writes a new file for its owner alone.
fn write_secret(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let fail = |error: io::Error| {
        let failure = failed(code::WRITE, ("menulis", "write"), path, &error);
        if error.kind() != io::ErrorKind::AlreadyExists {
            return failure;
        }
        let path_shown = shown(path);
        let message = words!("`{path_shown}` sudah ada dan tidak ditimpa", "`{path_shown}` is there already and stays");
        let help =
            words!("sebutkan berkas lain: `terbuka keys new BERKAS`", "name another file: `terbuka keys new FILE`");
        Diagnostic::mistake(code::SIGNING_KEY, message).at(path).help(help)
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fail)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(fail)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)
}
