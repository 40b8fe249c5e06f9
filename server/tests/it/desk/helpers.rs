//! [`Desk`]: somebody at an assessment; [`PageForm`]: a form as a browser would post it.

use domain::{Facts, Role};
use scraper::{ElementRef, Html, Selector};
use workflow::{Actor, AffairFilter, AssessmentKey, PageRequest, PlanKey, Workflow};

use crate::helpers::{Answer, BODY, Browser, TestApp};
use crate::publish::house::set_filed;

/// The fields of the form that matches `selector`, as a browser would post them.
pub fn form_of(answer: &Answer, selector: &str) -> PageForm {
    let page = Html::parse_document(answer.text());
    let select = |css: &str| Selector::parse(css).unwrap();
    let form = page
        .select(&select(selector))
        .next()
        .expect("the page has the form");
    let action = form.attr("action").unwrap().to_owned();
    let mut fields = Vec::new();
    for field in form.select(&select("input, textarea, select")) {
        let is_off = |element: ElementRef<'_>| element.attr("disabled").is_some();
        let is_off = is_off(field) || field.ancestors().filter_map(ElementRef::wrap).any(is_off);
        if let (false, Some(name), Some(value)) = (is_off, field.attr("name"), value_of(field)) {
            fields.push((name.to_owned(), value));
        }
    }
    PageForm { action, fields }
}

fn value_of(field: ElementRef<'_>) -> Option<String> {
    let value = || field.attr("value").unwrap_or_default().to_owned();
    match (field.value().name(), field.attr("type").unwrap_or("text")) {
        ("input", "radio" | "checkbox") => field.attr("checked").map(|_| value()),
        ("input", _) => Some(value()),
        ("textarea", _) => Some(field.text().collect()),
        _ => {
            let chosen = Selector::parse("option[selected]").unwrap();
            let option = field.select(&chosen).next();
            Some(
                option
                    .and_then(|option| option.attr("value"))
                    .unwrap_or_default()
                    .to_owned(),
            )
        }
    }
}

/// A form, to be filled in and posted.
#[derive(Clone)]
pub struct PageForm {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl PageForm {
    /// Types into a field (or chooses).
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What stands in a field.
    pub fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// Presses the button whose `op` is this.
    pub async fn press(&self, browser: &Browser, op: &str) -> Answer {
        let mut fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push(("op", op));
        browser.post(&self.action, &fields).await
    }
}

/// Somebody at an assessment.
pub struct Desk {
    pub browser: Browser,
    pub base: String,
}

impl Desk {
    /// An editor who has just started an assessment with the number 1.
    pub async fn new(app: &TestApp, form: &str) -> Self {
        let browser = app.signed_in(Role::Editor).await;
        let base = start(&browser, form, "1").await;
        Self { browser, base }
    }

    /// The address of a page of the assessment.
    pub fn at(&self, page: &str) -> String {
        format!("{}{page}", self.base)
    }

    /// The address of a section of the editor.
    pub fn section(&self, key: &str) -> String {
        self.at(&format!("edit/{}", app::routes::encode(key)))
    }

    /// A page of the assessment.
    pub async fn get(&self, page: &str) -> Answer {
        self.browser.get(&self.at(page)).await
    }

    /// A section as its page shows it.
    pub async fn open(&self, key: &str) -> PageForm {
        form_of(&self.browser.get(&self.section(key)).await, "#editor-form")
    }

    /// Types into one field of a section and saves.
    pub async fn type_into(&self, key: &str, field: &str, text: &str) -> Answer {
        self.open(key)
            .await
            .set(field, text)
            .press(&self.browser, "save")
            .await
    }

    /// What a field of a section holds.
    pub async fn read(&self, key: &str, field: &str) -> String {
        self.open(key).await.get(field).to_owned()
    }

    /// The same assessment before somebody else.
    pub fn with(&self, browser: Browser) -> Self {
        Self {
            browser,
            base: self.base.clone(),
        }
    }

    /// Presses a button of the overview or the review.
    pub async fn stage(&self, page: &str, op: &str, reason: &str) -> Answer {
        let answer = self.get(page).await;
        let revision = answer.attribute(".stage-form input[name=revision]", "value");
        let (csrf, revision) = (answer.csrf(), revision.unwrap_or_default());
        let today = answer.attribute("input[name=on]", "value");
        let today = today.unwrap_or_default();
        let fields = [
            ("csrf", csrf.as_str()),
            ("revision", &revision),
            ("op", op),
            ("reason", reason),
            ("on", &today),
        ];
        self.browser.post(&self.at("stage"), &fields).await
    }
}

/// Starts an assessment; the address of its overview.
pub async fn start(browser: &Browser, form: &str, number: &str) -> String {
    let page = browser.get("/desk/assessments/new").await;
    let form = form_of(&page, "#new-form")
        .set("form", form)
        .set("number", number)
        .set("agency", "見本市長");
    let answer = form.press(browser, "").await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(
        answer
            .location()
            .starts_with(&format!("/desk/assessments/{BODY}/"))
    );
    answer.location().to_owned()
}

/// The sections of an assessment: key and whether it lists groups.
pub async fn sections(desk: &Desk) -> Vec<String> {
    let page = desk.get("").await;
    let html = Html::parse_document(page.text());
    let links = Selector::parse("#sections a").unwrap();
    html.select(&links)
        .map(|link| link.attr("href").unwrap().to_owned())
        .collect()
}

/// Fills in every field of every section with something that fits.
pub async fn fill_everything(desk: &Desk) {
    for href in sections(desk).await {
        let page = desk.browser.get(&href).await;
        for op in adds(&page) {
            let form = form_of(&desk.browser.get(&href).await, "#editor-form");
            let added = form.press(&desk.browser, &op).await;
            assert_eq!(added.status, 303, "{op}: {}", added.text());
        }
    }
    for href in sections(desk).await {
        for op in adds(&desk.browser.get(&href).await) {
            let form = form_of(&desk.browser.get(&href).await, "#editor-form");
            if form.get(&format!("{}~count", op.trim_start_matches("add:"))) == "0" {
                assert_eq!(form.press(&desk.browser, &op).await.status, 303);
            }
        }
        let page = desk.browser.get(&href).await;
        let saved = filled(&page).press(&desk.browser, "save").await;
        assert_eq!(saved.status, 303, "{href}: {:?}", saved.all(".problem"));
    }
}

/// The buttons of a page that add a group.
fn adds(page: &Answer) -> Vec<String> {
    let html = Html::parse_document(page.text());
    let buttons = Selector::parse("#editor-form button[value^='add:']").unwrap();
    html.select(&buttons)
        .map(|button| button.attr("value").unwrap().to_owned())
        .collect()
}

fn filled(page: &Answer) -> PageForm {
    let mut form = form_of(page, "#editor-form");
    let html = Html::parse_document(page.text());
    let fields = Selector::parse("#editor-form input, #editor-form textarea").unwrap();
    for field in html.select(&fields) {
        let name = field.attr("name").unwrap();
        // Cells of tables stay blank: their rows are not required.
        let is_cell = name.starts_with("att");
        let words_or_hash = name.contains('~') && !name.ends_with("~alt");
        if is_cell
            || words_or_hash
            || name == "csrf"
            || name == "revision"
            || !form.get(name).is_empty()
        {
            continue;
        }
        let value = match (field.value().name(), field.attr("type").unwrap_or_default()) {
            ("input", "radio") => field.attr("value").filter(|value| !value.is_empty()),
            ("input", "checkbox") => field.attr("value"),
            ("input", "date") => Some("2014-10-01"),
            ("input", "hidden") => None,
            ("input", _) if field.attr("inputmode") == Some("numeric") => Some("3"),
            _ => Some("記載した内容"),
        };
        if let Some(value) = value {
            form = form.set(name, value);
        }
    }
    form
}

/// Gives every affair of the body that is not judged yet a name and the inputs of a 基礎項目評価.
async fn judge_affairs(workflow: &Workflow, coordinator: &Actor) {
    let (filter, page) = (AffairFilter::default(), PageRequest::default());
    let found = workflow.list_affairs(coordinator, &filter, &page);
    for entry in found.await.unwrap().items {
        let (affair, mut content) = (&entry.affair, entry.affair.content.clone());
        if entry.judgement.duty().is_some() {
            continue;
        }
        if content.name.is_empty() {
            content.name = "見本事務".to_owned();
        }
        content.facts = Facts {
            headcount: Some(12_000),
            staff: Some(10),
            incident: Some(false),
            ..content.facts
        };
        let (body, number, version) = (&affair.body, &affair.number, affair.version);
        let saved = workflow.save_affair(coordinator, body, number, version, content);
        saved.await.unwrap();
    }
}

/// Brings the plan of every agency up to date, as its coordinator; its affairs are judged.
pub async fn keep_plans(app: &TestApp) {
    let (workflow, coordinator) = (app.workflow(), app.actor(Role::Coordinator).await);
    judge_affairs(workflow, &coordinator).await;
    let body = coordinator.body.clone().unwrap();
    for plan in workflow.list_plans(&coordinator, &body).await.unwrap() {
        let key = PlanKey {
            body: body.clone(),
            agency: plan.agency.ordinal,
        };
        match plan.revision {
            None => workflow.create_plan(&coordinator, &key).await.unwrap(),
            Some(revision) => {
                let refreshed = workflow.refresh_plan(&coordinator, &key, revision);
                refreshed.await.unwrap();
            }
        }
    }
}

/// Puts an assessment where it was submitted to the commission, whatever comes before that.
pub async fn file_at_once(app: &TestApp, desk: &Desk) {
    let workflow = app.workflow();
    let address = desk.base.trim_start_matches("/desk/assessments/");
    let key = AssessmentKey::parse(address.trim_end_matches('/')).unwrap();
    let coordinator = app.actor(Role::Coordinator).await;
    let open = workflow.open_assessment(&coordinator, &key).await.unwrap();
    set_filed(workflow, &open, &coordinator).await;
}
