//! A page of every kind, with everything on it that a view can show.

use std::collections::BTreeSet;

use content::Content;
use domain::opinion::{
    ConsultationResult, OpinionGroup, OpinionMask, OpinionVerdict, PublicOpinion,
};
use domain::{
    Answer, Answers, AssessmentNumber, Body, Change, ConsultationId, Document, EditionKind, Facts,
    FormEdition, Kind, LongText, MarkedText, NoticeEnd, Phase, PublicAssessment, PublicText,
    Publication, public_changes_between,
};
use jiff::Timestamp;
use jiff::civil::Date;
use publish::pages::{
    AssessmentPage, BodyPage, ChangesPage, ConsultationPage, ConsultationsPage, Counted,
    EditionLink, EndedAffair, ExampleEntry, ExamplesPage, Gone, GuidancePage, HistoryPage,
    HomePage, NoticePage, NoticesPage, PageHead, PageLink, PrefecturePage, PrefecturesPage,
    ProsePage, QaEntry, QaListPage, WithdrawnPage,
};
use publish::{ListedAssessment, ListedConsultation, Renderer};

use crate::site::renderer::AppRenderer;

const RENDER: AppRenderer = AppRenderer;
const WORD: &str = "見本";
const DAY: Date = Date::constant(2014, 4, 1);

/// The pages.
pub(super) fn pages(content: &Content) -> Vec<String> {
    let head = PageHead {
        title: WORD.to_owned(),
        description: WORD.to_owned(),
        canonical: Some("/".to_owned()),
        crumbs: vec![link()],
    };
    let mut pages = of_content(&head, content);
    if let Some(body) = content.prefectures.first() {
        let samples = content.forms.iter();
        let samples: Vec<_> = samples
            .filter_map(|form| Some((form, public(form, body)?)))
            .collect();
        let listed = samples.iter().map(|(form, sample)| {
            ListedAssessment::new(sample, body, &form.title, Timestamp::UNIX_EPOCH)
        });
        let listed: Vec<ListedAssessment> = listed.collect();
        pages.extend(lists(&head, content, body, &listed));
        pages.extend(withdrawn(&head, body));
        pages.extend(
            samples
                .iter()
                .flat_map(|(form, sample)| editions(&head, form, sample, body)),
        );
        if let Some((form, sample)) = samples.last() {
            pages.extend(consultations(&head, form, sample, body));
        }
    }
    pages
}

fn link() -> PageLink {
    PageLink::new(WORD, "/")
}

fn of_content(head: &PageHead, content: &Content) -> Vec<String> {
    let notices = &content.catalog.notices;
    let documents = vec![link()];
    let mut pages = vec![
        RENDER.notices(head, &NoticesPage { notices, documents }),
        RENDER.guidance(head, &guidance()),
        RENDER.prose(
            head,
            &ProsePage {
                heading: WORD.to_owned(),
                html: WORD.to_owned(),
            },
        ),
        RENDER.not_found(head),
    ];
    let questions = [
        domain::inquiry::Category::General,
        domain::inquiry::Category::Platform,
    ];
    let questions = questions.map(|category| QaEntry {
        number: 1,
        category,
        question: WORD.to_owned(),
        answer: WORD.to_owned(),
        published: DAY,
    });
    pages.push(RENDER.qa_list(
        head,
        &QaListPage {
            entries: &questions,
        },
    ));
    pages.push(RENDER.qa_list(head, &QaListPage { entries: &[] }));
    pages.extend(questions.iter().map(|entry| RENDER.qa(head, entry)));
    let mut ended = notices.clone();
    ended.truncate(1);
    for notice in &mut ended {
        let revised_by = Some(notice.id.clone());
        notice.end = Some(NoticeEnd {
            on: DAY,
            revised_by,
        });
    }
    pages.extend(notices.iter().chain(&ended).map(|notice| {
        let page = NoticePage {
            notice,
            html: WORD.to_owned(),
            related: notices.iter().collect(),
            revises: Some(notice),
            revised_by: Some(notice),
            attachments: vec![link()],
        };
        RENDER.notice(head, &page)
    }));
    let examples = content.catalog.examples.iter().take(2);
    let examples = examples.map(|example| ExampleEntry {
        example,
        label: WORD.to_owned(),
    });
    let page = ExamplesPage {
        title: WORD.to_owned(),
        notice: Some(link()),
        examples: examples.collect(),
    };
    pages.push(RENDER.examples(head, &page));
    pages
}

fn guidance() -> GuidancePage {
    GuidancePage {
        title: WORD.to_owned(),
        issued: WORD.to_owned(),
        notice: Some(link()),
        contents: vec![link()],
        html: WORD.to_owned(),
    }
}

/// Lists, once with entries and once without.
fn lists(
    head: &PageHead,
    content: &Content,
    body: &Body,
    listed: &[ListedAssessment],
) -> Vec<String> {
    let notices = &content.catalog.notices;
    let counted = [0, 1].map(|count| Counted {
        code: body.code.prefecture().to_owned(),
        name: body.name.clone(),
        count,
    });
    let (code, name) = (body.code.prefecture(), body.name.as_str());
    let filled = [(listed, counted.as_slice()), (&[], &[])];
    let pages = filled.iter().flat_map(|(assessments, counted)| {
        let home = HomePage {
            notices,
            newest: assessments,
            prefectures: counted,
            total: 1,
            consultations: &[],
        };
        [
            RENDER.home(head, &home),
            RENDER.prefectures(
                head,
                &PrefecturesPage {
                    prefectures: counted,
                },
            ),
            RENDER.prefecture(
                head,
                &PrefecturePage {
                    code,
                    name,
                    bodies: counted,
                },
            ),
            RENDER.body(head, &BodyPage { body, assessments }),
        ]
    });
    pages.collect()
}

/// A consultation in every phase, with and without a result, in lists and by itself.
fn consultations(
    head: &PageHead,
    form: &FormEdition,
    assessment: &PublicAssessment,
    body: &Body,
) -> Vec<String> {
    let mut pages = Vec::new();
    let opinion = PublicOpinion::new(1, WORD, WORD, &OpinionMask::default());
    let result = ConsultationResult::new(vec![OpinionGroup {
        opinions: vec![opinion],
        verdict: OpinionVerdict::Reflected,
        reason: WORD.to_owned(),
    }]);
    let phases = [Phase::Upcoming, Phase::Open { days_left: 1 }, Phase::Closed];
    for phase in phases {
        for result in [None, Some(&result)] {
            let listed = ListedConsultation {
                id: ConsultationId::new(body.code.clone(), 1),
                body_name: WORD.to_owned(),
                agency: WORD.to_owned(),
                title: WORD.to_owned(),
                form_title: WORD.to_owned(),
                number: WORD.to_owned(),
                from: DAY,
                to: DAY,
                phase,
                shortening: Some(WORD.to_owned()),
                method: WORD.to_owned(),
                contact: WORD.to_owned(),
                result: result.map(|_| DAY),
            };
            pages.push(RENDER.consultation(
                head,
                &ConsultationPage {
                    listed: &listed,
                    form,
                    assessment,
                    result,
                    portal: "",
                },
            ));
            let listed = std::slice::from_ref(&listed);
            let list = ConsultationsPage {
                open: listed,
                closed: listed,
                today: DAY,
            };
            pages.push(RENDER.consultations(head, &list));
        }
    }
    pages
}

/// What remains of a withdrawn assessment, edition and consultation.
fn withdrawn(head: &PageHead, body: &Body) -> [String; 3] {
    let all = [
        (Gone::Assessment, None),
        (Gone::Edition(1), Some(link())),
        (Gone::Consultation, None),
    ];
    all.map(|(gone, current)| {
        let page = WithdrawnPage {
            body,
            number: "1",
            form_title: WORD,
            gone,
            published_from: DAY,
            withdrawn_on: DAY,
            reason: WORD,
            current,
        };
        RENDER.withdrawn(head, &page)
    })
}

/// An edition as the current one and as one of the past, and the pages of its history.
fn editions(
    head: &PageHead,
    form: &FormEdition,
    assessment: &PublicAssessment,
    body: &Body,
) -> Vec<String> {
    let mut pages = vec![
        RENDER.history(
            head,
            &HistoryPage {
                assessment,
                body,
                page: link(),
                editions: vec![edition_link(1), edition_link(2)],
                compare: Some("/".to_owned()),
            },
        ),
        RENDER.changes(
            head,
            &ChangesPage {
                body,
                title: WORD.to_owned(),
                before: edition_link(1),
                after: edition_link(2),
                changes: changes(form, assessment, body),
                other_form: true,
                history: link(),
            },
        ),
    ];
    pages.extend([None, Some(link())].map(|current| {
        let page = AssessmentPage {
            form,
            assessment,
            title: assessment.title(),
            ended: current.is_some().then(|| EndedAffair::on(DAY)),
            body,
            editions: vec![
                edition_link(1),
                EditionLink {
                    is_withdrawn: true,
                    ..edition_link(2)
                },
            ],
            history: link(),
            current,
            downloads: vec![link()],
        };
        RENDER.assessment(head, &page)
    }));
    pages
}

fn edition_link(edition: u32) -> EditionLink {
    EditionLink {
        edition,
        published: DAY,
        href: "/".to_owned(),
        kind: Some(EditionKind::Redo),
        changes: (edition > 1).then(|| "/".to_owned()),
        is_withdrawn: false,
    }
}

/// From nothing to this edition.
fn changes(
    form: &FormEdition,
    assessment: &PublicAssessment,
    body: &Body,
) -> Vec<Change<PublicText>> {
    let document = Document {
        form: form.id.clone(),
        form_edition: form.edition.clone(),
        body: body.code.clone(),
        agency: body.name.clone(),
        number: assessment.number().clone(),
        facts: Facts::default(),
        answers: Answers::default(),
    };
    let publication = Publication {
        edition: 1,
        published: DAY,
    };
    let nothing = domain::redact(form, &document, publication);
    let none = BTreeSet::new();
    public_changes_between(form, &nothing, assessment, &none, &body.name)
}

fn public(form: &FormEdition, body: &Body) -> Option<PublicAssessment> {
    let document = Document {
        form: form.id.clone(),
        form_edition: form.edition.clone(),
        body: body.code.clone(),
        agency: body.name.clone(),
        number: AssessmentNumber::parse("1").ok()?,
        facts: Facts::default(),
        answers: answers(form)?,
    };
    Some(domain::redact(
        form,
        &document,
        Publication {
            edition: 1,
            published: DAY,
        },
    ))
}

/// An answer to everything that takes a text, a number or a choice.
fn answers(form: &FormEdition) -> Option<Answers> {
    let text = MarkedText::plain(WORD).ok()?;
    let mut answers = Answers::default();
    for node in FormEdition::fields(form.items()) {
        let answer = match node.kind {
            Kind::Text => Answer::Text(text.clone()),
            Kind::Longtext => Answer::Longtext(LongText::Plain(text.clone())),
            Kind::Choice => Answer::Choice(1),
            Kind::Multichoice => Answer::Multichoice([(1, None)].into()),
            Kind::Date => Answer::Date(DAY),
            Kind::Number => Answer::Number(1),
            Kind::Boolean => Answer::Boolean(true),
            Kind::Repeat => Answer::Repeat(vec![Answers::default()]),
            Kind::Table | Kind::Diagram | Kind::Section => continue,
        };
        answers.set(node.id.clone(), answer);
    }
    Some(answers)
}
