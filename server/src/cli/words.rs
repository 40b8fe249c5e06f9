//! The words that clap itself prints, in Japanese.

use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

const LEAF: &str = "{about}\n\n使い方: {usage}\n\n{all-args}{after-help}";
const BRANCH: &str = "{about}\n\n使い方: {usage}\n\n{all-args}\n{after-help}";

/// The command with Japanese headings, on every level.
pub(super) fn in_japanese(command: Command) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let is_root = command.get_name() == "hyokasho";
    let template = if names.is_empty() { LEAF } else { BRANCH };
    let mut command = command
        .help_template(template)
        .subcommand_help_heading("コマンド")
        .subcommand_value_name("コマンド")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "引数"
            } else {
                "オプション"
            };
            arg.help_heading(heading)
        })
        .arg(help_flag());
    if is_root {
        command = command.arg(version_flag());
    }
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, in_japanese)
    })
}

fn help_flag() -> Arg {
    let arg = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help);
    arg.help("この説明を表示する").help_heading("オプション")
}

fn version_flag() -> Arg {
    let arg = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    arg.help("版を表示する").help_heading("オプション")
}

/// Prints what clap has to say: help on standard output, errors on standard error.
pub(super) fn answer(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    let text = text.replace("[OPTIONS]", "[オプション]");
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(std::io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(std::io::stderr(), "{text}");
            ExitCode::from(2)
        }
        _ => {
            let _ = writeln!(
                std::io::stderr(),
                "{}\n使い方は --help で表示します。",
                message(error)
            );
            ExitCode::from(2)
        }
    }
}

fn message(error: &clap::Error) -> String {
    let named = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (arg, value) = (
        named(ContextKind::InvalidArg),
        named(ContextKind::InvalidValue),
    );
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "「{}」というコマンドはありません。",
                named(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingSubcommand => "コマンドを指定してください。".to_owned(),
        ErrorKind::UnknownArgument => format!("「{arg}」は使えません。"),
        ErrorKind::MissingRequiredArgument => format!("次の指定が足りません: {arg}"),
        ErrorKind::ArgumentConflict => {
            format!(
                "「{arg}」は「{}」と同時に使えません。",
                named(ContextKind::PriorArg)
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("「{arg}」の値を指定してください。"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("「{arg}」の値の数が違います。")
        }
        _ => {
            // The parsers of this program speak Japanese; those of the standard library do not.
            let why = std::error::Error::source(error).map(ToString::to_string);
            let why = why.filter(|why| !why.is_ascii()).unwrap_or_default();
            format!("「{arg}」に「{value}」は使えません。{why}")
        }
    }
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        other => other.to_string(),
    }
}
