//! `firstline schedule`: the work schedule document.

use crate::{Ran, Scratch, firstline};

fn pattern(name: &str, more: &[&str]) -> Ran {
    let mut args = vec!["schedule", "rotas/medicine-sho-1in8.csv", "--person", name];
    args.extend(["--department", "rotas/medicine.toml", "--on", "2026-11-02"]);
    args.extend(more);
    firstline(&args)
}

/// The text between two places of a page.
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let rest = page.split(from).nth(1).unwrap_or_default();
    rest.split(to).next().unwrap_or_default()
}

#[test]
fn the_page_of_a_pattern_reads_as_it_did() {
    let page = pattern("Asha", &["--grade", "CT1"]).out;
    insta::assert_snapshot!(between(&page, "<body>", "</html>"));
}

#[test]
fn the_page_has_every_part_in_the_order_of_its_headings() {
    let page = pattern("Asha", &["--grade", "CT1"]).out;
    let headings: Vec<&str> = page
        .split("<h2>")
        .skip(1)
        .filter_map(|rest| rest.split("</h2>").next())
        .collect();
    assert_eq!(
        headings,
        [
            "Breaches",
            "Pattern",
            "Hours",
            "How near each limit is",
            "Pay",
            "Training time",
            "What was not checked",
            "Sources",
            "Agreed",
        ]
    );
    assert_eq!(page.matches("<h1>").count(), 1);
    assert!(page.contains("lang=\"en-GB\""));
}

#[test]
fn the_page_runs_nothing_and_fetches_nothing() {
    let page = pattern("Asha", &["--grade", "CT1"]).out;
    for word in [
        "<script", "<link", "<img", "<iframe", "@import", "url(", " onclick",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn markup_and_formulas_in_names_are_escaped() {
    let page = pattern("<script>alert(1)</script>\"'&", &[]).out;
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
    let file = Scratch::new(
        "<b>rota.csv",
        b"person,start,end,code\n=HYPERLINK(1),2026-11-02T09:00,2026-11-02T17:00,<i>D\n",
    );
    let ran = firstline(&["schedule", &file.path(), "--person", "=HYPERLINK(1)"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("&lt;i&gt;D") && ran.out.contains("&lt;b&gt;rota.csv"));
    assert!(!ran.out.contains("<i>") && !ran.out.contains("<b>"));
}

#[test]
fn a_breach_stands_on_the_page_in_words() {
    let ran = pattern("Asha", &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("NOT LAWFUL: 1 breach, below."));
    assert!(ran.out.contains("<strong>BREACH</strong> by 30 min"));
}

#[test]
fn pay_shows_its_working_and_its_total() {
    let page = pattern("Asha", &["--grade", "CT1"]).out;
    let pay = between(&page, "<h2>Pay</h2>", "<h2>");
    assert!(pay.contains("grade CT1 is at point NP3"), "{pay}");
    assert!(
        pay.contains("<details") && pay.contains("on-paper"),
        "{pay}"
    );
    assert!(pay.contains("Total a year"), "{pay}");
}

#[test]
fn without_a_grade_the_page_says_that_pay_is_not_stated() {
    let page = pattern("Asha", &[]).out;
    let pay = between(&page, "<h2>Pay</h2>", "<h2>");
    assert!(pay.contains("no grade and no basic pay was given"), "{pay}");
    assert!(!pay.contains("Total a year"), "{pay}");
}

#[test]
fn a_person_on_dates_gets_the_duties_by_date() {
    let page = firstline(&["schedule", "rotas/worked-planned.csv", "--person", "Asha"]).out;
    let duties = between(&page, "<h2>Duties</h2>", "<h2>");
    assert!(
        duties.contains(
            "<th scope=\"row\">Thu 2 Mar 2017</th><td>LD</td><td>08:00</td><td>20:30</td>"
        ),
        "{duties}"
    );
    assert!(duties.contains("08:00–20:30, breaks 30+30 min"), "{duties}");
    assert!(
        !page.contains("Ben"),
        "another person's name is on the page"
    );
}

#[test]
fn every_table_heading_says_what_it_heads() {
    let page = pattern("Asha", &["--grade", "CT1"]).out;
    assert_eq!(
        page.matches("<th ").count(),
        page.matches("<th scope=").count()
    );
    assert!(!page.contains("<th>"));
}

#[test]
fn nobody_of_that_name_gets_no_page() {
    let ran = firstline(&["schedule", "rotas/worked-planned.csv", "--person", "Ashe"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.is_empty());
    assert!(
        ran.err.contains("C040") && ran.err.contains("did you mean `Asha`?"),
        "{}",
        ran.err
    );
}

#[test]
fn an_empty_file_gets_no_page() {
    let file = Scratch::new("empty.csv", b"");
    let ran = firstline(&["schedule", &file.path(), "--person", "Asha"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.out.is_empty() && ran.err.contains("D001"),
        "{}",
        ran.err
    );
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let ran = pattern("Asha", &["-o", "no/such/folder/schedule.html"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("C029"), "{}", ran.err);
}
