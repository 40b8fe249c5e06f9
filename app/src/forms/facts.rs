//! The facts of an affair as fields: what is filled reads back.

use domain::{Facts, FileUnit};

use super::Typed;
use super::read::half_width;
use crate::components::forms::Problem;

/// The names of the fields, in the order of the page.
pub const FACT_NAMES: [&str; 10] = [
    "uses_ms",
    "uses_pf",
    "ms_obtain",
    "ms_provide",
    "ms_entrust",
    "incident",
    "file_unit",
    "headcount",
    "staff",
    "as_of",
];

/// Facts that two people changed at the same time, put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedFacts {
    /// The fields: what only one side changed is taken from it, and where both did, `mine`.
    pub typed: Typed,
    /// The fields that both changed to something different, for a person to decide.
    pub conflicts: Vec<&'static str>,
}

/// Merges `mine` and `theirs`, which both started from `base`. Without a base, whatever
/// differs may have been changed by both.
#[must_use]
pub fn merge_facts(base: Option<&Facts>, mine: &Facts, theirs: &Facts) -> MergedFacts {
    let base = base.map(fill_facts);
    let (mut typed, theirs) = (fill_facts(mine), fill_facts(theirs));
    let mut conflicts = Vec::new();
    for name in FACT_NAMES {
        let (meant, now) = (typed.get(name), theirs.get(name));
        let before = base.as_ref().map(|base| base.get(name));
        if meant == now || before == Some(now) {
            continue;
        }
        if before == Some(meant) {
            typed.set(name, now);
        } else {
            conflicts.push(name);
        }
    }
    MergedFacts { typed, conflicts }
}

/// The fields of the facts with the saved ones in them.
#[must_use]
pub fn fill_facts(facts: &Facts) -> Typed {
    let yes_no = |value: Option<bool>| value.map(|yes| yes.to_string()).unwrap_or_default();
    let count = |value: Option<u64>| value.map(|n| n.to_string()).unwrap_or_default();
    let unit = match facts.file_unit {
        Some(FileUnit::Integrated) => "integrated",
        Some(FileUnit::Separate) => "separate",
        None => "",
    };
    let fields = [
        ("uses_ms", yes_no(facts.uses_ms)),
        ("uses_pf", yes_no(facts.uses_pf)),
        ("ms_obtain", yes_no(facts.ms_obtain)),
        ("ms_provide", yes_no(facts.ms_provide)),
        ("ms_entrust", yes_no(facts.ms_entrust)),
        ("incident", yes_no(facts.incident)),
        ("file_unit", unit.to_owned()),
        ("headcount", count(facts.headcount)),
        ("staff", count(facts.staff)),
        (
            "as_of",
            facts.as_of.map(|day| day.to_string()).unwrap_or_default(),
        ),
    ];
    Typed::from_pairs(
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value)),
    )
}

/// The facts as typed. Fields that were not posted stay as they are saved.
///
/// # Errors
/// Every problem, each with its field's name and label; then nothing is to be saved.
pub fn read_facts(typed: &Typed, saved: &Facts) -> Result<Facts, Vec<Problem>> {
    let mut reader = Reader {
        typed,
        problems: Vec::new(),
    };
    let facts = Facts {
        uses_ms: reader.yes_no("uses_ms", saved.uses_ms),
        uses_pf: reader.yes_no("uses_pf", saved.uses_pf),
        ms_obtain: reader.yes_no("ms_obtain", saved.ms_obtain),
        ms_provide: reader.yes_no("ms_provide", saved.ms_provide),
        ms_entrust: reader.yes_no("ms_entrust", saved.ms_entrust),
        incident: reader.yes_no("incident", saved.incident),
        file_unit: reader.read(
            "file_unit",
            "ファイルの単位",
            saved.file_unit,
            CHOOSE,
            |text| match text {
                "integrated" => Some(FileUnit::Integrated),
                "separate" => Some(FileUnit::Separate),
                _ => None,
            },
        ),
        headcount: reader.count("headcount", "対象人数（人）", saved.headcount),
        staff: reader.count("staff", "取扱者数（人）", saved.staff),
        as_of: reader.read(
            "as_of",
            "人数の基準日",
            saved.as_of,
            "日付は 2014-10-01 のように書いてください。",
            |text| text.replace('/', "-").parse().ok(),
        ),
    };
    if reader.problems.is_empty() {
        Ok(facts)
    } else {
        Err(reader.problems)
    }
}

const CHOOSE: &str = "選択肢の中から選んでください。";

struct Reader<'a> {
    typed: &'a Typed,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn read<T>(
        &mut self,
        name: &str,
        label: &str,
        saved: Option<T>,
        message: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        if !self.typed.has(name) {
            return saved;
        }
        let text = half_width(self.typed.get(name));
        if text.is_empty() {
            return None;
        }
        let value = parse(&text);
        if value.is_none() {
            self.problems.push(Problem {
                field: name.to_owned(),
                label: label.to_owned(),
                message: message.to_owned(),
            });
        }
        value
    }

    fn yes_no(&mut self, name: &str, saved: Option<bool>) -> Option<bool> {
        self.read(name, "", saved, CHOOSE, |text| text.parse().ok())
    }

    fn count(&mut self, name: &str, label: &str, saved: Option<u64>) -> Option<u64> {
        let message = "人数を数字で書いてください。概数でもかまいません。";
        self.read(name, label, saved, message, |text| {
            text.replace(',', "").trim_end_matches('人').parse().ok()
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Typed::from_pairs(pairs.iter().map(owned))
    }

    #[test]
    fn facts_read_back_as_they_were_filled() {
        let facts = Facts {
            uses_ms: Some(true),
            uses_pf: Some(false),
            file_unit: Some(FileUnit::Separate),
            headcount: Some(120_000),
            as_of: Some("2014-10-01".parse().unwrap()),
            ..Facts::default()
        };
        for facts in [facts, Facts::default()] {
            let read = read_facts(&fill_facts(&facts), &Facts::default());
            assert_eq!(read, Ok(facts));
        }
    }

    #[test]
    fn every_field_has_its_name_in_the_list() {
        let filled = fill_facts(&Facts::default());
        let mut names = FACT_NAMES;
        names.sort_unstable();
        let filled: Vec<&str> = filled.pairs().map(|(name, _)| name).collect();
        assert_eq!(filled, names);
    }

    #[test]
    fn what_one_side_changed_is_taken_and_what_both_did_is_a_conflict() {
        let facts = |uses_ms, staff, headcount| Facts {
            uses_ms,
            staff,
            headcount,
            ..Facts::default()
        };
        let base = facts(None, Some(1), Some(5));
        let mine = facts(Some(true), Some(2), Some(5));
        let theirs = facts(None, Some(3), None);
        let merged = merge_facts(Some(&base), &mine, &theirs);
        assert_eq!(merged.conflicts, ["staff"]);
        let read = read_facts(&merged.typed, &base).unwrap();
        assert_eq!(read, facts(Some(true), Some(2), None));
        let without = merge_facts(None, &mine, &theirs);
        assert_eq!(without.conflicts, ["uses_ms", "headcount", "staff"]);
        assert!(merge_facts(None, &mine, &mine).conflicts.is_empty());
    }

    #[test]
    fn people_write_numbers_in_many_ways() {
        for text in ["120000", "120,000", "１２０，０００", " 120000人 "] {
            let read = read_facts(&typed(&[("headcount", text)]), &Facts::default()).unwrap();
            assert_eq!(read.headcount, Some(120_000), "{text}");
        }
        let problems = read_facts(&typed(&[("staff", "多数")]), &Facts::default()).unwrap_err();
        assert_eq!(problems[0].field, "staff");
    }

    #[test]
    fn what_was_not_posted_is_left_as_it_is() {
        let saved = Facts {
            uses_ms: Some(true),
            ..Facts::default()
        };
        assert_eq!(read_facts(&Typed::default(), &saved).as_ref(), Ok(&saved));
        let emptied = read_facts(&typed(&[("uses_ms", "")]), &saved).unwrap();
        assert_eq!(emptied.uses_ms, None);
    }
}
