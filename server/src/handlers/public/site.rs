//! The published folder. Every request looks the file up anew, so that the instant at which
//! a new site takes the place of the old one is the instant at which readers see it.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

use actix_files::NamedFile;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use app::routes;
use publish::{SitePath, paths};
use rustix::fs::{Mode, OFlags, openat};
use rustix::io::Errno;

use crate::assets::content_type;
use crate::errors::{PageError, PageResult};
use crate::handlers::see_other;
use crate::state::PublicState;

/// Files up to this size are read at once.
const SMALL: u64 = 256 * 1024;

/// What lies at an address.
enum Found {
    File(Box<NamedFile>),
    /// What was taken off the site: the page or the file that says so.
    Gone(Box<NamedFile>),
    /// A page whose address lacks its slash.
    Folder,
    Nothing,
}

/// A file of the published folder.
pub async fn file(request: HttpRequest, state: web::Data<PublicState>) -> PageResult {
    let path = SitePath::of_request(request.uri().path()).map_err(|_| PageError::NotFound)?;
    let kind = content_type(path.as_str());
    let site_dir = state.site_dir.clone();
    // Asked before looking: a site that comes in between was not there when it was looked for.
    let found = web::block(move || (crate::site::is_built(&site_dir), find(&site_dir, &path)));
    let (is_built, found) = found.await?;
    match found.map_err(anyhow::Error::from)? {
        Found::File(file) => Ok(answer(&request, *file, kind)),
        Found::Gone(file) => {
            let kind = content_type(&file.path().to_string_lossy());
            let mut response = answer(&request, *file, kind);
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::GONE;
            }
            Ok(response)
        }
        Found::Folder => Ok(with_slash(&request)),
        Found::Nothing if !is_built => Err(PageError::NotBuilt),
        Found::Nothing => Err(PageError::NotFound),
    }
}

/// Where the public site is not served, its address leads to the portal.
pub async fn to_the_portal() -> HttpResponse {
    see_other(routes::DESK)
}

/// A method that no page has, or a page that is not there.
pub async fn unmatched(request: HttpRequest) -> PageResult {
    let is_get = request.method() == Method::GET;
    Err(if is_get {
        PageError::NotFound
    } else {
        PageError::Method
    })
}

/// Looks a file up within the one tree that is live at this instant.
fn find(site_dir: &Path, path: &SitePath) -> io::Result<Found> {
    let tree = live_tree(site_dir)?;
    let gone = withdrawn_beside(&tree, path.as_str())?;
    let Some(file) = open_in(&tree, path.as_str())? else {
        return Ok(gone.map_or(Found::Nothing, |file| Found::Gone(Box::new(file))));
    };
    let about = file.metadata()?;
    if about.is_file() {
        let named = Box::new(NamedFile::from_file(file, path.as_str())?);
        return Ok(match gone {
            Some(_) => Found::Gone(named),
            None => Found::File(named),
        });
    }
    let index = format!("{path}/index.html");
    Ok(if open_in(&tree, &index)?.is_some() {
        Found::Folder
    } else {
        Found::Nothing
    })
}

/// What says that whatever lies, or lay, beside it was taken off the site.
fn withdrawn_beside(tree: &File, path: &str) -> io::Result<Option<NamedFile>> {
    let Some((folder, name)) = path.rsplit_once('/') else {
        return Ok(None);
    };
    let may_be_gone = ["assessments/", "consultations/"];
    let may_be_gone = may_be_gone.iter().any(|of| folder.starts_with(of));
    if !may_be_gone || name == paths::WITHDRAWN {
        return Ok(None);
    }
    let mark = format!("{folder}/{}", paths::WITHDRAWN);
    let file = open_in(tree, &mark)?;
    file.map(|file| NamedFile::from_file(file, &mark))
        .transpose()
}

/// Opens the published folder. Where a file system cannot exchange two folders in one step,
/// there is none for an instant; that is waited for.
pub(super) fn live_tree(site_dir: &Path) -> io::Result<File> {
    for _ in 0..100 {
        match File::open(site_dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::thread::sleep(Duration::from_millis(1));
            }
            opened => return opened,
        }
    }
    File::open(site_dir)
}

pub(super) fn open_in(tree: &File, path: &str) -> io::Result<Option<File>> {
    match openat(tree, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) {
        Ok(opened) => Ok(Some(opened.into())),
        Err(Errno::NOENT | Errno::NOTDIR | Errno::NAMETOOLONG | Errno::LOOP) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn answer(request: &HttpRequest, file: NamedFile, kind: &'static str) -> HttpResponse {
    let file = file
        .disable_content_disposition()
        .read_mode_threshold(SMALL);
    let mut response = file.into_response(request);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let keep = HeaderValue::from_static("public, max-age=60, must-revalidate");
    headers.insert(header::CACHE_CONTROL, keep);
    if !kind.starts_with("text/html") {
        // Open data may be fetched by the pages of others.
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
    }
    response
}

fn with_slash(request: &HttpRequest) -> HttpResponse {
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let location = format!("{}/{query}", request.uri().path());
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, location))
        .finish()
}
