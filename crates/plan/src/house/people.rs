//! Everybody in a rota with grade, tier and skills.

use firstline_core::department::Department;
use firstline_core::rota::Rota;

use super::own::{Own, OwnTier};
use crate::{Basis, Ledger};

/// A level of experience.
pub type Tier = OwnTier;

/// Somebody in the rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Place in the rota.
    pub roster: usize,
    /// Name or line.
    pub name: String,
    /// Grade, where the department knows it.
    pub grade: Option<String>,
    /// Place in the list of tiers; nothing where the grade is in none.
    pub tier: Option<usize>,
    /// What the person can do.
    pub skills: Vec<String>,
}

/// Everybody, and the tiers that they are in.
#[derive(Clone, Debug)]
pub struct House {
    /// Lowest first.
    pub tiers: Vec<Tier>,
    /// In the order of the rota.
    pub members: Vec<Member>,
    /// Every skill that somebody has, by name.
    pub skills: Vec<String>,
}

/// The usual grades of each tier.
const USUAL: [(&str, u8, &[&str]); 3] = [
    (
        "tier1",
        1,
        &[
            "tier1", "F1", "F2", "FY1", "FY2", "SHO", "ST1", "ST2", "CT1", "CT2", "CT3", "IMT1",
            "IMT2", "ACCS", "GPST", "ACP",
        ],
    ),
    (
        "tier2",
        2,
        &[
            "tier2",
            "ST3",
            "ST4",
            "ST5",
            "ST6",
            "ST7",
            "ST8",
            "ST9",
            "IMT3",
            "SpR",
            "Registrar",
            "SAS",
            "Specialty doctor",
            "Associate specialist",
        ],
    ),
    ("tier3", 3, &["tier3", "Consultant"]),
];

impl House {
    /// Sorts the people of a rota. How is listed.
    pub fn new(rota: &Rota, department: &Department, own: &Own, ledger: &mut Ledger) -> House {
        let tiers: Vec<Tier> = if own.tiers.is_empty() {
            let usual = USUAL.iter().map(|(id, rank, grades)| OwnTier {
                id: (*id).to_owned(),
                rank: *rank,
                grades: grades.iter().map(|g| (*g).to_owned()).collect(),
            });
            usual.collect()
        } else {
            own.tiers.clone()
        };
        let words: Vec<String> = tiers
            .iter()
            .map(|t| format!("{}: {}", t.id, t.grades.join(" ")))
            .collect();
        let basis = if own.tiers.is_empty() {
            Basis::Assumption
        } else {
            Basis::Given(own.file.clone())
        };
        ledger.note(
            "house.tiers",
            "grades of each tier",
            &words.join("; "),
            basis,
        );
        let mut skills: Vec<String> = Vec::new();
        let members = rota
            .rosters
            .iter()
            .enumerate()
            .map(|(roster, r)| {
                let place = department.people.iter().position(|p| p.name == r.person);
                let grade = place.and_then(|p| department.people[p].grade.clone());
                let own = place.map_or(Vec::new(), |p| department.needs.person(p).skills.clone());
                for skill in &own {
                    if !skills.contains(skill) {
                        skills.push(skill.clone());
                    }
                }
                Member {
                    roster,
                    name: r.person.clone(),
                    tier: grade
                        .as_ref()
                        .and_then(|g| tiers.iter().position(|t| t.grades.contains(g))),
                    grade,
                    skills: own,
                }
            })
            .collect();
        skills.sort();
        House {
            tiers,
            members,
            skills,
        }
    }

    /// The rank of a member; 0 where the tier is not known or stands in for nobody.
    pub fn rank(&self, member: &Member) -> u8 {
        member.tier.map_or(0, |t| self.tiers[t].rank)
    }

    /// The tier's id, or `no tier`.
    pub fn tier_word(&self, tier: Option<usize>) -> &str {
        tier.map_or("no tier", |t| &self.tiers[t].id)
    }

    /// Whether a word of `--out-grades` names this member: tier or grade.
    pub fn named(&self, member: &Member, words: &[String]) -> bool {
        words.iter().any(|w| {
            member.grade.as_ref() == Some(w) || member.tier.is_some_and(|t| self.tiers[t].id == *w)
        })
    }

    /// Whether a word is a tier, or a grade that somebody has.
    pub fn knows(&self, word: &str) -> bool {
        self.tiers.iter().any(|t| t.id == word)
            || self
                .members
                .iter()
                .any(|m| m.grade.as_deref() == Some(word))
    }
}
