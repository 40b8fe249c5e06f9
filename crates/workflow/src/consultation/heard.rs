//! What the procedure asks about a consultation: facts for its preconditions.

use domain::opinion::HiddenWords;
use domain::{Answer, ConsultationItems, Document, MarkedText, Segment};
use store::assessments::Assessment;
use store::{Tx, opinion_answers};

use super::hidden::hidden;
use crate::error::WorkflowError;

/// The facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Whether the item for the reason of a shorter period is filled.
    pub shortening_reason: bool,
    /// How many opinions have no answer.
    pub unanswered: usize,
    /// Whether the items on opinions and their reflection are filled, and hold no words of
    /// opinions that were to be hidden.
    pub described: bool,
}

/// The facts about an assessment's last consultation and its items.
pub(crate) async fn heard(
    tx: &mut Tx,
    found: &Assessment,
    document: &Document,
) -> Result<Heard, WorkflowError> {
    let mut heard = Heard {
        shortening_reason: false,
        unanswered: 0,
        described: true,
    };
    let Some(items) = ConsultationItems::of(&found.form) else {
        return Ok(heard);
    };
    let filled = |item: &str| {
        let answer = document.answers.get(item);
        answer.is_some_and(|answer| !answer.is_blank())
    };
    heard.shortening_reason = items.shortening.is_some_and(filled);
    heard.described = filled(items.opinions) && items.reflection.is_none_or(filled);
    let hidden = hidden(tx, &found.id).await?;
    heard.described &= !tell(document, items, &hidden);
    let round = found.stage.round().and_then(|round| round.consultation);
    if let Some(consultation) = round
        && let Ok(id) = domain::ConsultationId::parse(&consultation.id)
    {
        let open = opinion_answers::count_open(tx, &id).await?;
        heard.unanswered = usize::try_from(open).unwrap_or(usize::MAX);
    }
    Ok(heard)
}

/// Refuses an assessment whose items on opinions tell words that were to be hidden, however
/// short: the leak gate looks for telling ones only.
///
/// # Errors
/// [`WorkflowError::Invalid`] with the field `opinions`.
pub(crate) async fn refuse_hidden_words(
    tx: &mut Tx,
    found: &Assessment,
    document: &Document,
) -> Result<(), WorkflowError> {
    let Some(items) = ConsultationItems::of(&found.form) else {
        return Ok(());
    };
    if tell(document, items, &hidden(tx, &found.id).await?) {
        let message = "主な意見の内容か評価書への反映の欄に、伏せた語句か、送った人のお名前・連絡先があります。その語句を取り除いてください。公表していません。";
        return Err(WorkflowError::invalid("opinions", message));
    }
    Ok(())
}

/// Whether hidden words stand in the items on opinions.
fn tell(document: &Document, items: &ConsultationItems, hidden: &HiddenWords) -> bool {
    let told = [Some(items.opinions), items.reflection];
    let mut told = told.into_iter().flatten();
    told.any(|item| {
        let answer = document.answers.get(item);
        answer.is_some_and(|answer| tells(answer, hidden))
    })
}

/// Whether hidden words stand in what an answer tells the public.
fn tells(answer: &Answer, hidden: &HiddenWords) -> bool {
    let open = |text: &MarkedText| {
        let mut segments = text.segments().iter();
        segments.any(|segment| matches!(segment, Segment::Plain(text) if hidden.stand_in(text)))
    };
    match answer {
        Answer::Text(text) => open(text),
        Answer::Longtext(text) => text.sections().iter().any(|(_, text)| open(text)),
        _ => false,
    }
}
