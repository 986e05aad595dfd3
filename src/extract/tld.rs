//! Top-level domains, so that `boat.com` is a domain and `tonight.Call` is not. Own table instead of the
//! public suffix list: what counts is whether a bare name in running text is meant as an address, and for
//! that most of the 1,400 new domains (`.call`, `.next`, `.now`) are words first.

/// Country-code domains in use (IANA root zone), two letters each.
const COUNTRY: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz \
ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr \
ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp \
ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz \
na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw \
sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz \
ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/// Generic domains that are met in posts and are seldom the word that follows a full stop.
const GENERIC: &str = "com net org info biz edu gov mil int name pro mobi tel asia cat jobs aero coop museum travel xxx \
app dev xyz online site shop store club website tech space blog icu vip top bio bond buzz cloud email finance global guru \
host ltd llc link lol media network ninja one page pics pub rocks social solutions studio support team wiki world zone \
chat click express london paris berlin istanbul agency tours taxi visa group krd onion";

/// Domains in other scripts that are met in posts.
const OTHER_SCRIPTS: &str = "рф укр бел қаз срб мкд ελ бг бгд ایران ايران عراق سورية مصر المغرب امارات السعودية تونس الجزائر الاردن \
فلسطين شبكة موقع بازار پاکستان پاكستان भारत ভারত ਭਾਰਤ 中国 中國 香港 台湾 ไทย 한국 みんな 网站 公司 在线";

/// Country codes that are words of a language of the shipped lexicons: `boat.in the morning`, `gel.ve`.
const WORDS: &str =
    "in is it me so no to do am as at be by my us la et ve ne si pe cu nu ma va su sa se id im sh pm am";

/// Country codes and generic domains that are file endings first: `readme.md`, `setup.py`.
const FILE_ENDINGS: &str = "md py rs sh ps cc pl zip mov";

/// How far a last label speaks for a bare name being an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is no top-level domain that is looked for.
    Unknown,
    /// It is one, and also a word or a file ending: something else has to speak for it.
    Doubtful,
    /// It is one.
    Known,
}

/// The standing of a lower-case last label.
pub(super) fn standing(label: &str) -> Standing {
    let among = |list: &str| list.split_ascii_whitespace().any(|known| known == label);
    if label.len() == 2 && !among(COUNTRY) || label.len() < 2 {
        Standing::Unknown
    } else if among(WORDS) || among(FILE_ENDINGS) {
        Standing::Doubtful
    } else if label.len() == 2
        || among(GENERIC)
        || (!label.is_ascii() && among(OTHER_SCRIPTS))
        || label.starts_with("xn--")
    {
        Standing::Known
    } else {
        Standing::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_their_standing() {
        for label in ["com", "uk", "de", "рф", "ایران", "xn--p1ai", "london"] {
            assert_eq!(standing(label), Standing::Known, "{label}");
        }
        for label in ["in", "me", "md", "zip", "sh"] {
            assert_eq!(standing(label), Standing::Doubtful, "{label}");
        }
        for label in ["", "a", "zz", "next", "call", "500", "txt", "т"] {
            assert_eq!(standing(label), Standing::Unknown, "{label}");
        }
    }
}
