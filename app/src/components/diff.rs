//! What changed in a text: removed words struck out, added ones underlined, and said so.

use domain::changes::ChangeText;
use domain::changes::runs::{Fate, Run, runs};
use domain::{Change, MarkedText, PublicSegment, PublicText, Segment};
use leptos::prelude::*;

use super::text::{full_text, public_text};

/// So many letters of what stayed are shown on either side of a change.
const AROUND: usize = 80;

/// A text whose stretches can be shown.
pub trait ShownText: ChangeText {
    /// A stretch; `words` are its words or a part of them.
    fn stretch(segment: &Self::Segment, words: &str) -> AnyView;
    /// The whole text.
    fn whole(&self) -> AnyView;
}

impl ShownText for PublicText {
    fn stretch(segment: &PublicSegment, words: &str) -> AnyView {
        match segment {
            PublicSegment::Plain(_) => words.to_owned().into_any(),
            PublicSegment::Withheld(reason) => view! {
                <span class="withheld" data-reason=reason.as_str()>{reason.placeholder()}</span>
            }
            .into_any(),
        }
    }

    fn whole(&self) -> AnyView {
        public_text(self)
    }
}

impl ShownText for MarkedText {
    fn stretch(segment: &Segment, words: &str) -> AnyView {
        let words = words.to_owned();
        match segment {
            Segment::Plain(_) => words.into_any(),
            Segment::Withheld { reason, .. } => {
                let title = format!("非公表（{}）", reason.word());
                view! { <mark class="withheld" data-reason=reason.as_str() title=title>{words}</mark> }
                    .into_any()
            }
        }
    }

    fn whole(&self) -> AnyView {
        full_text(self)
    }
}

/// How to read what follows; once on a page.
#[must_use]
pub fn legend() -> AnyView {
    view! {
        <p class="meta diff-legend">
            <del>"取消線"</del>"は前にだけある語、"<ins>"下線"</ins>"は後にだけある語です。変わらない長い部分は「…（略）…」と省いています。"
        </p>
    }
    .into_any()
}

/// A change: its words, and the two whole texts to be opened.
pub fn change<T: ShownText>(change: &Change<T>) -> AnyView {
    let (before, after) = (&change.before, &change.after);
    if before == after {
        return view! {
            <p class="meta">"公表しない部分の中だけが変わりました。内容は公表していません。"</p>
            {after.whole()}
        }
        .into_any();
    }
    if before.is_blank_text() || after.is_blank_text() {
        return view! {
            {side("前", before)}
            {side("後", after)}
        }
        .into_any();
    }
    view! {
        <div class="prose-text diff">{runs(before, after).iter().map(run::<T>).collect_view()}</div>
        <details class="diff-whole">
            <summary>"変更前と変更後の全体を見る"</summary>
            <div class="beside">
                <div class="beside-side"><p class="beside-title">"変更前"</p>{before.whole()}</div>
                <div class="beside-side"><p class="beside-title">"変更後"</p>{after.whole()}</div>
            </div>
        </details>
    }
    .into_any()
}

/// Before or after as a whole, where the other side is empty.
fn side<T: ShownText>(which: &'static str, text: &T) -> AnyView {
    let label = format!("変更{which}");
    if text.is_blank_text() {
        return view! { <p><span class="diff-side">{label}</span>"（記載なし）"</p> }.into_any();
    }
    let words = text.whole();
    let words = if which == "前" {
        view! { <del class="diff-block">{words}</del> }.into_any()
    } else {
        view! { <ins class="diff-block">{words}</ins> }.into_any()
    };
    view! { <p class="diff-side">{label}</p>{words} }.into_any()
}

fn run<T: ShownText>(run: &Run<T::Segment>) -> AnyView {
    let (words, _) = T::read(&run.segment);
    match run.fate {
        Fate::Kept => kept::<T>(&run.segment, words),
        Fate::Removed => view! {
            <del>{hint("［削除］")}{T::stretch(&run.segment, words)}{hint("［削除終わり］")}</del>
        }
        .into_any(),
        Fate::Added => view! {
            <ins>{hint("［追加］")}{T::stretch(&run.segment, words)}{hint("［追加終わり］")}</ins>
        }
        .into_any(),
    }
}

/// For whoever hears the page: most screen readers do not say what is struck out.
fn hint(words: &'static str) -> AnyView {
    view! { <span class="visually-hidden">{words}</span> }.into_any()
}

/// What stayed, without the middle of a long stretch.
fn kept<T: ShownText>(segment: &T::Segment, words: &str) -> AnyView {
    let letters: Vec<(usize, char)> = words.char_indices().collect();
    if letters.len() <= AROUND * 2 + 20 {
        return T::stretch(segment, words);
    }
    let (end, start) = (letters[AROUND].0, letters[letters.len() - AROUND].0);
    view! {
        {T::stretch(segment, &words[..end])}
        <span class="meta">"…（略）…"</span>
        {T::stretch(segment, &words[start..])}
    }
    .into_any()
}
