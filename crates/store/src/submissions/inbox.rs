//! The inbox of the commission: by age, with filters, each of which has its index.

use domain::review::{SubmissionKind, SubmissionState};
use domain::{BodyCode, FormId, UserId};
use jiff::Timestamp;
use tracing::instrument;

use super::{SubmissionHead, read_head};
use crate::error::StoreError;
use crate::sql::{sql, stored_time};
use crate::store::Tx;

/// Whose submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assigned {
    /// Those that nobody has.
    Nobody,
    /// Those of an officer.
    To(UserId),
}

/// What is asked for; `None` asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Two digits.
    pub prefecture: Option<String>,
    /// A body.
    pub body: Option<BodyCode>,
    /// A form.
    pub form: Option<FormId>,
    /// Why it was submitted.
    pub kind: Option<SubmissionKind>,
    /// How far it has come.
    pub state: Option<SubmissionState>,
    /// Whose.
    pub assigned: Option<Assigned>,
    /// Recorded at or before this time.
    pub filed_until: Option<Timestamp>,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// What has waited longest first.
    #[default]
    OldestFirst,
    /// What came last first.
    NewestFirst,
}

/// A place in the inbox: the last row of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Its `filed_at`.
    pub filed_at: Timestamp,
    /// Its id.
    pub id: String,
}

/// The statement that begins with the index of the narrowest filter.
macro_rules! inbox {
    ($narrow:literal, $beyond:literal, $order:literal) => {
        concat!(
            "SELECT d.*, b.name AS body_name, b.prefecture_name, b.regime, u.email AS officer
             FROM submission_desks d JOIN bodies b ON b.code = d.body_code
             LEFT JOIN users u ON u.id = d.assigned_to
             WHERE ",
            $narrow,
            " AND (d.filed_at, d.submission_id) ",
            $beyond,
            " ($1, $2) AND d.filed_at <= $3
             AND ($4 IS NULL OR d.prefecture_code = $4) AND ($5 IS NULL OR d.body_code = $5)
             AND ($6 IS NULL OR d.form = $6) AND ($7 IS NULL OR d.kind = $7)
             AND ($8 IS NULL OR CASE WHEN d.withdrawn_on IS NULL THEN d.state ELSE 'withdrawn' END = $8)
             AND ($9 IS NULL OR COALESCE(d.assigned_to, '') = $9)
             ORDER BY d.filed_at ",
            $order,
            ", d.submission_id ",
            $order,
            " LIMIT $10"
        )
    };
    ($narrow:literal, $order:expr) => {
        match $order {
            Order::OldestFirst => inbox!($narrow, ">", "ASC"),
            Order::NewestFirst => inbox!($narrow, "<", "DESC"),
        }
    };
}

fn statement(filter: &Filter, order: Order) -> &'static str {
    match filter {
        Filter { body: Some(_), .. } => inbox!("d.body_code = $5", order),
        Filter {
            assigned: Some(Assigned::To(_)),
            ..
        } => inbox!("d.assigned_to = $9", order),
        Filter {
            prefecture: Some(_),
            ..
        } => inbox!("d.prefecture_code = $4", order),
        Filter {
            state: Some(SubmissionState::Withdrawn),
            ..
        } => inbox!("d.withdrawn_on IS NOT NULL", order),
        Filter { state: Some(_), .. } => inbox!("d.state = $8", order),
        _ => inbox!("1 = 1", order),
    }
}

/// A page of the inbox, after `after`.
#[instrument(name = "db.submissions.inbox", level = "debug", skip_all)]
pub async fn inbox(
    tx: &mut Tx,
    filter: &Filter,
    order: Order,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<SubmissionHead>, StoreError> {
    let (filed_at, id) = match (after, order) {
        (Some(cursor), _) => (stored_time(cursor.filed_at), cursor.id.as_str()),
        (None, Order::OldestFirst) => (String::new(), ""),
        // `~` sorts after every time.
        (None, Order::NewestFirst) => ("~".to_owned(), ""),
    };
    let until = filter.filed_until.map_or("~".to_owned(), stored_time);
    let assigned = filter.assigned.as_ref().map(|assigned| match assigned {
        Assigned::Nobody => "",
        Assigned::To(user) => user.as_str(),
    });
    sql(statement(filter, order))
        .text(&filed_at)
        .text(id)
        .text(&until)
        .opt_text(filter.prefecture.as_deref())
        .opt_text(filter.body.as_ref().map(BodyCode::as_str))
        .opt_text(filter.form.as_ref().map(FormId::as_str))
        .opt_text(filter.kind.map(SubmissionKind::as_str))
        .opt_text(filter.state.map(SubmissionState::as_str))
        .opt_text(assigned)
        .int(limit.into())
        .list(tx, read_head)
        .await
}
