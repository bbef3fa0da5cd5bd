//! Rows that memory has no room for, laid down in files and read where they lie.
//!
//! What is laid down is mapped: its arrays are like any others, and the system keeps as much of them in memory as there is
//! room for. So nobody who reads a table need know where it lies. The files have no name, and are gone with the process
//! however it ends.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufWriter, Seek as _, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arrow::{
    array::{Array, ArrayRef, RecordBatch, RecordBatchOptions},
    buffer::Buffer,
    datatypes::{Field, Schema},
    error::ArrowError,
    ipc::{reader::StreamDecoder, writer::StreamWriter},
};
use bytes::Bytes;
use polars_utils::mmap::MMapSemaphore;
use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System};

use crate::table::Batch;

/// Where arrays begin in a file, so that every number in them stands as the processor wants it.
const ALIGNMENT: usize = 64;

/// The memory that a run may take, and where rows lie that have no room in it.
#[derive(Debug, Default)]
pub struct Spill {
    /// Bytes and a folder; nothing where memory knows no bound.
    bound: Option<(u64, PathBuf)>,
    mapped: Arc<Mapped>,
}

/// What is mapped: the end of each region by its beginning.
#[derive(Debug, Default)]
struct Mapped(Mutex<BTreeMap<usize, usize>>);

impl Mapped {
    fn regions(&self) -> MutexGuard<'_, BTreeMap<usize, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn holds(&self, buffer: &Buffer) -> bool {
        let start = buffer.as_ptr().addr();
        self.regions().range(..=start).next_back().is_some_and(|(_, end)| start < *end)
    }
}

/// A file that is read where it lies.
struct Region {
    map: MMapSemaphore,
    mapped: Arc<Mapped>,
    /// Some systems take a file away that nobody holds open.
    _file: fs::File,
}

impl AsRef<[u8]> for Region {
    fn as_ref(&self) -> &[u8] {
        self.map.as_ref()
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        self.mapped.regions().remove(&self.map.as_ptr().addr());
    }
}

impl Spill {
    /// Lays down in a folder what goes beyond half of so many bytes: the other half is to work in.
    #[must_use]
    pub fn beyond(bytes: u64, folder: &Path) -> Self {
        Self { bound: Some((bytes, folder.to_owned())), mapped: Arc::default() }
    }

    /// Whether half of the memory is taken.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.bound.as_ref().is_some_and(|(bytes, _)| self.taken() > bytes / 2)
    }

    /// The batches: laid down if memory is short, else as they are.
    ///
    /// # Errors
    /// As [`Self::lay_down`].
    pub fn rest(&self, batches: Vec<Batch>) -> io::Result<Vec<Batch>> {
        if self.is_short() { self.lay_down(batches) } else { Ok(batches) }
    }

    /// The batches with their columns in a file, except for those that lie in one already; as they are where memory knows
    /// no bound.
    ///
    /// # Errors
    /// When the file cannot be written: the disk is full, or the folder is absent.
    pub fn lay_down(&self, mut batches: Vec<Batch>) -> io::Result<Vec<Batch>> {
        let Some((_, folder)) = &self.bound else { return Ok(batches) };
        let file = tempfile::tempfile_in(folder)?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        let mut laid = Vec::new();
        for batch in &batches {
            let columns: Vec<usize> = (0..batch.columns.len()).filter(|at| !self.holds(&batch.columns[*at])).collect();
            if !columns.is_empty() {
                write(batch, &columns, &mut out).map_err(failed)?;
            }
            let end = usize::try_from(out.stream_position()?).map_err(io::Error::other)?;
            out.write_all(&vec![0; end.next_multiple_of(ALIGNMENT) - end])?;
            laid.push((columns, end));
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if laid.iter().all(|(columns, _)| columns.is_empty()) {
            return Ok(batches);
        }
        let all = self.map(file)?;
        let mut start = 0;
        for (batch, (columns, end)) in batches.iter_mut().zip(laid) {
            if !columns.is_empty() {
                let arrays = read(all.slice_with_length(start, end - start)).map_err(failed)?;
                columns.into_iter().zip(arrays).for_each(|(at, array)| batch.columns[at] = array);
            }
            start = end.next_multiple_of(ALIGNMENT);
        }
        Ok(batches)
    }

    fn map(&self, file: fs::File) -> io::Result<Buffer> {
        let map = MMapSemaphore::new_from_file(&file).map_err(io::Error::other)?;
        let start = map.as_ptr().addr();
        self.mapped.regions().insert(start, start + map.as_ref().len());
        Ok(Bytes::from_owner(Region { map, mapped: Arc::clone(&self.mapped), _file: file }).into())
    }

    /// Whether a column lies in a file.
    fn holds(&self, column: &ArrayRef) -> bool {
        column.to_data().buffers().iter().filter(|buffer| !buffer.is_empty()).all(|buffer| self.mapped.holds(buffer))
    }

    /// Bytes of memory that this process has taken and no file stands behind.
    fn taken(&self) -> u64 {
        fs::read_to_string("/proc/self/status").ok().and_then(|status| anonymous(&status)).unwrap_or_else(|| {
            let mapped: usize = self.mapped.regions().iter().map(|(start, end)| end - start).sum();
            resident().saturating_sub(u64::try_from(mapped).unwrap_or(u64::MAX))
        })
    }
}

/// Bytes that Linux counts as anonymous.
fn anonymous(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// Bytes that other systems count as in memory, files among them.
fn resident() -> u64 {
    let Ok(process) = sysinfo::get_current_pid() else { return 0 };
    let mut system = System::new();
    let only = [process];
    system.refresh_processes_specifics(
        ProcessesToUpdate::Some(&only),
        false,
        ProcessRefreshKind::nothing().with_memory(),
    );
    system.process(process).map_or(0, sysinfo::Process::memory)
}

/// Half of the memory of this machine, or of the part of it that this process is allowed.
#[must_use]
pub fn half_of_machine() -> u64 {
    let mut system = System::new();
    system.refresh_memory();
    let allowed = system.cgroup_limits().map(|limits| limits.total_memory);
    allowed.into_iter().chain([system.total_memory()]).min().unwrap_or(u64::MAX) / 2
}

fn write(batch: &Batch, columns: &[usize], out: &mut impl io::Write) -> Result<(), ArrowError> {
    let arrays: Vec<ArrayRef> = columns.iter().filter_map(|at| batch.columns.get(*at).cloned()).collect();
    let fields = arrays.iter().map(|array| Field::new("", array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.len()));
    let rows = RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options)?;
    let mut writer = StreamWriter::try_new(out, &schema)?;
    writer.write(&rows)?;
    writer.finish()
}

fn read(mut bytes: Buffer) -> Result<Vec<ArrayRef>, ArrowError> {
    let rows = StreamDecoder::new().with_require_alignment(true).decode(&mut bytes)?;
    Ok(rows.map_or_else(Vec::new, |rows| rows.columns().to_vec()))
}

fn failed(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{BooleanArray, Decimal128Array, NullArray, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::table::Origin;

    type Row = (Option<String>, Option<i128>, Option<bool>);

    fn batch(rows: &[Row]) -> Batch {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(rows.iter().map(|row| row.0.as_deref()).collect::<StringArray>()),
            Arc::new(NullArray::new(rows.len())),
            Arc::new(rows.iter().map(|row| row.1).collect::<Decimal128Array>()),
            Arc::new(rows.iter().map(|row| row.2).collect::<BooleanArray>()),
        ];
        Batch { columns, origins: vec![Origin { table: 0, record: 0 }; rows.len()] }
    }

    proptest! {
        #[test]
        fn rows_that_are_laid_down_are_the_same(
            batches in prop::collection::vec(prop::collection::vec(any::<Row>(), 0..9), 0..5),
            skipped in 0_usize..3,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let spill = Spill::beyond(0, folder.path());
            let sliced = |batch: Batch| {
                let (start, length) = (skipped.min(batch.len()), batch.len() - skipped.min(batch.len()));
                let columns = batch.columns.iter().map(|array| array.slice(start, length)).collect();
                Batch { columns, origins: batch.origins[start..].to_vec() }
            };
            let batches: Vec<Batch> = batches.iter().map(|rows| sliced(batch(rows))).collect();
            let laid = spill.rest(batches.clone()).unwrap();
            let columns = |batches: &[Batch]| batches.iter().map(|batch| batch.columns.clone()).collect::<Vec<_>>();
            prop_assert_eq!(columns(&laid), columns(&batches));
            prop_assert!(laid.iter().flat_map(|batch| &batch.columns).all(|column| spill.holds(column)));
            // What lies in a file is not laid down again, and its file goes with it.
            let regions = spill.mapped.regions().len();
            let again = spill.lay_down(laid).unwrap();
            prop_assert_eq!((spill.mapped.regions().len(), columns(&again)), (regions, columns(&batches)));
            drop(again);
            prop_assert_eq!(spill.mapped.regions().len(), 0);
            prop_assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn rows_stay_where_memory_has_room_and_nowhere_to_go_is_an_error() {
        let rows = || vec![batch(&[(Some("Danau Sipin".into()), Some(1), None)])];
        for spill in [Spill::default(), Spill::beyond(u64::MAX, Path::new("nowhere"))] {
            assert!(!spill.is_short());
            assert!(!spill.holds(&spill.rest(rows()).unwrap()[0].columns[0]));
        }
        let error = Spill::beyond(0, Path::new("nowhere")).rest(rows()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn memory_is_told_by_the_system() {
        assert_eq!(anonymous("VmRSS:\t 9 kB\nRssAnon:\t    1532 kB\nRssFile:\t 1 kB"), Some(1532 << 10));
        assert_eq!(anonymous("VmRSS:\t 9 kB"), None);
        let taken = Spill::default().taken();
        assert!(taken > 1 << 20 && resident() >= taken && half_of_machine() > taken, "{taken} {}", resident());
    }
}
