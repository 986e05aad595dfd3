//! Varne as `../shared/bench` calls a matcher: `varne-peer CORPUS DATA R ENGINE[,ENGINE] [SECONDS]` reads posts and the rule
//! set `DATA/rR.json`, and prints a line of JSON for each engine. 0 seconds are one pass over everything.
//!
//! | engine | each post |
//! |---|---|
//! | `varne` | from text in memory to verdict, spans included |
//! | `varne-ndjson` | from a line of JSON to the same |
//! | `sonic-get` | `sonic-rs` finds `text` in the line and stops there |
//! | `sonic-text` | `sonic-rs` reads the whole line for its `text` |
//!
//! `varne-peer agree CORPUS DATA R` holds verdicts equal to those of a plain judge, on the subset that all matchers mean
//! alike, and the number of rules that fired to that of the matchers beside this program. `CHECK` says how many posts are
//! compared, or counted before the clock starts.

use std::borrow::Cow;
use std::error::Error;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use peers::posts::Posts;
use peers::ruleset::RuleSet;
use peers::timing::{Line, seconds, time};
use sonic_rs::JsonValueTrait;
use varne::content::{Content, Reader};
use varne::{Circumstances, Compiler, Matcher, Scratch, Verdict, compile};

#[path = "varne_peer/agree.rs"]
mod agree;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many posts are counted where `CHECK` does not say.
const CHECKED: usize = 20_000;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["resident"] => resident(),
        ["agree", corpus, data, size] => agree::run(corpus, data, size),
        [corpus, data, size, engines] => bench(corpus, data, size, engines, 1.5),
        [corpus, data, size, engines, budget] => bench(corpus, data, size, engines, budget.parse()?),
        _ => Err("usage: varne-peer CORPUS DATA R ENGINE[,ENGINE] [SECONDS], or agree CORPUS DATA R".into()),
    }
}

fn bench(corpus: &str, data: &str, size: &str, engines: &str, budget: f64) -> Outcome<()> {
    let budget = Duration::try_from_secs_f64(budget)?;
    let lines = Posts::lines(Path::new(corpus))?;
    let texts = lines.texts()?;
    let source = RuleSet::read(&Path::new(data).join(format!("r{size}.json")))?.to_varne();
    for engine in engines.split(',') {
        let mut line = Line::default();
        line.set("engine", engine);
        line.set("corpus", Path::new(corpus).file_name().and_then(|name| name.to_str()));
        line.set("R", size.parse::<u64>()?);
        match engine {
            "varne" => {
                let mut judge = Judge::new(&source, budget, &mut line)?;
                run(&texts, budget, &mut line, |text| judge.text(text));
            }
            "varne-ndjson" => {
                let mut judge = Judge::new(&source, budget, &mut line)?;
                run(&lines, budget, &mut line, |json| judge.json(json));
            }
            "sonic-get" => time(&lines, budget, &mut line, |json| {
                black_box(sonic_get(json));
            }),
            "sonic-text" => time(&lines, budget, &mut line, |json| {
                black_box(sonic_text(json));
            }),
            _ => return Err(format!("there is no engine `{engine}`").into()),
        }
        println!("{line}");
    }
    Ok(())
}

/// Counts what fires, then takes the time.
fn run(posts: &Posts, budget: Duration, line: &mut Line, mut judge: impl FnMut(&str) -> Option<Verdict>) {
    let checked = checked().min(posts.len());
    if checked > 0 {
        let fired: Vec<usize> =
            posts.iter().take(checked).filter_map(|post| Some(judge(post)?.rules.len())).collect();
        line.set("checked", checked);
        line.set("fired", fired.iter().sum::<usize>());
        line.set("matched_posts", fired.len());
    }
    time(posts, budget, line, |post| {
        black_box(judge(post));
    });
}

/// How many posts are counted.
fn checked() -> usize {
    std::env::var("CHECK").ok().and_then(|count| count.parse().ok()).unwrap_or(CHECKED)
}

/// A compiled rule set and the buffers of one thread.
struct Judge {
    matcher: Matcher,
    reader: Reader,
    text: varne::content::FieldId,
    content: Content,
    scratch: Scratch,
}

impl Judge {
    /// Compiles a policy; where time is taken, also writes it to a file's bytes and opens those.
    fn new(source: &str, budget: Duration, line: &mut Line) -> Outcome<Self> {
        let compile = || {
            let compiled = Compiler::from_source("bench", source).compile()?;
            let matcher = compiled.matcher();
            Ok::<_, compile::CompileError>((compiled, matcher))
        };
        let (done, took) = seconds(compile);
        let (compiled, matcher) = done?;
        line.set("compile_s", took);
        if !budget.is_zero() {
            let bytes = compiled.to_bytes();
            let (opened, took) = seconds(|| compile::open(&bytes).map(|compiled| compiled.matcher()));
            opened?;
            line.set("ser", bytes.len());
            line.set("load_s", took);
            line.set("mem", resident_after_opening(&bytes)?);
        }
        let content_type = compiled.content_type();
        Ok(Self {
            reader: Reader::new(content_type),
            text: content_type.find("text").ok_or("the policy reads no `text`")?,
            matcher,
            content: Content::default(),
            scratch: Scratch::default(),
        })
    }

    fn text(&mut self, text: &str) -> Option<Verdict> {
        self.content.put_text(self.text, text);
        self.matcher.judge_if_fired(&mut self.scratch, &self.content, Circumstances::default())
    }

    fn json(&mut self, line: &str) -> Option<Verdict> {
        self.reader.read_into(&mut self.content, line.as_bytes()).ok()?;
        self.matcher.judge_if_fired(&mut self.scratch, &self.content, Circumstances::default())
    }
}

/// From bytes, as that is what a reader of files has.
fn sonic_get(line: &str) -> Option<usize> {
    let value = sonic_rs::get_from_slice(line.as_bytes(), ["text"]).ok()?;
    Some(value.as_str()?.len())
}

fn sonic_text(line: &str) -> Option<usize> {
    #[derive(serde::Deserialize)]
    struct Post<'a> {
        #[serde(borrow)]
        text: Cow<'a, str>,
    }
    let post: Post<'_> = sonic_rs::from_slice(line.as_bytes()).ok()?;
    Some(post.text.len())
}

/// By how many bytes a process that has nothing else to do grows when it opens a compiled policy.
fn resident_after_opening(policy: &[u8]) -> Outcome<u64> {
    let mut process = Command::new(std::env::current_exe()?);
    let mut process = process.arg("resident").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    process.stdin.take().ok_or("no pipe to the process that opens the policy")?.write_all(policy)?;
    Ok(String::from_utf8(process.wait_with_output()?.stdout)?.trim().parse()?)
}

fn resident() -> Outcome<()> {
    let mut policy = Vec::new();
    std::io::stdin().read_to_end(&mut policy)?;
    let before = pages()?;
    let matcher = compile::open(&policy)?.matcher();
    println!("{}", pages()?.saturating_sub(before) * 4096);
    drop(matcher);
    Ok(())
}

/// Pages of this process that are in memory.
fn pages() -> Outcome<u64> {
    let sizes = std::fs::read_to_string("/proc/self/statm")?;
    Ok(sizes.split(' ').nth(1).ok_or("no resident size")?.parse()?)
}
