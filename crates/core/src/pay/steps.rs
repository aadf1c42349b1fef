//! The arithmetic of a sum in words, written only where somebody will read it.

/// The steps so far; nothing where nobody asked.
#[derive(Debug)]
pub(super) struct Steps(Option<Vec<String>>);

impl Steps {
    pub(super) fn new(asked: bool) -> Steps {
        Steps(asked.then(Vec::new))
    }

    pub(super) fn say(&mut self, step: impl FnOnce() -> String) {
        if let Some(steps) = &mut self.0 {
            steps.push(step());
        }
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.0.unwrap_or_default()
    }
}
