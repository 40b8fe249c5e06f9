use serde_json::{Value, json};

use super::{Case, situation, zenkomoku};

fn system(name: &str, function: &str, links: &Value) -> Value {
    json!({ "I.2.system": [{
        "I.2.system.name": name, "I.2.system.function": function, "I.2.system.links": links,
    }] })
}

pub fn cases() -> Vec<Case> {
    let flow = |alt: &str, note: &str| json!({ "I.att1": { "alt": alt }, "I.att1_note": note });
    vec![
        Case {
            rule: "MS-01-1",
            item: "I.1.content",
            fires: zenkomoku(
                "ms",
                json!({ "I.1.content": "転入届を受け付け、台帳に記載する。" }),
            ),
            silent: vec![
                zenkomoku("ms", json!({ "I.1.content": "中間ｻｰﾊﾞｰを通じて照会する。" })),
                zenkomoku("-ms", json!({ "I.1.content": "転入届を受け付ける。" })),
            ],
        },
        Case {
            rule: "MS-02-1",
            item: "I.2.system",
            fires: zenkomoku("ms", system("既存住基システム", "台帳の管理", &json!([2]))),
            silent: vec![zenkomoku(
                "ms",
                system("中間サーバー", "照会と提供", &json!([1])),
            )],
        },
        Case {
            rule: "MS-02-1",
            item: "I.1.system",
            fires: situation("kiso", "ms", json!({ "I.1.system": "既存住基システム" })),
            silent: vec![situation(
                "kiso",
                "ms",
                json!({ "I.1.system": "既存住基システム、中間サーバ" }),
            )],
        },
        Case {
            rule: "MS-02-2",
            item: "I.2.system[1].I.2.system.function",
            fires: zenkomoku("ms", system("中間サーバー", " ", &json!([1]))),
            silent: vec![
                zenkomoku("ms", system("中間サーバー", "照会と提供", &json!([1]))),
                zenkomoku("ms", system("既存住基システム", " ", &json!([1]))),
            ],
        },
        Case {
            rule: "MS-02-3",
            item: "I.2.system[1].I.2.system.links",
            fires: zenkomoku("ms", system("中間サーバー", "照会", &json!([5]))),
            silent: vec![
                zenkomoku("ms", system("中間サーバー", "照会", &json!([1, 5]))),
                zenkomoku("ms", system("宛名システム", "照会", &json!([5]))),
            ],
        },
        Case {
            rule: "MS-03-1",
            item: "I.att1",
            fires: zenkomoku("ms", flow("窓口から台帳への流れ", "副本は一体である。")),
            silent: vec![
                zenkomoku("ms", flow("窓口から中間サーバーへの流れ", "")),
                zenkomoku(
                    "ms",
                    flow("窓口から台帳への流れ", "中間サーバーの副本は一体である。"),
                ),
            ],
        },
        Case {
            rule: "MS-03-2",
            item: "I.att1",
            fires: zenkomoku("ms", flow("中間サーバーへの流れ", "")),
            silent: vec![
                zenkomoku(
                    "ms",
                    flow("中間サーバーへの流れ", "副本は台帳と一体である。"),
                ),
                zenkomoku("ms separate", flow("中間サーバーへの流れ", "")),
            ],
        },
    ]
}
