//! The words of error pages: a heading, and what was kept and what to do.

use actix_web::http::StatusCode;

use super::PageError;
use crate::forms::FormProblem;

/// A heading and a sentence or two.
pub(super) struct Words {
    pub heading: &'static str,
    pub message: String,
}

fn words(heading: &'static str, message: &str) -> Words {
    Words {
        heading,
        message: message.to_owned(),
    }
}

/// The words for an error; `None` stands for one that a library reported with `status`.
pub(super) fn of(error: Option<&PageError>, status: StatusCode) -> Words {
    match error {
        Some(PageError::Refused { message, .. }) => words("この操作はできませんでした", message),
        Some(PageError::TooMany {
            retry_after_seconds,
        }) => Words {
            heading: "しばらくお待ちください",
            message: format!(
                "短い間に多くの操作がありました。{retry_after_seconds}秒ほど待ってから、もう一度お試しください。"
            ),
        },
        Some(PageError::SessionEnded { .. }) => words(
            "サインインし直してください",
            "時間がたったため、サインインが終わっていました。まだ保存されていません。下の「入力した内容」を控えてから、サインインし直し、もう一度入力してください。",
        ),
        Some(PageError::Csrf { .. }) => words(
            "送信を確認できませんでした",
            "画面を開いてから時間がたったか、サインインし直した後に古い画面から送信したようです。まだ保存されていません。元の画面を開き直し、下の「入力した内容」を写して、もう一度送信してください。",
        ),
        Some(PageError::InvitationGone) => words(
            "この招待は使えません",
            "招待のリンクは一度だけ、期限までに使えます。既にパスワードを決めたときは、サインインしてください。期限が切れたときは、管理者に招待の再発行を頼んでください。",
        ),
        Some(PageError::NotBuilt) => words(
            "公開サイトは準備中です",
            "いま作っています。少し待ってから、もう一度お試しください。",
        ),
        Some(PageError::CrossSite) => words(
            "送信を受け付けませんでした",
            "ほかのサイトの画面から送信されたものと判断しました。何も変わっていません。このサイトの画面を開いて操作してください。",
        ),
        Some(PageError::NotText { .. }) => not_text(),
        Some(PageError::Form(problem)) => form(*problem),
        _ => by_status(status),
    }
}

fn not_text() -> Words {
    words(
        "読み取れない文字があります",
        "保存していません。読み取れない文字は、下の「入力した内容」では「\u{FFFD}」に置き換えてあります。ほかの文字はそのままです。ブラウザーの「戻る」で前の画面に戻るか、元の画面を開き直して下の内容を写し、「\u{FFFD}」の所を直してから、もう一度送信してください。",
    )
}

fn form(problem: FormProblem) -> Words {
    match problem {
        FormProblem::TooLarge => words(
            "送信できる量を超えています",
            "保存していません。量が多く受け取れなかったため、この画面では入力した内容をお返しできません。ブラウザーの「戻る」で前の画面に戻ってください。多くのブラウザーでは、入力した内容がそのまま残っています。内容を控えてから、いくつかに分けて保存してください。",
        ),
        FormProblem::NotText => not_text(),
        FormProblem::ContentType | FormProblem::Broken => words(
            "送信を読み取れませんでした",
            "通信が途中で切れた可能性があります。保存していません。前の画面に戻って、もう一度送信してください。",
        ),
    }
}

fn by_status(status: StatusCode) -> Words {
    match status {
        StatusCode::NOT_FOUND => words(
            "ページが見つかりません",
            "アドレスが違うか、この役割では見られないページです。何も変わっていません。",
        ),
        StatusCode::METHOD_NOT_ALLOWED => words(
            "この開き方はできません",
            "何も変わっていません。作業一覧から開き直してください。",
        ),
        status if status.is_server_error() => words(
            "うまく処理できませんでした",
            "こちらの不具合です。この操作は行われていません。少し待ってから、もう一度お試しください。続くときは、下の番号をシステムの管理者に知らせてください。",
        ),
        _ => words(
            "受け付けられませんでした",
            "送られた内容を読み取れませんでした。何も変わっていません。前の画面に戻って、もう一度お試しください。",
        ),
    }
}
