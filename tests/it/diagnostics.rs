//! How diagnostics are shown. Each case is a text in which `⟦…⟧` is the place of a diagnostic and `⟪…⟫`
//! a related one; the snapshots in `tests/cases/diag/` show it, escaped, above what is drawn.

use varne::diag::{self, Code, Diagnostic, Edit, Format, Level, Options, Related};
use varne::source::{Source, Sources};
use varne::span::{FileId, Place, Span};

use proptest::prelude::*;

/// Takes the marks out of a text: the places of `⟦…⟧` and of `⟪…⟫`.
fn unmark(marked: &str) -> (String, Vec<Span>, Vec<Span>) {
    let (mut text, mut main, mut related, mut open) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    for character in marked.chars() {
        let here = text.len() as u32;
        match character {
            '⟦' | '⟪' => open.push(here),
            '⟧' => main.push(Span::new(open.pop().expect("an opening mark"), here)),
            '⟫' => related.push(Span::new(open.pop().expect("an opening mark"), here)),
            _ => text.push(character),
        }
    }
    (text, main, related)
}

/// One diagnostic per `⟦…⟧`; the first has the related places of all files.
fn diagnostics(files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    let (mut sources, mut diagnostics, mut others) = (Sources::default(), Vec::new(), Vec::new());
    for (name, marked) in files {
        let (text, main, related) = unmark(marked);
        let file = sources.add(Source::new(*name, text));
        diagnostics.extend(main.into_iter().map(|span| unknown(Place::new(file, span))));
        others.extend(related.into_iter().map(|span| Place::new(file, span)));
    }
    let related = |place| Related { place, message: "`uk` is declared here".to_owned() };
    diagnostics[0].related.extend(others.into_iter().map(related));
    (sources, diagnostics)
}

fn unknown(place: Place) -> Diagnostic {
    Diagnostic {
        code: Code::UnknownName,
        level: Level::Error,
        message: "unknown name `ukk`".to_owned(),
        place,
        label: "nothing here is called `ukk`".to_owned(),
        related: Vec::new(),
        help: Some("write `uk`".to_owned()),
        fix: Vec::new(),
    }
}

fn files_page(files: &[(&str, &str)]) -> String {
    let (sources, diagnostics) = diagnostics(files);
    let mut page = String::new();
    for (name, text) in files {
        let shown =
            if text.len() < 300 { text.escape_debug().to_string() } else { format!("{} bytes", text.len()) };
        page.push_str(&format!("{name}: {shown}\n"));
    }
    let drawn = diag::render(&diagnostics, &sources, Format::Text, &Options::default());
    // Isolates take no column; without them the page reads the same in every editor.
    page + "\n" + &drawn.replace(['\u{2066}', '\u{2069}'], "")
}

#[track_caller]
fn snapshot(name: &str, page: &str) {
    let settings = {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../cases/diag");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    };
    settings.bind(|| insta::assert_snapshot!(name, page));
}

#[test]
fn text_of_one_file() {
    let long_before = format!("{}⟦ukk⟧{}", "boat ".repeat(60), " near".repeat(60));
    let megabyte = format!("signal a = ⟦{}⟧ or uk", "x".repeat(1 << 20));
    let late = format!("{}signal a = ⟦ukk⟧\n", "// a line\n".repeat(12_344));
    let far = format!("lexicon ⟪uk⟫ {{\n{}}}\nsignal a = ⟦ukk⟧\n", "  en \"dover\"\n".repeat(50));
    let long_message = "signal a = ⟦ukk⟧";
    let cases: &[(&str, &str)] = &[
        ("plain", "signal a = ⟦ukk⟧ near price\n"),
        ("related_above", "lexicon ⟪uk⟫ { en \"dover\" }\n\nsignal a = ⟦ukk⟧\n"),
        ("related_below", "signal a = ⟦ukk⟧\n\nlexicon ⟪uk⟫ { en \"dover\" }\n"),
        ("related_same_line", "signal a = ⟦ukk⟧ near ⟪uk⟫ or ⟪uk⟫\n"),
        ("related_far", &far),
        ("tabs", "rule a {\n\twhen\t\t⟦ukk⟧\tand price\n}\n"),
        ("tab_inside", "signal a = ⟦b\tc⟧ or d\n"),
        ("wide_cjk", "lexicon a { zh \"渡船\", ⟦\"偷渡\"⟧, \"船票\" }\n"),
        ("emoji", "lexicon a { any \"🚤\", \"🛥️\", \"👨‍👩‍👧\", \"🇬🇧\", \"👋🏽\", ⟦\"🚢🚢\"⟧, \"x\" }\n"),
        ("emoji_span", "lexicon a { any \"⟦👨‍👩‍👧⟧\", \"x\" }\n"),
        ("right_to_left", "lexicon a { ar \"قارب\", ⟦\"بلم\"⟧, \"زورق\" }\n"),
        ("right_to_left_inside", "lexicon a { ar \"قارب ⟦صغير⟧ سريع\", \"زورق\" }\n"),
        ("combining_marks", "lexicon a { sq \"gome\u{308}ne\u{301}\", ⟦\"u\u{308}k\u{301}k\"⟧ }\n"),
        ("inside_a_grapheme", "lexicon a { sq \"gome⟦\u{308}⟧ne\" }\n"),
        ("crlf", "rule a {\r\n  when ⟦ukk⟧\r\n}\r\n"),
        ("crlf_across_lines", "rule a {\r\n  when ⟦ukk\r\n  unless uk⟧\r\n}\r\n"),
        ("empty_at_end", "rule a {\n  when price\n⟦⟧"),
        ("empty_at_end_of_line", "rule a {\n  when⟦⟧\n}\n"),
        ("empty_inside", "rule a { when ⟦⟧}\n"),
        ("empty_file", "⟦⟧"),
        ("line_break_alone", "signal a =⟦\n⟧\n"),
        ("two_lines", "signal a = ⟦ukk\n  near price⟧\n"),
        ("many_lines", "⟦rule a {\n  when x\n  then remove\n  severity high\n}⟧\n"),
        ("byte_order_mark", "\u{feff}⟦signal⟧ a = b\n"),
        ("bidi_control", "lexicon a { en \"bo⟦\u{202e}⟧at\" }\n"),
        ("invisible", "lexicon a { en ⟦\"\u{200b}\u{200d}\"⟧, \"\u{0}\u{1b}[31m\" }\n"),
        ("zero_width_in_word", "lexicon a { fa \"می\u{200c}روم\", ⟦\"می\u{200c}رویم\"⟧ }\n"),
        ("unicode_line_breaks", "signal a = \"b\u{2028}c\u{85}d\u{b}e\rf\" or ⟦ukk⟧\n"),
        ("long_line", &long_before),
        ("line_of_a_megabyte", &megabyte),
        ("late_line", &late),
        ("no_break_at_end", long_message),
    ];
    for (name, text) in cases {
        snapshot(&format!("text_{name}"), &files_page(&[("a.varne", text)]));
    }
}

#[test]
fn text_of_several_files() {
    let files = [
        ("crossings.varne", "use lexicon.places.{⟦ukk⟧}\n"),
        ("lexicon/places.varne", "// é\n\tlexicon ⟪uk⟫ { ar \"المملكة\" }\nlexicon ⟪uk⟫ { }\n"),
    ];
    snapshot("text_several_files", &files_page(&files));
}

/// Two files with every part a diagnostic can have.
fn full() -> (Sources, Vec<Diagnostic>) {
    let files = [
        ("crossings.varne", "signal a =\t\"é\" near ⟦ukk⟧\r\nsignal b = ⟦x\r\n  y⟧\n"),
        ("lexicon/my places, 100%.varne", "lexicon ⟪uk⟫ {}\n"),
    ];
    let (sources, mut diagnostics) = diagnostics(&files);
    let place = diagnostics[0].place;
    diagnostics[0].fix.push(Edit { place, text: "uk".to_owned() });
    diagnostics[1].level = Level::Warning;
    diagnostics[1].message = "100% of `x`\nare unknown".to_owned();
    diagnostics[1].help = None;
    (sources, diagnostics)
}

#[test]
fn formats_for_programs() {
    let (sources, diagnostics) = full();
    let options = Options { root: "policies/".to_owned(), ..Options::default() };
    let render = |format| diag::render(&diagnostics, &sources, format, &options);
    snapshot("format_text", &render(Format::Text));
    snapshot("format_json", &render(Format::Json));
    snapshot("format_github", &render(Format::Github));
    let mut log: serde_json::Value = serde_json::from_str(&render(Format::Sarif)).expect("a JSON document");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "VERSION".into();
    driver["rules"][0]["help"] = "PAGE".into();
    snapshot("format_sarif", &serde_json::to_string_pretty(&log).expect("JSON"));
}

#[test]
fn colour_only_when_asked_for() {
    let (sources, diagnostics) = full();
    let render = |colour| {
        let options = Options { colour, ..Options::default() };
        diag::render(&diagnostics, &sources, Format::Text, &options)
    };
    assert!(!render(false).contains('\u{1b}'));
    let coloured = render(true);
    assert!(coloured.starts_with("\u{1b}[31merror[E201]\u{1b}[0m: unknown name"), "{coloured:?}");
    let mut plain = String::new();
    let mut escape = false;
    for character in coloured.chars() {
        match character {
            '\u{1b}' => escape = true,
            'm' if escape => escape = false,
            _ if !escape => plain.push(character),
            _ => {}
        }
    }
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(&plain), trimmed(&render(false)));
}

#[test]
fn many_diagnostics_in_a_large_file() {
    let mut sources = Sources::default();
    let line = "signal a = قارب or ukk near price(amount > 12)\n";
    let lines = (10 << 20) / line.len() as u32;
    let file = sources.add(Source::new("a.varne", line.repeat(lines as usize)));
    let at =
        |number: u32| Place::new(file, Span::new(number * line.len() as u32, number * line.len() as u32 + 6));
    let many: Vec<Diagnostic> = (0..10_000)
        .map(|index| unknown(at(index * (lines / 10_000))).with_related(at(lines - 1), "end"))
        .collect();
    let text = diag::render(&many, &sources, Format::Text, &Options::default());
    assert_eq!(text.matches("error[E201]").count(), diag::SHOWN);
    assert!(text.ends_with("10000 errors; 100 of them shown\n"));
    assert!(text.len() < 100_000, "{} bytes", text.len());
    let json = diag::render(&many, &sources, Format::Json, &Options::default());
    assert_eq!(json.lines().count(), 10_000);
}

#[test]
fn many_diagnostics_in_one_long_line() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.varne", "é or ".repeat(2 << 20)));
    let at = |index: u32| Place::new(file, Span::new(index * 6, index * 6 + 2));
    let many: Vec<Diagnostic> = (0..10_000).map(|index| unknown(at(index * 100))).collect();
    let text = diag::render(&many, &sources, Format::Text, &Options::default());
    assert!(text.len() < 100_000, "{} bytes", text.len());
    assert!(text.contains("a.varne:1:501 ]"), "columns count characters");
    let json = diag::render(&many, &sources, Format::Json, &Options::default());
    assert!(json.lines().last().expect("a line").contains("\"column\":4999501"));
}

#[test]
fn errors_are_shown_before_warnings() {
    let (sources, diagnostics) = full();
    let mut many = vec![diagnostics[1].clone(); 300];
    many.push(diagnostics[0].clone());
    let text = diag::render(&many, &sources, Format::Text, &Options { limit: 3, ..Options::default() });
    assert_eq!(text.matches("warning[E201]").count(), 2);
    assert_eq!(text.matches("error[E201]").count(), 1);
    assert!(text.ends_with("1 error, 300 warnings; 3 of them shown\n"));
}

#[test]
fn sorted_by_file_name_place_and_code_without_repeats() {
    let mut sources = Sources::default();
    let later = sources.add(Source::new("b.varne", "aaa bbb"));
    let earlier = sources.add(Source::new("a.varne", "aaa bbb"));
    let at = |file: FileId, start, message: &str| {
        let diagnostic = unknown(Place::new(file, Span::new(start, start + 3)));
        Diagnostic { message: message.to_owned(), ..diagnostic }
    };
    let mut list = vec![
        at(later, 0, "one"),
        at(earlier, 4, "two"),
        at(earlier, 4, "one"),
        at(later, 0, "one"),
        Diagnostic { code: Code::Unexpected, ..at(earlier, 4, "two") },
        at(earlier, 0, "one"),
    ];
    diag::sort(&mut list, &sources);
    let found: Vec<_> = list
        .iter()
        .map(|it| {
            let name = &sources.get(it.place.file).name;
            format!("{name} {} {} {}", it.place.span.start, it.code, it.message)
        })
        .collect();
    assert_eq!(
        found,
        [
            "a.varne 0 E201 one",
            "a.varne 4 E101 two",
            "a.varne 4 E201 one",
            "a.varne 4 E201 two",
            "b.varne 0 E201 one"
        ]
    );
}

#[test]
fn the_summary_counts() {
    let of = |errors: usize, warnings: usize| {
        let error = unknown(Place::default());
        let warning = Diagnostic { level: Level::Warning, ..error.clone() };
        diag::summary(&[vec![error; errors], vec![warning; warnings]].concat())
    };
    assert_eq!(of(0, 0), "no problems");
    assert_eq!(of(1, 0), "1 error");
    assert_eq!(of(3, 1), "3 errors, 1 warning");
    assert_eq!(of(0, 2), "2 warnings");
}

#[test]
fn nothing_to_show() {
    let sources = Sources::default();
    for format in [Format::Text, Format::Json, Format::Github] {
        assert_eq!(diag::render(&[], &sources, format, &Options::default()), "");
    }
    let log = diag::render(&[], &sources, Format::Sarif, &Options::default());
    assert!(log.contains("\"results\": []"));
}

#[test]
fn places_that_do_not_exist_are_drawn_at_the_end() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.varne", "é\nb"));
    for (start, end) in [(99, 120), (1, 1), (1, 99), (3, 0), (u32::MAX, u32::MAX)] {
        let diagnostic = unknown(Place::new(file, Span { start, end }));
        for format in [Format::Text, Format::Json, Format::Github, Format::Sarif] {
            assert_ne!(
                diag::render(std::slice::from_ref(&diagnostic), &sources, format, &Options::default()),
                ""
            );
        }
    }
}

/// Texts of characters that are hard to draw.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "boat ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "é",
        "e\u{301}",
        "\u{301}",
        "渡",
        "👨‍👩‍👧",
        "🇬🇧",
        "قارب",
        "\u{202e}",
        "\u{feff}",
        "\u{200c}",
        "\u{2028}",
        "\0",
        "\u{1}",
        "\u{1}0\u{1}:1",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_place_of_any_text_can_be_drawn(
        texts in prop::collection::vec(hard_text(), 1..3),
        places in prop::collection::vec((0_u32..2, 0_u32..300, 0_u32..300), 1..6),
        message in hard_text(),
    ) {
        let mut sources = Sources::default();
        for (index, text) in texts.iter().enumerate() {
            sources.add(Source::new(format!("{index}.varne"), text.as_str()));
        }
        let place = |&(file, start, end): &(u32, u32, u32)| {
            Place::new(FileId(file % texts.len() as u32), Span { start, end })
        };
        let mut diagnostic = unknown(place(&places[0]));
        diagnostic.message = message.clone();
        diagnostic.label = message;
        for other in &places[1..] {
            diagnostic = diagnostic.with_related(place(other), "related");
        }
        let at = sources.get(diagnostic.place.file);
        let position = at.line_column(diagnostic.place.span.start);
        let heading = format!("[ {}:{}:{} ]", at.name, position.line, position.column);
        let drawn = diag::render(&[diagnostic], &sources, Format::Text, &Options::default());
        prop_assert!(drawn.contains(&heading), "{heading} in\n{drawn}");
        prop_assert!(!drawn.contains(|character: char| character.is_control() && character != '\n'));
        prop_assert!(drawn.lines().all(|line| line.chars().count() < 1_500), "{drawn}");
    }
}
