//! Settings are read, and what makes no sense is refused by its name.

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Settings, ConfigError> {
    let pairs = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    Settings::from_sources(None, pairs)
}

#[test]
fn nothing_needs_to_be_configured() {
    let settings = with(&[("PATH", "/bin")]).unwrap();
    assert_eq!(settings.origin(), "http://localhost:8080");
    assert!(settings.has_dev_mailbox() && !settings.is_https());
}

#[test]
fn an_unknown_key_is_refused_by_its_name() {
    let error = with(&[("WARIIN_BSE_URL", "https://a.example")]).unwrap_err();
    assert!(error.to_string().contains("WARIIN_BSE_URL"), "{error}");
}

#[test]
fn every_setting_in_what_is_packed_is_one_that_is_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging");
    let mut named = 0;
    for file in [
        "compose.yaml",
        "kubernetes/wariin.yaml",
        "kubernetes/migrate.yaml",
        "kubernetes/secrets.example.yaml",
        "systemd/wariin.env",
        "systemd/wariin.service",
    ] {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
        let is_of_key = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        for key in text.split(|c| !is_of_key(c)).filter(|word| word.starts_with("WARIIN_")) {
            assert!(KEYS.contains(&key), "{file}: {key}");
            named += 1;
        }
    }
    assert!(named > 20, "{named} settings are named");
}

#[test]
fn an_invalid_value_is_refused_by_its_key() {
    for (key, value) in [
        ("WARIIN_LISTEN", "8080"),
        ("WARIIN_BASE_URL", "http://sign.example.co.jp"),
        ("WARIIN_BASE_URL", "https://sign.example.co.jp/wariin"),
        ("WARIIN_DATABASE_URL", "mysql://x"),
        ("WARIIN_TRUSTED_PROXIES", "10.0.0.1, proxy"),
        ("WARIIN_CONNECTIONS_PER_ADDRESS", "0"),
        ("WARIIN_CONNECTIONS_PER_ADDRESS", "many"),
        ("WARIIN_DRAIN_SECONDS", "-1"),
        ("WARIIN_CHECKPOINT_SECONDS", "0"),
        ("WARIIN_CHECKPOINT_SECONDS", "10m"),
        ("WARIIN_IDP_PRIVATE_ORIGINS", "http://10.0.0.1"),
        ("WARIIN_IDP_PRIVATE_ORIGINS", "https://idp.example/realms"),
        ("WARIIN_INSTALLATION_NAME", "割印商事: 電子契約"),
        ("WARIIN_INSTALLATION_NAME", "割印商事\u{202e}"),
        ("WARIIN_INSTALLATION_NAME", "https://割印.example"),
        ("WARIIN_SECRETS_DIR", "/nowhere"),
        ("WARIIN_LOG_FORMAT", "xml"),
        ("WARIIN_ROLE", "workers"),
        ("WARIIN_ROLE", "web"),
        ("WARIIN_METRICS_ADDR", "9464"),
        ("WARIIN_METRICS_ADDR", "127.0.0.1:8080"),
        ("WARIIN_SEAL_SUBJECT", "https://割印.example"),
        ("WARIIN_SEAL_SUBJECT", "割印商事\u{202e}"),
        ("WARIIN_SEAL_SUBJECT", &"割".repeat(60)),
        ("WARIIN_TSA_URL", "tsa.example"),
        ("WARIIN_TSA_URL", "https://tsa.example, file:///etc/passwd"),
    ] {
        let error = with(&[(key, value)]).unwrap_err();
        assert!(error.to_string().contains(key), "{error}");
    }
}

#[test]
fn a_process_does_everything_unless_it_shares_a_database_and_is_told_its_part() {
    assert_eq!(with(&[]).unwrap().role, NodeRole::All);
    let open =
        [("WARIIN_LISTEN", "0.0.0.0:8080"), ("WARIIN_BASE_URL", "https://sign.example.co.jp")];
    let server = ("WARIIN_DATABASE_URL", "postgres://db/wariin");
    for (role, serves, runs, drains) in
        [("all", true, true, 5), ("web", true, false, 5), ("worker", false, true, 0)]
    {
        let settings = with(&[open[0], open[1], server, ("WARIIN_ROLE", role)]).unwrap();
        assert_eq!(settings.role.name(), role);
        assert_eq!((settings.role.serves_pages(), settings.role.runs_jobs()), (serves, runs));
        assert_eq!(settings.drain_grace().as_secs(), drains);
    }
    let refused = with(&[("WARIIN_ROLE", "worker")]).unwrap_err().to_string();
    assert!(refused.contains("WARIIN_DATABASE_URL"), "{refused}");
}

#[test]
fn tls_needs_both_files_and_an_address_with_https() {
    let (cert, key) = (("WARIIN_TLS_CERT", "/cert.pem"), ("WARIIN_TLS_KEY", "/key.pem"));
    let base_url = ("WARIIN_BASE_URL", "https://sign.example.jp");
    assert!(with(&[cert, key, base_url]).unwrap().tls.is_some());
    for (settings, named) in [
        (&[cert, base_url][..], "WARIIN_TLS_KEY"),
        (&[key, base_url], "WARIIN_TLS_CERT"),
        (&[cert, key], "WARIIN_BASE_URL"),
    ] {
        let error = with(settings).unwrap_err().to_string();
        assert!(error.starts_with(named), "{error}");
    }
}

#[test]
fn authenticators_show_the_name_of_this_installation_or_its_host() {
    let name = |pairs: &[(&str, &str)]| with(pairs).unwrap().installation_name;
    assert_eq!(name(&[]), "localhost");
    let base_url = ("WARIIN_BASE_URL", "https://sign.example.co.jp:8443");
    assert_eq!(name(&[base_url]), "sign.example.co.jp");
    assert_eq!(name(&[("WARIIN_BASE_URL", "https://[2001:db8::1]")]), "2001-db8--1");
    assert_eq!(name(&[("WARIIN_BASE_URL", "https://署名.example")]), "xn--eqrt32h.example");
    let named = ("WARIIN_INSTALLATION_NAME", " 割印商事 電子契約 ");
    assert_eq!(name(&[base_url, named]), "割印商事 電子契約");
}

#[test]
fn a_subject_is_given_to_our_own_key_only() {
    let subject = ("WARIIN_SEAL_SUBJECT", " 割印商事 ");
    let settings = with(&[subject]).unwrap();
    assert_eq!(settings.seal_subject.unwrap().as_str(), "割印商事");
    let error = with(&[subject, ("WARIIN_SEAL_KEY", "/key.pem")]).unwrap_err();
    assert!(error.to_string().contains("WARIIN_SEAL_SUBJECT"), "{error}");
}

#[test]
fn the_mailbox_page_exists_on_loopback_without_a_mail_server_only() {
    assert!(!with(&[("WARIIN_SMTP_URL", "smtp://mail")]).unwrap().has_dev_mailbox());
    let open = with(&[
        ("WARIIN_LISTEN", "0.0.0.0:8080"),
        ("WARIIN_BASE_URL", "https://sign.example.co.jp"),
    ]);
    assert!(!open.unwrap().has_dev_mailbox());
    let behind_a_proxy = with(&[("WARIIN_BASE_URL", "https://sign.example.co.jp")]).unwrap();
    assert!(!behind_a_proxy.has_dev_mailbox() && !behind_a_proxy.is_for_this_machine_only());
}
