//! Numbering plans: from the metadata of libphonenumber to the source of a table. Of each plan only what tells whether digits are one
//! of its numbers is kept: the crate makes all of its expressions when it is first asked, which takes as long as many thousand posts.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use phonenumber::Metadata;
use phonenumber::metadata::DATABASE;

/// Codes of no country; the metadata lists them under one name, so that they have to be asked for.
const WORLDWIDE: [u16; 9] = [800, 808, 870, 878, 881, 882, 883, 888, 979];

/// The table, by code with the main plan first.
pub(crate) fn table() -> String {
    let codes: BTreeSet<u16> = DATABASE.iter().map(Metadata::country_code).chain(WORLDWIDE).collect();
    let plans: Vec<&Metadata> = codes.iter().filter_map(|code| DATABASE.by_code(code)).flatten().collect();
    let mut out = String::from(
        "//! Made by `cargo run --manifest-path tools/tables/Cargo.toml` from the metadata of libphonenumber (Apache-2.0), as the\n\
         //! `phonenumber` crate carries it; do not edit. `--check` tells whether this file is current.\n\n\
         use super::plans::{Plan, plan as p};\n\n\
         /// By country code, the main plan of a code first: country, code, trunk digits, how numbers begin, and valid ones.\n\
         #[rustfmt::skip]\n",
    );
    let _ = writeln!(out, "pub(super) static PLANS: [Plan; {}] = [", plans.len());
    for plan in plans {
        let country = Some(plan.id()).filter(|id| *id != "001");
        let _ = writeln!(
            out,
            "    p({country:?}, {}, {:?}, r\"{}\", r\"{}\"),",
            plan.country_code(),
            plan.national_prefix(),
            plan.leading_digits().map_or_else(String::new, |leading| compact(leading.as_str())),
            valid(plan),
        );
    }
    out + "];\n"
}

/// An expression for all valid national numbers.
fn valid(plan: &Metadata) -> String {
    let kinds = plan.descriptors();
    let kinds = [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.personal_number(),
        kinds.voip(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
    ];
    let mut patterns: Vec<String> = Vec::new();
    for kind in kinds.into_iter().flatten() {
        let pattern = compact(kind.national_number().as_str());
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns.join("|")
}

/// Without the blanks that the metadata is laid out with.
fn compact(pattern: &str) -> String {
    pattern.split_whitespace().collect()
}
