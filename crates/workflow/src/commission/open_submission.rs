//! A submission in full, as the commission examines it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use domain::interchange::{answers_to_map, import};
use domain::review::{WithheldSpan, withheld_spans};
use domain::threshold::{Inputs, Judgement, judge};
use domain::{ConsultationId, Document, EditionId, FormEdition, FormId, ItemId, Stage};
use jiff::Timestamp;
use store::span_judgements::SpanJudgement;
use store::submissions::{self, SubmissionHead};
use store::{
    StoreError, Tx, affairs, assessments, consultations, incidents, span_judgements,
    submission_talk as talk,
};
use tracing::instrument;

use super::advice::{AdviceEntry, entries};
use super::{key_of, submission};
use crate::actor::Actor;
use crate::assessment::People;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::trail::record_reading;
use crate::workflow::Workflow;

/// A note within the commission.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteEntry {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// The text.
    pub body: String,
}

/// A withheld span with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanEntry {
    /// The span.
    pub span: WithheldSpan,
    /// The judgement, if there is one.
    pub judgement: Option<SpanJudgement>,
}

/// A submission with everything around it.
#[derive(Clone)]
pub struct OpenSubmission {
    /// What the inbox says of it.
    pub head: SubmissionHead,
    /// The assessment.
    pub key: AssessmentKey,
    /// The form.
    pub form: Arc<FormEdition>,
    /// Exactly what was filed, withheld parts included.
    pub document: Document,
    /// The withheld spans.
    pub spans: Vec<SpanEntry>,
    /// Notes within the commission, oldest first.
    pub notes: Vec<NoteEntry>,
    /// Advice on the assessment with its answers, oldest first.
    pub advice: Vec<AdviceEntry>,
    /// The submission before this one, if there was one.
    pub former: Option<SubmissionHead>,
    /// The top-level items that differ from the submission before.
    pub changed: Vec<ItemId>,
    /// What the threshold judgement is made from, as filed: with the registered incidents of
    /// the agency that counted on the day of submission.
    pub inputs: Inputs,
    /// The judgement, made again.
    pub judgement: Judgement,
    /// The forms of the affair that are with the commission, this one included.
    pub forms: Vec<FormId>,
    /// The last consultation before it was filed, with how many opinions came.
    pub heard: Option<(ConsultationId, u32)>,
    /// Where the assessment stands, while this submission is the one that it is about.
    pub stage: Option<Stage>,
}

impl fmt::Debug for NoteEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteEntry({} chars)", self.body.chars().count())
    }
}

impl fmt::Debug for OpenSubmission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenSubmission({}, {})", self.head.id, self.key)
    }
}

impl Workflow {
    /// Opens exactly what was filed. The reading is recorded.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.open_submission", level = "debug", skip_all)]
    pub async fn open_submission(
        &self,
        actor: &Actor,
        id: &str,
    ) -> Result<OpenSubmission, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let head = submission(&mut tx, actor, id).await?;
        let key = key_of(&head);
        let (form, document) = self.filed(&mut tx, &head).await?;
        let all = submissions::list_of_assessment(&mut tx, &head.assessment).await?;
        let is_newest = all.first().is_some_and(|newest| newest.id == head.id);
        let former = all
            .into_iter()
            .skip_while(|other| other.id != head.id)
            .nth(1);
        let changed = match &former {
            Some(former) => differing(&form, &document, &self.filed(&mut tx, former).await?.1),
            None => Vec::new(),
        };
        let assessment = assessments::find_by_id(&mut tx, &head.assessment).await?;
        // A later revision is none of the commission's business until it is submitted.
        let stage = assessment
            .filter(|found| is_newest && found.revision == head.revision)
            .map(|found| found.stage)
            .filter(|stage| stage.filed().is_some());
        let heard = consultations::list_of_assessment(&mut tx, &head.assessment).await?;
        let heard = heard.into_iter().find(|heard| heard.to <= head.filed_on);
        let inputs = inputs(&mut tx, &head, &document).await?;
        let opened = OpenSubmission {
            judgement: judge(&inputs),
            inputs,
            forms: submissions::forms_of_number(&mut tx, &head.body, &head.number).await?,
            heard: heard.map(|heard| (heard.id, heard.opinions)),
            spans: spans(&mut tx, &head, &document).await?,
            notes: notes(&mut tx, &head).await?,
            advice: entries(&mut tx, &head.assessment).await?,
            key,
            form,
            document,
            former,
            changed,
            stage,
            head,
        };
        let (key, revision) = (&opened.key, opened.head.revision);
        record_reading(&mut tx, actor, key, revision, self.now()).await?;
        tx.commit().await?;
        Ok(opened)
    }

    /// The document that was filed, with its form.
    pub(super) async fn filed(
        &self,
        tx: &mut Tx,
        head: &SubmissionHead,
    ) -> Result<(Arc<FormEdition>, Document), WorkflowError> {
        let form = self.form_edition(&head.form, &head.form_edition)?;
        let found = submissions::document(tx, &head.id).await?;
        let (json, _) = found.ok_or(WorkflowError::NotFound)?;
        let of_form = |_: &FormId, _: Option<&EditionId>| Some(Arc::clone(&form));
        let imported = import(&json, &of_form).map_err(|_| StoreError::Corrupt {
            table: "submissions",
            column: "document",
            row: head.id.clone(),
        })?;
        let document = imported.apply_to(None);
        Ok((form, document))
    }
}

/// The inputs of the threshold judgement on the day of submission.
async fn inputs(
    tx: &mut Tx,
    head: &SubmissionHead,
    document: &Document,
) -> Result<Inputs, StoreError> {
    let Some(affair) = affairs::find(tx, &head.body, &head.number).await? else {
        return Ok(Inputs::of(&document.facts, None, false));
    };
    let incidents = incidents::list(tx, &head.body, Some(&affair.agency)).await?;
    let registered = incidents.iter().any(|one| one.counts_on(head.filed_on));
    let ground = affair.content.exempt_ground;
    Ok(Inputs::of(&document.facts, ground, registered))
}

async fn spans(
    tx: &mut Tx,
    head: &SubmissionHead,
    document: &Document,
) -> Result<Vec<SpanEntry>, StoreError> {
    let judged = span_judgements::list(tx, &head.id).await?;
    let entry = |span: WithheldSpan| {
        let judgement = judged.iter().find(|found| {
            (&found.item, found.ordinal, &found.digest) == (&span.path, span.ordinal, &span.digest)
        });
        SpanEntry {
            judgement: judgement.cloned(),
            span,
        }
    };
    Ok(withheld_spans(document).into_iter().map(entry).collect())
}

async fn notes(tx: &mut Tx, head: &SubmissionHead) -> Result<Vec<NoteEntry>, StoreError> {
    let mut people = People::default();
    let mut entries = Vec::new();
    for note in talk::notes(tx, &head.id).await? {
        let author = people.email(tx, Some(&note.author)).await?;
        entries.push(NoteEntry {
            author: author.unwrap_or_default(),
            at: note.at,
            body: note.body,
        });
    }
    Ok(entries)
}

/// The top-level items whose answers differ, in printed order.
fn differing(form: &FormEdition, one: &Document, other: &Document) -> Vec<ItemId> {
    let (one, other) = (
        answers_to_map(form, &one.answers),
        answers_to_map(form, &other.answers),
    );
    let changed: BTreeSet<&str> = one
        .keys()
        .chain(other.keys())
        .map(String::as_str)
        .filter(|item| one.get(*item) != other.get(*item))
        .collect();
    let fields = FormEdition::fields(form.items());
    let known = fields
        .iter()
        .filter(|node| changed.contains(node.id.as_str()));
    known.map(|node| node.id.clone()).collect()
}
