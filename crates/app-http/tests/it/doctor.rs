//! `wariin doctor`: the real program against services that are well and services that are not.

use crate::authority::{Authority, free_port, times_on};
use crate::process::{Process, shared};
use rcgen::{CertificateParams, KeyPair};
use serde_json::Value;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use wariin_app_http::work_until_idle;
use wariin_domain::Span;
use wariin_usecases::publish_if_due;

/// What it finds, and whether it ends well.
struct Report {
    is_well: bool,
    findings: Vec<Value>,
}

impl Report {
    fn of(settings: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
        command
            .args(["doctor", "--json"])
            .args(arguments)
            .env_clear()
            .envs(settings.iter().copied());
        let ended = command.output().unwrap();
        let findings = serde_json::from_slice(&ended.stdout).expect("a report");
        Self { is_well: ended.status.success(), findings }
    }

    /// The levels of what it says of this, each once.
    fn levels(&self, check: &str) -> Vec<&str> {
        let found = self.findings.iter().filter(|finding| finding["check"] == check);
        let mut levels: Vec<&str> = found.map(|found| found["level"].as_str().unwrap()).collect();
        levels.dedup();
        levels
    }

    /// What is wrong, and that each such finding names a cure.
    fn wrong(&self) -> Vec<&str> {
        let wrong = self.findings.iter().filter(|finding| finding["level"] == "wrong");
        wrong
            .map(|finding| {
                assert!(
                    finding["cure"].as_str().unwrap().ends_with('.')
                        || finding["check"] == "permissions"
                );
                finding["check"].as_str().unwrap()
            })
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_works_is_found_well_while_it_runs_and_nothing_of_it_is_changed() {
    let (service, data) = shared().await;
    let _process = Process::start(&data, &[], Stdio::null());
    service.person("sender@example.jp", true).await;
    let report = Report::of(&[("WARIIN_DATA_DIR", &data)], &[]);
    assert!(report.is_well && report.wrong().is_empty(), "{:?}", report.findings);
    for check in ["configuration", "storage", "database", "jobs", "seal"] {
        assert_eq!(report.levels(check), ["well"], "{check}: {:?}", report.findings);
    }
    let fresh = tempfile::tempdir().unwrap();
    let nowhere = fresh.path().join("data").display().to_string();
    let report = Report::of(&[("WARIIN_DATA_DIR", &nowhere)], &[]);
    assert!(report.is_well, "{:?}", report.findings);
    assert_eq!(std::fs::read_dir(fresh.path()).unwrap().count(), 0, "the doctor makes nothing");
}

#[test]
fn a_setting_that_cannot_be_used_is_named() {
    let report = Report::of(&[("WARIIN_BSE_URL", "https://a.example")], &[]);
    assert!(!report.is_well);
    assert_eq!(report.wrong(), ["configuration"]);
    assert!(report.findings[0]["says"].as_str().unwrap().contains("WARIIN_BSE_URL"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_is_broken_is_found() {
    let (service, data) = shared().await;
    service.person("sender@example.jp", true).await;
    let away = free_port().to_string();
    let on = |key: &'static str, value: &str| (key, value.to_owned());
    let smtp = format!("smtp://127.0.0.1:{away}");
    let times = times_on(free_port());
    let postgres = format!("postgres://wariin@127.0.0.1:{away}/wariin");
    let open = "0.0.0.0:8080";
    for (setting, check) in [
        (on("WARIIN_SMTP_URL", &smtp), "mail"),
        (on("WARIIN_TSA_URL", &times), "timestamps"),
        (on("WARIIN_DATABASE_URL", &postgres), "database"),
        (on("WARIIN_LISTEN", open), "base_url"),
        (on("WARIIN_SEAL_KEY", "/nowhere.pem"), "seal"),
        (on("WARIIN_WITNESSES", "https://witness.example"), "witnesses"),
    ] {
        let report = Report::of(&[("WARIIN_DATA_DIR", &data), (setting.0, &setting.1)], &[]);
        assert!(!report.is_well, "{check}");
        assert!(report.wrong().contains(&check), "{check}: {:?}", report.findings);
    }

    let key = format!("{data}/keys/master.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let report = Report::of(&[("WARIIN_DATA_DIR", &data)], &[]);
    assert_eq!(report.wrong(), ["permissions"]);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let kept = std::fs::read(&key).unwrap();
    std::fs::write(&key, "not a key").unwrap();
    assert_eq!(Report::of(&[("WARIIN_DATA_DIR", &data)], &[]).wrong(), ["master_key"]);
    std::fs::remove_file(&key).unwrap();
    assert_eq!(Report::of(&[("WARIIN_DATA_DIR", &data)], &[]).wrong(), ["master_key"]);
    assert!(!std::path::Path::new(&key).exists(), "the doctor makes no key");
    std::fs::write(&key, kept).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();

    let secrets = tempfile::tempdir().unwrap();
    let password = secrets.path().join("WARIIN_SMTP_URL");
    std::fs::write(&password, format!("smtp://127.0.0.1:{away}")).unwrap();
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let folder = secrets.path().display().to_string();
    let found = || {
        let settings = [("WARIIN_DATA_DIR", data.as_str()), ("WARIIN_SECRETS_DIR", &folder)];
        Report::of(&settings, &[]).levels("permissions").join(",")
    };
    for (folder_mode, file_mode, expected) in
        [(0o755, 0o440, ""), (0o755, 0o644, "wrong"), (0o777, 0o600, "wrong")]
    {
        mode(&password, file_mode);
        mode(secrets.path(), folder_mode);
        assert_eq!(found(), expected, "{folder_mode:o} {file_mode:o}");
    }

    std::fs::write(format!("{data}/witness.json"), "{").unwrap();
    assert_eq!(Report::of(&[("WARIIN_DATA_DIR", &data)], &[]).wrong(), ["witness"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_seal_is_stamped_and_the_clock_compared_with_the_authoritys() {
    let (service, data) = shared().await;
    service.person("sender@example.jp", true).await;
    let authority = Authority::start();
    let settings = [("WARIIN_DATA_DIR", data.as_str()), ("WARIIN_TSA_URL", &authority.times[0])];
    let report = Report::of(&settings, &[]);
    let says = |check: &str| {
        let found = report.findings.iter().find(|finding| finding["check"] == check).unwrap();
        found["says"].as_str().unwrap().to_owned()
    };
    assert!(says("timestamps").starts_with("A trial seal was stamped"), "{:?}", report.findings);
    assert!(says("timestamps").contains(" ends in "), "{}", says("timestamps"));
    assert!(says("clock").contains("127.0.0.1"), "{}", says("clock"));
}

// EV-01
#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_has_not_cosigned_the_newest_checkpoint_is_told() {
    let (service, data) = shared().await;
    service.person("sender@example.jp", true).await;
    let witness = "https://witness.example \
                   witness.example+82bca4dd+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    let levels = || {
        let settings = [("WARIIN_DATA_DIR", data.as_str()), ("WARIIN_WITNESSES", witness)];
        let report = Report::of(&settings, &[]);
        assert!(report.is_well, "{:?}", report.findings);
        report.levels("witnesses").join(" ")
    };
    assert_eq!(levels(), "note", "nothing is published yet");
    work_until_idle(service.ports()).await.unwrap();
    publish_if_due(service.ports(), Span::minutes(10)).await.unwrap().unwrap();
    assert_eq!(levels(), "warning");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_sent_where_one_is_asked_for_and_without_a_server_that_is_wrong() {
    let (service, data) = shared().await;
    let without = Report::of(&[("WARIIN_DATA_DIR", &data)], &["--mail-to", "admin@example.jp"]);
    assert_eq!(without.wrong(), ["mail"]);
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", server.local_addr().unwrap());
    let mails = mail_server(server);
    let settings = [("WARIIN_DATA_DIR", data.as_str()), ("WARIIN_SMTP_URL", url.as_str())];
    let report = Report::of(&settings, &["--mail-to", "admin@example.jp"]);
    assert!(!report.wrong().contains(&"mail"), "{:?}", report.findings);
    let taken = mails.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(
        taken.contains("RCPT TO:<admin@example.jp>") && taken.contains("wariin doctor"),
        "{taken}"
    );
    assert_eq!(Report::of(&settings, &["--mail"]).wrong(), ["mail"], "there is no admin");
    service.person("owner@example.jp", true).await;
    let report = Report::of(&settings, &["--mail"]);
    assert!(!report.wrong().contains(&"mail"), "{:?}", report.findings);
    let taken = mails.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(taken.contains("RCPT TO:<owner@example.jp>"), "{taken}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tls_certificate_from_files_is_looked_at_with_its_key_its_name_and_its_end() {
    let (_service, data) = shared().await;
    let folder = tempfile::tempdir().unwrap();
    let [cert, key] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
    let [cert_path, key_path] = [&cert, &key].map(|path| path.display().to_string());
    let write = |name: &str, year: i32, other_key: bool| {
        let pair = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_after = rcgen::date_time_ymd(year, 1, 1);
        std::fs::write(&cert, params.self_signed(&pair).unwrap().pem()).unwrap();
        let pair = if other_key { KeyPair::generate().unwrap() } else { pair };
        std::fs::write(&key, pair.serialize_pem()).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    let settings = [
        ("WARIIN_DATA_DIR", data.as_str()),
        ("WARIIN_BASE_URL", "https://sign.example.jp"),
        ("WARIIN_TLS_CERT", &cert_path),
        ("WARIIN_TLS_KEY", &key_path),
    ];
    for (name, year, other_key, level, says) in [
        ("sign.example.jp", 2_200, false, "well", "fit each other"),
        ("sign.example.jp", 2_020, false, "wrong", "has ended"),
        ("other.example.jp", 2_200, false, "wrong", "WARIIN_TLS_CERT"),
        ("sign.example.jp", 2_200, true, "wrong", "WARIIN_TLS_KEY"),
    ] {
        write(name, year, other_key);
        let report = Report::of(&settings, &[]);
        assert_eq!(report.levels("tls_certificate"), [level], "{says}: {:?}", report.findings);
        let found = report.findings.iter().find(|f| f["check"] == "tls_certificate").unwrap();
        assert!(found["says"].as_str().unwrap().contains(says), "{found}");
    }
}

/// Takes mails over any number of connections at once, and hands on what was said on one that brought a mail.
fn mail_server(server: TcpListener) -> Receiver<String> {
    let (taken, mails) = channel();
    std::thread::spawn(move || {
        for stream in server.incoming().map_while(Result::ok) {
            let taken = taken.clone();
            std::thread::spawn(move || drop(converse(stream, &taken)));
        }
    });
    mails
}

fn converse(stream: TcpStream, taken: &Sender<String>) -> io::Result<()> {
    let mut answers = stream.try_clone()?;
    let mut said = String::new();
    let mut is_data = false;
    answers.write_all(b"220 mail\r\n")?;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        said += &line;
        said += "\n";
        if is_data && line != "." {
            continue;
        }
        if is_data {
            drop(taken.send(said.clone()));
        }
        is_data = line == "DATA";
        answers.write_all(if is_data { b"354 go on\r\n" } else { b"250 ok\r\n" })?;
    }
    Ok(())
}
