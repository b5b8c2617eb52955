//! `wariin keys …`: changing the master key of a service, as the documentation says.

use crate::process::{Process, shared, until};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Command, Stdio};

/// What the command line says on this folder of data; whether it succeeds.
pub(crate) fn wariin(data: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
    command.args(arguments).env_clear().env("WARIIN_DATA_DIR", data);
    let ran = command.output().unwrap();
    (ran.status.success(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
}

// EV-02
#[tokio::test]
async fn the_master_key_is_changed_while_the_service_runs_and_the_old_one_is_needed_no_more() {
    let (service, data) = shared().await;
    let sender = service.person("sender@example.jp", true).await;
    let file = std::path::Path::new(&data).join("keys/master.key");
    let (listed, said) = wariin(&data, &["keys", "list"]);
    assert!(listed && said.contains("written"), "{said}");
    let old = said.split_whitespace().next().unwrap().to_owned();

    let (made, line) = wariin(&data, &["keys", "new"]);
    assert!(made && line.trim_end().len() == 64, "a line of the file");
    let first = fs::read_to_string(&file).unwrap();
    let mut keys = OpenOptions::new().append(true).open(&file).unwrap();
    write!(keys, "\n{line}").unwrap();
    drop(keys);
    let service = {
        service.start_again().await.unwrap();
        service
    };

    let retire = format!("retired {}\n{line}", first.trim());
    let both = fs::read_to_string(&file).unwrap();
    fs::write(&file, &retire).unwrap();
    let refused = service.start_again().await.unwrap_err();
    assert!(refused.contains(&old) && refused.contains("wariin keys rotate"), "{refused}");
    let (is_whole, said) = wariin(&data, &["keys", "list"]);
    assert!(!is_whole && said.contains(&format!("{old}\tMISSING")), "{said}");
    fs::write(&file, both).unwrap();

    let (rotated, said) = wariin(&data, &["keys", "rotate"]);
    assert!(rotated, "{said}");
    assert!(said.contains("rows were brought under the newest key."), "{said}");
    assert!(said.contains(&format!("{old}\tread\tno rows")), "{said}");
    fs::write(&file, &retire).unwrap();
    service.start_again().await.unwrap();
    let (listed, said) = wariin(&data, &["keys", "list"]);
    assert!(listed && said.contains(&format!("{old}\tretired\tno rows")), "{said}");
    let (is_whole, said) = wariin(&data, &["audit", "verify"]);
    assert!(is_whole, "{said}");
    drop(sender);
}

// EV-02
#[tokio::test(flavor = "multi_thread")]
async fn a_command_beside_the_service_writes_under_no_key_that_the_service_has_not_read() {
    let (service, data) = shared().await;
    service.person("sender@example.jp", true).await;
    let process = Process::start(&data, &[], Stdio::null());
    until("the service is noted", || wariin(&data, &["keys", "list"]).1.contains("node "));
    let (is_run, said) = wariin(&data, &["account", "list"]);
    assert!(is_run, "{said}");

    let (_, line) = wariin(&data, &["keys", "new"]);
    let file = std::path::Path::new(&data).join("keys/master.key");
    write!(OpenOptions::new().append(true).open(&file).unwrap(), "\n{line}").unwrap();
    for command in [["account", "list"], ["retention", "--dry-run"], ["jobs", "list"]] {
        let (is_run, said) = wariin(&data, &command);
        assert!(!is_run && said.contains("does not know the master key"), "{command:?}: {said}");
    }
    drop(process);
}
