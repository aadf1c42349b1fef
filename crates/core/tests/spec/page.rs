//! A Markdown page: its fenced blocks, and how its expectations are written back.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A page as it stands on disk.
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// What is asked of a rota.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Whether it is lawful.
    Verdict,
    /// What it pays.
    Pay,
}

/// A rota with what is expected of it.
pub(crate) struct Example<'p> {
    pub(crate) asks: Asks,
    /// The heading that it stands under.
    pub(crate) heading: &'p str,
    /// Line of the `rota` or `pay` fence, from 1.
    pub(crate) line: usize,
    /// What follows that word on the fence line.
    pub(crate) options: &'p str,
    pub(crate) rota: &'p str,
    /// The last `toml` block before it.
    pub(crate) params: Option<&'p str>,
    pub(crate) expected: &'p str,
    /// Where the expectation stands in the text.
    pub(crate) place: Range<usize>,
}

struct Block<'p> {
    heading: &'p str,
    line: usize,
    info: &'p str,
    body: &'p str,
    place: Range<usize>,
}

const FENCE: &str = "```";

impl Page {
    pub(crate) fn open(path: &Path) -> Page {
        let text = fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
        Page {
            path: path.to_owned(),
            text,
        }
    }

    /// Every page of a folder, by name.
    pub(crate) fn all_in(folder: &Path) -> Vec<Page> {
        let entries = fs::read_dir(folder)
            .unwrap_or_else(|error| panic!("{} cannot be listed: {error}", folder.display()));
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("a folder that opened can be listed").path())
            .filter(|path| path.extension().is_some_and(|e| e == "md"))
            .collect();
        paths.sort();
        paths.iter().map(|path| Page::open(path)).collect()
    }

    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The words of the first heading.
    pub(crate) fn title(&self) -> &str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim()
    }

    /// Every example, and every block that stands where it should not.
    pub(crate) fn examples(&self) -> (Vec<Example<'_>>, Vec<String>) {
        let mut problems = Vec::new();
        let mut examples = Vec::new();
        let mut params = None;
        let mut waiting: Option<Block<'_>> = None;
        for block in self.blocks() {
            let kind = block.info.split_whitespace().next().unwrap_or_default();
            if let Some(rota) = waiting.take() {
                if kind == "expect" {
                    let (asks, word) = if rota.info.starts_with("pay") {
                        (Asks::Pay, "pay")
                    } else {
                        (Asks::Verdict, "rota")
                    };
                    examples.push(Example {
                        asks,
                        heading: rota.heading,
                        line: rota.line,
                        options: rota.info[word.len()..].trim(),
                        rota: rota.body,
                        params,
                        expected: block.body.trim_end(),
                        place: block.place,
                    });
                    continue;
                }
                problems.push(self.problem(rota.line, "a rota without an expectation"));
            }
            match kind {
                "rota" | "pay" => waiting = Some(block),
                "expect" => {
                    problems.push(self.problem(block.line, "an expectation without a rota"));
                }
                "toml" => params = Some(block.body),
                _ => {}
            }
        }
        if let Some(rota) = waiting {
            problems.push(self.problem(rota.line, "a rota without an expectation"));
        }
        (examples, problems)
    }

    fn problem(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.name())
    }

    fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks = Vec::new();
        let mut heading = "";
        let mut open: Option<(usize, &str, usize)> = None;
        let mut at = 0;
        for (i, line) in self.text.split_inclusive('\n').enumerate() {
            let start = at;
            at += line.len();
            match open {
                Some((opened, info, from)) if line.trim_end() == FENCE => {
                    blocks.push(Block {
                        heading,
                        line: opened,
                        info,
                        body: &self.text[from..start],
                        place: from..start,
                    });
                    open = None;
                }
                Some(_) => {}
                None => {
                    if let Some(info) = line.strip_prefix(FENCE) {
                        open = Some((i + 1, info.trim(), at));
                    } else if line.starts_with('#') {
                        heading = line.trim_start_matches('#').trim();
                    }
                }
            }
        }
        blocks
    }

    /// Writes the page with other expectations, in the order of the text.
    pub(crate) fn rewrite(&self, answers: &[(Range<usize>, String)]) {
        let mut text = self.text.clone();
        for (place, answer) in answers.iter().rev() {
            text.replace_range(place.clone(), &format!("{answer}\n"));
        }
        if text != self.text {
            fs::write(&self.path, text)
                .unwrap_or_else(|error| panic!("{} cannot be written: {error}", self.name()));
        }
    }
}
