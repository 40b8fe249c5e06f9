//! The pages of the site, rendered by the application's views.

use app::public::{
    AssessmentLink, AssessmentView, BodyView, ChangesView, ConsultationLink, ConsultationView,
    ConsultationsView, EditionLink, EndedView, ExampleView, ExamplesView, GoneView, GuidanceView,
    HistoryView, HomeView, NoticeLetterView, NoticeLink, NoticesView, PrefectureView,
    PrefecturesView, ProseView, QaListView, QaView, WithdrawnView, render_assessment, render_body,
    render_changes, render_consultation, render_consultations, render_editions, render_examples,
    render_guidance, render_home, render_not_found, render_notice, render_notices,
    render_prefecture, render_prefectures, render_prose, render_qa, render_qa_list,
    render_withdrawn,
};
use app::render::{Link, PublicFrame};
use domain::inquiry::Category;
use domain::{Notice, NoticeKind};
use publish::pages::{
    AssessmentPage, BodyPage, ChangesPage, ConsultationPage, ConsultationsPage, Counted,
    ExamplesPage, GuidancePage, HistoryPage, HomePage, NoticePage, NoticesPage, PageHead, PageLink,
    PrefecturePage, PrefecturesPage, ProsePage, QaEntry, QaListPage, WithdrawnPage,
};
use publish::{ListedAssessment, ListedConsultation, Renderer, paths};

/// So many publications are on the home page; the feed has more.
const ON_HOME: usize = 10;

/// Renders with [`app::public`].
#[derive(Debug, Clone, Copy)]
pub struct AppRenderer;

impl Renderer for AppRenderer {
    fn home(&self, head: &PageHead, page: &HomePage<'_>) -> String {
        let view = HomeView {
            notices: page.notices.iter().map(notice_link).collect(),
            publications: page
                .newest
                .iter()
                .take(ON_HOME)
                .map(assessment_link)
                .collect(),
            prefectures: page
                .prefectures
                .iter()
                .map(|known| prefecture_link(known).0)
                .collect(),
            count: page.total,
            consultations: page.consultations.iter().map(consultation_link).collect(),
        };
        render_home(&frame(head), &view)
    }

    fn notices(&self, head: &PageHead, page: &NoticesPage<'_>) -> String {
        let view = NoticesView {
            notices: page.notices.iter().map(notice_link).collect(),
            documents: links(&page.documents),
        };
        render_notices(&frame(head), &view)
    }

    fn notice(&self, head: &PageHead, page: &NoticePage<'_>) -> String {
        let letter = page.notice;
        let related = page.related.iter();
        let view = NoticeLetterView {
            kind: letter.kind.label().to_owned(),
            title: letter.title.clone(),
            number: letter.number.clone(),
            date: letter.date.to_string(),
            to: letter.to.clone(),
            from: letter.from.clone(),
            html: page.html.clone(),
            related: related
                .map(|other| (relation(other.kind), notice_link(other)))
                .chain(
                    page.revises
                        .map(|other| ("改訂元の通知".to_owned(), notice_link(other))),
                )
                .collect(),
            ended: letter.end.as_ref().map(|end| {
                let what = match end.revised_by {
                    Some(_) => format!("この通知は改訂されました（{}）。", end.on),
                    None => format!("この通知は効力を失いました（{}）。", end.on),
                };
                (what, page.revised_by.map(notice_link_words))
            }),
            attachments: links(&page.attachments),
        };
        render_notice(&frame(head), &view)
    }

    fn guidance(&self, head: &PageHead, page: &GuidancePage) -> String {
        let view = GuidanceView {
            title: page.title.clone(),
            issued: page.issued.clone(),
            notice: page.notice.as_ref().map(link),
            contents: links(&page.contents),
            html: page.html.clone(),
        };
        render_guidance(&frame(head), &view)
    }

    fn examples(&self, head: &PageHead, page: &ExamplesPage<'_>) -> String {
        let examples = page.examples.iter().map(|entry| ExampleView {
            item: entry.example.item.to_string(),
            label: entry.label.clone(),
            layer: entry.example.layer,
            text: entry.example.text(),
        });
        let view = ExamplesView {
            title: page.title.clone(),
            notice: page.notice.as_ref().map(link),
            examples: examples.collect(),
        };
        render_examples(&frame(head), &view)
    }

    fn qa_list(&self, head: &PageHead, page: &QaListPage<'_>) -> String {
        let groups = Category::ALL.into_iter().map(|category| {
            let of_category = page.entries.iter();
            let of_category = of_category.filter(|entry| entry.category == category);
            (category.label().to_owned(), of_category.map(qa).collect())
        });
        let groups = groups.filter(|(_, entries): &(_, Vec<QaView>)| !entries.is_empty());
        let view = QaListView {
            groups: groups.collect(),
        };
        render_qa_list(&frame(head), &view)
    }

    fn qa(&self, head: &PageHead, entry: &QaEntry) -> String {
        let list = Link::new("問合せと回答の一覧", paths::qa_list().address());
        render_qa(&frame(head), &qa(entry), &list)
    }

    fn prefectures(&self, head: &PageHead, page: &PrefecturesPage<'_>) -> String {
        let view = PrefecturesView {
            prefectures: page.prefectures.iter().map(prefecture_link).collect(),
        };
        render_prefectures(&frame(head), &view)
    }

    fn prefecture(&self, head: &PageHead, page: &PrefecturePage<'_>) -> String {
        let bodies = page.bodies.iter().map(|body| {
            let href = app::routes::body(&body.code);
            (Link::new(&body.name, href), body.count)
        });
        let view = PrefectureView {
            name: page.name.to_owned(),
            bodies: bodies.collect(),
        };
        render_prefecture(&frame(head), &view)
    }

    fn body(&self, head: &PageHead, page: &BodyPage<'_>) -> String {
        let view = BodyView {
            name: page.body.name.clone(),
            code: page.body.code.to_string(),
            prefecture: page.body.prefecture_name.clone(),
            assessments: page.assessments.iter().map(assessment_link).collect(),
        };
        render_body(&frame(head), &view)
    }

    fn assessment(&self, head: &PageHead, page: &AssessmentPage<'_>) -> String {
        let editions = page.editions.iter().map(edition_link);
        let view = AssessmentView {
            form: page.form,
            assessment: page.assessment,
            title: page.title.clone(),
            ended: page.ended.map(|ended| EndedView {
                on: ended.on.to_string(),
                shown_until: ended.shown_until.to_string(),
            }),
            body: Link::new(&page.body.name, paths::body(&page.body.code).address()),
            edition: page.assessment.edition(),
            published: page.assessment.published().to_string(),
            editions: editions.collect(),
            history: link(&page.history),
            current: page.current.as_ref().map(link),
            downloads: links(&page.downloads),
            warning: page.form.warning.clone(),
        };
        render_assessment(&frame(head), &view)
    }

    fn consultations(&self, head: &PageHead, page: &ConsultationsPage<'_>) -> String {
        let view = ConsultationsView {
            open: page.open.iter().map(consultation_link).collect(),
            closed: page.closed.iter().map(consultation_link).collect(),
            today: page.today.to_string(),
        };
        render_consultations(&frame(head), &view)
    }

    fn consultation(&self, head: &PageHead, page: &ConsultationPage<'_>) -> String {
        let listed = page.listed;
        let view = ConsultationView {
            id: listed.id.to_string(),
            link: consultation_link(listed),
            agency: listed.agency.clone(),
            number: listed.number.clone(),
            shortening: listed.shortening.clone(),
            method: listed.method.clone(),
            contact: listed.contact.clone(),
            form: page.form,
            assessment: page.assessment,
            result: page.result,
            result_on: listed.result.map(|day| day.to_string()),
            portal: page.portal.to_owned(),
        };
        render_consultation(&frame(head), &view)
    }

    fn history(&self, head: &PageHead, page: &HistoryPage<'_>) -> String {
        let view = HistoryView {
            title: page.assessment.title(),
            body: Link::new(&page.body.name, paths::body(&page.body.code).address()),
            page: link(&page.page),
            editions: page.editions.iter().map(edition_link).collect(),
            compare: page.compare.clone(),
        };
        render_editions(&frame(head), &view)
    }

    fn changes(&self, head: &PageHead, page: &ChangesPage<'_>) -> String {
        let view = ChangesView {
            title: page.title.clone(),
            editions: Some([edition_link(&page.before), edition_link(&page.after)]),
            changes: &page.changes,
            other_form: page.other_form,
            history: link(&page.history),
            chooser: None,
            problem: None,
        };
        render_changes(&frame(head), &view)
    }

    fn withdrawn(&self, head: &PageHead, page: &WithdrawnPage<'_>) -> String {
        let view = WithdrawnView {
            body: page.body.name.clone(),
            form_title: page.form_title.to_owned(),
            number: page.number.to_owned(),
            gone: match page.gone {
                publish::pages::Gone::Assessment => GoneView::Assessment,
                publish::pages::Gone::Edition(number) => GoneView::Edition(number),
                publish::pages::Gone::Consultation => GoneView::Consultation,
            },
            from: page.published_from.to_string(),
            to: page.withdrawn_on.to_string(),
            reason: page.reason.to_owned(),
            current: page.current.as_ref().map(link),
        };
        render_withdrawn(&frame(head), &view)
    }

    fn prose(&self, head: &PageHead, page: &ProsePage) -> String {
        let view = ProseView {
            heading: page.heading.clone(),
            html: page.html.clone(),
        };
        render_prose(&frame(head), &view)
    }

    fn not_found(&self, head: &PageHead) -> String {
        render_not_found(&frame(head), &[])
    }
}

fn edition_link(edition: &publish::pages::EditionLink) -> EditionLink {
    EditionLink {
        number: edition.edition,
        published: edition.published.to_string(),
        href: edition.href.clone(),
        kind: edition.kind,
        changes: edition.changes.clone(),
        is_withdrawn: edition.is_withdrawn,
    }
}

fn frame(head: &PageHead) -> PublicFrame {
    PublicFrame {
        title: head.title.clone(),
        description: head.description.clone(),
        canonical: head.canonical.clone(),
        crumbs: links(&head.crumbs),
    }
}

fn link(link: &PageLink) -> Link {
    Link::new(&link.label, &link.href)
}

fn links(found: &[PageLink]) -> Vec<Link> {
    found.iter().map(link).collect()
}

fn prefecture_link(prefecture: &Counted) -> (Link, usize) {
    let href = paths::prefecture(&prefecture.code).address();
    (Link::new(&prefecture.name, href), prefecture.count)
}

fn notice_link(notice: &Notice) -> NoticeLink {
    NoticeLink {
        title: notice.title.clone(),
        number: notice.number.clone(),
        from: notice.from.clone(),
        date: notice.date.to_string(),
        href: paths::notice(&notice.id).address(),
        ended: notice.end.as_ref().map(domain::NoticeEnd::label),
    }
}

fn notice_link_words(notice: &Notice) -> Link {
    let href = paths::notice(&notice.id).address();
    Link::new(format!("{} {}", notice.number, notice.title), href)
}

fn qa(entry: &QaEntry) -> QaView {
    QaView {
        category: entry.category.label().to_owned(),
        question: entry.question.clone(),
        answer: entry.answer.clone(),
        published: entry.published.to_string(),
        href: paths::qa(entry.number).address(),
    }
}

fn assessment_link(listed: &ListedAssessment) -> AssessmentLink {
    let row = listed.row();
    AssessmentLink {
        title: row.title.clone(),
        body: row.body_name.clone(),
        form: row.form_title.clone(),
        number: row.number.clone(),
        published: row.published.to_string(),
        href: listed.address(),
    }
}

fn consultation_link(listed: &ListedConsultation) -> ConsultationLink {
    ConsultationLink {
        title: listed.title.clone(),
        body: listed.body_name.clone(),
        form: listed.form_title.clone(),
        from: listed.from.to_string(),
        to: listed.to.to_string(),
        phase: listed.phase,
        has_result: listed.result.is_some(),
        href: listed.address(),
    }
}

/// What a related letter is to the one on the page.
fn relation(kind: NoticeKind) -> String {
    match kind {
        NoticeKind::Request => "了承を求めた文書",
        NoticeKind::Acknowledgement => "了承の文書",
        NoticeKind::Notice => "通知した文書",
    }
    .to_owned()
}
