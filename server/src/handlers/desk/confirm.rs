//! Acts that are asked about once more: what they do, and what is unusual about the day.

use actix_web::web;
use app::pages::{ConfirmActView, StageButton, render_confirm_act};
use domain::day_words;
use domain::procedure::{earliest_removal, is_national_holiday, publication_warnings};
use domain::{Act, Stage};
use jiff::civil::Date;

use super::context::{Desk, key_of};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// The parts of the address: code, number, form, act.
pub type ActPath = web::Path<(String, String, String, String)>;

/// The acts that have such a page.
pub fn is_asked(act: Act) -> bool {
    matches!(act, Act::End | Act::Unpublish | Act::Resume)
}

/// The page that asks once more. Whoever may not do it now does not find it.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: ActPath) -> PageResult {
    let key = key_of(&path.0, &path.1, &path.2)?;
    let act = Act::parse(&path.3).filter(|act| is_asked(*act));
    let act = act.ok_or(PageError::NotFound)?;
    let desk = Desk::open(&state, &signed_in, key).await?;
    let today = state.workflow.today();
    let button = button(&desk, act, "", today).ok_or(PageError::NotFound)?;
    let frame = desk.frame(&signed_in, act.label());
    Ok(html(render(&desk, &frame, button, act)))
}

/// The button of an act on this page.
pub fn button(desk: &Desk, act: Act, reason: &str, today: Date) -> Option<StageButton> {
    let buttons = words::buttons(desk, reason, today);
    let mut button = buttons
        .into_iter()
        .find(|button| button.op == act.as_str())?;
    button.confirm = None;
    button.reason = reason.to_owned();
    Some(button)
}

/// The page in a frame.
pub fn render(
    desk: &Desk,
    frame: &app::render::PortalFrame,
    button: StageButton,
    act: Act,
) -> String {
    render_confirm_act(frame, &view(desk, button, effects(act, &desk.open.stage)))
}

/// The page that shows what is unusual about a planned day, before it is planned.
pub fn render_day(
    desk: &Desk,
    frame: &app::render::PortalFrame,
    mut button: StageButton,
    day: Date,
    warnings: Vec<String>,
) -> String {
    button.day = Some(day.to_string());
    button.confirm = None;
    let effects = vec![
        "この日に公表してよければ、もう一度押してください。日を変えることもできます。".to_owned(),
    ];
    let view = ConfirmActView {
        warnings,
        confirmed: Some(day.to_string()),
        ..view(desk, button, effects)
    };
    render_confirm_act(frame, &view)
}

/// What is unusual about publishing on a day.
pub fn warnings(day: Date, today: Date) -> Vec<String> {
    let found = publication_warnings(day, today, is_national_holiday);
    found.iter().map(ToString::to_string).collect()
}

fn view(desk: &Desk, button: StageButton, effects: Vec<String>) -> ConfirmActView {
    ConfirmActView {
        paths: desk.paths.clone(),
        state: desk.stage().0,
        title: desk.title(),
        revision: desk.open.revision,
        button,
        effects,
        warnings: Vec::new(),
        confirmed: None,
    }
}

fn effects(act: Act, stage: &Stage) -> Vec<String> {
    let lines: &[&str] = match act {
        Act::End => &[
            "事務をやめたことを記録します。この事務の全ての評価書が終了となり、公表中の題名の末尾に【○年○月○日 終了】と表示します。",
            "評価書は、終了の日から少なくとも3年間、公表を続けます。その間は取り下げられません。",
            "終了後は、遅滞なく個人情報保護委員会へ通知し、通知した日を記録してください。",
        ],
        Act::Unpublish => &[
            "全ての版の公表をやめます。ページは、公表していた期間と取下げの日、理由を示すページに置き換わります。",
            "理由はそのまま公表されます。個人番号や、非公表とした語句を書かないでください。",
            "一覧・検索・データからも外れます。版は内部に残り、次の版を公表すると、版の履歴とともに再び公表されます（取り下げた版の本文は戻りません）。",
        ],
        Act::Resume => &[
            "この事務の全ての評価書について、終了の記録を取り消します。題名の【○年○月○日 終了】の表示はなくなります。",
            "取り消したことと理由は履歴に残ります。",
        ],
        _ => &[],
    };
    let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    if let Stage::Ended { ended_on, .. } = stage {
        lines.push(format!(
            "終了の日は{}、取り下げられる最初の日は{}です。",
            day_words(*ended_on),
            day_words(earliest_removal(*ended_on))
        ));
    }
    lines
}
