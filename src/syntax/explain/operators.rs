//! Mistakes between the operands of a condition: operators of other languages, plain English where a word of
//! the language is due, and no operator at all.

use super::{Stuck, numbers};
use crate::span::Span;
use crate::syntax::error::Problem;
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Kind, Token};
use crate::syntax::{found, words};

/// The first of these mistakes that it is.
pub(super) fn told(stuck: &Stuck<'_>) -> Option<Problem> {
    let mistakes = [
        Stuck::equals_otherwise,
        Stuck::capital_operator,
        Stuck::regex_flags,
        Stuck::at_least,
        Stuck::number_of,
        Stuck::members_otherwise,
        Stuck::contains,
        Stuck::said_otherwise,
        Stuck::misplaced_not,
        Stuck::misplaced_within,
        Stuck::two_operators,
        Stuck::near_to,
        Stuck::negated_operand,
        Stuck::missing_parentheses,
        Stuck::unknown_call,
        Stuck::misspelt_operator,
        Stuck::no_operator,
    ];
    mistakes.iter().find_map(|mistake| mistake(stuck))
}

/// What people write between two operands, and the operator that says it. Longer ones stand first.
const SAID_OTHERWISE: &[(&str, &str)] = &[
    ("as well as", "and"),
    ("followed by", "then"),
    ("close to", "near"),
    ("next to", "near"),
    ("is not", "!="),
    ("is in", "in"),
    ("isn't", "!="),
    ("is", "=="),
    ("equals", "=="),
    ("eq", "=="),
    ("but", "and"),
    ("also", "and"),
    ("plus", "and"),
    ("with", "and"),
    ("without", "and not"),
    ("except", "and not"),
    ("before", "then"),
    ("nearby", "near"),
    ("around", "near"),
];

/// What people write to ask whether a text has something.
const CONTAINS: &[&str] =
    &["contains", "contain", "includes", "include", "matches", "match", "like", "has", "mentions", "says"];

/// Quantifiers in other words.
const QUANTIFIERS: &[(&str, &str)] = &[
    ("both", "all"),
    ("every", "all"),
    ("each", "all"),
    ("some", "any"),
    ("either", "any"),
    ("neither", "none"),
];

impl<'t> Stuck<'t> {
    /// Whether a token begins where another ends.
    fn joined(&self, first: Option<&Token>, second: Option<&Token>) -> bool {
        first.zip(second).is_some_and(|(first, second)| first.span.end == second.span.start)
    }

    /// `a = 3`, `a => 3`, `a === 3`, `a <> 3`, `when a => remove`
    fn equals_otherwise(&self) -> Option<Problem> {
        let token = self.found().filter(|token| matches!(self.text(token), "=" | ">"))?;
        let joined_before = self.joined(self.before(), Some(token));
        let next = self.next(1).filter(|next| self.joined(Some(token), Some(next)));
        let (span, instead) =
            match (self.previous_text(1), self.text(token), next.map(|next| self.text(next))) {
                ("==" | "!=", "=", _) if joined_before => {
                    (self.before()?.span.to(token.span), self.previous_text(1))
                }
                ("<", ">", _) if joined_before => (self.before()?.span.to(token.span), "!="),
                (_, "=", Some("~")) => return self.asked_of_field(token, token.span.to(next?.span)),
                (_, "=", Some(">")) if self.wants_operator() && self.is_action(2) => {
                    (token.span.to(next?.span), "then")
                }
                (_, "=", Some(">")) if self.wants_comparison() => (token.span.to(next?.span), ">="),
                (_, "=", Some("<")) if self.wants_comparison() => (token.span.to(next?.span), "<="),
                (_, "=", _) if self.wants_comparison() => {
                    let message = "`=` compares nothing";
                    return Some(
                        self.slip(token, message, "expected `==`", "write `==`").fix(token.span, "=="),
                    );
                }
                _ => return None,
            };
        let written = &self.piece.source[span.range()];
        let label = "an operator of other languages";
        let message = format!("found `{written}`, expected `{instead}`");
        Some(self.slip_at(span, message, label, format!("write `{instead}`")).fix(span, instead))
    }

    fn wants_comparison(&self) -> bool {
        self.wants(&[Rule::compare_op])
    }

    fn is_action(&self, by: usize) -> bool {
        let word = self.next_text(by);
        word == "refer" || words::ACTIONS.contains(&word)
    }

    /// `AND`
    fn capital_operator(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Word)?;
        let text = self.text(token);
        let small = text.to_ascii_lowercase();
        let known = words::is_reserved(&small) && self.wanted != [Rule::name];
        (known && small != text).then(|| {
            let message = format!("{} is written in small letters", found::shorten(text));
            self.slip(token, message, format!("expected `{small}`"), format!("write `{small}`"))
                .fix(token.span, small)
        })
    }

    /// `/boat/i`, and `r"boat"`
    fn regex_flags(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants_operator())?;
        let before = self.before().filter(|before| self.joined(Some(before), Some(token)))?;
        if token.kind == Kind::Str && before.kind == Kind::Word {
            let message =
                format!("no letter stands before the quotes: {}", found::shorten(self.text(before)));
            let help = "write a regex between slashes, as in `/boats?/`, and a term in quotes alone";
            return Some(self.slip(before, message, "expected a term or a regex", help));
        }
        if token.kind != Kind::Word || before.kind != Kind::Regex {
            return None;
        }
        let flags = self.text(token);
        let message = format!("a regex has no flag `{flags}`");
        let label = "expected `x`, or no flag";
        let idle = flags.bytes().all(|flag| matches!(flag, b'i' | b'g' | b'u'));
        Some(if !idle {
            self.slip(token, message, label, "delete it: `x` alone reads the text as it was written")
        } else if self.text(before).chars().any(char::is_uppercase) {
            let help = "delete it and write small letters: a regex reads text whose case is folded";
            self.slip(token, message, label, help)
        } else {
            let help = "delete it: a regex reads text whose case is folded, and finds every match";
            self.slip(token, message, label, help).fix(token.span, "")
        })
    }

    /// `at least 2 of (…)`, `at most two of (…)`, `more than 2 of (…)`
    fn at_least(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants_operator())?;
        let (before, word) = (self.before()?, self.text(token));
        let span = before.span.to(token.span);
        let number = self.next_text(1);
        let count = in_figures_or_words(number);
        let shown = |number: Option<usize>| number.map_or("2".to_owned(), |number| number.to_string());
        let message = format!("found `{} {word}`, which is no part of a condition", self.text(before));
        let label = "expected a number and `of`";
        match (self.text(before), word) {
            ("at", "least") => {
                let help = format!("write `{} of (…)`, which asks for that many or more", shown(count));
                let problem = self.slip_at(span, message, label, help);
                Some(match (count, self.next(1)) {
                    (Some(count), Some(next)) => problem.fix(before.span.to(next.span), count.to_string()),
                    _ => problem,
                })
            }
            ("more", "than") => {
                let help = format!("write `{} of (…)`", shown(count.map(|count| count + 1)));
                Some(self.slip_at(span, message, label, help))
            }
            ("at", "most") | ("less" | "fewer", "than") => {
                let most = if word == "most" { 1 } else { 0 };
                let help = format!("write `not {} of (…)`", shown(count.map(|count| count + most)));
                Some(self.slip_at(span, message, label, help))
            }
            _ => None,
        }
    }

    /// `two of (…)`, `both of (…)`, `2+ of (…)`, `2 or more of (…)`
    fn number_of(&self) -> Option<Problem> {
        let (token, before) = (self.found()?, self.before()?);
        let word = self.text(before);
        if self.text(token) == "of" && self.wants_operator() {
            let other =
                QUANTIFIERS.iter().find(|(other, _)| *other == word).map(|(_, here)| (*here).to_owned());
            let instead = numbers::in_figures(word).map(|number| number.to_string()).or(other)?;
            let message = format!("found `{word} of`, expected `{instead} of`");
            let problem =
                self.slip(before, message, format!("expected `{instead}`"), format!("write `{instead}`"));
            return Some(problem.fix(before.span, instead));
        }
        let more = before.kind == Kind::Number && self.wants(&[Rule::kw_of]);
        let last = match self.text(token) {
            "+" if more => token,
            "or" if more && self.next_text(1) == "more" => self.next(1)?,
            _ => return None,
        };
        let span = token.span.to(last.span);
        let message = format!("`{word} of` asks for {word} or more already");
        let gap = Span::new(before.span.end, last.span.end);
        Some(self.slip_at(span, message, "not needed", "delete it").fix(gap, ""))
    }

    /// `any of [a, b]`, `any(a, b)`, `any of a, b`, `a, b`
    fn members_otherwise(&self) -> Option<Problem> {
        let token = self.found()?;
        match self.text(token) {
            "[" if self.previous_text(1) == "of" => {
                let help = "write the members in parentheses: `any of (a, b)`";
                Some(self.unexpected(token, Some(help.to_owned())))
            }
            "(" if self.wants(&[Rule::kw_of]) => {
                let start = Span::new(self.before()?.span.end, token.span.start);
                let help = format!("write `{} of (…)`", self.previous_text(1));
                Some(self.unexpected(token, Some(help)).fix(start, " of "))
            }
            "," if self.wants_operator() => {
                let of = self.piece.tokens[..self.at].iter().rposition(|token| self.text(token) == "of");
                let bare = of.is_some_and(|of| {
                    self.piece.tokens.get(of + 1).is_some_and(|next| next.kind != Kind::Mark)
                });
                let help = if bare {
                    "put the members in parentheses: `any of (a, b)`"
                } else {
                    "write `and` or `or`: commas stand only between the members of `any of (…)` and the like"
                };
                Some(self.unexpected(token, Some(help.to_owned())))
            }
            _ => None,
        }
    }

    /// `text contains "boat"`, `contains("boat")`, `text.matches(/boat/)`, `text ~ "boat"`
    fn contains(&self) -> Option<Problem> {
        let is_asking =
            |token: &Token| CONTAINS.contains(&self.text(token)) && !self.is_known(self.text(token));
        let token = self.found()?;
        if self.text(token) == "~" && self.wants_operator() && self.before()?.kind == Kind::Word
            || self.wants_operator() && is_asking(token)
        {
            return self.asked_of_field(token, token.span);
        }
        let asked = match self.text(token) {
            "(" if self.wants_operator() => self.before()?,
            _ if matches!(token.kind, Kind::Str | Kind::Regex) && self.previous_text(1) == "(" => {
                self.previous(2)?
            }
            _ if matches!(token.kind, Kind::Str | Kind::Regex) => self.before()?,
            _ => return None,
        };
        if is_asking(asked) { self.asked_of_field(asked, asked.span) } else { None }
    }

    /// The problem of a word that asks whether a field has something, which terms do by themselves.
    fn asked_of_field(&self, word: &Token, span: Span) -> Option<Problem> {
        let at = self.piece.tokens.iter().position(|token| token.span == word.span)?;
        let after = self.piece.tokens[at + 1..].iter().take(3);
        let operand =
            after.filter(|token| matches!(token.kind, Kind::Str | Kind::Regex)).map(|token| self.text(token));
        let operand = operand.map(found::shorten).next().unwrap_or_else(|| "`\"boat\"`".to_owned());
        let operand = operand.trim_matches('`');
        let in_field = self.field_before(at).map_or(String::new(), |field| format!(" in {field}"));
        let message = format!("`{}` is not an operator", &self.piece.source[span.range()]);
        let help = format!("write `{operand}{in_field}`");
        Some(self.slip_at(span, message, "a term or regex alone asks whether the text has it", help))
    }

    /// The field whose name ends before a token of the piece.
    fn field_before(&self, end: usize) -> Option<&'t str> {
        let tokens = self.piece.tokens;
        let end = if self.text(tokens.get(end.checked_sub(1)?)?) == "." { end - 1 } else { end };
        let last = tokens.get(end.checked_sub(1)?).filter(|last| last.kind == Kind::Word)?;
        let mut first = end - 1;
        while first >= 2 && self.text(&tokens[first - 1]) == "." && tokens[first - 2].kind == Kind::Word {
            first -= 2;
        }
        let clause = first == 0 && self.piece.member;
        let word = self.text(last);
        let named = !clause && !words::OPERATORS.contains(&word);
        named.then(|| &self.piece.source[tokens[first].span.to(last.span).range()])
    }

    /// `a followed by b`, `platform is "tiktok"`
    fn said_otherwise(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants_operator())?;
        let stands =
            |phrase: &str| phrase.split(' ').enumerate().all(|(by, word)| self.next_text(by) == word);
        let &(phrase, instead) = SAID_OTHERWISE.iter().find(|(phrase, _)| stands(phrase))?;
        let last = self.next(phrase.matches(' ').count())?;
        let doubled = instead == "and" && matches!(self.text_after(last), "and" | "or");
        let span = token.span.to(last.span);
        let message = format!("`{phrase}` is not an operator");
        let problem =
            self.slip_at(span, message, format!("expected `{instead}`"), format!("write `{instead}`"));
        Some(if doubled { problem } else { problem.fix(span, instead) })
    }

    fn text_after(&self, token: &Token) -> &'t str {
        let at = self.piece.tokens.partition_point(|other| other.span.start <= token.span.start);
        self.piece.tokens.get(at).map_or("", |token| self.text(token))
    }

    /// `a not b`, `lang not in […]`, `a not near b`
    fn misplaced_not(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.found_text() == "not" && self.wants_operator())?;
        let (before, next) = (self.previous_text(1), self.next_text(1));
        Some(match next {
            "in" | "near" | "then" | "starts" | "ends" | "within" => {
                let message = format!("`not` cannot stand before `{next}`");
                let help = format!("put it before the whole: `not ({before} {next} …)`");
                self.slip(token, message, "expected an operator", help)
            }
            _ => {
                let place = Span::new(token.span.start, token.span.start);
                let message = "expected an operator before `not`";
                self.slip(token, message, "expected `and` before this", "write `and not`").fix(place, "and ")
            }
        })
    }

    /// `a within 5 words of b`, `a near within 5 words`
    fn misplaced_within(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.found_text() == "within")?;
        if matches!(self.previous_text(1), "near" | "then") {
            let help = "name what is near before the distance: `a near b within 5 words`";
            return Some(self.unexpected(token, Some(help.to_owned())));
        }
        self.wants_operator().then(|| {
            let message = "`within` stands only after `near` or `then` and their right side";
            let help = "say what is near what first: `a near b within 5 words`";
            self.slip(token, message, "expected an operator such as `near`", help)
        })
    }

    /// `a or or b`, `a and or b`, `or a`
    fn two_operators(&self) -> Option<Problem> {
        let is_joint = |word: &str| matches!(word, "and" | "or" | "near" | "then");
        let token = self.found().filter(|token| self.wants_operand() && is_joint(self.text(token)))?;
        let (before, word) = (self.previous_text(1), self.text(token));
        if !is_joint(before) {
            return Some(
                self.unexpected(token, Some(format!("write a condition before `{word}`, or delete it"))),
            );
        }
        if before != word {
            let help = format!("keep one of `{before}` and `{word}`, or write a condition between them");
            return Some(self.unexpected(token, Some(help)));
        }
        let gap = Span::new(self.before()?.span.end, token.span.end);
        Some(self.unexpected(token, Some(format!("delete one `{word}`"))).fix(gap, ""))
    }

    /// `a near to b`
    fn near_to(&self) -> Option<Problem> {
        let to = self.before().filter(|to| self.text(to) == "to" && self.wants_operator())?;
        let token = self.found().filter(|_| self.previous_text(2) == "near")?;
        let place = Span::new(to.span.start, token.span.start);
        let message = "no `to` stands after `near`";
        Some(self.slip(to, message, "not needed", "delete it").fix(place, ""))
    }

    /// `a near not b`
    fn negated_operand(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.found_text() == "not" && self.wants(&[Rule::unit]))?;
        let before = self.before().map_or("near", |before| self.text(before));
        let message = format!("`not` cannot stand after `{before}`");
        let help = "say what is absent in a condition of its own: `a and not (b near c)`";
        Some(self.slip(token, message, "expected a term or a name", help))
    }

    /// `count boat >= 2`
    fn missing_parentheses(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants_operator() || self.wants(&[Rule::open_round]))?;
        let word = self.previous_text(1);
        let measures =
            matches!(word, "count" | "distinct" | "age") && matches!(token.kind, Kind::Word | Kind::Str);
        measures.then(|| {
            let help = format!("write `{word}({})`", self.text(token));
            self.unexpected(token, Some(help))
        })
    }

    /// `lower(text) == "boat"`
    fn unknown_call(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.found_text() == ")" && self.previous_text(2) == "(")?;
        let name = self.previous(3).filter(|name| name.kind == Kind::Word)?;
        let word = self.text(name);
        if words::EXTRACTORS.contains(&word) || !self.wants(&[Rule::compare_op]) {
            return None;
        }
        let help = format!(
            "write `{}` alone: only `count`, `distinct`, `age` and extractors take parentheses",
            self.previous_text(1)
        );
        Some(self.slip_at(
            name.span.to(token.span),
            format!("there is no function {}", found::shorten(word)),
            "expected an operand",
            help,
        ))
    }

    /// `a nar b`
    fn misspelt_operator(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Word && self.wants_operator())?;
        let word = self.text(token);
        let unheard = !self.is_known(word) && word != "xor";
        let nearest = words::nearest(word, words::OPERATORS).filter(|&near| near != word && unheard)?;
        Some(self.unexpected(token, Some(format!("did you mean `{nearest}`?"))))
    }

    /// `a b`, `small boat`, `count(a) 2`, `a + b`, `a xor b`
    fn no_operator(&self) -> Option<Problem> {
        let (before, token) = (self.before()?, self.found().filter(|_| self.wants_operator())?);
        let unknown = |token: &Token| {
            token.kind == Kind::Word && !self.is_known(self.text(token)) && self.text(token) != "each"
        };
        let help = match (token.kind, self.text(token)) {
            (_, "xor") => "write `(a or b) and not (a and b)`".to_owned(),
            (Kind::Mark, "+") => {
                "write `and`: `+` adds only points, at the start of a score's row".to_owned()
            }
            (Kind::Number, _) => "write a comparison such as `>=` before the number".to_owned(),
            (Kind::Word, _) if unknown(before) && unknown(token) && !self.is_clause(before) => {
                let phrase = &self.piece.source[before.span.to(token.span).range()];
                format!("put words to look for in quotes: `\"{}\"`", found::shorten(phrase).trim_matches('`'))
            }
            (Kind::Word | Kind::Str | Kind::Regex, _) => {
                "write `and`, `or` or `near` between the two".to_owned()
            }
            _ => return None,
        };
        Some(self.unexpected(token, Some(help)))
    }

    fn is_clause(&self, token: &Token) -> bool {
        self.piece.member && self.piece.tokens.first().is_some_and(|first| first.span == token.span)
    }
}

fn in_figures_or_words(number: &str) -> Option<usize> {
    number.parse().ok().filter(|&number: &usize| number < 1000).or_else(|| numbers::in_figures(number))
}
