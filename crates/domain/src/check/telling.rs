//! Whether words say so much that finding them elsewhere means something: the one notion of
//! the rule `OPEN-1` and of the leak gate.

/// A phrase with fewer comparable characters is not looked for.
pub const TELLING_CHARS: usize = 6;
/// So many digits are a telephone number or a number of a contract, not a count or a day.
const MANY_DIGITS: usize = 9;

/// Numerals and units, after folding: what counts, periods and days are written with.
const NUMERALS_AND_UNITS: &str = "〇零一二三四五六七八九十百千万億兆\
    年月日時分秒週間箇個回件人名台本枚度階室号部項条章番円割倍歳才世帯力ヶヵかカ\
    第約以上下内外未満超毎各前後半当計合明治大正昭和平成令元から迄までごとに";

/// Whether comparable characters (folded, composed, without blanks) are telling: six or more
/// of them, and not an amount or a day alone, unless that is long or a network address.
#[must_use]
pub fn is_telling(chars: &[char]) -> bool {
    if chars.len() < TELLING_CHARS {
        return false;
    }
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let is_amount =
        |c: &char| !c.is_alphanumeric() || c.is_ascii_digit() || NUMERALS_AND_UNITS.contains(*c);
    !chars.iter().all(is_amount) || digits >= MANY_DIGITS || is_network_address(chars)
}

/// Four numbers with dots between them, perhaps with a mask or a port, or eight groups with
/// colons; the latter holds letters or is long, so that only the former needs a look.
fn is_network_address(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .any(|part| {
            let numbers: Vec<&str> = part.split('.').collect();
            numbers.len() == 4 && numbers.iter().all(|number| number.parse::<u8>().is_ok())
        })
}
