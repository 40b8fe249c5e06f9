//! How much the examples (記載例) are used, for their provider.

use std::collections::{BTreeMap, BTreeSet};

use domain::Action;
use serde_json::Value;
use store::editions;
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

impl Workflow {
    /// By example id, how many published assessments took the example over. Reads public
    /// releases only: a provider learns nothing of drafts. Takes time in proportion to what
    /// is published.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for roles that provide no examples.
    #[instrument(name = "workflow.example_uses", level = "debug", skip_all)]
    pub async fn example_uses(
        &self,
        actor: &Actor,
    ) -> Result<BTreeMap<String, usize>, WorkflowError> {
        if !actor
            .role
            .may(actor.body.as_ref(), Action::ManageNotices, None)
        {
            return Err(WorkflowError::NotFound);
        }
        let mut uses = BTreeMap::new();
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let mut after = None;
        while let Some(edition) = editions::next_release_after(&mut tx, after.as_ref()).await? {
            let release: Value = serde_json::from_str(&edition.release).unwrap_or_default();
            let mut found = BTreeSet::new();
            collect(&release, &mut found);
            for example in found {
                *uses.entry(example.to_owned()).or_insert(0) += 1;
            }
            after = Some(editions::Address::from(&edition.head));
        }
        Ok(uses)
    }
}

/// Every example that a part of a release names.
fn collect<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, found)),
        Value::Object(members) => {
            found.extend(members.get("example").and_then(Value::as_str));
            members.values().for_each(|member| collect(member, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_counts_once_for_an_assessment_however_deep_it_stands() {
        let release = serde_json::json!({ "answers": {
            "a": { "layers": [{ "layer": "ms-platform", "example": "x" }] },
            "II": [{ "b": { "layers": [{ "example": "x" }, { "example": "y" }] } }],
        } });
        let mut found = BTreeSet::new();
        collect(&release, &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["x", "y"]);
    }
}
