//! The table of readings in `docs/reading.md` holds.

use varne::content::Content;
use varne::engine::Matcher;
use varne::package::Package;
use varne::{plan, sema};

/// Reading, term, what it is found in, what not.
fn rows(page: &str) -> Vec<(String, String, Vec<String>, Vec<String>)> {
    let table = page.split("## Readings").nth(1).and_then(|rest| rest.split("\nWhat the rules").next());
    let mut reading = String::new();
    let mut rows = Vec::new();
    for line in table.expect("the page has its table").lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, term, inside, outside, _] = cells.as_slice() else { panic!("four columns: {line}") };
        let Some(term) = codes(term).first().cloned() else { continue };
        if !name.is_empty() {
            reading = codes(name).first().cloned().unwrap_or_default();
        }
        rows.push((reading.clone(), term, codes(inside), codes(outside)));
    }
    rows
}

/// What stands between backticks.
fn codes(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The readings named where a term is found in a content; `None` where it is not.
fn readings(term: &str, content: &str) -> Option<Vec<&'static str>> {
    let source = format!("lexicon l {{ ar \"{term}\" }} rule r {{ when l then review because \"test\" }}");
    let policy = sema::analyse(&Package::from_source("page", &source)).policy.expect("the term is one");
    let content = Content::builder(&policy.content).text("text", content).build().expect("a text");
    let verdict = Matcher::new(&plan::build(&policy)).judge(&content);
    let evidence = verdict.rules.first()?.evidence.first()?;
    Some(evidence.readings.clone())
}

#[test]
fn the_page_says_what_is_read() {
    let page = std::fs::read_to_string("docs/reading.md").expect("the page is there");
    let rows = rows(&page);
    assert!(rows.len() > 10, "{rows:?}");
    for (reading, term, inside, outside) in rows {
        for content in inside {
            let names = readings(&term, &content);
            let named = names.as_ref().is_some_and(|names| reading.is_empty() || names.contains(&&*reading));
            assert!(named, "`{term}` in `{content}`: {names:?}");
        }
        for content in outside.iter().take(1) {
            assert_eq!(readings(&term, content), None, "`{term}` in `{content}`");
        }
    }
}
