//! Which folding a regular expression is run over: the one that merges look-alikes, unless it names
//! letters that only exist without merging.

use regex_syntax::ast::{self, Ast, Visitor, parse::Parser};

use super::graph::Regex;
use crate::sema::hir;
use crate::text::Spelling;

impl Regex {
    /// The checked expression with the text it is run over.
    #[must_use]
    pub fn of(regex: &hir::Regex) -> Self {
        let spelling = (!regex.original).then(|| spelling(&regex.pattern));
        Self { pattern: regex.pattern.clone(), spelling }
    }
}

/// [`Spelling::Native`] for a pattern that names a letter outside ASCII, else [`Spelling::Merged`].
#[must_use]
pub fn spelling(pattern: &str) -> Spelling {
    let native = Parser::new().parse(pattern).is_ok_and(|tree| names_foreign_letter(&tree));
    if native { Spelling::Native } else { Spelling::Merged }
}

fn names_foreign_letter(tree: &Ast) -> bool {
    match ast::visit(tree, Letters::default()) {
        Ok(found) => found,
        Err(never) => match never {},
    }
}

#[derive(Default)]
struct Letters {
    foreign: bool,
}

impl Letters {
    fn see(&mut self, literal: &ast::Literal) {
        self.foreign |= !literal.c.is_ascii() && literal.c.is_alphabetic();
    }
}

impl Visitor for Letters {
    type Output = bool;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<bool, Self::Err> {
        Ok(self.foreign)
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), Self::Err> {
        if let Ast::Literal(literal) = tree {
            self.see(literal);
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ast::ClassSetItem) -> Result<(), Self::Err> {
        match item {
            ast::ClassSetItem::Literal(literal) => self.see(literal),
            ast::ClassSetItem::Range(range) => {
                self.see(&range.start);
                self.see(&range.end);
            }
            _ => {}
        }
        Ok(())
    }
}
