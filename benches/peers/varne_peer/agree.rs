//! Whether Varne means what it should, before anything is timed. Comes in: posts and a rule set. Goes out: how many
//! verdicts were compared, or the first that differs.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use peers::plain::{self, Found};
use peers::posts::Posts;
use peers::ruleset::RuleSet;
use serde_json::{Value, json};
use varne::content::Content;
use varne::{Circumstances, Compiler, Matcher, Scratch};

use super::{Outcome, checked};

/// The other matchers that mean the same on the subset: program and engine.
const OTHERS: [(&str, &str); 3] = [("peer-yarax", "yara-x"), ("peer-vs", "vs-lit"), ("peer-ac", "daac")];

/// Compares verdict by verdict with the plain judge, then count by count with the others.
pub(super) fn run(corpus: &str, data: &str, size: &str) -> Outcome<()> {
    let posts: Vec<String> =
        Posts::lines(Path::new(corpus))?.texts()?.iter().take(checked()).map(plain::text).collect();
    let set = plain::rules(&RuleSet::read(&Path::new(data).join(format!("r{size}.json")))?);
    let compiled = Compiler::from_source("bench", &set.to_varne()).compile()?;
    let field = compiled.content_type().find("text").ok_or("the policy reads no `text`")?;
    let (matcher, mut scratch, mut content) = (compiled.matcher(), Scratch::default(), Content::default());
    let (mut fired, mut matched) = (0, 0);
    for (number, post) in (1..).zip(&posts) {
        content.put_text(field, post);
        let expected = plain::judge(&set, post);
        let found = judge(&matcher, &mut scratch, &content, &set);
        if found != expected {
            return Err(format!(
                "post {number} differs: {post:?}\n  Varne: {found:?}\n  plain: {expected:?}"
            )
            .into());
        }
        fired += found.len();
        matched += usize::from(!found.is_empty());
    }
    println!(
        "{} posts under {} rules: {fired} rules fired on {matched} posts, verdicts and spans as the plain judge's",
        posts.len(),
        set.rules.len()
    );
    others(&posts, &set, (fired, matched))
}

/// Varne's verdict in the form of the plain judge's.
fn judge(matcher: &Matcher, scratch: &mut Scratch, content: &Content, set: &RuleSet) -> Found {
    let verdict = matcher.judge_with(scratch, content, Circumstances::default());
    let mut found: Found = Vec::new();
    for rule in verdict.rules {
        let name = rule.rule.rsplit('.').next().unwrap_or_default();
        // A rule that is in no set compares unequal to every one that is.
        let index = set.rules.iter().position(|rule| rule.id == name).unwrap_or(usize::MAX);
        let places = rule
            .evidence
            .iter()
            .map(|evidence| (evidence.start as usize, evidence.end as usize, evidence.text.clone()));
        found.push((index, places.collect::<BTreeSet<_>>()));
    }
    found.sort();
    found
}

/// Runs the other matchers over the same posts and rules, where they have been built.
fn others(posts: &[String], set: &RuleSet, ours: (usize, usize)) -> Outcome<()> {
    let programs = std::env::current_exe()?;
    let programs = programs.parent().ok_or("this program is in no folder")?;
    let data = std::env::temp_dir().join(format!("varne-agree-{}", std::process::id()));
    std::fs::create_dir_all(&data)?;
    let lines: String = posts.iter().map(|text| json!({ "text": text }).to_string() + "\n").collect();
    std::fs::write(data.join("posts.jsonl"), lines)?;
    std::fs::write(data.join("r1.json"), serde_json::to_vec(set)?)?;
    std::fs::write(data.join("r1.yar"), set.to_yara())?;
    let outcome = OTHERS.iter().try_for_each(|(program, engine)| {
        let path = programs.join(program);
        if !path.exists() {
            println!("{engine}: not built, so not compared");
            return Ok(());
        }
        let theirs = count(&path, &data, engine, posts.len())?;
        println!("{engine}: {} rules fired on {} posts", theirs.0, theirs.1);
        let differs = || format!("{engine} fired {theirs:?}, Varne {ours:?}: rules, posts");
        (theirs == ours).then_some(()).ok_or_else(|| differs().into())
    });
    std::fs::remove_dir_all(&data)?;
    outcome
}

/// How many rules another matcher fired, and on how many posts.
fn count(program: &Path, data: &Path, engine: &str, posts: usize) -> Outcome<(usize, usize)> {
    let mut command = Command::new(program);
    command.arg(data.join("posts.jsonl")).arg(data).args(["1", engine, "0"]);
    let output = command.env("CHECK", posts.to_string()).output()?;
    let line: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("{engine}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let number = |name: &str| line[name].as_u64().map(|number| number as usize);
    Ok((number("fired").ok_or("no `fired`")?, number("matched_posts").ok_or("no `matched_posts`")?))
}
