//! The signs of a term: `*`, `[a|b]`, `[a]?`, `<3>` and escapes, from text to nodes.

use std::ops::Range;

use super::{Fault, TermError};
use crate::sema::limits::MAX_TERM_NESTING;

/// A part of a term.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// What takes no more parsing.
    Unit(Unit),
    /// `[a|b]`, `[a]?`
    Group {
        /// At least one, none empty.
        alternatives: Vec<Vec<Node>>,
        /// Whether it may be left out.
        optional: bool,
    },
}

/// A character or sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    /// A character to match.
    Char(char),
    /// Something else.
    Sign(Sign),
}

/// What stands between characters, with its byte offset in the term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sign {
    /// `*` at this byte.
    Star(usize),
    /// `<n>` at these bytes.
    Gap(u32, usize, usize),
}

/// Characters that a backslash takes as they are.
const ESCAPABLE: &str = "*[]<>?|\\";

/// Parses the inside of a term's quotes.
pub(super) fn parse(term: &str) -> Result<Vec<Node>, Fault> {
    let mut parser = Parser { term, at: 0, open: Vec::new() };
    let nodes = parser.sequence()?;
    match parser.peek() {
        None => Ok(nodes),
        Some(']') => Err(parser.stray(']', "no `[` is open that it could close")),
        Some(_) => Err(parser.stray('|', "it separates alternatives inside of `[…]`")),
    }
}

struct Parser<'t> {
    term: &'t str,
    at: usize,
    /// Bytes of the brackets that are open.
    open: Vec<usize>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.term[self.at..].chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Nodes up to `|`, `]` or the end.
    fn sequence(&mut self) -> Result<Vec<Node>, Fault> {
        let mut nodes = Vec::new();
        while let Some(next) = self.peek() {
            let start = self.at;
            match next {
                ']' | '|' => break,
                '[' => {
                    nodes.push(self.group()?);
                    continue;
                }
                '?' => {
                    return Err(self
                        .stray('?', "it makes the bracket right before it optional, and none stands there"));
                }
                '>' => return Err(self.stray('>', "no `<` is open that it could close")),
                _ => {}
            }
            self.bump();
            let unit = match next {
                '*' => Unit::Sign(Sign::Star(start)),
                '<' => Unit::Sign(self.gap(start)?),
                '\\' => self.escape(start)?,
                letter => Unit::Char(letter),
            };
            nodes.push(Node::Unit(unit));
        }
        Ok(nodes)
    }

    fn group(&mut self) -> Result<Node, Fault> {
        let start = self.at;
        if self.open.len() == MAX_TERM_NESTING {
            return Err((TermError::TooDeep, start..start + 1));
        }
        self.open.push(start);
        self.bump();
        let alternatives = self.alternatives(start)?;
        self.open.pop();
        let optional = self.peek() == Some('?');
        if optional {
            self.bump();
        }
        Ok(Node::Group { alternatives, optional })
    }

    /// After `[`, up to and with `]`.
    fn alternatives(&mut self, open: usize) -> Result<Vec<Vec<Node>>, Fault> {
        let mut alternatives = Vec::new();
        let mut empty: Option<Range<usize>> = None;
        loop {
            let start = self.at;
            let nodes = self.sequence()?;
            if nodes.is_empty() {
                empty.get_or_insert(start.saturating_sub(1)..self.at + self.peek().map_or(0, char::len_utf8));
            }
            alternatives.push(nodes);
            match self.bump() {
                Some('|') => {}
                Some(_) => break,
                None => return Err((TermError::Unclosed, open..open + 1)),
            }
        }
        match empty {
            None => Ok(alternatives),
            Some(at) if alternatives.len() == 1 => Err((TermError::EmptyBrackets, at)),
            Some(at) => Err((TermError::EmptyAlternative, at)),
        }
    }

    /// After `<`.
    fn gap(&mut self, start: usize) -> Result<Sign, Fault> {
        let digits = self.term[self.at..].bytes().take_while(u8::is_ascii_digit).count();
        let number = self.term[self.at..self.at + digits].parse();
        self.at += digits;
        match (number, self.peek()) {
            (Ok(number), Some('>')) => {
                self.bump();
                Ok(Sign::Gap(number, start, self.at))
            }
            _ => Err((TermError::BadGap, start..self.at.max(start + 1))),
        }
    }

    /// After a backslash.
    fn escape(&mut self, start: usize) -> Result<Unit, Fault> {
        match self.bump() {
            Some(sign) if ESCAPABLE.contains(sign) => Ok(Unit::Char(sign)),
            Some(other) => Err((TermError::BadEscape(other), start..self.at)),
            None => Err((TermError::DanglingEscape, start..self.at)),
        }
    }

    fn stray(&self, sign: char, meaning: &'static str) -> Fault {
        (TermError::Stray { sign, meaning }, self.at..self.at + sign.len_utf8())
    }
}
