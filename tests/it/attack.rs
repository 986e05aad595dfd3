//! The shipped package stands up to disguise.

use std::path::Path;

use varne::package::Package;
use varne::{attack, sema};

/// The share of disguised variants that must still be caught.
const MUST: f64 = 0.97;

#[test]
fn the_shipped_package_is_read_through_disguise() {
    let package = Package::read_from_disk(Path::new("policies")).expect("the package is there");
    let analysis = sema::analyse(&package);
    let policy = analysis.policy.expect("the package is correct");
    for seed in 1..=3 {
        let report = attack::run(&policy, &analysis.sources, seed, None);
        assert!(report.tally.share() >= MUST, "seed {seed}:\n{report}");
        assert!(report.tally.tried >= 30 * report.hits.len(), "thirty variants a hit");
    }
}
