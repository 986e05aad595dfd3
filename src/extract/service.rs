//! Services with handles: what people call them, and where a profile stands in their links.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::fold_tokens;

/// A service as a word names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Service {
    /// As in the attribute `service`.
    pub(super) name: &'static str,
    /// Whether a name may follow it with nothing but a blank between, if it looks like no word.
    pub(super) spaced: bool,
}

/// Under whose name a word of four letters or more may follow as well.
pub(super) const SNAPCHAT: &str = "snapchat";

/// Words for services: those after which a name may follow with a blank alone, and those that are too
/// often words of a sentence.
const WORDS: &[(&str, &[&str], &[&str])] = &[
    (
        "telegram",
        &[
            "telegram",
            "telegrami",
            "tg",
            "تلگرام",
            "تلغرام",
            "تيليجرام",
            "تليجرام",
            "تيلجرام",
            "ቴሌግራም",
            "телеграм",
            "ਟੈਲੀਗ੍ਰਾਮ",
            "تێلیگرام",
            "تيليغرام",
            "ٹیلیگرام",
            "ټیلیګرام",
        ],
        &["tlg"],
    ),
    // A ghost is also one.
    (SNAPCHAT, &["snap", "snapchat", "سناب", "سنابشات", "اسنپ"], &["sc", "👻"]),
    (
        "instagram",
        &[
            "insta",
            "instagram",
            "ig",
            "انستا",
            "انستغرام",
            "انستقرام",
            "اینستا",
            "اینستاگرام",
            "ئینستاگرام",
            "инстаграм",
        ],
        &["instagrami"],
    ),
    ("tiktok", &["tiktok", "تيكتوك", "تیکتاک"], &["tt"]),
    ("facebook", &[], &["facebook", "fb", "فيسبوك", "فیسبوک"]),
    ("x", &[], &["twitter", "تويتر", "توییتر"]),
    ("youtube", &[], &["youtube", "yt", "يوتيوب", "یوتیوب"]),
    ("viber", &[], &["viber", "فايبر", "وایبر"]),
    ("signal", &[], &["signal", "سيجنال", "سیگنال"]),
    ("zalo", &[], &["zalo"]),
    ("discord", &[], &["discord", "دیسکورد", "ديسكورد"]),
    ("wechat", &["wechat"], &["weixin"]),
    ("kik", &[], &["kik"]),
];

/// The same in two words.
const PAIRS: &[(&str, &[&str])] = &[
    ("tiktok", &["tik tok", "تيك توك", "تیک تاک", "تیک تۆک"]),
    ("snapchat", &["snap chat", "سناب شات", "اسنپ چت"]),
    ("instagram", &["insta gram"]),
];

/// All services, as in the attribute `service`.
pub(super) const NAMES: [&str; 14] = [
    "telegram",
    "snapchat",
    "instagram",
    "tiktok",
    "facebook",
    "x",
    "youtube",
    "viber",
    "signal",
    "zalo",
    "discord",
    "wechat",
    "kik",
    "threads",
];

/// Words that follow the name of a service and a colon and are no handle: `Instagram: link in bio`.
const NO_NAMES: &[&str] = &[
    "link",
    "links",
    "join",
    "dm",
    "pm",
    "me",
    "us",
    "contact",
    "click",
    "follow",
    "see",
    "add",
    "the",
    "my",
    "our",
    "in",
    "on",
    "is",
    "message",
    "write",
    "here",
    "below",
    "bio",
    "profile",
    "channel",
    "group",
    "account",
    "only",
    "and",
    "or",
    "for",
    "to",
    "no",
    "yes",
    "https",
    "http",
    "www",
    "available",
    "what",
    "how",
    "we",
    "you",
    "it",
    "a",
    "an",
    "this",
    "that",
    "call",
    "text",
    "new",
    "free",
    "all",
    "send",
    "check",
    "search",
    "find",
    "please",
    "with",
    "from",
    "not",
    "your",
    "user",
    "number",
    "whatsapp",
];

/// Words that follow `snap` or `snapchat` at the end of a sentence and are no handle: `a snap election`, `on snapchat today`.
const NO_SNAPS: &[&str] = &[
    "account",
    "added",
    "after",
    "again",
    "ahead",
    "also",
    "apart",
    "apps",
    "away",
    "back",
    "been",
    "before",
    "both",
    "button",
    "buttons",
    "call",
    "calls",
    "camera",
    "captured",
    "card",
    "chat",
    "chats",
    "checks",
    "code",
    "codes",
    "content",
    "count",
    "daily",
    "days",
    "decision",
    "decisions",
    "discover",
    "down",
    "easily",
    "election",
    "elections",
    "ever",
    "fast",
    "fastener",
    "fasteners",
    "filter",
    "filters",
    "first",
    "forever",
    "form",
    "friend",
    "friends",
    "from",
    "game",
    "hack",
    "have",
    "here",
    "home",
    "house",
    "hook",
    "images",
    "inside",
    "instead",
    "into",
    "judgement",
    "judgements",
    "judgment",
    "judgments",
    "just",
    "kids",
    "later",
    "lens",
    "lenses",
    "lockdown",
    "long",
    "love",
    "make",
    "maps",
    "market",
    "memories",
    "message",
    "messages",
    "more",
    "much",
    "music",
    "names",
    "news",
    "next",
    "off",
    "okay",
    "only",
    "open",
    "over",
    "peas",
    "people",
    "photo",
    "photos",
    "pics",
    "picture",
    "pictures",
    "please",
    "plus",
    "point",
    "poll",
    "polls",
    "post",
    "posted",
    "posts",
    "premium",
    "profile",
    "quick",
    "quickly",
    "quiz",
    "really",
    "reply",
    "right",
    "ring",
    "same",
    "scam",
    "scams",
    "score",
    "sent",
    "shot",
    "shots",
    "shut",
    "some",
    "soon",
    "spectacles",
    "spotlight",
    "stock",
    "stories",
    "story",
    "streak",
    "streaks",
    "string",
    "support",
    "team",
    "test",
    "that",
    "their",
    "them",
    "then",
    "there",
    "they",
    "this",
    "time",
    "times",
    "today",
    "together",
    "tomorrow",
    "tonight",
    "turn",
    "under",
    "update",
    "updates",
    "upload",
    "user",
    "users",
    "version",
    "video",
    "videos",
    "vote",
    "votes",
    "when",
    "what",
    "with",
    "word",
    "work",
    "works",
    "year",
    "years",
    "yesterday",
    "your",
];

/// A form that links to profiles take: the domain, what stands in the path before the name, and the service.
const PROFILES: &[(&str, &str, &str)] = &[
    ("t.me", "/", "telegram"),
    ("t.me", "/s/", "telegram"),
    ("t.me", "/@", "telegram"),
    ("t.me", "/boost/", "telegram"),
    ("telegram.me", "/", "telegram"),
    ("telegram.dog", "/", "telegram"),
    ("instagram.com", "/", "instagram"),
    ("instagram.com", "/stories/", "instagram"),
    ("instagram.com", "/_u/", "instagram"),
    ("instagr.am", "/", "instagram"),
    ("ig.me", "/m/", "instagram"),
    ("tiktok.com", "/@", "tiktok"),
    ("snapchat.com", "/add/", "snapchat"),
    ("snapchat.com", "/@", "snapchat"),
    ("facebook.com", "/", "facebook"),
    ("fb.com", "/", "facebook"),
    ("fb.me", "/", "facebook"),
    ("m.me", "/", "facebook"),
    ("twitter.com", "/", "x"),
    ("x.com", "/", "x"),
    ("youtube.com", "/@", "youtube"),
    ("youtube.com", "/c/", "youtube"),
    ("youtube.com", "/user/", "youtube"),
    ("threads.net", "/@", "threads"),
    ("threads.com", "/@", "threads"),
    ("zalo.me", "/", "zalo"),
    ("signal.me", "/", "signal"),
];

/// First parts of paths on these sites that are no profile.
const NO_PROFILES: &[&str] = &[
    "joinchat",
    "boost",
    "_u",
    "c",
    "s",
    "share",
    "addstickers",
    "proxy",
    "socks",
    "iv",
    "p",
    "reel",
    "reels",
    "explore",
    "stories",
    "tv",
    "accounts",
    "direct",
    "groups",
    "profile.php",
    "watch",
    "events",
    "story.php",
    "photo",
    "photo.php",
    "photos",
    "permalink.php",
    "pages",
    "people",
    "marketplace",
    "login",
    "sharer",
    "sharer.php",
    "help",
    "hashtag",
    "search",
    "home",
    "intent",
    "i",
    "settings",
    "messages",
    "notifications",
    "gaming",
    "groups.php",
    "media",
    "video",
    "videos",
    "discover",
    "tag",
    "about",
    "privacy",
    "terms",
    "legal",
    "g",
    "pc",
    "qr",
];

static SERVICES: LazyLock<FxHashMap<String, Service>> = LazyLock::new(|| {
    let rows = WORDS.iter().flat_map(|(name, spaced, others)| {
        let row = |spaced: bool| move |word: &&str| (fold_tokens(word), Service { name, spaced });
        spaced.iter().map(row(true)).chain(others.iter().map(row(false)))
    });
    rows.collect()
});

/// The services of two words by the first and the second.
static PAIRED: LazyLock<Vec<([String; 2], Service)>> = LazyLock::new(|| {
    let row = |name: &'static str| {
        move |words: &&str| {
            let folded = fold_tokens(words);
            let (first, second) = folded.split_once(' ')?;
            Some(([first.to_owned(), second.to_owned()], Service { name, spaced: true }))
        }
    };
    PAIRS.iter().flat_map(|(name, words)| words.iter().filter_map(row(name))).collect()
});

/// By first byte of a word, a bit for every length that a word for a service has which begins so, of itself or as the first of two:
/// one look at it spares most words the tables.
static LENGTHS: LazyLock<[u64; 256]> = LazyLock::new(|| {
    let mut lengths = [0; 256];
    let firsts = PAIRED.iter().map(|([first, _], _)| first);
    for key in SERVICES.keys().chain(firsts).map(String::as_bytes) {
        lengths[usize::from(key[0])] |= 1 << key.len().min(63);
    }
    lengths
});

/// Whether a folded word may name a service, of itself or with the word after it.
#[inline]
pub(super) fn may_name(key: &[u8]) -> bool {
    let lengths = key.first().map_or(0, |&first| LENGTHS[usize::from(first)]);
    lengths >> key.len().min(63) & 1 == 1
}

/// The service that a folded word names.
pub(super) fn service(key: &str) -> Option<Service> {
    SERVICES.get(key).copied()
}

/// The service that two folded words name together.
pub(super) fn service_of_two(first: &str, second: &str) -> Option<Service> {
    let named = |words: &[String; 2]| words[0] == first && words[1] == second;
    PAIRED.iter().find(|(words, _)| named(words)).map(|(_, service)| *service)
}

/// Whether a word after the name of a service is no handle.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(&word)
}

/// Whether a word after `snap` or `snapchat` is no handle.
pub(super) fn is_no_snap(word: &str) -> bool {
    NO_NAMES.contains(&word) || NO_SNAPS.contains(&word)
}

/// The service and the name that a link leads to, from its domain and path.
pub(super) fn profile<'a>(domain: &str, path: &'a str) -> Option<(&'static str, &'a str)> {
    let of =
        |known: &str| domain == known || domain.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'));
    let (_, prefix, service) = PROFILES
        .iter()
        .filter(|(site, prefix, _)| of(site) && starts_with(path, prefix))
        .max_by_key(|row| row.1.len())?;
    let name = path[prefix.len()..].split('/').next()?;
    (!NO_PROFILES.contains(&name.to_ascii_lowercase().as_str())).then_some((*service, name))
}

/// Whether a path begins so, in whatever case.
fn starts_with(path: &str, prefix: &str) -> bool {
    path.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_services_are_listed() {
        let named = WORDS.iter().map(|row| row.0).chain(PAIRS.iter().map(|row| row.0));
        for name in named.chain(PROFILES.iter().map(|row| row.2)) {
            assert!(NAMES.contains(&name), "{name}");
        }
    }
}
