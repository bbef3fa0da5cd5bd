//! A check of compound files (the container of `.xls`) before they are read: a chain of sectors that runs in a circle
//! has no end.

/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFC;

/// Where the header holds the number of its first allocation sectors, and how many fit there.
const HEADER_LIST: (usize, usize) = (76, 109);

/// Whether the allocation table of a compound file sends a reader round in circles ([MS-CFB] 2.2 to 2.5).
pub(super) fn runs_in_circles(bytes: &[u8]) -> bool {
    let sector_size = match word(bytes, 30) {
        Some(shift) if shift & 0xFFFF == 12 => 4096,
        _ => 512,
    };
    let Some(sectors) = table_sectors(bytes, sector_size) else { return true };
    let next: Vec<u32> = sectors.into_iter().flat_map(|sector| words(bytes, sector, sector_size)).collect();
    has_circle(&next)
}

/// The sectors that hold the allocation table; none when the list of them has no end.
fn table_sectors(bytes: &[u8], sector_size: usize) -> Option<Vec<u32>> {
    let (start, count) = HEADER_LIST;
    let mut sectors: Vec<u32> = (0..count).filter_map(|at| word(bytes, start + at * 4)).collect();
    let mut more = word(bytes, 68).unwrap_or(u32::MAX);
    let mut seen = 0;
    while more < FIRST_MARK {
        let mut list = words(bytes, more, sector_size);
        more = list.pop().unwrap_or(u32::MAX);
        sectors.extend(list);
        seen += sector_size;
        if seen > bytes.len() {
            return None;
        }
    }
    sectors.retain(|sector| *sector < FIRST_MARK);
    Some(sectors)
}

fn has_circle(next: &[u32]) -> bool {
    let mut walk_of = vec![0_usize; next.len()];
    for start in 0..next.len() {
        let mut at = start;
        while walk_of[at] == 0 {
            walk_of[at] = start + 1;
            match next.get(at).and_then(|sector| usize::try_from(*sector).ok()) {
                Some(following) if following < next.len() => at = following,
                _ => break,
            }
        }
        let ends_elsewhere =
            next[at] >= FIRST_MARK || usize::try_from(next[at]).map_or(true, |sector| sector >= next.len());
        if walk_of[at] == start + 1 && !ends_elsewhere {
            return true;
        }
    }
    false
}

fn words(bytes: &[u8], sector: u32, sector_size: usize) -> Vec<u32> {
    let start = usize::try_from(sector).unwrap_or(usize::MAX).saturating_add(1).saturating_mul(sector_size);
    let whole = bytes.get(start..bytes.len().min(start.saturating_add(sector_size))).unwrap_or_default();
    whole.chunks_exact(4).filter_map(|chunk| word(chunk, 0)).collect()
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_told_from_chains() {
        const END: u32 = 0xFFFF_FFFE;
        assert!(!has_circle(&[1, 2, END, END, 3, 99]));
        assert!(has_circle(&[1, 2, 1]));
        assert!(has_circle(&[END, 1]));
        assert!(!has_circle(&[2, 2, END]));
    }
}
