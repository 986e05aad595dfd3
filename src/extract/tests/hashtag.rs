//! Hashtags.

use super::{Row, attributes, check};
use crate::extract::Extractor::Hashtag;

const ROWS: &[Row<'_>] = &[
    ("#boat", &[("#boat", "#boat")]),
    ("#Boat", &[("#Boat", "#boat")]),
    ("#ChannelCrossing", &[("#ChannelCrossing", "#channelcrossing")]),
    ("#boat_to_uk", &[("#boat_to_uk", "#boat_to_uk")]),
    ("#boat24", &[("#boat24", "#boat24")]),
    ("#24boat", &[("#24boat", "#24boat")]),
    ("＃boat", &[("＃boat", "#boat")]),
    ("﹟boat", &[("﹟boat", "#boat")]),
    ("#ｂｏａｔ", &[("#ｂｏａｔ", "#boat")]),
    ("#𝐁𝐨𝐚𝐭", &[("#𝐁𝐨𝐚𝐭", "#boat")]),
    ("(#boat)", &[("#boat", "#boat")]),
    ("#boat, #uk.", &[("#boat", "#boat"), ("#uk", "#uk")]),
    ("#boat#uk", &[("#boat", "#boat"), ("#uk", "#uk")]),
    ("##boat", &[("#boat", "#boat")]),
    ("\"#boat\"", &[("#boat", "#boat")]),
    ("#boat-trip", &[("#boat", "#boat")]),
    ("#don't", &[("#don", "#don")]),
    ("🚤#boat🚤", &[("#boat", "#boat")]),
    ("new\n#boat\n", &[("#boat", "#boat")]),
    ("#café", &[("#café", "#cafe")]),
    ("#cafe\u{301}", &[("#cafe\u{301}", "#cafe")]),
    ("#Angli", &[("#Angli", "#angli")]),
    ("#İngiltere", &[("#İngiltere", "#ingiltere")]),
    ("#Đường", &[("#Đường", "#duong")]),
    ("#هجرة", &[("#هجرة", "#هجره")]),
    ("#بريطانيا", &[("#بريطانيا", "#بريطانيا")]),
    ("#تیک\u{200C}تاک", &[("#تیک\u{200C}تاک", "#تيكتاك")]),
    ("#እንግሊዝ", &[("#እንግሊዝ", "#እንግሊዝ")]),
    ("#ਕਿਸ਼ਤੀ", &[("#ਕਿਸ਼ਤੀ", "#ਕਿਸ਼ਤੀ")]),
    ("#ไทย", &[("#ไทย", "#ไทย")]),
    ("#日本語", &[("#日本語", "#日本語")]),
    ("#boat！", &[("#boat", "#boat")]),
    ("#_boat", &[("#_boat", "#_boat")]),
    ("#a", &[("#a", "#a")]),
    ("#fff", &[("#fff", "#fff")]),
    ("#boat\u{FE0F}", &[("#boat", "#boat")]),
    ("#bo\u{200B}at", &[("#bo\u{200B}at", "#boat")]),
    ("#boat @name #uk", &[("#boat", "#boat"), ("#uk", "#uk")]),
    ("Stop the boats! #StopTheBoats", &[("#StopTheBoats", "#stoptheboats")]),
    ("#", &[]),
    ("##", &[]),
    ("####", &[]),
    ("# boat", &[]),
    ("#1", &[]),
    ("#2025", &[]),
    ("#٣٠", &[]),
    ("#_", &[]),
    ("#-boat", &[]),
    ("C#", &[]),
    ("C#major", &[]),
    ("page#part", &[]),
    ("https://example.com/#part", &[]),
    ("&#39;s", &[]),
    ("&#x27;", &[]),
    ("#️⃣boat", &[]),
    ("#️⃣ 1️⃣", &[]),
    ("order #123456", &[]),
    ("27/7/2022", &[]),
    ("21:30", &[]),
    ("ISBN 978-0-306-40615-7", &[]),
    ("won 3-0", &[]),
    ("2.500", &[]),
    ("192.168.0.1", &[]),
    ("boat", &[]),
    ("", &[]),
];

#[test]
fn hashtags_and_what_is_none() {
    check(Hashtag, None, ROWS);
}

#[test]
fn hashtags_have_a_folded_name() {
    assert_eq!(attributes(Hashtag, "#Café_24"), "name=cafe_24");
}
