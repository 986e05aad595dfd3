//! From rule sets of `../shared/bench` to Varne: `convert DATA R…` reads `DATA/rR.json` and writes `DATA/rR.varne`.

use std::error::Error;
use std::path::Path;

use peers::ruleset::RuleSet;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((data, sizes)) = arguments.split_first().filter(|(_, sizes)| !sizes.is_empty()) else {
        return Err("usage: convert DATA R…".into());
    };
    for size in sizes {
        let set = RuleSet::read(&Path::new(data).join(format!("r{size}.json")))?;
        std::fs::write(Path::new(data).join(format!("r{size}.varne")), set.to_varne())?;
    }
    Ok(())
}
