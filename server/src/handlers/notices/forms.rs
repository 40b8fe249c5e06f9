//! The forms on a notice's page, and reading them.

use app::components::act_form::{ActForm, Field, FieldKind};
use app::components::forms::Problem;
use app::routes;
use domain::notice_life::{DraftForm, LetterForm, NoticeAct};
use workflow::OpenNotice;

use crate::forms::Fields;

const MARKDOWN: &str =
    "見出し（##）、箇条書き、表が使えます。HTML は使えません。そのまま公表されます。";

/// A form that was refused.
pub(super) struct Refused<'a> {
    pub(super) act: &'a str,
    pub(super) fields: &'a Fields,
    pub(super) problems: Vec<Problem>,
    /// What went wrong, when it is no problem of a field.
    pub(super) message: Option<String>,
}

/// A letter as typed.
pub(super) fn letter(fields: &Fields) -> LetterForm {
    let get = |name| fields.get(name).to_owned();
    LetterForm {
        number: get("number"),
        date: get("date"),
        from: get("from"),
        to: get("to"),
        title: get("title"),
        body: get("body"),
    }
}

/// A draft as typed.
pub(super) fn draft(fields: &Fields) -> DraftForm {
    let get = |name| fields.get(name).to_owned();
    DraftForm {
        title: get("title"),
        from: get("from"),
        to: get("to"),
        body: get("body"),
    }
}

/// What is wrong with the Markdown of a text, for its field.
pub(super) fn markdown_problem(body: &str) -> Option<Problem> {
    let error = markup::parse(body).err()?;
    Some(Problem {
        field: "body".to_owned(),
        label: "本文".to_owned(),
        message: format!(
            "本文の{}行目に、使えない書き方があります（HTML、画像、http・https 以外のリンク、重なった見出しの識別子など）。直してください。",
            error.line()
        ),
    })
}

/// The form of an act on a notice.
pub(super) fn form(open: &OpenNotice, act: NoticeAct) -> ActForm {
    let (heading, lead, button, is_main) = words(act);
    ActForm {
        id: act.as_str(),
        action: routes::notice_act(&open.id, act.as_str()),
        heading,
        lead: lead.to_owned(),
        hidden: vec![("version".to_owned(), open.version.to_string())],
        fields: fields(open, act),
        button,
        is_main,
        problems: Vec::new(),
    }
}

/// The draft's form, also for a new one.
pub(super) fn draft_fields(draft: &DraftForm) -> Vec<Field> {
    vec![
        line("title", "題名", &draft.title, true, ""),
        line(
            "from",
            "差出人（役職名）",
            &draft.from,
            false,
            "個人名は書きません。了承を依頼するまでに書きます。",
        ),
        Field {
            name: "to",
            label: "宛先（1行に1つ、役職名）",
            kind: FieldKind::Area(3),
            value: draft.to.clone(),
            hint: "個人名は書きません。了承を依頼するまでに書きます。",
            required: false,
        },
        Field {
            name: "body",
            label: "本文",
            kind: FieldKind::Area(14),
            value: draft.body.clone(),
            hint: MARKDOWN,
            required: false,
        },
    ]
}

fn letter_fields(letter: &LetterForm) -> Vec<Field> {
    vec![
        line(
            "number",
            "文書番号",
            &letter.number,
            true,
            "例: 見本企第1号",
        ),
        Field {
            name: "date",
            label: "文書の日付",
            kind: FieldKind::Date,
            value: letter.date.clone(),
            hint: "",
            required: true,
        },
        line(
            "from",
            "差出人（役職名）",
            &letter.from,
            true,
            "個人名は書きません。",
        ),
        Field {
            name: "to",
            label: "宛先（1行に1つ、役職名）",
            kind: FieldKind::Area(2),
            value: letter.to.clone(),
            hint: "個人名は書きません。",
            required: true,
        },
        line("title", "題名", &letter.title, true, ""),
        Field {
            name: "body",
            label: "本文",
            kind: FieldKind::Area(8),
            value: letter.body.clone(),
            hint: MARKDOWN,
            required: true,
        },
    ]
}

fn fields(open: &OpenNotice, act: NoticeAct) -> Vec<Field> {
    let draft = open.draft.form();
    match act {
        NoticeAct::Edit => draft_fields(&draft),
        NoticeAct::Request | NoticeAct::Acknowledge => letter_fields(&LetterForm {
            title: format!("{}に係る了承について", draft.title),
            ..LetterForm::default()
        }),
        NoticeAct::SendBack => vec![reason("差し戻す理由", "提供者に表示されます。")],
        NoticeAct::Issue => letter_fields(&LetterForm::default())
            .into_iter()
            .take(2)
            .collect(),
        NoticeAct::Expire => vec![reason(
            "失効の理由",
            "この画面の経過に残ります。公表サイトには、失効した日だけを表示します。",
        )],
        NoticeAct::Distribute | NoticeAct::List | NoticeAct::Revise => Vec::new(),
    }
}

fn line(
    name: &'static str,
    label: &'static str,
    value: &str,
    required: bool,
    hint: &'static str,
) -> Field {
    Field {
        name,
        label,
        kind: FieldKind::Line,
        value: value.to_owned(),
        hint,
        required,
    }
}

pub(super) fn reason(label: &'static str, hint: &'static str) -> Field {
    Field {
        name: "reason",
        label,
        kind: FieldKind::Area(3),
        value: String::new(),
        hint,
        required: true,
    }
}

/// (heading, lead, button, whether it is the main thing to do)
fn words(act: NoticeAct) -> (&'static str, &'static str, &'static str, bool) {
    match act {
        NoticeAct::Edit => ("草案を直す", "", "草案を保存する", false),
        NoticeAct::Request => (
            "了承を依頼する",
            "委員会に送る了承依頼の文書を書きます。依頼すると、差し戻されるまで草案は変えられません。",
            "了承を依頼する",
            true,
        ),
        NoticeAct::Acknowledge => (
            "了承する",
            "提供者に送る了承の文書を書きます。日付は、了承依頼の日付以後の日です。",
            "了承する",
            true,
        ),
        NoticeAct::SendBack => ("差し戻す", "理由を付けて返します。", "差し戻す", false),
        NoticeAct::Issue => (
            "通知する",
            "了承を得た草案が、そのまま通知になります。文書番号と日付を書いてください。",
            "通知する",
            true,
        ),
        NoticeAct::Distribute => (
            "周知を始める",
            "47都道府県と指定都市のうち、このシステムに登録された団体に届けます。",
            "周知を始める",
            true,
        ),
        NoticeAct::List => (
            "掲載する",
            "了承依頼・了承・通知の3つの文書を、公表サイトに掲載します。",
            "公表サイトに掲載する",
            true,
        ),
        NoticeAct::Revise => (
            "改訂する",
            "この通知を元に、新しい草案を作ります。新しい通知を出すまで、この通知は効力を保ちます。",
            "改訂の草案を作る",
            false,
        ),
        NoticeAct::Expire => (
            "失効させる",
            "この通知の効力を失わせます。届いた団体に知らせ、掲載中のページには失効と表示します。元には戻せません。",
            "失効させる",
            false,
        ),
    }
}
