//! What a consultation showed and is withdrawn, what of an opinion is hidden: in no public byte.

use workflow::Masking;

use super::*;

/// The paths of the published files that hold a text.
fn files_with(app: &TestApp, text: &str) -> Vec<String> {
    let entries = walkdir::WalkDir::new(&app.site_dir).into_iter();
    let files = entries.map(Result::unwrap).filter(|entry| {
        entry.file_type().is_file()
            && String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).contains(text)
    });
    files
        .map(|entry| entry.path().display().to_string())
        .collect()
}

#[tokio::test]
async fn a_withdrawn_consultation_is_a_page_that_says_so_and_no_list_names_it() {
    let app = TestApp::spawn().await;
    let (editor, coordinator, id) = open(&app).await;
    let (workflow, publisher) = (app.workflow(), app.publisher());
    app.clock.advance(40 * 86_400);
    publisher.bring_up_to_date().await.unwrap();
    let key = AssessmentKey::parse(&format!("{BODY}/1/zenkomoku")).unwrap();
    let shown = workflow.open_assessment(&editor, &key).await.unwrap();
    let title = match shown.document.answers.get("cover.title") {
        Some(domain::Answer::Text(text)) => domain::redact::redact_text(text).to_plain(),
        other => panic!("{other:?}"),
    };
    assert!(!files_with(&app, &title).is_empty());
    let address = format!("/consultations/{id}/");
    assert_eq!(app.get(&address).await.status, 200);

    let reason = "公表しない内容が含まれていたため".to_owned();
    workflow
        .act(
            &coordinator,
            &key,
            shown.revision,
            Command::Unpublish { reason },
        )
        .await
        .unwrap();
    assert!(publisher.catch_up(&key).await);
    let page = app.get(&address).await;
    assert_eq!(page.status, 410);
    assert!(page.text().contains("公表しない内容が含まれていたため"));
    assert_eq!(files_with(&app, &title), Vec::<String>::new());
    for list in ["/consultations/", "/sitemaps/consultations.xml", "/"] {
        let list = app.get(list).await;
        assert_eq!(list.status, 200);
        assert!(!list.text().contains(&address));
    }
    let form = format!("/consultations/{id}/opinions/new?item=I.1.content");
    assert_eq!(app.get(&form).await.status, 404, "nothing is quoted");
    let built = publisher.build_all().await.unwrap();
    assert_eq!((built.written, built.removed), (0, 0), "as a whole build");
    assert_eq!(app.get(&address).await.status, 410);
}

#[tokio::test]
async fn the_gate_knows_what_is_hidden_of_opinions() {
    const NAME: &str = "窓口の甲野花子係長";
    let app = TestApp::spawn().await;
    let (editor, _, id) = open(&app).await;
    let text = format!("{NAME}の説明をもう一度聞かせてください。");
    let sent = send(&app, &app.browser(), &id, &[("text", &text)]).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let file = app.site_dir.join(format!("assessments/{BODY}/note.txt"));
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, format!("{NAME}について")).unwrap();
    assert!(app.publisher().scan_live().await.unwrap().is_clean());
    let mask = Masking {
        number: 1,
        seen: 0,
        phrases: NAME.to_owned(),
        reason: domain::opinion::MaskReason::Personal,
        summary: String::new(),
    };
    app.workflow()
        .mask_opinion(&editor, &id, mask)
        .await
        .unwrap();
    let report = app.publisher().scan_live().await.unwrap();
    assert_eq!(report.hits.len(), 1);
    assert!(!format!("{report:?}").contains("甲野"));
}

#[tokio::test]
async fn a_consultation_whose_title_may_not_be_public_is_held_back_and_stops_no_build() {
    let app = TestApp::spawn().await;
    let (editor, _, id) = open(&app).await;
    let (workflow, publisher) = (app.workflow(), app.publisher());
    let sent = send(&app, &app.browser(), &id, &[]).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let address = format!("/consultations/{id}/");
    assert!(app.get("/").await.text().contains(&address));
    let mut tx = workflow.store().begin().await.unwrap();
    let title = store::consultations::find(&mut tx, &id)
        .await
        .unwrap()
        .unwrap()
        .title;
    // As if it had been found out later: nobody can hide what the version shown says.
    let opinion = store::opinions::find(&mut tx, &id, 1)
        .await
        .unwrap()
        .unwrap();
    let mask = domain::opinion::OpinionMask {
        phrases: vec![title.clone()],
        ..domain::opinion::OpinionMask::default()
    };
    let now = workflow.clock().now();
    let by = &editor.user;
    store::opinion_answers::insert_mask(&mut tx, &id, &opinion.id, &mask, 0, now, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    // Pages that are written anew are looked through: what is public already is only reported.
    std::fs::remove_dir_all(&app.site_dir).unwrap();
    let built = publisher.build_all().await.unwrap();
    let held = built.held_back_lines().join(" ");
    assert!(held.contains(&format!("意見聴取 {id}")), "{held}");
    for list in ["/", "/consultations/", "/sitemaps/consultations.xml"] {
        let list = app.get(list).await;
        assert!(!list.text().contains(&address), "{}", list.text());
        assert!(!list.text().contains(&title));
    }
}
