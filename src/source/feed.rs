//! A large file read from its front, block by block, with the sum of the bytes.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::workspace::sum::hexadecimal;

/// Bytes that are summed up while they are still in the cache.
const STEP: usize = 1 << 18;

/// A file that is read to its end.
#[derive(Debug)]
pub(super) struct Feed {
    file: File,
    sum: Sha256,
}

impl Feed {
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, sum: Sha256::new() })
    }

    /// Fills a block with the next bytes; how many there were, fewer than fit at the end of the file only.
    pub fn fill(&mut self, block: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < block.len() {
            let end = block.len().min(filled + STEP);
            let count = match self.file.read(&mut block[filled..end]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if count == 0 {
                break;
            }
            self.sum.update(&block[filled..filled + count]);
            filled += count;
        }
        Ok(filled)
    }

    /// SHA-256 of the bytes that were read, in hexadecimal.
    pub fn sum(self) -> String {
        hexadecimal(&self.sum.finalize())
    }
}
