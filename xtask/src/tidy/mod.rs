//! `cargo xtask tidy`: the project's own rules, each as a test that says why it is there.

mod fences;
mod lines;
mod pages;

use crate::shell::Done;

/// What was found: problems stop, remarks do not.
#[derive(Default)]
pub(crate) struct Found {
    problems: Vec<String>,
    remarks: Vec<String>,
}

impl Found {
    /// A rule is broken at a place.
    fn problem(&mut self, place: &str, what: &str) {
        self.problems.push(format!("{place}: {what}"));
    }

    /// Nothing is broken, but somebody should look.
    fn remark(&mut self, place: &str, what: &str) {
        self.remarks.push(format!("{place}: {what}"));
    }
}

pub(crate) fn run() -> Done {
    let mut found = Found::default();
    fences::look(&mut found)?;
    lines::look(&mut found)?;
    pages::look(&mut found)?;
    for remark in &found.remarks {
        println!("remark: {remark}");
    }
    for problem in &found.problems {
        println!("tidy: {problem}");
    }
    match found.problems.len() {
        0 => {
            println!("tidy: nothing out of place");
            Ok(())
        }
        1 => Err("one thing is out of place".to_owned()),
        n => Err(format!("{n} things are out of place")),
    }
}
