//! `serve`: portal and public site.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use super::{Done, Failure, say, warn};
use crate::cli::ServeArgs;
use crate::config::{Config, Only};
use crate::demo;
use crate::startup::{self, Mounted};
use crate::upkeep;

/// Seed of the demo that `--with-demo` brings in.
const SEED: u64 = 1;

/// Serves until a signal ends it.
pub(super) fn run(mut config: Config, args: &ServeArgs) -> Done {
    config.server.listen = args.listen.unwrap_or(config.server.listen);
    config.server.only = args.only.unwrap_or(config.server.only);
    if args.print_config {
        say(config.render_masked().trim_end());
        return Ok(());
    }
    if args.with_demo {
        check_demo(&config)?;
    }
    crate::logging::init(&config.log)?;
    let config = Arc::new(config);
    actix_web::rt::System::new().block_on(serve(&config, args.with_demo))
}

/// The demo's people and texts are for this machine alone.
fn check_demo(config: &Config) -> Done {
    if !config.is_loopback() {
        return Err(Failure::Usage(
            "--with-demo は、このマシンからだけ使えるアドレス（127.0.0.1 など）で待ち受けるときに限ります。--listen を確かめてください。".to_owned(),
        ));
    }
    if config.server.only == Only::Public {
        return Err(Failure::Usage(
            "--with-demo は --only public と同時に使えません。".to_owned(),
        ));
    }
    Ok(())
}

async fn serve(config: &Arc<Config>, with_demo: bool) -> Done {
    // Asked first, so that nothing is prepared in vain; and given back until all is ready.
    drop(listen(config.server.listen)?);
    let mounted = if config.server.only == Only::Public {
        Mounted::Public(startup::open_public(config)?)
    } else {
        let state = startup::open(config).await?;
        if with_demo {
            let accounts = demo::load(&state, SEED).await?;
            accounts.lines().iter().for_each(say);
        }
        if state.publisher.is_outdated().await? {
            warn(
                "公開サイトを作ります。初回は少し時間がかかり、できるまで公開サイトのページは出ません。",
            );
        }
        state.publisher.spawn_worker();
        upkeep::spawn(&state)?;
        Mounted::of(state)
    };
    let listener = listen(config.server.listen)?;
    let address = listener.local_addr().map_err(anyhow::Error::from)?;
    let server = startup::run(listener, mounted)?;
    announce(config, address);
    server
        .await
        .map_err(|error| Failure::Environment(error.into()))
}

fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Failure::Fault(format!(
            "{address} はほかのプログラムが使っています。--listen で別のポートを指定してください。"
        )),
        _ => Failure::Fault(format!(
            "{address} で待ち受けられません（{error}）。--listen を確かめてください。"
        )),
    })
}

fn announce(config: &Config, address: SocketAddr) {
    if config.server.base_url.is_none() && !config.is_loopback() {
        warn(
            "注意: server.base_url が設定されていません。フィード、サイトマップ、招待のリンクに正しいアドレスが入りません。公開するアドレス（https://…）を設定してください。",
        );
    }
    if config.server.only != Only::Portal {
        say(format!("公開サイト  http://{address}/"));
    }
    if config.server.only != Only::Public {
        say(format!("ポータル    http://{address}/desk/"));
    }
    say(format!("データ      {}", config.data_dir().display()));
    say(format!("公開フォルダ {}", config.site_dir().display()));
}
