//! Files that somebody made to do harm.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{demo, written};

/// All parts of a file in one text.
pub fn unpacked(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut part = Vec::new();
        archive
            .by_index(index)
            .unwrap()
            .read_to_end(&mut part)
            .unwrap();
        text.push_str(&String::from_utf8_lossy(&part));
    }
    text
}

/// The file with more parts.
fn with_parts(bytes: &[u8], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).unwrap();
        writer.raw_copy_file(entry).unwrap();
    }
    for (name, part) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(part).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn good() -> Vec<u8> {
    let (form, document) = demo("shisaku-1-kiso");
    written(form, &document)
}

fn refusal(bytes: &[u8]) -> String {
    let problems = sheet::read(bytes).unwrap_err();
    problems[0].to_string()
}

#[test]
fn what_is_no_spreadsheet_is_refused_in_words() {
    for bytes in [
        &b"PK\x03\x04"[..],
        b"",
        b"\xd0\xcf\x11\xe0",
        "評価書".as_bytes(),
    ] {
        assert!(refusal(bytes).contains("xlsx として読めません"));
    }
    let archive = with_parts(&empty(), &[("a.txt", b"a")]);
    assert!(refusal(&archive).contains("xlsx として読めません"));
}

fn empty() -> Vec<u8> {
    ZipWriter::new(Cursor::new(Vec::new()))
        .finish()
        .unwrap()
        .into_inner()
}

#[test]
fn macros_and_references_to_other_files_are_refused() {
    for (name, word) in [
        ("xl/vbaProject.bin", "マクロ"),
        ("XL/ExternalLinks/externalLink1.xml", "ほかのファイル"),
        ("xl/embeddings/oleObject1.bin", "埋め込まれた"),
        ("xl/activeX/activeX1.xml", "ActiveX"),
    ] {
        assert!(
            refusal(&with_parts(&good(), &[(name, b"x")])).contains(word),
            "{name}"
        );
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![0; 40 * 1024 * 1024];
    let bomb = with_parts(
        &good(),
        &[("xl/media/a.bin", &zeros), ("xl/media/b.bin", &zeros)],
    );
    assert!(bomb.len() < sheet::LARGEST_FILE);
    assert!(refusal(&bomb).contains("大きすぎる"));
}

#[test]
fn a_file_of_somebody_elses_is_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "予算").unwrap();
    assert!(refusal(&book.save_to_buffer().unwrap()).contains("書き出したファイルではありません"));
}

#[test]
fn a_cell_at_the_far_end_costs_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "a").unwrap();
    sheet.write_string(1_048_575, 16_383, "z").unwrap();
    assert!(refusal(&book.save_to_buffer().unwrap()).contains("書き出したファイルではありません"));
}
