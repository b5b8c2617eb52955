//! Large buffers go back to the system as soon as they are freed (ADR 43).

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// From how many bytes on glibc takes a buffer from the system by itself and gives it back when it is freed.
/// Unless this is set, the limit grows with the buffers up to 32 MB, and each thread keeps them for good. The state of a
/// zlib compressor, which a certificate needs twenty times, has 330 kB.
const THRESHOLD: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "524288");
/// How many freed bytes glibc keeps at the end of each heap, for the next such buffer.
const KEPT: (&str, &str) = ("MALLOC_TRIM_THRESHOLD_", "1048576");

/// Becomes this program once more with the limits set: glibc reads them at the start of a process only. Where
/// this does not come about, the process goes on and merely keeps more memory.
pub fn return_large_buffers() {
    if !cfg!(target_env = "gnu") || env::var_os(THRESHOLD.0).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let mut arguments = env::args_os();
    let mut again = Command::new(program);
    if let Some(own) = arguments.next() {
        again.arg0(own);
    }
    let error = again.args(arguments).envs([KEPT, THRESHOLD]).exec();
    crate::say(&format!("wariin: freed memory is kept: {error}"));
}
