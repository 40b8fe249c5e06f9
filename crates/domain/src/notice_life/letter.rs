//! A letter of the exchange that leads to a notice, and the draft of one.
//!
//! Letters become public as they stand, so nothing in them may look withheld, nor be a
//! My Number. The text is Markdown without raw HTML, which whoever reads the form has
//! asked `markup` about.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::marked_text::MarkedText;
use crate::my_number::find_my_numbers;
use crate::name::parse_name;

/// Characters of a line of a letter's head, at most.
const LONGEST_LINE: usize = 200;
/// Characters of its text, at most.
const LONGEST_BODY: usize = 50_000;
/// Offices that it is addressed to, at most.
const MOST_ADDRESSEES: usize = 20;

/// A letter as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterForm {
    /// 総官企第285号.
    pub number: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// The office that sends it: never a person's name.
    pub from: String,
    /// The offices it is addressed to, one a line.
    pub to: String,
    /// Its title.
    pub title: String,
    /// Its text in Markdown.
    pub body: String,
}

/// The text of a notice before it is sent, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftForm {
    /// Its title.
    pub title: String,
    /// The office that will send it.
    pub from: String,
    /// The offices it will be addressed to, one a line.
    pub to: String,
    /// Its text in Markdown.
    pub body: String,
}

/// What is wrong with something typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterProblem {
    /// The field: `number`, `date`, `from`, `to`, `title`, `body`.
    pub field: &'static str,
    /// What is wrong and what to do, in Japanese.
    pub message: String,
}

/// A letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    number: String,
    date: Date,
    from: String,
    to: Vec<String>,
    title: String,
    body: String,
}

/// A notice before it is sent. Only the title is always there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeDraft {
    title: String,
    from: String,
    to: Vec<String>,
    body: String,
}

type Problems = Vec<LetterProblem>;

impl Letter {
    /// Reads a letter.
    ///
    /// # Errors
    /// Every problem, by field.
    pub fn parse(form: &LetterForm) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let letter = Self {
            number: line(&mut problems, "number", &form.number),
            date: day(&mut problems, &form.date),
            from: line(&mut problems, "from", &form.from),
            to: addressees(&mut problems, &form.to),
            title: line(&mut problems, "title", &form.title),
            body: text(&mut problems, &form.body),
        };
        if letter.to.is_empty() && !problems.iter().any(|problem| problem.field == "to") {
            refuse(&mut problems, "to", "宛先を書いてください。");
        }
        if letter.body.is_empty() && !problems.iter().any(|problem| problem.field == "body") {
            refuse(&mut problems, "body", "本文を書いてください。");
        }
        if problems.is_empty() {
            Ok(letter)
        } else {
            Err(problems)
        }
    }

    /// 総官企第285号.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Its date.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// The office that sent it.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The offices it is addressed to.
    #[must_use]
    pub fn to(&self) -> &[String] {
        &self.to
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its text in Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({}, {})", self.date, self.body.chars().count())
    }
}

impl NoticeDraft {
    /// Reads a draft; all but the title may still be missing.
    ///
    /// # Errors
    /// Every problem, by field.
    pub fn parse(form: &DraftForm) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let draft = Self {
            title: line(&mut problems, "title", &form.title),
            from: match form.from.trim() {
                "" => String::new(),
                from => line(&mut problems, "from", from),
            },
            to: addressees(&mut problems, &form.to),
            body: text(&mut problems, &form.body),
        };
        if problems.is_empty() {
            Ok(draft)
        } else {
            Err(problems)
        }
    }

    /// The letter that this draft becomes under a number and a date.
    ///
    /// # Errors
    /// Every problem, by field.
    pub fn as_letter(&self, number: &str, date: &str) -> Result<Letter, Problems> {
        let form = self.form();
        Letter::parse(&LetterForm {
            number: number.to_owned(),
            date: date.to_owned(),
            from: form.from,
            to: form.to,
            title: form.title,
            body: form.body,
        })
    }

    /// As it would be typed.
    #[must_use]
    pub fn form(&self) -> DraftForm {
        DraftForm {
            title: self.title.clone(),
            from: self.from.clone(),
            to: self.to.join("\n"),
            body: self.body.clone(),
        }
    }

    /// The labels of what it lacks to become a letter.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let parts = [
            (self.from.is_empty(), "差出人"),
            (self.to.is_empty(), "宛先"),
            (self.body.is_empty(), "本文"),
        ];
        let missing = parts.into_iter().filter(|(is_missing, _)| *is_missing);
        missing.map(|(_, label)| label).collect()
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its text in Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }
}

impl std::fmt::Debug for NoticeDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NoticeDraft({})", self.body.chars().count())
    }
}

fn refuse(problems: &mut Problems, field: &'static str, message: impl Into<String>) {
    let message = message.into();
    problems.push(LetterProblem { field, message });
}

fn line(problems: &mut Problems, field: &'static str, typed: &str) -> String {
    match parse_name(typed, LONGEST_LINE) {
        Ok(line) => line,
        Err(problem) => {
            refuse(problems, field, problem.to_string());
            String::new()
        }
    }
}

fn day(problems: &mut Problems, typed: &str) -> Date {
    typed.trim().parse().unwrap_or_else(|_| {
        refuse(
            problems,
            "date",
            "日付を「2014-08-08」のように書いてください。",
        );
        Date::constant(1, 1, 1)
    })
}

fn addressees(problems: &mut Problems, typed: &str) -> Vec<String> {
    let lines: Vec<&str> = typed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > MOST_ADDRESSEES {
        let message = format!("宛先は{MOST_ADDRESSEES}行までです。");
        refuse(problems, "to", message);
        return Vec::new();
    }
    let mut found = Vec::with_capacity(lines.len());
    for typed in lines {
        found.push(line(problems, "to", typed));
    }
    found
}

fn text(problems: &mut Problems, typed: &str) -> String {
    let body = typed.trim();
    if let Err(message) = public_text(body, LONGEST_BODY) {
        refuse(problems, "body", message);
    }
    body.to_owned()
}

/// Whether a text can become public as it stands: nothing in it looks withheld, and it holds
/// no My Number. `longest` counts characters.
///
/// # Errors
/// What is wrong, in Japanese.
pub fn public_text(text: &str, longest: usize) -> Result<(), String> {
    if text.chars().count() > longest {
        return Err(format!("{longest}文字以内で書いてください。"));
    }
    if let Err(problem) = MarkedText::plain(text) {
        return Err(format!("ここに書いた文は、そのまま公表されます。{problem}"));
    }
    if !find_my_numbers(text).is_empty() {
        return Err("個人番号（12桁の番号）と思われる数字があります。消してください。".to_owned());
    }
    Ok(())
}
