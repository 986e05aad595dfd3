use super::*;
use crate::content::{Field, FieldType};

fn read(line: &str) -> Result<Content, String> {
    ContentType::post().read(line.as_bytes()).map_err(|problem| problem.to_string())
}

fn field(name: &str) -> FieldId {
    ContentType::post().find(name).unwrap()
}

fn texts(line: &str, name: &str) -> Vec<String> {
    let content = read(line).unwrap();
    let values = content.get(field(name)).iter();
    values
        .map(|value| if let Value::Text(text) = value { text.clone() } else { format!("{value:?}") })
        .collect()
}

#[test]
fn values_go_where_they_are_declared() {
    for (line, name, expected) in [
        (r#"{"text":"a"}"#, "text", &["a"][..]),
        (r#"  {"text": "a\u00e9\n\ud83d\ude00" }  "#, "text", &["aé\n😀"]),
        (r#"{"text":null}"#, "text", &[]),
        (r#"{"hashtags":["a","b"]}"#, "hashtags", &["a", "b"]),
        (r#"{"hashtags":[]}"#, "hashtags", &[]),
        (r#"{"author":{"bio":"x","age":3},"lang":"en"}"#, "author.bio", &["x"]),
        (r#"{"author.bio":"x"}"#, "author.bio", &[]),
        (r#"{"author":null}"#, "author.bio", &[]),
        (r#"{"media":{"ocr":["a"],"ocr":["b","c"]}}"#, "media.ocr", &["b", "c"]),
        (r#"{"author":{"bio":"x"},"author":{"name":"y"}}"#, "author.bio", &[]),
        (r#"{"text":"a","text":null}"#, "text", &[]),
        (r#"{"text":1,"text":"b"}"#, "text", &["b"]),
        (r#"{"author":[{"x":1}],"author":{"bio":"b"}}"#, "author.bio", &["b"]),
        (r#"{"hashtags":[1,2],"hashtags":["b"]}"#, "hashtags", &["b"]),
        (r#"{"t\u0065xt":"a"}"#, "text", &["a"]),
        ("{\"text\":\"nul \\u0000 and \u{7f}\"}", "text", &["nul \0 and \u{7f}"]),
        ("\u{FEFF}{\"text\":\"a\"}", "text", &["a"]),
        (r#"{"id":17}"#, "id", &["17"]),
        (r#"{"id":"a\u00e9"}"#, "id", &["aé"]),
        (r#"{"unknown":{"text":1e999,"x":[{},[]]},"text":"a"}"#, "text", &["a"]),
    ] {
        assert_eq!(texts(line, name), expected, "{line}");
    }
}

#[test]
fn the_id_comes_back_as_it_came() {
    for id in [r#""17""#, "17", "1.50e3", "123456789012345678901234567890", r#""\u00e9""#, "-0"] {
        let content = read(&format!(r#"{{"id": {id} ,"text":""}}"#)).unwrap();
        assert_eq!(content.id.unwrap().get(), id);
    }
    assert!(read(r#"{"id":null}"#).unwrap().id.is_none());
    assert!(read(r#"{"id":7,"id":null}"#).unwrap().id.is_none());
    assert_eq!(read(r#"{"id":true,"id":7}"#).unwrap().id.unwrap().get(), "7");
}

#[test]
fn what_cannot_be_read_says_why() {
    for (line, expected) in [
        ("", "line is not a JSON object"),
        ("17", "line is not a JSON object"),
        ("[{}]", "line is not a JSON object"),
        ("hello", "line is not a JSON object"),
        (r#"{"text":5}"#, "field `text` is a number, expected a string"),
        (r#"{"text":true}"#, "field `text` is a bool, expected a string"),
        (r#"{"text":["a"]}"#, "field `text` is a list, expected a string"),
        (r#"{"text":{"a":{"b":[1]}}}"#, "field `text` is an object, expected a string"),
        (r#"{"hashtags":"a"}"#, "field `hashtags` is a string, expected a list"),
        (r#"{"hashtags":["a",7]}"#, "field `hashtags[1]` is a number, expected a string"),
        (r#"{"hashtags":["a",null]}"#, "field `hashtags[1]` is `null`, expected a string"),
        (r#"{"hashtags":[["a"]]}"#, "field `hashtags[0]` is a list, expected a string"),
        (r#"{"author":"x"}"#, "field `author` is a string, expected an object"),
        (r#"{"author":{"followers":"12"}}"#, "field `author.followers` is a string, expected a number"),
        (r#"{"author":{"verified":1}}"#, "field `author.verified` is a number, expected a bool"),
        (r#"{"created_at":"yesterday"}"#, "field `created_at` is not an RFC 3339 time or a date"),
        (r#"{"created_at":1700000000}"#, "field `created_at` is a number, expected a time"),
        (r#"{"media":{"pdq":["00"]}}"#, "field `media.pdq[0]` is not 64 hexadecimal digits"),
        (r#"{"id":true}"#, "field `id` is a bool, expected a string or a number"),
        (r#"{"id":["a"]}"#, "field `id` is a list, expected a string or a number"),
        (r#"{"text":"\ud83d"}"#, "lone surrogate at byte 9"),
        (r#"{"text":"\udc00 \ud83d\ude00"}"#, "lone surrogate at byte 9"),
        (r#"{"x":["\ud83d"]}"#, "lone surrogate at byte 7"),
        (r#"{"x":{"\ud83d":1}}"#, "lone surrogate at byte 7"),
        (r#"{"\ud83d":1}"#, "lone surrogate at byte 2"),
        (r#"{"id":"\ud83d"}"#, "lone surrogate at byte 7"),
        (r#"{"text":5,"x":["\ud83d"]}"#, "lone surrogate at byte 16"),
        (r#"{"text":"a"} {}"#, "invalid JSON at byte 13: trailing characters"),
        (r#"{"text":"a",}"#, "invalid JSON at byte 12: trailing comma"),
        (r#"{"text":"a"#, "invalid JSON at byte 9: EOF while parsing a string"),
        (
            "{\"text\":\"a\tb\"}",
            "invalid JSON at byte 10: control character (\\u0000-\\u001F) found while parsing a string",
        ),
        (
            "{\"x\":\"a\tb\"}",
            "invalid JSON at byte 6: control character (\\u0000-\\u001F) found while parsing a string",
        ),
        (r#"{"text":'a'}"#, "invalid JSON at byte 8: expected value"),
        (r#"{"author":{"followers":1e999}}"#, "invalid JSON at byte 27: number out of range"),
        ("{", "invalid JSON at byte 0: EOF while parsing an object"),
    ] {
        assert_eq!(read(line).unwrap_err(), expected, "{line}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told_wherever_they_stand() {
    let post = ContentType::post();
    for (line, byte) in
        [(&b"{\"text\":\"\xff\"}"[..], 9), (b"{\"x\":\"a\xed\xa0\x80\"}", 7), (b"\xff\xfe{", 0)]
    {
        assert_eq!(post.read(line), Err(Unreadable::InvalidUtf8 { byte }));
    }
}

#[test]
fn depth_costs_no_stack() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(1_000_000), close.repeat(1_000_000));
    assert!(read(&format!("{{\"x\":{},\"text\":\"a\"}}", deep("[", "]"))).is_ok());
    assert!(read(&format!("{{\"x\":{}}}", deep("{\"a\":", "}"))).is_ok());
    let text = read(&format!("{{\"text\":{}}}", deep("[", "]"))).unwrap_err();
    assert_eq!(text, "field `text` is a list, expected a string");
    assert_eq!(read(&deep("[", "]")).unwrap_err(), "line is not a JSON object");
    assert!(read(&"{\"author\":".repeat(1_000_000)).unwrap_err().starts_with("invalid JSON"));
}

#[test]
fn declared_objects_go_as_deep_as_the_json_reader() {
    let name = vec!["a"; 200].join(".");
    let fields = vec![Field { name, ty: FieldType::Text, list: false }];
    let nested = ContentType { name: "nested".to_owned(), fields };
    let line = format!("{}\"x\"{}", "{\"a\":".repeat(200), "}".repeat(200));
    assert!(matches!(nested.read(line.as_bytes()), Err(Unreadable::NestingTooDeep { .. })));
}

#[test]
fn a_list_of_absurd_length_is_refused() {
    let line = format!("{{\"hashtags\":[{}\"\"]}}", "\"\",".repeat(70_000));
    assert_eq!(read(&line).unwrap_err(), "field `hashtags` has more than 65536 elements");
}

#[test]
fn buffers_are_reused_without_a_trace_of_the_record_before() {
    let mut reader = Reader::new(&ContentType::post());
    let mut content = Content::default();
    let lines = [
        r#"{"id":1,"text":"a long text","hashtags":["x","y"],"author":{"followers":3}}"#,
        r#"{"text":"b"}"#,
        r#"{"text":5}"#,
        r#"{"hashtags":["z"]}"#,
    ];
    for line in lines {
        let fresh = ContentType::post().read(line.as_bytes());
        let reused = reader.read_into(&mut content, line.as_bytes());
        assert_eq!(reused, fresh.clone().map(|_| ()));
        if let Ok(fresh) = fresh {
            assert_eq!(content, fresh);
        }
    }
}

#[test]
fn values_of_serde_json_are_read_as_their_text() {
    let value = serde_json::json!({"text": "a", "author": {"followers": 3}});
    let content = ContentType::post().read_value(&value).unwrap();
    assert_eq!(content.get(field("author.followers")), [Value::Number(3.0)]);
    let wrong = ContentType::post().read_value(&serde_json::json!({"text": 1}));
    assert_eq!(wrong.unwrap_err().to_string(), "field `text` is a number, expected a string");
}

#[test]
fn blank_lines_are_known() {
    for (line, blank) in
        [("", true), (" \t\r", true), ("\u{FEFF}", true), ("\u{FEFF} {", false), ("x", false)]
    {
        assert_eq!(Reader::is_blank(line.as_bytes()), blank, "{line:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 5_000, ..Default::default() })]

    /// The JSON library's own tree of values is the model: what it refuses anywhere is unreadable.
    #[test]
    fn what_is_no_json_is_unreadable_wherever_it_stands(
        changes in proptest::collection::vec((0_usize..200, proptest::prelude::any::<u8>()), 0..4),
        cut in 0_usize..300,
    ) {
        let mut line = br#"{"id":"a\ud83d\ude00","x":[{"y":"\u00e9\ud83d\ude00","z":[1,-2.5e3,true,null]}],"text":"b\n","hashtags":["c","\u0064"],"author":{"bio":"d","followers":3,"verified":false,"q":{}},"created_at":"2026-11-01"}"#.to_vec();
        for (at, byte) in changes {
            let at = at % line.len();
            line[at] = byte;
        }
        line.truncate(cut);
        let read = ContentType::post().read(&line);
        let model = serde_json::from_slice::<serde_json::Value>(&line);
        if read.is_ok() {
            proptest::prop_assert!(model.is_ok_and(|value| value.is_object()), "{}", line.escape_ascii());
        }
    }
}

/// What a fresh reader makes of a line by the visitors alone.
fn read_with_care(content_type: &ContentType, line: &[u8]) -> Result<Content, Unreadable> {
    let mut content = Content::default();
    Reader::new(content_type).read_with_care(&mut content, line).map(|()| content)
}

/// Lines as platforms write them, and some that are just not ordinary.
const LINES: [&str; 10] = [
    r#"{"id": "1700000000000000000", "text": "\u0646\u0648 \ud83d\udd4a\ufe0f", "author": {"handle": "o63xq0ty", "bio": "\u062f\u0631"}, "lang": "fa", "platform": "x", "created_at": "2025-04-21T19:27:35Z", "hashtags": []}"#,
    r#"{"id":17,"text":"Kanal heute Nacht 🚤","author":{"followers":1200,"verified":true,"created_at":"2020-01-01"},"hashtags":["a","b\"c"],"links":[],"media":{"ocr":["x"],"pdq":["00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff"]}}"#,
    r#"{"id":"a\ud83d\ude00","x":[{"y":"\u00e9\ud83d\ude00","z":[1,-2.5e3,true,null]}],"text":"b\n","hashtags":["c","\u0064"],"author":{"bio":"d","followers":-0,"verified":false,"q":{}},"created_at":"2026-11-01"}"#,
    r#"{"id":1.5e3,"author":{"followers":12345678901234567890123,"name":null},"title":null,"hashtags":null,"x":{"deep":[[[{}]]]},"platform":""}"#,
    r#" { "text" : "a" , "text" : "b" , "author" : { "bio" : "x" } , "author" : null } "#,
    r#"{"text":"\\\\","title":"\\\"","x":"\\","lang":"\/\b\f\r\t"}"#,
    r#"{"author":{"followers":0.1},"x":-0,"y":1E+5,"z":0.10e-2,"t":true,"f":false,"n":null,"id":null}"#,
    r#"{"media":null,"author":{},"hashtags":["",""],"links":["http:\/\/a.example\/?b=c&d"],"text":""}"#,
    r#"{"created_at":"2026-02-29","author":{"followers":1e999},"media":{"sha256":["00"]},"id":[]}"#,
    r#"{}"#,
];

/// Pieces of JSON that lines are put together from.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\t",
    "\"",
    "\\",
    "\"text\":",
    "\"id\":",
    "\"author\":{",
    "\"bio\":",
    "\"hashtags\":[",
    "\"followers\":",
    "\"verified\":",
    "\"created_at\":",
    "\"media\":{",
    "\"pdq\":[",
    "\"x\":",
    "\"a\"",
    "\"é🚤\"",
    "\"\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\n\\\"\"",
    "\"2026-11-01\"",
    "\"2026-11-01T00:00:00Z\"",
    "1",
    "0",
    "-0",
    "01",
    "1.5",
    "1e5",
    "1e999",
    "12345678901234567890",
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "\u{1f}",
    "\r",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 20_000, ..Default::default() })]

    #[test]
    fn ordinary_lines_are_read_as_any_other(
        base in 0..LINES.len(),
        other in 0..LINES.len(),
        kept in 0_u16..3,
        changes in proptest::collection::vec((0_usize..300, proptest::prelude::any::<u8>()), 0..3),
        pieces in proptest::collection::vec((0_usize..300, 0_usize..10, proptest::sample::select(&PIECES[..])), 0..3),
        cut in 0_usize..1_000,
    ) {
        let mut line = LINES[base].as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at % line.len();
            line[at] = byte;
        }
        for (at, removed, piece) in pieces {
            let at = at % line.len();
            let end = line.len().min(at + removed);
            line.splice(at..end, piece.bytes());
        }
        line.truncate(cut);
        let post = ContentType::post();
        let expected = read_with_care(&post, &line);
        proptest::prop_assert_eq!(&post.read(&line), &expected, "{}", line.escape_ascii());
        // What was read before changes nothing, whether it was alike or not.
        let mut reader = Reader::new(&post);
        for before in [LINES[base].as_bytes(), LINES[other].as_bytes(), &line] {
            let _ = reader.read(before);
            proptest::prop_assert_eq!(&reader.read(&line), &expected, "{}", line.escape_ascii());
        }
        let mut some = Reader::of_fields(&post, |field| field.0 % 3 == kept);
        let expected = expected.map(|mut content| {
            let fields = content.values.iter_mut().enumerate();
            fields.filter(|(field, _)| *field as u16 % 3 != kept).for_each(|(_, values)| values.clear());
            content
        });
        proptest::prop_assert_eq!(some.read(&line), expected, "{}", line.escape_ascii());
    }

    #[test]
    fn pieces_are_read_as_any_line(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..12),
    ) {
        let line = format!("{{{}}}", pieces.concat());
        let post = ContentType::post();
        let read = post.read(line.as_bytes());
        proptest::prop_assert_eq!(read, read_with_care(&post, line.as_bytes()), "{}", line.escape_debug());
    }
}

#[test]
fn lines_of_platforms_are_ordinary() {
    let post = ContentType::post();
    for line in &LINES[..4] {
        let mut reader = Reader::new(&post);
        let mut content = Content::default();
        reader.clear(&mut content);
        let mut state = reader.state(&mut content);
        assert!(quick::read(line, &mut state).is_some(), "{line}");
        assert_eq!(Ok(content), read_with_care(&post, line.as_bytes()));
    }
}
