//! Lines below lines, drawn with branches.

/// One thing of several lines, with what hangs below it.
pub(super) struct Branch {
    pub lines: Vec<String>,
    pub below: Vec<Self>,
}

impl Branch {
    pub const fn leaf(lines: Vec<String>) -> Self {
        Self { lines, below: Vec::new() }
    }

    /// Draws the branch and all below it.
    pub fn draw(&self, is_unicode: bool) -> Vec<String> {
        let mut text = self.lines.clone();
        let [fork, last, bar, blank] =
            if is_unicode { ["├─ ", "└─ ", "│  ", "   "] } else { ["|- ", "`- ", "|  ", "   "] };
        // What comes of one value alone needs no fork of its own.
        for (at, below) in self.below.iter().enumerate() {
            let is_last = at + 1 == self.below.len();
            for (line, words) in below.draw(is_unicode).into_iter().enumerate() {
                let mark = match (line == 0, is_last) {
                    (true, true) => last,
                    (true, false) => fork,
                    (false, true) => blank,
                    (false, false) => bar,
                };
                text.push(format!("{mark}{words}"));
            }
        }
        text
    }
}
