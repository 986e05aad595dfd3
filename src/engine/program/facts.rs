//! What is no array: the type of content, and what expressions, extractors and fields are asked for. There is
//! little of it in any policy, so that it is kept as it is in the plan.

use std::io::Read;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::content::{ContentType, FieldId};
use crate::flat::{ReadError, Reader, Store, Writer};
use crate::plan::{self, Extract, Plan, RegexId, Test};

/// See the module's page.
#[derive(Serialize, Deserialize)]
pub(crate) struct Facts {
    /// The type of content.
    pub(crate) content: ContentType,
    /// The field that says when content was made, if the type has one.
    pub(crate) created_at: Option<FieldId>,
    /// ISO 3166 code for local phone numbers.
    pub(crate) region: Option<String>,
    /// By number.
    pub(crate) extracts: Vec<Extract>,
    /// What fields must pass.
    pub(crate) tests: Vec<Test>,
    /// By number.
    pub(crate) regexes: Vec<Regex>,
}

/// An expression, compiled when it is first asked for.
#[derive(Serialize, Deserialize)]
pub(crate) struct Regex {
    /// As written, and the text it is run over.
    pub(crate) source: plan::Regex,
    #[serde(skip)]
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Facts {
    /// The facts of a plan; tests are added as they are met.
    pub(super) fn new(plan: &Plan) -> Self {
        let regex = |source: &plan::Regex| Regex { source: source.clone(), compiled: OnceLock::new() };
        Self {
            content: plan.content.clone(),
            created_at: plan.created_at,
            region: plan.region.clone(),
            extracts: plan.graph.extracts.items().to_vec(),
            tests: Vec::new(),
            regexes: plan.graph.regexes.items().iter().map(regex).collect(),
        }
    }

    /// An expression. A checked policy's compile; one that does not, because it was never checked, finds nothing.
    pub(crate) fn regex(&self, id: RegexId) -> Option<(&plan::Regex, &regex::Regex)> {
        let Regex { source, compiled } = self.regexes.get(id.index())?;
        let compiled = compiled.get_or_init(|| regex::Regex::new(&source.pattern).ok()).as_ref()?;
        Some((source, compiled))
    }
}

impl Store for Facts {
    fn write(&self, writer: &mut Writer) {
        // Nothing in it can fail: it is written to memory.
        writer.slice(&postcard::to_stdvec(self).unwrap_or_default());
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let bytes = reader.slice::<u8>()?;
        postcard::from_bytes(&bytes).map_err(|_| reader.malformed())
    }
}
