//! Looks at a file before anything reads it: how much it unpacks to, and what is in it.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

use crate::problem::SheetProblem;

/// The largest file that is looked at, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// The most that it may unpack to, in bytes: a full assessment is a few hundred thousand.
pub const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;
const MOST_ENTRIES: usize = 2_000;

/// Parts of a workbook that run or fetch something.
const REFUSED: [(&str, &str); 5] = [
    ("vbaproject", "マクロ"),
    ("/macrosheets/", "マクロ"),
    ("/externallinks/", "ほかのファイルへの参照"),
    ("/embeddings/", "埋め込まれたファイル"),
    ("/activex/", "ActiveX"),
];

/// Refuses what is too large, unpacks to too much, or holds what may run.
pub(crate) fn look_at(bytes: &[u8]) -> Result<(), SheetProblem> {
    if bytes.len() > LARGEST_FILE {
        return Err(SheetProblem::of_file(format!(
            "ファイルが大きすぎます（{}MBまで）。図や書式を減らしてください。",
            LARGEST_FILE / 1024 / 1024
        )));
    }
    let broken = || {
        SheetProblem::of_file(
            "xlsx として読めません。表計算ソフトで開き、「Excel ブック（.xlsx）」で保存し直してください。",
        )
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_ENTRIES {
        return Err(too_much());
    }
    let mut left = LARGEST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| broken())?;
        let name = entry.name().map_err(|_| broken())?.into_owned();
        refuse(&name)?;
        // What the directory says of sizes need not be true: unpacked, and counted.
        let unpacked = copy(&mut entry.take(left + 1), &mut sink()).map_err(|_| broken())?;
        left = left.checked_sub(unpacked).ok_or_else(too_much)?;
    }
    Ok(())
}

fn refuse(name: &str) -> Result<(), SheetProblem> {
    let name = format!("/{}", name.to_lowercase().replace('\\', "/"));
    let found = REFUSED.iter().find(|(part, _)| name.contains(part));
    found.map_or(Ok(()), |(_, what)| {
        Err(SheetProblem::of_file(format!(
            "{what}を含むファイルは取り込めません。この評価書から書き出したファイルに書き直してください。"
        )))
    })
}

fn too_much() -> SheetProblem {
    SheetProblem::of_file(
        "ファイルの中身が大きすぎるため、開きませんでした。この評価書から書き出したファイルに書き直してください。",
    )
}
