//! The one pass over all words of a content object: which words of the policy stand where, and which
//! rules they trigger. Most content ends here.

use super::scratch::Scratch;
use super::tables::Tables;
use super::term::Hit;
use crate::content::Content;
use crate::plan::Plan;

/// Reads the values that terms are looked for in, notes the words and triggers the rules.
pub(super) fn scan(plan: &Plan, tables: &Tables, content: &Content, scratch: &mut Scratch) {
    scratch.values.begin(content, &tables.fields);
    for value in 0..scratch.values.len() as u32 {
        if tables.is_scanned(scratch.values.field(value)) {
            scan_value(plan, tables, content, scratch, value);
        }
    }
}

fn scan_value(plan: &Plan, tables: &Tables, content: &Content, scratch: &mut Scratch, value: u32) {
    scratch.stamp += 1;
    let from = scratch.hits.len();
    let slot = scratch.values.slot(value);
    let original = slot.original(content);
    let text = slot.text(content);
    for (number, edge) in (0..).zip(text.edges()) {
        tables.words.each(text.key(edge), |word| {
            let entry = &plan.terms.words[word as usize];
            if entry.pattern.admits(original, edge, entry.mode) {
                scratch.hits.push(Hit { word, value, edge: number });
            }
        });
        if let Some(fuzzy) = &tables.fuzzy {
            fuzzy.each(text, original, edge, &mut scratch.letters, |word| {
                let hit = Hit { word, value, edge: number };
                let entry = &plan.terms.words[word as usize];
                if entry.pattern.admits_script(edge) && scratch.hits.last() != Some(&hit) {
                    scratch.hits.push(hit);
                }
            });
        }
    }
    for hit in from..scratch.hits.len() {
        seed(tables, scratch, scratch.hits[hit]);
    }
}

/// Triggers what a word may set off, at its first hit in a value.
fn seed(tables: &Tables, scratch: &mut Scratch, hit: Hit) {
    let seen = &mut scratch.seen[hit.word as usize];
    if std::mem::replace(seen, scratch.stamp) == scratch.stamp {
        return;
    }
    let field = scratch.values.field(hit.value);
    for &trigger in tables.seeds.of(hit.word) {
        let (scope, rules) = &tables.triggers[trigger as usize];
        if tables.in_scope(*scope, field) {
            rules.iter().for_each(|&rule| scratch.trigger(rule));
        }
    }
}

/// Sorts the hits and finds the variants and patterns that may occur.
pub(super) fn prepare(tables: &Tables, scratch: &mut Scratch) {
    scratch.hits.sort_unstable();
    scratch.hits.dedup();
    scratch.variants.clear();
    let mut before = None;
    for hit in &scratch.hits {
        if before.replace(hit.word) != Some(hit.word) {
            scratch.variants.extend_from_slice(tables.anchored.of(hit.word));
        }
    }
    scratch.variants.sort_unstable();
    scratch.patterns.clear();
    scratch.patterns.extend(scratch.variants.iter().map(|(pattern, _)| *pattern));
    scratch.patterns.dedup();
}
