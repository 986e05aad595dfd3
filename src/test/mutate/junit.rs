//! Mutants in JUnit XML. What nothing notices is a finding to read and no failure, so it stands there as skipped; the score
//! is a property of its suite, and a case that fails only where a least score is asked for and not reached.

use super::Report;
use crate::test::junit::{Suite, escape};
use crate::test::percent::percent;

impl Report {
    /// The suite `mutants`, to stand among the others. `least` is the score that is asked for, in per cent.
    #[must_use]
    pub fn to_junit(&self, least: Option<f64>) -> Suite {
        let failed = least.is_some_and(|least| !self.reaches(least));
        let (skipped, failures) = (self.unnoticed.len(), usize::from(failed));
        let tests = skipped + usize::from(least.is_some());
        let score = percent(self.noticed, self.all);
        let mut xml = format!(
            "  <testsuite name=\"mutants\" tests=\"{tests}\" failures=\"{failures}\" skipped=\"{skipped}\">\n    \
             <properties>\n      <property name=\"noticed\" value=\"{}\"/>\n      \
             <property name=\"all\" value=\"{}\"/>\n      <property name=\"score\" value=\"{score}\"/>\n    \
             </properties>\n",
            self.noticed, self.all
        );
        if let Some(least) = least {
            let name = format!("mutation score of at least {least} %");
            xml += &format!("    <testcase classname=\"mutants\" name=\"{name}\"");
            xml += &match failed {
                true => format!(">\n      <failure message=\"it is {score}\"/>\n    </testcase>\n"),
                false => "/>\n".to_owned(),
            };
        }
        for mutant in &self.unnoticed {
            let (file, line) = (escape(&mutant.file), mutant.line);
            let name = escape(&format!("{}: {} (line {line})", mutant.declaration, mutant.what));
            xml += &format!(
                "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{line}\">\n      \
                 <skipped message=\"no example or test would notice\"/>\n    </testcase>\n"
            );
        }
        xml += "  </testsuite>\n";
        Suite { xml, tests, failures }
    }
}
