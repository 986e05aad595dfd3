//! Diagnostics drawn for people: a headline, the lines with what is wrong underlined, related places,
//! and what to do. ariadne draws; this file decides what it is shown.

use std::io;
use std::ops::Range;

use ariadne::{Color, Fmt};

use super::excerpt::{Excerpt, excerpt, is_hidden, visible};
use super::render::Options;
use super::{Diagnostic, Level};
use crate::source::Sources;
use crate::span::{FileId, Place, Span};

/// How many related places are drawn; one seldom follows more. The others are counted.
const RELATED: usize = 12;
/// Related places of the same file within this many lines are drawn in one piece with what they explain.
const NEAR: u32 = 30;
/// A message is cut to this many characters: it may quote what an author wrote, whatever its length.
const MESSAGE: usize = 400;
/// Stands around the number of a view where ariadne writes a place. Messages are free of it.
const MARK: char = '\u{1}';

/// Lines of one file that are drawn in one piece.
struct View {
    file: FileId,
    /// What is underlined; the first is the place in the view's heading.
    labels: Vec<Label>,
}

struct Label {
    span: Span,
    message: String,
    main: bool,
}

impl View {
    fn excerpt(&self, sources: &Sources) -> Excerpt {
        let spans: Vec<Span> = self.labels.iter().map(|label| label.span).collect();
        excerpt(sources.get(self.file), &spans)
    }
}

/// The texts of a report, by index of view.
struct Texts(Vec<ariadne::Source<String>>);

impl ariadne::Cache<usize> for Texts {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&ariadne::Source<String>, impl std::fmt::Debug> {
        self.0.get(*id).ok_or("views are numbered as they are added")
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl std::fmt::Display + 'a> {
        Some(format!("{MARK}{id}{MARK}"))
    }
}

/// Writes a report and an empty line for each.
pub(super) fn write(
    out: &mut impl io::Write,
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    options: &Options,
) -> io::Result<()> {
    diagnostics.iter().try_for_each(|diagnostic| {
        writeln!(out, "{}", headline(diagnostic, options))?;
        writeln!(out, "{}", drawing(diagnostic, sources, options)?)
    })
}

fn headline(diagnostic: &Diagnostic, options: &Options) -> String {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let head = format!("{level}[{}]", diagnostic.code);
    let colour = options.colour.then_some(colour(diagnostic.level));
    format!("{}: {}", head.fg(colour), line(&diagnostic.message))
}

fn colour(level: Level) -> Color {
    match level {
        Level::Error => Color::Red,
        Level::Warning => Color::Yellow,
    }
}

/// What ariadne draws, without its headline and with the places of the original texts.
fn drawing(diagnostic: &Diagnostic, sources: &Sources, options: &Options) -> io::Result<String> {
    let views = views(diagnostic, sources);
    let excerpts: Vec<Excerpt> = views.iter().map(|view| view.excerpt(sources)).collect();
    let kind = ariadne::ReportKind::Error;
    let mut report = ariadne::Report::build(kind, (0, 0..0)).with_config(config(options));
    for (id, (view, excerpt)) in views.iter().zip(&excerpts).enumerate() {
        report.add_labels(labels(id, view, excerpt, colour(diagnostic.level)));
    }
    report.with_notes(omitted(diagnostic));
    report.with_helps(diagnostic.help.iter().map(|help| lines(help)));
    let texts = Texts(excerpts.into_iter().map(|excerpt| excerpt.text.into()).collect());
    let mut drawn = Vec::new();
    report.finish().write(texts, &mut drawn)?;
    let drawn = String::from_utf8_lossy(&drawn);
    let drawn = drawn.split_once('\n').map_or("", |(_, drawing)| drawing);
    Ok(with_places(drawn, &views, sources, options))
}

/// The labels of a view, downwards: ariadne opens a second view of a file where one stands above the one before it.
fn labels(
    id: usize,
    view: &View,
    excerpt: &Excerpt,
    main: Color,
) -> Vec<ariadne::Label<(usize, Range<usize>)>> {
    let mut labels: Vec<_> = view.labels.iter().zip(&excerpt.marks).collect();
    labels.sort_by_key(|(_, mark)| mark.end);
    let drawn = labels.into_iter().map(|(label, mark)| {
        ariadne::Label::new((id, mark.clone()))
            .with_color(if label.main { main } else { Color::Blue })
            .with_message(&label.message)
            .with_order(id as i32)
            .with_priority(i32::from(label.main))
    });
    drawn.collect()
}

fn config(options: &Options) -> ariadne::Config {
    ariadne::Config::new()
        .with_color(options.colour)
        .with_index_type(ariadne::IndexType::Char)
        .with_label_attach(ariadne::LabelAttach::Start)
}

/// The place itself with related places near it, then each other related place.
fn views(diagnostic: &Diagnostic, sources: &Sources) -> Vec<View> {
    let Place { file, span } = diagnostic.place;
    let main_line = sources.get(file).line_column(span.start).line;
    let label = Label { span, message: line(&diagnostic.label), main: true };
    let mut views = vec![View { file, labels: vec![label] }];
    for related in diagnostic.related.iter().take(RELATED) {
        let Place { file: other, span } = related.place;
        let label = Label { span, message: line(&related.message), main: false };
        let near =
            other == file && sources.get(other).line_column(span.start).line.abs_diff(main_line) <= NEAR;
        match near {
            true => views[0].labels.push(label),
            false => views.push(View { file: other, labels: vec![label] }),
        }
    }
    views
}

fn omitted(diagnostic: &Diagnostic) -> Option<String> {
    let omitted = diagnostic.related.len().saturating_sub(RELATED);
    (omitted > 0).then(|| format!("and {omitted} more related places"))
}

/// Puts file, line and column of the original in place of what ariadne knows of the excerpts, and takes
/// the spaces from the ends of lines.
fn with_places(drawn: &str, views: &[View], sources: &Sources, options: &Options) -> String {
    drawn.lines().map(|line| with_place(line, views, sources, options).trim_end().to_owned() + "\n").collect()
}

fn with_place(drawn: &str, views: &[View], sources: &Sources, options: &Options) -> String {
    let mut parts = drawn.splitn(3, MARK);
    let (Some(before), Some(id), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return drawn.to_owned();
    };
    let Some(view) = id.parse().ok().and_then(|id: usize| views.get(id)) else { return drawn.to_owned() };
    let source = sources.get(view.file);
    let at = source.line_column(view.labels[0].span.start);
    // ariadne's own line and column follow the name.
    let rest = rest.trim_start_matches(|character: char| character == ':' || character.is_ascii_digit());
    format!("{before}{}:{}:{}{rest}", line(&options.path(&source.name)), at.line, at.column)
}

/// A text of one line, without anything that moves the cursor or turns the direction, cut to a sensible length.
fn line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .take(MESSAGE)
        .map(|character| match character {
            '\n' | '\t' => " ".to_owned(),
            _ if is_hidden(character) => visible(character),
            _ => character.to_string(),
        })
        .collect();
    if text.chars().nth(MESSAGE).is_some() {
        line.push('…');
    }
    line
}

/// The same for a text of several lines.
fn lines(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
