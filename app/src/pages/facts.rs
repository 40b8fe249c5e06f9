//! The facts of an affair, in plain words.

use leptos::prelude::*;

use crate::components::forms::{Input, Problem, csrf, hidden, input, problem_summary};
use crate::components::inputs::date_type;
use crate::forms::Typed;
use crate::islands::UnsavedGuard;
use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// The facts of an assessment, posted to [`AssessmentPaths::facts`] with `revision` and
/// `csrf`. Fields: `uses_ms`, `uses_pf`, `ms_obtain`, `ms_provide`, `ms_entrust`, `incident`
/// (`true`, `false` or empty for not yet known), `file_unit` (`integrated`, `separate` or
/// empty), `headcount`, `staff` (whole numbers), `as_of` (a date).
#[derive(Debug, Clone)]
pub struct FactsView {
    /// The addresses of this assessment.
    pub paths: AssessmentPaths,
    /// The assessment's title.
    pub title: String,
    /// The stage, for `data-state`.
    pub state: String,
    /// The revision that was shown; posted back as `revision`.
    pub revision: i64,
    /// Why they may be read but not changed, in a sentence.
    pub read_only: Option<String>,
    /// What is saved or typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The questions that are answered with yes or no.
const QUESTIONS: [(&str, &str); 6] = [
    ("uses_ms", "この事務で中間サーバーを使いますか。"),
    (
        "uses_pf",
        "地方公共団体情報システム機構の中間サーバー・プラットフォームを使いますか。",
    ),
    (
        "ms_obtain",
        "中間サーバーを使って、他の機関に情報を照会しますか。",
    ),
    (
        "ms_provide",
        "中間サーバーを使って、他の機関に情報を提供しますか。",
    ),
    (
        "ms_entrust",
        "中間サーバーに保存される特定個人情報ファイルの取扱いを委託しますか。",
    ),
    (
        "incident",
        "過去1年以内に、特定個人情報に関する重大事故がありましたか。",
    ),
];

const YES_NO: [(&str, &str); 3] = [
    ("true", "はい"),
    ("false", "いいえ"),
    ("", "まだ分からない"),
];

const UNIT: &str = "中間サーバーに保存する特定個人情報ファイルの単位";

const UNITS: [(&str, &str); 3] = [
    (
        "integrated",
        "業務の情報と一体の1つのファイルとする（総官企第285号の想定）",
    ),
    ("separate", "中間サーバーの分を別のファイルとする"),
    ("", "まだ決めていない"),
];

/// The facts that are written: name, label, hint.
const NUMBERS: [(&str, &str, &str); 3] = [
    ("headcount", "対象人数（人）", "この事務で取り扱う本人の数"),
    (
        "staff",
        "取扱者数（人）",
        "特定個人情報ファイルを取り扱う職員と委託先の人数",
    ),
    ("as_of", "人数の基準日", ""),
];

/// What a field of the facts asks; empty for other names.
#[must_use]
pub fn fact_label(name: &str) -> &'static str {
    let questions = QUESTIONS.into_iter().chain([("file_unit", UNIT)]);
    let numbers = NUMBERS.into_iter().map(|(name, label, _)| (name, label));
    let mut all = questions.chain(numbers);
    all.find(|(field, _)| *field == name)
        .map_or("", |(_, label)| label)
}

/// What a field of the facts holds, in words.
#[must_use]
pub fn fact_in_words(name: &str, value: &str) -> String {
    let options = match name {
        "file_unit" => &UNITS,
        "headcount" | "staff" | "as_of" if value.is_empty() => return "（空欄）".to_owned(),
        "headcount" | "staff" | "as_of" => return value.to_owned(),
        _ => &YES_NO,
    };
    let found = options.iter().find(|(option, _)| *option == value);
    found.map_or(value, |(_, words)| words).to_owned()
}

/// The page of the facts.
#[must_use]
pub fn render_facts(frame: &PortalFrame, view: &FactsView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let off = view.read_only.is_some();
        view! {
            <div data-state=view.state.clone()>
                <h1>"事務の事実"</h1>
                <p class="meta">{view.title.clone()}</p>
                <p>"どの欄を書くかと、検査の内容が、この答えで決まります。"</p>
                {view.read_only.clone().map(|why| view! { <div class="notice notice-attention"><p>{why}</p></div> })}
                {problem_summary(&view.problems)}
                <form method="post" action=view.paths.facts() id="facts-form" data-unsaved=(!view.problems.is_empty()).then_some("true")>
                    {csrf(&token)}
                    {hidden("revision", view.revision.to_string())}
                    <fieldset disabled=off>
                        <legend class="visually-hidden">"事務の事実"</legend>
                        {fact_fields(&view.typed, &view.problems)}
                    </fieldset>
                    <p class="button-row">
                        {(!off).then(|| view! { <button class="button button-main">"保存する"</button> })}
                        <a href=view.paths.overview()>"一覧へ戻る"</a>
                    </p>
                    <UnsavedGuard form="facts-form".to_owned()/>
                </form>
            </div>
        }
    })
}

/// The questions about an affair.
pub(super) fn fact_fields(typed: &Typed, problems: &[Problem]) -> AnyView {
    let questions: Vec<AnyView> = QUESTIONS
        .iter()
        .map(|(name, words)| question(name, words, &YES_NO, typed))
        .collect();
    let unit = question("file_unit", UNIT, &UNITS, typed);
    let numbers: Vec<AnyView> = NUMBERS
        .into_iter()
        .map(|(name, label, hint)| {
            let value = typed.get(name);
            let field = Input {
                name,
                label,
                hint,
                kind: if name == "as_of" {
                    date_type(value)
                } else {
                    "text"
                },
                value: value.to_owned(),
                ..Input::default()
            };
            input(field, problems)
        })
        .collect();
    view! {
        {questions}{unit}{numbers}
    }
    .into_any()
}

fn question(
    name: &'static str,
    words: &'static str,
    options: &[(&'static str, &'static str)],
    typed: &Typed,
) -> AnyView {
    let chosen = typed.get(name).to_owned();
    let options: Vec<AnyView> = options
        .iter()
        .map(|(value, label)| {
            let (value, label) = (*value, *label);
            let checked = chosen == value;
            view! {
                <label class="choice"><input type="radio" name=name value=value checked=checked/><span>{label}</span></label>
            }
            .into_any()
        })
        .collect();
    view! { <fieldset id=name><legend>{words}</legend><div class="choice-grid">{options}</div></fieldset> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::FACT_NAMES;

    #[test]
    fn every_fact_has_a_label_and_words_for_what_it_holds() {
        for name in FACT_NAMES {
            assert_ne!(fact_label(name), "", "{name}");
            assert_ne!(fact_in_words(name, ""), "", "{name}");
        }
        assert_eq!(fact_label("title"), "");
        assert_eq!(fact_in_words("uses_ms", "false"), "いいえ");
        assert_eq!(fact_in_words("headcount", "120"), "120");
    }
}
