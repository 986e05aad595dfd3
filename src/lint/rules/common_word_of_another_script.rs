//! A term of one word that is spelt, in letters that look alike, as a common word of another script: folding reads
//! such words as one from four letters on.

use rustc_hash::FxHashMap;

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{Pattern, Piece};
use crate::text::{Mode, Script, fold_tokens};

pub(super) const LINT: Lint = Lint { code: Code::CommonWordOfAnotherScript, find };

/// Words of other scripts whose letters all have a Latin one that looks alike. Written for this project.
const OTHER: &str = "\
море тема мама папа место места сестра север театр текст тест карта карты время ветер ветра весна ответ \
река рука руки рана рано роса роста рост сорок сосна сопка хата утро мост мера меры месть метро каска касса \
кака кора корт крест красота метр мотор норма нота окно осень остров оттенок памятка пакет пара парк париж \
пора порт пост поток ракета расти ровно рота сам само совет сок соната сорт состав спорт стакан старт \
стена страна строка сумка сутки такса такт тара тетрадь товар торт трасса труп тропа уксус умер урок ухо \
хор хорошо хост хранитель храм εμεις ενα οταν ποτε τοτε κατω μονο μετα ομως τωρα";

/// Latin words that are common, and spelt in letters that other scripts have as well.
const LATIN: &str = "\
acne cape case coat coca cope core come comma compare ecco mama mope name oath once opera ocean pace pact papa \
pope paper peace peck poem poet race ramp rope root roots same scope sea space spam state store step taxi team \
tempo term toast topo tram tree trap truck type";

fn find(subject: &Subject<'_>, report: &mut Report) {
    let fold = |words: &'static str| -> FxHashMap<String, &'static str> {
        // Of words that are folded alike the first is told of.
        words.split_whitespace().rev().map(|word| (fold_tokens(word), word)).collect()
    };
    let (other, latin) = (fold(OTHER), fold(LATIN));
    for term in &subject.policy.terms {
        let pattern = &subject.policy[term.pattern];
        let Some((key, script)) = only_word(pattern) else { continue };
        let alike = match script {
            Script::Latin => &other,
            Script::Other => &latin,
            Script::None | Script::Mixed => continue,
        };
        let Some(word) = alike.get(key) else { continue };
        report.tell(
            term.place,
            format!("`{}` is also read in `{word}`, a common word of another script", term.text),
            "letters that look alike are one letter",
            "write `exact` before it, or a phrase that tells them apart",
        );
    }
}

/// The only word of a term that is compared folded, if it is long enough to be read in another script.
fn only_word(pattern: &Pattern) -> Option<(&str, Script)> {
    let [variant] = &*pattern.variants else { return None };
    let [Piece::Word(word)] = variant.as_slice() else { return None };
    let is_long = word.key.chars().count() >= 4;
    (pattern.mode != Mode::Exact && is_long).then_some((word.key.as_str(), word.script))
}
