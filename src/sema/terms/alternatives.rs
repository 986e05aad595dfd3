//! What a term's brackets offer, one by one: for `dingh[y|ies]` the alternatives `y` and `ies`, and which of the term's
//! variants each of them is part of. A tool can then say which of them no text has shown.

use std::ops::Range;

use super::{Inside, variants};
use crate::sema::hir::{Policy, Term};
use crate::span::Span;
use crate::text::Text;

/// One of several texts that may stand in a bracket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alternative {
    /// Where it is written.
    pub(crate) span: Span,
    /// As in the term; with its brackets for one that is left out.
    pub(crate) text: String,
    /// Whether it is that the bracket is left out: `[the]?`.
    pub(crate) left_out: bool,
    /// The variants of the term's pattern that it is part of.
    pub(crate) variants: Vec<u32>,
}

/// The alternatives of a term, in order of place. `source` is the text it is written in.
pub(crate) fn alternatives(policy: &Policy, source: &str, term: &Term) -> Vec<Alternative> {
    if !term.text.contains('[') {
        return Vec::new();
    }
    let pattern = &policy[term.pattern];
    let written = source.get(term.place.span.range()).unwrap_or_default();
    let inside = match written.starts_with('"') {
        true => Inside::quoted(source, term.place.span, &term.text),
        false => Inside::in_line(written, term.place.span.start, &term.text),
    };
    let mut text = Text::new();
    let choices = choices(&term.text).into_iter().filter_map(|choice| {
        let narrowed = choice.narrowed(&term.text);
        let found = variants(&narrowed, pattern.mode, &mut text).ok()?;
        let found = found.iter().filter_map(|variant| pattern.variants.binary_search(variant).ok());
        Some(Alternative {
            span: inside.locate(&choice.bytes),
            text: term.text.get(choice.bytes.clone()).unwrap_or_default().to_owned(),
            left_out: choice.left_out,
            variants: found.map(|variant| variant as u32).collect(),
        })
    });
    let mut alternatives: Vec<Alternative> = choices.collect();
    alternatives.sort_by_key(|alternative| (alternative.span, alternative.left_out));
    alternatives
}

/// An alternative in the text of a term, and what goes from the text if it is chosen.
struct Choice {
    bytes: Range<usize>,
    left_out: bool,
    gone: Vec<Range<usize>>,
}

impl Choice {
    /// The term with this alternative alone.
    fn narrowed(&self, term: &str) -> String {
        let is_gone = |at: &usize| self.gone.iter().any(|gone| gone.contains(at));
        term.char_indices().filter(|(at, _)| !is_gone(at)).map(|(_, letter)| letter).collect()
    }
}

/// A bracket: from `[` to after `]` or `?`.
struct Group {
    whole: Range<usize>,
    close: usize,
    optional: bool,
    alternatives: Vec<Range<usize>>,
}

impl Group {
    /// What goes from the text if one of its alternatives is chosen.
    fn all_but(&self, chosen: &Range<usize>) -> [Range<usize>; 3] {
        [self.whole.start + 1..chosen.start, chosen.end..self.close, self.close + 1..self.whole.end]
    }
}

fn choices(term: &str) -> Vec<Choice> {
    let groups = groups(term);
    let mut choices = Vec::new();
    for group in groups.iter().filter(|group| group.optional || group.alternatives.len() > 1) {
        // The alternatives that the bracket itself stands in.
        let around = groups.iter().flat_map(|other| {
            let of = other
                .alternatives
                .iter()
                .find(|range| range.start <= group.whole.start && group.whole.end <= range.end);
            of.map_or_else(Vec::new, |range| other.all_but(range).to_vec())
        });
        let around: Vec<Range<usize>> = around.collect();
        for bytes in group.alternatives.iter().cloned() {
            let gone = [group.all_but(&bytes).to_vec(), around.clone()].concat();
            choices.push(Choice { bytes, left_out: false, gone });
        }
        if group.optional {
            let gone = [vec![group.whole.clone()], around].concat();
            choices.push(Choice { bytes: group.whole.clone(), left_out: true, gone });
        }
    }
    choices
}

/// The brackets of a term that parses.
fn groups(term: &str) -> Vec<Group> {
    let (mut open, mut groups): (Vec<(usize, Vec<usize>)>, Vec<Group>) = (Vec::new(), Vec::new());
    let mut letters = term.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => _ = letters.next(),
            '[' => open.push((at, vec![at + 1])),
            '|' => open.iter_mut().last().into_iter().for_each(|(_, starts)| starts.push(at + 1)),
            ']' => {
                let Some((start, starts)) = open.pop() else { continue };
                let ends = starts.iter().skip(1).map(|next| next - 1).chain([at]);
                let alternatives = starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect();
                let optional = term[at + 1..].starts_with('?');
                let whole = start..at + 1 + usize::from(optional);
                groups.push(Group { whole, close: at, optional, alternatives });
            }
            _ => {}
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alternative_leaves_a_term() {
        let shown = |term: &str| -> Vec<String> {
            choices(term).iter().map(|choice| choice.narrowed(term)).collect()
        };
        assert_eq!(shown("dingh[y|ies]"), ["dingh[y]", "dingh[ies]"]);
        assert_eq!(shown("[the]? boat"), ["[the] boat", " boat"]);
        assert_eq!(
            shown("[a|b [c|d]?] \\[e|"),
            ["[b [c]] \\[e|", "[b [d]] \\[e|", "[b ] \\[e|", "[a] \\[e|", "[b [c|d]?] \\[e|"]
        );
        assert!(shown("[plain] boat").is_empty());
    }
}
