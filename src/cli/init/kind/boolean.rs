//! Whether a column says yes and no.

use super::{Candidate, Step, Verdict, judge};
use crate::{
    cli::init::cells::Cells,
    plan::kernel::Kernel,
    value::boolean::{Options, parse},
    words,
};

/// Yes and no, when both occur and not all cells are digits: a column of 0 and 1 may be a count.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let answers: Vec<bool> =
        cells.iter().filter_map(|text| Some(parse(text, &Options::default()).ok()?.value)).collect();
    let both = answers.contains(&true) && answers.contains(&false);
    let digits = cells.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if !both || digits {
        return Verdict::Other;
    }
    judge(
        cells,
        Candidate {
            kernel: Kernel::Boolean(Options::default()),
            kind: words!("ya/tidak", "yes/no"),
            why: words!("ya/tidak, karena kedua jawaban terbaca", "yes/no, since both answers occur"),
            step: Step::new("parse_boolean"),
            unit: None,
        },
    )
}
