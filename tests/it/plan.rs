//! Plans, shown by their cases: the policy and its plan on one page. A case that begins with `// plain`
//! also shows the plan with none of the optional rewrites.

use varne::package::Package;
use varne::plan::{self, Options};
use varne::sema::{self, hir::Policy};

fn policy(source: &str) -> Policy {
    sema::analyse(&Package::from_source("case", source)).policy.expect("a policy without errors")
}

#[test]
fn plans_are_as_shown() {
    insta::glob!("../cases/plan", "*.varne", |path| {
        let source = std::fs::read_to_string(path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let policy = policy(&source);
        let mut page = format!("{}\n\n--- plan\n{}", source.trim_end(), plan::print(&plan::build(&policy)));
        if source.starts_with("// plain") {
            let plain = plan::build_with(&policy, Options::NONE);
            page = format!("{page}\n--- with none of the optional rewrites\n{}", plan::print(&plain));
        }
        insta::with_settings!({
            prepend_module_to_snapshot => false, snapshot_path => "../cases/plan", omit_expression => true,
            snapshot_suffix => ""
        }, {
            insta::assert_snapshot!(name, page);
        });
    });
}

#[test]
fn stats_count_what_a_plan_holds() {
    let source = r#"
        lexicon craft { en "small boat*", "dingh[y|ies]" }
        rule named { when craft then review because "names a craft" }
        rule quiet { when not craft and lang == "en" then review because "names none" }
        rule called { when phone near craft then review because "names a craft and a number" }
    "#;
    let policy = policy(source);
    let stats = plan::stats(&plan::build(&policy));
    assert_eq!((stats.rules, stats.always, stats.checked), (3, 0, 1), "{stats}");
    assert_eq!((stats.patterns, stats.variants, stats.words), (2, 4, 5), "{stats}");
}
