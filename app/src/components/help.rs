//! Guidance and examples (記載例) beside an item.

use domain::{Kind, Layer, Node};
use leptos::prelude::*;

use super::field::FieldContext;
use crate::islands::InsertExample;

/// What stands beside an item to help with it.
#[derive(Debug, Clone, Default)]
pub struct Help {
    /// The guidance on it.
    pub guidance: Vec<GuidanceHelp>,
    /// The examples (記載例) for it.
    pub examples: Vec<ExampleHelp>,
}

/// A passage of guidance.
#[derive(Debug, Clone)]
pub struct GuidanceHelp {
    /// Its symbol, as ⑦.
    pub symbol: String,
    /// Its title, as 保管場所・消去方法; may be empty.
    pub title: String,
    /// Its text as safe HTML from `markup`.
    pub html: String,
    /// Where it stands on the public site.
    pub href: String,
}

/// An example.
#[derive(Debug, Clone)]
pub struct ExampleHelp {
    /// What the button names it by: its layer, or its id where an item has several examples
    /// of one layer.
    pub key: String,
    /// The layer it belongs to.
    pub layer: Layer,
    /// The text in the typed notation.
    pub text: String,
    /// Where it comes from, as 総官企第285号 別紙.
    pub source: String,
}

/// Guidance and examples below an item; nothing when there are none.
pub fn help(node: &Node, name: &str, context: &FieldContext) -> Option<AnyView> {
    let help = context.help.get(node.id.as_str())?;
    let guidance = help.guidance.clone().into_iter().map(|passage| {
        let summary = if passage.title.is_empty() {
            format!("留意事項 {}", passage.symbol)
        } else {
            format!("留意事項 {}（{}）", passage.symbol, passage.title)
        };
        view! {
            <details class="help">
                <summary>{summary}</summary>
                <div class="prose" inner_html=passage.html></div>
                <p><a href=passage.href>"留意事項の全文を見る"</a></p>
            </details>
        }
    });
    let guidance = guidance.collect_view();
    let examples = (1..)
        .zip(&help.examples)
        .map(|(number, example)| example_help(number, example, name, context));
    let examples = if node.kind == Kind::Longtext {
        examples.collect_view()
    } else {
        Vec::new()
    };
    Some(view! { {guidance}{examples} }.into_any())
}

fn example_help(
    number: usize,
    example: &ExampleHelp,
    name: &str,
    context: &FieldContext,
) -> AnyView {
    let layer = example.layer.as_str();
    let heading = format!("＜{}＞", example.layer.heading(&context.body_name));
    let source = format!("{name}-example-{number}");
    let button = format!("{name}-insert-{number}");
    let op = format!("insert:{name}:{}", example.key);
    let say = format!("記載例 {heading} を見出しを付けて本文に入れる");
    view! {
        <details class="help">
            <summary>{format!("記載例 {heading}")}</summary>
            <pre class="example" id=source.clone()>{example.text.clone()}</pre>
            <p class="meta">{format!("出典: {}。団体の実情に合わせて直してください。", example.source)}</p>
            <button class="button button-small" name="op" value=op id=button.clone() data-layer=layer
                aria-label=say>
                "見出しを付けて本文に入れる"
            </button>
            <InsertExample textarea=name.to_owned() source=source button=button/>
        </details>
    }
    .into_any()
}
