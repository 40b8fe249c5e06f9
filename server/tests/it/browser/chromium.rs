//! A Chromium with its driver. Both end with the value that holds them.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::config::WebDriverConfig;
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};

use super::environment;

/// How long the driver may take until it listens.
const START: Duration = Duration::from_secs(30);
/// How long something may take to appear on a page.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked for.
const INTERVAL: Duration = Duration::from_millis(50);

/// Headless, with nothing that reaches for the network by itself.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=ja",
    "--force-prefers-reduced-motion",
    "--window-size=1280,900",
];

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As most people have it.
    On,
    /// None at all.
    Off,
}

impl Scripts {
    /// The value of Chromium's setting.
    fn setting(self) -> u8 {
        match self {
            Self::On => 1,
            Self::Off => 2,
        }
    }
}

/// A browser with an empty profile.
pub struct Chromium {
    /// `None` only while it ends.
    driver: Option<WebDriver>,
    process: Child,
    port: u16,
    profile: TempDir,
}

impl Chromium {
    /// Starts a driver on a free port, and through it a browser.
    pub async fn start(scripts: Scripts) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (process, port) = start_driver(profile.path());
        let mut chromium = Self {
            driver: None,
            process,
            port,
            profile,
        };
        let wanted = capabilities(scripts, chromium.profile.path());
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .unwrap();
        let poller = ElementPollerWithTimeout::new(PATIENCE, INTERVAL);
        let config = WebDriverConfig::builder()
            .poller(std::sync::Arc::new(poller))
            .build();
        driver.set_config(config.unwrap());
        chromium.driver = Some(driver);
        chromium
    }

    /// The session.
    pub fn driver(&self) -> &WebDriver {
        self.driver.as_ref().unwrap()
    }

    /// Gives pages a screen of this size, in CSS pixels; as a phone has it, if `phone`.
    pub async fn set_screen(&self, width: u32, height: u32, phone: bool) {
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone,
        });
        let command = DevTools("Emulation.setDeviceMetricsOverride", screen);
        self.driver().cmd(command).await.unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // Ends the browser in an orderly way, also while a test panics, where nothing
            // can be awaited.
            let _ = end_session(self.port, driver.session_id());
            let _ = driver.leak();
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        end_all_with(self.profile.path());
    }
}

/// Starts chromedriver; the port it chose.
fn start_driver(folder: &Path) -> (Child, u16) {
    let output = folder.join("driver.log");
    let log = File::create(&output).unwrap();
    let mut command = Command::new(environment::chromedriver());
    command.arg("--port=0").stdin(Stdio::null());
    // What the browser leaves lying about goes with the profile.
    for variable in ["TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, folder);
    }
    command.stderr(log.try_clone().unwrap()).stdout(log);
    let mut process = command.spawn().unwrap();
    let begun = Instant::now();
    loop {
        let printed = fs::read_to_string(&output).unwrap();
        if let Some(port) = port_in(&printed) {
            return (process, port);
        }
        let ended = process.try_wait().unwrap().is_some();
        if ended || begun.elapsed() > START {
            let _ = process.kill();
            panic!("chromedriver did not start:\n{printed}");
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn port_in(printed: &str) -> Option<u16> {
    let (_, after) = printed.split_once("started successfully on port ")?;
    let (digits, _) = after.split_once('.')?;
    digits.parse().ok()
}

fn capabilities(scripts: Scripts, profile: &Path) -> Capabilities {
    let mut wanted = DesiredCapabilities::chrome();
    wanted
        .set_binary(environment::chromium().to_str().unwrap())
        .unwrap();
    for argument in ARGUMENTS {
        wanted.add_arg(argument).unwrap();
    }
    let folder = profile.join("profile");
    wanted
        .add_arg(&format!("--user-data-dir={}", folder.display()))
        .unwrap();
    let setting = scripts.setting();
    let settings = json!({ "profile.managed_default_content_settings.javascript": setting });
    wanted.add_experimental_option("prefs", settings).unwrap();
    wanted
        .set_browser_log_level(thirtyfour::LoggingPrefsLogLevel::All)
        .unwrap();
    wanted.into()
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl FormatRequestData for DevTools {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let address = format!("/session/{session}/goog/cdp/execute");
        let body = json!({ "cmd": self.0, "params": self.1 });
        RequestData::new(reqwest::Method::POST, address).add_body(body)
    }
}

fn end_session(port: u16, session: &SessionId) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let host = format!("Host: 127.0.0.1:{port}\r\nConnection: close");
    write!(
        stream,
        "DELETE /session/{session} HTTP/1.1\r\n{host}\r\n\r\n"
    )?;
    stream.read_to_end(&mut Vec::new()).map(drop)
}

/// Ends what is left of a browser: the processes that name this profile, which is nobody
/// else's.
fn end_all_with(profile: &Path) {
    let marker = profile.as_os_str().as_encoded_bytes();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        if line.windows(marker.len()).any(|part| part == marker) {
            let _ = Command::new("kill")
                .args(["-KILL", &id.to_string()])
                .status();
        }
    }
}
