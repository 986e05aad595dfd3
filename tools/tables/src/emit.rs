//! Lays the classes out as a two-level table and prints it as Rust.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::class::{Class, Kind, Unicode};
use crate::lookalike;

/// Code points of a page.
const PAGE: usize = 64;
/// Beyond this only the tag plane differs from a separator.
const LIMIT: u32 = 0x3FC40;

struct Row {
    class: Class,
    merged: String,
    identity: bool,
}

pub fn tables() -> String {
    let unicode = Unicode::new();
    let letters = lookalike::letters(&unicode);
    let merges = lookalike::merges(&unicode, &letters);
    let mut layout = Layout::default();
    // The classes that code points beyond the table have, at fixed places.
    layout.entry(&unicode, '\u{10FFFF}', &merges);
    layout.entry(&unicode, '\u{E0001}', &merges);
    layout.entry(&unicode, '\u{E0061}', &merges);
    let mut page = Vec::with_capacity(PAGE);
    for point in 0..LIMIT {
        let entry = char::from_u32(point).map_or(0, |c| layout.entry(&unicode, c, &merges));
        page.push(entry);
        if page.len() == PAGE {
            layout.page(std::mem::take(&mut page));
        }
    }
    for c in ('\0'..=char::MAX).skip_while(|&c| (c as u32) < LIMIT) {
        let expected = match c as u32 {
            0xE0020..=0xE007F => 2,
            0xE0000..=0xE0FFF => 1,
            _ => 0,
        };
        assert_eq!(layout.entry(&unicode, c, &merges), expected, "U+{:04X} needs a greater limit", c as u32);
    }
    layout.print()
}

#[derive(Default)]
struct Layout {
    entries: BTreeMap<String, u16>,
    printed: Vec<String>,
    folds: String,
    pages: BTreeMap<Vec<u16>, u16>,
    index: Vec<u16>,
    leaves: Vec<u16>,
}

impl Layout {
    fn entry(&mut self, unicode: &Unicode, c: char, merges: &BTreeMap<char, char>) -> u16 {
        let class = unicode.class(c);
        let merged: String = class.native.chars().map(|n| *merges.get(&n).unwrap_or(&n)).collect();
        let own = c.to_string();
        let identity = class.native == own && merged == own;
        let line = self.line(unicode, &Row { class, merged, identity });
        if let Some(&known) = self.entries.get(&line) {
            return known;
        }
        let number = u16::try_from(self.printed.len()).expect("fewer than 65,536 different entries");
        self.entries.insert(line.clone(), number);
        self.printed.push(line);
        number
    }

    fn line(&mut self, unicode: &Unicode, row: &Row) -> String {
        let class = &row.class;
        let mut flags = 0;
        let plain = plain(row);
        for (bit, set) in [
            (1, class.nonspacing),
            (2, class.bare),
            (4, class.dense),
            (8, class.latin),
            (16, class.stroked),
            (32, row.identity),
            (64, class.kind == Kind::Letter && class.native.chars().nth(1).is_some()),
            (256, class.composes),
            (512, plain.is_some()),
            (128, class.bare || row.merged != class.native),
            (1024, class.upper),
            (2048, class.lower),
        ] {
            flags |= if set { bit } else { 0 };
        }
        let letters = if class.kind == Kind::Letter {
            class.native.chars().filter(|&n| !unicode.is_mark(n) && !n.is_ascii_digit()).count()
        } else {
            0
        };
        let (merged, native) =
            if row.identity { ((0, 0), (0, 0)) } else { (self.fold(&row.merged), self.fold(&class.native)) };
        format!(
            "e(Kind::{:?}, {flags}, {}, {letters}, {}, {}, {}, {}, '\\u{{{:X}}}')",
            class.kind,
            class.combining,
            merged.0,
            merged.1,
            native.0,
            native.1,
            plain.unwrap_or_default() as u32
        )
    }

    fn fold(&mut self, text: &str) -> (usize, usize) {
        let at = self.folds.find(text).unwrap_or_else(|| {
            self.folds.push_str(text);
            self.folds.len() - text.len()
        });
        (at, text.len())
    }

    fn page(&mut self, page: Vec<u16>) {
        let next = u16::try_from(self.leaves.len() / PAGE).expect("fewer than 65,536 pages");
        let number = *self.pages.entry(page.clone()).or_insert_with(|| {
            self.leaves.extend(&page);
            next
        });
        self.index.push(number);
    }

    fn print(&self) -> String {
        let (major, minor, _) = unicode_security::UNICODE_VERSION;
        let mut out = HEADER.replace("UNICODE_VERSION", &format!("{major}.{minor}"));
        let _ = writeln!(out, "pub(super) const LIMIT: u32 = {LIMIT:#X};\n");
        numbers(&mut out, "/// Which leaf holds a page.", "INDEX", &self.index);
        numbers(&mut out, "/// Entries of the code points, page by page.", "LEAVES", &self.leaves);
        let _ = writeln!(
            out,
            "/// What code points are and fold to.\n#[rustfmt::skip]\npub(super) static ENTRIES: [Entry; {}] = [",
            self.printed.len()
        );
        for line in &self.printed {
            let _ = writeln!(out, "    {line},");
        }
        out.push_str(
            "];\n\n/// The folds, overlapping.\n#[rustfmt::skip]\npub(super) static FOLDS: &str = \"\\\n",
        );
        let folds: Vec<char> = self.folds.chars().collect();
        for chunk in folds.chunks(80) {
            for c in chunk {
                if c.is_ascii_graphic() && !matches!(c, '"' | '\\') {
                    out.push(*c);
                } else {
                    let _ = write!(out, "\\u{{{:X}}}", *c as u32);
                }
            }
            out.push_str("\\\n");
        }
        out.push_str("\";\n");
        out
    }
}

/// What a letter or digit folds to where that is one character, NUL for itself. Not where it may compose with what
/// stands before it, nor in scripts without spaces.
fn plain(row: &Row) -> Option<char> {
    let mut chars = row.merged.chars();
    let only = chars.next().filter(|_| chars.next().is_none() && !row.class.composes);
    let word = matches!(row.class.kind, Kind::Letter | Kind::Digit) && !row.class.dense;
    only.filter(|_| word).map(|only| if row.identity { '\0' } else { only })
}

fn numbers(out: &mut String, about: &str, name: &str, numbers: &[u16]) {
    let _ =
        writeln!(out, "{about}\n#[rustfmt::skip]\npub(super) static {name}: [u16; {}] = [", numbers.len());
    for row in numbers.chunks(24) {
        let row: Vec<String> = row.iter().map(u16::to_string).collect();
        let _ = writeln!(out, "    {},", row.join(","));
    }
    out.push_str("];\n\n");
}

const HEADER: &str = "//! Made by `cargo run --manifest-path tools/tables/Cargo.toml` from Unicode UNICODE_VERSION data; do not edit.
//! Comes in: a code point. Goes out: what it is and what it folds to. `--check` tells whether this file is current.

use super::fold::{Entry, Kind, entry as e};

/// Code points below are in the table; beyond, tags and ignorables aside, all separate.
";
