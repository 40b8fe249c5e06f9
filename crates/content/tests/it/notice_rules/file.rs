use serde_json::{Value, json};

use super::{Case, situation, zenkomoku};

/// A document with one file.
fn file(answers: Value) -> Value {
    json!({ "II": [answers] })
}

fn place(text: &str) -> Value {
    file(json!({ "II.6.place": text }))
}

const PLATFORM: &str = "＜中間サーバー・プラットフォームにおける措置＞\n施錠する。";

fn items(rows: &[&str]) -> Value {
    file(json!({ "II.att2": rows }))
}

pub fn cases() -> Vec<Case> {
    [
        obtaining(),
        entrusting_and_providing(),
        keeping(),
        recorded(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn obtaining() -> Vec<Case> {
    vec![
        Case {
            rule: "MS-04-1",
            item: "II[1].II.3.method",
            fires: zenkomoku("obtain", file(json!({ "II.3.method": [1, 6] }))),
            silent: vec![
                zenkomoku("obtain", file(json!({ "II.3.method": [7] }))),
                zenkomoku("-obtain", file(json!({ "II.3.method": [1] }))),
            ],
        },
        Case {
            rule: "MS-04-2",
            item: "II[1].II.3.source",
            fires: zenkomoku(
                "obtain",
                file(json!({ "II.3.source": [1], "II.3.timing": "届出の都度" })),
            ),
            silent: vec![
                zenkomoku(
                    "obtain",
                    file(json!({ "II.3.source": [1], "II.3.timing": "情報照会の都度" })),
                ),
                zenkomoku("-obtain", file(json!({ "II.3.source": [1] }))),
            ],
        },
        Case {
            rule: "MS-04-2",
            item: "II[1].II.3.source",
            fires: situation(
                "juten",
                "obtain",
                file(json!({ "II.3.source": [1], "II.3.method": [1] })),
            ),
            silent: vec![situation(
                "juten",
                "obtain",
                file(json!({ "II.3.source": [1], "II.3.method": [7] })),
            )],
        },
        Case {
            rule: "MS-04-3",
            item: "II[1].II.3.purpose",
            fires: zenkomoku(
                "ms",
                file(json!({ "II.3.purpose": "中間サーバーで照会するため" })),
            ),
            silent: vec![zenkomoku(
                "ms",
                file(json!({ "II.3.purpose": "資格を確認するため" })),
            )],
        },
    ]
}

fn entrusting_and_providing() -> Vec<Case> {
    let entrusted = |title: &str, name: &str| {
        file(
            json!({ "II.4.has": 1, "II.4.item": [{ "II.4.item.title": title, "II.4.item.name": name }] }),
        )
    };
    let provided = |method: u32| {
        file(
            json!({ "II.5.has": [1], "II.5.to": [{ "II.5.to.title": "他の市町村", "II.5.to.method": [method] }] }),
        )
    };
    vec![
        Case {
            rule: "MS-05-1",
            item: "II[1].II.4.item",
            fires: zenkomoku("entrust", entrusted("帳票の印刷", "印刷会社")),
            silent: vec![
                zenkomoku("entrust", entrusted("中間サーバーの保守", "事業者")),
                zenkomoku("-entrust", entrusted("帳票の印刷", "印刷会社")),
            ],
        },
        Case {
            rule: "MS-05-2",
            item: "II[1].II.4.item",
            fires: zenkomoku(
                "pf -entrust",
                entrusted("運用", "地方公共団体情報システム機構"),
            ),
            silent: vec![
                zenkomoku("pf -entrust", entrusted("帳票の印刷", "印刷会社")),
                zenkomoku("pf entrust", entrusted("運用", "Ｊ－ＬＩＳ")),
            ],
        },
        Case {
            rule: "MS-06-1",
            item: "II[1].II.5.to",
            fires: zenkomoku("provide", provided(6)),
            silent: vec![
                zenkomoku("provide", provided(1)),
                zenkomoku("-provide", provided(6)),
            ],
        },
        Case {
            rule: "MS-06-2",
            item: "II[1].II.5.has",
            fires: zenkomoku("provide", file(json!({ "II.5.has": [2] }))),
            silent: vec![
                zenkomoku("provide", file(json!({ "II.5.has": [1, 2] }))),
                zenkomoku("-provide", file(json!({ "II.5.has": [2] }))),
            ],
        },
    ]
}

fn keeping() -> Vec<Case> {
    let both = format!("＜見本市における措置＞\n書庫に置く。\n{PLATFORM}");
    let unheaded = format!("書庫に置く。\n{PLATFORM}");
    vec![
        Case {
            rule: "MS-07-1",
            item: "II[1].II.6.place",
            fires: zenkomoku("pf", place("書庫に置く。")),
            silent: vec![
                zenkomoku("pf", place(&both)),
                zenkomoku("ms -pf", place("書庫に置く。")),
            ],
        },
        Case {
            rule: "MS-07-2",
            item: "II[1].II.6.place",
            fires: zenkomoku("ms -pf", place(&both)),
            silent: vec![
                zenkomoku("pf", place(&both)),
                zenkomoku("ms -pf", place("書庫に置く。")),
            ],
        },
        Case {
            rule: "MS-07-3",
            item: "II[1].II.6.place",
            fires: zenkomoku("ms -pf", place("書庫に置く。")),
            silent: vec![
                zenkomoku("ms -pf", place("中間サーバも同じ室に置く。")),
                zenkomoku("ms", place("書庫に置く。")),
            ],
        },
        Case {
            rule: "MS-07-4",
            item: "II[1].II.6.place",
            fires: zenkomoku("", place(PLATFORM)),
            silent: vec![zenkomoku("", place(&both)), zenkomoku("", place(&unheaded))],
        },
        Case {
            rule: "MS-07-5",
            item: "II[1].II.6.place",
            fires: zenkomoku("pf", place(&unheaded)),
            silent: vec![zenkomoku("pf", place(&both))],
        },
    ]
}

fn recorded() -> Vec<Case> {
    const ALL: [&str; 4] = [
        "氏名",
        "情報提供用個人識別符号",
        "団体内統合宛名番号",
        "情報提供等の記録",
    ];
    let without = |missing: usize| {
        let rows: Vec<&str> = (0..4)
            .filter(|at| *at != missing)
            .map(|at| ALL[at])
            .collect();
        items(&rows)
    };
    let needed = |rule, missing| Case {
        rule,
        item: "II[1].II.att2",
        fires: zenkomoku("ms", without(missing)),
        silent: vec![
            zenkomoku("ms", items(&ALL)),
            zenkomoku("-ms", without(missing)),
        ],
    };
    vec![
        needed("MS-08-1", 1),
        needed("MS-08-2", 2),
        needed("MS-08-3", 3),
        Case {
            rule: "MS-08-4",
            item: "II[1].II.att2",
            fires: zenkomoku("ms", items(&["氏名", "住所", "①氏 名"])),
            silent: vec![zenkomoku("ms", items(&ALL))],
        },
        Case {
            rule: "MS-08-5",
            item: "II[1].II.2.items_main.id",
            fires: zenkomoku("ms", file(json!({ "II.2.items_main.id": [1] }))),
            silent: vec![zenkomoku(
                "ms",
                file(json!({ "II.2.items_main.id": [1, 2] })),
            )],
        },
    ]
}
