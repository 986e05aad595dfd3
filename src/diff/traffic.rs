//! What changes on real content: both policies judge it, and verdicts that differ are counted by rule, by language and by
//! action. Only counts and a few examples are kept, however much content there is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::report::{Change, Which};
use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::verdict::Verdict;

/// Languages beyond so many are counted together: content may name as many as it likes.
const MOST_LANGUAGES: usize = 200;

/// The name for the languages beyond.
const OTHERS: &str = "(others)";

/// The name where content says none.
const NO_LANGUAGE: &str = "(none)";

/// Characters of a post that are shown.
const EXCERPT: usize = 160;

/// What changed on content.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Traffic {
    /// Posts that were judged.
    pub posts: u64,
    /// Posts that could not be read.
    pub unreadable: u64,
    /// Posts on which another set of rules fires, or another action follows.
    pub differ: u64,
    /// By rule, named as in the new policy; those that fire on the same posts are left out.
    pub rules: BTreeMap<String, OnRule>,
    /// By action before and after, where it is another: `review → remove`.
    pub actions: BTreeMap<String, u64>,
}

/// What changed of a rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OnRule {
    /// Posts on which both fire.
    pub kept: u64,
    /// Posts on which only the new one fires.
    pub gained: u64,
    /// Posts on which only the old one fired.
    pub lost: u64,
    /// By language: gained and lost.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_lang: BTreeMap<String, (u64, u64)>,
    /// The first few of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Post>,
}

/// A post on which a rule changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Where it stands: the name of the file and the line.
    pub at: String,
    /// On which side the rule fires.
    pub only: Which,
    /// The beginning of its text.
    pub text: String,
}

/// Counts as posts come.
pub struct Tally {
    traffic: Traffic,
    /// From the old names of rules to the new ones, where they differ.
    renamed: BTreeMap<String, String>,
    lang: Option<FieldId>,
    texts: Vec<FieldId>,
    examples: usize,
}

impl Tally {
    /// Counts for these rules; so many examples are kept of each.
    #[must_use]
    pub fn new(content_type: &ContentType, rules: &[Change], examples: usize) -> Self {
        let renamed = rules.iter().filter_map(|rule| Some((rule.was.clone()?, rule.name.clone())));
        let scalar = |name: &str| {
            let id = content_type.find(name)?;
            let field = &content_type.fields[usize::from(id.0)];
            let is_text = matches!(field.ty, FieldType::Text | FieldType::String);
            (is_text && !field.list).then_some(id)
        };
        let fields = content_type.fields.iter().zip(0..);
        let texts = fields.filter(|(field, _)| field.ty == FieldType::Text).map(|(_, id)| FieldId(id));
        let mut texts: Vec<FieldId> = texts.collect();
        texts.sort_by_key(|id| content_type.fields[usize::from(id.0)].name != "text");
        Self {
            traffic: Traffic::default(),
            renamed: renamed.collect(),
            lang: scalar("lang"),
            texts,
            examples,
        }
    }

    /// Counts a post that could not be read.
    pub fn unreadable(&mut self) {
        self.traffic.unreadable += 1;
    }

    /// Counts a post and what the two policies say of it. `at` says where it stands.
    pub fn add(&mut self, content: &Content, old: &Verdict, new: &Verdict, at: impl Fn() -> String) {
        self.traffic.posts += 1;
        if old.rules.is_empty() && new.rules.is_empty() {
            return;
        }
        // Of each rule, whether the old one fires and whether the new one does.
        let mut fires: BTreeMap<String, (bool, bool)> = BTreeMap::new();
        for rule in &old.rules {
            let name = self.renamed.get(&*rule.rule).cloned().unwrap_or_else(|| rule.rule.to_string());
            fires.entry(name).or_default().0 = true;
        }
        for rule in &new.rules {
            fires.entry(rule.rule.to_string()).or_default().1 = true;
        }
        let other_action = old.action != new.action;
        if other_action {
            let step = format!("{} → {}", old.action.name(), new.action.name());
            *self.traffic.actions.entry(step).or_default() += 1;
        }
        let differs = other_action || fires.values().any(|(old, new)| old != new);
        self.traffic.differ += u64::from(differs);
        for (name, (old, new)) in fires {
            self.count(name, old, new, content, &at);
        }
    }

    fn count(&mut self, name: String, old: bool, new: bool, content: &Content, at: &impl Fn() -> String) {
        let lang = self.lang_of(content);
        let text = (old != new).then(|| self.excerpt(content));
        let rule = self.traffic.rules.entry(name).or_default();
        let Some(text) = text else {
            rule.kept += 1;
            return;
        };
        rule.gained += u64::from(new);
        rule.lost += u64::from(old);
        let is_known = rule.by_lang.contains_key(&lang) || rule.by_lang.len() < MOST_LANGUAGES;
        let by_lang = rule.by_lang.entry(if is_known { lang } else { OTHERS.to_owned() }).or_default();
        by_lang.0 += u64::from(new);
        by_lang.1 += u64::from(old);
        if rule.examples.len() < self.examples {
            let only = if new { Which::New } else { Which::Old };
            rule.examples.push(Post { at: at(), only, text });
        }
    }

    fn lang_of(&self, content: &Content) -> String {
        let value = self.lang.and_then(|id| content.get(id).first());
        match value {
            Some(Value::Text(lang)) => lang.chars().take(35).collect::<String>().to_lowercase(),
            _ => NO_LANGUAGE.to_owned(),
        }
    }

    /// The beginning of the first text.
    fn excerpt(&self, content: &Content) -> String {
        let texts = self.texts.iter().flat_map(|&id| content.get(id));
        let first =
            texts.filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None }).next();
        let first = first.map_or("", String::as_str);
        let mut excerpt: String = first.chars().take(EXCERPT).collect();
        if excerpt.len() < first.len() {
            excerpt.push('…');
        }
        excerpt
    }

    /// The counts; rules that fire on the same posts as before are left out.
    #[must_use]
    pub fn finish(mut self) -> Traffic {
        self.traffic.rules.retain(|_, rule| rule.gained + rule.lost > 0);
        self.traffic
    }
}

impl Traffic {
    /// `200 posts, 3 of them judged otherwise`
    #[must_use]
    pub fn summary(&self) -> String {
        let posts = if self.posts == 1 { "post" } else { "posts" };
        let unreadable =
            if self.unreadable > 0 { format!(", {} unreadable", self.unreadable) } else { String::new() };
        format!("{} {posts}, {} judged otherwise{unreadable}", self.posts, self.differ)
    }
}
