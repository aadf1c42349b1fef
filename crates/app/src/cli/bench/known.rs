//! The best values known, from `best-known.csv` beside the folder of an instance.

use std::fs;
use std::path::Path;

/// What is known of an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// No roster is worth less.
    pub(super) lower: Option<i64>,
    /// Somebody has a roster of this value.
    pub(super) upper: Option<i64>,
}

impl Known {
    /// Nothing where there is no such file, or no such row in it.
    pub(super) fn beside(path: &str) -> Option<Known> {
        let folder = Path::new(path).parent()?;
        let set = folder
            .canonicalize()
            .ok()?
            .file_name()?
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(folder.join("..").join("best-known.csv")).ok()?;
        find(&text, &set, &name_of(path))
    }
}

/// The rows have set, instance, lower, upper, and then where that comes from.
fn find(text: &str, set: &str, instance: &str) -> Option<Known> {
    text.lines().find_map(|line| {
        let mut cells = line.split(',').map(str::trim);
        if cells.next() != Some(set) || cells.next() != Some(instance) {
            return None;
        }
        let mut number = || cells.next().and_then(|c| c.parse().ok());
        Some(Known {
            lower: number(),
            upper: number(),
        })
    })
}

/// `some/folder/Instance7.txt` is `Instance7`.
pub(super) fn name_of(path: &str) -> String {
    let stem = Path::new(path).file_stem();
    stem.map_or_else(|| path.to_owned(), |s| s.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_set_and_instance_and_may_have_empty_cells() {
        let text = "set,instance,lower,upper,source\na,One,5,7,somebody, somewhere\nb,One,,9,\n";
        let known = |lower, upper| Some(Known { lower, upper });
        assert_eq!(find(text, "a", "One"), known(Some(5), Some(7)));
        assert_eq!(find(text, "b", "One"), known(None, Some(9)));
        assert_eq!(find(text, "b", "Two"), None);
    }
}
