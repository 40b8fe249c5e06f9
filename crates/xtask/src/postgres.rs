//! A PostgreSQL of our own, for as long as the tests run.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::shell::{find_program, is_root, output, run};

const USER: &str = "hyokasho";
const FOLDER_PREFIX: &str = "hyokasho-postgres-";

/// A running server; dropping it stops it and removes its folder.
pub struct Postgres {
    server: Child,
    programs: PathBuf,
    folder: PathBuf,
    /// Where tests connect, as an owner of everything.
    pub url: String,
}

/// The folder of the newest installed server's programs.
pub fn find_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    let newest = versions
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max();
    newest
        .map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .or_else(|| Some(find_program("initdb")?.parent()?.to_path_buf()))
}

impl Postgres {
    /// Makes a new cluster in a folder of its own and starts it.
    ///
    /// # Errors
    /// The programs are missing or the server does not come up; its log is shown.
    pub fn start() -> Result<Self> {
        let programs = find_programs().context("PostgreSQL's programs are not installed")?;
        remove_leftovers();
        let folder = make_folder()?;
        let password = make_cluster(&programs, &folder)?;
        let port = free_port()?;
        let server = spawn(&programs, &folder, port)?;
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres");
        let mut postgres = Self {
            server,
            programs,
            folder,
            url,
        };
        postgres.wait_until_ready(port)?;
        Ok(postgres)
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<()> {
        for _ in 0..300 {
            let mut ask = Command::new(self.programs.join("pg_isready"));
            ask.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
            if output(&mut ask).is_some() {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() {
                break;
            }
            sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        bail!("PostgreSQL did not start:\n{log}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = as_owner(&self.programs.join("pg_ctl"), false);
        stop.args(["stop", "-s", "-m", "immediate", "-D"])
            .arg(self.folder.join("data"));
        let stopped = stop
            .current_dir("/")
            .status()
            .is_ok_and(|status| status.success());
        if !stopped {
            // Nothing to add when that fails too: the process is then gone.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Folders of earlier runs whose process was killed.
fn remove_leftovers() {
    let entries = fs::read_dir(std::env::temp_dir());
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name
            .to_str()
            .and_then(|name| name.strip_prefix(FOLDER_PREFIX));
        if process.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The server refuses to run as root, so its folder belongs to another user.
fn make_folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("{FOLDER_PREFIX}{}", std::process::id()));
    // Left by an earlier process that had our number, in a container say.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if is_root() {
        chown(&folder, Some(owner_id("-u")?), Some(owner_id("-g")?))?;
    }
    Ok(folder)
}

fn make_cluster(programs: &Path, folder: &Path) -> Result<String> {
    let password = fs::read_to_string("/proc/sys/kernel/random/uuid")
        .context("cannot make a password")?
        .trim()
        .to_owned();
    let password_file = folder.join("password");
    fs::write(&password_file, &password)?;
    if is_root() {
        chown(&password_file, Some(owner_id("-u")?), None)?;
    }
    let mut init = as_owner(&programs.join("initdb"), false);
    init.args([
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--auth=scram-sha-256",
    ]);
    init.arg(format!("--username={USER}"));
    init.arg("--pwfile").arg(&password_file);
    init.arg("-D").arg(folder.join("data"));
    // The caller's folder may be closed to the other user.
    init.current_dir("/").stdout(Stdio::null());
    run(&mut init)?;
    fs::remove_file(password_file)?;
    Ok(password)
}

fn spawn(programs: &Path, folder: &Path, port: u16) -> Result<Child> {
    let log = fs::File::create(folder.join("log"))?;
    let mut server = as_owner(&programs.join("postgres"), true);
    server.arg("-D").arg(folder.join("data"));
    server
        .arg("-k")
        .arg(folder)
        .args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    // Nothing here needs to survive a crash.
    for setting in [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
    ] {
        server.args(["-c", setting]);
    }
    server.args(["-c", "max_connections=200"]);
    server.current_dir("/").stdin(Stdio::null());
    server.stdout(log.try_clone()?).stderr(log);
    server.spawn().context("cannot start PostgreSQL")
}

/// A program run by the cluster's owner: by `postgres` or `nobody` when we are root.
///
/// `dies_with_us` asks the kernel to stop it should this process be killed.
fn as_owner(program: &Path, dies_with_us: bool) -> Command {
    let root = is_root();
    let needs_setpriv = root || (dies_with_us && find_program("setpriv").is_some());
    if !needs_setpriv {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    if root {
        let user = owner();
        command.args(["--reuid", user, "--clear-groups"]);
        if let Ok(group) = owner_id("-g") {
            command.args(["--regid", &group.to_string()]);
        }
    }
    if dies_with_us {
        command.args(["--pdeathsig", "INT"]);
    }
    command.arg("--").arg(program);
    command
}

fn owner() -> &'static str {
    match output(Command::new("id").args(["-u", "postgres"])) {
        Some(_) => "postgres",
        None => "nobody",
    }
}

fn owner_id(flag: &str) -> Result<u32> {
    let id = output(Command::new("id").args([flag, owner()]));
    id.context("cannot find an unprivileged user")?
        .parse()
        .context("`id` printed no number")
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}
