use serde_json::json;

use super::{Case, situation, zenkomoku};

pub fn cases() -> Vec<Case> {
    vec![
        Case {
            rule: "MS-00-1",
            item: "cover.title",
            fires: zenkomoku(
                "",
                json!({ "cover.title": "中間サーバー・プラットフォームに関する事務　全項目評価書" }),
            ),
            silent: vec![
                zenkomoku(
                    "",
                    json!({ "cover.title": "住民基本台帳に関する事務　全項目評価書" }),
                ),
                zenkomoku(
                    "",
                    json!({ "cover.title": "中間サーバーを用いる地方税に関する事務" }),
                ),
            ],
        },
        Case {
            rule: "MS-00-2",
            item: "I.2.system[1].I.2.system.name",
            fires: zenkomoku(
                "",
                json!({ "I.2.system": [{ "I.2.system.name": "情報提供ネットワークシステム" }] }),
            ),
            silent: vec![zenkomoku(
                "",
                json!({ "I.2.system": [{ "I.2.system.name": "中間サーバー（情報提供ネットワークシステムに接続）" }] }),
            )],
        },
        Case {
            rule: "MS-00-3",
            item: "I.6.do",
            fires: zenkomoku("-ms", json!({ "I.6.do": 1 })),
            silent: vec![
                zenkomoku("ms", json!({ "I.6.do": 1 })),
                zenkomoku("-ms", json!({ "I.6.do": 2 })),
                zenkomoku("ms", json!({ "I.6.do": 3 })),
            ],
        },
        Case {
            rule: "MS-00-3",
            item: "I.4.do",
            fires: situation("kiso", "ms", json!({ "I.4.do": 2 })),
            silent: vec![situation("kiso", "ms", json!({ "I.4.do": 1 }))],
        },
        Case {
            rule: "MS-00-4",
            item: "I.3",
            fires: zenkomoku("ms separate", json!({ "I.3": "住民基本台帳ファイル" })),
            silent: vec![zenkomoku("ms", json!({ "I.3": "住民基本台帳ファイル" }))],
        },
        Case {
            rule: "MS-00-5",
            item: "II[1].II.6.place",
            fires: zenkomoku(
                "",
                json!({ "II": [{ "II.6.place": "＜〇〇市における措置＞\n施錠する。" }] }),
            ),
            silent: vec![zenkomoku(
                "",
                json!({ "II": [{ "II.6.place": "＜見本市における措置＞\n施錠する。" }] }),
            )],
        },
    ]
}
