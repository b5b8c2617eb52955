//! A disk that is full as long as it is told to be, for the files of an `SQLite` database: by the library that
//! the storage tests preload.

use crate::run::{Outcome, run_quietly, top};
use crate::world::fresh_folder;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::process::Command;

const ENOSPC: i64 = 28;
/// The places of the numbers in the file that the library reads: see `struct control` in its source.
const SEEN: u64 = 0;
const FIRST: u64 = 1;
const LAST: u64 = 2;
const ERROR: u64 = 3;

pub(super) struct Disk {
    library: PathBuf,
    control: PathBuf,
}

impl Disk {
    pub(super) fn new() -> Outcome<Self> {
        let folder = top().join("target/tools/faulty-files");
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let folder = folder.canonicalize().map_err(|e| e.to_string())?;
        let control = fresh_folder("disk")?.join("control");
        let library = folder.join("faulty_files.so");
        let source = top().join("crates/adapters/tests/it/faults/faulty_files.c");
        let mut cc = Command::new("cc");
        run_quietly(
            cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl"),
        )?;
        fs::write(&control, [0; 40]).map_err(|e| e.to_string())?;
        Ok(Self { library, control })
    }

    /// The environment of a process whose disk can be full.
    pub(super) fn settings(&self) -> [(&'static str, String); 2] {
        let library = self.library.display().to_string();
        [("LD_PRELOAD", library), ("FAULTY_FILES", self.control.display().to_string())]
    }

    /// Makes the disk full, or gives it space again.
    pub(super) fn fill(&self, is_full: bool) -> Outcome {
        let control = File::options().write(true).open(&self.control).map_err(|e| e.to_string())?;
        let last = if is_full { i64::MAX } else { 0 };
        for (place, value) in [(LAST, 0), (SEEN, 0), (ERROR, ENOSPC), (FIRST, 1), (LAST, last)] {
            control.write_all_at(&value.to_ne_bytes(), place * 8).map_err(|e| e.to_string())?;
        }
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = self.control.parent().map(fs::remove_dir_all);
    }
}
