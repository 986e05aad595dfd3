//! A report as JUnit XML, which build servers read. The form is that of the Ant task's schema, as far as
//! readers agree on it: suites by file, a case per item, a failure per disappointed expectation.

use std::fmt::Write;

use super::{Outcome, Report};

/// A suite that is written already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suite {
    /// The element.
    pub xml: String,
    /// How many cases it has.
    pub tests: usize,
    /// How many of them failed.
    pub failures: usize,
}

impl Report {
    /// The report as JUnit XML. `more` is a suite of another tool's, to stand after those of the files.
    #[must_use]
    pub fn to_junit(&self, package: &str, more: Option<&Suite>) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let more_tests = more.map_or((0, 0), |more| (more.tests, more.failures));
        let (tests, failures) = (self.outcomes.len() + more_tests.0, self.failed + more_tests.1);
        let name = escape(package);
        xml += &format!("<testsuites name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">\n");
        for suite in self.outcomes.chunk_by(|left, right| left.file == right.file) {
            write_suite(&mut xml, suite);
        }
        xml += more.map_or("", |more| &more.xml);
        xml += "</testsuites>\n";
        xml
    }
}

fn write_suite(xml: &mut String, suite: &[Outcome]) {
    let file = suite.first().map(|outcome| escape(&outcome.file)).unwrap_or_default();
    let failures = suite.iter().filter(|outcome| !outcome.passed).count();
    *xml += &format!("  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{failures}\">\n", suite.len());
    for outcome in suite {
        let name = escape(&format!("{} {} (line {})", outcome.kind.name(), outcome.name, outcome.line));
        *xml += &format!(
            "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{}\"",
            outcome.line
        );
        if outcome.passed {
            *xml += "/>\n";
            continue;
        }
        *xml += ">\n";
        for failure in &outcome.failures {
            let message = escape(&format!("expected {}, happened: {}", failure.expected, failure.happened));
            let at = failure.line;
            let missing: String = failure.missing.iter().map(|line| format!("\n{}", escape(line))).collect();
            *xml += &format!("      <failure message=\"{message}\">{file}:{at}{missing}</failure>\n");
        }
        *xml += "    </testcase>\n";
    }
    *xml += "  </testsuite>\n";
}

/// Text as it may stand in an attribute or element. Characters that XML 1.0 cannot hold become U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => _ = write!(escaped, "&#{};", character as u32),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::{Failure, Kind};
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn names_are_escaped() {
        let failure = Failure {
            expected: "rule `<a>`".into(),
            happened: "\u{1b}&\n".into(),
            line: 4,
            missing: vec!["missing: \"x\"".into()],
        };
        let outcome = Outcome {
            kind: Kind::Test,
            name: "m: \"quoted\"".into(),
            file: "m.varne".into(),
            line: 3,
            passed: false,
            failures: vec![failure],
            verdict: Verdict::default(),
        };
        insta::assert_snapshot!(Report::new(vec![outcome]).to_junit("p", None), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="p" tests="1" failures="1">
          <testsuite name="m.varne" tests="1" failures="1">
            <testcase classname="m.varne" name="test m: &quot;quoted&quot; (line 3)" file="m.varne" line="3">
              <failure message="expected rule `&lt;a&gt;`, happened: �&amp;&#10;">m.varne:4
        missing: &quot;x&quot;</failure>
            </testcase>
          </testsuite>
        </testsuites>
        "#);
    }
}
