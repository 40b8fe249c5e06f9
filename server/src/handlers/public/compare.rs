//! Any two editions compared, out of the published files and nothing else: it works where no
//! database is. Neighbouring editions have pages of their own; this is for all other pairs.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::ops::RangeInclusive;

use actix_web::http::header;
use actix_web::{HttpRequest, web};
use app::public::{ChangesView, Chooser, EditionLink, render_changes};
use app::render::{Link, PublicFrame};
use app::routes;
use domain::interchange::read_release;
use domain::{
    AssessmentNumber, BodyCode, FormEdition, FormId, PublicAssessment, digest_of,
    public_changes_between,
};
use publish::AssessmentKey;
use serde::Deserialize;

use super::site::{live_tree, open_in};
use crate::errors::{PageError, PageResult};
use crate::handlers::html;
use crate::state::PublicState;

/// No edition is so long: what a published JSON may have, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// So many editions between the two are read for what they say of their withheld parts.
const BETWEEN: u32 = 30;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    to: Option<String>,
}

/// The page: the two editions compared, and a form to choose others.
pub async fn page(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    asked: web::Query<Asked>,
    state: web::Data<PublicState>,
) -> PageResult {
    super::search::take_turn(&request, &state)?;
    let key = key_of(&path).ok_or(PageError::NotFound)?;
    let asked = asked.into_inner();
    let page = web::block(move || compared(&state, &key, &asked)).await??;
    let mut response = html(page);
    let keep = header::HeaderValue::from_static("public, max-age=60, must-revalidate");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    Ok(response)
}

fn key_of(path: &(String, String, String)) -> Option<AssessmentKey> {
    Some(AssessmentKey {
        body: BodyCode::parse(&path.0).ok()?,
        number: AssessmentNumber::parse(&path.1).ok()?,
        form: FormId::parse(&path.2).ok()?,
    })
}

fn compared(state: &PublicState, key: &AssessmentKey, asked: &Asked) -> Result<String, PageError> {
    let tree = live_tree(&state.site_dir).map_err(anyhow::Error::from)?;
    let reader = Reader { state, tree, key };
    let current = reader.current()?.ok_or(PageError::NotFound)?;
    let shown = reader.first_shown(current.number)?..=current.number;
    let (from, to, problem) = chosen(asked, &shown);
    let pair = match problem {
        None => Some((reader.edition(from)?, reader.edition(to)?)),
        Some(_) => None,
    };
    let mut withheld = BTreeSet::new();
    if pair.is_some() {
        for between in (from + 1..=to).rev().take(BETWEEN as usize) {
            withheld.extend(reader.edition(between)?.withheld_changed().iter().cloned());
        }
    }
    let compared = pair.as_ref().map(|(before, after)| {
        let form = reader.form(after)?;
        // The body's name is in no file of the assessment; its agency is.
        let name = "当団体";
        let changes = public_changes_between(form, before, after, &withheld, name);
        Ok::<_, PageError>((changes, before.form_edition() != after.form_edition()))
    });
    let (changes, other_form) = compared.transpose()?.unwrap_or_default();
    let view = ChangesView {
        title: current.title.clone(),
        editions: pair
            .as_ref()
            .map(|(before, after)| [link(key, before), link(key, after)]),
        changes: &changes,
        other_form,
        history: Link::new("版の履歴", key.history().address()),
        chooser: Some(Chooser {
            action: key.compare_address(),
            editions: shown.rev().collect(),
            from,
            to,
        }),
        problem,
    };
    Ok(render_changes(&frame(key, &current), &view))
}

/// The editions asked for, the earlier one first, or why they cannot be compared. `shown` are
/// those that are public: what was withdrawn is compared with nothing.
fn chosen(asked: &Asked, shown: &RangeInclusive<u32>) -> (u32, u32, Option<String>) {
    let (oldest, newest) = (*shown.start(), *shown.end());
    let proposed = newest.saturating_sub(1).max(oldest);
    let read = |typed: &Option<String>, otherwise: u32| match typed.as_deref().map(str::trim) {
        None | Some("") => Ok(otherwise),
        Some(typed) => {
            let number = typed.parse().ok();
            number
                .filter(|number| shown.contains(number))
                .ok_or_else(|| {
                    format!("その版は公表していません。第{oldest}版から第{newest}版までを選んでください。")
                })
        }
    };
    if oldest == newest {
        let problem = "公表している版が1つだけのため、比べられません。";
        return (oldest, newest, Some(problem.to_owned()));
    }
    let both = read(&asked.from, proposed).and_then(|from| Ok((from, read(&asked.to, newest)?)));
    match both {
        Err(problem) => (proposed, newest, Some(problem)),
        Ok((from, to)) if from == to => {
            let problem = "同じ版どうしは比べられません。別の2つの版を選んでください。";
            (from, to, Some(problem.to_owned()))
        }
        Ok((from, to)) => (from.min(to), from.max(to), None),
    }
}

fn frame(key: &AssessmentKey, current: &Current) -> PublicFrame {
    let title = current.title.clone();
    PublicFrame {
        title: format!("{title}の版の間の変更点"),
        crumbs: vec![
            Link::new("はじめのページ", routes::HOME),
            Link::new(current.agency.clone(), routes::body(key.body.as_str())),
            Link::new(title, key.page().address()),
            Link::new("版の履歴", key.history().address()),
        ],
        ..PublicFrame::default()
    }
}

fn link(key: &AssessmentKey, edition: &PublicAssessment) -> EditionLink {
    EditionLink {
        number: edition.edition(),
        published: edition.published().to_string(),
        href: key.edition(edition.edition()).address(),
        kind: edition.origin(),
        changes: None,
        is_withdrawn: false,
    }
}

/// Reads the files of one assessment in one tree.
struct Reader<'a> {
    state: &'a PublicState,
    tree: File,
    key: &'a AssessmentKey,
}

/// What the file of the current edition says of it: its title bears the mark of an affair that
/// ended, which no edition of its own has.
#[derive(Deserialize)]
struct Current {
    #[serde(rename = "edition")]
    number: u32,
    agency: String,
    #[serde(default)]
    title: String,
}

impl Reader<'_> {
    fn current(&self) -> Result<Option<Current>, PageError> {
        let Some(json) = self.json(self.key.json().as_str())? else {
            return Ok(None);
        };
        let mut current: Current = serde_json::from_str(&json).map_err(anyhow::Error::from)?;
        if current.title.is_empty() {
            current.title = self.edition(current.number)?.title();
        }
        Ok(Some(current))
    }

    /// The first edition after those that were withdrawn.
    fn first_shown(&self, newest: u32) -> Result<u32, PageError> {
        for edition in (1..newest).rev() {
            let mark = self.key.edition_withdrawn(edition);
            let is_withdrawn = open_in(&self.tree, mark.as_str()).map_err(anyhow::Error::from)?;
            if is_withdrawn.is_some() {
                return Ok(edition + 1);
            }
        }
        Ok(1)
    }

    fn edition(&self, edition: u32) -> Result<PublicAssessment, PageError> {
        let path = self.key.edition_json(edition);
        self.read(path.as_str())?.ok_or(PageError::NotFound)
    }

    fn read(&self, path: &str) -> Result<Option<PublicAssessment>, PageError> {
        let Some(json) = self.json(path)? else {
            return Ok(None);
        };
        let head: Head = serde_json::from_str(&json).map_err(anyhow::Error::from)?;
        let form = self
            .state
            .content
            .forms
            .iter()
            .find(|form| head.is_of(form));
        let form = form.ok_or_else(|| anyhow::anyhow!("{path} is of an unknown form"))?;
        // What lies in the published folder is public already: its own digest opens the door,
        // which lets no withheld word through in any case.
        let read = read_release(form, &json, &digest_of(json.as_bytes()));
        Ok(Some(read.map_err(anyhow::Error::from)?))
    }

    fn json(&self, path: &str) -> Result<Option<String>, PageError> {
        let found = open_in(&self.tree, path).map_err(anyhow::Error::from)?;
        let json = found.map(text).transpose();
        Ok(json.map_err(anyhow::Error::from)?)
    }

    fn form(&self, assessment: &PublicAssessment) -> Result<&FormEdition, PageError> {
        let (id, edition) = (assessment.form(), assessment.form_edition());
        let mut forms = self.state.content.forms.iter();
        let form = forms.find(|form| form.id == *id && form.edition == *edition);
        Ok(form.ok_or_else(|| anyhow::anyhow!("an edition of an unknown form"))?)
    }
}

/// The form that a published file is of.
#[derive(Deserialize)]
struct Head {
    form: String,
    form_edition: String,
}

impl Head {
    fn is_of(&self, form: &FormEdition) -> bool {
        form.id.as_str() == self.form && form.edition.as_str() == self.form_edition
    }
}

fn text(file: File) -> io::Result<String> {
    let mut text = String::new();
    file.take(MAX_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str) -> (u32, u32, bool) {
        among(1..=4, from, to)
    }

    fn among(shown: RangeInclusive<u32>, from: &str, to: &str) -> (u32, u32, bool) {
        let typed = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let asked = Asked {
            from: typed(from),
            to: typed(to),
        };
        let (from, to, problem) = chosen(&asked, &shown);
        (from, to, problem.is_some())
    }

    #[test]
    fn two_editions_are_chosen_the_earlier_one_first() {
        assert_eq!(of("", ""), (3, 4, false));
        assert_eq!(of("4", "1"), (1, 4, false));
        assert_eq!(of("1", ""), (1, 4, false));
        assert_eq!(of("2", "2"), (2, 2, true));
        for bad in ["0", "5", "-1", "x", "99999999999"] {
            assert_eq!(of(bad, "2"), (3, 4, true), "{bad}");
        }
    }

    #[test]
    fn what_was_withdrawn_is_not_offered_and_one_edition_is_compared_with_nothing() {
        assert_eq!(among(3..=4, "", ""), (3, 4, false));
        assert_eq!(among(3..=4, "2", "4"), (3, 4, true));
        assert_eq!(among(4..=4, "", ""), (4, 4, true));
        assert_eq!(among(4..=4, "3", "4"), (4, 4, true));
    }
}
