//! All published assessments as CSV and NDJSON: the current edition of each, a line each.
//!
//! The CSV is UTF-8 with a byte order mark (spreadsheet programs need it) and a header. Both
//! have the same fields, under the same names, faithfully as published. `url` and
//! `json_url` are absolute where the site knows its own address.

use std::io::{self, Write};

use serde::Serialize;

use crate::base::BaseUrl;
use crate::listed::ListedAssessment;

/// The columns of the CSV and the keys of the NDJSON.
pub const CSV_HEADER: [&str; 12] = [
    "body_code",
    "body_name",
    "prefecture_name",
    "agency",
    "number",
    "form",
    "form_edition",
    "title",
    "edition",
    "published",
    "url",
    "json_url",
];

#[derive(Serialize)]
struct Line<'a> {
    body_code: &'a str,
    body_name: &'a str,
    prefecture_name: &'a str,
    agency: &'a str,
    number: &'a str,
    form: &'a str,
    form_edition: &'a str,
    title: &'a str,
    edition: u32,
    published: String,
    url: String,
    json_url: String,
}

/// Writes both files at once.
pub struct OpenData<'a, C: Write, N: Write> {
    csv: csv::Writer<C>,
    ndjson: N,
    base: &'a BaseUrl,
}

impl<'a, C: Write, N: Write> OpenData<'a, C, N> {
    /// Begins both files.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn begin(mut csv: C, ndjson: N, base: &'a BaseUrl) -> io::Result<Self> {
        csv.write_all("\u{feff}".as_bytes())?;
        let mut csv = csv::WriterBuilder::new()
            .has_headers(false)
            .terminator(csv::Terminator::CRLF)
            .from_writer(csv);
        csv.write_record(CSV_HEADER)?;
        Ok(Self { csv, ndjson, base })
    }

    /// Adds an assessment.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn add(&mut self, listed: &ListedAssessment) -> io::Result<()> {
        let row = listed.row();
        let line = Line {
            body_code: &row.body_code,
            body_name: &row.body_name,
            prefecture_name: &row.prefecture_name,
            agency: &row.agency,
            number: &row.number,
            form: &row.form,
            form_edition: &row.form_edition,
            title: &row.title,
            edition: row.edition,
            published: row.published.to_string(),
            url: self.base.join(&listed.address()),
            json_url: self.base.join(&listed.key().json().address()),
        };
        self.csv.serialize(&line)?;
        serde_json::to_writer(&mut self.ndjson, &line)?;
        self.ndjson.write_all(b"\n")
    }

    /// Ends both files and gives them back.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn finish(self) -> io::Result<(C, N)> {
        let csv = self
            .csv
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        Ok((csv, self.ndjson))
    }
}
