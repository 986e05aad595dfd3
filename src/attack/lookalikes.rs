//! Letters that look alike, one for one. Between Latin, Cyrillic, Greek and Armenian after the confusables of
//! Unicode Technical Standard #39, of each script those that reading takes for the Latin letter: where the cases
//! disagree the small letter decides, and one letter of a script at most is one with a Latin letter. In Arabic
//! script the letters that keyboards of neighbouring languages give for one look.

/// A Latin letter and its look-alikes in other scripts.
const LATIN: &[(char, &str)] = &[
    ('a', "аα"),
    ('b', "в"),
    ('c', "с"),
    ('d', "ԁ"),
    ('e', "е"),
    ('g', "ց"),
    ('h', "հ"),
    ('i', "іι"),
    ('j', "јϳ"),
    ('k', "кκ"),
    ('l', "ӏ"),
    ('m', "м"),
    ('n', "ո"),
    ('o', "оοօ"),
    ('p', "рρ"),
    ('q', "ԛ"),
    ('r', "г"),
    ('s', "ѕ"),
    ('t', "тτ"),
    ('u', "υս"),
    ('v', "νѵ"),
    ('w', "ԝ"),
    ('x', "хχ"),
    ('y', "уγ"),
    ('A', "АΑ"),
    ('B', "ВΒ"),
    ('C', "С"),
    ('E', "Е"),
    ('H', "НΗ"),
    ('I', "ІΙ"),
    ('J', "Ј"),
    ('K', "КΚ"),
    ('M', "МΜ"),
    ('O', "ОΟՕ"),
    ('P', "РΡ"),
    ('S', "ЅՏ"),
    ('T', "ТΤ"),
    ('X', "ХΧ"),
    ('Y', "У"),
    ('Z', "Ζ"),
];

/// Letters of Arabic script that are typed for each other.
const ARABIC: &[&str] = &["اأإآ", "يىی", "كک", "هةەہ", "وؤۆ"];

/// The letters that can stand for a letter; none for most.
pub(super) fn lookalikes(letter: char) -> Vec<char> {
    if letter.is_ascii() {
        let row = LATIN.iter().find(|(latin, _)| *latin == letter);
        return row.map(|(_, others)| others.chars().collect()).unwrap_or_default();
    }
    if let Some(group) = ARABIC.iter().find(|group| group.contains(letter)) {
        return group.chars().filter(|&other| other != letter).collect();
    }
    LATIN.iter().filter(|(_, others)| others.contains(letter)).map(|&(latin, _)| latin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_string;

    #[test]
    fn lookalikes_read_as_the_letter() {
        let fold = |c: char| fold_string(&c.to_string());
        let rows = LATIN.iter().flat_map(|(latin, others)| others.chars().map(move |other| (*latin, other)));
        let groups =
            ARABIC.iter().flat_map(|group| group.chars().map(|c| (group.chars().next().unwrap(), c)));
        let wrong: Vec<(char, char)> =
            rows.chain(groups).filter(|&(letter, other)| fold(letter) != fold(other)).collect();
        assert_eq!(wrong, []);
    }

    #[test]
    fn both_ways() {
        assert_eq!(lookalikes('a'), ['а', 'α']);
        assert_eq!(lookalikes('е'), ['e']);
        assert_eq!(lookalikes('ك'), ['ک']);
        assert_eq!(lookalikes('F'), []);
    }
}
