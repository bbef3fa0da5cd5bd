//! What comes of a dataset: its next version, and those of the old major versions that are still served.

use super::{Candidate, Generations, closing};
use crate::change::{self, Last, Terms, gate, judge, learned, view};
use crate::dataset::{Dataset, Deprecated, Level, Number, PublishedApproval, Serving, Texts};
use crate::diagnostic::{Diagnostic, Words};
use crate::format::Format;
use crate::pipeline::{Deprecation, ReleaseSpec, bounds::Bounds};
use crate::release::index::{Entry, Version};
use crate::spill::Spill;
use crate::words;

/// What all versions of a dataset are made with.
struct Making<'a> {
    generations: &'a Generations,
    terms: Terms,
    formats: &'a [Format],
    spill: &'a Spill,
}

/// A dataset beside its last release, before anything is written.
pub struct Renewal<'a> {
    making: Making<'a>,
    release: &'a ReleaseSpec,
    dataset: Dataset,
    /// The newest version, where it says the same.
    same: Option<Candidate>,
    /// Changes beyond their limits, or that break readers without notice.
    pub findings: Vec<Diagnostic>,
}

impl<'a> Renewal<'a> {
    /// Compares a dataset with its last release, and numbers it by what changed.
    ///
    /// # Errors
    /// When the last release cannot be read.
    pub fn prepare(
        generations: &'a Generations,
        dataset: Dataset,
        (release, bounds, spill): (&'a ReleaseSpec, Option<&Bounds>, &'a Spill),
    ) -> Result<Self, Diagnostic> {
        let formats = release.formats.as_slice();
        let making = Making { generations, terms: Terms::of(release, &dataset.name), formats, spill };
        let entry = generations.index().dataset(&dataset.name);
        let mut renewal = Self { making, release, dataset, same: None, findings: Vec::new() };
        let Some(newest) = entry.and_then(Entry::newest) else {
            renewal.findings = renewal.beyond(bounds, None)?;
            return Ok(renewal);
        };
        renewal.dataset.number = newest.number;
        renewal.same = Candidate::unchanged(generations, &renewal.dataset, formats)?;
        if renewal.same.is_none() {
            let last = renewal.making.last(newest)?;
            let terms = &renewal.making.terms;
            let mut findings = gate::gate(release, &renewal.dataset, (&last, terms))?;
            findings.extend(renewal.beyond(bounds, Some(&last))?);
            let compared = change::compare(&last, &renewal.dataset, (terms, spill))?;
            findings.extend(judge::findings(&compared, &renewal.dataset, release));
            renewal.findings = findings;
            renewal.dataset.number = compared.number;
            renewal.dataset.difference = Some(compared.difference);
        }
        Ok(renewal)
    }

    fn beyond(&self, bounds: Option<&Bounds>, last: Option<&Last>) -> Result<Vec<Diagnostic>, Diagnostic> {
        let Some(bounds) = bounds else { return Ok(Vec::new()) };
        learned::gate(bounds, self.release, &self.dataset, last.map(|last| (last, &self.making.terms)))
    }

    /// Writes the next version, and behind it a version of each old major that is still served.
    ///
    /// # Errors
    /// When something cannot be written, or was taken back.
    pub fn write(self, approvals: Vec<PublishedApproval>) -> Result<Vec<Candidate>, Diagnostic> {
        let Self { making, release, same, .. } = self;
        let dataset = Dataset { approvals, ..self.dataset };
        let (generations, formats) = (making.generations, making.formats);
        let main = match same {
            Some(same) => same,
            None => Candidate::write_new(generations, &dataset, formats)?,
        };
        let mut candidates = vec![main];
        let Some(entry) = generations.index().dataset(&dataset.name).filter(|entry| entry.newest().is_some()) else {
            return Ok(candidates);
        };
        for (major, deprecated) in deprecated(entry, release.deprecation.as_ref(), dataset.number) {
            candidates.extend(making.old((&dataset, entry), (major, deprecated))?);
        }
        Ok(candidates)
    }
}

/// The major versions that go out of use: those that did before, and the one that a break has just ended.
fn deprecated(entry: &Entry, declared: Option<&Deprecation>, now: Number) -> Vec<(u32, Deprecated)> {
    let mut old: Vec<(u32, Deprecated)> = entry
        .old
        .iter()
        .map(|old| (old.major, Deprecated { successor: now.major, ..old.deprecated.clone() }))
        .collect();
    let Some(declared) = declared.filter(|declared| declared.major.value < now.major) else { return old };
    let (state, frozen_for) = (Serving::Renewed, None);
    let (reason, until) = (Texts::from(&Words::from(&declared.reason)), declared.until.value.clone());
    let new = Deprecated { state, until, successor: now.major, reason, frozen_for };
    match old.iter_mut().find(|(major, _)| *major == declared.major.value) {
        Some((_, known)) => *known = Deprecated { state: known.state, frozen_for: known.frozen_for.clone(), ..new },
        None => old.push((declared.major.value, new)),
    }
    old
}

impl Making<'_> {
    fn last(&self, version: &Version) -> Result<Last, Diagnostic> {
        Last::read(&self.generations.current_path(&version.folder))
    }

    /// The next version of an old major; nothing where it stays as it is.
    fn old(
        &self,
        (dataset, entry): (&Dataset, &Entry),
        (major, deprecated): (u32, Deprecated),
    ) -> Result<Option<Candidate>, Diagnostic> {
        let Some(version) = entry.newest_of(major) else { return Ok(None) };
        // By the day of the data, never by a clock.
        if dataset.created.to_string() > deprecated.until {
            let ended = Deprecated { state: Serving::Ended, frozen_for: None, ..deprecated };
            return self.closed((dataset, entry), version, ended);
        }
        let last = self.last(version)?;
        match self.renewed((dataset, &last), version, &deprecated)? {
            Ok(candidate) => Ok(Some(candidate)),
            Err(reason) => {
                let frozen_for = Some(Texts::from(&reason));
                let frozen = Deprecated { state: Serving::Frozen, frozen_for, ..deprecated };
                self.closed((dataset, entry), version, frozen)
            }
        }
    }

    /// The old columns made of the new ones, held to the same comparison as any release: nothing in it may break readers.
    fn renewed(
        &self,
        (dataset, last): (&Dataset, &Last),
        version: &Version,
        deprecated: &Deprecated,
    ) -> Result<Result<Candidate, Words>, Diagnostic> {
        let view = match view::of(last, dataset, &self.terms) {
            Ok(view) => view,
            Err(reason) => return Ok(Err(reason)),
        };
        let deprecated = Deprecated { state: Serving::Renewed, frozen_for: None, ..deprecated.clone() };
        let view = Dataset { number: version.number, difference: None, deprecated: Some(deprecated), ..view };
        if let Some(same) = Candidate::unchanged(self.generations, &view, self.formats)? {
            return Ok(Ok(same));
        }
        let compared = change::compare(last, &view, (&Terms::default(), self.spill))?;
        if compared.difference.summary.level == Level::Major {
            return Ok(Err(words!("kolomnya akan berubah", "its columns would change")));
        }
        let view = Dataset { number: compared.number, difference: Some(compared.difference), ..view };
        Candidate::write_new(self.generations, &view, self.formats).map(Ok)
    }

    /// The last version once more with the note that it is renewed no longer; nothing where it says so already.
    fn closed(
        &self,
        (dataset, entry): (&Dataset, &Entry),
        version: &Version,
        deprecated: Deprecated,
    ) -> Result<Option<Candidate>, Diagnostic> {
        let major = version.number.major;
        let is_told = entry.old.iter().any(|old| old.major == major && old.deprecated == deprecated);
        let told = Dataset { deprecated: Some(deprecated), difference: None, ..dataset.clone() };
        if is_told { Ok(None) } else { closing::close(self.generations, told, (version, entry)).map(Some) }
    }
}
