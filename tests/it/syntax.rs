//! What the parser makes of a text: each `tests/cases/syntax/*.varne` with its tree and its problems beside it.

use std::path::Path;

use varne::diag::Diagnostic;
use varne::source::Source;
use varne::span::FileId;
use varne::syntax;

#[test]
fn trees_and_problems() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/syntax");
    let mut inputs: Vec<_> = std::fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| path.extension().is_some_and(|extension| extension == "varne"));
    inputs.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&cases);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for input in inputs {
        let name = input.file_stem().unwrap().to_str().unwrap().to_owned();
        let page = page(&std::fs::read_to_string(&input).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, page));
    }
}

/// Input, tree and problems on one page. Characters that would reorder the page are shown as escapes.
fn page(text: &str) -> String {
    let parse = syntax::parse(FileId(0), text);
    let source = Source::new("case.varne", text);
    let mut page = String::new();
    for (number, line) in text.lines().enumerate() {
        page += &format!("{:3} | {}\n", number + 1, visible(line));
    }
    page.push_str("\n---- tree ----\n\n");
    page.push_str(&visible(&syntax::print(&parse.file)));
    if !parse.file.comments.is_empty() {
        page.push_str("\n---- comments ----\n\n");
        for comment in &parse.file.comments {
            page += &format!("{} {}\n", place(&source, comment.span.start), visible(&comment.node));
        }
    }
    if !parse.errors.is_empty() {
        page.push_str("\n---- problems ----\n");
        for error in &parse.errors {
            write_problem(&mut page, &source, error);
        }
    }
    page
}

fn write_problem(page: &mut String, source: &Source, error: &Diagnostic) {
    let at = |offset| place(source, offset);
    let span = error.place.span;
    let found: String = source.text[span.range()].chars().take(60).collect();
    *page += &format!("\n{}-{} {} {}\n", at(span.start), at(span.end), error.code, visible(&error.message));
    *page +=
        &format!("    {} <- {}\n", visible(found.lines().next().unwrap_or_default()), visible(&error.label));
    for related in &error.related {
        *page += &format!("    {} {}\n", at(related.place.span.start), related.message);
    }
    if let Some(help) = &error.help {
        *page += &format!("    help: {}\n", visible(help));
    }
    for edit in &error.fix {
        let old = &source.text[edit.place.span.range()];
        *page +=
            &format!("    fix at {}: {:?} -> {:?}\n", at(edit.place.span.start), visible(old), edit.text);
    }
}

fn place(source: &Source, offset: u32) -> String {
    let place = source.line_column(offset);
    format!("{}:{}", place.line, place.column)
}

fn visible(text: &str) -> String {
    let hidden = |letter: char| matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{A0}');
    text.chars()
        .flat_map(|letter| if hidden(letter) { letter.escape_unicode().collect() } else { vec![letter] })
        .collect()
}
