//! `varne.toml`: from TOML to the facts of a package, with every problem at the key or value that has it.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::Code;
use crate::sema::codes;
use crate::sema::hir::Package;
use crate::sema::report::{Parts, Reporter, did_you_mean, explain, one_of};
use crate::span::{FileId, Place, Span};
use crate::syntax::token::is_bidi_control;

/// The edition of the language that this compiler knows.
const EDITION: i64 = 1;

/// Keys of `[package]`, in the order in which they are best written.
const PACKAGE_KEYS: [&str; 8] =
    ["name", "version", "edition", "title", "owner", "contact", "license", "region"];

const LINT_LEVELS: [&str; 3] = ["allow", "warn", "error"];

/// What is wrong with `varne.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ManifestError {
    /// Not text.
    #[error("`varne.toml` is not UTF-8")]
    NotUtf8,
    /// Not TOML.
    #[error("`varne.toml` is not TOML: {0}")]
    NotToml(String),
    /// A character that reorders what is seen.
    #[error("the bidirectional control character U+{0:04X} stands in `varne.toml`")]
    Bidi(u32),
    /// A table or key that is not known.
    #[error("`{key}` is not a {of}")]
    UnknownKey {
        /// As written.
        key: String,
        /// What it should be one of.
        of: &'static str,
        /// All there are.
        known: Vec<&'static str>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// A table or key that is missing.
    #[error("`varne.toml` lacks `{0}`")]
    Missing(&'static str),
    /// A value of the wrong type.
    #[error("`{key}` must be a {expected}")]
    WrongType {
        /// Whose value.
        key: String,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A name or version without text.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// An edition that this compiler does not know.
    #[error("edition `{0}` of the language is not known")]
    Edition(String),
    /// Not a country.
    #[error("`{region}` is not a country code")]
    Region {
        /// As written.
        region: String,
        /// The nearest code.
        nearest: Option<String>,
    },
    /// A lint that is not known.
    #[error("no lint is called `{slug}`")]
    UnknownLint {
        /// As written.
        slug: String,
        /// The nearest lint.
        nearest: Option<String>,
        /// Whether it is the slug of an error.
        is_error: bool,
    },
    /// A level of a lint that is none.
    #[error("`{level}` is not a level of a lint")]
    LintLevel {
        /// As written.
        level: String,
        /// The nearest level.
        nearest: Option<String>,
    },
}

impl ManifestError {
    fn parts(&self) -> Parts {
        match self {
            Self::NotUtf8 => (Code::NotUtf8, "expected text".into(), "save the file as UTF-8".into()),
            Self::Bidi(_) => (
                Code::BidiControl,
                "an invisible character that reorders the text around it".into(),
                "delete it".into(),
            ),
            Self::NotToml(_) => (
                Code::Manifest,
                "expected TOML".into(),
                "see `https://toml.io` for how TOML is written".into(),
            ),
            Self::UnknownKey { known, nearest, .. } => (
                Code::Manifest,
                format!("expected {}", one_of(known.iter().copied())),
                did_you_mean(nearest.as_deref(), "remove it"),
            ),
            Self::Missing(key) => (Code::Manifest, format!("expected `{key}`"), missing_help(key)),
            Self::WrongType { expected, found, .. } => (
                Code::Manifest,
                format!("found a {found}, expected a {expected}"),
                if *expected == "string" { "put it in quotes".into() } else { String::new() },
            ),
            Self::Empty(key) => (Code::Manifest, "expected some text".into(), missing_help(key)),
            Self::Edition(_) => {
                (Code::Manifest, format!("expected {EDITION}"), format!("write `edition = {EDITION}`"))
            }
            Self::Region { nearest, .. } => (
                Code::UnknownCountry,
                "expected two letters of ISO 3166".into(),
                did_you_mean(nearest.as_deref(), "write the code of a country, as in `region = \"GB\"`"),
            ),
            Self::UnknownLint { is_error: true, .. } => (
                Code::Manifest,
                "this is an error, and errors are not silenced".into(),
                "remove the line".into(),
            ),
            Self::UnknownLint { nearest, .. } => (
                Code::Manifest,
                "expected the slug of a lint".into(),
                did_you_mean(nearest.as_deref(), "remove the line"),
            ),
            Self::LintLevel { nearest, .. } => (
                Code::Manifest,
                format!("expected {}", one_of(LINT_LEVELS)),
                did_you_mean(nearest.as_deref(), "write `allow` to silence the lint"),
            ),
        }
    }
}

explain!(ManifestError);

fn missing_help(key: &str) -> String {
    let line = match key {
        "[package]" => "begin the file with `[package]`, and `name`, `version` and `edition` under it",
        "name" => "add `name = \"my-policy\"` under `[package]`",
        "version" => "add `version = \"2026.11.0\"` under `[package]`",
        _ => "add `edition = 1` under `[package]`",
    };
    line.to_owned()
}

/// The facts of a file alone.
pub(super) fn absent(name: &str) -> Package {
    Package {
        name: name.to_owned(),
        version: String::new(),
        title: None,
        owner: None,
        contact: None,
        license: None,
        region: None,
        lints: BTreeMap::new(),
        digest: String::new(),
    }
}

/// Reports that the bytes are no text.
pub(super) fn report_not_utf8(file: FileId, at: usize, reporter: &mut Reporter) {
    reporter.report(&ManifestError::NotUtf8, Place::new(file, Span::new(at as u32, at as u32 + 3)));
}

/// Reads the manifest; what is missing or wrong is reported and left as for a file alone.
pub(super) fn read(text: &str, file: FileId, fallback_name: &str, reporter: &mut Reporter) -> Package {
    let whole = text;
    let text = whole.strip_prefix('\u{FEFF}').unwrap_or(whole);
    let skipped = (whole.len() - text.len()) as u32;
    let mut reader = Reader { file, skipped, reporter, package: absent(fallback_name) };
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_bidi_control(*letter)) {
        reader.report(&ManifestError::Bidi(u32::from(letter)), at..at + letter.len_utf8());
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let message = error.message().trim().replace('\n', ", ");
        reader.report(&ManifestError::NotToml(message), error.span().unwrap_or(0..0));
    }
    reader.root(table.get_ref(), errors.is_empty());
    reader.package
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'r> {
    file: FileId,
    skipped: u32,
    reporter: &'r mut Reporter,
    package: Package,
}

impl Reader<'_> {
    fn report(&mut self, error: &ManifestError, range: Range<usize>) {
        let span = Span::new(range.start as u32 + self.skipped, range.end as u32 + self.skipped);
        self.reporter.report(error, Place::new(self.file, span));
    }

    /// `whole` is false where part of the file could not be parsed: then what is missing may stand there.
    fn root(&mut self, table: &DeTable<'_>, whole: bool) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("package", DeValue::Table(package)) => self.package_table(key, package, whole),
                ("lints", DeValue::Table(lints)) => self.lints(lints),
                ("package" | "lints", _) => self.wrong_type(key, value, "table"),
                // Where TOML itself is broken, keys stand in tables they were not written in.
                _ if !whole => {}
                _ => self.unknown(key, "table of `varne.toml`", &["package", "lints"]),
            }
        }
        if whole && !table.keys().any(|key| key.get_ref() == "package") {
            self.report(&ManifestError::Missing("[package]"), 0..0);
        }
    }

    fn package_table(&mut self, header: &Key<'_>, table: &DeTable<'_>, whole: bool) {
        for (key, value) in table {
            self.package_key(key, value);
        }
        for required in ["name", "version", "edition"] {
            if whole && !table.keys().any(|key| key.get_ref() == required) {
                self.report(&ManifestError::Missing(required), header.span());
            }
        }
    }

    fn package_key(&mut self, key: &Key<'_>, value: &Value<'_>) {
        match key.get_ref().as_ref() {
            "edition" => self.edition(key, value),
            "region" => self.region(key, value),
            "name" => self.required(key, value, "name", |package| &mut package.name),
            "version" => self.required(key, value, "version", |package| &mut package.version),
            "title" => self.package.title = self.string(key, value),
            "owner" => self.package.owner = self.string(key, value),
            "contact" => self.package.contact = self.string(key, value),
            "license" => self.package.license = self.string(key, value),
            _ => self.unknown(key, "key of `[package]`", &PACKAGE_KEYS),
        }
    }

    fn required(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
        name: &'static str,
        field: fn(&mut Package) -> &mut String,
    ) {
        let Some(text) = self.string(key, value) else { return };
        if text.trim().is_empty() {
            self.report(&ManifestError::Empty(name), value.span());
        }
        *field(&mut self.package) = text;
    }

    fn edition(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let Some(number) = value.get_ref().as_integer() else { return self.wrong_type(key, value, "number") };
        if i64::from_str_radix(number.as_str(), number.radix()) != Ok(EDITION) {
            self.report(&ManifestError::Edition(number.to_string()), value.span());
        }
    }

    fn region(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let Some(region) = self.string(key, value) else { return };
        if codes::is_listed(&region, codes::countries()) {
            self.package.region = Some(region.to_ascii_uppercase());
            return;
        }
        let upper = region.to_ascii_uppercase();
        let nearest = codes::meant_country(&upper)
            .map(str::to_owned)
            .or_else(|| self.reporter.nearest(&upper, codes::countries()));
        self.report(&ManifestError::Region { region, nearest }, value.span());
    }

    fn lints(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let slug = key.get_ref().as_ref();
            let lints = || Code::ALL.iter().filter(|code| code.is_lint()).map(|code| code.slug());
            if !lints().any(|known| known == slug) {
                let is_error = Code::ALL.iter().any(|code| code.slug() == slug);
                let nearest = self.reporter.nearest(slug, lints());
                self.report(
                    &ManifestError::UnknownLint { slug: slug.to_owned(), nearest, is_error },
                    key.span(),
                );
            }
            self.lint_level(key, value);
        }
    }

    fn lint_level(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let Some(level) = self.string(key, value) else { return };
        if LINT_LEVELS.contains(&level.as_str()) {
            self.package.lints.insert(key.get_ref().clone().into_owned(), level);
            return;
        }
        let nearest = self.reporter.nearest(&level, LINT_LEVELS);
        self.report(&ManifestError::LintLevel { level, nearest }, value.span());
    }

    fn string(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key, value, "string");
        }
        text
    }

    fn wrong_type(&mut self, key: &Key<'_>, value: &Value<'_>, expected: &'static str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "string",
            DeValue::Integer(_) | DeValue::Float(_) => "number",
            DeValue::Boolean(_) => "truth value",
            DeValue::Datetime(_) => "date",
            DeValue::Array(_) => "list",
            DeValue::Table(_) => "table",
        };
        let key = key.get_ref().clone().into_owned();
        self.report(&ManifestError::WrongType { key, expected, found }, value.span());
    }

    fn unknown(&mut self, key: &Key<'_>, of: &'static str, known: &[&'static str]) {
        let name = key.get_ref().as_ref();
        let nearest = self.reporter.nearest(name, known.iter().copied());
        let error = ManifestError::UnknownKey { key: name.to_owned(), of, known: known.to_vec(), nearest };
        self.report(&error, key.span());
    }
}
