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
    /// The item's full label, as Ⅱ（1）6. ① 保管場所; may be empty.
    pub label: String,
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
    list(findings.iter(), &item)
}

/// As [`finding_list`], with the blank items folded away when there are many: in a young
/// draft they would hide everything else.
pub fn folded_list(findings: &[FindingView]) -> AnyView {
    let blanks: Vec<&FindingView> = findings.iter().filter(|f| is_blank(f)).collect();
    if blanks.len() <= MANY {
        return finding_list(findings);
    }
    let others: Vec<&FindingView> = findings.iter().filter(|f| !is_blank(f)).collect();
    let count = blanks.len();
    let others = (!others.is_empty()).then(|| list(others.into_iter(), &item));
    view! {
        {others}
        <details class="help">
            <summary>{format!("まだ書いていない欄（{count}件）")}</summary>{list(blanks.into_iter(), &item)}
        </details>
    }
    .into_any()
}

/// The rule that finds required items blank.
const BLANK: &str = "REQ-1";
/// More blank items than this are folded away.
const MANY: usize = 8;

/// The findings on one item, beside its field; nothing when there are none. That it is
/// blank is no news there: see [`blank_mark`].
pub fn findings_beside<'a>(findings: impl Iterator<Item = &'a FindingView>) -> Option<AnyView> {
    let mut findings = findings.filter(|finding| !is_blank(finding)).peekable();
    findings.peek()?;
    Some(list(findings, &beside))
}

/// A quiet 「未記入」 behind the label of a required item that is blank; the blank cells of a
/// table are told by their row and column.
pub fn blank_mark<'a>(
    name: &str,
    findings: impl Iterator<Item = &'a FindingView>,
) -> Option<AnyView> {
    let marks: Vec<AnyView> = findings
        .filter(|finding| is_blank(finding))
        .cloned()
        .map(|finding| {
            let words = if finding.item == name {
                "未記入".to_owned()
            } else {
                format!("{} 未記入", finding.label)
            };
            view! {
                <li class="finding tag" data-rule=finding.rule data-severity=finding.severity
                    data-item=finding.item>{words}</li>
            }
            .into_any()
        })
        .collect();
    let any = !marks.is_empty();
    any.then(|| view! { <ul class="findings findings-quiet">{marks}</ul> }.into_any())
}

fn is_blank(finding: &FindingView) -> bool {
    finding.rule == BLANK
}

fn list<'a>(
    findings: impl Iterator<Item = &'a FindingView>,
    item: &dyn Fn(&FindingView) -> AnyView,
) -> AnyView {
    let items: Vec<AnyView> = findings.map(item).collect();
    view! { <ul class="findings">{items}</ul> }.into_any()
}

/// A finding in a list, with the way to its field by name.
fn item(finding: &FindingView) -> AnyView {
    let words = if finding.label.is_empty() {
        "この欄へ".to_owned()
    } else {
        format!("「{}」の欄へ", finding.label)
    };
    let link = finding
        .href
        .clone()
        .map(|href| view! { " "<a href=href>{words}</a> }.into_any());
    said(finding, link)
}

/// A finding beside its field.
fn beside(finding: &FindingView) -> AnyView {
    said(finding, None)
}

fn said(finding: &FindingView, link: Option<AnyView>) -> AnyView {
    let severity = match finding.severity.as_str() {
        _ if is_blank(finding) => "未記入",
        "error" => "直してください",
        "warning" => "確かめてください",
        _ => "参考",
    };
    view! {
        <li class="finding" data-rule=finding.rule.clone() data-severity=finding.severity.clone()
            data-item=finding.item.clone()>
            <span class="finding-severity">{format!("{severity}: ")}</span>
            {finding.message.clone()}{link}" "<span class="finding-rule">{finding.rule.clone()}</span>
        </li>
    }
    .into_any()
}
