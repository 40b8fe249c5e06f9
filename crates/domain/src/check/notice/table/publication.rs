//! MS-15: what is withheld, handed over and published.

use super::super::NoticeRule;
use super::super::hints::{hints_in, weigh};
use super::{error, warning};

pub(super) static ROWS: [NoticeRule; 3] = [
    warning(
        "MS-15-1",
        "3.(3)",
        "セキュリティ上のリスクから公表しないことを検討すべき記載の可能性があります。",
    )
    .telling(|item| weigh(&hints_in(item))),
    error(
        "MS-15-2",
        "3.(3)",
        "第三者点検は非公表部分を含めて行います。全文を渡してください。",
    ),
    error(
        "MS-15-3",
        "3.(3)（推論）",
        "非公表部分が公表版に残っています。",
    ),
];
