//! `firstline demo`: the questions of 12 January 2016, answered on a made-up hospital, on one page.

use clap::Args;
use firstline_core::check::{Verdict, check};
use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::{Day, Span};
use firstline_plan::house::{Own, moment};
use firstline_plan::{
    Grounds, Ledger, Page, Table, ballot, cover, fatigue, gaps, incident, strike,
};
use std::fmt::Write as _;

mod designed;

use super::open::{File, Opened, open};
use super::plan::{objections, write_file};
use super::{Answer, RotaArgs, say, warn_all};

macro_rules! carried {
    ($name:literal) => {
        (
            concat!("rotas/district-hospital/", $name),
            include_str!(concat!("../../../../../rotas/district-hospital/", $name)),
        )
    };
}

const WEEK: (&str, &str) = carried!("week.csv");
const LEGEND: (&str, &str) = carried!("week.legend.csv");
const HOSPITAL: (&str, &str) = carried!("hospital.toml");
const PLAN: (&str, &str) = carried!("hospital.plan.toml");
const GAPS: (&str, &str) = carried!("hospital.gaps.toml");
const EMERGENCY: (&str, &str) = carried!("emergency.toml");

const FILES: &str = "rotas/district-hospital/hospital.toml rotas/district-hospital/week.csv";
const CHECK: &str = "firstline check rotas/district-hospital/week.csv --department rotas/district-hospital/hospital.toml";

/// Contracts under which the rota is judged: as it was, as it was offered, as it became.
const CONTRACTS: [(&str, &str); 5] = [
    ("new-deal-2002@2016-01-12", "in force on the day"),
    ("offer-2015-11@2016-01-12", "offered in November 2015"),
    ("imposed-2016-02@2016-08-03", "announced in February 2016"),
    (
        "acas-2016-05@2016-08-03",
        "agreed in May 2016, refused in a vote",
    ),
    ("england-2016@2016-12-01", "in force since"),
];

/// What `demo` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline demo\n  firstline demo -o target/demo.html\n\nThe hospital is made up and carried by the program; its files are rotas/district-hospital.\n\nExit code 0: worked out. 2: it could not be."
)]
pub(super) struct DemoArgs {
    /// Write the page here; without it a summary is shown
    #[arg(short, long, value_name = "FILE.html")]
    output: Option<String>,
}

pub(super) fn run(args: &DemoArgs, today: Day) -> Answer {
    let sections = match sections(today) {
        Ok(sections) => sections,
        Err(problems) => {
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    let written = write_file(args.output.as_ref(), || page(&sections));
    if args.output.is_none() {
        say(&text(&sections));
    }
    if written {
        Answer::Yes
    } else {
        Answer::Nothing
    }
}

/// What writes the working of an answer on a page.
type Working = Box<dyn Fn(&mut Page)>;

/// One question of the day with its answer.
struct Section {
    id: &'static str,
    question: &'static str,
    answer: Vec<String>,
    command: String,
    working: Option<Working>,
}

fn section(
    id: &'static str,
    question: &'static str,
    answer: Vec<String>,
    command: impl Into<String>,
) -> Section {
    Section {
        id,
        question,
        answer,
        command: command.into(),
        working: None,
    }
}

impl Section {
    fn with(mut self, working: impl Fn(&mut Page) + 'static) -> Section {
        self.working = Some(Box::new(working));
        self
    }
}

fn hospital(
    contract: Option<&str>,
    from: Option<&str>,
    to: Option<&str>,
    today: Day,
) -> Result<Opened, Vec<Diagnostic>> {
    let args = RotaArgs {
        contract: contract.map(str::to_owned),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        ..RotaArgs::default()
    };
    open(
        &File::Carried(WEEK.0, WEEK.1),
        Some(&File::Carried(LEGEND.0, LEGEND.1)),
        Some(&File::Carried(HOSPITAL.0, HOSPITAL.1)),
        &args,
        today,
    )
    .map_err(|refused| refused.diagnostics)
}

fn sections(today: Day) -> Result<Vec<Section>, Vec<Diagnostic>> {
    let opened = hospital(None, None, None, today)?;
    let own = Own::read(PLAN.0, PLAN.1, &firstline_plan::settings())?;
    let verdict = check(&opened.question(false));
    let mut all = vec![lawful(&verdict), contracts(today)?];
    all.push(tired(&opened)?);
    let (better, clauses) = designed::answers(&opened, today)?;
    all.push(better);
    all.extend(supply(&own, today)?);
    let (struck, down) = struck(&opened, &own)?;
    all.push(struck);
    all.push(attacked(&opened, &own)?);
    all.push(voted()?);
    all.push(clauses);
    all.push(section(
        "S11",
        "Why should either side believe a figure?",
        vec!["Every answer below names the command that gives it, what it rests on, its seed and a hash of its inputs: both sides run the same program on the same files and compare. Signed evidence is not built yet.".to_owned()],
        "firstline demo",
    ));
    all.push(section(
        "S12",
        "Nurses, midwives, healthcare assistants next?",
        vec![format!(
            "The hospital's two wards are in the same rota, under agenda-for-change and the Working Time Regulations: their contract is a file. Breaches of it: {}.",
            verdict.breaches.iter().filter(|b| b.told.clause.starts_with("agenda")).count()
        )],
        CHECK,
    ));
    all.push(leaving(&opened, today)?);
    all.push(down);
    Ok(all)
}

fn lawful(verdict: &Verdict) -> Section {
    let mut answer = vec![format!(
        "Under the contracts in force on the day, breaches found in these five weeks, in what was checked: {}; {} clauses could not be checked, or not wholly, and each is listed.",
        verdict.breaches.len(),
        verdict.not_checked.len()
    )];
    answer.extend(verdict.breaches.iter().take(5).map(|b| b.text.clone()));
    let mut table = Table::new("What was not checked", &["clause", "why"]);
    for skipped in &verdict.not_checked {
        table.row(vec![skipped.clause.clone(), skipped.why.clone()]);
    }
    let question = "Does this contract force excessive hours on people who treat patients?";
    section("S1", question, answer, CHECK).with(move |page| {
        page.table(&table);
    })
}

fn contracts(today: Day) -> Result<Section, Vec<Diagnostic>> {
    let mut table = Table::new(
        "The same rota of doctors in training under each",
        &[
            "contract",
            "what it was",
            "#breaches",
            "most often",
            "#clauses not checked",
        ],
    );
    for (contract, what) in CONTRACTS {
        let opened = hospital(Some(contract), None, None, today)?;
        let verdict = check(&opened.question(false));
        let trainee = |person: &str| {
            let grade = opened
                .department
                .person(person)
                .and_then(|p| p.grade.as_deref());
            !matches!(grade, Some("Consultant" | "SAS" | "B5" | "B6") | None)
        };
        let mut by_clause = std::collections::BTreeMap::<&str, usize>::new();
        for breach in verdict.breaches.iter().filter(|b| trainee(&b.told.person)) {
            *by_clause.entry(&breach.told.clause).or_default() += 1;
        }
        let sum: usize = by_clause.values().sum();
        let most = by_clause.iter().max_by_key(|(_, n)| **n);
        table.row(vec![
            contract.to_owned(),
            what.to_owned(),
            sum.to_string(),
            most.map_or("–".to_owned(), |(clause, n)| format!("{clause} ({n})")),
            verdict.not_checked.len().to_string(),
        ]);
    }
    let answer: Vec<String> = table
        .rows
        .iter()
        .map(|r| {
            format!(
                "{} ({}): {} breaches, most often {}; {} clauses not checked, or not wholly.",
                r[0], r[1], r[2], r[3], r[4]
            )
        })
        .collect();
    let question = "What would the proposed contract change?";
    let command = format!("{CHECK} --contract {}", CONTRACTS[1].0);
    Ok(section("S2", question, answer, command).with(move |page| {
        page.table(&table);
    }))
}

fn tired(opened: &Opened) -> Result<Section, Vec<Diagnostic>> {
    let scored = fatigue::score(&fatigue::Question {
        rota: &opened.rota,
        person: None,
        set: fatigue::Set::Hospital,
        given: &fatigue::Given::default(),
        patients: None,
    })
    .map_err(|all| objections("C080", all))?;
    let mut worst: Vec<(f64, String)> = scored
        .people
        .iter()
        .filter_map(|p| {
            let (duty, fi) = p.worst(|i| i.fi)?;
            let (day, nth) = (duty.start.wall.day().short(), duty.nth);
            let sort = if duty.night { "night" } else { "duty" };
            Some((
                fi,
                format!(
                    "{}: FI {fi:.1} on {day} ({}), number {nth} of its run of this sort ({sort})",
                    p.person, duty.code
                ),
            ))
        })
        .collect();
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut answer = vec![
        "The indices compare duties; they judge nothing, and stand beside the law. The highest of the rota:".to_owned(),
    ];
    answer.extend(worst.into_iter().take(5).map(|w| w.1));
    let grounds = scored.grounds.clone();
    let command = "firstline fatigue rotas/district-hospital/week.csv --department rotas/district-hospital/hospital.toml";
    Ok(
        section("S3", "Is it a risk to patients?", answer, command).with(move |page| {
            page.grounds(&grounds);
        }),
    )
}

fn supply(own: &Own, today: Day) -> Result<Vec<Section>, Vec<Diagnostic>> {
    let opened = hospital(None, Some("2016-01-11"), Some("2016-01-18"), today)?;
    let answer = cover::cover(&cover::Question {
        rota: &opened.rota,
        department: &opened.department,
        own,
        arrivals: None,
        a_day: None,
        weekend: true,
    })
    .map_err(|all| objections("C080", all))?;
    let command = format!("firstline cover {FILES} --from 2016-01-11 --to 2016-01-18 --weekend");
    let week: Vec<String> = answer
        .week
        .iter()
        .flat_map(|w| {
            w.ratios
                .iter()
                .map(|(who, _, words)| format!("{who}. {words}"))
        })
        .collect();
    let mut weekend = week;
    weekend.push("A rota can say how many hours there were for each patient; it cannot say what they did to anybody's outcome.".to_owned());
    let grounds = answer.grounds.clone();
    Ok(vec![
        section(
            "S5",
            "Are there doctors at weekends?",
            weekend,
            command.clone(),
        )
        .with(move |page| {
            page.grounds(&grounds);
        }),
        section("S6", "Does A&E cope?", cover::summary(&answer), command).with(move |page| {
            cover::onto(page, &answer);
            page.grounds(&answer.grounds);
        }),
    ])
}

fn struck(opened: &Opened, own: &Own) -> Result<(Section, Section), Vec<Diagnostic>> {
    let zone = &opened.rota.zone;
    let edge = |text: &str| moment(text, zone).map_err(|e| objections("C084", vec![e.to_string()]));
    let period = Span {
        start: edge("2016-01-12T08:00")?,
        end: edge("2016-01-13T08:00")?,
    };
    let out = ["tier1".to_owned(), "tier2".to_owned()];
    let check = opened.question(false);
    let law = ballot::Law::carried();
    let answer = |form| {
        strike::strike(&strike::Question {
            rota: &opened.rota,
            department: &opened.department,
            own,
            check: &check,
            periods: &[period],
            form,
            out: &out,
            law: &law,
            seed: 1,
            runs: 2000,
        })
        .map_err(|all| objections("C084", all))
    };
    let (emergency, full) = (
        answer(strike::Form::Emergency)?,
        answer(strike::Form::Full)?,
    );
    let command = |form: &str| {
        format!(
            "firstline strike {FILES} --period 2016-01-12T08:00/2016-01-13T08:00 --form {form} --out-grades tier1,tier2"
        )
    };
    let patients = |s: &strike::Strike| {
        strike::summary(s)
            .into_iter()
            .filter(|w| w.starts_with("Patients"))
    };
    let mut down = vec!["If all take part in a full walkout:".to_owned()];
    down.extend(patients(&full));
    down.push("On that day hospitals in England reported 1,279 in-patient and 2,175 day-case operations stood down (NHS England, 12 January 2016; emergency cover only). The numbers here are of nine made-up lists.".to_owned());
    let words = strike::summary(&emergency);
    let grounds = full.grounds.clone();
    let first = section(
        "S7",
        "Who covers today's strike?",
        words,
        command("emergency"),
    )
    .with(move |page| {
        strike::onto(page, &emergency);
        page.heading("The same as a full walkout");
        strike::onto(page, &full);
        page.grounds(&emergency.grounds);
    });
    let last = section(
        "S14",
        "What does today cost patients?",
        down,
        command("full"),
    )
    .with(move |page| {
        page.grounds(&grounds);
    });
    Ok((first, last))
}

fn attacked(opened: &Opened, own: &Own) -> Result<Section, Vec<Diagnostic>> {
    let check = opened.question(false);
    let strike = incident::Strike {
        emergency: false,
        out: vec!["tier1".to_owned(), "tier2".to_owned()],
    };
    let at = moment("2016-01-12T22:00", &opened.rota.zone)
        .map_err(|e| objections("C085", vec![e.to_string()]))?;
    let answer = incident::incident(&incident::Question {
        rota: &opened.rota,
        department: &opened.department,
        own,
        check: &check,
        at,
        casualties: 40,
        strike: Some(&strike),
        seed: 1,
        runs: 1000,
    })
    .map_err(|all| objections("C085", all))?;
    let command = format!(
        "firstline incident {FILES} --at 2016-01-12T22:00 --casualties 40 --strike full:tier1,tier2"
    );
    let question = "Would they be on hand for a terrorist attack?";
    Ok(
        section("S8", question, incident::summary(&answer), command).with(move |page| {
            incident::onto(page, &answer);
            page.grounds(&answer.grounds);
        }),
    )
}

fn voted() -> Result<Section, Vec<Diagnostic>> {
    let opened = Day::parse("2015-11-05").unwrap_or(Day(0));
    let question = ballot::Question {
        entitled: 37_155,
        voted: 28_316,
        yes: 27_741,
        invalid: 11,
        opened,
        closed: None,
        public_service: true,
        agreed: false,
        ballot_notice: None,
        action_notice: None,
        first_action: None,
    };
    let answer = ballot::judge(&question, &ballot::Law::carried())
        .map_err(|e| objections("C081", vec![e.to_string()]))?;
    let text = ballot::text(&question, &answer);
    let lines: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect();
    let shown = lines
        .iter()
        .take_while(|l| !l.starts_with("What this rests on"))
        .cloned()
        .collect();
    let grounds: Grounds = answer.grounds.clone();
    let command = "firstline ballot --entitled 37155 --voted 28316 --yes 27741 --invalid 11 --opened 2015-11-05 --public-service";
    Ok(
        section("S9", "98 % voted for it: is it a mandate?", shown, command).with(move |page| {
            page.grounds(&grounds);
        }),
    )
}

fn leaving(opened: &Opened, today: Day) -> Result<Section, Vec<Diagnostic>> {
    let mut ledger = Ledger::default();
    let figures = gaps::Figures::read(GAPS.0, GAPS.1, &opened.department, today, &mut ledger)?;
    let options = gaps::Options {
        months: 12,
        seed: 1,
        runs: None,
        assurance: None,
    };
    let projection =
        gaps::project(&figures, &options, ledger).map_err(|all| objections("C080", all))?;
    let text = gaps::text(&projection);
    let answer = text
        .lines()
        .skip(1)
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .take(2)
        .map(str::to_owned)
        .collect();
    let command = "firstline gaps rotas/district-hospital/hospital.toml --months 12";
    Ok(
        section("S13", "Doctors are leaving", answer, command).with(move |page| {
            page.figure(
                "People available, on average and in nine runs of ten",
                &gaps::chart(&projection),
            );
            page.grounds(&projection.grounds);
        }),
    )
}

const TITLE: &str = "12 January 2016: a day's questions, answered on a made-up hospital";
const LEAD: &str = "The hospital, its rota and its people are made up. Each answer names the command that gives it; its working is folded beneath. Nothing here is legal advice, and no index says that a rota is good enough.";

fn text(sections: &[Section]) -> String {
    let mut out = format!("{TITLE}\n\n{LEAD}\n\n");
    for s in sections {
        let _ = writeln!(out, "{} {}", s.id, s.question);
        for line in &s.answer {
            let _ = writeln!(out, "  {line}");
        }
        let _ = writeln!(out, "  $ {}\n", s.command);
    }
    out
}

fn page(sections: &[Section]) -> String {
    let mut page = Page::new(TITLE);
    page.text(LEAD);
    for s in sections {
        page.heading(&format!("{} {}", s.id, s.question));
        page.list(&s.answer);
        page.code(&s.command);
        if let Some(working) = &s.working {
            page.fold(&format!("Working of {}", s.id));
            working(&mut page);
            page.unfold();
        }
    }
    page.finish()
}
