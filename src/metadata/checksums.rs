//! SHA-256 sums of files, and the `SHA256SUMS` file that `sha256sum --check` reads.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::workspace::sum::hexadecimal;

/// Name of the file that holds the sums of all others.
pub const FILE: &str = "SHA256SUMS";

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
        Checksum { bytes: self.bytes, sha256: hexadecimal(&self.hash.finalize()) }
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

/// Hands on what is written to it, and adds up what the other end took.
pub struct Summed<W> {
    out: W,
    sum: Summing,
}

impl<W: Write> Summed<W> {
    /// Nothing is written yet.
    #[must_use]
    pub fn new(out: W) -> Self {
        Self { out, sum: Summing::default() }
    }

    /// The other end, and the sum of all that it took.
    #[must_use]
    pub fn finish(self) -> (W, Checksum) {
        (self.out, self.sum.finish())
    }
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        self.sum.write_all(bytes.get(..taken).unwrap_or_default())?;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The sum of some bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> Checksum {
    let mut sum = Summing { hash: Sha256::new_with_prefix(bytes), bytes: 0 };
    sum.bytes = u64::try_from(bytes.len()).unwrap_or(0);
    sum.finish()
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

    #[test]
    fn what_was_not_taken_is_not_summed() {
        let mut room = [0; 4];
        let mut file = Summed::new(room.as_mut_slice());
        assert_eq!(file.write(b"abcdef").unwrap(), 4);
        assert_eq!(file.write_all(b"g").unwrap_err().kind(), io::ErrorKind::WriteZero);
        assert_eq!(file.finish().1, of_bytes(b"abcd"));
    }
}
