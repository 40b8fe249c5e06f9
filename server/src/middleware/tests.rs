#![allow(clippy::unwrap_used)]
use std::sync::Arc;

use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App, body};
use content::Content;
use search::TantivyIndex;

use super::*;
use crate::assets::Assets;
use crate::config::Config;

async fn panics() -> HttpResponse {
    panic!("a secret word");
}

async fn answers() -> HttpResponse {
    HttpResponse::Ok().body("fine")
}

/// What a path answers in an app with one handler that panics and one that does not.
async fn ask(path: &str) -> (HttpResponse, String) {
    let folder = tempfile::tempdir().unwrap();
    let index = Arc::new(TantivyIndex::open(folder.path()).unwrap());
    let content = Arc::new(Content::embedded().unwrap());
    let assets = Assets::load(None, None).unwrap();
    let state = PublicState::new(Arc::new(Config::default()), content, index, assets);
    let app = App::new()
        .app_data(web::Data::new(state))
        .route("/panics", web::get().to(panics))
        .route("/desk/panics", web::get().to(panics))
        .route("/answers", web::get().to(answers))
        .wrap(from_fn(around));
    let app = init_service(app).await;
    let request = TestRequest::get().uri(path).to_request();
    let response = match try_call_service(&app, request).await {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let (head, body) = response.into_parts();
    let body = body::to_bytes(body).await.unwrap();
    (
        head.set_body(BoxBody::new(())),
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

#[actix_web::test]
async fn a_handler_that_panics_is_an_error_page_with_a_number_like_others() {
    for path in ["/panics", "/desk/panics"] {
        let (head, body) = ask(path).await;
        assert_eq!(head.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let id = head
            .headers()
            .get("x-request-id")
            .unwrap()
            .to_str()
            .unwrap();
        assert!(body.contains(&format!("問い合わせ番号 {id}")), "{body}");
        assert!(!body.contains("secret"), "{body}");
        assert!(head.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    }
}

#[actix_web::test]
async fn an_answer_passes_through_with_its_headers() {
    let (head, body) = ask("/answers").await;
    assert_eq!((head.status(), body.as_str()), (StatusCode::OK, "fine"));
    assert!(head.headers().contains_key("x-request-id"));
}
