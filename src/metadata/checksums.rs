//! SHA-256 sums of files, and the `SHA256SUMS` file that `sha256sum --check` reads.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Size and hash of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// Adds up what is written to it, and keeps nothing.
#[derive(Default)]
pub struct Summing {
    hash: Sha256,
    bytes: u64,
}

impl Summing {
    /// The sum of all that was written.
    #[must_use]
    pub fn finish(self) -> Checksum {
        let digits =
            |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        Checksum { bytes: self.bytes, sha256: self.hash.finalize().iter().flat_map(digits).collect() }
    }
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The sum of some bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> Checksum {
    let mut sum = Summing { hash: Sha256::new_with_prefix(bytes), bytes: 0 };
    sum.bytes = u64::try_from(bytes.len()).unwrap_or(0);
    sum.finish()
}

/// The sum of a file as it lies on disk.
///
/// # Errors
/// When the file cannot be read.
pub fn of_file(path: &Path) -> io::Result<Checksum> {
    let mut file = File::open(path)?;
    let mut sum = Summing::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(sum.finish());
        }
        sum.write_all(buffer.get(..read).unwrap_or_default())?;
    }
}

/// The text of a `SHA256SUMS` file: one line per name, sorted by name.
#[must_use]
pub fn sums_file<'a>(sums: impl IntoIterator<Item = (&'a str, &'a Checksum)>) -> String {
    let mut lines: Vec<(&str, &str)> = sums.into_iter().map(|(name, sum)| (name, sum.sha256.as_str())).collect();
    lines.sort_unstable();
    lines.iter().flat_map(|(name, sha256)| [*sha256, "  ", *name, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_lines_that_sha256sum_reads() {
        let (empty, abc) = (of_bytes(b""), of_bytes(b"abc"));
        let text = sums_file([("z.csv", &empty), ("a.csv", &abc)]);
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.csv\n\
                        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  z.csv\n";
        assert_eq!(text, expected);
        assert_eq!(abc.bytes, 3);
    }
}
