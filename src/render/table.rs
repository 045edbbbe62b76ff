//! CSV for spreadsheets, and the map for search engines.

use std::io::Write as _;

use crate::exchange::defused;
use crate::plan::{MapUrls, Products, Table};

/// The mark that tells Excel that a CSV file is UTF-8.
const BOM: &str = "\u{feff}";

const HEADINGS: [&str; 12] = [
    "tt",
    "ngay",
    "quy",
    "don_vi",
    "ten_don_vi",
    "tieu_de",
    "hinh_thuc",
    "noi_dung",
    "kenh",
    "duong_dan",
    "duoc_tinh",
    "ly_do",
];

/// `san-pham.csv`: with a mark at the start, commas, and the line ends that Excel writes.
pub(super) fn products(products: &Products, out: &mut Vec<u8>) {
    out.extend_from_slice(BOM.as_bytes());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
    let written = writer.write_record(HEADINGS).and_then(|()| {
        for row in &products.rows {
            let (tt, counted) = (row.tt.to_string(), row.duoc_tinh.to_string());
            writer.write_record([
                tt.as_str(),
                &row.ngay,
                &row.quy,
                row.don_vi,
                &defused(row.ten_don_vi),
                &defused(row.tieu_de),
                row.hinh_thuc,
                &row.noi_dung,
                &row.kenh,
                &row.duong_dan,
                &counted,
                &defused(&row.ly_do),
            ])?;
        }
        Ok(writer.flush()?)
    });
    written.expect("writing into memory does not fail");
}

/// Any table, as [`products`] has it.
pub(super) fn plain(table: &Table, out: &mut Vec<u8>) {
    out.extend_from_slice(BOM.as_bytes());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
    let written = writer.write_record(&table.head).and_then(|()| {
        for row in &table.rows {
            writer.write_record(row.iter().map(|cell| defused(cell)))?;
        }
        Ok(writer.flush()?)
    });
    written.expect("writing into memory does not fail");
}

/// `so-do.xml`, as sitemaps.org has it.
pub(super) fn map(map: &MapUrls, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let mut writer = quick_xml::Writer::new(&mut *out);
    let written = writer
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|writer| {
            for (address, date) in &map.urls {
                writer.get_mut().write_all(b"\n")?;
                writer.create_element("url").write_inner_content(|writer| {
                    let text = quick_xml::events::BytesText::new(address);
                    writer.create_element("loc").write_text_content(text)?;
                    if let Some(date) = date {
                        let date = date.to_string();
                        let text = quick_xml::events::BytesText::new(&date);
                        writer.create_element("lastmod").write_text_content(text)?;
                    }
                    Ok(())
                })?;
            }
            writer.get_mut().write_all(b"\n")
        });
    written.expect("writing into memory does not fail");
    out.push(b'\n');
}
