//! The files of a candidate: each summed while it is written.

use std::fs::File;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;

use rayon::prelude::*;

use crate::dataset::{Dataset, PublishedTable};
use crate::diagnostic::{Diagnostic, code};
use crate::format::logical::LogicalHash;
use crate::format::{Format, csv};
use crate::metadata::checksums::{self, Checksum, Summed, Summing};
use crate::metadata::codebook;
use crate::metadata::corrections;
use crate::metadata::datapackage::{self, DataFile};
use crate::metadata::signature;
use crate::release::index::FileEntry;
use crate::release::{Signer, disk};
use crate::words;

/// What changes are written in, whatever the tables are.
const CHANGE_FORMATS: [Format; 2] = [Format::Csv, Format::Parquet];

/// What was written.
pub(super) struct Written {
    /// The hash of what the version says: see [`datapackage::content_hash`].
    pub(super) content: String,
    /// The files.
    pub(super) files: Vec<FileEntry>,
}

/// One data file on disk; of a CSV, what its rows say.
#[derive(Debug)]
struct WrittenTable {
    file: DataFile,
    hash: Option<LogicalHash>,
}

/// The rows of a table: the sum of its CSV, and their logical hash.
struct Canonical {
    csv: Checksum,
    hash: LogicalHash,
}

/// Writes the files of a version in these formats, signed where there is a key.
pub(super) fn write(
    dataset: &Dataset,
    formats: &[Format],
    folder: &Path,
    signer: Option<&Signer>,
) -> Result<Written, Diagnostic> {
    let of_table = |table| formats.iter().map(move |format| (table, *format));
    let wanted: Vec<_> = dataset.tables().flat_map(of_table).chain(changes(dataset)).collect();
    let written = write_data(dataset, &wanted, folder)?;
    let canonical: Vec<Canonical> =
        all_tables(dataset).map(|table| canonical(table, &written)).collect::<Result<_, _>>()?;
    let data_files: Vec<DataFile> = written.into_iter().map(|one| with_hash(one.file, dataset, &canonical)).collect();
    // How a version differs from others is nothing that it says.
    let rows: Vec<Checksum> = canonical.into_iter().zip(dataset.tables()).map(|(table, _)| table.csv).collect();
    let content = datapackage::content_hash(dataset, &rows, formats);
    let package = datapackage::text(dataset, &data_files, (&content, signer.map(Signer::public_key)));
    let mut files: Vec<FileEntry> = data_files.into_iter().map(|file| data_entry(dataset, file)).collect();
    files.extend(write_words(dataset, folder)?);
    files.push(write_text("datapackage.json", package.as_bytes(), folder)?);
    for (name, schema) in datapackage::schema_files(dataset, formats) {
        files.push(write_text(&name, schema.as_bytes(), folder)?);
    }
    seal(dataset, files, (content, signer), folder)
}

/// Writes the sums of all files, signed where there is a key: with them a version is whole.
pub(super) fn seal(
    dataset: &Dataset,
    mut files: Vec<FileEntry>,
    (content, signer): (String, Option<&Signer>),
    folder: &Path,
) -> Result<Written, Diagnostic> {
    let sums: Vec<(String, Checksum)> = files.iter().map(|file| (file.name.clone(), checksum(file))).collect();
    let sums = checksums::sums_file(sums.iter().map(|(name, sum)| (name.as_str(), sum)));
    files.push(write_text(checksums::FILE, sums.as_bytes(), folder)?);
    if let Some(signer) = signer {
        let signature = signer.sign(sums.as_bytes(), &format!("{} {}", dataset.name, dataset.version))?;
        files.push(write_text(signature::FILE, signature.as_bytes(), folder)?);
    }
    disk::sync_folder(folder)?;
    Ok(Written { content, files })
}

/// The tables, and behind them the changes since the version before.
fn all_tables(dataset: &Dataset) -> impl Iterator<Item = &PublishedTable> {
    dataset.tables().chain(dataset.difference.iter().map(|difference| &difference.table))
}

/// The changes since the version before, in the formats that they are told in.
fn changes(dataset: &Dataset) -> impl Iterator<Item = (&PublishedTable, Format)> {
    dataset.difference.iter().flat_map(|found| CHANGE_FORMATS.map(|format| (&found.table, format)))
}

/// Writes the changes since the version before, and nothing else.
pub(super) fn write_changes(dataset: &Dataset, folder: &Path) -> Result<Vec<DataFile>, Diagnostic> {
    let written = write_data(dataset, &changes(dataset).collect::<Vec<_>>(), folder)?;
    let canonical = changes(dataset).take(1).map(|(table, _)| canonical(table, &written));
    let canonical: Vec<Canonical> = canonical.collect::<Result<_, _>>()?;
    let with_hash = |one: WrittenTable| match (canonical.first(), &dataset.difference) {
        (Some(of), Some(difference)) => hashed(one.file, (&difference.table, of)),
        _ => one.file,
    };
    Ok(written.into_iter().map(with_hash).collect())
}

/// What the CSV of a table told as it was written; where none was, its rows are encoded for that.
fn canonical(table: &PublishedTable, written: &[WrittenTable]) -> Result<Canonical, Diagnostic> {
    let mut own = written.iter().filter(|one| one.file.table == table.name);
    if let Some((file, hash)) = own.find_map(|one| Some((&one.file, one.hash.clone()?))) {
        return Ok(Canonical { csv: file.checksum.clone(), hash });
    }
    let mut sum = Summing::default();
    let hash = csv::write_hashed(&table.rows, &mut sum).map_err(|error| cannot_be_written(table, &error))?;
    Ok(Canonical { csv: sum.finish(), hash })
}

fn with_hash(file: DataFile, dataset: &Dataset, canonical: &[Canonical]) -> DataFile {
    let mut tables = all_tables(dataset).zip(canonical);
    match tables.find(|(table, _)| table.name == file.table) {
        Some(of) => hashed(file, of),
        None => file,
    }
}

fn hashed(file: DataFile, (table, Canonical { hash, .. }): (&PublishedTable, &Canonical)) -> DataFile {
    let stated = hash.of_file(file.format.empty_texts(table.columns.len()));
    DataFile { rows: hash.rows, logical_hash: stated.to_owned(), ..file }
}

/// The sums of the rows of each table as CSV, whatever formats are asked for.
///
/// # Errors
/// When a table cannot be encoded.
pub fn canonical_checksums(dataset: &Dataset) -> Result<Vec<Checksum>, Diagnostic> {
    dataset.tables().map(canonical_checksum).collect()
}

fn canonical_checksum(table: &PublishedTable) -> Result<Checksum, Diagnostic> {
    let mut sum = Summing::default();
    csv::write(&table.rows, &mut sum).map_err(|error| cannot_be_written(table, &error))?;
    Ok(sum.finish())
}

fn cannot_be_written(table: &PublishedTable, error: &io::Error) -> Diagnostic {
    let name = &table.name;
    let message = words!("tabel `{name}` tidak dapat ditulis: {error}", "table `{name}` cannot be written: {error}");
    Diagnostic::failure(code::WRITE, message)
}

/// Writes all tables in all formats at once.
///
/// Each file has a thread of its own, which waits for the disk while the threads of the pool encode. A thread of the
/// pool must not wait for those: were it the only one, nobody would encode. It takes the files into the pool instead.
fn write_data(
    dataset: &Dataset,
    wanted: &[(&PublishedTable, Format)],
    folder: &Path,
) -> Result<Vec<WrittenTable>, Diagnostic> {
    let write =
        |one: &(&PublishedTable, Format)| panic::catch_unwind(AssertUnwindSafe(|| write_format(dataset, *one, folder)));
    let ends: Vec<thread::Result<_>> = if rayon::current_thread_index().is_some() {
        wanted.par_iter().map(write).collect()
    } else {
        thread::scope(|scope| {
            let threads: Vec<_> = wanted.iter().map(|one| scope.spawn(move || write(one))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or_else(Err)).collect()
        })
    };
    written_or_panic(ends).unwrap_or_else(|panic| {
        disk::discard(folder);
        panic::resume_unwind(panic)
    })
}

/// A full disk makes the library of the workbook panic over its temporary file, while the others tell the error: that goes
/// first.
fn written_or_panic(
    ends: Vec<thread::Result<Result<WrittenTable, Diagnostic>>>,
) -> thread::Result<Result<Vec<WrittenTable>, Diagnostic>> {
    let failure = ends.iter().flatten().find_map(|end| end.as_ref().err().cloned());
    failure.map_or_else(|| ends.into_iter().collect(), |failure| Ok(Err(failure)))
}

fn write_format(
    dataset: &Dataset,
    (table, format): (&PublishedTable, Format),
    folder: &Path,
) -> Result<WrittenTable, Diagnostic> {
    let name = format!("{}.{}", table.name, format.extension());
    let path = folder.join(&name);
    let write = || -> io::Result<(Checksum, Option<LogicalHash>)> {
        let mut file = Summed::new(File::create_new(&path)?);
        let hash = format.write_hashed((dataset, table), &mut file)?;
        let (file, checksum) = file.finish();
        file.sync_all()?;
        Ok((checksum, hash))
    };
    let (checksum, hash) = write().map_err(|error| disk::write_failed(("menulis", "write"), &path, &error))?;
    let table = table.name.clone();
    Ok(WrittenTable { file: DataFile { table, format, name, checksum, rows: 0, logical_hash: String::new() }, hash })
}

/// Writes what people are told: the codebook, and the register of corrections if there are any.
fn write_words(dataset: &Dataset, folder: &Path) -> Result<Vec<FileEntry>, Diagnostic> {
    let failed = |error: io::Error| disk::write_failed(("menulis", "write"), folder, &error);
    let codebook = codebook::csv(dataset).map_err(failed)?;
    let mut files = vec![write_text("codebook.csv", &codebook, folder)?];
    if let Some(register) = corrections::csv(dataset).map_err(failed)? {
        files.push(write_text(corrections::FILE, &register, folder)?);
    }
    Ok(files)
}

pub(super) fn write_text(name: &str, bytes: &[u8], folder: &Path) -> Result<FileEntry, Diagnostic> {
    disk::write_file(&folder.join(name), bytes)?;
    let Checksum { bytes, sha256 } = checksums::of_bytes(bytes);
    Ok(FileEntry { name: name.into(), table: None, format: None, bytes, sha256, logical_hash: None })
}

pub(super) fn data_entry(dataset: &Dataset, file: DataFile) -> FileEntry {
    let table = Some(file.table).filter(|table| *table != dataset.name);
    let Checksum { bytes, sha256 } = file.checksum;
    let logical_hash = Some(file.logical_hash);
    FileEntry { name: file.name, table, format: Some(file.format), bytes, sha256, logical_hash }
}

fn checksum(file: &FileEntry) -> Checksum {
    Checksum { bytes: file.bytes, sha256: file.sha256.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_goes_before_a_panic_and_a_panic_before_files() {
        let file = || {
            let (table, name) = ("proyek".into(), "proyek.csv".into());
            let (checksum, logical_hash) = (checksums::of_bytes(b""), String::new());
            let file = DataFile { table, format: Format::Csv, name, checksum, rows: 0, logical_hash };
            Ok(Ok(WrittenTable { file, hash: None }))
        };
        let full = || {
            let error = io::Error::from(io::ErrorKind::StorageFull);
            Ok(Err(disk::write_failed(("menulis", "write"), Path::new("proyek.csv"), &error)))
        };
        let panicked = || panic::catch_unwind(|| panic::resume_unwind(Box::new("no room")));
        let told = written_or_panic(vec![file(), panicked(), full()]).unwrap().unwrap_err();
        assert_eq!(told.help.unwrap().en, "free disk space, then run again");
        assert!(written_or_panic(vec![file(), panicked()]).is_err());
        assert_eq!(written_or_panic(vec![file(), file()]).unwrap().unwrap().len(), 2);
    }
}
