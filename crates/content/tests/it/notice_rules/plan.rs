use serde_json::{Value, json};

use super::{Case, Situation, situation};

fn plan(facts: &str, answers: Value) -> Situation {
    situation("keikaku", facts, answers)
}

fn row(system: &str) -> Value {
    json!({ "plan": [{ "plan.name": "住民基本台帳に関する事務", "plan.system": system, "plan.threshold": 3 }] })
}

fn drawn(threshold: u32, direct: bool, orange: bool) -> Value {
    json!({
        "plan": [{ "plan.name": "住民基本台帳に関する事務", "plan.threshold": threshold }],
        "att1.direct": direct, "att1.orange": orange,
    })
}

pub fn cases() -> Vec<Case> {
    let listed = |name: &str| json!({ "att2.1.direct": [{ "att2.1.direct.name": name }] });
    let network = |alt: &str| json!({ "att1.network": { "alt": alt } });
    vec![
        Case {
            rule: "MS-A-1",
            item: "plan[1].plan.name",
            fires: plan(
                "",
                json!({ "plan": [{ "plan.name": "中間サーバー関係事務" }] }),
            ),
            silent: vec![plan("", row(""))],
        },
        Case {
            rule: "MS-A-2",
            item: "plan[1].plan.system",
            fires: plan("ms", row("既存住基システム")),
            silent: vec![
                plan("ms", row("既存住基システム、中間サーバー")),
                plan("-ms", row("既存住基システム")),
            ],
        },
        Case {
            rule: "MS-A-3",
            item: "plan[1].plan.system",
            fires: plan("ms", row("中間サーバー、中間サーバー・ソフトウェア")),
            silent: vec![plan("ms", row("中間サーバー及び既存住基システム"))],
        },
        Case {
            rule: "MS-A-4",
            item: "att1.direct",
            fires: plan("ms", drawn(3, true, true)),
            silent: vec![
                plan("ms", drawn(3, true, false)),
                plan("ms", drawn(4, false, true)),
            ],
        },
        Case {
            rule: "MS-A-5",
            item: "att1.orange",
            fires: plan("ms", drawn(4, true, false)),
            silent: vec![
                plan("ms", drawn(4, false, true)),
                plan("ms", drawn(3, true, false)),
            ],
        },
        Case {
            rule: "MS-A-6",
            item: "att2.1.direct",
            fires: plan("ms", listed("既存住基システム")),
            silent: vec![
                plan("ms", listed("中間サーバー")),
                plan("-ms", listed("既存住基システム")),
            ],
        },
        Case {
            rule: "MS-A-7",
            item: "att1.network",
            fires: plan("ms", network("既存システムの構成")),
            silent: vec![plan("ms", network("既存システムと中間サーバーの接続"))],
        },
    ]
}
