//! The rows of a CSV text.
//!
//! A department reads some ten thousand small files in a run. Making a reader of the `csv` crate
//! takes as long as reading one of them, so each thread keeps one. (Only `Reader::new` makes one: clones and
//! defaults have no table of states.)

use std::cell::Cell;

use csv_core::{ReadRecordResult, Reader};

thread_local! {
    static READER: Cell<Option<Box<Reader>>> = const { Cell::new(None) };
}

/// A CSV text, row by row: RFC 4180, read as leniently as the `csv` crate does.
pub(super) struct Table<'t> {
    /// Here until it goes back to its thread.
    reader: Option<Box<Reader>>,
    rest: &'t [u8],
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// One row.
pub(super) struct Row<'r> {
    /// The line that it begins on, from 1.
    pub line: u64,
    text: &'r str,
    ends: &'r [usize],
}

impl<'t> Table<'t> {
    pub fn new(text: &'t str) -> Table<'t> {
        let mut reader = READER.take().unwrap_or_else(|| Box::new(Reader::new()));
        reader.reset();
        Table { reader: Some(reader), rest: text.as_bytes(), cells: vec![0; 2048], ends: vec![0; 32] }
    }

    /// The next row; none at the end.
    pub fn next(&mut self) -> Option<Row<'_>> {
        let reader = self.reader.as_mut()?;
        let line = reader.line();
        let (mut filled, mut ended) = (0, 0);
        loop {
            let (result, read, written, ends) =
                reader.read_record(self.rest, &mut self.cells[filled..], &mut self.ends[ended..]);
            self.rest = &self.rest[read..];
            filled += written;
            ended += ends;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
                // All of it was given; asked once more, the reader knows that this is the end.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
        let text = simdutf8::basic::from_utf8(&self.cells[..filled]).expect("a text cut at ASCII is text");
        Some(Row { line, text, ends: &self.ends[..ended] })
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        READER.set(self.reader.take());
    }
}

impl<'r> Row<'r> {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// One cell.
    pub fn get(&self, at: usize) -> Option<&'r str> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..*self.ends.get(at)?)
    }

    /// All cells.
    pub fn iter(&self) -> impl Iterator<Item = &'r str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_reads_what_the_csv_crate_reads(text in "([a-zĐ,\"\r\n' ]|\r\n|\"\"|,,){0,60}", long in 0usize..6000) {
            let text = text.replacen('a', &"ắ".repeat(long), 1) + &",".repeat(long % 70);
            let mut theirs = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<(u64, Vec<String>)> = theirs.records().map(|row| {
                let row = row.unwrap();
                (row.position().unwrap().line(), row.iter().map(str::to_owned).collect())
            }).collect();
            let mut ours = Vec::new();
            let mut table = Table::new(&text);
            while let Some(row) = table.next() {
                ours.push((row.line, row.iter().map(str::to_owned).collect()));
            }
            prop_assert_eq!(ours, theirs);
        }
    }
}
