//! An inquiry: what was written, what can be done, what becomes public.

use actix_web::http::StatusCode;
use actix_web::web;
use app::components::act_form::{ActForm, Field, FieldKind};
use app::pages::inquiries::{InquiryView, MessageView, PublicTextView, render_inquiry};
use app::render::{self, Link, PortalFrame};
use app::routes;
use domain::inquiry::{InquiryState, PublicQa, Side};
use workflow::{InquiryMessage, OpenInquiry, qa_digest};

use super::act::Refused;
use super::{categories, state_words};
use crate::errors::PageResult;
use crate::handlers::desk::words::moment;
use crate::handlers::html_status;
use crate::session::SignedIn;
use crate::state::AppState;

/// The page.
pub(super) async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    number: web::Path<i64>,
) -> PageResult {
    show(&state, &signed_in, *number, None).await
}

/// The page, with what was refused in its form.
pub(super) async fn show(
    state: &AppState,
    signed_in: &SignedIn,
    number: i64,
    refused: Option<Refused<'_>>,
) -> PageResult {
    let open = state
        .workflow
        .open_inquiry(&signed_in.actor, number)
        .await?;
    let status = match &refused {
        None => StatusCode::OK,
        Some(refused) if refused.message.is_some() => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let give_back = |mut form: ActForm| {
        let refused = refused.as_ref().filter(|refused| refused.act == form.id);
        if let Some(refused) = refused {
            for field in &mut form.fields {
                field.value = refused.fields.get(field.name).to_owned();
            }
            form.problems.clone_from(&refused.problems);
        }
        form
    };
    let title = format!("{}. {}", open.entry.number, open.entry.subject);
    let view = InquiryView {
        title: title.clone(),
        state: state_words(open.entry.state),
        remark: format!(
            "{}・{}・窓口: {}",
            open.entry.category.label(),
            open.entry.body_name,
            open.entry.category.desk().label()
        ),
        messages: open
            .messages
            .iter()
            .map(|told| message(&open, told))
            .collect(),
        forms: forms(&open).into_iter().map(give_back).collect(),
        public: open.qa.as_ref().map(|qa| public_text(&open, qa)),
        public_forms: public_forms(&open).into_iter().map(give_back).collect(),
    };
    let crumbs = vec![
        Link::new("作業一覧", routes::DESK),
        Link::new("問合せ", routes::INQUIRIES),
    ];
    let mut frame: PortalFrame = signed_in.frame(&title, crumbs);
    if let Some(message) = refused.and_then(|refused| refused.message) {
        frame.flash = Some(render::Flash {
            failed: true,
            message,
        });
    }
    Ok(html_status(status, render_inquiry(&frame, &view)))
}

fn message(open: &OpenInquiry, told: &InquiryMessage) -> MessageView {
    let who = match told.side {
        Side::Asker => open.entry.body_name.clone(),
        Side::Desk => "窓口".to_owned(),
    };
    let note = match told.kind.as_str() {
        "closed" => Some("問合せを終了しました。".to_owned()),
        "reassigned" => Some("区分を変えました。".to_owned()),
        "removed" => Some("公開を取り下げました。理由:".to_owned()),
        _ => None,
    };
    MessageView {
        side: told.side.as_str().to_owned(),
        who,
        at: moment(told.at),
        note,
        text: told.text.clone(),
    }
}

fn act_form(
    open: &OpenInquiry,
    id: &'static str,
    heading: &'static str,
    button: &'static str,
) -> ActForm {
    ActForm {
        id,
        action: routes::inquiry_act(open.entry.number, id),
        heading,
        button,
        hidden: vec![("version".to_owned(), open.version.to_string())],
        ..ActForm::default()
    }
}

fn area(
    name: &'static str,
    label: &'static str,
    rows: u32,
    value: &str,
    hint: &'static str,
) -> Field {
    Field {
        name,
        label,
        kind: FieldKind::Area(rows),
        value: value.to_owned(),
        hint,
        required: true,
    }
}

const NO_NAMES: &str = "個人番号、個人の氏名や連絡先は書かないでください。";

fn forms(open: &OpenInquiry) -> Vec<ActForm> {
    let is_closed = open.entry.state == InquiryState::Closed;
    let is_unanswered = matches!(
        open.entry.state,
        InquiryState::Open | InquiryState::Reopened
    );
    let mut forms = Vec::new();
    let (heading, button) = match (open.side, is_closed) {
        (Side::Desk, _) => ("回答する", "回答を送る"),
        (Side::Asker, true) => ("続きを書いて再開する", "書き込んで再開する"),
        (Side::Asker, false) => ("続きを書く", "書き込む"),
    };
    if open.side == Side::Asker || !is_closed {
        forms.push(ActForm {
            fields: vec![area("text", "文", 6, "", NO_NAMES)],
            is_main: open.side == Side::Desk && is_unanswered,
            ..act_form(open, "write", heading, button)
        });
    }
    if !is_closed && (open.side == Side::Asker || !is_unanswered) {
        forms.push(act_form(open, "close", "終了する", "この問合せを終了する"));
    }
    if open.side == Side::Desk && !is_closed {
        let select = Field {
            name: "category",
            label: "新しい区分",
            kind: FieldKind::Select(categories()),
            value: open.entry.category.as_str().to_owned(),
            hint: "",
            required: true,
        };
        forms.push(ActForm {
            lead: "別の窓口に回します。回した後は、この窓口からは見えません。".to_owned(),
            fields: vec![select],
            ..act_form(open, "reassign", "区分を変える", "区分を変える")
        });
    }
    forms
}

fn public_text(open: &OpenInquiry, qa: &PublicQa) -> PublicTextView {
    let consent = |side: Side, given: bool| {
        let state = if given { "同意済み" } else { "未同意" };
        (side.label().to_owned(), state.to_owned())
    };
    PublicTextView {
        question: qa.question.clone(),
        answer: qa.answer.clone(),
        consents: vec![
            consent(Side::Asker, qa.asker.is_some()),
            consent(Side::Desk, qa.desk.is_some()),
        ],
        page: qa.published.map(|day| {
            let label = format!("公開しているページ（{day}公開）");
            Link::new(label, routes::qa(open.entry.number))
        }),
    }
}

fn public_forms(open: &OpenInquiry) -> Vec<ActForm> {
    let Some(qa) = &open.qa else {
        return vec![proposal(open, None)];
    };
    let bound = |form: ActForm| ActForm {
        hidden: vec![("digest".to_owned(), qa_digest(qa).as_str().to_owned())],
        ..form
    };
    if qa.published.is_some() {
        let reason = area(
            "reason",
            "取り下げる理由",
            3,
            "",
            "両方の側に表示されます。",
        );
        return vec![ActForm {
            fields: vec![reason],
            ..act_form(open, "remove", "公開を取り下げる", "公開を取り下げる")
        }];
    }
    let own = match open.side {
        Side::Asker => &qa.asker,
        Side::Desk => &qa.desk,
    };
    let mut forms = Vec::new();
    if own.is_none() {
        forms.push(bound(ActForm {
            lead: "上の文を公開することに、この側として同意します。非公表の内容、個人番号、個人の氏名や連絡先が入っていないことを確かめてください。".to_owned(),
            ..act_form(open, "consent", "公開に同意する", "この文の公開に同意する")
        }));
    } else {
        forms.push(bound(act_form(
            open,
            "withdraw",
            "同意を取り消す",
            "同意を取り消す",
        )));
    }
    if open.side == Side::Desk && qa.asker.is_some() && qa.desk.is_some() {
        forms.insert(
            0,
            bound(ActForm {
                lead: "公表サイトの「問合せと回答」に掲載します。".to_owned(),
                is_main: true,
                ..act_form(open, "publish", "公開する", "公開する")
            }),
        );
    }
    forms.push(proposal(open, Some(qa)));
    forms
}

fn proposal(open: &OpenInquiry, qa: Option<&PublicQa>) -> ActForm {
    let hint = "非公表の内容、個人番号、個人の氏名や連絡先、団体が分かる事情は書かないでください。";
    let question = qa.map_or("", |qa| qa.question.as_str());
    let answer = qa.map_or("", |qa| qa.answer.as_str());
    let heading = match qa {
        Some(_) => "公開する文を変える",
        None => "公開する文を提案する",
    };
    ActForm {
        fields: vec![
            area("question", "問", 4, question, hint),
            area("answer", "答", 6, answer, hint),
        ],
        hidden: vec![(
            "digest".to_owned(),
            qa.map_or_else(String::new, |qa| qa_digest(qa).to_string()),
        )],
        ..act_form(open, "propose", heading, "この文を提案する")
    }
}
