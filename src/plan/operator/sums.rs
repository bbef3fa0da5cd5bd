//! Sums that are printed in a file, and what they are compared with.

use super::Rule;
use crate::plan::kernel::Kernel;

/// Printed totals compared with the rows above them.
#[derive(Clone, Debug)]
pub struct Reconcile {
    /// The column that holds the class of each row.
    pub class: usize,
    /// The text columns that are summed, read with this kernel.
    pub measures: Vec<usize>,
    /// How a measure is read.
    pub kernel: Kernel,
    /// The largest difference that is no finding.
    pub tolerance: rust_decimal::Decimal,
    /// What is said of a total that differs.
    pub rule: Rule,
}

/// Each parent of a hierarchy of codes compared with its children.
#[derive(Clone, Debug)]
pub struct AddUp {
    /// The column of dotted codes.
    pub code: usize,
    /// Columns within whose equal values a hierarchy stands alone.
    pub within: Vec<usize>,
    /// The columns that add up.
    pub measures: Vec<usize>,
    /// The largest difference that is no finding.
    pub tolerance: rust_decimal::Decimal,
    /// Whether parents are then dropped, so that only leaves stay; counted as dropped.
    pub keep_leaves: bool,
    /// What is said of a parent that differs.
    pub rule: Rule,
}
