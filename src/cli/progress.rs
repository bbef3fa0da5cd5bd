//! A bar while somebody watches, plain lines otherwise.

use indicatif::{ProgressBar, ProgressStyle};

use super::output::Output;
use crate::diagnostic::Words;

/// The progress of a run over datasets.
pub(super) struct Progress<'a> {
    bar: Option<ProgressBar>,
    output: &'a Output,
}

impl<'a> Progress<'a> {
    pub fn new(datasets: usize, output: &'a Output) -> Self {
        let length = u64::try_from(datasets).unwrap_or(0);
        let style =
            ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = output.is_watched().then(|| ProgressBar::new(length).with_style(style));
        Self { bar, output }
    }

    /// Begins a dataset.
    pub fn begin(&self, dataset: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(dataset.to_owned());
        }
    }

    /// Ends a dataset with its line.
    pub fn end(&self, line: &Words) {
        match &self.bar {
            Some(bar) => {
                bar.println(self.output.words(line));
                bar.inc(1);
            }
            None => self.output.say(line),
        }
    }

    /// Ends a dataset that failed or is held: its line is printed even when little is wanted.
    pub fn end_badly(&self, line: &Words) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
        self.suspend(|| self.output.say_always(line));
    }

    /// Draws something without disturbing the bar.
    pub fn suspend(&self, draw: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(draw),
            None => draw(),
        }
    }

    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
