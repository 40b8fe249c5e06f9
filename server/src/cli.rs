//! The command line: what can be asked for. What is done is in [`crate::commands`].
//!
//! Help and messages are Japanese, names of options English. Exit codes: 0 done, 1 a finding
//! or a refusal, 2 wrong usage, 3 a fault of the environment.
//!
//! To add a command: a variant here, a file in `commands/`, a test in `tests/it/commands.rs`.

mod words;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands;
use crate::config::Only;

/// 特定個人情報保護評価書の作成・公表・検索
#[derive(Debug, Parser)]
#[command(name = "hyokasho", version)]
#[command(
    after_help = "終了コード: 0 完了 / 1 指摘又は拒否 / 2 使い方の誤り / 3 環境の不具合（データベース、ディスクなど）"
)]
pub struct Cli {
    /// 設定ファイル（TOML）。すべてのキーは環境変数 HYOKASHO_SECTION_KEY でも指定できます
    #[arg(long, value_name = "F", global = true)]
    pub config: Option<PathBuf>,
    /// 何をするか
    #[command(subcommand)]
    pub command: Command,
}

/// What is asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// ポータルと公開サイトを動かす
    Serve(ServeArgs),
    /// 架空の団体・利用者・評価書を入れる（何度実行しても同じ）
    Demo(DemoArgs),
    /// データベースの構造を最新にする（serve も行います）
    Migrate,
    /// 団体
    #[command(subcommand)]
    Body(BodyCommand),
    /// 利用者
    #[command(subcommand)]
    User(UserCommand),
    /// 評価書
    #[command(subcommand)]
    Assessment(AssessmentCommand),
    /// 評価書を点検し、指摘を表示する
    Check(CheckArgs),
    /// 公開サイトと検索索引を作る、又は最新にする
    Publish(PublishArgs),
    /// フォルダに、非公表の文字列や個人番号がないか調べる
    LeakCheck(LeakCheckArgs),
    /// 監査記録
    #[command(subcommand)]
    Audit(AuditCommand),
    /// 性能試験のための合成データを作る
    Synth(SynthArgs),
}

/// `serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// 待ち受けるアドレスとポート（例: 127.0.0.1:8080）
    #[arg(long, value_name = "A")]
    pub listen: Option<SocketAddr>,
    /// 片方だけを動かす: portal（ポータル）又は public（公開サイト。データベースを開きません）
    #[arg(long, value_name = "portal|public", value_parser = parse_only)]
    pub only: Option<Only>,
    /// 有効な設定を表示して終わる（秘密の値は伏せます）
    #[arg(long)]
    pub print_config: bool,
    /// 架空のデータを入れてから動かす（このマシンからだけ使えます）
    #[arg(long)]
    pub with_demo: bool,
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 出来事の時刻の端数を決める種（同じ値なら同じ時刻）
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    pub seed: u64,
}

/// `body …`
#[derive(Debug, Subcommand)]
pub enum BodyCommand {
    /// 団体の一覧（総務省の列のCSV、UTF-8 又は Shift_JIS）を取り込む
    Import {
        /// CSVファイル
        #[arg(value_name = "F.csv")]
        file: PathBuf,
    },
    /// 組合・広域連合の構成団体（組合のコード,構成団体のコード のCSV、1行目は見出し）を取り込む
    Members {
        /// CSVファイル
        #[arg(value_name = "F.csv")]
        file: PathBuf,
    },
    /// 団体の区分（地方公共団体等・行政機関等）を決める
    Regime(BodyRegimeArgs),
}

/// `body regime …`
#[derive(Debug, Args)]
pub struct BodyRegimeArgs {
    /// 団体コード（6桁）
    #[arg(value_name = "CODE", value_parser = parse_code)]
    pub code: domain::BodyCode,
    /// 区分: local は地方公共団体等、administrative は行政機関等
    #[arg(value_name = "local|administrative", value_parser = parse_regime)]
    pub regime: domain::Regime,
}

/// `user …`
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// 利用者を招待し、1回だけ使えるリンクを表示する
    Add(UserAddArgs),
    /// 2段階認証を解除する（端末と回復コードの両方をなくした管理者のために）
    ResetSecondFactor(UserResetArgs),
}

/// `user reset-second-factor`
#[derive(Debug, Args)]
pub struct UserResetArgs {
    /// メールアドレス
    #[arg(value_name = "EMAIL")]
    pub email: String,
}

/// `user add`
#[derive(Debug, Args)]
pub struct UserAddArgs {
    /// メールアドレス
    #[arg(value_name = "EMAIL")]
    pub email: String,
    /// 役割: editor（作成）、approver（承認）、coordinator（取りまとめ）、body-admin（団体の管理）、third-party-reviewer（第三者点検）、prefecture（都道府県）、ppc-reviewer（委員会の担当）、ppc-approver（委員会の決裁）、provider（資料の提供）、helpdesk（ヘルプデスク）、platform（プラットフォームの窓口）、system-admin（システムの管理）
    #[arg(long, value_name = "R", value_parser = parse_role)]
    pub role: domain::Role,
    /// 団体コード（6桁）。editor、approver、coordinator、body-admin、prefecture に必要です
    #[arg(long, value_name = "CODE", value_parser = parse_code)]
    pub body: Option<domain::BodyCode>,
}

/// `assessment …`
#[derive(Debug, Subcommand)]
pub enum AssessmentCommand {
    /// 評価書のJSON又はxlsxを取り込む（いくつでも。1つでも読めなければ、どれも取り込みません）
    Import(ImportArgs),
    /// 評価書を標準出力に書き出す
    Export(ExportArgs),
}

/// `assessment import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// JSONファイル、又は書き出したxlsx
    #[arg(value_name = "F.json|F.xlsx", required = true)]
    pub files: Vec<PathBuf>,
    /// すでに公表された文書として、この公表日（YYYY-MM-DD）の版にする
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub published: Option<jiff::civil::Date>,
}

/// `assessment export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 評価書: `団体コード/評価書番号/様式[@版]`（例: 011002/1/zenkomoku）
    #[arg(value_name = "ID", value_parser = parse_address)]
    pub id: workflow::AssessmentAddress,
    /// だれのための写しか: public（公表用）、reviewer（点検者用）、regulator（委員会用）
    #[arg(long, value_name = "AUDIENCE", value_parser = parse_audience)]
    pub audience: workflow::Audience,
    /// 形式: json、xlsx 又は html
    #[arg(long, value_name = "FORMAT")]
    pub format: String,
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// JSONファイル、書き出したxlsx、又は評価書（`団体コード/評価書番号/様式[@版]`）
    #[arg(value_name = "F.json|ID")]
    pub target: String,
    /// 指摘をJSONで表示する
    #[arg(long)]
    pub json: bool,
}

/// `publish`
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// すべてのページと検索索引を作り直す
    #[arg(long)]
    pub full: bool,
    /// 別のフォルダに作る。検索索引は DIR.search に作ります（このシステムのサイトは変わりません）
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `leak-check`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("phrases").required(true).args(["against", "all"])))]
pub struct LeakCheckArgs {
    /// 調べるフォルダ
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// この評価書で非公表とした文字列を探す
    #[arg(long, value_name = "ID", num_args = 1.., value_parser = parse_address)]
    pub against: Vec<workflow::AssessmentAddress>,
    /// 公表したすべての評価書で非公表とした文字列を探す
    #[arg(long)]
    pub all: bool,
}

/// `audit …`
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// 監査記録が改変されていないか確かめる
    Verify,
}

/// `synth`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("place").required(true).args(["out", "db"])))]
pub struct SynthArgs {
    /// 団体の数
    #[arg(long, value_name = "N")]
    pub bodies: u32,
    /// 評価書の数
    #[arg(long, value_name = "M")]
    pub assessments: u32,
    /// 種（同じ値なら同じデータ）
    #[arg(long, value_name = "S")]
    pub seed: u64,
    /// このフォルダに bodies.csv と JSON を書く
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// データベースに、公表済みの評価書として入れる
    #[arg(long)]
    pub db: bool,
}

fn parse_only(text: &str) -> Result<Only, String> {
    match text {
        "portal" => Ok(Only::Portal),
        "public" => Ok(Only::Public),
        _ => Err("portal 又は public を指定してください。".to_owned()),
    }
}

fn parse_role(text: &str) -> Result<domain::Role, String> {
    domain::Role::parse(text).ok_or_else(|| {
        let words: Vec<&str> = domain::Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("{} のどれかを指定してください。", words.join("、"))
    })
}

fn parse_code(text: &str) -> Result<domain::BodyCode, String> {
    domain::BodyCode::parse(text).map_err(|error| error.to_string())
}

fn parse_date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse()
        .map_err(|_| "日付は 2015-04-01 の形で、実在する日を指定してください。".to_owned())
}

fn parse_address(text: &str) -> Result<workflow::AssessmentAddress, String> {
    workflow::AssessmentAddress::parse(text).map_err(|error| error.to_string())
}

fn parse_regime(text: &str) -> Result<domain::Regime, String> {
    let parsed = domain::Regime::parse(text);
    parsed.ok_or_else(|| "local、administrative のどちらかを指定してください。".to_owned())
}

fn parse_audience(text: &str) -> Result<workflow::Audience, String> {
    let parsed = workflow::Audience::parse(text);
    parsed.ok_or_else(|| "public、reviewer、regulator のどれかを指定してください。".to_owned())
}

/// Runs the program; the exit code of the process.
#[must_use]
pub fn main() -> ExitCode {
    let matches = match words::in_japanese(Cli::command()).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return words::answer(&error),
    };
    let done = match Cli::from_arg_matches(&matches) {
        Ok(cli) => commands::run(cli),
        Err(error) => return words::answer(&error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message() {
                let _ = writeln!(std::io::stderr(), "{message}");
            }
            ExitCode::from(failure.exit_code())
        }
    }
}
