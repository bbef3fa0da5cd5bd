//! What was seen of the files that an outcome rests on, and whether the same would be seen again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{Door, sum};

/// Seconds and nanoseconds since 1970.
pub type Moment = (i64, i64);

/// Seconds by which a file must be older than a look at it, so that its times would tell of a later change: some file
/// systems count by two.
const UNSURE_SECONDS: i64 = 2;

/// What the system says of a file without its being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    modified: Moment,
    changed: Moment,
    inode: u64,
}

impl Stamp {
    /// The stamp of a file, behind any links.
    ///
    /// # Errors
    /// When it is not there or may not be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self {
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        })
    }

    /// Whether a change after a moment would show in the times: two changes in one tick of the clock have the same.
    fn is_older_than(&self, moment: Moment) -> bool {
        let sure = (moment.0.saturating_sub(UNSURE_SECONDS), moment.1);
        self.modified < sure && self.changed < sure
    }
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    stamp: Stamp,
    sha256: String,
}

/// What was seen, by paths as messages show them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The files that were read.
    read: BTreeMap<String, Content>,
    /// The files that were looked for and are not there.
    absent: BTreeSet<String>,
    /// What patterns matched.
    matched: BTreeMap<String, Vec<String>>,
    /// Whether something was seen that cannot be told again: a file that changed while it was read.
    #[serde(skip)]
    is_unsure: bool,
}

/// How what was seen stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody touched it.
    Untouched,
    /// It says the same, as its content tells; stamps are renewed.
    Same,
    /// It says something else, or that cannot be told.
    Changed,
}

impl Seen {
    /// Whether all that was seen can be told again.
    #[must_use]
    pub const fn is_sure(&self) -> bool {
        !self.is_unsure
    }

    /// The files that were read: the SHA-256 of each by its path.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, String> {
        self.read.iter().map(|(path, content)| (path.clone(), content.sha256.clone())).collect()
    }

    /// Whether a file still has the stamp with which it was read.
    #[must_use]
    pub fn is_untouched(&self, shown: &str, path: &Path) -> bool {
        let stamp = self.read.get(shown).map(|content| content.stamp);
        stamp.is_some() && stamp == Stamp::of(path).ok()
    }

    /// This with what was seen before it, for all alike.
    #[must_use]
    pub fn with(mut self, before: &Self) -> Self {
        self.is_unsure |= before.is_unsure;
        for (path, content) in &before.read {
            self.note(path, content.clone());
        }
        self.absent.extend(before.absent.iter().cloned());
        self.matched.extend(before.matched.clone());
        self
    }

    fn note(&mut self, path: &str, content: Content) {
        match self.read.get(path) {
            Some(before) => self.is_unsure |= *before != content,
            None => _ = self.read.insert(path.to_owned(), content),
        }
    }

    /// Notes a file that was read, with its stamp before that and what its bytes add up to.
    pub(super) fn note_read(&mut self, path: &Path, shown: Option<&str>, came: (Option<Stamp>, Option<&str>)) {
        let after = Stamp::of(path).ok();
        let (Some(shown), (Some(stamp), Some(sha256)), true) = (shown, came, came.0 == after) else {
            self.is_unsure = true;
            return;
        };
        self.note(shown, Content { stamp, sha256: sha256.to_owned() });
    }

    /// Notes a file that is not there.
    pub(super) fn note_absent(&mut self, shown: Option<&str>) {
        match shown {
            Some(shown) => _ = self.absent.insert(shown.to_owned()),
            None => self.is_unsure = true,
        }
    }

    /// Notes what a pattern matched.
    pub(super) fn note_matched(&mut self, pattern: &str, shown: Option<Vec<String>>) {
        match (shown, self.matched.get(pattern)) {
            (Some(shown), None) => _ = self.matched.insert(pattern.to_owned(), shown),
            (shown, before) => self.is_unsure |= shown.as_ref() != before,
        }
    }

    /// Looks whether the same would be seen now. `read` is what this run has read already, `since` the moment before the
    /// first look. Files whose stamp proves nothing are read.
    pub fn look(&mut self, door: &Door, read: &Self, since: Moment) -> Standing {
        let is_there = |path: &String| door.path(path).is_file();
        let matches = |(pattern, shown): (&String, &Vec<String>)| door.matches(pattern).as_ref() == Some(shown);
        if self.absent.iter().any(is_there) || !self.matched.iter().all(matches) {
            return Standing::Changed;
        }
        let mut standing = Standing::Untouched;
        for (path, content) in &mut self.read {
            standing = standing.max(content.look(&door.path(path), read.read.get(path), since));
            if standing == Standing::Changed {
                break;
            }
        }
        standing
    }
}

impl Content {
    fn look(&mut self, path: &Path, read: Option<&Self>, since: Moment) -> Standing {
        let now = match read {
            Some(read) => Some(read.clone()),
            None => match Stamp::of(path) {
                Ok(stamp) if stamp == self.stamp && stamp.is_older_than(since) => return Standing::Untouched,
                Ok(stamp) if stamp.size == self.stamp.size => Self::read(path, stamp),
                _ => None,
            },
        };
        match now {
            Some(now) if read.is_some() && now == *self => Standing::Untouched,
            Some(now) if now.sha256 == self.sha256 => {
                *self = now;
                Standing::Same
            }
            _ => Standing::Changed,
        }
    }

    /// Reads a file, unless it changes meanwhile.
    fn read(path: &Path, stamp: Stamp) -> Option<Self> {
        let sha256 = sum::of_file(path).ok()?;
        Stamp::of(path).is_ok_and(|after| after == stamp).then_some(Self { stamp, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long after any test.
    const LATER: Moment = (i64::MAX, 0);

    struct Folder {
        folder: tempfile::TempDir,
        door: Door,
    }

    fn folder() -> Folder {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.csv"), "1").unwrap();
        let door = Door::new(folder.path());
        Folder { folder, door }
    }

    impl Folder {
        fn write(&self, text: &str) {
            fs::write(self.door.path("a.csv"), text).unwrap();
        }

        /// What is seen when the file is read.
        fn seen(&self) -> Seen {
            self.door.read_text(&self.door.path("a.csv")).unwrap();
            self.door.take_seen()
        }

        fn look(&self, seen: &mut Seen, since: Moment) -> Standing {
            seen.look(&self.door, &Seen::default(), since)
        }
    }

    #[test]
    fn a_stamp_is_believed_only_of_a_file_that_was_old_when_it_was_seen() {
        let folder = folder();
        let mut seen = folder.seen();
        assert_eq!(folder.look(&mut seen, LATER), Standing::Untouched);
        let written = seen.read["a.csv"].stamp.changed;
        for since in [(0, 0), written, (written.0 + 1, written.1)] {
            assert_eq!(folder.look(&mut seen, since), Standing::Same);
        }
        // Another text under the same stamp, as one tick of the clock allows.
        folder.write("2");
        seen.read.get_mut("a.csv").unwrap().stamp = Stamp::of(&folder.door.path("a.csv")).unwrap();
        assert_eq!(folder.look(&mut seen, LATER), Standing::Untouched);
        assert_eq!(folder.look(&mut seen, written), Standing::Changed);
    }

    #[test]
    fn the_same_content_under_another_stamp_renews_it() {
        let folder = folder();
        let mut seen = folder.seen();
        folder.write("1");
        assert_eq!(folder.look(&mut seen, LATER), Standing::Same);
        assert_eq!(seen, folder.seen());
        folder.write("2");
        assert_eq!(folder.look(&mut seen, LATER), Standing::Changed);
        fs::remove_file(folder.folder.path().join("a.csv")).unwrap();
        assert_eq!(folder.look(&mut seen, LATER), Standing::Changed);
    }

    #[test]
    fn what_this_run_has_read_is_not_read_again() {
        let folder = folder();
        let (mut seen, read) = (folder.seen(), folder.seen());
        folder.write("2");
        assert_eq!(seen.look(&folder.door, &read, LATER), Standing::Untouched);
        assert_eq!(seen.look(&folder.door, &folder.seen(), LATER), Standing::Changed);
    }

    #[test]
    fn what_was_absent_or_did_not_match_is_looked_for_again() {
        let folder = folder();
        assert!(!folder.door.is_file(&folder.door.path("b.csv")));
        let mut absent = folder.door.take_seen();
        folder.door.glob("*.csv").unwrap();
        let mut matched = folder.door.take_seen();
        assert_eq!([&mut absent, &mut matched].map(|seen| folder.look(seen, LATER)), [Standing::Untouched; 2]);
        fs::write(folder.door.path("b.csv"), "").unwrap();
        assert_eq!([&mut absent, &mut matched].map(|seen| folder.look(seen, LATER)), [Standing::Changed; 2]);
    }

    #[test]
    fn what_changes_while_it_is_read_or_between_two_looks_is_not_sure() {
        let folder = folder();
        let path = folder.door.path("a.csv");
        folder.door.reading(&path, || folder.write("22"), |()| Some("sum"));
        assert!(!folder.door.take_seen().is_sure());
        folder.door.reading(&path, || (), |()| None);
        assert!(!folder.door.take_seen().is_sure());
        folder.door.glob("*.csv").unwrap();
        fs::write(folder.door.path("b.csv"), "").unwrap();
        folder.door.glob("*.csv").unwrap();
        assert!(!folder.door.take_seen().is_sure());
        let first = folder.seen();
        folder.write("333");
        let second = folder.seen();
        assert!(first.is_sure() && second.is_sure() && !second.with(&first).is_sure());
    }
}
