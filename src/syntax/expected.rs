//! What the grammar would have taken, in an author's words: no message shows a grammar rule.

use super::grammar::{Rule, is_keyword};

/// How many things a message offers before it stops.
const MOST_OFFERED: usize = 6;

/// A list such as "a name, a string or `{`" of what would have been right.
pub(super) fn list(wanted: &[Rule]) -> String {
    let mut offers: Vec<String> = Vec::new();
    for &rule in wanted {
        let offer = words(rule);
        if !offer.is_empty() && !offers.contains(&offer) {
            offers.push(offer);
        }
    }
    offers.truncate(MOST_OFFERED);
    joined(&offers)
}

/// "a, b or c"
pub(super) fn joined(offers: &[String]) -> String {
    match offers {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The words for the clauses or words in `known`: "`when`, `unless` or `then`".
pub(super) fn quoted(known: &[&str]) -> String {
    joined(&known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>())
}

fn words(rule: Rule) -> String {
    if is_keyword(rule) {
        let name = format!("{rule:?}");
        return format!("`{}`", name.trim_start_matches("kw_"));
    }
    phrase(rule).to_owned()
}

fn phrase(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end",
        Rule::name | Rule::import_name | Rule::path | Rule::fact => "a name",
        Rule::alias => "`as`",
        Rule::import_list => "`.{`",
        Rule::field => "a field such as `text: text`",
        Rule::field_path | Rule::entry => "a field",
        Rule::field_type | Rule::list_type => "a type such as `text` or `[text]`",
        Rule::lexicon_rows => "`{`",
        Rule::row | Rule::language => "a language such as `en` or `any`",
        Rule::with_lexicon => "`with`",
        Rule::facts => "facts in braces",
        Rule::from_file => "`from`",
        Rule::score_row | Rule::points => "points such as `+2`",
        Rule::date | Rule::date_from | Rule::date_to => "a date such as `2026-11-01`",
        Rule::string => "a string",
        _ => "",
    }
}
