//! Text as a hurried eye sees it: what looks alike is the same, and what nobody sees is gone.
//!
//! For looking only; no text is changed by it. To let one more look-alike count, add it here.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Opening brackets but curly ones.
const OPENINGS: &str = "([<〈《「『【〔〖〘〚«‹≪⁅⌈⌊⌜⌞❨❪❬❮❰❲⟦⟨⟪⟬⟮⦅⦇⦉⦋⦗⧼⸢⸤⸨";
/// Their partners, in the same order.
const CLOSINGS: &str = ")]>〉》」』】〕〗〙〛»›≫⁆⌉⌋⌝⌟❩❫❭❯❱❳⟧⟩⟫⟭⟯⦆⦈⦊⦌⦘⧽⸣⸥⸩";
/// Colons, semicolons, and dots one above the other.
const COLONS: &str = ":：;；∶∷ː˸։׃꞉⁚⁝⋮︰︙";

/// Folded characters, each with the position of the character it was made from.
pub(super) struct Folded {
    /// Only `{ } ( ) : |` stand for what looks like a curly brace, another bracket, a colon
    /// and a bar.
    pub(super) chars: Vec<char>,
    /// As many positions as characters, never falling.
    pub(super) from: Vec<usize>,
}

/// Folds compatibility variants, widths and look-alikes, and drops blanks, line breaks,
/// characters without a shape and combining marks.
pub(super) fn fold(text: &[char]) -> Folded {
    let mut folded = Folded {
        chars: Vec::with_capacity(text.len()),
        from: Vec::with_capacity(text.len()),
    };
    for (position, &c) in text.iter().enumerate() {
        if is_itself(c) {
            folded.push(c, position);
        } else if let Some(symbol) = symbol(c) {
            folded.push(symbol, position);
        } else if !is_hidden(c) {
            for c in std::iter::once(c).nfkc() {
                if !is_hidden(c) && !is_combining_mark(c) {
                    folded.push(symbol(c).unwrap_or(c), position);
                }
            }
        }
    }
    folded
}

impl Folded {
    fn push(&mut self, c: char, position: usize) {
        self.chars.push(c);
        self.from.push(position);
    }
}

/// Whether nothing in the text can be seen.
pub(crate) fn is_unseen(text: &str) -> bool {
    text.chars().all(is_hidden)
}

fn is_hidden(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters without a shape of their own: those that Unicode lets a program ignore
/// (`Default_Ignorable_Code_Point`), annotation marks and the empty Braille cell.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character stays as it is: most of any text does, and need not be looked up.
fn is_itself(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9fff}' if c != '丨')
}

fn symbol(c: char) -> Option<char> {
    match c {
        '{' | '｛' | '❴' | '⦃' | '⎧' | '⎨' | '⎩' => Some('{'),
        '}' | '｝' | '❵' | '⦄' | '⎫' | '⎬' | '⎭' => Some('}'),
        _ if COLONS.contains(c) => Some(':'),
        _ if is_bar_like(c) => Some('|'),
        _ if OPENINGS.contains(c) => Some('('),
        _ if CLOSINGS.contains(c) => Some(')'),
        _ => None,
    }
}

fn is_bar_like(c: char) -> bool {
    matches!(c,
        '|' | '｜' | '¦' | '￤' | '∣' | '∥' | '‖' | 'ǀ' | 'ǁ' | '丨' | '〡' | '︱' | '︳'
        | '\u{1175}' | '\u{3163}' | '\u{2758}'..='\u{275a}' | '\u{23b8}'..='\u{23b9}'
        | '\u{239c}' | '\u{239f}' | '\u{23a2}' | '\u{23a5}' | '\u{23aa}' | '\u{23ae}' | '\u{23d0}'
        | '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║' | '╵' | '╷' | '╹' | '╻' | '╽' | '╿'
        | '\u{258c}'..='\u{2590}' | '\u{2595}')
}
