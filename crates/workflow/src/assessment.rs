//! Reading assessments, and taking them to change them: shared by the use cases.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::interchange::{answers_from_map, answers_to_map, export, to_text};
use domain::{
    Answers, BodyCode, Digest, Document, EditionId, FormEdition, FormId, ItemId, Publication,
    UserId, digest_of, redact,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use store::assessments::Assessment;
use store::{StoreError, Tx, answers, assessments, revisions, users};

use crate::assessment_key::AssessmentKey;
use crate::error::{Conflict, WorkflowError};
use crate::workflow::Workflow;

/// Answers as the store keeps them.
pub(crate) type StoredAnswers = BTreeMap<ItemId, Value>;

pub(crate) async fn find(tx: &mut Tx, key: &AssessmentKey) -> Result<Assessment, WorkflowError> {
    let found = assessments::find(tx, &key.body, &key.number, &key.form).await?;
    found.ok_or(WorkflowError::NotFound)
}

/// The assessment, which nobody else can change until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, key: &AssessmentKey) -> Result<Assessment, WorkflowError> {
    let found = find(tx, key).await?;
    assessments::lock(tx, &found.id)
        .await?
        .ok_or(WorkflowError::NotFound)
}

pub(crate) fn key_of(assessment: &Assessment) -> AssessmentKey {
    AssessmentKey {
        body: assessment.body.clone(),
        number: assessment.number.clone(),
        form: assessment.form.clone(),
    }
}

impl Workflow {
    pub(crate) fn form_edition(
        &self,
        form: &FormId,
        edition: &EditionId,
    ) -> Result<Arc<FormEdition>, WorkflowError> {
        let known = self.forms.get(form, edition).cloned();
        known.ok_or_else(|| WorkflowError::UnknownForm {
            form: form.to_string(),
            edition: edition.to_string(),
        })
    }
}

/// The document as of a revision; `None` when there is no such revision.
pub(crate) async fn document_at(
    tx: &mut Tx,
    form: &FormEdition,
    assessment: &Assessment,
    revision: i64,
) -> Result<Option<Document>, StoreError> {
    let Some(found) = revisions::find(tx, &assessment.id, revision).await? else {
        return Ok(None);
    };
    let stored = answers::load_at(tx, &assessment.id, revision).await?;
    Ok(Some(Document {
        form: assessment.form.clone(),
        form_edition: assessment.form_edition.clone(),
        body: assessment.body.clone(),
        agency: assessment.agency.clone(),
        number: assessment.number.clone(),
        facts: found.facts,
        answers: read(form, assessment, &stored)?,
    }))
}

/// As [`document_at`], at a revision that must be there.
pub(crate) async fn document(
    tx: &mut Tx,
    form: &FormEdition,
    assessment: &Assessment,
    revision: i64,
) -> Result<Document, StoreError> {
    let found = document_at(tx, form, assessment, revision).await?;
    found.ok_or(StoreError::Absent { table: "revisions" })
}

fn read(
    form: &FormEdition,
    assessment: &Assessment,
    stored: &StoredAnswers,
) -> Result<Answers, StoreError> {
    let named = stored
        .iter()
        .map(|(item, value)| (item.to_string(), value.clone()))
        .collect();
    answers_from_map(form, &named).map_err(|_| StoreError::Corrupt {
        table: "answers",
        column: "value",
        row: key_of(assessment).to_string(),
    })
}

/// Answers for the store.
///
/// # Errors
/// [`WorkflowError::Invalid`] with the field `answers` when they are not answers to this
/// form: what is stored must be readable again.
pub(crate) fn stored(
    form: &FormEdition,
    answers: &Answers,
) -> Result<StoredAnswers, WorkflowError> {
    let not_of_form = || {
        let message = "この様式の項目に合わない記入があります。保存していません。画面を開き直して、もう一度入力してください。";
        WorkflowError::invalid("answers", message)
    };
    let map = answers_to_map(form, answers);
    let complete = answers
        .iter()
        .all(|(item, _)| map.contains_key(item.as_str()));
    if !complete || answers_from_map(form, &map).is_err() {
        return Err(not_of_form());
    }
    let items = map
        .into_iter()
        .map(|(item, value)| Ok((ItemId::parse(&item)?, value)));
    items
        .collect::<Result<_, domain::ids::IdProblem>>()
        .map_err(|_| not_of_form())
}

/// What turns `old` into `new`: changed answers, and `None` for those taken away.
pub(crate) fn changes(old: &StoredAnswers, new: &StoredAnswers) -> BTreeMap<ItemId, Option<Value>> {
    let removed = old.keys().filter(|item| !new.contains_key(*item));
    let removed = removed.map(|item| (item.clone(), None));
    let changed = new
        .iter()
        .filter(|(item, value)| old.get(*item) != Some(value));
    removed
        .chain(changed.map(|(item, value)| (item.clone(), Some(value.clone()))))
        .collect()
}

/// The title that anyone may read.
pub(crate) fn public_title(form: &FormEdition, document: &Document) -> String {
    // Only the title is taken from it: number and day do not matter.
    let any = Publication {
        edition: 1,
        published: Date::ZERO,
    };
    redact(form, document, any).title()
}

/// The digest of the whole document, withheld parts included.
pub(crate) fn digest(form: &FormEdition, document: &Document) -> Digest {
    digest_of(to_text(&export(form, document)).as_bytes())
}

/// A new revision of an assessment that the transaction has locked.
pub(crate) struct NextRevision<'a> {
    pub form: &'a FormEdition,
    pub assessment: &'a Assessment,
    /// The document as it is from now on.
    pub document: &'a Document,
    pub changes: &'a BTreeMap<ItemId, Option<Value>>,
    pub kind: revisions::RevisionKind,
    pub author: Option<&'a UserId>,
    pub at: Timestamp,
}

/// Appends it; its number.
pub(crate) async fn append(tx: &mut Tx, next: &NextRevision<'_>) -> Result<i64, StoreError> {
    let NextRevision {
        form,
        assessment,
        document,
        changes,
        ..
    } = next;
    let bump = assessments::Bump {
        agency: &document.agency,
        title: &public_title(form, document),
        at: next.at,
        by: next.author,
    };
    let number = assessments::bump_revision(tx, &assessment.id, assessment.revision, &bump).await?;
    let row = revisions::Revision {
        revision: number,
        author: next.author.cloned(),
        at: next.at,
        kind: next.kind,
        facts: document.facts.clone(),
        changed: changes.keys().map(ToString::to_string).collect(),
        digest: digest(form, document),
    };
    revisions::append(tx, &assessment.id, &row).await?;
    answers::append(tx, &assessment.id, number, changes).await?;
    Ok(number)
}

/// A row of `assessments` that another one took the place of.
pub(crate) fn taken(error: StoreError) -> WorkflowError {
    match error {
        StoreError::Conflict { what } if what == "assessments" => {
            WorkflowError::Conflict(Conflict::Number)
        }
        other => other.into(),
    }
}

/// How people are called, by id, looked up once each: by their address, or, to people of a
/// body who do not belong to it, by role and organisation.
#[derive(Default)]
pub(crate) struct People {
    known: HashMap<UserId, Called>,
    seen_from: Option<BodyCode>,
}

#[derive(Clone, Default)]
struct Called {
    name: String,
    is_outsider: bool,
}

impl People {
    /// People as somebody of this body sees them; `None` sees every address.
    pub(crate) fn seen_from(body: Option<&BodyCode>) -> Self {
        Self {
            known: HashMap::new(),
            seen_from: body.cloned(),
        }
    }

    /// Whether the person, who was asked for before, is of another organisation.
    pub(crate) fn is_outsider(&self, user: Option<&UserId>) -> bool {
        let known = user.and_then(|user| self.known.get(user));
        known.is_some_and(|known| known.is_outsider)
    }

    /// The address, or role and organisation; `None` for the operator.
    pub(crate) async fn email(
        &mut self,
        tx: &mut Tx,
        user: Option<&UserId>,
    ) -> Result<Option<String>, StoreError> {
        let Some(user) = user else {
            return Ok(None);
        };
        if let Some(known) = self.known.get(user) {
            return Ok(Some(known.name.clone()));
        }
        let called = match users::find(tx, user).await? {
            Some(found) => self.called(tx, found).await?,
            None => Called::default(),
        };
        self.known.insert(user.clone(), called.clone());
        Ok(Some(called.name))
    }

    async fn called(&self, tx: &mut Tx, user: users::User) -> Result<Called, StoreError> {
        if self.seen_from.is_none() || user.body == self.seen_from {
            return Ok(Called {
                name: user.email,
                is_outsider: false,
            });
        }
        let body = match &user.body {
            Some(code) => store::bodies::find(tx, code).await?,
            None => None,
        };
        let role = user.role.label();
        Ok(Called {
            name: body.map_or_else(|| role.to_owned(), |body| format!("{} {role}", body.name)),
            is_outsider: true,
        })
    }
}

/// The body, which the database guarantees to be there.
pub(crate) async fn body(tx: &mut Tx, code: &BodyCode) -> Result<domain::Body, StoreError> {
    let found = store::bodies::find(tx, code).await?;
    found.ok_or(StoreError::Absent { table: "bodies" })
}
