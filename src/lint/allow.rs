//! `// allow: slug reason`: a comment that silences a lint for what follows it. In: what the lints found, and the
//! comments. Out: what is left, and what is wrong with the comments themselves. Before a declaration it counts for
//! the whole of it; inside of one, for the next row, clause, example or expectation.

use rustc_hash::FxHashMap;

use super::{Lints, Report, Subject, at, level};
use crate::diag::{Code, Diagnostic};
use crate::sema::Tree;
use crate::span::{FileId, Place, Span};
use crate::syntax::ast::{self, Item, LexiconBody, LexiconEntry, Spanned};

/// A comment that silences a lint.
struct Allow {
    code: Code,
    /// Of the comment.
    place: Place,
    /// What it counts for.
    span: Span,
    used: bool,
}

/// Leaves out what is silenced, and adds what is wrong with the comments. Lints that were not run make no comment needless.
pub(super) fn apply(
    subject: &Subject<'_>,
    found: Vec<Diagnostic>,
    ran: &[Code],
    lints: Lints,
) -> Vec<Diagnostic> {
    let mut bad = report(Code::BadAllow, subject, lints);
    let mut allows: Vec<Allow> = subject.trees.iter().flat_map(|tree| allows_of(tree, &mut bad)).collect();
    let mut by_lint: FxHashMap<(FileId, Code), Vec<usize>> = FxHashMap::default();
    for (index, allow) in allows.iter().enumerate() {
        by_lint.entry((allow.place.file, allow.code)).or_default().push(index);
    }
    let mut kept = Vec::with_capacity(found.len());
    for diagnostic in found {
        let candidates =
            by_lint.get(&(diagnostic.place.file, diagnostic.code)).map_or(&[][..], Vec::as_slice);
        // They stand in order of what they count for, which is nested at most once: a row in a declaration.
        let end =
            candidates.partition_point(|&index| allows[index].span.start <= diagnostic.place.span.start);
        let silencing = candidates[..end].iter().rev().take(MOST_FOR_ONE);
        let silencing = silencing.copied().find(|&index| allows[index].span.contains(diagnostic.place.span));
        match silencing {
            Some(index) => allows[index].used = true,
            None => kept.push(diagnostic),
        }
    }
    kept.extend(bad.into_iter().flat_map(|report| report.found));
    if let Some(mut needless) = report(Code::NeedlessAllow, subject, lints) {
        for allow in allows.iter().filter(|allow| !allow.used && ran.contains(&allow.code)) {
            let slug = allow.code.slug();
            needless.tell(
                allow.place,
                format!("nothing here has to be silenced for `{slug}`"),
                "this comment silences nothing",
                "remove the comment",
            );
        }
        kept.append(&mut needless.found);
    }
    kept
}

/// Comments for the same lint that count for one place: one before the declaration, one before the row, and repeats.
const MOST_FOR_ONE: usize = 8;

/// Where a lint about comments tells what it found; `None` where it is not run.
fn report(code: Code, subject: &Subject<'_>, lints: Lints) -> Option<Report> {
    let level = level(code, subject.policy)?;
    (lints != Lints::Errors).then_some(Report { code, level, found: Vec::new() })
}

fn allows_of(tree: &Tree, bad: &mut Option<Report>) -> Vec<Allow> {
    let mut allows = Vec::new();
    for comment in &tree.ast.comments {
        let Some(written) = comment.node.strip_prefix("allow:") else { continue };
        let place = at(tree.file, comment.span);
        let code = match read(written) {
            Ok(code) => code,
            Err((message, help)) => {
                if let Some(bad) = bad {
                    bad.tell(place, message, "expected `allow:`, the slug of a lint, and a reason", help);
                }
                continue;
            }
        };
        match target(&tree.ast.items, comment) {
            Some(span) => allows.push(Allow { code, place, span, used: false }),
            None => {
                if let Some(bad) = bad {
                    bad.tell(
                        place,
                        "an `allow` comment stands before nothing that it could count for",
                        "expected a declaration, a row or a clause after it",
                        "move it to the line before the declaration",
                    );
                }
            }
        }
    }
    allows.sort_by_key(|allow| (allow.span.start, std::cmp::Reverse(allow.span.end)));
    allows
}

/// The lint that a comment names; else what is wrong, and what to do.
fn read(written: &str) -> Result<Code, (String, String)> {
    let (slug, reason) = written.trim().split_once(char::is_whitespace).unwrap_or((written.trim(), ""));
    if slug.is_empty() {
        return Err((
            "an `allow` comment names no lint".to_owned(),
            "name one, as in `// allow: short-term …`".to_owned(),
        ));
    }
    let slug = slug.trim_end_matches([',', ':', ';']);
    match Code::ALL.iter().find(|code| code.slug() == slug) {
        None => {
            let lints = Code::ALL.iter().filter(|code| code.is_lint());
            let nearest = lints.min_by_key(|code| strsim::osa_distance(code.slug(), slug));
            let near = nearest.filter(|code| strsim::osa_distance(code.slug(), slug) <= 3);
            let help = near.map_or_else(
                || "name a lint as warnings do, by the word after the code on its page".to_owned(),
                |code| format!("did you mean `{}`?", code.slug()),
            );
            Err((format!("no lint is called `{slug}`"), help))
        }
        Some(code) if !code.is_lint() => Err((
            format!("`{slug}` is an error, and errors are not silenced"),
            "remove the comment, and mend the error".to_owned(),
        )),
        Some(_) if !reason.contains(char::is_alphanumeric) => Err((
            format!("an `allow` comment gives no reason for silencing `{slug}`"),
            "say why after the slug, for those who read it next".to_owned(),
        )),
        Some(code) => Ok(*code),
    }
}

/// What a comment counts for: the next declaration; inside of one, its next row or clause.
fn target(items: &[Item], comment: &Spanned<String>) -> Option<Span> {
    let next = items.partition_point(|item| item.span().start < comment.span.start);
    let around = next.checked_sub(1).map(|index| &items[index]);
    match around.filter(|item| item.span().end > comment.span.start) {
        Some(item) => rows(item).into_iter().find(|row| row.start >= comment.span.end),
        None => items.get(next).map(Item::span),
    }
}

/// The rows or clauses of a declaration, in order; of clauses, what stands after their word.
fn rows(item: &Item) -> Vec<Span> {
    match item {
        Item::Lexicon(ast::Lexicon { body: LexiconBody::Rows(entries), .. }) => {
            let span = |entry: &LexiconEntry| match entry {
                LexiconEntry::Row(row) => row.span,
                LexiconEntry::With(path) => path.span,
            };
            entries.iter().map(span).collect()
        }
        Item::Score(score) => score.rows.iter().map(|row| row.span).collect(),
        Item::Test(test) => test.expects.iter().map(|expect| expect.span).collect(),
        Item::Rule(rule) => clauses(rule),
        Item::Exempt(exempt) => {
            let spans = exempt.when.iter().map(|when| when.span);
            in_order(spans.chain(exempt.because.iter().map(|because| because.span)))
        }
        _ => Vec::new(),
    }
}

fn clauses(rule: &ast::Rule) -> Vec<Span> {
    let conditions = rule.when.iter().chain(&rule.unless).map(|condition| condition.span);
    let reasons = rule.because.iter().chain(&rule.basis).map(|reason| reason.span);
    let words = [&rule.severity, &rule.category, &rule.status].into_iter().flatten().map(|word| word.span);
    let effective = rule.effective.iter().map(|effective| effective.span);
    let examples = rule.examples.iter().map(|example| example.span);
    in_order(conditions.chain(reasons).chain(words).chain(effective).chain(rule.then_span).chain(examples))
}

fn in_order(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable();
    spans
}
