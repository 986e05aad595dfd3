//! What the grammar would have taken, in an author's words: no message shows a grammar rule.

use super::grammar::{Rule, is_keyword};
use super::words;

/// How many things a message offers before it stops.
const MOST_OFFERED: usize = 6;

/// A list such as "a name, a string or `{`" of what would have been right; `what` is what ends where the end
/// would have been right.
pub(super) fn list(wanted: &[Rule], what: &'static str) -> String {
    joined(&offers(wanted, what))
}

/// The single offers of such a list.
pub(super) fn offers(wanted: &[Rule], what: &'static str) -> Vec<String> {
    let operators = wanted.contains(&Rule::kw_or);
    let mut offers: Vec<String> = Vec::new();
    if operators {
        offers.push("an operator such as `and` or `near`".to_owned());
    }
    let action = wanted.contains(&Rule::kw_refer);
    let covered = |wanted| operators && is_operator(wanted) || action && wanted == Rule::name;
    let rest = wanted.iter().filter(|&&wanted| !covered(wanted));
    if action {
        offers.push("an action such as `remove`".to_owned());
    }
    for offer in rest.map(|&wanted| offer(wanted, what)) {
        if !offer.is_empty() && !offers.contains(&offer) {
            offers.push(offer);
        }
    }
    offers.truncate(MOST_OFFERED);
    offers
}

/// The words of the language among what would have been right.
pub(super) fn keywords(wanted: &[Rule]) -> Vec<String> {
    wanted.iter().filter(|&&wanted| is_keyword(wanted)).map(|&wanted| keyword(wanted)).collect()
}

/// "a, b or c"
fn joined(offers: &[String]) -> String {
    match offers {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Words of the language in a list: "`when`, `unless` or `then`".
pub(super) fn quoted(known: &[&str]) -> String {
    joined(&known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>())
}

fn is_operator(wanted: Rule) -> bool {
    matches!(
        wanted,
        Rule::near_op
            | Rule::compare_op
            | Rule::kw_of
            | Rule::within
            | Rule::fuzzy
            | Rule::open_round
            | Rule::dots
    ) || is_keyword(wanted) && words::OPERATORS.contains(&keyword(wanted).as_str())
}

fn keyword(wanted: Rule) -> String {
    format!("{wanted:?}").trim_start_matches("kw_").to_owned()
}

fn offer(wanted: Rule, what: &'static str) -> String {
    match wanted {
        Rule::EOI => format!("the end of the {what}"),
        _ if is_keyword(wanted) => format!("`{}`", keyword(wanted)),
        _ => phrase(wanted).to_owned(),
    }
}

fn phrase(wanted: Rule) -> &'static str {
    match wanted {
        Rule::name | Rule::import_name | Rule::path | Rule::fact | Rule::action => "a name",
        Rule::alias => "`as`",
        Rule::import_list => "`.{`",
        Rule::field => "a field such as `text: text`",
        Rule::field_path | Rule::entry => "a field's name",
        Rule::field_type => "a type such as `text` or `[text]`",
        Rule::lexicon_rows | Rule::open_brace | Rule::object => "`{`",
        Rule::close_brace => "`}`",
        Rule::open_round => "`(`",
        Rule::close_round => "`)`",
        Rule::close_square => "`]`",
        Rule::is_sign => "`=`",
        Rule::colon => "`:`",
        Rule::dots => "`..`",
        Rule::range | Rule::duration_range => "a range such as `1..5`",
        Rule::row | Rule::language => "a language such as `en`",
        Rule::term => "a term in quotes",
        Rule::facts => "facts in braces",
        Rule::from_file => "`from`",
        Rule::score_row | Rule::points => "points such as `+2`",
        Rule::date | Rule::date_from | Rule::date_to => "a date such as `2026-11-01`",
        Rule::string | Rule::header => "a string",
        Rule::content_literal => "a string or an object in braces",
        Rule::expectation | Rule::expect_thing => "`rule`, `action`, `exempt`, `signal` or `no`",
        Rule::expression | Rule::negation => "a condition",
        Rule::unit => "a term or a name",
        Rule::literal => "a value",
        Rule::integer | Rule::number => "a whole number",
        Rule::distance => "a number of words",
        Rule::value_list => "a list in brackets",
        Rule::path_list => "fields in parentheses",
        Rule::filter => "an attribute",
        Rule::members => "`(`",
        Rule::compare_op => "a comparison such as `>=`",
        Rule::fuzzy => "`~1`",
        Rule::unit_name => "a unit",
        _ => "",
    }
}
