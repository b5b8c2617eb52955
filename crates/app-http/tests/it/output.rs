//! Commands whose output cannot be written: on a full disk, or to a reader that has gone.

use std::fs::OpenOptions;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Commands that print, and what each comes to when that is written.
const COMMANDS: [(&[&str], i32); 7] = [
    (&["verify", "contract.pdf"], 4),
    (&["verify", "--json", "contract.pdf"], 4),
    (&["migrate"], 0),
    (&["migrate", "--plan"], 0),
    (&["jobs", "list"], 0),
    (&["audit", "verify"], 0),
    (&["files", "check"], 0),
];

fn ran(folder: &Path, arguments: &[&str], stdout: Stdio) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
    command.args(arguments).current_dir(folder).env_clear().env("WARIIN_DATA_DIR", "data");
    command.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped());
    let Output { status, stderr, .. } = command.spawn().unwrap().wait_with_output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

// FA-03
#[test]
fn a_command_whose_output_cannot_be_written_does_not_panic_and_says_so_but_for_a_closed_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let contract = include_bytes!("../../../../docs/examples/contract.pdf");
    std::fs::write(folder.path().join("contract.pdf"), contract).unwrap();
    for (arguments, code) in COMMANDS {
        let run = |stdout| ran(folder.path(), arguments, stdout);
        let (written, said) = run(Stdio::null());
        assert_eq!(written, Some(code), "{arguments:?}: {said}");

        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (failed, said) = run(full.into());
        assert_eq!(failed, Some(74), "{arguments:?}: {said}");
        assert!(said.contains("could not be written: No space left on device"), "{said}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (gone, said) = run(writer.into());
        assert_eq!(gone, Some(code), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}
