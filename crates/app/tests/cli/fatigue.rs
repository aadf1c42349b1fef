//! `firstline fatigue`: indices of whole rotas, text, JSON, picture and page.

use crate::{Ran, Scratch, firstline, shared};

const ROTA: &str = "rotas/medicine-sho-1in8.csv";

fn fatigue(more: &[&str]) -> Ran {
    let mut args = vec!["fatigue"];
    args.extend(more);
    firstline(&args)
}

fn json(more: &[&str]) -> serde_json::Value {
    let mut args = more.to_vec();
    args.extend(["--format", "json"]);
    serde_json::from_str(&fatigue(&args).out).expect("JSON was asked for")
}

/// FI day max, FI night max (one place), RI max (two), nights above the rail line, nights.
fn figures(rota: &str, set: &str) -> (f64, Option<f64>, f64, u64, u64) {
    let report = json(&[rota, "--set", set]);
    let person = &report["people"][0];
    let round = |v: &serde_json::Value, scale: f64| v.as_f64().map(|v| (v * scale).round() / scale);
    (
        round(&person["fi_day_max"], 10.0).expect("there are days"),
        round(&person["fi_night_max"], 10.0),
        round(&person["ri_max"], 100.0).expect("there are duties"),
        person["nights_above_rail"].as_u64().expect("a count"),
        person["nights"].as_u64().expect("a count"),
    )
}

/// The figures of `fatigue.md` for the templates that the project carries.
#[test]
fn the_templates_have_their_known_figures() {
    let known = [
        (
            "rotas/medicine-sho-1in8.csv",
            "reference",
            (10.8, Some(50.1), 1.42, 3, 7),
        ),
        (
            "rotas/medicine-sho-1in8.csv",
            "hospital",
            (12.9, Some(56.1), 1.59, 7, 7),
        ),
        (
            "rotas/paediatrics-1in8.csv",
            "reference",
            (11.2, Some(51.3), 1.34, 3, 7),
        ),
        (
            "rotas/paediatrics-1in8.csv",
            "hospital",
            (11.6, Some(57.2), 1.50, 7, 7),
        ),
        (
            "rotas/icu-1in8.csv",
            "reference",
            (11.6, Some(50.6), 1.36, 3, 7),
        ),
        (
            "rotas/icu-1in8.csv",
            "hospital",
            (12.3, Some(56.4), 1.52, 7, 7),
        ),
        (
            "rotas/emergency-dept-1in12.csv",
            "reference",
            (12.9, Some(40.8), 1.10, 0, 7),
        ),
        (
            "rotas/emergency-dept-1in12.csv",
            "hospital",
            (16.9, Some(46.8), 1.23, 1, 7),
        ),
        (
            "rotas/surgery-fy1-1in6.csv",
            "reference",
            (9.4, None, 1.15, 0, 0),
        ),
        (
            "rotas/surgery-fy1-1in6.csv",
            "hospital",
            (10.8, None, 1.29, 0, 0),
        ),
    ];
    for (rota, set, expected) in known {
        assert_eq!(figures(rota, set), expected, "{rota} {set}");
    }
}

#[test]
fn the_shared_psychiatry_templates_have_their_known_figures() {
    let known = [
        (
            "psychiatry-south-26wk",
            "reference",
            (10.7, Some(48.4), 1.28, 5, 11),
        ),
        (
            "psychiatry-south-26wk",
            "hospital",
            (12.8, Some(54.5), 1.44, 8, 11),
        ),
        (
            "psychiatry-north-18wk",
            "reference",
            (12.6, Some(48.5), 1.30, 6, 14),
        ),
        (
            "psychiatry-north-18wk",
            "hospital",
            (14.7, Some(54.6), 1.45, 10, 14),
        ),
    ];
    for (name, set, expected) in known {
        let Some(path) = shared(&format!("domain/rotas/{name}.csv")) else {
            return;
        };
        assert_eq!(
            figures(&path.display().to_string(), set),
            expected,
            "{name} {set}"
        );
    }
}

#[test]
fn the_text_compares_and_never_speaks_of_what_it_cannot_know() {
    for more in [vec![ROTA], vec!["rotas/worked-planned.csv"]] {
        let ran = fatigue(&more);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.to_lowercase().contains("safe"), "{}", ran.out);
        for part in [
            "Worst of this",
            "h a week",
            "do not know",
            "patients for each doctor",
            "inputs fnv1a64:",
        ] {
            assert!(ran.out.contains(part), "{part}\n{}", ran.out);
        }
    }
    let out = fatigue(&[ROTA]).out;
    assert!(out.contains("the 4th night in a row, week 1 Thu N 21:00–09:30, FI 56.1; the first of them has 46.1, +22 %."), "{out}");
}

#[test]
fn text_json_and_picture_have_the_same_numbers() {
    let svg = Scratch::new("fatigue.svg", b"");
    let html = Scratch::new("fatigue.html", b"");
    let ran = fatigue(&[ROTA, "--plot", &svg.path(), "--html", &html.path()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |s: &Scratch| std::fs::read_to_string(s.path()).expect("it was written");
    let (picture, page) = (read(&svg), read(&html));
    let report = json(&[ROTA]);
    for duty in report["duties"].as_array().expect("duties") {
        let (fi, ri) = (
            duty["fi"].as_f64().expect("FI"),
            duty["ri"].as_f64().expect("RI"),
        );
        let told = format!("FI {fi:.1}, RI {ri:.2}");
        assert!(picture.contains(&told) && page.contains(&told), "{told}");
        assert!(ran.out.contains(&format!("{fi:.1} ")), "{fi:.1}");
    }
    let hash = report["grounds"]["inputs"].as_str().expect("a hash");
    assert!(ran.out.contains(hash) && page.contains(hash));
    assert!(!picture.to_lowercase().contains("safe") && !page.to_lowercase().contains("safe"));
    for word in [
        "<script",
        "<link",
        "<img",
        "@import",
        "url(",
        " onclick",
        "http-equiv=\"refresh",
    ] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn the_hash_tells_rotas_apart_and_not_the_day_on_which_a_pattern_is_looked_at() {
    let hash = |args: &[&str]| json(args)["grounds"]["inputs"].to_string();
    assert_eq!(
        hash(&[ROTA, "--on", "2026-11-02"]),
        hash(&[ROTA, "--on", "2027-03-08"])
    );
    assert_ne!(hash(&[ROTA]), hash(&["rotas/icu-1in8.csv"]));
    assert_ne!(hash(&[ROTA]), hash(&[ROTA, "--commute", "61"]));
}

#[test]
fn the_night_on_which_clocks_go_back_is_longer_and_more_tiring() {
    let rota = |name: &str, nights: [&str; 2]| {
        let text = format!(
            "person,start,end,code,kind\nAsha,{}T21:00,{}T09:30,N,night\n",
            nights[0], nights[1]
        );
        Scratch::new(name, text.as_bytes())
    };
    let of = |file: &Scratch| {
        let duty = json(&[&file.path()])["duties"][0].clone();
        (
            duty["hours"].as_f64().expect("hours"),
            duty["fi"].as_f64().expect("FI"),
        )
    };
    let plain = of(&rota("plain.csv", ["2026-11-07", "2026-11-08"]));
    let back = of(&rota("back.csv", ["2026-10-24", "2026-10-25"]));
    let forward = of(&rota("forward.csv", ["2026-03-28", "2026-03-29"]));
    assert_eq!((plain.0, back.0, forward.0), (12.5, 13.5, 11.5));
    assert!(forward.1 < plain.1 && plain.1 < back.1);
}

#[test]
fn on_call_from_home_has_no_index_and_says_so() {
    let file = Scratch::new(
        "home.csv",
        b"person,start,end,code,kind\nAsha,2026-11-02T09:00,2026-11-02T17:00,D,day\nAsha,2026-11-02T17:00,2026-11-03T09:00,OC,nroc\nAsha,2026-11-03T09:00,2026-11-03T17:00,D,day\n",
    );
    let report = json(&[&file.path()]);
    assert!(report["duties"][1]["fi"].is_null());
    assert!(
        report["duties"][1]["why_not"]
            .as_str()
            .is_some_and(|w| w.contains("on call from home"))
    );
    assert_eq!(report["duties"][1]["in_a_row"], 1);
    assert!(report["duties"][2]["fi"].is_f64());
    assert!(
        fatigue(&[&file.path()])
            .out
            .contains("1 duty on call from home")
    );
    let only = Scratch::new(
        "only.csv",
        b"person,start,end,code,kind\nAsha,2026-11-02T17:00,2026-11-03T09:00,OC,nroc\n",
    );
    let ran = fatigue(&[&only.path()]);
    assert_eq!((ran.code, ran.out.is_empty()), (2, true), "{}", ran.err);
    assert!(ran.err.contains("D030"));
}

#[test]
fn people_files_and_figures_that_cannot_be_are_told() {
    let cases: [(&[&str], &str); 6] = [
        (
            &["rotas/worked-planned.csv", "--person", "Ashe"],
            "did you mean `Asha`?",
        ),
        (
            &[ROTA, "--demand", "7"],
            "--demand must be from 0 to 6, not 7",
        ),
        (&[ROTA, "--commute", "nan"], "--commute must be from 0"),
        (
            &[ROTA, "--break-every", "0"],
            "--break-every must be from 1",
        ),
        (&[ROTA, "--patients=-1"], "--patients must be"),
        (&["no-such.csv"], "D001"),
    ];
    for (args, expected) in cases {
        let ran = fatigue(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(
            ran.out.is_empty() && ran.err.contains(expected),
            "{args:?}\n{}",
            ran.err
        );
        let report = json(args);
        assert!(
            report["grounds"].is_null()
                && !report["diagnostics"].as_array().is_some_and(Vec::is_empty)
        );
    }
    let ran = fatigue(&[ROTA, "--plot", "no/such/folder/a.svg"]);
    assert!(ran.code == 2 && ran.err.contains("C029"), "{}", ran.err);
}

#[test]
fn names_in_a_rota_cannot_become_markup() {
    let file = Scratch::new(
        "<b>.csv",
        b"person,start,end,code\n<script>x,2026-11-02T09:00,2026-11-02T17:00,<i>D\nBen,2026-11-02T09:00,2026-11-02T17:00,<i>D\n",
    );
    let html = Scratch::new("markup.html", b"");
    let ran = fatigue(&[&file.path(), "--html", &html.path()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = std::fs::read_to_string(html.path()).expect("it was written");
    assert!(!page.contains("<script") && !page.contains("<i>") && !page.contains("<b>"));
}

/// The search goes by steps of the index; what is told of the rota found is the index itself.
#[test]
fn fatigue_as_an_aim_is_told_with_the_true_index_of_the_rota_found() {
    let path = crate::project().join("rotas/district-hospital/emergency.toml");
    let department = std::fs::read_to_string(path).expect("the department is there");
    let aimed = department.replacen("[hours]", "[aims]\nfatigue = 5\n\n[hours]", 1);
    let house = Scratch::new("fatigue-aim.toml", aimed.as_bytes());
    let house = house.path();
    let rota = Scratch::new("fatigue-aim.csv", b"");
    let rota = rota.path();
    let args = [
        "--work",
        "20",
        "--threads",
        "1",
        "--from",
        "rotas/district-hospital/week.csv",
    ];
    let ran = firstline(
        &[
            &["design", &house, "-o", &rota, "--format", "json"][..],
            &args,
        ]
        .concat(),
    );
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON was asked for");
    let aims = report["aims"].as_array().expect("aims");
    let fatigue = aims
        .iter()
        .find(|a| a["aim"] == "fatigue")
        .expect("it is one of them");
    assert!(fatigue["cost"].as_i64() > Some(0), "{fatigue}");
    let told = report["fatigue_index"]["mean"]
        .as_f64()
        .expect("it is told");
    let scored = firstline(&["fatigue", &rota, "--department", &house, "--format", "json"]);
    let scored: serde_json::Value = serde_json::from_str(&scored.out).expect("JSON was asked for");
    let duties = scored["duties"].as_array().expect("duties");
    let all: Vec<f64> = duties.iter().filter_map(|d| d["fi"].as_f64()).collect();
    let mean = all.iter().sum::<f64>() / f64::from(all.len() as u32);
    assert!((mean - told).abs() < 1e-3, "{mean} {told}");
}
