//! What a person decides, and the rows that come of it.

use jiff::civil::date;

use super::decision::{Decision, Line, Sheet, Timing, Weight};
use super::*;
use crate::check::Severity;
use crate::digest::Digest;
use crate::stage::{Origin, RedoGround};

const REDO: Origin = Origin::Redo {
    ground: RedoGround::ImportantChange,
};

fn decided(timing: Option<Timing>, note: &str, weight: Option<Weight>) -> Decision {
    Decision {
        changed_on: date(2026, 11, 24),
        timing,
        note: note.to_owned(),
        weight,
    }
}

fn dismissed() -> Option<Weight> {
    let reason = "誤字の訂正です。".to_owned();
    Some(Weight::Dismissed { reason })
}

/// One line on an item that bears the mark, or not.
fn line(candidate: bool, decision: Option<Decision>) -> Line {
    let id = if candidate { "I.5" } else { "cover.title" };
    let of = |words: &str| {
        let answer = if candidate { long(words) } else { text(words) };
        document(answers(&[(id, answer)]))
    };
    let form = marked_form();
    let mut changes = changes_between(
        &form,
        &of("旧い｛非公表:場所｜地下1階｝"),
        &of("新しい"),
        "見本市",
    );
    Line::new(changes.remove(0), decision)
}

fn sheet<'a>(origin: &'a Origin, lines: &'a [Line], late: bool) -> Sheet<'a> {
    Sheet {
        origin,
        late_by_exception: late,
        lines,
        is_written: true,
        missing_rows: 0,
    }
}

#[test]
fn what_is_open_follows_from_origin_mark_and_decision() {
    let after = Some(Timing::After);
    let cases: [(&Origin, bool, Option<Decision>, usize); 10] = [
        (&Origin::Amendment, false, None, 1),
        (&Origin::Amendment, false, Some(decided(after, "", None)), 1),
        (
            &Origin::Amendment,
            false,
            Some(decided(None, "説明", None)),
            1,
        ),
        (
            &Origin::Amendment,
            false,
            Some(decided(after, "説明", None)),
            0,
        ),
        (
            &Origin::Amendment,
            true,
            Some(decided(after, "説明", None)),
            1,
        ),
        (
            &Origin::Amendment,
            true,
            Some(decided(after, "説明", dismissed())),
            0,
        ),
        // 重要な変更 by 修正, 事後: it lacks its way, and contradicts itself.
        (
            &Origin::Amendment,
            true,
            Some(decided(after, "説明", Some(Weight::Important))),
            2,
        ),
        (&REDO, true, Some(decided(after, "説明", None)), 0),
        (
            &REDO,
            true,
            Some(decided(after, "説明", Some(Weight::Important))),
            1,
        ),
        (
            &REDO,
            true,
            Some(decided(
                Some(Timing::Before),
                "説明",
                Some(Weight::Important),
            )),
            0,
        ),
    ];
    for (number, (origin, candidate, decision, open)) in cases.into_iter().enumerate() {
        let lines = [line(candidate, decision)];
        assert_eq!(sheet(origin, &lines, false).open(), open, "case {number}");
    }
}

#[test]
fn an_important_change_after_the_fact_is_an_error_but_for_the_exception_of_the_rule() {
    let lines = [line(
        true,
        Some(decided(
            Some(Timing::After),
            "説明",
            Some(Weight::Important),
        )),
    )];
    let rules = |origin, late| -> Vec<(&str, Severity)> {
        let findings = sheet(origin, &lines, late).findings();
        findings
            .iter()
            .map(|found| (found.rule, found.severity))
            .collect()
    };
    assert_eq!(rules(&REDO, false), [("CHG-1", Severity::Error)]);
    assert_eq!(rules(&REDO, true), []);
    assert_eq!(
        rules(&Origin::Amendment, false),
        [("CHG-1", Severity::Error), ("CHG-3", Severity::Error)]
    );
    let lines = [line(true, Some(decided(Some(Timing::After), "説明", None)))];
    let findings = sheet(&REDO, &lines, false).findings();
    assert_eq!(
        (findings[0].rule, findings[0].severity),
        ("CHG-2", Severity::Warning)
    );
}

#[test]
fn a_table_that_is_not_written_yet_is_the_last_thing_open() {
    let decision = decided(Some(Timing::After), "説明", dismissed());
    let lines = [line(true, Some(decision))];
    let unwritten = Sheet {
        is_written: false,
        ..sheet(&Origin::Amendment, &lines, false)
    };
    assert_eq!(unwritten.open(), 1);
}

#[test]
fn a_later_edit_of_either_side_is_another_change() {
    let of = |words: &str| document(answers(&[("I.5", long(words))]));
    let form = marked_form();
    let digest =
        |before, after| changes_between(&form, &of(before), &of(after), "見本市")[0].digest();
    assert_eq!(digest("旧", "新"), digest("旧", "新"));
    assert_ne!(digest("旧", "新"), digest("旧", "新。"));
    assert_ne!(digest("旧", "新"), digest("｛非公表:場所｜旧｝", "新"));
}

#[test]
fn rows_are_written_behind_those_of_earlier_editions_and_by_hand() {
    let form = marked_form();
    let table = form.change_table().unwrap();
    let row = |words: &str| Row::Cells(answers(&[("att.item", text(words))]));
    let (earlier, by_hand) = (row("前の版"), row("手書き"));
    let lines = [line(
        true,
        Some(decided(Some(Timing::After), "説明", dismissed())),
    )];
    let own = BTreeSet::new();
    let first = table.compose(
        std::slice::from_ref(&earlier),
        &[earlier.clone(), by_hand.clone()],
        &own,
        &lines,
    );
    assert_eq!(first.rows.len(), 3);
    assert_eq!(first.rows[..2], [earlier.clone(), by_hand.clone()]);
    let Row::Cells(cells) = &first.rows[2] else {
        panic!("a row of cells");
    };
    assert_eq!(cells.get("att.timing"), Some(&Answer::Choice(2)));
    assert_eq!(
        cells.get("att.before"),
        Some(&long("旧い｛非公表:場所｜地下1階｝"))
    );
    // Written again, nothing doubles; decided otherwise, the program's own row changes.
    let own: BTreeSet<Digest> = first.written.iter().cloned().collect();
    let earlier = [earlier];
    assert_eq!(table.compose(&earlier, &first.rows, &own, &lines), first);
    let lines = [line(
        true,
        Some(decided(Some(Timing::Before), "別の説明", dismissed())),
    )];
    let second = table.compose(&earlier, &first.rows, &own, &lines);
    assert_eq!(second.rows.len(), 3);
    assert_ne!(second.rows[2], first.rows[2]);
    // A row that a person touched is that person's.
    let mut touched = first.rows.clone();
    if let Row::Cells(cells) = &mut touched[2] {
        cells.set(item("att.timing_note"), long("人が書いた説明"));
    }
    let third = table.compose(&earlier, &touched, &own, &[]);
    assert_eq!(third.rows, touched);
}

#[test]
fn a_row_by_hand_stands_for_its_change() {
    let form = marked_form();
    let table = form.change_table().unwrap();
    let mut line = line(true, None);
    let row = table.row(&line, date(2026, 11, 1));
    assert!(table.written_by_hand(&line, &[&row]).is_some());
    line.by_hand = true;
    line.in_row = table.timing_of(&row);
    assert!(line.lacks_timing());
    line.in_row = (Some(Timing::Before), true);
    assert!(!line.lacks_timing());
    let composed = table.compose(&[], std::slice::from_ref(&row), &BTreeSet::new(), &[line]);
    assert_eq!(composed.rows, [row]);
}

#[test]
fn a_row_by_the_program_withholds_what_the_edition_before_withheld() {
    let form = marked_form();
    let line = line(
        true,
        Some(decided(
            Some(Timing::Before),
            "｛非公表:その他｜内部の事情｝による。",
            dismissed(),
        )),
    );
    let table = form.change_table().unwrap();
    let row = table.row(&line, date(2026, 11, 1));
    let answers = answers(&[("att", Answer::Table(vec![row]))]);
    let public = redact(&form, &document(answers), edition(2));
    let json = crate::interchange::release_json(&form, &public);
    assert!(json.contains("旧い"));
    assert!(!json.contains("地下1階"));
    assert!(!json.contains("内部の事情"));
}

#[test]
fn rows_of_earlier_editions_that_are_gone_are_counted() {
    let form = marked_form();
    let table = form.change_table().unwrap();
    let row = |words: &str| Row::Cells(answers(&[("att.item", text(words))]));
    let (one, other) = (row("甲"), row("乙"));
    assert_eq!(
        table.missing_rows(&[one.clone(), one.clone()], &[one.clone(), other.clone()]),
        1
    );
    assert_eq!(
        table
            .new_rows(
                std::slice::from_ref(&one),
                &[one.clone(), one.clone(), other]
            )
            .len(),
        2
    );
}
