//! [`TestApp`]: the program on a free port, with a database, a published folder and an index
//! of its own and a clock that is moved by hand. [`Browser`]: somebody who uses it.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use actix_web::dev::ServerHandle;
use content::Content;
use domain::{Body, BodyCode, Document, Publication, Role};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, redirect};
use scraper::{Html, Selector};
use search::{SearchEntry, SearchIndex, TantivyIndex};
use server::assets::Assets;
use server::config::Config;
use server::site::Publisher;
use server::startup::{self, Mounted};
use server::state::{AppState, PublicState};
use store::{Store, mail_outbox};
use tempfile::TempDir;
use workflow::{Actor, ManualClock, NewUser, Operator, PasswordHashing, TotpSecret, Workflow};

/// Every test person's password.
pub const PASSWORD: &str = "長い合い言葉をひとつだけ覚える";

/// The secret of every test person's second factor, where the role needs one.
pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// The body of the test people: 見本市.
pub const BODY: &str = "992011";

/// The prefecture of that body, to which its officers belong: 見本県.
pub const PREFECTURE: &str = "990001";

static CONTENT: LazyLock<Arc<Content>> = LazyLock::new(|| Arc::new(Content::embedded().unwrap()));

/// The shipped content, loaded once.
pub fn content() -> Arc<Content> {
    Arc::clone(&CONTENT)
}

/// A running program. It ends, and its files vanish, with this value.
pub struct TestApp {
    pub base: String,
    pub folder: TempDir,
    pub clock: Arc<ManualClock>,
    pub workflow: Option<Workflow>,
    publisher: Option<Publisher>,
    pub index: Arc<TantivyIndex>,
    pub site_dir: PathBuf,
    handle: ServerHandle,
}

impl TestApp {
    /// Portal and public site, with the bodies of the demo and no people.
    pub async fn spawn() -> Self {
        Self::spawn_with(|_| {}).await
    }

    /// As [`TestApp::spawn`], with a configuration of its own.
    pub async fn spawn_with(change: impl FnOnce(&mut Config)) -> Self {
        let (folder, config) = configuration(change);
        let (public, index) = public_state(&config);
        let clock = Arc::new(ManualClock::new(testkit::time::start()));
        let workflow = workflow(&config, Arc::clone(&clock)).await;
        let publisher = Publisher::new(&public, &workflow).unwrap();
        let state = AppState::new(public, workflow.clone(), publisher.clone());
        let mut app = Self::run(
            Mounted::of(state),
            folder,
            clock,
            Some(workflow),
            index,
            &config,
        );
        app.publisher = Some(publisher);
        app
    }

    /// The public site alone: no database, not even a file for one.
    pub fn spawn_public() -> Self {
        let (folder, config) = configuration(|_| {});
        let (public, index) = public_state(&config);
        let clock = Arc::new(ManualClock::new(testkit::time::start()));
        Self::run(Mounted::Public(public), folder, clock, None, index, &config)
    }

    fn run(
        mounted: Mounted,
        folder: TempDir,
        clock: Arc<ManualClock>,
        workflow: Option<Workflow>,
        index: Arc<TantivyIndex>,
        config: &Config,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = startup::run(listener, mounted).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            base,
            folder,
            clock,
            workflow,
            publisher: None,
            index,
            site_dir: config.site_dir(),
            handle,
        }
    }

    /// The use cases, of an app with a portal.
    pub fn workflow(&self) -> &Workflow {
        self.workflow.as_ref().unwrap()
    }

    /// The publisher, of an app with a portal.
    pub fn publisher(&self) -> &Publisher {
        self.publisher.as_ref().unwrap()
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base, Arc::clone(&self.clock))
    }

    /// GET by a browser without cookies.
    pub async fn get(&self, path: &str) -> Answer {
        self.browser().get(path).await
    }

    /// Makes a person, of [`BODY`] if the role has one; the e-mail address.
    pub async fn person(&self, role: Role) -> String {
        let email = format!("{}@demo.invalid", role.as_str());
        self.person_at(&email, role, BODY).await;
        email
    }

    /// Somebody of [`BODY`], for use cases; made if not there yet. Whoever is signed in stays so.
    pub async fn actor(&self, role: Role) -> Actor {
        let email = format!("{}@demo.invalid", role.as_str());
        let find = async || {
            let mut tx = self.workflow().store().begin_read().await.unwrap();
            store::users::find_by_email(&mut tx, &email).await.unwrap()
        };
        let user = match find().await {
            Some(user) => user,
            None => {
                self.person(role).await;
                find().await.unwrap()
            }
        };
        Actor {
            user: user.id,
            role: user.role,
            body: user.body,
            email,
            origin: None,
        }
    }

    /// Makes a person of a body, with a second factor if the role needs one.
    pub async fn person_at(&self, email: &str, role: Role, body: &str) {
        self.person_without_factor(email, role, body).await;
        if role.needs_second_factor() {
            self.give_factor(email).await;
        }
    }

    /// Gives somebody the second factor of [`SECRET`].
    pub async fn give_factor(&self, email: &str) {
        let secret = TotpSecret::parse(SECRET).unwrap();
        self.workflow()
            .set_second_factor_as_operator(Operator, email, &secret)
            .await
            .unwrap();
    }

    /// Makes a person of a body, who has a password and no more.
    pub async fn person_without_factor(&self, email: &str, role: Role, body: &str) {
        let body = match role {
            Role::Prefecture => Some(PREFECTURE),
            role => role.needs_body().then_some(body),
        };
        let body = body.map(|code| BodyCode::parse(code).unwrap());
        let new = NewUser {
            email: email.to_owned(),
            role,
            body,
        };
        let invitation = self
            .workflow()
            .invite_user_as_operator(Operator, new)
            .await
            .unwrap();
        self.workflow()
            .accept_invitation(&invitation.token, PASSWORD)
            .await
            .unwrap();
    }

    /// The mails with a text of their own that are to be sent, oldest first.
    pub async fn mails(&self) -> Vec<String> {
        let now = self.workflow().clock().now();
        let later = now + jiff::SignedDuration::from_hours(1);
        let mut tx = self.workflow().store().begin().await.unwrap();
        let mut texts = Vec::new();
        while let Some(mail) = mail_outbox::take_next(&mut tx, now, later).await.unwrap() {
            if let mail_outbox::Content::Own { text, .. } = mail.content {
                texts.push(text.expose().to_owned());
            }
        }
        texts
    }

    /// A person of this role, made and signed in.
    pub async fn signed_in(&self, role: Role) -> Browser {
        let email = self.person(role).await;
        let browser = self.browser();
        let answer = browser.sign_in(&email, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (303, "/desk/"));
        browser
    }

    /// Writes a file of the published folder.
    pub fn publish_file(&self, path: &str, text: &str) {
        write(&self.site_dir.join(path), text);
    }

    /// Indexes demo assessments (file names in `content/demo/`, without the ending).
    pub fn index_demo(&self, names: &[&str]) {
        for name in names {
            self.index.replace(entry(name)).unwrap();
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn configuration(change: impl FnOnce(&mut Config)) -> (TempDir, Arc<Config>) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.data.dir = folder.path().join("data");
    change(&mut config);
    write(
        &config.site_dir().join("index.html"),
        "<!DOCTYPE html><title>home</title>",
    );
    (folder, Arc::new(config))
}

fn public_state(config: &Arc<Config>) -> (PublicState, Arc<TantivyIndex>) {
    let index = startup::open_index(config).unwrap();
    let assets = Assets::load(None, config.assets.pkg.as_deref()).unwrap();
    let state = PublicState::new(Arc::clone(config), content(), index.clone(), assets);
    (state, index)
}

async fn workflow(config: &Config, clock: Arc<ManualClock>) -> Workflow {
    let store = Store::open(&config.database_url()).await.unwrap();
    store.migrate().await.unwrap();
    let forms = Arc::new(content().as_forms());
    let workflow = Workflow::new(store, forms, clock, PasswordHashing::cheap_for_tests());
    workflow.import_bodies(Operator, &bodies()).await.unwrap();
    workflow
}

/// Fictional bodies of the demo.
fn bodies() -> Vec<Body> {
    let body = |code: &str, name: &str| Body {
        code: BodyCode::parse(code).unwrap(),
        prefecture_name: "見本県".to_owned(),
        name: name.to_owned(),
        kana: String::new(),
    };
    vec![
        body(PREFECTURE, "見本県"),
        body(BODY, "見本市"),
        body("993018", "試作町"),
    ]
}

/// What the index holds of a demo assessment.
fn entry(name: &str) -> SearchEntry {
    let path = format!("{}/../content/demo/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let json = std::fs::read_to_string(path).unwrap();
    let content = content();
    let find = |form: &domain::FormId, edition: Option<&domain::EditionId>| match edition {
        Some(edition) => content.form(form.as_str(), edition.as_str()),
        None => content.newest(form.as_str()),
    };
    let imported = domain::interchange::import(&json, &find).unwrap();
    let document: Document = imported.apply_to(None);
    let form = content
        .form(document.form.as_str(), document.form_edition.as_str())
        .unwrap();
    let published = jiff::civil::date(2015, 4, 1);
    let public = domain::redact(
        form,
        &document,
        Publication {
            edition: 1,
            published,
        },
    );
    let url = publish::AssessmentKey::of(&public).page().address();
    SearchEntry::new(&public, "見本市", form, url)
}

/// Somebody with cookies. Redirects are not followed: tests say where they lead.
pub struct Browser {
    base: String,
    client: Client,
    cookies: Mutex<BTreeMap<String, String>>,
    clock: Arc<ManualClock>,
}

impl Browser {
    fn new(base: &str, clock: Arc<ManualClock>) -> Self {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            // The server closes a connection that nobody used for seconds.
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        Self {
            base: base.to_owned(),
            client,
            cookies: Mutex::default(),
            clock,
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .unwrap()
            .insert(name.to_owned(), value.to_owned());
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Opens a page and posts to `path` with the page's `csrf` field and these fields.
    pub async fn submit(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).await.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    /// Posts exactly these fields.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| app::routes::encode(text);
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.send(self.form(path).body(body)).await
    }

    /// A POST of a form without its body.
    pub fn form(&self, path: &str) -> RequestBuilder {
        let request = self.request(Method::POST, path);
        request.header("content-type", "application/x-www-form-urlencoded")
    }

    /// Signs in on the sign-in page, with a code of [`SECRET`] where one is asked for. The
    /// clock goes on by half a minute before, for each code works once.
    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        let answer = self.type_password(email, password).await;
        if !answer.location().starts_with("/desk/sign-in/code") {
            return answer;
        }
        self.clock.advance(30);
        let page = answer.location().to_owned();
        let next = app::routes::DESK;
        let fields = [("code", &*self.code()), ("next", next)];
        self.submit(&page, "/desk/sign-in/code", &fields).await
    }

    /// The first step of signing in.
    pub async fn type_password(&self, email: &str, password: &str) -> Answer {
        let fields = [("email", email), ("password", password), ("next", "")];
        self.submit("/desk/sign-in", "/desk/sign-in", &fields).await
    }

    /// The code of [`SECRET`] now.
    pub fn code(&self) -> String {
        let secret = TotpSecret::parse(SECRET).unwrap();
        secret.code_at(workflow::Clock::now(&*self.clock))
    }

    /// A request with this browser's cookies.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self.client.request(method, format!("{}{path}", self.base));
        if pairs.is_empty() {
            request
        } else {
            request.header("cookie", pairs.join("; "))
        }
    }

    /// Sends a request and keeps the cookies of its answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        };
        let mut cookies = self.cookies.lock().unwrap();
        for line in answer.set_cookies() {
            let (pair, attributes) = line.split_once(';').unwrap_or((line.as_str(), ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        drop(cookies);
        answer
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn set_cookies(&self) -> Vec<String> {
        let lines = self.headers.get_all("set-cookie").iter();
        lines
            .map(|line| line.to_str().unwrap().to_owned())
            .collect()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The words of every element that matches.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(self.text());
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector)
            .map(|element| element.text().collect())
            .collect()
    }

    /// An attribute of the first element that matches.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let page = Html::parse_document(self.text());
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).next()?.attr(name).map(str::to_owned)
    }

    /// The hidden field of the page's forms.
    pub fn csrf(&self) -> String {
        self.attribute("main input[name=csrf], input[name=csrf]", "value")
            .unwrap()
    }
}
