//! The one door from what was written to what anyone may read.
//!
//! Redact first, render after: headings, lists, feeds, snippets and every other output are
//! made from what comes out here, so that there is nothing to remember. The preview in the
//! browser runs the same functions. Source: 規則13条, 総官企第285号 3.(3).

use jiff::civil::Date;

use crate::answer::{Answer, Answers, Diagram, LongText, Row};
use crate::document::Document;
use crate::form::{FormEdition, Kind, Node};
use crate::marked_text::{MarkedText, Segment};
use crate::public::{
    LongTextShape, PublicAnswer, PublicAnswers, PublicAssessment, PublicLongText, PublicRow,
    PublicSection, PublicSegment, PublicText,
};

/// What publication adds to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// The edition's number, from 1.
    pub edition: u32,
    /// The day of publication.
    pub published: Date,
}

/// The public version of a document. Answers to items that the form does not have are left
/// out: nobody decided on them.
#[must_use]
pub fn redact(
    form: &FormEdition,
    document: &Document,
    publication: Publication,
) -> PublicAssessment {
    let answers = with_publication(form, &document.answers, publication);
    public(form, document, &answers, publication)
}

/// The public version that is shown while opinions are heard (公示版): as [`redact`], without
/// a day of publication on the cover, for there is none yet. `publication` has the number of
/// the edition that is to come and the first day of the hearing.
#[must_use]
pub fn redact_for_consultation(
    form: &FormEdition,
    document: &Document,
    publication: Publication,
) -> PublicAssessment {
    public(form, document, &document.answers, publication)
}

fn public(
    form: &FormEdition,
    document: &Document,
    answers: &Answers,
    publication: Publication,
) -> PublicAssessment {
    PublicAssessment {
        form: document.form.clone(),
        form_edition: document.form_edition.clone(),
        body: document.body.clone(),
        agency: document.agency.clone(),
        number: document.number.clone(),
        facts: document.facts.clone(),
        answers: redact_answers(form, answers),
        edition: publication.edition,
        published: publication.published,
        origin: None,
        withheld_changed: Vec::new(),
    }
}

/// The answers with what publication itself fills in where nobody did: the day on the cover.
#[must_use]
pub fn with_publication(
    form: &FormEdition,
    answers: &Answers,
    publication: Publication,
) -> Answers {
    let mut answers = answers.clone();
    for node in FormEdition::fields(form.items()) {
        let is_open = node.set_at_publication && answers.get(node.id.as_str()).is_none();
        if is_open && node.kind == Kind::Date {
            answers.set(node.id.clone(), Answer::Date(publication.published));
        }
    }
    answers
}

/// The public version of a text: withheld words and notes are gone, their ground stays.
#[must_use]
pub fn redact_text(text: &MarkedText) -> PublicText {
    let public = text.segments().iter().map(|segment| match segment {
        Segment::Plain(text) => PublicSegment::Plain(text.clone()),
        Segment::Withheld { reason, .. } => PublicSegment::Withheld(*reason),
    });
    PublicText(public.collect())
}

/// The public version of answers of the form.
#[must_use]
pub fn redact_answers(form: &FormEdition, answers: &Answers) -> PublicAnswers {
    redact_scope(form.items(), answers)
}

fn redact_scope(nodes: &[Node], answers: &Answers) -> PublicAnswers {
    let known = FormEdition::fields(nodes).into_iter().filter_map(|node| {
        let answer = answers.get(node.id.as_str())?;
        (answer.kind() == node.kind).then(|| (node.id.clone(), redact_answer(node, answer)))
    });
    PublicAnswers(known.collect())
}

fn redact_answer(node: &Node, answer: &Answer) -> PublicAnswer {
    match answer {
        Answer::Text(text) => PublicAnswer::Text(redact_text(text)),
        Answer::Longtext(text) => PublicAnswer::Longtext(redact_long_text(text)),
        Answer::Choice(n) => PublicAnswer::Choice(*n),
        Answer::Multichoice(chosen) => PublicAnswer::Multichoice(
            chosen
                .iter()
                .map(|(n, words)| (*n, words.as_ref().map(redact_text)))
                .collect(),
        ),
        Answer::Date(date) => PublicAnswer::Date(*date),
        Answer::Number(number) => PublicAnswer::Number(*number),
        Answer::Boolean(yes) => PublicAnswer::Boolean(*yes),
        Answer::Table(rows) => {
            PublicAnswer::Table(rows.iter().map(|row| redact_row(node, row)).collect())
        }
        Answer::Repeat(groups) => PublicAnswer::Repeat(
            groups
                .iter()
                .map(|group| redact_scope(&node.children, group))
                .collect(),
        ),
        Answer::Diagram(diagram) => redact_diagram(diagram),
    }
}

fn redact_long_text(text: &LongText) -> PublicLongText {
    let sections = text.sections().into_iter();
    let sections = sections
        .map(|(layer, text)| PublicSection {
            layer,
            text: redact_text(&text),
        })
        .collect();
    let shape = match text {
        LongText::Plain(text) => LongTextShape::Plain(redact_text(text)),
        LongText::Layers(layers) => {
            LongTextShape::Layers(layers.iter().map(|layer| layer.example.clone()).collect())
        }
    };
    PublicLongText { shape, sections }
}

fn redact_row(node: &Node, row: &Row) -> PublicRow {
    debug_assert_eq!(node.kind, Kind::Table);
    match row {
        Row::Text(text) => PublicRow::Text(redact_text(text)),
        Row::Cells(cells) => PublicRow::Cells(redact_scope(&node.children, cells)),
    }
}

fn redact_diagram(diagram: &Diagram) -> PublicAnswer {
    if diagram.withheld {
        return PublicAnswer::WithheldDiagram;
    }
    PublicAnswer::Diagram {
        attachment: diagram.attachment.clone(),
        alt: redact_text(&diagram.alt),
    }
}

#[cfg(test)]
mod tests;
