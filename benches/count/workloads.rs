//! The six workloads that are counted. Comes in: a name. Goes out: what is to be done once everything it needs is made.

use std::error::Error;
use std::hint::black_box;

use varne::content::{Content, Reader};
use varne::text::Text;
use varne::{Circumstances, Compiled, Compiler, Matcher, Scratch, compile};

use crate::common::policy::{self, Policy};
use crate::common::{Random, posts};

/// Something to do as often as it is called, with the same effect each time.
pub(crate) type Work = Box<dyn FnMut()>;

type Made = Result<Work, Box<dyn Error>>;

/// A name, and what makes the work.
pub(crate) type Workload = (&'static str, fn() -> Made);

/// In the order data flows.
pub(crate) const ALL: [Workload; 6] = [
    ("json", json),
    ("read", read),
    ("quiet", quiet),
    ("firing", firing),
    ("compile", compile),
    ("open", open),
];

const RULES: usize = 1_000;
const POSTS: usize = 500;

/// Lines of JSON in several scripts, to content.
fn json() -> Made {
    let lines = posts::records(&posts::multilingual(POSTS, 160));
    let mut reader = Reader::new(made_up()?.1.content_type());
    let mut content = Content::default();
    lines.iter().try_for_each(|line| reader.read_into(&mut content, line.as_bytes()))?;
    Ok(Box::new(move || {
        for line in &lines {
            black_box(reader.read_into(&mut content, black_box(line.as_bytes())).is_ok());
        }
    }))
}

/// Texts in several scripts, to tokens.
fn read() -> Made {
    let texts = posts::multilingual(POSTS, 160);
    let mut text = Text::new();
    Ok(Box::new(move || {
        for post in &texts {
            text.read(black_box(post));
            black_box(text.edges().len());
        }
    }))
}

/// Posts on which no rule fires, to that verdict.
fn quiet() -> Made {
    let (_, compiled) = made_up()?;
    let texts = posts::plain(POSTS).into_iter().chain(posts::multilingual(POSTS, 160));
    let contents: Vec<Content> = texts.filter_map(|text| content(&compiled, &text)).collect();
    let matcher = compiled.matcher();
    let judged = contents.into_iter().map(|content| (matcher.judge(&content).rules.is_empty(), content));
    let quiet = judged.filter(|(quiet, _)| *quiet).map(|(_, content)| content).collect();
    judge(matcher, quiet)
}

/// Posts on which one rule fires, to verdicts with evidence.
fn firing() -> Made {
    let (policy, compiled) = made_up()?;
    let mut random = Random::new(4);
    let texts = posts::plain(POSTS).into_iter().zip(0..);
    let texts = texts.map(|(text, rule)| format!("{text}{}", policy.firing(rule, &mut random)));
    let contents: Vec<Content> = texts.filter_map(|text| content(&compiled, &text)).collect();
    let matcher = compiled.matcher();
    let fired = contents.iter().filter(|content| !matcher.judge(content).rules.is_empty()).count();
    // A few posts hold an exception by chance.
    if fired * 10 < contents.len() * 9 {
        return Err(format!("rules fire on {fired} of {} posts that were made for it", contents.len()).into());
    }
    judge(matcher, contents)
}

fn judge(matcher: Matcher, contents: Vec<Content>) -> Made {
    let mut scratch = Scratch::default();
    Ok(Box::new(move || {
        for content in &contents {
            black_box(matcher.judge_if_fired(&mut scratch, black_box(content), Circumstances::default()));
        }
    }))
}

/// The source of a policy, to a matcher.
fn compile() -> Made {
    let source = policy::policy(RULES).source;
    Ok(Box::new(move || {
        let compiled = Compiler::from_source(policy::NAME, black_box(&source)).compile();
        black_box(compiled.map(|compiled| compiled.matcher()).is_ok());
    }))
}

/// A compiled policy in memory, to a matcher.
fn open() -> Made {
    let bytes = made_up()?.1.to_bytes();
    Ok(Box::new(move || {
        black_box(compile::open(black_box(&bytes)).map(|compiled| compiled.matcher()).is_ok());
    }))
}

fn made_up() -> Result<(Policy, Compiled), Box<dyn Error>> {
    let policy = policy::policy(RULES);
    let compiled = Compiler::from_source(policy::NAME, &policy.source).compile()?;
    Ok((policy, compiled))
}

fn content(compiled: &Compiled, text: &str) -> Option<Content> {
    Content::builder(compiled.content_type()).text("text", text).build().ok()
}
