//! What is written between spaces: tokens, without the commas that mean nothing and with those that the
//! author left out, and the spaces that belong between two of them.

use crate::span::Span;
use crate::syntax::token::{Kind, Token};
use crate::syntax::words;

/// A token to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom<'t> {
    /// As written, line ends normalised by the caller.
    pub(super) text: &'t str,
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stood; empty for a comma that was left out.
    pub(super) span: Span,
    /// Whether it was the first on its line.
    pub(super) first: bool,
}

impl Atom<'_> {
    /// How wide it is: of a string over several lines, its first line.
    pub(super) fn width(&self) -> usize {
        self.text.lines().next().unwrap_or_default().chars().count()
    }

    /// Whether it opens a bracket.
    pub(super) fn opens(&self) -> bool {
        self.kind == Kind::Mark && matches!(self.text, "(" | "[" | "{")
    }

    /// Whether it closes a bracket.
    pub(super) fn closes(&self) -> bool {
        self.kind == Kind::Mark && matches!(self.text, ")" | "]" | "}")
    }

    fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }
}

/// The atoms of a part of a declaration. A comma before a closing bracket or at the end goes; one between
/// the entries of braces comes.
pub(super) fn atoms<'t>(source: &'t str, tokens: &[Token]) -> Vec<Atom<'t>> {
    let mut atoms: Vec<Atom<'t>> = Vec::with_capacity(tokens.len());
    let mut open: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let text = token.text(source);
        let atom = Atom { text, kind: token.kind, span: token.span, first: token.first };
        let last = tokens
            .get(at + 1)
            .is_none_or(|next| next.kind == Kind::Mark && matches!(next.text(source), ")" | "]" | "}"));
        if atom.is(",") && last {
            continue;
        }
        if let Some(before) =
            atoms.last().filter(|before| open.last() == Some(&"{") && starts_entry(before, &atom))
        {
            let span = Span::new(before.span.end, before.span.end);
            atoms.push(Atom { text: ",", kind: Kind::Mark, span, first: false });
        }
        if atom.opens() {
            open.push(text);
        } else if atom.closes() {
            open.pop();
        }
        atoms.push(atom);
    }
    atoms
}

/// Whether a word starts an entry of an object, or a fact, after what can end one.
fn starts_entry(before: &Atom<'_>, atom: &Atom<'_>) -> bool {
    let value = matches!(before.kind, Kind::Str | Kind::Number) || matches!(before.text, "true" | "false");
    atom.kind == Kind::Word && (value || before.closes())
}

/// Whether a space belongs between two atoms on a line.
pub(super) fn space(before: &Atom<'_>, after: &Atom<'_>) -> bool {
    let tight_after = ["(", "[", ".", "..", "~", "+", "-"].iter().any(|mark| before.is(mark));
    let tight_before = [")", "]", ",", ".", ":", "~"].iter().any(|mark| after.is(mark));
    if tight_after || tight_before || before.is("{") && after.is("}") {
        return false;
    }
    if after.is("..") {
        return before.kind == Kind::Word;
    }
    if after.is("(") && before.kind == Kind::Word {
        return words::OPERATORS.contains(&before.text) || matches!(before.text, "when" | "unless");
    }
    true
}

/// How wide atoms are on one line.
pub(super) fn width(atoms: &[Atom<'_>]) -> usize {
    let spaces = atoms.windows(2).filter(|pair| space(&pair[0], &pair[1])).count();
    spaces + atoms.iter().map(Atom::width).sum::<usize>()
}

/// Indices of the atoms outside brackets that `is` picks.
pub(super) fn outside_brackets(atoms: &[Atom<'_>], is: impl Fn(&Atom<'_>) -> bool) -> Vec<usize> {
    let mut depth = 0usize;
    let mut found = Vec::new();
    for (at, atom) in atoms.iter().enumerate() {
        if atom.opens() {
            depth += 1;
        } else if atom.closes() {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && is(atom) {
            found.push(at);
        }
    }
    found
}

/// Index of the bracket that closes the one at `open`.
pub(super) fn closer(atoms: &[Atom<'_>], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, atom) in atoms.iter().enumerate().skip(open) {
        if atom.opens() {
            depth += 1;
        } else if atom.closes() {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    atoms.len() - 1
}
