//! The form with which a resident sends an opinion, and the pages that follow it. They work
//! without script, without a cookie and without an account.

use leptos::prelude::*;

use crate::components::answers::date_words;
use crate::components::forms::{Input, Problem, hidden, input, problem_beside, problem_summary};
use crate::components::inputs::textarea_text;
use crate::render::{PublicFrame, public_page};
use crate::routes;

/// The item that an opinion is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedItem {
    /// Its path.
    pub path: String,
    /// Number and label.
    pub label: String,
    /// What is written there, in public words; shortened where it is long.
    pub quote: String,
}

/// The form.
#[derive(Clone, Default)]
pub struct OpinionFormView {
    /// The consultation.
    pub id: String,
    /// The title of the assessment.
    pub title: String,
    /// The body's name.
    pub body: String,
    /// The last day, ISO.
    pub to: String,
    /// The item; `None` for the whole.
    pub item: Option<QuotedItem>,
    /// What was typed.
    pub text: String,
    /// What was typed.
    pub name: String,
    /// What was typed.
    pub contact: String,
    /// Whether consent was given.
    pub consent: bool,
    /// The one-time token.
    pub token: String,
    /// The address of the consultation's page.
    pub page: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl std::fmt::Debug for OpinionFormView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpinionFormView({})", self.id)
    }
}

/// The form for an opinion.
#[must_use]
pub fn render_opinion_form(frame: &PublicFrame, view: &OpinionFormView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let problems = problem_summary(&view.problems);
        let fields = fields(&view);
        view! {
            <h1>"意見を書く"</h1>
            <p class="lead">{format!("{}「{}」", view.body, view.title)}</p>
            <p>{format!("受付は{}の終わり（日本時間）までです。", date_words(&view.to))}" "<a href=view.page.clone()>"公示している評価書に戻る"</a></p>
            {problems}
            {about(&view)}
            <form method="post" action=routes::opinions(&view.id)>
                {fields}
                <p class="button-row"><button class="button button-main">"送信する"</button></p>
            </form>
            <h2>"送る前に"</h2>
            <ul>
                <li>"意見の内容は、個人が分かる部分などを除いて、回答とともに公表されます。お名前と連絡先は公表しません。"</li>
                <li>"個人番号（マイナンバー）は書かないでください。12桁の数字が個人番号の形をしているときは、保存せずにお返しします。"</li>
                <li>"短い間に多く送ることはできません。同じ場所からは、続けて10回まで、その後は1分に1回受け付けます。送信元のアドレスは保存しません。"</li>
                <li>"送信すると受付番号が出ます。送ったことの確かめに使えます。"</li>
            </ul>
        }
    })
}

fn about(view: &OpinionFormView) -> AnyView {
    match view.item.clone() {
        None => view! { <p><strong>"評価書の全体について"</strong>"の意見を書きます。特定の項目について書くときは、公示している評価書の各項目の「この項目に意見を書く」から進んでください。"</p> }.into_any(),
        Some(item) => {
            let whole = routes::opinion_new(&view.id, None);
            view! {
                <section aria-labelledby="quoted">
                    <h2 id="quoted">{format!("「{}」についての意見", item.label)}</h2>
                    <blockquote class="opinion prose-text">{item.quote}</blockquote>
                    <p><a href=whole>"全体についての意見にする（書いた文は引き継がれません）"</a></p>
                </section>
            }
            .into_any()
        }
    }
}

fn fields(view: &OpinionFormView) -> AnyView {
    let problem = |name: &str| {
        let found = view.problems.iter().find(|problem| problem.field == name);
        found.map(|problem| problem.message.clone())
    };
    let (text, consent) = (problem("text"), problem("consent"));
    let described = if text.is_some() {
        "text-problem text-hint"
    } else {
        "text-hint"
    };
    let invalid = text.is_some().then_some("true");
    let item = view
        .item
        .as_ref()
        .map(|item| item.path.clone())
        .unwrap_or_default();
    let name = Input {
        name: "name",
        label: "お名前",
        kind: "text",
        value: view.name.clone(),
        hint: "公表しません。空欄でもかまいません。",
        autocomplete: "name",
        required: false,
    };
    let contact = Input {
        name: "contact",
        label: "連絡先（電話番号やメールアドレス）",
        kind: "text",
        value: view.contact.clone(),
        hint: "意見の意味を確かめるときだけに使い、公表しません。空欄でもかまいません。",
        autocomplete: "off",
        required: false,
    };
    view! {
        {hidden("item", item)}
        {hidden("token", view.token.clone())}
        <div class="form-item">
            <label class="form-label" for="text">"意見"<span class="tag" data-required="true">"必須"</span></label>
            <p class="hint" id="text-hint">"10文字以上4,000文字以内で書いてください。"</p>
            <textarea class="textarea" id="text" name="text" rows="10" aria-describedby=described aria-invalid=invalid required=true>{textarea_text(&view.text)}</textarea>
            {problem_beside("text", text)}
        </div>
        {input(name, &view.problems)}
        {input(contact, &view.problems)}
        <div class="form-trap" aria-hidden="true">
            <label for="website">"この欄は空のままにしてください"</label>
            <input id="website" name="website" type="text" value="" tabindex="-1" autocomplete="off"/>
        </div>
        <div class="form-item">
            <label class="choice" for="consent">
                <input id="consent" name="consent" type="checkbox" value="yes" checked=view.consent required=true aria-describedby=consent.is_some().then_some("consent-problem")/>
                <span>"意見の内容が、個人が分かる部分などを除いて公表されることに同意します"</span>
            </label>
            {problem_beside("consent", consent)}
        </div>
    }
    .into_any()
}

/// An opinion that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionAccepted {
    /// The consultation.
    pub id: String,
    /// The receipt number, in groups.
    pub receipt: String,
    /// When it came, in words.
    pub received: String,
    /// The address of the consultation's page.
    pub page: String,
}

/// The receipt.
#[must_use]
pub fn render_opinion_accepted(frame: &PublicFrame, view: &OpinionAccepted) -> String {
    let view = view.clone();
    public_page(frame, move || {
        view! {
            <h1>"意見を受け付けました"</h1>
            <div class="notice notice-done" role="status">
                <p>"受付番号"</p>
                <p class="receipt-number" data-receipt=view.receipt.clone()>{view.receipt.clone()}</p>
                <p>{format!("{}に受け付けました。", view.received)}</p>
            </div>
            <p>"受付番号を書き留めてください。番号は再発行できません。番号で、受け付けた日時と、回答があったかどうかを確かめられます。"</p>
            <p>"同じ内容をもう一度送る必要はありません。意見と回答は、募集が終わった後に、まとめて公表されます。"</p>
            <ul>
                <li><a href=routes::receipt(&view.id)>"受付番号で状況を見る"</a></li>
                <li><a href=view.page.clone()>"公示している評価書に戻る"</a></li>
            </ul>
        }
    })
}

/// What became of an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptFound {
    /// Nothing was asked yet.
    NotAsked,
    /// There is no such receipt in this consultation.
    Unknown,
    /// It came then, in words, and whether it was answered publicly.
    Received {
        /// When, in words.
        at: String,
        /// Its number in the published result, once that is published.
        answered: Option<u32>,
    },
}

/// The page that asks for a receipt number.
#[derive(Clone)]
pub struct ReceiptView {
    /// The consultation.
    pub id: String,
    /// The title of the assessment.
    pub title: String,
    /// The address of the consultation's page.
    pub page: String,
    /// What was typed.
    pub typed: String,
    /// What was found.
    pub found: ReceiptFound,
}

impl std::fmt::Debug for ReceiptView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReceiptView({})", self.id)
    }
}

/// The page that says what became of an opinion.
#[must_use]
pub fn render_receipt(frame: &PublicFrame, view: &ReceiptView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let problems = match &view.found {
            ReceiptFound::Unknown => vec![Problem {
                field: "receipt".to_owned(),
                label: "受付番号".to_owned(),
                message: "この募集に、その番号の意見はありません。番号と、どの募集に送ったかを確かめてください。".to_owned(),
            }],
            _ => Vec::new(),
        };
        let found = match &view.found {
            ReceiptFound::Received { at, answered } => Some(received(at, *answered, &view.page)),
            _ => None,
        };
        let field = Input {
            name: "receipt",
            label: "受付番号",
            kind: "text",
            value: view.typed.clone(),
            hint: "例: ABCD-EFGH-JKMN-PQRS",
            autocomplete: "off",
            required: true,
        };
        view! {
            <h1>"送った意見の状況"</h1>
            <p class="lead">{view.title.clone()}</p>
            {found}
            <form method="post" action=routes::receipt(&view.id)>
                {input(field, &problems)}
                <p class="button-row"><button class="button button-main">"状況を見る"</button></p>
            </form>
            <p><a href=view.page.clone()>"意見の募集のページに戻る"</a></p>
        }
    })
}

fn received(at: &str, answered: Option<u32>, page: &str) -> AnyView {
    let (at, page) = (at.to_owned(), page.to_owned());
    let answer = match answered {
        Some(number) => view! {
            <p>{format!("回答を公表しました。結果の「意見{number}」です。")}" "<a href=format!("{page}#result")>"結果を見る"</a></p>
        }
        .into_any(),
        None => view! { <p>"回答はまだ公表されていません。募集が終わった後に、まとめて公表されます。"</p> }.into_any(),
    };
    view! {
        <div class="notice notice-done" role="status"><p>{format!("{at}に受け付けています。")}</p>{answer}</div>
    }
    .into_any()
}

/// Opinions are not taken here or not now: why, and what to do.
#[must_use]
pub fn render_not_open(
    frame: &PublicFrame,
    message: &str,
    kept: &[(String, String)],
    link: Option<(String, String)>,
) -> String {
    let (heading, message, kept) = (frame.title.clone(), message.to_owned(), kept.to_vec());
    public_page(frame, move || {
        let typed: Vec<AnyView> = kept
            .into_iter()
            .map(|(label, text)| {
                view! { <dt>{label}</dt><dd class="prose-text">{text}</dd> }.into_any()
            })
            .collect();
        let any = !typed.is_empty();
        view! {
            <h1>{heading}</h1>
            <p>{message}</p>
            {link.map(|(label, href)| view! { <p><a class="button" href=href>{label}</a></p> })}
            {any.then(|| view! { <h2>"書いた内容"</h2><p class="hint">"保存していません。必要なら写してください。"</p><dl>{typed}</dl> })}
            <p><a href=routes::CONSULTATIONS>"意見の募集の一覧"</a></p>
        }
    })
}
