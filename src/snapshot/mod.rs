//! Snapshots: a checked policy goes in, one text comes out that says all that the policy does and nothing of how its
//! files are laid out. It is kept beside a policy and read in reviews: a line that changes there is a change of what
//! the policy says. Comments, layout, the order of declarations, rows and operands, and which file a lexicon, signal
//! or score stands in leave it as it is.

mod compare;
mod condition;
mod declarations;
mod names;
mod words;

pub use compare::{Difference, NotASnapshot, compare};

use std::fmt::Write as _;

use crate::compile::Compiled;
use crate::content::ContentType;
use crate::sema::hir::{HashKind, Hashlist, Head, Policy};
use names::Names;
use words::quoted;

/// The edition of the language whose policies are shown.
const EDITION: u32 = 1;

/// The form of snapshots; another number means that they cannot be compared line by line.
const FORM: u32 = 1;

/// The canonical text of a policy: its package, its content type where it has its own, then lexicons, hash lists,
/// signals, contexts, scores, rules, exemptions and recipients, each kind sorted by name.
///
/// ```
/// let compiled = varne::Compiler::from_source(
///     "offers",
///     r#"
///     rule sells { when phone and boat  then review  because "sells a place" }
///     lexicon boat { en "Dinghy", "boat*" } // any order, any layout
///     "#,
/// )
/// .compile()?;
/// assert_eq!(
///     varne::snapshot::snapshot(compiled.policy()),
///     r#"varne snapshot 1, edition 1
///
/// package offers
///
/// lexicon boat
///   en "boat*"
///   en "Dinghy" = dinghy
///
/// rule offers.sells
///   when
///     boat
///     and phone
///   then review
///   because "sells a place"
/// "#
/// );
/// # Ok::<(), varne::CompileError>(())
/// ```
#[must_use]
pub fn snapshot(policy: &Policy) -> String {
    let mut page = Page { names: Names::of(policy), policy, out: String::new() };
    page.line(0, &first_line(FORM, EDITION));
    page.package();
    page.content();
    page.declarations();
    page.out
}

impl Compiled {
    /// The canonical text of the policy, see [`snapshot()`]. A project that embeds a policy keeps it under review with
    /// one line, `insta::assert_snapshot!(compiled.snapshot())`.
    #[must_use]
    pub fn snapshot(&self) -> String {
        snapshot(self.policy())
    }
}

fn first_line(form: u32, edition: u32) -> String {
    format!("varne snapshot {form}, edition {edition}")
}

/// A snapshot that grows line by line.
struct Page<'p> {
    policy: &'p Policy,
    names: Names<'p>,
    out: String,
}

impl<'p> Page<'p> {
    /// A line, indented by so many steps of two spaces.
    fn line(&mut self, depth: usize, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{:1$}{text}", "", depth * 2);
    }

    /// `keyword "text"`, where there is a text.
    fn fact(&mut self, keyword: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(1, &format!("{keyword} {}", quoted(text)));
        }
    }

    /// The first line of a declaration, after an empty one.
    fn open(&mut self, text: &str) {
        self.out.push('\n');
        self.line(0, text);
    }

    fn package(&mut self) {
        let package = &self.policy.package;
        self.open(format!("package {} {}", package.name, package.version).trim_end());
        for (key, value) in [
            ("title", &package.title),
            ("owner", &package.owner),
            ("contact", &package.contact),
            ("license", &package.license),
            ("region", &package.region),
        ] {
            self.fact(key, value.as_deref());
        }
        for (slug, level) in &package.lints {
            self.line(1, &format!("lint {slug} {level}"));
        }
    }

    /// The content type, unless it is the built-in one, which the edition settles.
    fn content(&mut self) {
        let content = &self.policy.content;
        if *content == ContentType::post() {
            return;
        }
        self.open(&format!("content {}", content.name));
        for field in &content.fields {
            let (open, close) = if field.list { ("[", "]") } else { ("", "") };
            self.line(1, &format!("{}: {open}{}{close}", field.name, field.ty.name()));
        }
    }

    fn declarations(&mut self) {
        let policy = self.policy;
        for lexicon in self.sorted(&policy.lexicons, |lexicon| &lexicon.head) {
            self.lexicon(lexicon);
        }
        for list in self.sorted(&policy.hashlists, |list| &list.head) {
            self.hashlist(list);
        }
        for context in [false, true] {
            for signal in self.sorted(&policy.signals, |signal| &signal.head) {
                if signal.context == context {
                    self.signal(signal);
                }
            }
        }
        for score in self.sorted(&policy.scores, |score| &score.head) {
            self.score(score);
        }
        for rule in by_qualified(&policy.rules, |rule| &rule.head) {
            self.rule(rule);
        }
        for exempt in by_qualified(&policy.exempts, |exempt| &exempt.head) {
            self.exempt(exempt);
        }
        let mut recipients: Vec<_> = policy.recipients.iter().collect();
        recipients.sort_by(|a, b| a.head.name.cmp(&b.head.name));
        for recipient in recipients {
            self.open(&format!("recipient {}", recipient.head.name));
            self.fact("name", Some(&recipient.name));
            self.fact("contact", recipient.contact.as_deref());
        }
        if !policy.tests.is_empty() {
            self.open(&format!("tests {}", policy.tests.len()));
        }
    }

    /// Declarations by the names they are shown with.
    fn sorted<T>(&self, all: &'p [T], head: impl Fn(&T) -> &Head) -> Vec<&'p T> {
        let mut sorted: Vec<&T> = all.iter().collect();
        sorted.sort_by_key(|item| self.names.shown(head(item)));
        sorted
    }

    /// A list of a million hashes is no reading: their number, and a digest that changes with any of them.
    fn hashlist(&mut self, list: &Hashlist) {
        let kind = match list.kind {
            HashKind::Sha256 => "sha256".to_owned(),
            HashKind::Pdq(bits) => format!("pdq within {bits}"),
        };
        self.open(&format!("hashlist {}", self.names.shown(&list.head)));
        self.line(1, &format!("kind {kind}"));
        self.line(1, &format!("{} hashes, digest {}", list.hashes.len(), words::digest(&list.hashes)));
    }
}

/// Declarations by the names they are known by outside.
fn by_qualified<T>(all: &[T], head: impl Fn(&T) -> &Head) -> Vec<&T> {
    let mut sorted: Vec<&T> = all.iter().collect();
    sorted.sort_by(|a, b| head(a).qualified.cmp(&head(b).qualified));
    sorted
}
