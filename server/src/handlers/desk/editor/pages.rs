//! The pages of the editor, from what the handlers know.

use app::components::field::FieldContext;
use app::components::forms::Problem;
use app::forms::{Section, Typed, fill};
use app::pages::{
    Choice, ConflictItem, ConflictView, EditorView, FindingView, PortalErrorView, render_conflict,
    render_editor, render_portal_error,
};
use app::render::{Link, PortalFrame};
use domain::{Answers, FormEdition, ItemPath, Kind, Node};
use workflow::OpenAssessment;

use super::super::context::Desk;
use super::super::help::help_for;
use super::super::save::choices::{Chosen, editor_fields};
use super::super::save::shown::{saved_by, shown};
use crate::session::SignedIn;
use crate::state::AppState;

/// A section being written.
pub struct Editing {
    /// The revision that it was shown at.
    pub revision: i64,
    /// The section.
    pub section: Section,
    /// What stands in the fields.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Editing {
    /// The page.
    pub fn render(&self, state: &AppState, desk: &Desk, frame: &PortalFrame) -> String {
        let open = &desk.open;
        let findings = desk.findings();
        let mut views = desk.finding_views(&findings);
        for view in &mut views {
            // Beside its field a finding needs no link to it.
            view.href = None;
        }
        views.extend(returned_beside(desk));
        let context = FieldContext {
            typed: self.typed.clone(),
            problems: self.problems.clone(),
            findings: views,
            help: help_for(&state.content, &open.form, &self.section.nodes),
            body_name: open.body.name.clone(),
        };
        let view = EditorView {
            paths: desk.paths.clone(),
            title: desk.title(),
            stage: desk.stage(),
            revision: self.revision,
            section: self.section.clone(),
            nav: desk.section_links(&findings),
            context,
            read_only: desk.read_only(),
            returned: desk.returned(),
        };
        render_editor(frame, &view)
    }
}

/// The reasons of a return, each beside its item.
fn returned_beside(desk: &Desk) -> Vec<FindingView> {
    let returned = desk.open.stage.returned();
    let items = returned.map(|returned| returned.items.as_slice());
    let items = items.unwrap_or_default().iter();
    items
        .map(|one| FindingView {
            rule: "差戻し".to_owned(),
            severity: "warning".to_owned(),
            item: one.item.clone(),
            label: String::new(),
            message: format!("差戻しの理由: {}", one.reason),
            href: None,
        })
        .collect()
}

/// Two people changed the same fields.
pub struct ConflictPage {
    section: String,
    revision: i64,
    saved: String,
    items: Vec<ConflictItem>,
    rest: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl ConflictPage {
    /// `answers` is everything combined, with what this person meant in the fields `paths`;
    /// `theirs` is what is saved now.
    pub fn new(
        section: &Section,
        theirs: &OpenAssessment,
        answers: &Answers,
        paths: &[ItemPath],
    ) -> Self {
        let fields = fill(section, answers, &theirs.body.name);
        let item = |path: &ItemPath| item(theirs, answers, &fields, path);
        Self {
            section: section.key.clone(),
            revision: theirs.revision,
            saved: saved(theirs),
            items: paths.iter().filter_map(item).collect(),
            rest: fields
                .pairs()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            problems: Vec::new(),
        }
    }

    /// The page once more, with the choices made and what is wrong with them.
    pub fn again(
        section: &Section,
        theirs: &OpenAssessment,
        typed: &Typed,
        chosen: &[Chosen],
        problems: Vec<Problem>,
    ) -> Self {
        let saved_answers = &theirs.document.answers;
        // What was meant stands in the editor's own fields, which were read once before.
        let meant = app::forms::read(section, typed, saved_answers, &theirs.body.name);
        let meant = meant.unwrap_or_else(|_| saved_answers.clone());
        let again = |found: &Chosen| {
            let mut item = item(theirs, &meant, typed, &found.path)?;
            item.chosen = found.choice;
            let rewritten = format!("merged:{}", found.path);
            if item.rewrite.is_some() && typed.has(&rewritten) {
                item.rewrite = Some(typed.get(&rewritten).to_owned());
            }
            Some(item)
        };
        Self {
            section: section.key.clone(),
            revision: theirs.revision,
            saved: saved(theirs),
            items: chosen.iter().filter_map(again).collect(),
            rest: editor_fields(typed),
            problems,
        }
    }

    /// The page.
    pub fn render(&self, desk: &Desk, frame: &PortalFrame) -> String {
        let view = ConflictView {
            action: desk.paths.edit(&self.section),
            state: desk.stage().0,
            revision: self.revision,
            saved: self.saved.clone(),
            items: self.items.clone(),
            rest: self.rest.clone(),
            problems: self.problems.clone(),
        };
        render_conflict(frame, &view)
    }
}

fn item(
    theirs: &OpenAssessment,
    mine: &Answers,
    fields: &Typed,
    path: &ItemPath,
) -> Option<ConflictItem> {
    let node = theirs.form.node(path.item().as_str())?;
    let name = path.to_string();
    let body_name = &theirs.body.name;
    Some(ConflictItem {
        label: label(&theirs.form, path),
        mine: shown(node, mine.at(path), body_name),
        theirs: shown(node, theirs.document.answers.at(path), body_name),
        rewrite: is_text(node).then(|| fields.get(&name).to_owned()),
        chosen: None::<Choice>,
        path: name,
    })
}

fn is_text(node: &Node) -> bool {
    match node.kind {
        Kind::Text | Kind::Longtext => true,
        Kind::Table => node.children.is_empty(),
        _ => false,
    }
}

fn saved(theirs: &OpenAssessment) -> String {
    let who = theirs.changed_by.as_deref();
    saved_by(who, theirs.changed_at, theirs.revision)
}

/// What a field is called: the headings of its item and of the groups around it.
fn label(form: &FormEdition, path: &ItemPath) -> String {
    let heading = |id: &str| form.node(id).map(Node::heading).unwrap_or_default();
    let parts = path.steps().iter().map(|step| match step.index {
        Some(index) => format!("{}（{index}）", heading(step.item.as_str())),
        None => heading(step.item.as_str()),
    });
    parts.collect::<Vec<_>>().join(" › ")
}

/// What was typed, to be copied; `base` is the assessment when the page was shown.
pub fn not_saved(
    desk: &Desk,
    signed_in: &SignedIn,
    base: Option<&OpenAssessment>,
    typed: &[(String, String)],
    why: &str,
) -> String {
    let form = base.map_or(&desk.open.form, |base| &base.form);
    let named = typed
        .iter()
        .filter(|(name, value)| !value.trim().is_empty() && !name.ends_with("~count"));
    let named = named.map(|(name, value)| (field_label(form, name), value.clone()));
    let view = PortalErrorView {
        heading: "保存できませんでした".to_owned(),
        message: format!(
            "{why}あなたの入力は保存していません。下の「入力した内容」を必要に応じて写し、いまの画面を開いて確かめてください。"
        ),
        typed: named.collect(),
        links: vec![
            Link::new("この評価書の一覧を開く", desk.paths.overview()),
            Link::new("履歴を見る", desk.paths.history()),
        ],
        ..PortalErrorView::default()
    };
    render_portal_error(&desk.frame(signed_in, "保存できませんでした"), &view)
}

/// What a field of the editor is called; its name when it is none of the form's.
fn field_label(form: &FormEdition, name: &str) -> String {
    let path = name.split('~').next().unwrap_or(name);
    match ItemPath::parse(path) {
        Ok(path) if form.node(path.item().as_str()).is_some() => label(form, &path),
        _ => name.to_owned(),
    }
}
