//! The table of changes (変更箇所) of a draft: what the program found, and what a person
//! decides on each change. And two revisions compared in full.

use domain::changes::decision::Timing;
use domain::{Change, MarkedText};
use leptos::prelude::*;

use super::FindingView;
use crate::components::diff;
use crate::components::findings::finding_list;
use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
use crate::components::inputs::textarea_text;
use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// A change with what was decided or typed.
#[derive(Clone)]
pub struct ChangeLineView {
    /// What it is told by; posted back as `change[n]`.
    pub digest: String,
    /// The change, withheld parts included.
    pub change: Change<MarkedText>,
    /// Where the item is edited.
    pub edit: String,
    /// `before`, `after` or empty.
    pub timing: String,
    /// The explanation, in the typed notation.
    pub note: String,
    /// `important`, `dismissed` or empty.
    pub weight: String,
    /// Why it is not important.
    pub reason: String,
    /// Whether a row by hand stands for it; then timing and note are that row's.
    pub by_hand: bool,
    /// Whether something about it is still to be decided.
    pub is_open: bool,
}

impl std::fmt::Debug for ChangeLineView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangeLineView")
    }
}

/// The table of changes of a draft, posted to [`AssessmentPaths::changes`].
#[derive(Debug, Clone)]
pub struct ChangesDeskView {
    /// The addresses of its pages.
    pub paths: AssessmentPaths,
    /// Its title.
    pub title: String,
    /// The stage, for `data-state`.
    pub state: String,
    /// The revision that was shown; posted back as `revision`.
    pub revision: i64,
    /// 修正 or 再実施.
    pub origin: String,
    /// Whether it is 修正, which an important change rules out.
    pub is_amendment: bool,
    /// The edition it is compared with, as 第1版（2015年1月5日公表）; `None` for a first edition.
    pub basis: Option<String>,
    /// Every change.
    pub lines: Vec<ChangeLineView>,
    /// 変更日, as typed or proposed.
    pub changed_on: String,
    /// How many things are still to be decided.
    pub open: usize,
    /// Whether the table in the assessment is what is shown here.
    pub is_written: bool,
    /// How many rows the table has from earlier editions.
    pub earlier_rows: usize,
    /// What does not agree.
    pub findings: Vec<FindingView>,
    /// What is wrong with what was typed.
    pub problems: Vec<Problem>,
    /// Why it may be read but not changed.
    pub read_only: Option<String>,
}

/// The table of changes of a draft.
#[must_use]
pub fn render_changes_desk(frame: &PortalFrame, view: &ChangesDeskView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let body = match &view.basis {
            None => first_edition(),
            Some(basis) => table(&view, basis, &token),
        };
        view! {
            <div data-state=view.state.clone()>
                <h1>"変更箇所"</h1>
                <p class="meta">{view.title.clone()}</p>
                {body}
                <p><a href=view.paths.overview()>"評価書の目次へ戻る"</a></p>
            </div>
        }
    })
}

fn first_edition() -> AnyView {
    view! {
        <div class="empty"><p>"公表した版がまだないので、変更箇所はありません。公表した評価書の修正又は再実施を始めると、前の版との違いがここに出ます。"</p></div>
    }
    .into_any()
}

fn table(view: &ChangesDeskView, basis: &str, token: &str) -> AnyView {
    let intro = format!(
        "{basis}の全文と、いまの下書き（{}）を比べています。",
        view.origin
    );
    let off = view.read_only.is_some();
    let lines: Vec<AnyView> = (1..)
        .zip(&view.lines)
        .map(|(n, line)| change_line(n, line, view, off))
        .collect();
    let read_only = view
        .read_only
        .clone()
        .map(|why| view! { <div class="notice"><p>{why}</p></div> });
    let earlier = (view.earlier_rows > 0).then(|| {
        view! { <p class="meta">{format!("前の版までの変更箇所が{}行あり、そのまま残ります。", view.earlier_rows)}</p> }
    });
    let found = (!view.findings.is_empty()).then(|| {
        view! { <section aria-labelledby="findings-heading"><h2 id="findings-heading">"合わないところ"</h2>{finding_list(&view.findings)}</section> }
    });
    let form = if view.lines.is_empty() {
        view! { <div class="empty"><p>"前の版から変わった項目はありません。"</p></div> }.into_any()
    } else {
        view! {
            {diff::legend()}
            <form method="post" action=view.paths.changes()>
                {csrf(token)}
                {hidden("revision", view.revision.to_string())}
                <fieldset disabled=off>
                    <legend class="visually-hidden">"変更箇所の表"</legend>
                    {day(view)}
                    {lines}
                </fieldset>
                {(!off).then(|| view! {
                    <p class="meta">"決めたところまで保存できます。保存すると、決めた行を変更箇所の表（評価書の欄）に書きます。手で書いた行と前の版の行は変えません。"</p>
                    <button class="button button-main">"保存して表に書く"</button>
                })}
            </form>
        }
        .into_any()
    };
    view! {
        <p>{intro}</p>
        {problem_summary(&view.problems)}
        {read_only}
        {standing(view)}
        {earlier}
        {found}
        {form}
    }
    .into_any()
}

/// How far it is decided and written.
fn standing(view: &ChangesDeskView) -> AnyView {
    let count = view.lines.len();
    if view.open > 0 {
        let words = format!(
            "変更{count}件のうち、決めることが{}件残っています。",
            view.open
        );
        return view! { <div class="notice notice-attention" data-open=view.open.to_string()><p>{words}</p></div> }
            .into_any();
    }
    let words = if view.is_written {
        format!("変更{count}件のすべてが決まり、表に書いてあります。")
    } else {
        "すべて決まっていますが、表にまだ書いていません。「保存して表に書く」を押してください。"
            .to_owned()
    };
    view! { <div class="notice notice-done" data-open="0"><p>{words}</p></div> }.into_any()
}

fn day(view: &ChangesDeskView) -> AnyView {
    input(
        Input {
            name: "changed_on",
            label: "変更日",
            kind: "date",
            value: view.changed_on.clone(),
            hint: "評価書を変更した日。この画面で決める行に書きます（様式の欄の意味は未確認です）。",
            required: true,
            ..Input::default()
        },
        &view.problems,
    )
}

fn change_line(n: usize, line: &ChangeLineView, view: &ChangesDeskView, off: bool) -> AnyView {
    let change = &line.change;
    let id = format!("change-{n}");
    let mark = change
        .candidate
        .then(|| view! { <span class="tag">"※ 重要な変更の候補"</span> });
    let open = line
        .is_open
        .then(|| view! { <span class="state" data-tone="attention">"未決定"</span> });
    let edit = (!off).then(|| {
        let label = format!("「{}」の欄を開く", change.label);
        view! { <p><a href=line.edit.clone()>{label}</a></p> }
    });
    let words = diff::change(change);
    let choices = if line.by_hand {
        view! { <p class="meta">"この変更の行は、変更箇所の表に手で書いてあります。提出時期と説明は、その行のものを使います。"</p> }
            .into_any()
    } else {
        timing(n, line, view)
    };
    view! {
        <section class="change" id=id data-change=change.kind.as_str() data-path=change.path.to_string()>
            <h2>{change.label.clone()}<span class="tag">{change.kind.label()}</span>{mark}{open}</h2>
            {words}
            {edit}
            <input type="hidden" name=format!("change[{n}]") value=line.digest.clone()/>
            {choices}
            {change.candidate.then(|| weight(n, line, view))}
        </section>
    }
    .into_any()
}

fn timing(n: usize, line: &ChangeLineView, view: &ChangesDeskView) -> AnyView {
    let name = format!("timing[{n}]");
    let options: Vec<AnyView> = Timing::ALL
        .into_iter()
        .map(|timing| {
            let checked = line.timing == timing.as_str();
            view! {
                <label class="choice"><input type="radio" name=name.clone() value=timing.as_str() checked=checked/>{timing.label()}</label>
            }
            .into_any()
        })
        .collect();
    let note = format!("note[{n}]");
    let hint = format!("note-{n}-hint");
    let problem = problem_of(&view.problems, &note);
    let described = match &problem {
        Some(_) => format!("{note}-problem {hint}"),
        None => hint.clone(),
    };
    let invalid = problem.is_some().then_some("true");
    view! {
        <fieldset id=name.clone()>
            <legend>"提出時期"</legend>
            <div class="choice-grid">{options}</div>
            {problem_beside(&name, problem_of(&view.problems, &name))}
        </fieldset>
        <div class="form-item">
            <label class="form-label" for=note.clone()>"提出時期に係る説明"</label>
            <p class="hint" id=hint>"事前・事後とした理由。公表されます。伏せる部分は ｛非公表:理由｜…｝ と書きます。"</p>
            <textarea class="textarea" id=note.clone() name=note.clone() rows="2"
                aria-describedby=described aria-invalid=invalid>{textarea_text(&line.note)}</textarea>
            {problem_beside(&note, problem)}
        </div>
    }
    .into_any()
}

fn weight(n: usize, line: &ChangeLineView, view: &ChangesDeskView) -> AnyView {
    let name = format!("weight[{n}]");
    let options: Vec<AnyView> = [
        ("dismissed", "重要な変更に当たらない（理由を書く）"),
        ("important", "重要な変更に当たる"),
        ("", "まだ決めない"),
    ]
    .into_iter()
    .map(|(value, words)| {
        let checked = line.weight == value;
        view! {
            <label class="choice"><input type="radio" name=name.clone() value=value checked=checked/>{words}</label>
        }
        .into_any()
    })
    .collect();
    let reason = format!("reason[{n}]");
    let problem = problem_of(&view.problems, &reason);
    let described = problem.is_some().then(|| format!("{reason}-problem"));
    let invalid = problem.is_some().then_some("true");
    let redo = (view.is_amendment && line.weight == "important").then(|| {
        let href = format!("{}#next", view.paths.overview());
        view! {
            <div class="notice notice-attention">
                <p>"重要な変更は、修正では提出できません。再実施として進めます（全項目評価では意見聴取と第三者点検からやり直します）。"</p>
                <p><a class="button" href=href>"再実施の手続へ"</a></p>
            </div>
        }
    });
    view! {
        <fieldset id=name.clone()>
            <legend>"重要な変更に当たるか"</legend>
            <p class="hint">"※の項目の変更は候補です。誤字等の形式的な変更、リスクを相当程度変動させない変更、リスクを明らかに軽減させる変更は当たらないとされます（未確認）。"</p>
            {options}
            {problem_beside(&name, problem_of(&view.problems, &name))}
        </fieldset>
        <div class="form-item">
            <label class="form-label" for=reason.clone()>"当たらないとする理由（公表しません。記録に残ります）"</label>
            <textarea class="textarea" id=reason.clone() name=reason.clone() rows="2"
                aria-describedby=described aria-invalid=invalid>{textarea_text(&line.reason)}</textarea>
            {problem_beside(&reason, problem)}
        </div>
        {redo}
    }
    .into_any()
}

fn problem_of(problems: &[Problem], field: &str) -> Option<String> {
    let found = problems.iter().find(|problem| problem.field == field);
    found.map(|problem| problem.message.clone())
}

/// A revision to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionOption {
    /// Its number.
    pub revision: i64,
    /// What it is: 第3改訂（2026年11月24日 10:00、第1版）.
    pub label: String,
}

/// Two revisions compared in full.
#[derive(Debug, Clone)]
pub struct RevisionsView {
    /// The addresses of its pages.
    pub paths: AssessmentPaths,
    /// Its title.
    pub title: String,
    /// The stage, for `data-state`.
    pub state: String,
    /// Revisions to choose from, newest first.
    pub options: Vec<RevisionOption>,
    /// The earlier one.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// Every change.
    pub changes: Vec<Change<MarkedText>>,
    /// Why they cannot be compared.
    pub problem: Option<String>,
}

/// The page of two revisions.
#[must_use]
pub fn render_revisions(frame: &PortalFrame, view: &RevisionsView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let changes: Vec<AnyView> = view.changes.iter().map(section).collect();
        let count = changes.len();
        let compared = view.problem.is_none().then(|| {
            let legend = (count > 0).then(diff::legend);
            view! {
                <h2>{format!("第{}改訂から第{}改訂への変更（{count}件）", view.from, view.to)}</h2>
                {legend}
                {(count == 0).then(|| view! { <div class="empty"><p>"記載の変わった項目はありません。"</p></div> })}
                {changes}
            }
        });
        view! {
            <div data-state=view.state.clone()>
                <h1>"改訂の比較"</h1>
                <p class="meta">{view.title.clone()}</p>
                <p>"非公表の部分を含む全文を比べます。"</p>
                {view.problem.clone().map(|message| view! { <div class="notice notice-error" role="alert"><p>{message}</p></div> })}
                <form method="get" action=view.paths.compare()>
                    <div class="filters">
                        {select("from", "前の改訂", &view.options, view.from)}
                        {select("to", "後の改訂", &view.options, view.to)}
                    </div>
                    <button class="button">"比べる"</button>
                </form>
                {compared}
                <p><a href=view.paths.history()>"履歴へ戻る"</a></p>
            </div>
        }
    })
}

fn section(change: &Change<MarkedText>) -> AnyView {
    view! {
        <section class="change" id=change.path.to_string() data-change=change.kind.as_str()>
            <h3>{change.label.clone()}<span class="tag">{change.kind.label()}</span></h3>
            {diff::change(change)}
        </section>
    }
    .into_any()
}

fn select(
    name: &'static str,
    label: &'static str,
    options: &[RevisionOption],
    chosen: i64,
) -> AnyView {
    let options: Vec<AnyView> = options
        .iter()
        .cloned()
        .map(|option| {
            let selected = option.revision == chosen;
            view! { <option value=option.revision.to_string() selected=selected>{option.label}</option> }
                .into_any()
        })
        .collect();
    view! {
        <div class="form-item">
            <label class="form-label" for=name>{label}</label>
            <select class="select" id=name name=name>{options}</select>
        </div>
    }
    .into_any()
}
