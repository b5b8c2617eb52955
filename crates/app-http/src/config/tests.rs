//! Settings are read, and what makes no sense is refused by its name.

use super::*;
use std::fs;

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
        ("WARIIN_TOTP_NEXT_CODE", "yes"),
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

/// Every word that reads like a setting.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
    words.filter(|word| word.starts_with("WARIIN_") && !word.ends_with('_'))
}

#[test]
fn every_setting_that_packaging_and_operations_name_exists_and_the_page_lists_all() {
    /// What only tests, chores and the program's own children are told by.
    const OTHERS: [&str; 1] = ["WARIIN_BIN"];
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![top.join("packaging"), top.join("docs/operations")];
    let mut files = vec![top.join("docs/operations.md"), top.join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let to = if path.is_dir() { &mut folders } else { &mut files };
            to.push(path);
        }
    }
    assert!(files.len() > 15, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for name in named(&text).filter(|name| !OTHERS.contains(name)) {
            assert!(KEYS.contains(&name), "{}: {name}", file.display());
        }
    }
    let page = fs::read_to_string(top.join("docs/operations.md")).unwrap();
    let pages = page + &fs::read_to_string(top.join("docs/operations/object-storage.md")).unwrap();
    let listed: Vec<&str> = named(&pages).collect();
    for key in KEYS {
        assert!(listed.contains(&key), "{key} is in no table");
    }
}

// EV-02
#[test]
fn pods_that_answer_requests_do_not_get_the_key_that_seals() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/kubernetes");
    let secrets = fs::read_to_string(folder.join("secrets.example.yaml")).unwrap();
    let of = |name: &str| {
        let head = format!("  name: {name}\n");
        secrets.split("---").find(|part| part.contains(&head)).unwrap().to_owned()
    };
    assert!(
        !of("wariin").contains("WARIIN_SEAL_KEY") && of("wariin-seal").contains("WARIIN_SEAL_KEY")
    );
    let manifest = fs::read_to_string(folder.join("wariin.yaml")).unwrap();
    let deployments: Vec<&str> =
        manifest.split("---").filter(|part| part.contains("kind: Deployment")).collect();
    assert_eq!(deployments.len(), 2);
    for part in deployments {
        let seals = part.contains("value: worker");
        assert!(seals || part.contains("value: web"));
        assert_eq!(part.contains("wariin-seal"), seals, "{part}");
    }
}
