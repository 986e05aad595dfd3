//! What can be wrong with names, modules and imports.

use crate::diag::Code;
use crate::sema::report::{Near, Parts, did_you_mean, explain, with_article};

/// What is wrong with a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NameError {
    /// It stands for nothing.
    #[error("nothing is called `{name}` here")]
    Unknown {
        /// As written.
        name: String,
        /// The nearest name that is known here.
        nearest: Option<Near>,
        /// An import that makes it known.
        use_line: Option<String>,
    },
    /// A module does not declare it.
    #[error("the module `{module}` declares no `{name}`")]
    NotInModule {
        /// The module.
        module: String,
        /// As written.
        name: String,
        /// The nearest name that it declares.
        nearest: Option<String>,
    },
    /// It stands for nothing, and stands after `then`, where an action may have been meant.
    #[error("`{name}` is neither an action nor the name of anything here")]
    UnknownAfterThen {
        /// As written.
        name: String,
        /// The nearest action or name.
        nearest: Option<String>,
    },
    /// A dot after what is no module.
    #[error("`{name}` is {}, and has no names inside it", with_article(.kind))]
    NoParts {
        /// Before the dot.
        name: String,
        /// What it is.
        kind: &'static str,
    },
    /// It is declared or imported twice.
    #[error("the name `{name}` is taken")]
    Duplicate {
        /// The name.
        name: String,
        /// What the second one is.
        kind: &'static str,
    },
    /// Recipients are known by name alone outside the package.
    #[error("another module has a recipient called `{0}`")]
    DuplicateRecipient(String),
    /// It is the name of an extractor.
    #[error("`{name}` is an extractor of the language")]
    Reserved {
        /// The name.
        name: String,
    },
    /// No such module.
    #[error("the package has no module `{name}`")]
    UnknownModule {
        /// As written.
        name: String,
        /// The nearest module.
        nearest: Option<String>,
    },
    /// A declaration where a module is needed.
    #[error("`{name}` is a declaration, not a module")]
    NotAModule {
        /// As written.
        name: String,
        /// The import that was meant.
        instead: String,
    },
    /// A name is imported from a module that itself imports it.
    #[error("the module `{importer}` does not declare `{name}`, it imports it")]
    Chained {
        /// The name.
        name: String,
        /// The module it was looked for in.
        importer: String,
        /// The import that works.
        instead: String,
    },
    /// Modules import each other.
    #[error("modules import each other in a circle: {circle}")]
    ImportCycle {
        /// `a → b → a`.
        circle: String,
    },
    /// A module imports itself.
    #[error("the module `{0}` imports itself")]
    SelfImport(String),
    /// Declarations that need each other.
    #[error("`{name}` is defined by itself: {circle}")]
    DeclarationCycle {
        /// The first of the circle.
        name: String,
        /// `a → b → a`.
        circle: String,
    },
    /// A name of another kind.
    #[error("`{name}` is {}, not {}", with_article(.found), with_article(.wanted))]
    WrongKind {
        /// As written.
        name: String,
        /// What it is.
        found: &'static str,
        /// What is needed.
        wanted: &'static str,
        /// The nearest thing to do.
        help: String,
    },
}

impl NameError {
    fn parts(&self) -> Parts {
        match self {
            Self::Unknown { nearest, use_line, .. } => (
                Code::UnknownName,
                "not declared or imported in this module".into(),
                match use_line {
                    Some(line) => format!("another module declares it: add `{line}`"),
                    None => {
                        let nearest = nearest.as_ref().map(|near| near.name.as_str());
                        did_you_mean(nearest, "declare it, or import it with `use`")
                    }
                },
            ),
            Self::NotInModule { module, nearest, .. } => (
                Code::UnknownName,
                format!("expected a declaration of `{module}`"),
                did_you_mean(nearest.as_deref(), "declare it there, or name another module"),
            ),
            Self::UnknownAfterThen { nearest, .. } => (
                Code::UnknownName,
                "expected `label`, `review`, `restrict` or `remove`, or what comes later in the text".into(),
                did_you_mean(nearest.as_deref(), "write one of the actions, or a name that is declared"),
            ),
            Self::NoParts { .. } => (
                Code::UnknownName,
                "expected a module or an object before the dot".into(),
                "leave out the dot and what follows".into(),
            ),
            Self::Duplicate { kind, .. } => (
                Code::DuplicateName,
                format!("this {kind} needs a name of its own"),
                "rename one of the two; an import is renamed with `as`".into(),
            ),
            Self::DuplicateRecipient(_) => (
                Code::DuplicateName,
                "verdicts name recipients without their module".into(),
                "rename one of the two, or import the other".into(),
            ),
            Self::Reserved { name } => (
                Code::ReservedWord,
                "expected a name that is free".into(),
                format!("choose another name, as in `{name}_named`"),
            ),
            Self::UnknownModule { nearest, .. } => (
                Code::UnknownModule,
                "expected a module, named by its path from the root".into(),
                did_you_mean(nearest.as_deref(), "`lexicon/places.varne` is imported as `lexicon.places`"),
            ),
            Self::NotAModule { instead, .. } => (
                Code::UnknownModule,
                "expected a module before the braces".into(),
                format!("write `{instead}`"),
            ),
            Self::Chained { instead, .. } => {
                (Code::ChainedImport, "imports do not chain".into(), format!("write `{instead}`"))
            }
            Self::ImportCycle { .. } => (
                Code::ImportCycle,
                "this import is part of the circle".into(),
                "move what both sides need into a module that imports neither".into(),
            ),
            Self::SelfImport(_) => (
                Code::ImportCycle,
                "its own declarations are known without an import".into(),
                "remove this line".into(),
            ),
            Self::DeclarationCycle { .. } => (
                Code::DeclarationCycle,
                "its meaning depends on itself".into(),
                "take one of these names out of the definition of another".into(),
            ),
            Self::WrongKind { wanted, help, .. } => {
                (Code::WrongKind, format!("expected {}", with_article(wanted)), help.clone())
            }
        }
    }
}

impl NameError {
    fn sure(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest, .. } => Near::sure(nearest.as_ref()),
            _ => None,
        }
    }
}

explain!(NameError, fix);
