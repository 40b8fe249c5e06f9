//! Findings of the rule engine, with the marks that scripts rely on.

use leptos::prelude::*;

/// A finding of the rule engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingView {
    /// The rule's id, as MS-07-1.
    pub rule: String,
    /// `error`, `warning` or `advice`.
    pub severity: String,
    /// The item's path; may be empty.
    pub item: String,
    /// The message.
    pub message: String,
    /// Where the item is edited.
    pub href: Option<String>,
}

/// Findings as a list; a sentence when there are none.
pub fn finding_list(findings: &[FindingView]) -> AnyView {
    if findings.is_empty() {
        return view! { <p>"指摘はありません。"</p> }.into_any();
    }
    list(findings.iter())
}

/// As [`finding_list`], with the blank items folded away when there are many: in a young
/// draft they would hide everything else.
pub fn folded_list(findings: &[FindingView]) -> AnyView {
    let is_blank = |finding: &&FindingView| finding.rule == BLANK;
    let blanks: Vec<&FindingView> = findings.iter().filter(is_blank).collect();
    if blanks.len() <= MANY {
        return finding_list(findings);
    }
    let others: Vec<&FindingView> = findings.iter().filter(|f| !is_blank(f)).collect();
    let count = blanks.len();
    let others = (!others.is_empty()).then(|| list(others.into_iter()));
    view! {
        {others}
        <details class="help">
            <summary>{format!("まだ書いていない欄（{count}件）")}</summary>{list(blanks.into_iter())}
        </details>
    }
    .into_any()
}

/// The rule that finds required items blank.
const BLANK: &str = "REQ-1";
/// More blank items than this are folded away.
const MANY: usize = 8;

/// The findings on one item, beside its field; nothing when there are none.
pub fn findings_beside<'a>(findings: impl Iterator<Item = &'a FindingView>) -> Option<AnyView> {
    let mut findings = findings.peekable();
    findings.peek()?;
    Some(list(findings))
}

fn list<'a>(findings: impl Iterator<Item = &'a FindingView>) -> AnyView {
    let items: Vec<AnyView> = findings.map(item).collect();
    view! { <ul class="findings">{items}</ul> }.into_any()
}

fn item(finding: &FindingView) -> AnyView {
    let severity = match finding.severity.as_str() {
        "error" => "直してください",
        "warning" => "確かめてください",
        _ => "参考",
    };
    let link = finding
        .href
        .clone()
        .map(|href| view! { " "<a href=href>"この欄へ"</a> });
    view! {
        <li class="finding" data-rule=finding.rule.clone() data-severity=finding.severity.clone()
            data-item=finding.item.clone()>
            <span class="finding-rule">{format!("{severity}・{}", finding.rule)}</span><br/>
            {finding.message.clone()}{link}
        </li>
    }
    .into_any()
}
