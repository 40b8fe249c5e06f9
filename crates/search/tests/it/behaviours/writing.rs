//! Changes: what they touch, when they are seen.

use std::sync::atomic::{AtomicBool, Ordering};

use search::{Change, Query, SearchError, SearchIndex};

use super::{found, page};
use crate::entries::{Sample, fill, sample};

pub fn replacing_changes_one_entry_only(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["旧い文"]),
            sample("1", &["旧い文"]).form("kiso"),
            sample("2", &["旧い文"]),
        ],
    );
    index.replace(sample("1", &["新しい文"]).entry()).unwrap();
    assert_eq!(found(index, "新しい"), ["1"]);
    assert_eq!(found(index, "旧い"), ["1", "2"]);
    assert_eq!(page(index, "").total, 3);
    assert_eq!(page(index, "旧い").hits[0].form, "kiso");
}

pub fn removing_takes_one_entry_out(index: &dyn SearchIndex) {
    fill(index, &[sample("1", &["本文"]), sample("2", &["本文"])]);
    index.remove(&sample("1", &[]).entry().key()).unwrap();
    index.remove(&sample("9", &[]).entry().key()).unwrap();
    assert_eq!(found(index, "本文"), ["2"]);
}

pub fn several_changes_become_visible_together(index: &dyn SearchIndex) {
    fill(index, &[sample("1", &["本文"])]);
    let steps = [
        Change::Replace(sample("2", &["本文"]).entry()),
        Change::Remove(sample("1", &[]).entry().key()),
        Change::Replace(sample("3", &["本文"]).entry()),
        Change::Remove(sample("3", &[]).entry().key()),
    ];
    let mut watched = steps
        .into_iter()
        .inspect(|_| assert_eq!(found(index, "本文"), ["1"]));
    index.update(&mut watched).unwrap();
    assert_eq!(found(index, "本文"), ["2"]);
}

/// Rebuilds from samples.
fn rebuild(index: &dyn SearchIndex, samples: &[Sample]) -> Result<(), SearchError> {
    index.rebuild(&mut samples.iter().map(|sample| Ok(sample.entry())))
}

pub fn a_rebuild_leaves_nothing_old(index: &dyn SearchIndex) {
    fill(index, &[sample("1", &["旧い文"]), sample("2", &["旧い文"])]);
    rebuild(
        index,
        &[sample("2", &["新しい文"]), sample("3", &["新しい文"])],
    )
    .unwrap();
    assert_eq!(found(index, "旧い"), [""; 0]);
    assert_eq!(found(index, "新しい"), ["2", "3"]);
    index.replace(sample("4", &["新しい文"]).entry()).unwrap();
    assert_eq!(found(index, "新しい"), ["2", "3", "4"]);
    rebuild(index, &[]).unwrap();
    assert_eq!(page(index, "").total, 0);
}

pub fn a_rebuild_keeps_the_last_entry_of_a_key(index: &dyn SearchIndex) {
    rebuild(
        index,
        &[
            sample("1", &["一番目"]),
            sample("2", &["別"]),
            sample("1", &["二番目"]),
        ],
    )
    .unwrap();
    assert_eq!(page(index, "").total, 2);
    assert_eq!(found(index, "番目"), ["1"]);
    assert_eq!(found(index, "二番目"), ["1"]);
}

pub fn a_rebuild_whose_source_fails_changes_nothing(index: &dyn SearchIndex) {
    fill(index, &[sample("1", &["旧い文"])]);
    let mut entries = [
        Ok(sample("2", &["新しい文"]).entry()),
        Err("disk gone".into()),
    ]
    .into_iter();
    let error = index.rebuild(&mut entries).unwrap_err();
    assert!(matches!(error, SearchError::Source(_)), "{error}");
    assert_eq!(found(index, "文"), ["1"]);
    fill(index, &[sample("3", &["新しい文"])]);
    assert_eq!(found(index, "文"), ["1", "3"]);
}

pub fn readers_see_the_old_or_the_new_during_a_rebuild(index: &dyn SearchIndex) {
    let generation = |word: &str| -> Vec<Sample> {
        (0..60)
            .map(|number| sample(&format!("{number:02}"), &[word]))
            .collect()
    };
    fill(index, &generation("旧い文"));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    // Counted by one search: two would see two states.
                    let page = index
                        .search(&Query {
                            page: 2,
                            ..Query::text("い文")
                        })
                        .unwrap();
                    let texts: Vec<_> = page.hits.iter().map(|hit| &hit.snippets[0].html).collect();
                    assert_eq!((page.total, texts.len()), (60, 20));
                    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
                }
            });
        }
        for word in ["新しい文", "旧い文", "新しい文"] {
            rebuild(index, &generation(word)).unwrap();
            assert_eq!(page(index, word).total, 60);
        }
        done.store(true, Ordering::Relaxed);
    });
}

pub fn writers_on_several_threads_take_turns(index: &dyn SearchIndex) {
    std::thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                for turn in 0..5 {
                    index
                        .replace(sample(&format!("{writer}-{turn}"), &["本文"]).entry())
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(page(index, "本文").total, 20);
}

pub fn scanned_text_holds_everything_a_search_can_return(index: &dyn SearchIndex) {
    let entry = sample("1", &["地下の室 ＡＢ", "二つ目"])
        .title("題名")
        .entry();
    let texts = index.scan_text(&entry);
    let has = |part: &str| texts.iter().any(|text| text.contains(part));
    index.replace(entry.clone()).unwrap();
    let hit = page(index, "").hits.remove(0);
    for part in [
        &hit.body_code,
        &hit.body_name,
        &hit.agency,
        &hit.number,
        &hit.title,
        &hit.url,
    ] {
        assert!(has(part), "{part}");
    }
    for part in ["地下の室 ＡＢ", "地下の室ab", "二つ目", "2015-04-01"] {
        assert!(has(part), "{part}");
    }
}
