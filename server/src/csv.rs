//! Lines of CSV files that people open in a spreadsheet: no cell is taken for a formula.

/// What a spreadsheet takes for the beginning of a formula, of full width too.
const RISKY: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];

/// The cell, with an apostrophe before it if it begins as a formula does.
#[must_use]
pub fn harmless(cell: &str) -> String {
    let begins_one = cell.starts_with(RISKY) || cell.trim_start().starts_with(RISKY);
    let shield = if begins_one { "'" } else { "" };
    format!("{shield}{cell}")
}

/// A line of harmless, quoted cells with its end.
#[must_use]
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| format!("\"{}\"", harmless(cell).replace('"', "\"\""));
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in [
            "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\n=1", "＝1", "\t=1", "\r=1",
        ] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("見本市"), "見本市");
    }

    #[test]
    fn no_cell_ends_early() {
        let text = line(["保管の「場所」\n\"東\"", "@x"]);
        assert_eq!(text, "\"保管の「場所」\n\"\"東\"\"\",\"'@x\"\r\n");
    }
}
