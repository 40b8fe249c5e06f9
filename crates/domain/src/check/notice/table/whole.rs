//! MS-00: what an assessment is about, and what the template left behind.

use super::super::situation::{always, separate_file, uses};
use super::super::words::{NETWORK, bare, has_template_words, is_server_alone};
use super::super::{Look, NoticeRule};
use super::{BASIC, FULL, KEY, advice, error, warning};
use crate::answer::{Answer, LongText};
use crate::facts::Facts;
use crate::layer::Layer;

pub(super) static ROWS: [NoticeRule; 6] = [
    error(
        "MS-00-1",
        "2.(1)",
        "評価は事務ごとに行います。中間サーバーだけを対象にした評価書は作らず、利用する事務の評価書に書いてください。",
    )
    .at(&[
        (FULL, &["cover.title", "I.1.name"]),
        (KEY, &["cover.title", "I.1.name"]),
        (BASIC, &["cover.title", "I.1.name"]),
    ])
    .if_item(|item| is_server_alone(item.text())),
    advice(
        "MS-00-2",
        "2.(1)※",
        "情報提供ネットワークシステム自体の評価は総務大臣が行うため、記載は不要です。",
    )
    .at(&[
        (FULL, &["I.2.system.name"]),
        (KEY, &["I.2.system.name"]),
        (BASIC, &["I.1.system"]),
    ])
    .if_item(|item| item.text().lines().any(|line| line.trim() == NETWORK)),
    warning(
        "MS-00-3",
        "1.（推論）",
        "情報連携の実施の有無と、中間サーバーの利用の有無が一致していません。",
    )
    .at(&[(FULL, &["I.6.do"]), (KEY, &["I.5.do"]), (BASIC, &["I.4.do"])])
    .when(is_told)
    .if_item(|item| {
        let contrary = if uses(&item.document.facts) { "実施しない" } else { "実施する" };
        item.chooses(contrary)
    }),
    advice(
        "MS-00-4",
        "2.(2)",
        "本通知は業務情報の副本と一体の1ファイルを想定しています。別立ては可能ですが、理由を残してください。",
    )
    .at(&[(FULL, &["I.3"]), (KEY, &["I.3"]), (BASIC, &["I.2"])])
    .when(separate_file)
    .if_item(|_| true),
    error(
        "MS-00-5",
        "⑦⑩⑪",
        "雛形の文言が残っています。団体の内容に置き換えてください。",
    )
    .in_every_longtext()
    .when(always)
    .if_item(|item| has_template_words(item.text())),
    advice(
        "MS-00-6",
        "3.(2)",
        "記載例のままです。団体の事情と運用上の対策を加えてください。",
    )
    .in_every_longtext()
    .when(always)
    .if_item(is_example_unchanged),
];

fn is_told(facts: &Facts) -> bool {
    facts.uses_ms.is_some()
}

/// A passage for the server's software or platform is the notice's example, letter for letter.
fn is_example_unchanged(item: &Look<'_>) -> bool {
    let (Some(examples), Some(Answer::Longtext(text))) = (item.around.examples, item.answer) else {
        return false;
    };
    let node = item.path.item().as_str();
    [Layer::MsSoftware, Layer::MsPlatform]
        .into_iter()
        .any(|layer| {
            let printed = examples.texts(node, layer);
            !printed.is_empty()
                && passages(text, layer).iter().any(|passage| {
                    let mut one = printed.iter().map(|example| bare(example));
                    let passage = bare(passage);
                    let all: String = printed.iter().map(|example| bare(example)).collect();
                    !passage.is_empty() && (passage == all || one.any(|example| example == passage))
                })
        })
}

fn passages(text: &LongText, layer: Layer) -> Vec<String> {
    let sections = text.sections().into_iter();
    sections
        .filter(|(found, _)| *found == Some(layer))
        .map(|(_, text)| text.full_text())
        .collect()
}
