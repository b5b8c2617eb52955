//! The log: lines go to standard error by a thread of their own, so that a full disk, a closed pipe or a
//! pipe that is not read neither stops nor slows down anything else. What cannot be written is dropped and
//! counted.
//!
//! Not by tracing-appender: its writer does not count what the system refuses, and it reports on the
//! standard streams, which panics or waits just when they are broken.

use crate::config::LogFormat;
use crate::web::RequestNumber;
use std::any::Any;
use std::fmt;
use std::io::{self, Write};
use std::panic;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// How many lines wait at most.
const WAITING: usize = 4096;
/// How long the program waits at its end for the last lines.
const PATIENCE: Duration = Duration::from_secs(1);

static LINES: OnceLock<SyncSender<Message>> = OnceLock::new();
static LOST: AtomicU64 = AtomicU64::new(0);
/// Whether lines are JSON.
static IS_JSON: AtomicBool = AtomicBool::new(false);

/// What the thread is told.
enum Message {
    /// To write a line.
    Line(Vec<u8>),
    /// To say when everything before it is written.
    Flush(SyncSender<()>),
}

/// Begins to log what passes the filter.
///
/// # Errors
/// When no thread can be started.
pub(crate) fn begin(filter: EnvFilter, format: LogFormat) -> io::Result<()> {
    let (lines, waiting) = sync_channel(WAITING);
    let write = move || write_lines(&waiting, &mut io::stderr(), &LOST);
    thread::Builder::new().name("log".to_owned()).spawn(write)?;
    let lines = LINES.get_or_init(|| lines);
    IS_JSON.store(format == LogFormat::Json, Ordering::Relaxed);
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .log_internal_errors(false)
        .with_writer(move || LineWriter { lines, lost: &LOST });
    match format {
        LogFormat::Text => log.map_event_format(WithRequest::in_text).init(),
        LogFormat::Json => {
            let log = log.json().flatten_event(true).with_current_span(false).with_span_list(false);
            log.map_event_format(WithRequest::in_json).init();
        }
    }
    Ok(())
}

/// A format whose lines end with the number of the request that the task answers. It is looked up when a line is
/// written: a span around each request would cost something without any line.
struct WithRequest<F> {
    format: F,
    is_json: bool,
}

impl<F> WithRequest<F> {
    fn in_text(format: F) -> Self {
        Self { format, is_json: false }
    }

    fn in_json(format: F) -> Self {
        Self { format, is_json: true }
    }

    /// The line with the number, which is of digits and letters alone.
    fn numbered(&self, line: &str, number: RequestNumber) -> String {
        let (line, number) = (line.trim_end_matches('\n'), number.as_str());
        match line.strip_suffix('}').filter(|_| self.is_json) {
            Some(object) => format!("{object},\"request\":\"{number}\"}}\n"),
            None => format!("{line} request={number}\n"),
        }
    }
}

impl<S, N, F> FormatEvent<S, N> for WithRequest<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let Some(number) = RequestNumber::current() else {
            return self.format.format_event(context, writer, event);
        };
        let mut line = String::new();
        self.format.format_event(context, Writer::new(&mut line), event)?;
        writer.write_str(&self.numbered(&line, number))
    }
}

/// How many lines could not be written since the start.
pub(crate) fn lost() -> u64 {
    LOST.load(Ordering::Relaxed)
}

/// Waits until the lines so far are written, but no longer than a second.
pub fn flush_log() {
    let Some(lines) = LINES.get() else {
        return;
    };
    let (written, is_written) = sync_channel(1);
    // A thread that is stuck does not take the message; there is nothing to wait for then.
    if lines.try_send(Message::Flush(written)).is_ok() {
        let _ = is_written.recv_timeout(PATIENCE);
    }
}

/// Says something on standard error, if that can be written to.
pub fn say(text: &str) {
    match LINES.get() {
        Some(lines) => drop(lines.try_send(Message::Line(plain(text).into_bytes()))),
        None => drop(writeln!(io::stderr(), "{text}")),
    }
}

/// A line without anything but its text: in JSON, the message of an error.
fn plain(text: &str) -> String {
    if IS_JSON.load(Ordering::Relaxed) {
        format!("{}\n", serde_json::json!({ "level": "ERROR", "message": text }))
    } else {
        format!("{text}\n")
    }
}

/// From now on a panic is a line of the log. The default hook writes to standard error itself and waits
/// where that is a pipe that is not read.
pub(crate) fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place = %place, message = constant_message(panic.payload()), "a panic");
    }));
}

/// The message, if it is a constant: one that was put together may hold what a document or a form does.
fn constant_message(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("(not shown)")
}

/// Takes one line.
struct LineWriter {
    lines: &'static SyncSender<Message>,
    lost: &'static AtomicU64,
}

impl Write for LineWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match self.lines.try_send(Message::Line(line.to_vec())) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes lines as they come. After lost ones it says how many there were, as soon as it can.
fn write_lines(waiting: &Receiver<Message>, output: &mut impl Write, lost: &AtomicU64) {
    let mut told = 0;
    while let Ok(message) = waiting.recv() {
        match message {
            Message::Line(line) => {
                if output.write_all(&line).and_then(|()| output.flush()).is_err() {
                    lost.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                let so_far = lost.load(Ordering::Relaxed);
                let note = || plain(&format!("{} lines of the log were lost", so_far - told));
                if so_far > told && output.write_all(note().as_bytes()).is_ok() {
                    told = so_far;
                }
            }
            Message::Flush(written) => drop(written.try_send(())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes lines only while it is whole.
    struct Disk {
        is_full: bool,
        text: String,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.is_full {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.text += &String::from_utf8_lossy(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(lines: &[&str], disk: &mut Disk, lost: &AtomicU64) {
        let (sender, waiting) = sync_channel(WAITING);
        for line in lines {
            sender.send(Message::Line(line.as_bytes().to_vec())).unwrap();
        }
        drop(sender);
        write_lines(&waiting, disk, lost);
    }

    // FA-03
    #[test]
    fn lines_that_a_full_disk_refuses_are_counted_and_told_when_there_is_space_again() {
        let lost = AtomicU64::new(0);
        let mut disk = Disk { is_full: true, text: String::new() };
        written(&["one\n", "two\n"], &mut disk, &lost);
        assert_eq!((lost.load(Ordering::Relaxed), disk.text.as_str()), (2, ""));
        disk.is_full = false;
        written(&["three\n", "four\n"], &mut disk, &lost);
        assert_eq!(disk.text, "three\n2 lines of the log were lost\nfour\n");
        assert_eq!(lost.load(Ordering::Relaxed), 2);
    }

    // MA-02
    #[test]
    fn a_panics_message_is_logged_only_if_it_is_a_constant() {
        let message = |payload: Box<dyn Any + Send>| constant_message(&*payload);
        assert_eq!(message(Box::new("too long")), "too long");
        assert_eq!(message(Box::new(format!("no boundary in `{}`", "契約"))), "(not shown)");
    }

    // FA-03
    #[test]
    fn a_line_is_dropped_and_counted_when_too_many_wait() {
        static FEW: AtomicU64 = AtomicU64::new(0);
        let (sender, waiting) = sync_channel(1);
        let lines: &'static SyncSender<Message> = Box::leak(Box::new(sender));
        let mut writer = LineWriter { lines, lost: &FEW };
        for _ in 0..3 {
            writer.write_all(b"a line\n").unwrap();
        }
        assert_eq!(FEW.load(Ordering::Relaxed), 2);
        drop(waiting);
        writer.write_all(b"a line\n").unwrap();
        assert_eq!(FEW.load(Ordering::Relaxed), 3);
    }
}
