//! Cuts a CSV file into rows of cells and knows where in the file each of them stands, which the
//! `csv` crate does not tell: a message points at the cell itself.

use std::ops::Range;

/// One row that is not blank.
pub(super) struct Cut {
    /// The bytes of its first line.
    pub line: Range<usize>,
    pub cells: Vec<Cell>,
}

/// One cell.
pub(super) struct Cell {
    /// What it says, without quotes around it.
    pub text: String,
    /// Its bytes, without quotes around it.
    pub at: Range<usize>,
    pub flaw: Option<Flaw>,
}

/// What is wrong with the quotes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The quote that opens it is closed on another line, if at all, and not where a cell ends.
    Open,
    /// A quote inside it stands alone; its byte.
    Inside(usize),
}

/// Cuts the text behind byte `start`. Blank rows are left out.
pub(super) fn cut(text: &str, start: usize, separator: u8) -> Vec<Cut> {
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let line = at..at + text[at..line_end].trim_end_matches('\r').len();
        let mut cells = Vec::new();
        loop {
            let cell = match bytes.get(at) {
                Some(b'"') => quoted(text, &mut at, separator),
                _ => plain(text, &mut at, separator),
            };
            cells.push(cell);
            match bytes.get(at) {
                Some(&byte) if byte == separator => at += 1,
                _ => break,
            }
        }
        at += usize::from(bytes.get(at) == Some(&b'\r'));
        at += usize::from(bytes.get(at) == Some(&b'\n'));
        if cells.iter().any(|cell| !cell.text.trim().is_empty() || cell.flaw.is_some()) {
            rows.push(Cut { line, cells });
        }
    }
    rows
}

fn ends(bytes: &[u8], at: usize, separator: u8) -> bool {
    match bytes.get(at) {
        None | Some(b'\n') => true,
        Some(b'\r') => matches!(bytes.get(at + 1), None | Some(b'\n')),
        Some(&byte) => byte == separator,
    }
}

fn plain(text: &str, at: &mut usize, separator: u8) -> Cell {
    let start = *at;
    while !ends(text.as_bytes(), *at, separator) {
        *at += 1;
    }
    Cell { text: text[start..*at].to_owned(), at: start..*at, flaw: None }
}

fn quoted(text: &str, at: &mut usize, separator: u8) -> Cell {
    let bytes = text.as_bytes();
    let start = *at + 1;
    let mut flaw = None;
    let mut end = start;
    loop {
        match bytes.get(end) {
            None => {
                flaw = Some(Flaw::Open);
                break;
            }
            Some(b'"') if bytes.get(end + 1) == Some(&b'"') && !ends(bytes, end + 1, separator) => end += 2,
            Some(b'"') if ends(bytes, end + 1, separator) => break,
            Some(b'"') => {
                let another_line = text[start..end].contains('\n');
                flaw.get_or_insert(if another_line { Flaw::Open } else { Flaw::Inside(end) });
                end += 1;
            }
            Some(_) => end += 1,
        }
    }
    *at = (end + 1).min(text.len());
    Cell { text: text[start..end].replace("\"\"", "\""), at: start..end, flaw }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = cut(text, 0, b';');
        rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_are_cut_as_a_spreadsheet_writes_them() {
        for (text, rows) in [
            ("a;b\r\nc;d", vec![vec!["a", "b"], vec!["c", "d"]]),
            ("a;;\n\n;;\nb", vec![vec!["a", "", ""], vec!["b"]]),
            ("\"a;\n\"\"b\"\"\";c\n", vec![vec!["a;\n\"b\"", "c"]]),
            ("\"\";\"\"\"\"\nTrường \"A\";x", vec![vec!["", "\""], vec!["Trường \"A\"", "x"]]),
            ("", vec![]),
        ] {
            assert_eq!(texts(text), rows, "{text:?}");
        }
    }

    #[test]
    fn it_reads_what_the_csv_crate_writes() {
        let rows = [["a", "b\"c"], ["", "d\r\ne;f"], ["\"", ";"], ["g\"\"", "\n"]];
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        assert_eq!(texts(&text), rows);
    }

    #[test]
    fn a_flawed_quote_is_found_where_it_is() {
        let flaws = |text: &str| -> Vec<Flaw> {
            cut(text, 0, b',').into_iter().flat_map(|row| row.cells).filter_map(|cell| cell.flaw).collect()
        };
        assert_eq!(flaws("a,\"b\nc,d\n"), [Flaw::Open]);
        assert_eq!(flaws("a,\"b\nc,\"d\"\n"), [Flaw::Open]);
        assert_eq!(flaws("\"b \"c\" d\",e"), [Flaw::Inside(3)]);
        assert_eq!(flaws("\"b\n\"\"c\"\" d\",e"), []);
    }
}
