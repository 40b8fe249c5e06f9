#![allow(clippy::unwrap_used)]
use super::*;

fn read(toml: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(Some((toml, "hyokasho.toml")), variables)
}

#[test]
fn without_file_and_variables_the_defaults_hold() {
    let config = Config::from_sources(None, std::iter::empty()).unwrap();
    assert_eq!(config, Config::default());
    assert_eq!(config.site_dir(), PathBuf::from("data/site"));
    assert_eq!(config.database_url(), "sqlite://data/hyokasho.db");
    assert!(!config.secure_cookies());
}

#[test]
fn every_key_of_the_file_is_also_a_variable_which_counts_more() {
    let toml =
        "[server]\nlisten = \"0.0.0.0:80\"\nonly = \"public\"\n[search]\nrequests_per_second = 3\n";
    let variables = [
        ("HYOKASHO_SERVER_LISTEN", "127.0.0.1:0"),
        ("HYOKASHO_SERVER_TRUSTED_PROXIES", "10.0.0.1, ::1"),
        ("HYOKASHO_SERVER_SECURE_COOKIES", "true"),
        ("HYOKASHO_SERVER_WORKERS", "7"),
        ("HYOKASHO_DEMO_PASSWORD", "123456"),
        ("HYOKASHO_ROOT", "elsewhere"),
        ("HYOKASHO_TEST_BINARY", "x"),
        ("HYOKASHO_SITE_DIR", ""),
        ("PATH", "/bin"),
    ];
    let config = read(toml, &variables).unwrap();
    assert_eq!(config.server.listen.port(), 0);
    assert_eq!(config.server.only, Only::Public);
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.server.workers, 7);
    assert!(config.secure_cookies());
    assert_eq!(config.search.requests_per_second, 3);
    assert_eq!(
        config.demo.password.as_ref().map(Secret::reveal),
        Some("123456")
    );
    assert_eq!(config.site.dir, None);
}

#[test]
fn an_unknown_key_is_named_with_its_place() {
    for (toml, key) in [
        ("[server]\nlisetn = \"127.0.0.1:1\"", "server.lisetn"),
        ("[sever]\nlisten = \"127.0.0.1:1\"", "sever.listen"),
        ("listen = \"127.0.0.1:1\"", "listen"),
    ] {
        let error = read(toml, &[]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&format!("`{key}` in hyokasho.toml")),
            "{error}"
        );
        assert_eq!(error.exit_code(), 2);
    }
    let error = read("", &[("HYOKASHO_SERVER_LISETN", "x")]).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`server.lisetn` in HYOKASHO_SERVER_LISETN"),
        "{error}"
    );
}

#[test]
fn a_value_that_does_not_fit_is_told_with_its_key() {
    let error = read("[server]\nworkers = \"many\"", &[]).unwrap_err();
    assert!(error.to_string().contains("workers"), "{error}");
    assert!(read("[server]\nbase_url = \"https://a.example/path\"", &[]).is_err());
    assert!(read("[server]\ntrusted_proxies = [\"proxy\"]", &[]).is_err());
    assert!(read("[server", &[]).is_err());
}

#[test]
fn a_file_that_cannot_be_read_is_a_fault_of_the_environment() {
    let error = Config::load(Some(std::path::Path::new("no/such/file.toml"))).unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(error.to_string().contains("no/such/file.toml"));
}

#[test]
fn the_shown_configuration_is_complete_and_masks_secrets() {
    let toml = "[database]\nurl = \"postgres://u:geheim@db/x\"\n[demo]\npassword = \"geheim\"\n[metrics]\ntoken = \"geheim\"\n";
    let config = read(toml, &[]).unwrap();
    for shown in [config.render_masked(), format!("{config:?}")] {
        assert!(!shown.contains("geheim"), "{shown}");
    }
    let shown = Config::default().render_masked();
    for line in [
        "listen = \"127.0.0.1:8080\"",
        "only = \"none\"",
        "secure_cookies = false",
        "url = \"sqlite://data/hyokasho.db\"",
        "dir = \"data/search\"",
    ] {
        assert!(shown.contains(line), "{line} not in\n{shown}");
    }
}

#[test]
fn cookies_are_for_tls_only_unless_nobody_else_can_listen() {
    let secure = |toml: &str| read(toml, &[]).unwrap().secure_cookies();
    assert!(!secure(""));
    assert!(secure("[server]\nlisten = \"0.0.0.0:80\""));
    assert!(secure("[server]\nbase_url = \"https://a.example\""));
    assert!(!secure(
        "[server]\nlisten = \"0.0.0.0:80\"\nbase_url = \"http://a.example\""
    ));
    assert!(!secure(
        "[server]\nlisten = \"0.0.0.0:80\"\nsecure_cookies = false"
    ));
}
