//! Figures that an evaluation must reach. In: a report and the least or most that is asked for. Out: what was not reached,
//! and by how much. A figure that cannot be computed reaches nothing.

use super::figures;
use super::report::Report;

/// What is asked for, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gate {
    /// The least precision.
    pub min_precision: Option<f64>,
    /// The least recall.
    pub min_recall: Option<f64>,
    /// The largest share of benign posts that may be acted on.
    pub max_fpr: Option<f64>,
}

impl Gate {
    /// A line for everything that was not reached; none where all was.
    #[must_use]
    pub fn failures(&self, report: &Report) -> Vec<String> {
        let overall = &report.overall;
        let value = |estimate: Option<super::Estimate>| estimate.map(|estimate| estimate.value);
        let least = |name: &str, found: Option<f64>, asked: Option<f64>, nothing: &str| {
            let asked = asked?;
            match found {
                Some(found) if found >= asked => None,
                Some(found) => Some(format!(
                    "{name} is {}, {} below the {} that `--min-{name}` asks for",
                    percent(found),
                    points(asked - found),
                    percent(asked)
                )),
                None => Some(format!("{name} cannot be computed: {nothing}")),
            }
        };
        let precision =
            least("precision", value(overall.precision), self.min_precision, "no post was acted on");
        let recall = least("recall", value(overall.recall), self.min_recall, "no post is labelled positive");
        let most = self.max_fpr.and_then(|asked| match value(overall.false_positive_rate) {
            Some(found) if found <= asked => None,
            Some(found) => Some(format!(
                "the false positive rate is {}, {} above the {} that `--max-fpr` allows",
                percent(found),
                points(found - asked),
                percent(asked)
            )),
            None => {
                Some("the false positive rate cannot be computed: no post is labelled negative".to_owned())
            }
        });
        [precision, recall, most].into_iter().flatten().collect()
    }
}

/// A share with as many digits as tell it from its neighbours in a million posts.
fn percent(share: f64) -> String {
    format!("{} %", figures::digits(share * 100.0, 4))
}

fn points(difference: f64) -> String {
    format!("{} points", figures::digits(difference * 100.0, 4))
}
