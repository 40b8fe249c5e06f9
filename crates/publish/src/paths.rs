//! Where each page and list lies: every name in the published folder, in one list.

use domain::{AssessmentNumber, BodyCode, ConsultationId, FormId, PublicAssessment};

use crate::path::SitePath;

fn root(name: &str) -> SitePath {
    SitePath::file(&[], name)
}

/// The home page.
#[must_use]
pub fn home() -> SitePath {
    SitePath::page(&[])
}

/// The list of notices.
#[must_use]
pub fn notices() -> SitePath {
    SitePath::page(&["notices"])
}

/// A letter.
#[must_use]
pub fn notice(id: &str) -> SitePath {
    SitePath::page(&["notices", id])
}

/// A guidance document.
#[must_use]
pub fn guidance(id: &str) -> SitePath {
    SitePath::page(&["guidance", id])
}

/// The examples of a version.
#[must_use]
pub fn examples(version: &str) -> SitePath {
    SitePath::page(&["examples", version])
}

/// The list of questions and answers.
#[must_use]
pub fn qa_list() -> SitePath {
    SitePath::page(&["qa"])
}

/// A question and its answer, by the inquiry's number.
#[must_use]
pub fn qa(number: i64) -> SitePath {
    SitePath::page(&["qa", &number.to_string()])
}

/// The list of prefectures.
#[must_use]
pub fn prefectures() -> SitePath {
    SitePath::page(&["prefectures"])
}

/// A prefecture, by its two digits.
#[must_use]
pub fn prefecture(code: &str) -> SitePath {
    SitePath::page(&["prefectures", code])
}

/// A body.
#[must_use]
pub fn body(code: &BodyCode) -> SitePath {
    SitePath::page(&["bodies", code.as_str()])
}

/// The list of consultations.
#[must_use]
pub fn consultations() -> SitePath {
    SitePath::page(&["consultations"])
}

/// A consultation.
#[must_use]
pub fn consultation(id: &ConsultationId) -> SitePath {
    SitePath::page(&["consultations", &id.to_string()])
}

/// The folder that holds all files of a consultation.
#[must_use]
pub fn folder_of_consultation(id: &ConsultationId) -> SitePath {
    SitePath::file(&["consultations"], &id.to_string())
}

/// The part of the sitemap with the consultations.
#[must_use]
pub fn sitemap_of_consultations() -> SitePath {
    sitemap_part("consultations")
}

/// Every file that opening, closing or answering a consultation may change: its own page, and
/// the lists in which it appears.
#[must_use]
pub fn touched_by_consultation(id: &ConsultationId) -> Vec<SitePath> {
    let mut paths = vec![
        consultation(id),
        consultations(),
        home(),
        sitemap_of_consultations(),
    ];
    paths.sort();
    paths
}

/// The lists that name what many bodies have published: what is newly withheld is looked for
/// in all of them, whichever of them change.
#[must_use]
pub fn shared_lists() -> [SitePath; 9] {
    [
        home(),
        consultations(),
        feed(),
        open_data_csv(),
        open_data_ndjson(),
        prefectures(),
        qa_list(),
        sitemap(),
        sitemap_of_consultations(),
    ]
}

/// What says to machines that a consultation was taken off the site.
#[must_use]
pub fn consultation_withdrawn(id: &ConsultationId) -> SitePath {
    SitePath::file(&["consultations", &id.to_string()], WITHDRAWN)
}

/// A page of prose by its name, as `terms`.
#[must_use]
pub fn prose(name: &str) -> SitePath {
    SitePath::page(&[name])
}

/// The folders that hold what belongs to a body and to nobody else.
#[must_use]
pub fn folders_of_body(code: &BodyCode) -> [SitePath; 2] {
    ["assessments", "bodies"].map(|folder| SitePath::file(&[folder], code.as_str()))
}

/// The page for what is not there.
#[must_use]
pub fn not_found() -> SitePath {
    root("404.html")
}

/// All published assessments as CSV.
#[must_use]
pub fn open_data_csv() -> SitePath {
    SitePath::file(&["open-data"], "assessments.csv")
}

/// All published assessments as NDJSON.
#[must_use]
pub fn open_data_ndjson() -> SitePath {
    SitePath::file(&["open-data"], "assessments.ndjson")
}

/// The Atom feed.
#[must_use]
pub fn feed() -> SitePath {
    root("feed.xml")
}

/// The index of the sitemap's parts.
#[must_use]
pub fn sitemap() -> SitePath {
    root("sitemap.xml")
}

/// A part of the sitemap: a prefecture's two digits, or `pages`.
#[must_use]
pub fn sitemap_part(name: &str) -> SitePath {
    SitePath::file(&["sitemaps"], &format!("{name}.xml"))
}

/// What robots may fetch.
#[must_use]
pub fn robots() -> SitePath {
    root("robots.txt")
}

/// The name of the file beside which everything was withdrawn: who serves the folder answers
/// "gone" to what lies, or lay, beside it.
pub const WITHDRAWN: &str = "withdrawn.json";

/// Names an assessment, whatever its edition, and its files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssessmentKey {
    /// The body.
    pub body: BodyCode,
    /// The number that the agency gave it.
    pub number: AssessmentNumber,
    /// The form.
    pub form: FormId,
}

impl AssessmentKey {
    /// The key of a published edition.
    #[must_use]
    pub fn of(assessment: &PublicAssessment) -> Self {
        Self {
            body: assessment.body().clone(),
            number: assessment.number().clone(),
            form: assessment.form().clone(),
        }
    }

    fn parts(&self) -> [&str; 4] {
        [
            "assessments",
            self.body.as_str(),
            self.number.as_str(),
            self.form.as_str(),
        ]
    }

    /// The folder that holds all of its files, as `assessments/011002/1/kiso`.
    #[must_use]
    pub fn folder(&self) -> SitePath {
        let [assessments, body, number, form] = self.parts();
        SitePath::file(&[assessments, body, number], form)
    }

    /// The page of the current edition.
    #[must_use]
    pub fn page(&self) -> SitePath {
        SitePath::page(&self.parts())
    }

    /// The current edition, machine-readable.
    #[must_use]
    pub fn json(&self) -> SitePath {
        SitePath::file(&self.parts(), "index.json")
    }

    /// The page of an edition.
    #[must_use]
    pub fn edition(&self, edition: u32) -> SitePath {
        self.edition_file(edition, "index.html")
    }

    /// An edition, machine-readable.
    #[must_use]
    pub fn edition_json(&self, edition: u32) -> SitePath {
        self.edition_file(edition, "index.json")
    }

    /// The page of all editions.
    #[must_use]
    pub fn history(&self) -> SitePath {
        let [assessments, body, number, form] = self.parts();
        SitePath::page(&[assessments, body, number, form, "editions"])
    }

    /// The page of what an edition changed in the one before it.
    #[must_use]
    pub fn changes(&self, edition: u32) -> SitePath {
        let [assessments, body, number, form] = self.parts();
        let edition = edition.to_string();
        SitePath::page(&[
            assessments,
            body,
            number,
            form,
            "editions",
            &edition,
            "changes",
        ])
    }

    /// The address, from `/`, where any two editions are compared (GET `from`, `to`): not a
    /// file, the program that serves the site answers it.
    #[must_use]
    pub fn compare_address(&self) -> String {
        format!("{}compare", self.page().address())
    }

    /// The folder of an edition's own files.
    #[must_use]
    pub fn edition_folder(&self, edition: u32) -> SitePath {
        let [assessments, body, number, form] = self.parts();
        SitePath::file(
            &[assessments, body, number, form, "editions"],
            &edition.to_string(),
        )
    }

    /// What says to machines that the current edition was taken off the site.
    #[must_use]
    pub fn withdrawn(&self) -> SitePath {
        SitePath::file(&self.parts(), WITHDRAWN)
    }

    /// The same for one edition.
    #[must_use]
    pub fn edition_withdrawn(&self, edition: u32) -> SitePath {
        self.edition_file(edition, WITHDRAWN)
    }

    fn edition_file(&self, edition: u32, name: &str) -> SitePath {
        let [assessments, body, number, form] = self.parts();
        let edition = edition.to_string();
        SitePath::file(
            &[assessments, body, number, form, "editions", &edition],
            name,
        )
    }

    /// Every file that publishing its edition number `edition` may change: its own, those
    /// of its earlier editions, which link to it, and the lists in which it appears.
    #[must_use]
    pub fn touched_by_publication(&self, edition: u32) -> Vec<SitePath> {
        let prefecture_code = self.body.prefecture();
        let mut paths = vec![
            self.page(),
            self.json(),
            self.edition_json(edition),
            self.history(),
            body(&self.body),
            prefecture(prefecture_code),
            prefectures(),
            home(),
            feed(),
            open_data_csv(),
            open_data_ndjson(),
            sitemap_part(prefecture_code),
            sitemap(),
        ];
        paths.extend((1..=edition).map(|edition| self.edition(edition)));
        // What earlier editions changed is rendered again to the same bytes.
        paths.extend((2..=edition).map(|edition| self.changes(edition)));
        paths.sort();
        paths
    }
}
