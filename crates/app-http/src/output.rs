//! What commands print. Standard output that is closed, or on a full disk, is no reason to panic: a command does its
//! work all the same, and the exit code says when what it printed could not be written.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// The exit code of a command whose output could not be written (`EX_IOERR` of `sysexits.h`).
const NOT_WRITTEN: u8 = 74;

/// Why something could not be written; nothing is written any more after that.
static FAILED: Mutex<Option<io::Error>> = Mutex::new(None);

/// Like the macro of the standard library, which panics where the output cannot be written.
macro_rules! print {
    ($($text:tt)*) => { $crate::output::write(format_args!($($text)*)) };
}

/// Like the macro of the standard library, which panics where the output cannot be written.
macro_rules! println {
    () => { $crate::output::write(format_args!("\n")) };
    ($($text:tt)*) => { $crate::output::write(format_args!("{}\n", format_args!($($text)*))) };
}

pub(crate) fn write(text: Arguments<'_>) {
    keep(|| io::stdout().write_fmt(text));
}

/// The exit code of a command that came to this, once all that it printed was written. A reader that has read enough, as
/// `head` does, is no failure.
pub fn ended(code: ExitCode) -> ExitCode {
    keep(|| io::stdout().flush());
    let failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    match &*failed {
        Some(error) if error.kind() != ErrorKind::BrokenPipe => {
            crate::say(&format!("wariin: what was to be printed could not be written: {error}"));
            ExitCode::from(NOT_WRITTEN)
        }
        Some(_) | None => code,
    }
}

fn keep(write: impl FnOnce() -> io::Result<()>) {
    let mut failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    if failed.is_none() {
        *failed = write().err();
    }
}
