//! The decoders. Each returns `None` when it would change nothing.

use percent_encoding::percent_decode_str;

use super::Unit;

/// The longest entity has 33 characters between `&` and `;`.
const LONGEST_ENTITY: usize = 34;
/// A tag or comment may be this long; a `<` with no end within is a character.
const LONGEST_TAG: usize = 4 * 1024;

/// Walks through characters: `decode` gets what is left and may take some of it, pushing what
/// it stands for; where it takes none, a character is copied.
fn transform(
    units: &[Unit],
    mut decode: impl FnMut(&[Unit], &mut Vec<Unit>) -> usize,
) -> Option<Vec<Unit>> {
    let mut out = Vec::with_capacity(units.len());
    let (mut at, mut changed) = (0, false);
    while at < units.len() {
        match decode(&units[at..], &mut out) {
            0 => {
                out.push(units[at]);
                at += 1;
            }
            taken => {
                changed = true;
                at += taken;
            }
        }
    }
    changed.then_some(out)
}

fn string(units: &[Unit]) -> String {
    units.iter().map(|(c, _)| c).collect()
}

/// Decodes `&amp;`, `&eacute;`, `&#12354;` and `&#x3042;`.
pub(super) fn entities(units: &[Unit]) -> Option<Vec<Unit>> {
    transform(units, |rest, out| {
        if rest[0].0 != '&' {
            return 0;
        }
        let window = &rest[..rest.len().min(LONGEST_ENTITY)];
        let Some(end) = window.iter().position(|(c, _)| *c == ';') else {
            return 0;
        };
        let entity = string(&window[..=end]);
        let decoded = html_escape::decode_html_entities(&entity);
        if *decoded == *entity {
            return 0;
        }
        out.extend(decoded.chars().map(|c| (c, rest[0].1)));
        end + 1
    })
}

/// Takes tags and comments out.
pub(super) fn tags(units: &[Unit]) -> Option<Vec<Unit>> {
    transform(units, |rest, _| {
        if rest[0].0 == '<' {
            tag_length(rest)
        } else {
            0
        }
    })
}

/// How many characters the tag or comment has that begins here; 0 if none does.
fn tag_length(rest: &[Unit]) -> usize {
    let window = &rest[..rest.len().min(LONGEST_TAG)];
    let spells = |units: &[Unit], word: &str| units.iter().map(|(c, _)| *c).eq(word.chars());
    if window.get(..4).is_some_and(|start| spells(start, "<!--")) {
        let end = window[4..]
            .windows(3)
            .position(|three| spells(three, "-->"));
        return end.map_or(0, |end| 4 + end + 3);
    }
    let second = window.get(1).map(|(c, _)| *c);
    if !second.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return 0;
    }
    let quoted = end_of_tag(window);
    // An unbalanced quote would hide what follows: then the first `>` ends the tag.
    let end = quoted.or_else(|| window.iter().position(|(c, _)| *c == '>'));
    end.map_or(0, |end| end + 1)
}

/// The `>` that is not within quotes.
fn end_of_tag(window: &[Unit]) -> Option<usize> {
    let mut quote = None;
    window.iter().position(|&(c, _)| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        c == '>' && quote.is_none()
    })
}

/// Decodes the escapes of a JSON string.
pub(super) fn json(units: &[Unit]) -> Option<Vec<Unit>> {
    transform(units, |rest, out| {
        if rest[0].0 != '\\' || rest.len() < 2 {
            return 0;
        }
        let (c, taken) = match rest[1].0 {
            'n' | 'r' | 't' | 'b' | 'f' => ('\n', 2),
            c @ ('"' | '\\' | '/') => (c, 2),
            'u' => match json_unicode(rest) {
                Some(decoded) => decoded,
                None => return 0,
            },
            _ => return 0,
        };
        out.push((c, rest[0].1));
        taken
    })
}

/// Decodes `\u3042`, or a pair of surrogates, and how many characters that are.
fn json_unicode(rest: &[Unit]) -> Option<(char, usize)> {
    let high = hex(rest.get(2..6)?)?;
    if let Some(c) = char::from_u32(high) {
        return Some((c, 6));
    }
    let starts_again = rest
        .get(6..8)
        .is_some_and(|next| next[0].0 == '\\' && next[1].0 == 'u');
    let low = rest.get(8..12).filter(|_| starts_again).and_then(hex)?;
    let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    let high = high.checked_sub(0xd800).filter(|high| *high < 0x400)?;
    char::from_u32(0x1_0000 + (high << 10) + low).map(|c| (c, 12))
}

fn hex(digits: &[Unit]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |value, (c, _)| Some(value * 16 + c.to_digit(16)?))
}

/// Decodes the addresses that hold `%E3%81%82`, with `+` as the blank of a form. Nothing
/// else is left, so that little is read twice: an address ends at a quote, an angle bracket
/// or the end of a line.
pub(super) fn addresses(units: &[Unit]) -> Option<Vec<Unit>> {
    let mut out = Vec::new();
    for address in units.split(|(c, _)| matches!(c, '"' | '<' | '>' | '\n')) {
        if address.windows(3).any(is_code) {
            let decoded = transform(address, percent);
            out.extend(decoded.unwrap_or_default());
            out.push(BORDER);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A character that is never assigned, so that addresses do not run together.
const BORDER: Unit = ('\u{10ffff}', 0);

fn is_code(at: &[Unit]) -> bool {
    at.len() >= 3 && at[0].0 == '%' && hex(&at[1..3]).is_some()
}

fn percent(rest: &[Unit], out: &mut Vec<Unit>) -> usize {
    if rest[0].0 == '+' {
        out.push((' ', rest[0].1));
        return 1;
    }
    let mut codes = 0;
    while is_code(&rest[codes * 3..]) {
        codes += 1;
    }
    let run = string(&rest[..codes * 3]);
    let bytes: Vec<u8> = percent_decode_str(&run).collect();
    let decoded = super::units(&bytes).into_iter();
    out.extend(decoded.map(|(c, byte)| (c, rest[byte as usize * 3].1)));
    codes * 3
}
