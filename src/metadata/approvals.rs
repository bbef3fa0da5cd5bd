//! `terbuka:approvals` of the Data Package: findings that held the release and were let through, with the reason.

use serde_json::{Value, json};

use crate::dataset::{Dataset, PublishedApproval};

/// The approvals of a dataset, without the names of those who decided; none when nothing was let through.
#[must_use]
pub fn of(dataset: &Dataset) -> Option<Value> {
    let approval = |one: &PublishedApproval| {
        let PublishedApproval { code, id, en, reason, date } = one;
        json!({ "code": code, "finding": { "id": id, "en": en }, "reason": reason, "date": date })
    };
    (!dataset.approvals.is_empty()).then(|| dataset.approvals.iter().map(approval).collect())
}
