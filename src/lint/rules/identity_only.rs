//! A rule that can fire on who somebody is alone: on a language, script, nationality or author field, with no
//! evidence of an offer in the text. An error by default, since such a rule acts against people for what they are.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::content::FieldId;
use crate::lint::conditions::{Conditions, Shape, ShapeId};
use crate::sema::hir::{ExprKind, LexiconId, PatternId, Piece, Policy, Rule, ScoreBody, ScoreId, Status};
use crate::text::fold_tokens;

pub(super) const LINT: Lint = Lint { code: Code::IdentityOnly, find };

/// Names of nationalities, peoples and languages in English. Written for this project from common knowledge: enough to
/// see that a lexicon is of nothing else, not complete.
const NATIONALITIES: &str = "\
afghan afghans albanian albanians algerian algerians amharic arab arabs arabic armenian armenians azerbaijani bangladeshi \
belarusian bengali berber bosnian british bulgarian burmese cameroonian chechen chinese congolese dari dutch egyptian \
egyptians english eritrean eritreans ethiopian ethiopians farsi french gambian georgian german ghanaian greek guinean \
hausa hazara hindi indian indians indonesian iranian iranians iraqi iraqis irish israeli italian ivorian jordanian kenyan \
kosovan kurd kurds kurdish kuwaiti lebanese libyan libyans macedonian malian moldovan mongolian moroccan moroccans \
nepali nigerian nigerians oromo pakistani pakistanis palestinian palestinians pashto pashtun persian polish portuguese \
punjabi roma romanian romanians russian russians senegalese serbian sinhala somali somalis sorani spanish sudanese \
syrian syrians tajik tamil tigrinya tunisian tunisians turk turks turkish turkmen ugandan ukrainian ukrainians urdu \
uyghur uzbek vietnamese yazidi yemeni yemenis yoruba";

/// The same in languages of the countries in question and of those around them, in the forms a list would have: French,
/// German, Spanish, Italian, Albanian, Turkish, Kurdish, Arabic, Persian, Russian and Ukrainian. From common knowledge,
/// too; words that mean something else as well are left out.
const NATIONALITIES_ELSEWHERE: &str = "\
afghane afghanes albanais albanaise albanaises algérien algérienne algériens arabe arabes égyptien égyptienne égyptiens \
érythréen érythréenne érythréens éthiopien éthiopienne éthiopiens irakien irakienne irakiens iranien iranienne iraniens \
kurde kurdes marocain marocaine marocains pakistanais pakistanaise somalien somalienne somaliens soudanais soudanaise \
syrien syrienne syriens tunisien tunisienne tunisiens turc turque turcs vietnamien vietnamienne vietnamiens \
afghanisch afghane afghanen albanisch albaner algerisch algerier arabisch araber ägyptisch ägypter eritreisch eritreer \
äthiopisch äthiopier irakisch iraker iranisch iraner kurdisch kurden marokkanisch marokkaner pakistanisch pakistaner \
somalisch sudanesisch sudanesen syrisch syrer tunesisch tunesier türkisch türke türken vietnamesisch vietnamesen \
afgano afganos albanés albaneses argelino argelinos árabe árabes egipcio egipcios eritreo eritreos etíope etíopes iraquí \
iraquíes iraní iraníes kurdo kurdos marroquí marroquíes paquistaní paquistaníes somalí somalíes sudanés sudaneses sirio \
sirios tunecino tunecinos vietnamita vietnamitas afghano afghani albanese albanesi algerino algerini egiziano egiziani \
eritrei etiopi iracheno iracheni iraniano iraniani curdo curdi marocchino marocchini pachistano pachistani somalo \
sudanese siriano siriani tunisino tunisini turco turchi vietnamiti shqiptar shqiptarë shqip kosovar kosovarë afgan afganë \
afganlar arnavut arnavutlar cezayirli arap araplar mısırlı eritreli etiyopyalı ıraklı iranlı kürt kürtler kürtçe faslı \
pakistanlı somalili sudanlı suriyeli suriyeliler tunuslu türk türkler türkçe vietnamlı kurdî kurmancî soranî \
أفغاني أفغان ألباني جزائري جزائريين عربي عرب مصري مصريين إريتري إثيوبي عراقي عراقيين إيراني كردي أكراد مغربي مغاربة باكستاني \
صومالي سوداني سودانيين سوري سوريين تونسي تونسيين تركي فيتنامي افغان افغانی ایرانی عراقی کرد کورد پاکستانی سوری ترک \
афганец афганцы албанец албанцы араб арабы иракец иракцы иранец иранцы курд курды пакистанец сириец сирийцы турок турки \
вьетнамец вьетнамцы українець українці українка русский русские чеченец чеченцы таджик таджики узбек узбеки";

/// First parts of fields that tell of the author, and names of fields that tell who somebody is.
const AUTHOR: [&str; 4] = ["author", "user", "account", "profile"];
const TRAITS: [&str; 7] = ["lang", "language", "script", "nationality", "country", "ethnicity", "religion"];

/// Last parts of fields that the author wrote at length: what stands there is said, as in a post.
const WRITTEN: [&str; 3] = ["bio", "about", "description"];

/// Free atoms of which every assignment is tried; of more, only the plainest.
const MAX_FREE: usize = 8;

fn find(subject: &Subject<'_>, report: &mut Report) {
    let people = People::new(subject.policy);
    if !people.any() {
        return;
    }
    let formulas = subject.conditions();
    let judge = Judge::new(subject.policy, formulas, &people);
    for rule in subject.policy.rules.iter().filter(|rule| rule.status != Status::Retired) {
        let Some(by) = judge.fires_alone(rule) else { continue };
        let place = subject.policy[rule.when].place;
        let found = report.tell(
            place,
            format!(
                "the rule `{}` can fire on who somebody is alone, with no evidence of an offer",
                rule.head.name
            ),
            "nothing here has to stand in the text",
            "ask for evidence of an offer as well, such as a price near a crossing",
        );
        let by = formulas.example(by).place;
        if by != place {
            found.also(by, "this makes the difference");
        }
    }
}

/// Which conditions tell who somebody is.
struct People<'p> {
    policy: &'p Policy,
    fields: Vec<bool>,
    /// Fields that hold what the author says.
    written: Vec<bool>,
    words: FxHashSet<String>,
}

impl<'p> People<'p> {
    fn new(policy: &'p Policy) -> Self {
        let is_personal = |name: &str| {
            let mut parts = name.split('.');
            AUTHOR.contains(&parts.next().unwrap_or_default())
                || name.split('.').any(|part| TRAITS.contains(&part))
        };
        let fields = policy.content.fields.iter().map(|field| is_personal(&field.name)).collect();
        let is_written = |name: &str| WRITTEN.contains(&name.rsplit('.').next().unwrap_or_default());
        let written = policy.content.fields.iter().map(|field| is_written(&field.name)).collect();
        Self {
            policy,
            fields,
            written,
            words: [NATIONALITIES, NATIONALITIES_ELSEWHERE]
                .iter()
                .flat_map(|words| words.split_whitespace())
                .map(fold_tokens)
                .collect(),
        }
    }

    /// Whether any condition of the policy does.
    fn any(&self) -> bool {
        self.policy.exprs.iter().any(|expr| match &expr.kind {
            ExprKind::Field { field, .. } | ExprKind::Age { field, .. } => self.field(*field),
            ExprKind::InFields { fields, .. } => self.all_named(fields),
            ExprKind::Term(term) => self.pattern(self.policy[*term].pattern),
            ExprKind::Lexicon(lexicon) => self.lexicon(*lexicon),
            ExprKind::Regex(regex) => is_of_script(&self.policy[*regex].pattern),
            _ => false,
        })
    }

    fn field(&self, field: FieldId) -> bool {
        self.fields[field.0 as usize]
    }

    /// Whether fields tell who somebody is whatever is found in them.
    fn all_named(&self, fields: &[FieldId]) -> bool {
        fields.iter().all(|field| self.field(*field) && !self.written[field.0 as usize])
    }

    fn lexicon(&self, lexicon: LexiconId) -> bool {
        self.policy[lexicon].patterns.iter().all(|&pattern| self.pattern(pattern))
    }

    fn pattern(&self, pattern: PatternId) -> bool {
        let mut words = self.policy[pattern].variants.iter().flatten().filter_map(Piece::word);
        words.all(|word| self.words.contains(&word.key) || is_flag(&word.key))
    }
}

/// What a condition that is no formula tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Who somebody is.
    Person,
    /// Neither: where or when it was posted.
    Place,
    /// Something that stands in the text, or an image that is known.
    Evidence,
}

struct Judge<'f, 'p> {
    policy: &'p Policy,
    formulas: &'f Conditions<'p>,
    /// By shape.
    tells: Vec<Tells>,
    /// Whether a person is told of anywhere in a shape.
    of_person: Vec<bool>,
}

impl<'f, 'p> Judge<'f, 'p> {
    fn new(policy: &'p Policy, formulas: &'f Conditions<'p>, people: &People<'_>) -> Self {
        let mut judge = Self { policy, formulas, tells: Vec::new(), of_person: Vec::new() };
        // What a shape is made of stands before it.
        for shape in formulas.all() {
            let tells = judge.tells(shape, people);
            judge.tells.push(tells);
            let of_person = match judge.parts(shape) {
                Some(parts) => parts.iter().any(|&part| judge.of_person[part as usize]),
                None => tells == Tells::Person,
            };
            judge.of_person.push(of_person);
        }
        judge
    }

    /// An atom on which a rule fires alone.
    fn fires_alone(&self, rule: &Rule) -> Option<ShapeId> {
        let when = self.formulas.of(rule.when);
        let unless = rule.unless.map(|unless| self.formulas.of(unless));
        if !self.of_person[when as usize] && !unless.is_some_and(|unless| self.of_person[unless as usize]) {
            return None;
        }
        let free = self.free(when, unless);
        let fires = |holding: &[ShapeId]| {
            let mut known = FxHashMap::default();
            self.holds(when, holding, &mut known)
                && !unless.is_some_and(|unless| self.holds(unless, holding, &mut known))
        };
        let (persons, places): (Vec<ShapeId>, Vec<ShapeId>) =
            free.iter().partition(|&&atom| self.tells[atom as usize] == Tells::Person);
        if free.len() > MAX_FREE {
            return plainest(&persons, &places, fires);
        }
        let possible = self.formulas.possible(&free);
        let number = |holding: &[ShapeId]| {
            free.iter().enumerate().filter(|(_, atom)| holding.contains(atom)).map(|(bit, _)| 1 << bit).sum()
        };
        for where_posted in subsets(&places) {
            let outcomes = subsets(&persons).filter_map(|who| {
                let holding = [where_posted.as_slice(), who.as_slice()].concat();
                possible(number(&holding)).then(|| (fires(&holding), who))
            });
            let (fired, not): (Vec<_>, Vec<_>) = outcomes.partition(|(fired, _)| *fired);
            if let (Some((_, who)), false) = (fired.first(), not.is_empty()) {
                return who.first().or(persons.first()).copied();
            }
        }
        None
    }

    /// The atoms of a rule that are no evidence, scores looked into; sorted.
    fn free(&self, when: ShapeId, unless: Option<ShapeId>) -> Vec<ShapeId> {
        let (mut free, mut seen) = (Vec::new(), FxHashSet::default());
        let mut stack: Vec<ShapeId> = unless.into_iter().chain([when]).collect();
        while let Some(shape) = stack.pop() {
            if !seen.insert(shape) {
                continue;
            }
            match self.parts(shape) {
                Some(parts) => stack.extend(parts),
                None if self.tells[shape as usize] != Tells::Evidence => free.push(shape),
                None => {}
            }
        }
        free.sort_unstable();
        free
    }

    /// What a formula is made of; `None` for an atom.
    fn parts(&self, shape: ShapeId) -> Option<Vec<ShapeId>> {
        match self.formulas.shape(shape) {
            Shape::Or(parts) | Shape::And(parts) | Shape::AtLeast(_, parts) => Some(parts.clone()),
            Shape::Not(operand) => Some(vec![*operand]),
            Shape::Score(score, ..) => Some(self.rows(*score).into_iter().map(|(_, row)| row).collect()),
            _ => None,
        }
    }

    /// The rows of a score, with the most that each gives.
    fn rows(&self, score: ScoreId) -> Vec<(i64, ShapeId)> {
        let rows = self.policy[score].rows.iter().map(|row| match &row.body {
            ScoreBody::Expr(expr) => (row.points, self.formulas.of(*expr)),
            ScoreBody::Each { lexicon, operand, up_to } => {
                let all = row.points.saturating_mul(self.policy[*lexicon].patterns.len() as i64);
                let limit = up_to.unwrap_or(i64::MAX);
                (all.clamp(-limit, limit), self.formulas.of(*operand))
            }
        });
        rows.collect()
    }

    /// Whether a formula holds where these atoms do, and no evidence. `known` is what has been found before.
    fn holds(&self, shape: ShapeId, holding: &[ShapeId], known: &mut FxHashMap<ShapeId, bool>) -> bool {
        if let Some(&known) = known.get(&shape) {
            return known;
        }
        let holds = match self.formulas.shape(shape) {
            Shape::Or(parts) => parts.iter().any(|&part| self.holds(part, holding, known)),
            Shape::And(parts) => parts.iter().all(|&part| self.holds(part, holding, known)),
            Shape::AtLeast(count, parts) => {
                parts.iter().filter(|&&part| self.holds(part, holding, known)).count() >= *count as usize
            }
            Shape::Not(operand) => !self.holds(*operand, holding, known),
            Shape::Score(score, op, number) => {
                let rows = self.rows(*score).into_iter().filter(|&(_, row)| self.holds(row, holding, known));
                let sum = rows.fold(0_i64, |sum, (points, _)| sum.saturating_add(points));
                op.holds(sum as f64, f64::from_bits(*number))
            }
            // There is no evidence, so that there is none of it to count.
            Shape::Count(operand, op, number) | Shape::Distinct(operand, op, number)
                if self.tells[*operand as usize] == Tells::Evidence =>
            {
                op.holds(0.0, f64::from_bits(*number))
            }
            _ => holding.contains(&shape),
        };
        known.insert(shape, holds);
        holds
    }

    fn tells(&self, shape: ShapeId, people: &People<'_>) -> Tells {
        let person_or = |is_person: bool, otherwise: Tells| if is_person { Tells::Person } else { otherwise };
        let is_of_person = |part: &ShapeId| self.tells[*part as usize] == Tells::Person;
        match self.formulas.shape(shape) {
            Shape::Field(field, _) | Shape::Age(field, ..) => person_or(people.field(*field), Tells::Place),
            Shape::InFields(_, fields) if people.all_named(fields) => Tells::Person,
            Shape::InFields(operand, _)
            | Shape::Edge(operand, _)
            | Shape::Count(operand, ..)
            | Shape::Distinct(operand, ..) => self.tells[*operand as usize],
            Shape::Term(pattern) => person_or(people.pattern(*pattern), Tells::Evidence),
            Shape::Lexicon(lexicon) | Shape::OfLexicon(_, lexicon) | Shape::AllOfLexicon(lexicon) => {
                person_or(people.lexicon(*lexicon), Tells::Evidence)
            }
            Shape::Regex(pattern, _) => person_or(is_of_script(pattern), Tells::Evidence),
            Shape::Near { left, right, .. } => {
                person_or(is_of_person(left) && is_of_person(right), Tells::Evidence)
            }
            Shape::Or(parts) => person_or(parts.iter().all(is_of_person), Tells::Evidence),
            _ => Tells::Evidence,
        }
    }
}

/// Of many atoms: whether one, none or all of those that tell of people make a difference.
fn plainest(persons: &[ShapeId], places: &[ShapeId], fires: impl Fn(&[ShapeId]) -> bool) -> Option<ShapeId> {
    for places in [&[][..], places] {
        let nobody = fires(places);
        let differs = |who: &[ShapeId]| fires(&[places, who].concat()) != nobody;
        if let Some(&one) = persons.iter().find(|&&one| differs(&[one])) {
            return Some(one);
        }
        if differs(persons) {
            return persons.first().copied();
        }
    }
    None
}

/// Every selection of some atoms, fewest first by the number of the last.
fn subsets(atoms: &[ShapeId]) -> impl Iterator<Item = Vec<ShapeId>> {
    (0..1_usize << atoms.len()).map(|bits| {
        atoms.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, &atom)| atom).collect()
    })
}

/// Whether an emoji is the flag of a country.
fn is_flag(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| matches!(c, '\u{1F1E6}'..='\u{1F1FF}'))
}

/// Whether a regular expression asks for nothing but the letters of scripts.
fn is_of_script(pattern: &str) -> bool {
    let (mut rest, mut scripts) = (pattern, 0);
    while let Some(at) = rest.find("\\p{").into_iter().chain(rest.find("\\x{")).min() {
        if !rest[..at].chars().all(is_repetition) {
            return false;
        }
        let Some(end) = rest[at..].find('}') else { return false };
        rest = &rest[at + end + 1..];
        scripts += 1;
    }
    scripts > 0 && rest.chars().all(is_repetition)
}

fn is_repetition(c: char) -> bool {
    c.is_ascii_digit() || "[]+*?{},()| -".contains(c)
}
