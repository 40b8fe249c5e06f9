#![allow(clippy::unwrap_used)]
use super::*;
use crate::reason::Reason;

fn found(text: &str) -> Vec<&'static str> {
    let text = MarkedText::plain(text).unwrap();
    hints(&text)
        .into_iter()
        .map(|hint| hint.pattern.id)
        .collect()
}

#[test]
fn every_pattern_fires_on_its_examples_and_not_on_their_neighbours() {
    let cases: [(&str, &[&str], &[&str]); 10] = [
        (
            "NP-01",
            &[
                "パスワードは90日ごとに変更する。",
                "操作ログを７年間保存する。",
                "無操作状態が15分以上続くと自動でログアウトする。",
                "情報照会結果は三十日経過後に自動で削除する。",
            ],
            &[
                "情報照会結果については、一定期間経過後に自動で削除する。",
                "平成26年8月8日に公表した。",
                "番号法第9条第1項に基づく。",
                "パスワードを定期的に変更する。",
            ],
        ),
        (
            "NP-02",
            &[
                "認証に5回連続で失敗するとアカウントをロックする。",
                "年２回の内部監査を行う。",
                "バックアップは日に1回取得する。",
            ],
            &[
                "定期的に自己点検を実施する。",
                "今回の変更は形式的なものである。",
                "複数回の確認を行う。",
            ],
        ),
        (
            "NP-03",
            &[
                "パスワードは英数字記号を含む10文字以上とする。",
                "鍵長は256ビットである。",
            ],
            &[
                "12桁の個人番号を取り扱う。",
                "推測されにくいパスワードを設定する。",
            ],
        ),
        (
            "NP-04",
            &["業務サーバーは192.168.10.0/24に置く。"],
            &["システム方式設計書 6.2.1-2 を参照。", "バージョン2.1.3"],
        ),
        (
            "NP-05",
            &["ポート番号：8443のみ許可する。", "VLAN 120で分離する。"],
            &[
                "VPN等の技術を利用して通信回線を分離する。",
                "不要なポートを閉じる。",
            ],
        ),
        (
            "NP-06",
            &[
                "OSはWindows Server 2012 R2を用いる。",
                "FortiGate 60Dを導入する。",
            ],
            &[
                "UTM等を導入し、侵入検知を行う。",
                "ウイルス対策ソフトのパターンファイルを更新する。",
            ],
        ),
        (
            "NP-07",
            &["通信はTLS1.2で暗号化する。", "AES-256を用いる。"],
            &[
                "暗号化鍵で暗号化を適切に実施した上で提供を行う。",
                "通信を暗号化する。",
            ],
        ),
        (
            "NP-08",
            &[
                "本庁舎地下1階の電算室に設置する。",
                "サーバー室は3階にある。",
            ],
            &[
                "データセンターに設置し、入館及び入室を厳重に管理する。",
                "1階の窓口で請求を受け付ける。",
            ],
        ),
        (
            "NP-09",
            &["ネットワーク構成図を別紙に示す。", "機器構成一覧のとおり。"],
            &["（別添1）システム概要図を参照。", "事務の内容の図を示す。"],
        ),
        (
            "NP-10",
            &["システム方式設計書2.1のとおり構成する。"],
            &["設計に当たり安全性を考慮した。"],
        ),
    ];
    for (id, fires, silent) in cases {
        for text in fires {
            assert!(found(text).contains(&id), "{id}: {text}");
        }
        for text in silent {
            assert!(!found(text).contains(&id), "{id}: {text}");
        }
    }
}

#[test]
fn a_number_of_times_is_advice_unless_it_is_about_authentication_and_the_like() {
    let weight = |text: &str| hints(&MarkedText::plain(text).unwrap())[0].severity;
    assert_eq!(weight("年1回の研修を行う。"), Severity::Advice);
    assert_eq!(weight("ログの確認は年1回の頻度とする。"), Severity::Warning);
    let far = format!("認証。{}年1回の研修を行う。", "あ".repeat(40));
    assert_eq!(weight(&far), Severity::Advice);
}

#[test]
fn what_is_withheld_already_is_no_find() {
    let text = |reason| {
        MarkedText::from_segments(vec![
            Segment::Plain("パスワードは".to_owned()),
            Segment::Withheld {
                text: "90日ごと".to_owned(),
                reason,
                note: None,
            },
            Segment::Plain("に変更する。".to_owned()),
        ])
        .unwrap()
    };
    assert_eq!(hints(&text(Reason::Period)), []);
    assert_eq!(found("パスワードは90日ごとに変更する。"), ["NP-01"]);
}

#[test]
fn places_are_those_of_the_text_as_it_stands() {
    let typed = "ﾊﾟｽﾜｰﾄﾞは９０日ごとに変更し、IPは１９２．１６８．１．１である。";
    let text = MarkedText::plain(typed).unwrap();
    let places: Vec<&str> = hints(&text)
        .into_iter()
        .map(|hint| &typed[hint.place])
        .collect();
    assert_eq!(places, ["９０日ごと", "は１９２．１６８．１．１で"]);
}
