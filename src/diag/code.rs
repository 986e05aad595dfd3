//! The registry of codes. A number is never reused; a code that is retired keeps its line, marked so.

use super::Level;

macro_rules! codes {
    ($($name:ident = $number:literal, $slug:literal, $title:literal;)*) => {
        /// A stable diagnostic code. Each has a page, `docs/codes/<CODE>.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in order of number.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As shown: `E201`.
            #[must_use]
            pub const fn number(self) -> &'static str {
                match self { $(Self::$name => $number,)* }
            }

            /// As written in `varne.toml` and in `// allow:`.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// Its page in Markdown: what it means, a wrong and a right example, what to do.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../docs/codes/", $number, ".md")),)* }
            }

            /// What it means, in a line.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    Unexpected = "E101", "unexpected", "something stands where the language expects something else";
    Unclosed = "E102", "unclosed", "a brace, bracket, parenthesis, string or regex is never closed";
    BadEscape = "E103", "bad-escape", "a string holds an escape that means nothing";
    BidiControl = "E104", "bidi-control", "a bidirectional control character stands in a source file";
    NotUtf8 = "E105", "not-utf8", "a source file is not UTF-8";
    MissingClause = "E106", "missing-clause", "a declaration lacks a part it must have, such as `when`";
    MissingBecause = "E107", "missing-because", "a rule or exemption does not say why";
    RepeatedClause = "E108", "repeated-clause", "a clause that may stand once stands twice";
    ReservedWord = "E109", "reserved-word", "a word of the language is used as a name";
    EmptyDeclaration = "E110", "empty-declaration", "a declaration has nothing in it";
    Manifest = "E111", "manifest", "`varne.toml` is missing a key, has an unknown one, or is not TOML";
    BadNumber = "E112", "bad-number", "a number is malformed or out of range";
    UnknownName = "E201", "unknown-name", "a name stands for nothing here";
    DuplicateName = "E202", "duplicate-name", "two declarations of a module have the same name";
    UnknownModule = "E203", "unknown-module", "an import names a module the package does not have";
    ImportCycle = "E204", "import-cycle", "modules import each other in a circle";
    DeclarationCycle = "E205", "declaration-cycle", "declarations are defined by each other in a circle";
    UnknownField = "E206", "unknown-field", "the content type has no such field";
    UnknownAttribute = "E207", "unknown-attribute", "an extractor has no such attribute";
    ChainedImport = "E208", "chained-import", "an imported name is imported again from the importer";
    UnknownWord = "E209", "unknown-word", "an action, severity, status, type, kind, lint, service or chain is not one the language knows";
    ModuleName = "E210", "module-name", "a part of a file's path is not a name, so that the file cannot be a module";
    TypeMismatch = "E301", "type-mismatch", "an expression of one type stands where another is needed";
    FieldType = "E302", "field-type", "a field or attribute is compared with a value of another type";
    WrongArity = "E303", "wrong-arity", "more members are asked for than there are, or none";
    UnknownCurrency = "E304", "unknown-currency", "a currency is not an ISO 4217 code";
    UnknownUnit = "E305", "unknown-unit", "a unit is not one the language knows";
    InvalidDate = "E306", "invalid-date", "a date or time does not exist";
    InvalidRange = "E307", "invalid-range", "a range ends before it starts";
    UnreachableThen = "E308", "unreachable-then", "a `then` can never come to pass";
    ContradictoryFacts = "E309", "contradictory-facts", "facts about the same thing exclude each other";
    WrongKind = "E310", "wrong-kind", "a name stands for a declaration of another kind than is needed";
    UnknownCountry = "E311", "unknown-country", "a country or region is not an ISO 3166 code";
    EmptyTerm = "E401", "empty-term", "a term folds to nothing, so that it can never match";
    EmptyAlternative = "E402", "empty-alternative", "an alternative of a term is empty";
    TermSyntax = "E403", "term-syntax", "the inside of a term is malformed";
    ImpossibleTerm = "E404", "impossible-term", "a term or regex asks for something that folding never yields";
    InvalidRegex = "E405", "invalid-regex", "a regular expression is malformed or asks for what a linear-time engine cannot do";
    EmptyMatch = "E406", "empty-match", "a regular expression can match the empty string";
    MissingFile = "E408", "missing-file", "a file that a declaration names cannot be read";
    OutsidePackage = "E409", "outside-package", "a file that a declaration names lies outside the package";
    BadTableLine = "E410", "bad-table-line", "a line of a lexicon's CSV file is malformed";
    BadHashLine = "E411", "bad-hash-line", "a line of a hash list is not a hash of its kind";
    NestingTooDeep = "E501", "nesting-too-deep", "an expression or term is nested deeper than the limit";
    RegexTooLarge = "E502", "regex-too-large", "a regular expression is too large when compiled";
    TermTooLarge = "E503", "term-too-large", "a term stands for more word sequences than the limit";
    SourceTooLarge = "E504", "source-too-large", "a source file is larger than the limit";
    PolicyTooLarge = "E505", "policy-too-large", "the policy as a whole is larger than a limit";
    UnusedDeclaration = "W601", "unused-declaration", "nothing uses a declaration";
    UnusedImport = "W602", "unused-import", "nothing uses an import";
    DuplicateTerm = "W603", "duplicate-term", "a list has the same term twice";
    SubsumedTerm = "W604", "subsumed-term", "a list has a wider term that finds all that a term finds";
    ShadowedTerm = "W605", "shadowed-term", "a lexicon beside a term finds all that the term finds";
    ShortTerm = "W606", "short-term", "a term of one or two letters, or a word of every text, makes a condition hold alone";
    PunctuationInTerm = "W607", "punctuation-in-term", "a term holds punctuation, which only separates";
    CommonWordOfAnotherScript = "W608", "common-word-of-another-script", "a term is read like a common word of another script";
    AbsentFieldNegated = "W609", "absent-field-negated", "a `not` also holds where its field is absent";
    AlwaysTrue = "W610", "always-true", "a condition holds for every content";
    AlwaysFalse = "W611", "always-false", "a condition holds for no content";
    ImpliedRule = "W612", "implied-rule", "another rule fires wherever a rule does, and does as much";
    SwallowingUnless = "W613", "swallowing-unless", "an `unless` holds wherever its `when` does";
    MissingUnless = "W614", "missing-unless", "a rule that removes or refers has no `unless`";
    MissingBasis = "W615", "missing-basis", "a rule that removes or refers has no `basis`";
    MissingExamples = "W616", "missing-examples", "a rule that removes or refers lacks a `hit` or a `miss`";
    ThresholdUnreachable = "W617", "threshold-unreachable", "a score never reaches what it is compared with";
    ThresholdAlwaysReached = "W618", "threshold-always-reached", "a score is always where it is asked to be";
    ExpiredTerm = "W619", "expired-term", "a term is past the day it expires";
    OverdueTerm = "W620", "overdue-term", "a term was last reviewed long ago";
    MixedScripts = "W621", "mixed-scripts", "a word of a term is written in letters of two scripts";
    NeedlessModifier = "W622", "needless-modifier", "an `exact`, `accented`, `plain` or `~` changes nothing";
    RetiredRuleReferenced = "W623", "retired-rule-referenced", "a test expects something of a retired rule";
    RegexAsTerm = "W624", "regex-as-term", "a regular expression says what a term can say";
    IdentityOnly = "W625", "identity-only", "a rule can fire on who somebody is alone, with no evidence of an offer";
    BadAllow = "W626", "bad-allow", "an `allow` comment is malformed, gives no reason, or names no lint";
    NeedlessAllow = "W627", "needless-allow", "an `allow` comment silences nothing";
    UngatedRegex = "W628", "ungated-regex", "every post is searched for a regular expression, from end to end";
}

impl Code {
    /// Whether it is of a lint, whose level is configuration.
    #[must_use]
    pub fn is_lint(self) -> bool {
        self.number().starts_with('W')
    }

    /// Error, or warning for lints; one lint is an error unless a package says otherwise.
    #[must_use]
    pub fn default_level(self) -> Level {
        if self.is_lint() && self != Self::IdentityOnly { Level::Warning } else { Level::Error }
    }

    /// Where its page lies in the repository.
    #[must_use]
    pub fn page_path(self) -> String {
        format!("docs/codes/{}.md", self.number())
    }

    /// The code with this number, in either case: `E201`, `e201`; or with this slug.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let matches = |code: &&Self| code.number().eq_ignore_ascii_case(name) || code.slug() == name;
        Self::ALL.iter().find(matches).copied()
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.number())
    }
}
