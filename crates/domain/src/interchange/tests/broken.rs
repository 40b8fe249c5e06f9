//! Everything wrong is named, with its path and what to do.

use super::*;
use crate::ids::IdProblem;
use crate::marked_text::TextProblem;
use crate::name::NameProblem;

fn problems(json: &str) -> Vec<(String, Fault)> {
    let problems = import_sample(json).unwrap_err();
    problems
        .into_iter()
        .map(|problem| (problem.path, problem.fault))
        .collect()
}

/// The one problem of these answers.
fn problem(answers: &Value) -> (String, Fault) {
    let mut problems = problems(&with_answers(answers).to_string());
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

fn at(path: &str, fault: Fault) -> (String, Fault) {
    (format!("answers.{path}"), fault)
}

#[test]
fn keys_that_must_be_there_are_all_named() {
    let missing: Vec<_> = ["format", "version", "form", "body", "agency", "number"]
        .map(str::to_owned)
        .into();
    let found: Vec<String> = problems("{}").into_iter().map(|(path, _)| path).collect();
    assert_eq!(found, missing);
    assert!(
        problems("{}")
            .into_iter()
            .all(|(_, fault)| fault == Fault::Missing)
    );
}

#[test]
fn unknown_keys_are_named_with_their_path() {
    let mut value = with_answers(&json!({
        "I.content": { "layers": [{ "layer": "body", "text": "", "color": 1 }], "x": 1 },
        "I.plan": { "alt": "", "src": "x" },
        "II": [{ "II.name": [{ "withheld": "a", "reason": "count", "since": 1 }] }],
    }));
    value["facts"]["weather"] = json!("fine");
    value["remark"] = json!(1);
    let found: Vec<String> = problems(&value.to_string())
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let expected = [
        "remark",
        "facts.weather",
        "answers.I.content.x",
        "answers.I.content.layers[1].color",
        "answers.I.plan.src",
        "answers.II[1].II.name[1].since",
    ];
    assert_eq!(found, expected);
}

#[test]
fn items_in_the_wrong_place_are_told_where_they_belong() {
    assert_eq!(problem(&json!({ "I.9": 1 })), at("I.9", Fault::UnknownItem));
    assert_eq!(problem(&json!({ "I": 1 })), at("I", Fault::Heading));
    assert_eq!(
        problem(&json!({ "II.name": "x" })),
        at("II.name", Fault::ElsewhereItem("II".to_owned()))
    );
    assert_eq!(
        problem(&json!({ "II": [{}, { "I.do": 1 }] })),
        at("II[2].I.do", Fault::ElsewhereItem("answers".to_owned()))
    );
}

#[test]
fn words_outside_the_lists_are_refused() {
    let layers = json!({ "I.content": { "layers": [
        { "layer": "body", "text": "" },
        { "layer": "cloud", "text": [{ "withheld": "a", "reason": "secret" }] },
    ] } });
    assert_eq!(
        problems(&with_answers(&layers).to_string()),
        [
            at("I.content.layers[2].layer", Fault::Layer),
            at("I.content.layers[2].text[1].reason", Fault::Reason),
        ]
    );
    assert_eq!(problem(&json!({ "I.do": 4 })), at("I.do", Fault::Choice(3)));
    assert_eq!(
        problem(&json!({ "I.links": [1, 9] })),
        at("I.links[2]", Fault::Choice(3))
    );
    assert_eq!(
        problem(&json!({ "I.links": [1, 1] })),
        at("I.links[2]", Fault::ChoiceTwice)
    );
}

#[test]
fn values_of_another_kind_are_refused() {
    let wrong = [
        ("cover.title", json!(1)),
        ("cover.title", json!({ "layers": [] })),
        ("I.content", json!(true)),
        ("I.do", json!("1")),
        ("I.do", json!(1.5)),
        ("I.links", json!(1)),
        ("I.plan", json!("図")),
        ("I.plan.ok", json!(1)),
        ("II", json!({ "II.name": "x" })),
        ("att", json!("x")),
    ];
    for (item, value) in wrong {
        let (path, fault) = problem(&json!({ item: value }));
        assert_eq!(path, format!("answers.{item}"));
        assert!(
            matches!(fault, Fault::WrongKind { .. }),
            "{item}: {fault:?}"
        );
    }
    assert_eq!(problem(&json!({ "att": ["行"] })).0, "answers.att[1]");
    assert_eq!(
        problem(&json!({ "II": [{ "II.list": [{}] }] })).0,
        "answers.II[1].II.list[1]"
    );
}

#[test]
fn a_day_is_a_day_of_the_calendar_in_one_spelling() {
    for text in [
        "2014-02-30",
        "2014-2-3",
        "20140203",
        "2014-02-03T00:00:00",
        "平成26年",
        "",
    ] {
        assert_eq!(
            problem(&json!({ "cover.approval": text })),
            at("cover.approval", Fault::Date)
        );
    }
}

#[test]
fn a_text_that_could_hide_something_withheld_is_refused() {
    let title = "｛非公表:場所｜地下｝";
    let expected = at("cover.title", Fault::Text(TextProblem::LooksLikeMark));
    assert_eq!(problem(&json!({ "cover.title": title })), expected);
    let nested = json!([{ "withheld": title, "reason": "other" }]);
    assert_eq!(
        problem(&json!({ "cover.title": nested })),
        at(
            "cover.title[1].withheld",
            Fault::Text(TextProblem::WithheldBraces)
        )
    );
    let blank = json!(["a", { "withheld": " ", "reason": "other" }]);
    assert_eq!(
        problem(&json!({ "cover.title": blank })),
        at(
            "cover.title[2].withheld",
            Fault::Text(TextProblem::EmptyWithheld)
        )
    );
    let note = json!([{ "withheld": "a", "reason": "count", "note": "b" }]);
    assert_eq!(
        problem(&json!({ "cover.title": note })),
        at("cover.title[1].note", Fault::Text(TextProblem::Note))
    );
    let agency = json!({ "agency": "｛非公表:その他｜市長｝" });
    let mut value = with_answers(&json!({}));
    value["agency"] = agency["agency"].clone();
    let mark = NameProblem::Text(TextProblem::LooksLikeMark);
    let expected = ("agency".to_owned(), Fault::Agency(mark));
    assert_eq!(problems(&value.to_string()), [expected]);
}

#[test]
fn the_public_copy_says_that_it_lacks_the_withheld_parts() {
    let document = imported(&with_answers(&json!({
        "cover.title": ["a", { "withheld": "b", "reason": "count" }],
    })));
    let publication = crate::Publication {
        edition: 1,
        published: jiff::civil::date(2015, 1, 5),
    };
    let public = redact(&form(), &document, publication);
    let found = problems(&export_public(&form(), &public).to_string());
    assert_eq!(
        found,
        [
            ("edition".to_owned(), Fault::PublicCopy),
            ("published".to_owned(), Fault::PublicCopy),
            at("cover.title[2].withheld", Fault::WithheldMissing),
        ]
    );
}

#[test]
fn the_head_is_checked() {
    let cases = [
        ("format", json!("other"), Fault::Format),
        ("version", json!(2), Fault::Version),
        ("form", json!("zenkomoku"), Fault::UnknownForm),
        ("form_edition", json!("2016-01"), Fault::UnknownEdition),
        (
            "body",
            json!("011003"),
            Fault::Id(IdProblem::BodyCodeCheckDigit),
        ),
        ("agency", json!(" "), Fault::Agency(NameProblem::Blank)),
        (
            "agency",
            json!("札幌\n市長"),
            Fault::Agency(NameProblem::Shape(100)),
        ),
        ("number", json!(".."), Fault::Id(IdProblem::Number)),
    ];
    for (key, value, fault) in cases {
        let mut whole = with_answers(&json!({}));
        whole[key] = value;
        assert_eq!(problems(&whole.to_string()), [(key.to_owned(), fault)]);
    }
}

#[test]
fn a_key_that_stands_twice_is_named_with_its_path() {
    let text =
        r#"{"answers": {"II": [{}, {"II.name": "a", "II.name": "b"}], "I.do": 1, "I.do": 2}}"#;
    let twice = |path| at(path, Fault::DuplicateKey);
    assert_eq!(problems(text), [twice("II[2].II.name"), twice("I.do")]);
}

#[test]
fn what_is_no_json_is_told_by_line_and_column() {
    let cases = [
        ("{\n \"agency\": \"札幌市長\", }", 2, 20, SyntaxFault::Other),
        ("{\"agency\": \"\\ud800\"}", 1, 19, SyntaxFault::Escape),
        ("{\"agency\": \"\\udc00\"}", 1, 18, SyntaxFault::Escape),
        ("{\"agency\": \"札\n\"}", 2, 1, SyntaxFault::RawControl),
        ("{\"agency\": \"札", 1, 13, SyntaxFault::Cut),
        ("", 1, 1, SyntaxFault::Cut),
        ("{} {}", 1, 4, SyntaxFault::Trailing),
    ];
    for (text, line, column, hint) in cases {
        let fault = Fault::Syntax { line, column, hint };
        assert_eq!(problems(text), [(String::new(), fault)], "{text}");
    }
    let deep = "[".repeat(500);
    let (_, fault) = problems(&deep).remove(0);
    assert!(
        matches!(
            fault,
            Fault::Syntax {
                hint: SyntaxFault::Depth,
                ..
            }
        ),
        "{fault:?}"
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let text = " ".repeat(MAX_BYTES + 1);
    assert_eq!(problems(&text), [(String::new(), Fault::TooLarge)]);
}

#[test]
fn messages_name_the_place_and_quote_no_text() {
    let secret = json!({ "cover.title": [{ "withheld": "地下1階", "reason": "地下1階" }] });
    let problems = import_sample(&with_answers(&secret).to_string()).unwrap_err();
    let message = problems[0].to_string();
    assert!(
        message.starts_with("answers.cover.title[1].reason: "),
        "{message}"
    );
    assert!(
        !format!("{message}{problems:?}").contains("地下"),
        "{message}"
    );
}
