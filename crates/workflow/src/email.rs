//! E-mail addresses as accounts know them.

use unicode_normalization::UnicodeNormalization;

use crate::error::WorkflowError;

/// The form in which addresses are stored and compared: NFKC, lower case, no blanks around.
pub(crate) fn normal(typed: &str) -> String {
    let folded: String = typed.chars().take(1_000).nfkc().collect();
    folded.trim().to_lowercase()
}

/// A typed address as one to invite. That it exists, only an answer can show.
///
/// # Errors
/// [`WorkflowError::Invalid`] with the field `email`.
pub(crate) fn parse(typed: &str) -> Result<String, WorkflowError> {
    let email = normal(typed);
    let fits = email.len() <= 254
        && !email
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"".contains(c))
        && matches!(email.split_once('@'), Some((local, host))
            if !local.is_empty() && host.split('.').all(|part| !part.is_empty()) && !host.contains('@'));
    if fits {
        Ok(email)
    } else {
        Err(WorkflowError::invalid(
            "email",
            "メールアドレスの形ではありません。「名前@組織.jp」の形で書いてください。",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_spelling() {
        assert_eq!(
            parse(" Ｅditor@Demo.Invalid ").ok(),
            Some("editor@demo.invalid".to_owned())
        );
    }

    #[test]
    fn other_strings_are_refused() {
        let long = format!("{}@demo.invalid", "a".repeat(250));
        for bad in [
            "",
            "editor",
            "@demo.invalid",
            "a@",
            "a@b@c",
            "a b@demo.invalid",
            "a@b..c",
            "<a@b>",
            &long,
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
