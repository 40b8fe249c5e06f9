//! [`House`]: everything that publishes, without a server before it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::interchange::{Imported, import};
use domain::stage::Filed;
use domain::{Body, BodyCode, Command, EditionId, FormId, Role, Round, Stage};
use search::TantivyIndex;
use serde_json::Value;
use server::assets::Assets;
use server::config::Config;
use server::site::{PublishError, PublishedEdition, Publisher};
use server::startup;
use server::state::{AppState, PublicState};
use store::{Store, assessments};
use tempfile::TempDir;
use walkdir::WalkDir;
use workflow::{
    Actor, AssessmentKey, ManualClock, NewUser, OpenAssessment, Operator, PasswordHashing, SignIn,
    Workflow,
};

use crate::helpers::{PASSWORD, content};

/// A database, a folder, an index and people; they vanish with this value.
pub struct House {
    pub folder: TempDir,
    pub config: Arc<Config>,
    pub state: AppState,
    pub index: Arc<TantivyIndex>,
    pub clock: Arc<ManualClock>,
}

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.data.dir = folder.path().join("data");
        let config = Arc::new(config);
        let clock = Arc::new(ManualClock::new(testkit::time::start()));
        let index = startup::open_index(&config).unwrap();
        let state = state(&config, Arc::clone(&index), Arc::clone(&clock)).await;
        state
            .workflow
            .import_bodies(Operator, &bodies())
            .await
            .unwrap();
        let house = Self {
            folder,
            config,
            state,
            index,
            clock,
        };
        for body in ["992011", "993018", "993026"] {
            house.person(body, Role::Editor).await;
            house.person(body, Role::Approver).await;
            house.person(body, Role::Coordinator).await;
        }
        house
    }

    /// What a process has that starts after this one died.
    pub async fn reopened(&self) -> AppState {
        let index = startup::open_index(&self.config).unwrap();
        state(&self.config, index, Arc::clone(&self.clock)).await
    }

    async fn person(&self, body: &str, role: Role) {
        let email = email(body, role);
        let body = Some(BodyCode::parse(body).unwrap());
        let new = NewUser { email, role, body };
        let workflow = &self.state.workflow;
        let invitation = workflow
            .invite_user_as_operator(Operator, new)
            .await
            .unwrap();
        workflow
            .accept_invitation(&invitation.token, PASSWORD)
            .await
            .unwrap();
    }

    pub async fn actor(&self, body: &BodyCode, role: Role) -> Actor {
        let email = email(body.as_str(), role);
        let sign_in = SignIn {
            email: &email,
            password: PASSWORD,
            client: workflow::Client::default(),
            previous: None,
        };
        self.state
            .workflow
            .sign_in(sign_in)
            .await
            .unwrap()
            .whole()
            .unwrap()
            .session
            .actor
    }

    pub async fn editor(&self, body: &BodyCode) -> Actor {
        self.actor(body, Role::Editor).await
    }

    pub async fn approver(&self, body: &BodyCode) -> Actor {
        self.actor(body, Role::Approver).await
    }

    pub async fn open(&self, key: &AssessmentKey) -> OpenAssessment {
        let editor = self.editor(&key.body).await;
        self.state
            .workflow
            .open_assessment(&editor, key)
            .await
            .unwrap()
    }

    /// Brings a document to where it was submitted to the commission, as the next edition if it
    /// is published already. How it comes there is the matter of other tests.
    pub async fn filed(&self, document: &Value) -> (AssessmentKey, i64) {
        let imported = read(document);
        let key = AssessmentKey {
            body: imported.body.clone(),
            number: imported.number.clone(),
            form: imported.form.clone(),
        };
        let (editor, workflow) = (self.editor(&key.body).await, &self.state.workflow);
        if let Ok(open) = workflow.open_assessment(&editor, &key).await
            && !open.stage.is_editable()
        {
            let amend = Command::Amend;
            workflow
                .act(&editor, &key, open.revision, amend)
                .await
                .unwrap();
        }
        workflow
            .import_assessments(Operator, &[imported])
            .await
            .unwrap();
        let open = self.open(&key).await;
        let coordinator = self.actor(&key.body, Role::Coordinator).await;
        set_filed(workflow, &open, &coordinator).await;
        (key, open.revision)
    }

    /// Carries a document to publication.
    pub async fn publish(&self, document: &Value) -> Result<PublishedEdition, PublishError> {
        let (key, revision) = self.filed(document).await;
        let approver = self.approver(&key.body).await;
        self.state
            .publisher
            .publish(&approver, &key, revision)
            .await
    }

    pub fn site_dir(&self) -> PathBuf {
        self.config.site_dir()
    }

    /// The files of the published folder.
    pub fn site(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.site_dir())
    }
}

async fn state(
    config: &Arc<Config>,
    index: Arc<TantivyIndex>,
    clock: Arc<ManualClock>,
) -> AppState {
    let assets = Assets::load(None, None).unwrap();
    let public = PublicState::new(Arc::clone(config), content(), index, assets);
    let store = Store::open(&config.database_url()).await.unwrap();
    store.migrate().await.unwrap();
    let forms = Arc::new(content().as_forms());
    let workflow = Workflow::new(store, forms, clock, PasswordHashing::cheap_for_tests());
    let publisher = Publisher::new(&public, &workflow).unwrap();
    AppState::new(public, workflow, publisher)
}

fn email(body: &str, role: Role) -> String {
    format!("{}.{body}@demo.invalid", role.as_str())
}

/// The fictional bodies of the demo.
fn bodies() -> Vec<Body> {
    let body = |(code, name): (&str, &str)| Body {
        code: BodyCode::parse(code).unwrap(),
        prefecture_name: "見本県".to_owned(),
        name: name.to_owned(),
        kana: String::new(),
    };
    [
        ("992011", "見本市"),
        ("993018", "試作町"),
        ("993026", "架空村"),
    ]
    .map(body)
    .to_vec()
}

/// A demo assessment.
pub fn demo(name: &str) -> Value {
    let path = format!("{}/../content/demo/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The document with another answer to an item.
pub fn with(document: &Value, item: &str, answer: impl Into<Value>) -> Value {
    let mut document = document.clone();
    document["answers"][item] = answer.into();
    document
}

fn read(document: &Value) -> Imported {
    let content = content();
    let find = |form: &FormId, edition: Option<&EditionId>| match edition {
        Some(edition) => content.form(form.as_str(), edition.as_str()),
        None => content.newest(form.as_str()),
    };
    import(&document.to_string(), &find).unwrap()
}

/// Every file of a folder that a web server would serve.
pub fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(dir) {
        let entry = entry.unwrap();
        let name = entry
            .path()
            .strip_prefix(dir)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        if entry.file_type().is_file() && !name.starts_with('.') {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// The files that are new, gone or different.
pub fn changed(
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
) -> BTreeSet<String> {
    let names = before.keys().chain(after.keys());
    let differs = |name: &&String| before.get(*name) != after.get(*name);
    names.filter(differs).cloned().collect()
}

/// Puts an assessment where its newest revision was submitted to the commission today.
pub async fn set_filed(workflow: &Workflow, open: &OpenAssessment, by: &Actor) {
    let (now, revision) = (workflow.clock().now(), open.revision);
    let filed = Filed {
        revision,
        on: workflow.today(),
        by: by.user.clone(),
        at: now,
    };
    let submitted = Stage::Submitted {
        filed,
        round: Round::default(),
        scheduled: None,
    };
    let mut tx = workflow.store().begin().await.unwrap();
    let (from, to) = (&open.stage, &submitted);
    assessments::set_stage(&mut tx, &open.id, revision, from, to, now, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
