use serde_json::{Value, json};

use super::{Case, situation, zenkomoku};

fn risks(answers: Value) -> Value {
    json!({ "III": [answers] })
}

fn measures(risk: &str, layers: &[&str]) -> Value {
    let layers: Vec<Value> = layers
        .iter()
        .map(|layer| json!({ "layer": layer, "text": "措置を講じる。" }))
        .collect();
    risks(json!({ format!("III.6.{risk}"): { "layers": layers } }))
}

const PRESCRIBED: [&str; 5] = [
    "system-software",
    "system-operation",
    "ms-software",
    "ms-platform",
    "ms-operation",
];

fn without(layer: &str) -> Vec<&'static str> {
    PRESCRIBED
        .into_iter()
        .filter(|found| *found != layer)
        .collect()
}

pub fn cases() -> Vec<Case> {
    [entrusting(), prescribed(), order_and_choice()]
        .into_iter()
        .flatten()
        .collect()
}

fn entrusting() -> Vec<Case> {
    vec![
        Case {
            rule: "MS-09-1",
            item: "III[1].III.4.none",
            fires: zenkomoku("entrust", risks(json!({ "III.4.none": [1] }))),
            silent: vec![
                zenkomoku("entrust", risks(json!({ "III.4.none": [] }))),
                zenkomoku("-entrust", risks(json!({ "III.4.none": [1] }))),
            ],
        },
        Case {
            rule: "MS-09-2",
            item: "III[1].III.4.risks.system",
            fires: zenkomoku(
                "entrust",
                risks(json!({ "III.4.risks.system": "体制を確認する。" })),
            ),
            silent: vec![
                zenkomoku(
                    "entrust",
                    risks(
                        json!({ "III.4.risks.system": "体制を確認する。", "III.4.other": "中間サーバーの委託先も確認する。" }),
                    ),
                ),
                zenkomoku(
                    "-entrust",
                    risks(json!({ "III.4.risks.system": "体制を確認する。" })),
                ),
            ],
        },
        Case {
            rule: "MS-09-3",
            item: "III[1].III.4.other",
            fires: zenkomoku(
                "pf -entrust",
                risks(json!({ "III.4.other": "J-LISに委託する。" })),
            ),
            silent: vec![
                zenkomoku(
                    "pf -entrust",
                    risks(json!({ "III.4.other": "印刷会社に委託する。" })),
                ),
                zenkomoku(
                    "pf entrust",
                    risks(json!({ "III.4.other": "J-LISに委託する。" })),
                ),
            ],
        },
        Case {
            rule: "MS-10-1",
            item: "III[1].III.6.none",
            fires: zenkomoku("obtain -provide", risks(json!({ "III.6.none": [1] }))),
            silent: vec![
                zenkomoku("obtain -provide", risks(json!({ "III.6.none": [2] }))),
                zenkomoku("-obtain", risks(json!({ "III.6.none": [1] }))),
            ],
        },
    ]
}

fn prescribed() -> Vec<Case> {
    let lacking = |rule, risk: &'static str, facts, layer, item| Case {
        rule,
        item,
        fires: zenkomoku(facts, measures(risk, &without(layer))),
        silent: vec![
            zenkomoku(facts, measures(risk, &PRESCRIBED)),
            zenkomoku("-ms", measures(risk, &without(layer))),
        ],
    };
    vec![
        lacking(
            "MS-10-2",
            "risk1.measures",
            "obtain",
            "ms-software",
            "III[1].III.6.risk1.measures",
        ),
        Case {
            rule: "MS-10-2",
            item: "III[1].III.6.risk4.measures",
            fires: zenkomoku("obtain", risks(json!({}))),
            silent: vec![zenkomoku("provide", risks(json!({})))],
        },
        lacking(
            "MS-10-3",
            "risk7.measures",
            "provide",
            "ms-software",
            "III[1].III.6.risk7.measures",
        ),
        Case {
            rule: "MS-10-3",
            item: "III[1].III.6.risk2.measures",
            fires: situation("juten", "provide", risks(json!({}))),
            silent: vec![situation("juten", "obtain", risks(json!({})))],
        },
        lacking(
            "MS-10-4",
            "other",
            "ms",
            "ms-software",
            "III[1].III.6.other",
        ),
        lacking(
            "MS-10-5",
            "risk2.measures",
            "pf obtain",
            "ms-platform",
            "III[1].III.6.risk2.measures",
        ),
        Case {
            rule: "MS-10-5",
            item: "III[1].III.6.risk6.measures",
            fires: zenkomoku(
                "pf provide",
                measures("risk6.measures", &without("ms-platform")),
            ),
            silent: vec![zenkomoku(
                "pf obtain",
                measures("risk6.measures", &without("ms-platform")),
            )],
        },
        lacking(
            "MS-10-6",
            "risk3.measures",
            "pf obtain",
            "ms-platform",
            "III[1].III.6.risk3.measures",
        ),
        Case {
            rule: "MS-10-7",
            item: "III[1].III.6.other",
            fires: zenkomoku("ms -pf", measures("other", &PRESCRIBED)),
            silent: vec![
                zenkomoku("pf", measures("other", &PRESCRIBED)),
                zenkomoku("ms -pf", measures("other", &without("ms-platform"))),
            ],
        },
        lacking(
            "MS-10-8",
            "risk5.measures",
            "provide",
            "system-operation",
            "III[1].III.6.risk5.measures",
        ),
        lacking(
            "MS-10-9",
            "risk5.measures",
            "provide",
            "ms-operation",
            "III[1].III.6.risk5.measures",
        ),
    ]
}

fn order_and_choice() -> Vec<Case> {
    let rated = |adequacy: Option<u32>| {
        let mut answers = json!({ "III.6.risk1.measures": "措置を講じる。" });
        if let Some(chosen) = adequacy {
            answers["III.6.risk1.adequacy"] = json!(chosen);
        }
        risks(answers)
    };
    vec![
        Case {
            rule: "MS-10-10",
            item: "III[1].III.6.risk1.measures",
            fires: zenkomoku(
                "ms",
                measures("risk1.measures", &["ms-software", "system-software"]),
            ),
            silent: vec![zenkomoku(
                "ms",
                measures(
                    "risk1.measures",
                    &["system-software", "ms-software", "ms-operation"],
                ),
            )],
        },
        Case {
            rule: "MS-10-11",
            item: "III[1].III.6.risk1.adequacy",
            fires: zenkomoku("ms", rated(None)),
            silent: vec![
                zenkomoku("ms", rated(Some(2))),
                zenkomoku("ms", risks(json!({}))),
            ],
        },
    ]
}
