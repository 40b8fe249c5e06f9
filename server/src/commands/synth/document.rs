//! An assessment with an answer to every item of its form.

use std::collections::BTreeMap;

use domain::{
    Answer, Answers, AssessmentNumber, Body, Diagram, Document, Facts, FileUnit, FormEdition,
    FormId, Forms, Kind, LayerText, LongText, MarkedText, Node, Row,
};
use jiff::civil::Date;

use super::chance::Chance;
use super::sentences;

/// Groups in a repeat, rows in a table.
const GROUPS: usize = 2;
/// A single line has so many bytes at most.
const LINE: usize = 30;
/// One long text in so many has a withheld phrase; the first always has.
const WITHHELD_ONE_IN: usize = 12;

/// Assessment number `number`; `None` only if the forms are not the shipped ones.
pub(super) fn make(
    forms: &Forms,
    bodies: &[Body],
    number: u32,
    chance: &mut Chance,
) -> Option<Document> {
    let (form, bytes) = form_of(number);
    let form = forms.newest(&FormId::parse(form).ok()?)?;
    let place = usize::try_from(number).ok()?;
    let body = &bodies[place % bodies.len()];
    let mut writer = Writer {
        chance,
        long: 0,
        bytes: bytes / count_long(form.items()).max(1),
    };
    let mut answers = writer.scope(form.items())?;
    let title = format!("合成事務{}に関する事務 {}", number + 1, form.title);
    let within_body = (place / bodies.len() + 1).to_string();
    let number_id = domain::ItemId::parse("cover.number").ok()?;
    answers.set(
        number_id,
        Answer::Text(MarkedText::plain(&within_body).ok()?),
    );
    let title_id = domain::ItemId::parse("cover.title").ok()?;
    if form.node(title_id.as_str()).is_some() {
        answers.set(title_id, Answer::Text(MarkedText::plain(&title).ok()?));
    }
    Some(Document {
        form: form.id.clone(),
        form_edition: form.edition.clone(),
        body: body.code.clone(),
        agency: format!("{}長", body.name),
        number: AssessmentNumber::parse(&within_body).ok()?,
        facts: facts(writer.chance),
        answers,
    })
}

/// The form by the mix of a real year, and how many bytes of text it has.
fn form_of(number: u32) -> (&'static str, usize) {
    match number % 20 {
        19 => ("zenkomoku", 80_000),
        6 | 12 | 18 => ("juten", 20_000),
        _ => ("kiso", 4_000),
    }
}

/// How many long texts a document has.
fn count_long(nodes: &[Node]) -> usize {
    let fields = FormEdition::fields(nodes).into_iter();
    let counts = fields.map(|node| match node.kind {
        Kind::Longtext => 1,
        Kind::Repeat | Kind::Table => GROUPS * count_long(&node.children),
        _ => 0,
    });
    counts.sum()
}

fn facts(chance: &mut Chance) -> Facts {
    Facts {
        uses_ms: Some(true),
        uses_pf: Some(chance.below(10) < 9),
        ms_obtain: Some(true),
        ms_provide: Some(chance.below(2) == 0),
        ms_entrust: Some(false),
        file_unit: Some(FileUnit::Integrated),
        headcount: u64::try_from(1_000 + chance.below(300_000)).ok(),
        staff: u64::try_from(10 + chance.below(900)).ok(),
        incident: Some(false),
        as_of: Some(Date::constant(2014, 10, 1)),
    }
}

/// Writes answers; long texts share the bytes.
struct Writer<'a> {
    chance: &'a mut Chance,
    long: usize,
    bytes: usize,
}

impl Writer<'_> {
    fn scope(&mut self, nodes: &[Node]) -> Option<Answers> {
        let mut answers = Answers::default();
        for node in FormEdition::fields(nodes) {
            if let Some(answer) = self.answer(node)? {
                answers.set(node.id.clone(), answer);
            }
        }
        Some(answers)
    }

    /// An answer; the inner `None` leaves an item blank.
    fn answer(&mut self, node: &Node) -> Option<Option<Answer>> {
        Some(Some(match node.kind {
            Kind::Section => return Some(None),
            Kind::Diagram => Answer::Diagram(Diagram {
                attachment: None,
                alt: self.line()?,
                withheld: false,
            }),
            Kind::Text => Answer::Text(self.line()?),
            Kind::Longtext => Answer::Longtext(self.long(node)?),
            Kind::Choice => Answer::Choice(self.choice(node)?),
            Kind::Multichoice => Answer::Multichoice(BTreeMap::from([(self.choice(node)?, None)])),
            Kind::Date => Answer::Date(Date::constant(2015, 4, 1)),
            Kind::Number => Answer::Number(i64::try_from(self.chance.below(10_000)).ok()?),
            Kind::Boolean => Answer::Boolean(self.chance.below(2) == 0),
            Kind::Table if node.children.is_empty() => Answer::Table(vec![Row::Text(self.line()?)]),
            Kind::Table => {
                let rows = (0..GROUPS).map(|_| self.scope(&node.children).map(Row::Cells));
                Answer::Table(rows.collect::<Option<_>>()?)
            }
            Kind::Repeat => {
                let groups = (0..GROUPS).map(|_| self.scope(&node.children));
                Answer::Repeat(groups.collect::<Option<_>>()?)
            }
        }))
    }

    fn line(&mut self) -> Option<MarkedText> {
        let name = format!("合成{}", self.chance.letters(4));
        MarkedText::plain(&name.chars().take(LINE).collect::<String>()).ok()
    }

    fn long(&mut self, node: &Node) -> Option<LongText> {
        let withheld = self.long.is_multiple_of(WITHHELD_ONE_IN);
        self.long += 1;
        let text = sentences::text(self.chance, self.bytes, withheld)?;
        let layer = node.blocks.first().map(|block| block.layer);
        Some(match layer {
            Some(layer) => LongText::Layers(vec![LayerText {
                layer,
                text,
                example: None,
            }]),
            None => LongText::Plain(text),
        })
    }

    fn choice(&mut self, node: &Node) -> Option<u32> {
        let place = self.chance.below(node.choices.len());
        Some(node.choices.get(place)?.n)
    }
}
