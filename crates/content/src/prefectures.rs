//! The prefectures: `prefectures.csv`. Municipalities are imported, not shipped.

use std::collections::HashSet;

use domain::{Body, BodyCode, BodyKind};

use crate::loader::Loader;

const PATH: &str = "prefectures.csv";

/// Loads the prefectures in the order of the file. The file has a heading line and three
/// columns without quotes: code, name, name in full-width katakana.
pub(crate) fn load(loader: &mut Loader<'_>) -> Vec<Body> {
    let Some(text) = loader.files.get(PATH) else {
        loader.problem(PATH, None, "the file is missing");
        return Vec::new();
    };
    let mut lines = text.lines().zip(1..);
    if lines.next().map(|(line, _)| line) != Some("code,name,kana") {
        loader.problem(PATH, Some(1), "the heading line is not code,name,kana");
    }
    let mut seen = HashSet::new();
    let mut bodies = Vec::new();
    for (line, number) in lines {
        match row(line) {
            Ok(body) if seen.insert(body.code.clone()) => bodies.push(body),
            Ok(body) => loader.problem(PATH, Some(number), format!("{} is there twice", body.code)),
            Err(message) => loader.problem(PATH, Some(number), message),
        }
    }
    bodies
}

fn row(line: &str) -> Result<Body, String> {
    let cells: Vec<&str> = line.split(',').collect();
    let [code, name, kana] = cells.as_slice() else {
        return Err(format!("{} column(s) instead of 3", cells.len()));
    };
    let code = BodyCode::parse(code).map_err(|error| format!("{code}: {error}"))?;
    if BodyKind::of(&code) != BodyKind::Prefecture {
        return Err(format!("{code}: not the code of a prefecture"));
    }
    if name.is_empty() || kana.is_empty() || !kana.chars().all(|c| matches!(c, 'ァ'..='ヶ' | 'ー'))
    {
        return Err(format!(
            "{code}: the name is missing, or its reading is not full-width katakana"
        ));
    }
    let name = (*name).to_owned();
    Ok(Body {
        code,
        prefecture_name: name.clone(),
        name,
        kana: (*kana).to_owned(),
    })
}
