//! The threshold judgement made again from what was filed, beside what was submitted.

use app::components::answers::date_words;
use app::pages::JudgedView;
use domain::threshold::Input;
use domain::{Duty, FormId, FormKind};
use workflow::OpenSubmission;

/// What the page shows of it.
pub(super) fn view(seen: &OpenSubmission) -> JudgedView {
    let inputs = &seen.inputs;
    let count = |count: Option<u64>, unit: &str| {
        count.map_or("記入なし".to_owned(), |count| format!("{count}{unit}"))
    };
    let incident = match inputs.incident {
        Some(true) => "あり",
        Some(false) => "なし",
        None => "記入なし",
    };
    let as_of = seen.document.facts.as_of;
    let as_of = as_of.map_or("記入なし".to_owned(), |day| date_words(&day));
    let duty = seen.judgement.duty();
    let row = |name: &str, value: String| (name.to_owned(), value);
    let mut rows = vec![
        row(Input::Headcount.label(), count(inputs.headcount, "人")),
        row(Input::Staff.label(), count(inputs.staff, "人")),
        row(Input::Incident.label(), incident.to_owned()),
    ];
    rows.extend(
        inputs
            .ground
            .map(|ground| row("規則4条の事由", ground.label().to_owned())),
    );
    rows.extend([
        row("計数の基準日", as_of),
        row("判断の結果", seen.judgement.reason()),
        row("必要な評価書", required(duty)),
        row(
            "提出された評価書",
            labels(seen.forms.iter().map(FormId::as_str)),
        ),
    ]);
    JudgedView {
        rows,
        outcome: outcome(duty, &seen.forms),
    }
}

fn required(duty: Option<Duty>) -> String {
    match duty {
        None => "判断できません".to_owned(),
        Some(Duty::None) => "なし（任意に実施できます）".to_owned(),
        Some(duty) => labels(duty.forms().iter().copied()),
    }
}

fn labels<'a>(forms: impl Iterator<Item = &'a str>) -> String {
    let kinds = FormKind::ALL.into_iter();
    let forms: Vec<&str> = forms.collect();
    let named = kinds.filter(|kind| forms.contains(&kind.as_str()));
    named.map(FormKind::label).collect::<Vec<_>>().join("・")
}

/// Whether what was submitted is what must be made.
fn outcome(duty: Option<Duty>, forms: &[FormId]) -> (String, String) {
    let made: Vec<&str> = forms.iter().map(FormId::as_str).collect();
    let (word, words) = match duty {
        None => (
            "undecided",
            "入力が足りないため、満たすかを判断できません。".to_owned(),
        ),
        Some(duty) => match duty.lacking(&made) {
            lacking if !lacking.is_empty() => (
                "lacking",
                format!(
                    "足りません。{}が提出されていません。",
                    labels(lacking.into_iter())
                ),
            ),
            _ if Duty::of_forms(made.iter().copied()) > duty => (
                "more",
                "満たします。義務より詳しい評価を任意に実施しています。".to_owned(),
            ),
            _ => ("satisfied", "満たします。".to_owned()),
        },
    };
    (word.to_owned(), words)
}
