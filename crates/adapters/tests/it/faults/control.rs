//! Which write fails, told to the library that is preloaded into this process.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The variable that names the file through which the library is told.
pub(super) const VARIABLE: &str = "FAULTY_FILES";

const SEEN: u64 = 0;
const FIRST: u64 = 1;
const LAST: u64 = 2;
const ERROR: u64 = 3;
const TORN: u64 = 4;

/// How a call fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) errno: i64,
    /// Whether all calls fail from then on, until the fault is lifted; otherwise one does.
    pub(super) lasts: bool,
    /// Whether a write that fails leaves half of its bytes.
    pub(super) torn: bool,
}

/// The numbers that the library reads; see `struct control` in its source.
pub(super) struct Control(File);

impl Control {
    /// The control of this process, where the library is preloaded.
    pub(super) fn of_this_process() -> Option<Self> {
        let path = std::env::var_os(VARIABLE)?;
        Some(Self(File::options().read(true).write(true).open(path).unwrap()))
    }

    /// Makes the file, with no fault.
    pub(super) fn create(path: &Path) {
        std::fs::write(path, [0; 40]).unwrap();
    }

    /// From now on the call with this number fails, counted from 1.
    pub(super) fn fail_at(&self, number: i64, fault: Fault) {
        self.set(LAST, 0);
        self.set(SEEN, 0);
        self.set(ERROR, fault.errno);
        self.set(TORN, i64::from(fault.torn));
        self.set(FIRST, number);
        self.set(LAST, if fault.lasts { i64::MAX } else { number });
    }

    /// No call fails any longer; whether one has.
    pub(super) fn lift(&self) -> bool {
        self.set(LAST, 0);
        self.get(SEEN) >= self.get(FIRST)
    }

    fn set(&self, place: u64, value: i64) {
        self.0.write_all_at(&value.to_ne_bytes(), place * 8).unwrap();
    }

    fn get(&self, place: u64) -> i64 {
        let mut bytes = [0; 8];
        self.0.read_exact_at(&mut bytes, place * 8).unwrap();
        i64::from_ne_bytes(bytes)
    }
}

/// Compiles the library into this folder.
pub(super) fn library(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/faults/faulty_files.c");
    let library = folder.join("faulty_files.so");
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"]);
    let built = cc.arg(&library).arg(source).arg("-ldl").status().unwrap();
    assert!(built.success(), "cc failed");
    library
}
