//! The plainest renderer that still says everything a page has to say.

use domain::{Notice, PublicSegment, PublicText};
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};
use publish::pages::{
    AssessmentPage, BodyPage, ChangesPage, ConsultationPage, ConsultationsPage, Counted,
    ExamplesPage, GuidancePage, HistoryPage, HomePage, NoticePage, NoticesPage, PageHead, PageLink,
    PrefecturePage, PrefecturesPage, ProsePage, QaEntry, QaListPage, WithdrawnPage,
};
use publish::{ListedAssessment, ListedConsultation, Renderer, paths};

/// Renders headings, links and texts, nothing else.
pub struct Plain;

fn page(head: &PageHead, main: &str) -> String {
    let canonical = head.canonical.as_ref().map_or_else(String::new, |href| {
        format!("<link rel=\"canonical\" href=\"{}\">\n", attribute(href))
    });
    format!(
        "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>{}</title>\n\
         <meta name=\"description\" content=\"{}\">\n{canonical}</head><body>\n{}<main>\n{main}</main></body></html>\n",
        text(&head.title),
        attribute(&head.description),
        links(&head.crumbs),
    )
}

fn link(label: &str, href: &str) -> String {
    format!("<a href=\"{}\">{}</a>\n", attribute(href), text(label))
}

fn links(links: &[PageLink]) -> String {
    links.iter().map(|to| link(&to.label, &to.href)).collect()
}

fn notices(notices: &[Notice]) -> String {
    let links = notices
        .iter()
        .map(|notice| link(&notice.title, &paths::notice(&notice.id).address()));
    links.collect()
}

fn listed(listed: &[ListedAssessment]) -> String {
    let links = listed
        .iter()
        .map(|listed| link(listed.title(), &listed.address()));
    links.collect()
}

fn counted(all: &[Counted]) -> String {
    let lines = all
        .iter()
        .map(|one| format!("<p>{} {} {}</p>\n", one.code, text(&one.name), one.count));
    lines.collect()
}

fn consultations(listed: &[ListedConsultation]) -> String {
    let lines = listed
        .iter()
        .map(|one| link(&format!("{} {}まで", one.title, one.to), &one.address()));
    lines.collect()
}

fn public(value: &PublicText) -> String {
    let segments = value.segments().iter().map(|segment| match segment {
        PublicSegment::Plain(plain) => text(plain).into_owned(),
        PublicSegment::Withheld(reason) => format!(
            "<span class=\"withheld\" data-reason=\"{reason}\">{}</span>",
            reason.placeholder()
        ),
    });
    segments.collect()
}

impl Renderer for Plain {
    fn home(&self, head: &PageHead, home: &HomePage<'_>) -> String {
        let parts = [
            format!("<p>{}件</p>\n", home.total),
            notices(home.notices),
            listed(home.newest),
            counted(home.prefectures),
            consultations(home.consultations),
        ];
        page(head, &parts.concat())
    }

    fn notices(&self, head: &PageHead, list: &NoticesPage<'_>) -> String {
        page(head, &(notices(list.notices) + &links(&list.documents)))
    }

    fn notice(&self, head: &PageHead, letter: &NoticePage<'_>) -> String {
        let related = letter
            .related
            .iter()
            .map(|notice| link(notice.kind.label(), &paths::notice(&notice.id).address()));
        let related: String = related.collect();
        page(
            head,
            &(letter.html.clone() + &related + &links(&letter.attachments)),
        )
    }

    fn guidance(&self, head: &PageHead, guidance: &GuidancePage) -> String {
        page(head, &(links(&guidance.contents) + &guidance.html))
    }

    fn examples(&self, head: &PageHead, list: &ExamplesPage<'_>) -> String {
        let examples = list.examples.iter().map(|entry| {
            format!(
                "<h2>{}</h2><p>{}</p>\n",
                text(&entry.label),
                text(&entry.example.text())
            )
        });
        page(head, &examples.collect::<String>())
    }

    fn qa_list(&self, head: &PageHead, list: &QaListPage<'_>) -> String {
        let all = list.entries.iter();
        page(
            head,
            &all.map(|entry| entry.question.clone()).collect::<String>(),
        )
    }

    fn qa(&self, head: &PageHead, entry: &QaEntry) -> String {
        page(head, &format!("{}{}", entry.question, entry.answer))
    }

    fn prefectures(&self, head: &PageHead, list: &PrefecturesPage<'_>) -> String {
        page(head, &counted(list.prefectures))
    }

    fn prefecture(&self, head: &PageHead, prefecture: &PrefecturePage<'_>) -> String {
        page(head, &counted(prefecture.bodies))
    }

    fn body(&self, head: &PageHead, body: &BodyPage<'_>) -> String {
        page(head, &listed(body.assessments))
    }

    fn assessment(&self, head: &PageHead, view: &AssessmentPage<'_>) -> String {
        let mut main = format!("<h1>{}</h1>\n", text(&view.title));
        view.assessment.answers().texts(&mut |path, value| {
            main += &format!("<p id=\"{path}\">{}</p>\n", public(value));
        });
        for edition in &view.editions {
            main += &link(&format!("第{}版", edition.edition), &edition.href);
        }
        page(
            head,
            &(main + &links(view.current.as_slice()) + &links(&view.downloads)),
        )
    }

    fn consultations(&self, head: &PageHead, list: &ConsultationsPage<'_>) -> String {
        let open = consultations(list.open);
        page(head, &format!("{open}<hr>{}", consultations(list.closed)))
    }

    fn consultation(&self, head: &PageHead, view: &ConsultationPage<'_>) -> String {
        let listed = view.listed;
        let mut main = format!(
            "<p>{}</p><p>{}</p>",
            text(&listed.method),
            text(&listed.contact)
        );
        view.assessment.answers().texts(&mut |path, value| {
            main += &format!("<p id=\"{path}\">{}</p>\n", public(value));
        });
        for group in view.result.iter().flat_map(|result| result.groups()) {
            for opinion in &group.opinions {
                main += &format!("<p>{}</p>\n", text(&opinion.to_plain()));
            }
            main += &format!("<p>{}</p>\n", text(&group.reason));
        }
        page(head, &main)
    }

    fn history(&self, head: &PageHead, view: &HistoryPage<'_>) -> String {
        let mut main = link(&view.page.label, &view.page.href);
        for edition in &view.editions {
            let kind = edition.kind.map_or("", domain::EditionKind::label);
            main += &link(&format!("第{}版{kind}", edition.edition), &edition.href);
            if let Some(changes) = &edition.changes {
                main += &link("変更点", changes);
            }
        }
        page(head, &main)
    }

    fn changes(&self, head: &PageHead, view: &ChangesPage<'_>) -> String {
        let changes = view.changes.iter().map(|change| {
            format!(
                "<p id=\"{}\" data-change=\"{}\">{}<del>{}</del><ins>{}</ins></p>\n",
                change.path,
                change.kind.as_str(),
                text(&change.label),
                public(&change.before),
                public(&change.after)
            )
        });
        let main: String = changes.collect();
        page(
            head,
            &(main + &link(&view.history.label, &view.history.href)),
        )
    }

    fn withdrawn(&self, head: &PageHead, gone: &WithdrawnPage<'_>) -> String {
        let line = format!(
            "<h1>取下げ {}</h1><p>{}から{}まで: {}</p>\n",
            text(&gone.body.name),
            gone.published_from,
            gone.withdrawn_on,
            text(gone.reason)
        );
        page(head, &(line + &links(gone.current.as_slice())))
    }

    fn prose(&self, head: &PageHead, prose: &ProsePage) -> String {
        page(head, &prose.html)
    }

    fn not_found(&self, head: &PageHead) -> String {
        page(head, "<p>ありません。</p>")
    }
}
