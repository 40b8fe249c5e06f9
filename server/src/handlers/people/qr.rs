//! QR codes, as the path of an SVG.

use std::fmt::Write;

use app::pages::Qr;
use qrcodegen::{QrCode, QrCodeEcc};

/// The QR code of a text; an empty one for a text that is too long, beside which the page
/// shows the same in letters.
pub(super) fn of(text: &str) -> Qr {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else {
        return Qr::default();
    };
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y));
            let length = i32::try_from(run.count()).unwrap_or(0);
            if length > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += length.max(1);
        }
    }
    Qr {
        size: code.size(),
        path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_begins_with_the_corner_mark() {
        let qr = of("otpauth://totp/Hyokasho:a?secret=AAAA");
        assert!(qr.size >= 21);
        assert!(qr.path.starts_with("M0 0h7v1h-7z"), "{}", qr.path);
    }

    #[test]
    fn what_does_not_fit_has_none() {
        assert_eq!(of(&"あ".repeat(2_000)), Qr::default());
    }
}
