//! The built program: its commands, and the server, on a data folder of its own.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::environment;

/// The password of everybody in these tests.
pub const PASSWORD: &str = "長い合い言葉をひとつだけ覚える";

/// How long the server may take until it listens.
const START: Duration = Duration::from_secs(30);

/// The program, with its files.
pub struct Program {
    folder: TempDir,
}

impl Program {
    /// A data folder with nothing in it.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A file of the test's own.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The published folder.
    pub fn site(&self) -> PathBuf {
        self.path("data/site")
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.path("data/search")
    }

    /// Runs a command, which must succeed; what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let (code, printed) = self.try_run(arguments);
        assert_eq!(code, 0, "hyokasho {} said: {printed}", arguments.join(" "));
        printed
    }

    /// Runs a command; its exit code and all that it printed.
    pub fn try_run(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command().args(arguments).output().unwrap();
        let mut printed = String::from_utf8(output.stdout).unwrap();
        printed.push_str(&String::from_utf8(output.stderr).unwrap());
        (output.status.code().unwrap(), printed)
    }

    /// Starts the server on a free port.
    pub fn serve(self) -> Server {
        Server::start(self)
    }

    /// The program in an empty folder, with nothing of the tester's own configuration.
    fn command(&self) -> Command {
        let mut command = Command::new(environment::hyokasho());
        command.current_dir(self.folder.path()).env_clear();
        command.env("HYOKASHO_DATA_DIR", self.path("data"));
        command.env("HYOKASHO_SERVER_LISTEN", "127.0.0.1:0");
        command.env("HYOKASHO_ASSETS_PKG", environment::browser_part());
        command.env("HYOKASHO_DEMO_PASSWORD", PASSWORD);
        command.stdin(Stdio::null());
        command
    }
}

/// The program while it serves. It ends with this value.
pub struct Server {
    program: Program,
    process: Child,
    base: String,
}

impl Server {
    fn start(program: Program) -> Self {
        let log = |name| {
            let path = program.path(name);
            OpenOptions::new()
                .create(true)
                .append(true)
                .open(path)
                .unwrap()
        };
        let mut command = program.command();
        command.arg("serve").env("HYOKASHO_LOG_LEVEL", "debug");
        command.stdout(log("serve.out")).stderr(log("serve.log"));
        let mut server = Self {
            process: command.spawn().unwrap(),
            program,
            base: String::new(),
        };
        server.base = server.wait_for_address();
        server
    }

    /// The address that the program prints once it listens.
    fn wait_for_address(&mut self) -> String {
        let begun = Instant::now();
        loop {
            let printed = fs::read_to_string(self.program.path("serve.out")).unwrap();
            let whole_lines = printed.rsplit_once('\n').map_or("", |(lines, _)| lines);
            let mut words = whole_lines.split_whitespace();
            if let Some(address) = words.find(|word| word.starts_with("http://")) {
                return address.trim_end_matches('/').to_owned();
            }
            let ended = self.process.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < START,
                "no server:\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Scheme, host and port.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The program that serves, for its commands and files.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// All that the server told its operator so far.
    pub fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.program.path(name)).unwrap();
        [read("serve.out"), read("serve.log")].concat()
    }

    /// GET without cookies: status and body.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let response = reqwest::get(format!("{}{path}", self.base)).await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A failure means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if thread::panicking() {
            self.leave_log();
        }
    }
}

impl Server {
    /// Keeps the end of the log of a failed test in the test's own output.
    fn leave_log(&self) {
        let log = self.log();
        let lines: Vec<&str> = log
            .lines()
            .filter(|line| !line.contains(" DEBUG "))
            .collect();
        let from = lines.len().saturating_sub(30);
        eprintln!("the end of the server's log:\n{}", lines[from..].join("\n"));
    }
}

/// A file of the project.
pub fn project_file(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(name)
}

/// A copy of the demo's complete 全項目評価書 under another number, as a file to import.
/// `change` may take something out of its answers.
pub fn demo_copy(
    program: &Program,
    number: &str,
    change: impl FnOnce(&mut serde_json::Value),
) -> PathBuf {
    copy_of(program, "mihon-1-zenkomoku.json", number, change)
}

/// As [`demo_copy`], of any document of the demo.
pub fn copy_of(
    program: &Program,
    name: &str,
    number: &str,
    change: impl FnOnce(&mut serde_json::Value),
) -> PathBuf {
    let original = File::open(project_file(&format!("content/demo/{name}"))).unwrap();
    let mut document: serde_json::Value = serde_json::from_reader(original).unwrap();
    document["number"] = number.into();
    document["answers"]["cover.number"] = number.into();
    change(&mut document["answers"]);
    let path = program.path("import.json");
    serde_json::to_writer(File::create(&path).unwrap(), &document).unwrap();
    path
}
