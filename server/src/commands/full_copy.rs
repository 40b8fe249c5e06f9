//! An assessment as one HTML file that needs no other.

use app::pages::{FullCopyView, render_full_copy};
use app::public::{AssessmentView, render_assessment};
use app::render::{Link, PublicFrame};
use domain::interchange::read_release;
use domain::{AssessmentId, Body, Document, FormEdition, Forms};
use publish::AssessmentKey;
use store::{Tx, editions};
use workflow::Audience;

use super::Failure;

/// For those who may read everything: withheld parts are there, and marked.
pub(super) fn full(
    form: &FormEdition,
    document: &Document,
    body: &Body,
    audience: Audience,
    style: &str,
) -> String {
    let (audience, audience_label) = match audience {
        Audience::Reviewer => ("reviewer", "第三者点検用"),
        _ => ("regulator", "個人情報保護委員会用"),
    };
    let view = FullCopyView {
        form,
        document,
        body_name: body.name.clone(),
        audience: audience.to_owned(),
        audience_label: audience_label.to_owned(),
    };
    with_style(&render_full_copy(&view), style)
}

/// For anyone: the page of the published edition.
pub(super) async fn public(
    tx: &mut Tx,
    forms: &Forms,
    id: &AssessmentId,
    body: &Body,
    edition: Option<u32>,
    style: &str,
) -> Result<String, Failure> {
    let number = match edition {
        Some(edition) => edition,
        None => editions::last_number(tx, id).await?,
    };
    let broken = || {
        Failure::Environment(anyhow::anyhow!(
            "edition {number} of {id} cannot be read back"
        ))
    };
    let stored = editions::find(tx, id, number).await?.ok_or_else(broken)?;
    let form = forms
        .get(&stored.head.form, &stored.head.form_edition)
        .ok_or_else(broken)?;
    let assessment =
        read_release(form, &stored.release, &stored.head.digest).map_err(|_| broken())?;
    let view = AssessmentView {
        form,
        assessment: &assessment,
        title: assessment.title(),
        ended: None,
        body: Link::new(&body.name, publish::paths::body(&body.code).address()),
        edition: number,
        published: assessment.published().to_string(),
        editions: Vec::new(),
        history: Link::new(
            "版の履歴",
            AssessmentKey::of(&assessment).history().address(),
        ),
        current: None,
        downloads: vec![Link::new(
            "JSON",
            AssessmentKey::of(&assessment)
                .edition_json(number)
                .address(),
        )],
        warning: form.warning.clone(),
    };
    let frame = PublicFrame {
        title: assessment.title(),
        ..PublicFrame::default()
    };
    Ok(with_style(&render_assessment(&frame, &view), style))
}

/// Puts the style sheet into the file, in place of the link to it.
fn with_style(html: &str, style: &str) -> String {
    // What would end the element cannot stand in it; no style sheet needs it.
    let style = style.replace("</", "<\\/");
    let link = format!(
        r#"<link rel="stylesheet" href="{}">"#,
        app::routes::STYLESHEET
    );
    html.replacen(&link, &format!("<style>{style}</style>"), 1)
}
