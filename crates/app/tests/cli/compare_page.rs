//! The page of `firstline compare`: whole, self-contained, readable without seeing the plots.

use crate::{Scratch, firstline};

fn page(name: &str, args: &[&str]) -> String {
    let page = Scratch::new(name, b"");
    let path = page.path();
    let mut all = vec!["compare"];
    all.extend(args);
    all.extend(["-o", &path]);
    let ran = firstline(&all);
    assert_ne!(ran.code, 2, "{}", ran.err);
    std::fs::read_to_string(&path).expect("the page was written")
}

const FOUR: [&str; 8] = [
    "rotas/medicine-sho-1in8.csv",
    "--contract",
    "new-deal-2002@2015-11-02",
    "--contract",
    "england-2016@2026-11-02",
    "--basic",
    "40190",
    "--format=csv",
];

fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

#[test]
fn every_plot_has_a_title_a_description_and_its_numbers() {
    let html = page("plots.html", &FOUR);
    let plots = count(&html, "role=\"img\"");
    // room under each contract, the average week, the grid in two pictures, pay
    assert_eq!(plots, 2 + 1 + 2 + 1);
    assert_eq!(count(&html, "<title id="), plots);
    assert_eq!(count(&html, "<desc id="), plots);
    assert_eq!(count(&html, "aria-labelledby="), plots);
    assert!(html.contains("<summary>The numbers</summary>"));
}

#[test]
fn ids_are_given_once() {
    let mut two = vec!["rotas/icu-1in8.csv"];
    two.extend(FOUR);
    let html = page("ids.html", &two);
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    for rest in html.split("aria-labelledby=\"").skip(1) {
        for name in rest.split('"').next().unwrap_or_default().split(' ') {
            assert!(ids.contains(&name), "{name}");
        }
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let html = page("alone.html", &FOUR);
    for what in ["http", "<script", "<link", "@import", "src=", " on"] {
        let found = match what {
            // an attribute such as onload, not the word in a sentence
            " on" => html.contains(" onload") || html.contains(" onclick"),
            _ => html.contains(what),
        };
        assert!(!found, "{what}");
    }
}

#[test]
fn the_days_of_a_breach_are_marked_and_named() {
    let html = page("marked.html", &FOUR);
    // seven shifts of week 6 and the next, of which 47 h 30 min of rest lie between the last two
    assert_eq!(count(&html, "url(#broken)\" stroke") - 1, 8, "one is a bar");
    assert!(html.contains("week 7, Mon 09:30"), "{html}");
    assert!(html.contains("1. new-deal-2002@2015-11-02: no breach"));
}

#[test]
fn tags_are_closed_in_their_order() {
    let html = page("closed.html", &FOUR);
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let Some((inside, _)) = tag.split_once('>') else {
            panic!("a tag without an end: {tag}");
        };
        if inside.starts_with('!') || inside.ends_with('/') {
            continue;
        }
        let name = inside.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{inside}"),
            None if name == "meta" => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn several_rotas_are_told_in_short_first() {
    let mut two = vec!["rotas/icu-1in8.csv"];
    two.extend(FOUR);
    let html = page("short.html", &two);
    let short = html.find("<h2>In short</h2>").expect("a summary");
    assert!(short < html.find("<h2>icu-1in8.csv</h2>").expect("a section"));
}

#[test]
fn names_that_are_markup_are_only_text() {
    let rota = Scratch::new(
        "<svg onload=1>.csv",
        b"person,start,end,code,kind\n<img src=x onerror=1>,2026-11-02T09:00,2026-11-02T23:30,\"<b>&\",day\nB,2026-11-02T09:00,2026-11-02T17:00,D,day\n",
    );
    let html = page(
        "markup.html",
        &[
            &rota.path(),
            "--contract",
            "england-2016",
            "--basic",
            "40190",
        ],
    );
    for what in ["<img", "<b>", "<svg onload"] {
        assert!(!html.contains(what), "{what}");
    }
    assert!(html.contains("&lt;img src"), "{html}");
}
