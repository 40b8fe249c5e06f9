//! What can be wrong with a JSON text that is to be imported.

use crate::digest::DigestProblem;
use crate::ids::IdProblem;
use crate::marked_text::TextProblem;
use crate::name::NameProblem;

/// A problem of an import and where it is. Nothing of the answers is quoted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{fault}", self.prefix())]
pub struct ImportProblem {
    /// The place, as `answers.II[1].II.6.place.layers[2].layer`; members of lists count
    /// from 1; empty for the text as a whole.
    pub path: String,
    /// What is wrong there; prints what to do, in Japanese.
    pub fault: Fault,
}

impl ImportProblem {
    fn prefix(&self) -> String {
        if self.path.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.path)
        }
    }
}

/// What is wrong. Messages are for the person who imports.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Longer than [`super::MAX_BYTES`].
    #[error("ファイルが大きすぎます（20MBまで）。評価書1件だけのJSONか確かめてください。")]
    TooLarge,
    /// No JSON.
    #[error("JSONとして読めません（{line}行{column}文字目）。{hint}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What seems to be wrong.
        hint: SyntaxFault,
    },
    /// A key that stands twice in one object.
    #[error("同じキーが2回あります。どちらか1つを消してください。")]
    DuplicateKey,
    /// A key that the format does not have.
    #[error("このキーは様式にありません。つづりを確かめるか、消してください。")]
    UnknownKey,
    /// A key that must be there.
    #[error("このキーがありません。書き足してください。")]
    Missing,
    /// A value of another kind.
    #[error("{expected}で書いてください（いまは{found}です）。")]
    WrongKind {
        /// What belongs here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
    /// Not this format.
    #[error(
        "formatは「hyokasho/assessment」と書いてください。別の形式のファイルではないか確かめてください。"
    )]
    Format,
    /// Not this version.
    #[error("この版（version）は読めません。読めるのは1です。")]
    Version,
    /// A form that is not there.
    #[error("この様式はありません。様式（form）の識別子を確かめてください。")]
    UnknownForm,
    /// An edition of the form that is not there.
    #[error(
        "様式のこの版（form_edition）はありません。版を確かめるか、消してください（最新の版になります）。"
    )]
    UnknownEdition,
    /// A body code, number or identifier.
    #[error(transparent)]
    Id(#[from] IdProblem),
    /// An agency's name that cannot be taken.
    #[error("評価実施機関名（agency）: {0}")]
    Agency(#[from] NameProblem),
    /// An item that the form does not have.
    #[error("この項目は様式にありません。項目の識別子と様式の版を確かめてください。")]
    UnknownItem,
    /// An item that the form has elsewhere.
    #[error("この項目はここには書けません。「{0}」の中に書いてください。")]
    ElsewhereItem(String),
    /// A heading, which takes no answer.
    #[error("これは見出しで、記入欄ではありません。その下の項目に書いてください。")]
    Heading,
    /// None of the six layers.
    #[error(
        "この層はありません。body・system-software・system-operation・ms-software・ms-platform・ms-operation から選んでください。"
    )]
    Layer,
    /// None of the six reasons.
    #[error(
        "この理由はありません。period・count・technical・network・location・other から選んでください。"
    )]
    Reason,
    /// A withheld part whose words are gone.
    #[error(
        "非公表の部分の文字がありません。公表用のJSONからは取り込めません。庁内用のJSONを使ってください。"
    )]
    WithheldMissing,
    /// A key of the public JSON only.
    #[error(
        "これは公表用のJSONで、非公表の部分が抜けているため取り込めません。庁内用のJSON（reviewer又はregulator）を使ってください。"
    )]
    PublicCopy,
    /// The number of no printed choice.
    #[error("この番号の選択肢はありません。1～{0}の番号で書いてください。")]
    Choice(usize),
    /// A choice that is listed twice.
    #[error("同じ選択肢が2回あります。1つにしてください。")]
    ChoiceTwice,
    /// No day of the calendar.
    #[error("日付は「2014-10-01」のように、暦にある日を書いてください。")]
    Date,
    /// An attachment that is no digest.
    #[error(transparent)]
    Attachment(#[from] DigestProblem),
    /// No address of an example.
    #[error("記載例の番地は「2014-08/II.6.place/ms-platform」のように書いてください。")]
    Example,
    /// A text that is not well formed.
    #[error(transparent)]
    Text(#[from] TextProblem),
}

/// What seems to be wrong with a text that is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxFault {
    /// It stops in the middle.
    #[error("途中で終わっています。ファイルが全部あるか確かめてください。")]
    Cut,
    /// Half of a surrogate pair.
    #[error(
        "文字の書き方（\\u）が、組の片方しかないなど正しくありません。文字そのものを書いてください。"
    )]
    Escape,
    /// A raw control character in a string.
    #[error("文字列の中に改行などがそのまま入っています。改行は \\n と書いてください。")]
    RawControl,
    /// Deeper than 128 levels.
    #[error("入れ子が深すぎます。")]
    Depth,
    /// Something after the end.
    #[error("終わりの後に余分な文字があります。")]
    Trailing,
    /// Anything else.
    #[error("かっこ、引用符、コンマの抜けや余りがないか確かめてください。")]
    Other,
}
