//! Consultations: opened, closed, answered.

use domain::Phase;
use domain::opinion::{
    ConsultationResult, OpinionGroup, OpinionMask, OpinionVerdict, PublicOpinion,
};
use jiff::civil::date;
use publish::{CheckError, Gate, Site, WithheldPhrase, paths};

use crate::tree::{all_files, files, swap};
use crate::world::World;

const SECRET: &str = "地下1階の東側電算室";

fn place() -> String {
    format!("庁舎の｛非公表:場所｜{SECRET}｝に置く。")
}

/// A site with a published assessment of another body.
fn built(folder: &std::path::Path) -> (Site, World) {
    let mut world = World::new();
    world.publish(1, "1", "住民台帳の評価書", "別棟に置く。");
    let site = Site::open(&folder.join("site")).unwrap();
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    swap(staging);
    (site, world)
}

fn gate(world: &World) -> Gate {
    let own = WithheldPhrase {
        owner: "011002/1/zenkomoku".to_owned(),
        body: world.bodies[0].code.clone(),
        item: "II[1].II.6.place".to_owned(),
        phrase: SECRET.to_owned(),
    };
    Gate::new([own])
}

fn result(reason: &str) -> ConsultationResult {
    let opinion = PublicOpinion::new(1, "", "場所を詳しく書いてほしい。", &OpinionMask::default());
    ConsultationResult::new(vec![OpinionGroup {
        opinions: vec![opinion],
        verdict: OpinionVerdict::NotReflected,
        reason: reason.to_owned(),
    }])
}

#[test]
fn opening_closing_and_answering_touch_the_page_and_its_lists_only() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = built(folder.path());
    let id = world.open(0, "新しい事務", &place(), Phase::Open { days_left: 20 });
    let touched: Vec<String> = paths::touched_by_consultation(&id)
        .iter()
        .map(ToString::to_string)
        .collect();
    for step in 0..3 {
        let hearing = &mut world.hearings[0];
        match step {
            1 => hearing.listed.phase = Phase::Closed,
            2 => {
                hearing.listed.result = Some(date(2015, 2, 20));
                hearing.result = Some(result("安全のためです。"));
            }
            _ => {}
        }
        let mut staging = site.begin().unwrap();
        world.write_consultation(&mut staging, &id).unwrap();
        let changed: Vec<String> = staging.changed().map(ToString::to_string).collect();
        assert!(
            !changed.is_empty() && changed.iter().all(|path| touched.contains(path)),
            "{changed:?}"
        );
        let report = staging.check(gate(&world).scan()).unwrap();
        report.swap().unwrap();
        for (name, bytes) in all_files(site.dir()) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("電算室"), "{name}");
        }
    }
    // What was written step by step is what a whole build writes.
    let whole = Site::open(&folder.path().join("whole")).unwrap();
    let mut staging = whole.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    swap(staging);
    assert!(files(whole.dir()) == files(site.dir()));
}

#[test]
fn an_answer_that_quotes_what_is_withheld_stops_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = built(folder.path());
    let id = world.open(0, "新しい事務", &place(), Phase::Closed);
    world.hearings[0].result = Some(result(&format!("{SECRET}のことです。")));
    let before = all_files(site.dir());
    let mut staging = site.begin().unwrap();
    world.write_consultation(&mut staging, &id).unwrap();
    let stopped = staging.check(gate(&world).scan());
    assert!(matches!(stopped, Err(CheckError::Leak(_))));
    assert!(all_files(site.dir()) == before);
}

#[test]
fn a_short_phrase_of_one_body_does_not_stop_the_consultation_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = built(folder.path());
    let place = format!("{SECRET}に置く。");
    let id = world.open(1, "新しい事務", &place, Phase::Upcoming);
    let mut staging = site.begin().unwrap();
    world.write_consultation(&mut staging, &id).unwrap();
    assert!(staging.check(gate(&world).scan()).is_ok());
}

#[test]
fn every_list_that_a_publication_or_a_consultation_touches_and_bodies_share_is_looked_through() {
    let mut world = World::new();
    let id = world.open(0, "新しい事務", &place(), Phase::Open { days_left: 20 });
    let key = publish::AssessmentKey {
        body: id.body().clone(),
        number: domain::AssessmentNumber::parse("1").unwrap(),
        form: domain::FormId::parse("zenkomoku").unwrap(),
    };
    let touched = key.touched_by_publication(2);
    let shared = paths::shared_lists();
    // Its own files are looked through by their folder; a prefecture's are written anew.
    let prefecture = [
        paths::prefecture(id.body().prefecture()),
        paths::sitemap_part(id.body().prefecture()),
    ];
    for path in touched.iter().chain(&paths::touched_by_consultation(&id)) {
        let is_own = path.owner().is_some() || prefecture.contains(path);
        assert!(is_own || shared.contains(path), "{path}");
    }
}
