use serde_json::{Value, json};

use super::{Case, Situation, situation, zenkomoku};

const PLATFORM: &str = "＜中間サーバー・プラットフォームにおける措置＞\n管理する。";

/// 物理的対策, which the form asks for once its choice is made.
fn physical(text: &str) -> Value {
    json!({ "III": [{ "III.7.risk1.physical": 2, "III.7.risk1.physical_how": text }] })
}

fn both() -> String {
    format!("＜見本市における措置＞\n施錠する。\n{PLATFORM}")
}

pub fn cases() -> Vec<Case> {
    let mut cases = keeping();
    cases.extend(audit_and_training());
    cases
}

fn keeping() -> Vec<Case> {
    const ITEM: &str = "III[1].III.7.risk1.physical_how";
    vec![
        Case {
            rule: "MS-11-1",
            item: ITEM,
            fires: zenkomoku("pf", physical("施錠する。")),
            silent: vec![
                zenkomoku("pf", physical(&both())),
                zenkomoku("ms -pf", physical("施錠する。")),
            ],
        },
        Case {
            rule: "MS-11-1",
            item: "III[1].III.7.risk1.other",
            fires: situation(
                "juten",
                "pf",
                json!({ "III": [{ "III.7.risk1.other": "施錠する。" }] }),
            ),
            silent: vec![situation(
                "juten",
                "pf",
                json!({ "III": [{ "III.7.risk1.other": "施錠する。", "III.7.other": PLATFORM }] }),
            )],
        },
        Case {
            rule: "MS-11-2",
            item: ITEM,
            fires: zenkomoku("ms -pf", physical(&both())),
            silent: vec![zenkomoku("pf", physical(&both()))],
        },
        Case {
            rule: "MS-11-3",
            item: ITEM,
            fires: zenkomoku("ms -pf", physical("施錠する。")),
            silent: vec![zenkomoku(
                "ms -pf",
                physical("中間サーバーの室も施錠する。"),
            )],
        },
        Case {
            rule: "MS-11-4",
            item: ITEM,
            fires: zenkomoku("", physical(PLATFORM)),
            silent: vec![zenkomoku("", physical(&both()))],
        },
        Case {
            rule: "MS-11-5",
            item: "III[1].III.7.risk1.nisc",
            fires: zenkomoku("", json!({ "III": [{ "III.7.risk1.nisc": 2 }] })),
            silent: vec![zenkomoku("", json!({ "III": [{ "III.7.risk1.nisc": 4 }] }))],
        },
    ]
}

fn audit_and_training() -> Vec<Case> {
    let told = |facts, item: &str, choice: Option<&str>, text: &str| -> Situation {
        let mut answers = json!({ item: text });
        if let Some(choice) = choice {
            answers[choice] = json!(2);
        }
        zenkomoku(facts, answers)
    };
    let needed = |rule, item: &'static str, choice| Case {
        rule,
        item,
        fires: told("pf", item, choice, "実施する。"),
        silent: vec![
            told("pf", item, choice, PLATFORM),
            told("ms -pf", item, choice, "実施する。"),
        ],
    };
    vec![
        needed("MS-12-1", "IV.1.audit_how", Some("IV.1.audit")),
        Case {
            rule: "MS-12-2",
            item: "IV.1.self_how",
            fires: told("-pf", "IV.1.self_how", Some("IV.1.self"), PLATFORM),
            silent: vec![told("pf", "IV.1.self_how", Some("IV.1.self"), PLATFORM)],
        },
        needed("MS-13-1", "IV.2.how", Some("IV.2.do")),
        needed("MS-14-1", "IV.3", None),
    ]
}
