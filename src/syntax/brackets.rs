//! Brackets, and how deep things nest. The tokens of one declaration go in; out comes what is open or closed
//! wrongly, and where the nesting passes the limit. This runs before pest does, so that no text, however
//! deep, can use up the stack: pest recurses once per bracket, and the tree is as deep as its operators.

use super::chunk::ChunkKind;
use super::error::{Error, Problem};
use super::slips;
use super::token::{Kind, Token};

/// How deep brackets, `not`, `near`, `then`, `in`, `starts` and `ends` may nest in one declaration. Nobody
/// reads more than ten levels; 64 leave room for generated policies and use a small part of a
/// thread's stack in every stage that walks the tree.
pub const MAX_NESTING: usize = 64;

/// An open bracket.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// Index of its token.
    token: usize,
    /// `(`, `[` or `{`.
    mark: char,
    /// How high the tree over the current operand is.
    height: usize,
    /// How many `not` stand before the current operand.
    nots: usize,
    /// The highest tree of the operands before.
    highest: usize,
    /// Column of the line it stands on, for the guess which of several braces was forgotten.
    indent: usize,
}

/// What a closer closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closes {
    /// The top of the stack, or a bracket below it; those above it are never closed.
    Opener { depth: usize },
    /// The top of the stack, which is of another kind.
    Wrongly,
    /// Nothing.
    Nothing,
}

/// Which of the open brackets, outermost first, a closer closes. A brace closes over what is open inside it;
/// the others never close over a brace. No deeper than the limit twice over, so that a text of nothing but
/// brackets takes linear time.
pub(crate) fn closes(
    open: impl DoubleEndedIterator<Item = char> + ExactSizeIterator,
    closer: char,
) -> Closes {
    let opener = opener_of(closer);
    let mut top = None;
    for (depth, mark) in open.enumerate().rev().take(2 * MAX_NESTING) {
        top = top.or(Some(mark));
        if mark == opener {
            return Closes::Opener { depth };
        }
        if mark == '{' {
            break;
        }
    }
    if matches!(top, None | Some('{')) { Closes::Nothing } else { Closes::Wrongly }
}

fn opener_of(closer: char) -> char {
    match closer {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

fn closer_of(opener: char) -> (char, &'static str, &'static str) {
    match opener {
        '(' => (')', "parenthesis", "`)`"),
        '[' => (']', "bracket", "`]`"),
        _ => ('}', "brace", "`}`"),
    }
}

/// The bracket that a token is.
pub(crate) fn bracket(token: &Token, source: &str) -> Option<char> {
    let mark = if token.kind == Kind::Mark { token.text(source).chars().next() } else { None };
    mark.filter(|mark| matches!(mark, '(' | ')' | '[' | ']' | '{' | '}'))
}

/// Checks the brackets and the nesting of one declaration. Tokens that are part of a problem are marked
/// unsound. `None` where the nesting is too deep for anything to look at the declaration.
pub(super) fn check(
    source: &str,
    kind: ChunkKind,
    tokens: &mut [Token],
    problems: &mut Vec<Problem>,
) -> Option<()> {
    let expressions =
        !matches!(kind, ChunkKind::Lexicon | ChunkKind::Content | ChunkKind::Test | ChunkKind::Use);
    let mut checker =
        Checker { source, expressions, tokens, problems, open: Vec::new(), indent: 0, crooked: None };
    let ground = Open { token: usize::MAX, mark: ' ', height: 0, nots: 0, highest: 0, indent: 0 };
    checker.open.push(ground);
    for at in 0..checker.tokens.len() {
        checker.token(at)?;
    }
    checker.never_closed(1);
    Some(())
}

struct Checker<'t, 'p> {
    source: &'t str,
    /// Whether such a declaration holds expressions.
    expressions: bool,
    tokens: &'t mut [Token],
    problems: &'p mut Vec<Problem>,
    /// The ground level first.
    open: Vec<Open>,
    /// How far the current line is indented, in bytes.
    indent: usize,
    /// The first brace whose closer stands in another column than its line begins: if a brace is missing,
    /// it is probably this one's.
    crooked: Option<usize>,
}

impl Checker<'_, '_> {
    fn token(&mut self, at: usize) -> Option<()> {
        let token = self.tokens[at];
        if token.first {
            self.indent = indent(&self.source[..token.span.start as usize]);
        }
        match bracket(&token, self.source) {
            Some(mark @ ('(' | '[' | '{')) => self.opener(at, mark),
            Some(closer) => self.closer(at, closer),
            None if self.expressions => self.other(&token),
            None => {}
        }
        self.within_limit(at)
    }

    fn within_limit(&mut self, at: usize) -> Option<()> {
        let top = self.open.last()?;
        let deep = self.open.len() > MAX_NESTING + 1 || top.height + top.nots > MAX_NESTING;
        if !deep {
            return Some(());
        }
        self.problems.push(Problem::new(Error::TooDeep { limit: MAX_NESTING }, self.tokens[at].span));
        None
    }

    fn opener(&mut self, token: usize, mark: char) {
        self.open.push(Open { token, mark, height: 0, nots: 0, highest: 0, indent: self.indent });
    }

    fn closer(&mut self, at: usize, closer: char) {
        match closes(self.open[1..].iter().map(|open| open.mark), closer) {
            Closes::Opener { depth } => {
                self.never_closed(depth + 2);
                self.close(at);
            }
            Closes::Wrongly => {
                self.mismatched(at, closer);
                self.close(at);
            }
            Closes::Nothing => self.report(at, Error::Unopened(closer)),
        }
    }

    /// Takes the top off the stack; its height becomes part of the operand around it.
    fn close(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        let height = open.highest.max(open.nots + open.height) + 1;
        if let Some(outer) = self.open.last_mut() {
            outer.height = outer.height.max(height);
        }
        if open.mark == '{' && self.tokens[at].first && self.indent != open.indent {
            self.crooked = self.crooked.or(Some(open.token));
        }
    }

    fn mismatched(&mut self, at: usize, found: char) {
        let Some(open) = self.open.last() else { return };
        let (expected, ..) = closer_of(open.mark);
        let opener = self.tokens[open.token].span;
        let span = self.tokens[at].span;
        let problem =
            Problem::new(Error::Mismatched { found, expected }, span).related(opener, "opened here");
        self.problems.push(problem);
        self.tokens[at].sound = false;
    }

    fn report(&mut self, at: usize, error: Error) {
        self.tokens[at].sound = false;
        self.problems.push(Problem::new(error, self.tokens[at].span));
    }

    /// Reports the brackets above `depth` as never closed.
    fn never_closed(&mut self, depth: usize) {
        for open in self.open.drain(depth.min(self.open.len())..) {
            let (_, what, closer) = closer_of(open.mark);
            let guess = if open.mark == '{' { self.crooked.take() } else { None };
            let at = guess.unwrap_or(open.token);
            self.tokens[at].sound = false;
            self.problems.push(slips::unclosed(what, closer, self.tokens[at].span));
        }
    }

    /// Operators make the tree over an operand higher; `and`, `or` and a comma start the next operand.
    fn other(&mut self, token: &Token) {
        let Some(open) = self.open.last_mut() else { return };
        let text = token.text(self.source);
        match (token.kind, text) {
            (Kind::Word, "not") => open.nots += 1,
            (Kind::Word, "near" | "then" | "in" | "starts" | "ends") => open.height += 1,
            (Kind::Word, "and" | "or") | (Kind::Mark, "," | ":" | "=" | "+" | "-") => open.next_operand(),
            (Kind::Word, _) if token.first && super::words::RULE_CLAUSES.contains(&text) => {
                open.next_operand()
            }
            _ => {}
        }
    }
}

/// How much white space stands at the end of what precedes the first token of a line.
fn indent(before: &str) -> usize {
    before.len() - before.trim_end_matches([' ', '\t']).len()
}

impl Open {
    fn next_operand(&mut self) {
        self.highest = self.highest.max(self.nots + self.height);
        self.nots = 0;
        self.height = 0;
    }
}
