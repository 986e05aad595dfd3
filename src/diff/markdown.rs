//! The report as Markdown, for the comment on a pull request: a table first, then what there is to say of each rule, folded
//! away where it is long. Texts from policies and content are code, so that they cannot become anything else.

use std::fmt::Write as _;

use super::report::{Change, Facet, Report};
use super::traffic::Traffic;

/// Rows of a table; what is beyond is counted. A comment has room for 65,536 characters.
const MOST_ROWS: usize = 60;

/// Characters of one line of detail.
const LONGEST_LINE: usize = 400;

impl Report {
    /// A comment to post.
    #[must_use]
    pub fn to_markdown(&self, witnesses: bool) -> String {
        let mut out = format!("### What this change means\n\n{}\n", self.summary());
        if !self.changed {
            out += "\nNothing but layout, comments and files differs.\n";
        }
        let changes: Vec<(&str, &Change)> = self.rules.iter().map(|change| ("rule", change)).collect();
        let exempts = self.exempts.iter().map(|change| ("exempt", change));
        let changes: Vec<(&str, &Change)> =
            changes.into_iter().chain(exempts).filter(|(_, change)| change.is_worth_a_word()).collect();
        if !changes.is_empty() {
            out += "\n| | verdict | which means |\n|---|---|---|\n";
            for (kind, change) in changes.iter().take(MOST_ROWS) {
                let meaning = change.verdict.sentence();
                let _ = writeln!(
                    out,
                    "| {kind} {} | **{}** | {meaning} |",
                    code(&change.name),
                    change.verdict.name()
                );
            }
            push_rest(&mut out, changes.len());
        }
        push_facets(&mut out, "package", &self.package);
        push_facets(&mut out, "recipients", &self.recipients);
        for (kind, change) in changes.iter().take(MOST_ROWS) {
            push_details(&mut out, kind, change, witnesses);
        }
        if let Some(on) = &self.on {
            push_traffic(&mut out, on);
        }
        out
    }
}

fn push_rest(out: &mut String, count: usize) {
    if count > MOST_ROWS {
        let _ = writeln!(out, "\nand {} more", count - MOST_ROWS);
    }
}

fn push_facets(out: &mut String, title: &str, facets: &[Facet]) {
    if facets.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n**{title}**\n");
    facets.iter().for_each(|facet| _ = writeln!(out, "- {}", code(&facet.sentence())));
}

fn push_details(out: &mut String, kind: &str, change: &Change, witnesses: bool) {
    let was = change.was.iter().map(|was| format!("was {was}"));
    let facets = change.facets.iter().map(Facet::sentence);
    let lines: Vec<String> =
        was.chain(change.unknown.clone()).chain(facets).chain(change.why.iter().cloned()).collect();
    let shown = witnesses && !change.witnesses.is_empty();
    if lines.is_empty() && !shown {
        return;
    }
    let _ = writeln!(out, "\n<details><summary>{kind} {}</summary>\n", html(&change.name));
    lines.iter().for_each(|line| _ = writeln!(out, "- {}", code(line)));
    if shown {
        for witness in &change.witnesses {
            let _ = writeln!(
                out,
                "- only the {} one holds on {}",
                witness.only.name(),
                code(&witness.content.to_string())
            );
        }
    }
    *out += "\n</details>\n";
}

fn push_traffic(out: &mut String, on: &Traffic) {
    let _ = writeln!(out, "\n**On content**: {}\n", on.summary());
    if !on.actions.is_empty() {
        *out += "| action | posts |\n|---|---:|\n";
        on.actions.iter().for_each(|(step, count)| _ = writeln!(out, "| {step} | {count} |"));
    }
    if on.rules.is_empty() {
        return;
    }
    *out += "\n| rule | gained | lost | kept | by language |\n|---|---:|---:|---:|---|\n";
    for (name, rule) in on.rules.iter().take(MOST_ROWS) {
        let langs =
            rule.by_lang.iter().take(12).map(|(lang, (gained, lost))| format!("{lang} +{gained} -{lost}"));
        let langs = langs.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            code(name),
            rule.gained,
            rule.lost,
            rule.kept,
            code(&langs)
        );
    }
    push_rest(out, on.rules.len());
    for (name, rule) in on.rules.iter().filter(|(_, rule)| !rule.examples.is_empty()).take(MOST_ROWS) {
        let _ = writeln!(out, "\n<details><summary>posts: {}</summary>\n", html(name));
        for post in &rule.examples {
            let _ = writeln!(out, "- only {}, {}: {}", post.only.name(), code(&post.at), code(&post.text));
        }
        *out += "\n</details>\n";
    }
}

/// A text as code on one line: fenced by more backticks than stand in it, bars escaped for tables.
fn code(text: &str) -> String {
    let mut line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_LINE).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    let line = line.replace('|', "\\|");
    let runs = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let space = if line.starts_with('`') || line.ends_with('`') || line.is_empty() { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}

fn html(text: &str) -> String {
    crate::html::escape(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn texts_cannot_leave_their_code() {
        assert_eq!(code("a | b"), "`a \\| b`");
        assert_eq!(code("a ` b `` c"), "```a ` b `` c```");
        assert_eq!(code("`x`\n"), "`` `x`  ``");
    }
}
