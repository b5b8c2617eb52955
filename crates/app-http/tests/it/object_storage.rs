//! Files in an object storage: how the real program moves there while it runs, and what it refuses.

use crate::authority::free_port;
use crate::process::{Process, shared, until};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const SECRET: &str = "SECRETOFTHEBUCKET";

/// A server that speaks S3, as long as this value lives; it has a bucket.
struct Storage {
    process: Child,
    port: u16,
}

impl Drop for Storage {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Storage {
    /// Where `cargo xtask test` installs it.
    fn start(port: u16) -> Self {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/s3/bin/moto_server");
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until("the object storage answers", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = "PUT /contracts HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        Self { process, port }
    }
}

/// The settings with which this server is reached.
fn reached(port: u16) -> Vec<(&'static str, String)> {
    vec![
        ("WARIIN_S3_ENDPOINT", format!("http://127.0.0.1:{port}")),
        ("WARIIN_S3_ACCESS_KEY_ID", "AKIDOFTHEBUCKET".to_owned()),
        ("WARIIN_S3_SECRET_ACCESS_KEY", SECRET.to_owned()),
        ("WARIIN_LOG", "trace".to_owned()),
    ]
}

/// What the command line says with these settings, and whether it succeeds. The secret is never in it.
fn wariin(data: &str, settings: &[(&str, String)], arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
    command.args(arguments).env_clear().env("WARIIN_DATA_DIR", data);
    command.envs(settings.iter().map(|(key, value)| (*key, value.as_str())));
    let ran = command.output().unwrap();
    let said = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
    assert!(!said.contains(SECRET), "{arguments:?}: {said}");
    (ran.status.success(), said)
}

fn copy_keys(from: &str, to: &Path) {
    fs::create_dir_all(to.join("keys")).unwrap();
    for entry in fs::read_dir(Path::new(from).join("keys")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join("keys").join(entry.file_name())).unwrap();
    }
}

// FA-14
#[tokio::test(flavor = "multi_thread")]
async fn files_move_to_an_object_storage_while_the_service_runs_and_none_is_lost() {
    let storage = Storage::start(free_port());
    let (service, data) = shared().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    service.sent(&cookie, "taro@example.com").await;
    let (from, to) = (format!("file://{data}"), "s3://contracts/wariin".to_owned());
    let mut moved = reached(storage.port);
    moved.push(("WARIIN_FILES_URL", to.clone()));
    let mut moving = moved.clone();
    moving.push(("WARIIN_FILES_ALSO_URL", from.clone()));

    let (is_well, said) = wariin(&data, &moved, &["files", "check"]);
    assert!(!is_well && said.contains("1 damaged or missing."), "it has not moved: {said}");
    let settings: Vec<_> = moving.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let process = Process::start(&data, &settings, Stdio::null());
    for check in ["files", "files_also"] {
        assert_eq!(process.ready(check).1["ok"], true);
    }
    let (is_well, said) = wariin(&data, &moving, &["files", "check"]);
    assert!(is_well && said.contains("0 damaged or missing."), "{said}");
    for (copied, present) in [(1, 0), (0, 1)] {
        let (is_well, said) = wariin(&data, &moving, &["files", "migrate", &from, &to]);
        let expected =
            format!("{copied} files copied and read again, {present} were there already");
        assert!(is_well && said.contains(&expected) && said.contains("100 %"), "{said}");
    }
    drop(process);
    fs::remove_dir_all(Path::new(&data).join("files")).unwrap();
    let process = Process::start(
        &data,
        &moved.iter().map(|(key, value)| (*key, value.as_str())).collect::<Vec<_>>(),
        Stdio::null(),
    );
    assert_eq!(process.ready("files").0, 200);
    let (is_well, said) = wariin(&data, &moved, &["files", "check"]);
    assert!(is_well && said.contains("1 files read"), "{said}");
    let (_, said) = wariin(&data, &moved, &["doctor"]);
    assert!(said.contains("ok       storage: An object in s3://contracts/wariin"), "{said}");

    // A backup holds the files wherever they are, and is restored to any place.
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup").display().to_string();
    let (is_made, said) = wariin(&data, &moved, &["backup", &backup]);
    assert!(is_made && said.contains("and 1 files are in"), "{said}");
    drop(process);
    let restored = folder.path().join("data");
    copy_keys(&data, &restored);
    let restored = restored.display().to_string();
    let mut elsewhere = reached(storage.port);
    elsewhere.push(("WARIIN_FILES_URL", "s3://contracts/restored".to_owned()));
    let (is_restored, said) = wariin(&restored, &elsewhere, &["restore", &backup]);
    assert!(is_restored, "{said}");
    let (is_well, said) = wariin(&restored, &elsewhere, &["files", "check"]);
    assert!(is_well && said.contains("1 files read"), "{said}");
    let back = format!("file://{}", folder.path().join("back").display());
    let (is_moved, said) = wariin(&data, &moved, &["files", "migrate", &to, &back]);
    assert!(is_moved && said.contains("1 files copied"), "{said}");
    let from_copy = ["files", "check", "--repair-from", &to];
    fs::create_dir_all(Path::new(&data).join("files")).unwrap();
    let (is_well, said) = wariin(&data, &reached(storage.port), &from_copy);
    assert!(is_well && said.contains("1 repaired"), "{said}");
}

// FA-05
#[test]
fn a_storage_that_cannot_be_used_is_refused_by_name_and_one_that_is_away_is_waited_for() {
    let storage = Storage::start(free_port());
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    for (place, expected) in [
        ("gs://contracts", "WARIIN_FILES_URL: gs:// and az:// are not supported"),
        (
            "s3://none-such",
            "WARIIN_FILES_URL: s3://none-such: the bucket could not take a file: it does not exist",
        ),
    ] {
        let mut settings = reached(storage.port);
        settings.push(("WARIIN_FILES_URL", place.to_owned()));
        let (started, said) = wariin(&data, &settings, &["serve"]);
        assert!(!started && said.contains(expected), "{said}");
        let (is_well, said) = wariin(&data, &settings, &["doctor"]);
        assert!(!is_well && said.contains("WRONG"), "{said}");
    }
    let (is_moved, said) = wariin(
        &data,
        &reached(storage.port),
        &["files", "migrate", "s3://contracts", "s3://none-such"],
    );
    assert!(
        !is_moved && said.contains("TO: s3://none-such") && said.contains("Make the bucket"),
        "{said}"
    );

    let away = free_port();
    let mut settings = reached(away);
    settings.push(("WARIIN_FILES_URL", "s3://contracts/wariin".to_owned()));
    let settings: Vec<_> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let process = Process::start(&data, &settings, Stdio::null());
    let (status, check) = process.ready("files");
    assert_eq!((status, &check["ok"]), (503, &false.into()));
    let _storage = Storage::start(away);
    until("the marker is made, and the service is ready", || process.ready("files").0 == 200);
}
