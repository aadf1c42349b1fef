//! Asks of a single duty whether it is in a class of a contract, outside any rule.

use super::Choices;
use super::class::Classes;
use super::clause::{ClassSet, Contract};
use crate::rota::Duty;
use crate::time::Zone;

/// The classes of one contract under some choices, to be asked by name.
#[derive(Clone, Debug)]
pub struct Marker {
    id: String,
    names: Vec<String>,
    classes: ClassSet,
}

impl Contract {
    /// Its classes, to be asked by name.
    pub fn marker(&self, choices: &Choices) -> Marker {
        Marker {
            id: self.id.clone(),
            names: self.class_names.clone(),
            classes: self.class_set(choices),
        }
    }
}

impl Marker {
    /// Whether the contract has a class of this name, `night` or `england-2016:night`.
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// Whether the duty is in the class. Nothing where there is no such class, or where the duty
    /// does not say enough.
    pub fn holds(&self, name: &str, duty: &Duty, zone: &Zone) -> Option<bool> {
        let one = Classes::one(self.index(name)?);
        let marks = self
            .classes
            .marks(self.classes.with_references(one), duty, zone);
        (!marks.unknown.meets(one)).then(|| marks.is.meets(one))
    }

    /// The names of its classes.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn index(&self, name: &str) -> Option<usize> {
        let name = match name.split_once(':') {
            Some((contract, name)) if contract == self.id => name,
            Some(_) => return None,
            None => name,
        };
        self.names.iter().position(|n| n == name)
    }
}
