//! A mail server (RFC 5321) that keeps what it takes, and can refuse, or break off, as a test wants it.

use crate::run::Outcome;
use crate::world::browser::between;
use mail_parser::MessageParser;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Manners {
    Takes = 0,
    /// 450 to every recipient.
    NotNow = 1,
    /// 550 to every recipient.
    Never = 2,
    /// Keeps the mail and closes the connection without an answer.
    CutsOff = 3,
}

impl Manners {
    const ALL: [Self; 4] = [Self::Takes, Self::NotNow, Self::Never, Self::CutsOff];
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) message_id: String,
    pub(crate) subject: String,
    /// What it says.
    pub(crate) body: String,
    /// The path of the link to a recipient's document.
    pub(crate) link: Option<String>,
    /// The six digits of a code.
    pub(crate) code: Option<String>,
    pub(crate) at: Instant,
    /// Whether the server said that it has taken it.
    pub(crate) was_answered: bool,
}

/// The server.
#[derive(Clone)]
pub(crate) struct MailServer {
    address: SocketAddr,
    kept: Arc<Kept>,
}

#[derive(Default)]
struct Kept {
    manners: AtomicU8,
    mails: Mutex<Vec<Mail>>,
    came: Condvar,
}

impl MailServer {
    pub(crate) fn start() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let kept = Arc::new(Kept::default());
        let taking = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&taking);
                thread::spawn(move || drop(serve(&stream, &kept)));
            }
        });
        Ok(Self { address, kept })
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub(crate) fn behave(&self, manners: Manners) {
        self.kept.manners.store(manners as u8, Ordering::SeqCst);
    }

    /// All mails that were taken.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.kept.mails().clone()
    }

    /// Waits for a mail to this address in which there is what is looked for.
    pub(crate) fn find<T>(
        &self,
        to: &str,
        patience: Duration,
        look: impl Fn(&Mail) -> Option<T>,
    ) -> Option<T> {
        let until = Instant::now() + patience;
        let mut mails = self.kept.mails();
        loop {
            if let Some(found) = mails.iter().rev().filter(|m| m.to == to).find_map(&look) {
                return Some(found);
            }
            let left = until.checked_duration_since(Instant::now())?;
            let waited = self.kept.came.wait_timeout(mails, left);
            mails = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Kept {
    fn mails(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn manners(&self) -> Manners {
        let number = usize::from(self.manners.load(Ordering::SeqCst));
        Manners::ALL.get(number).copied().unwrap_or(Manners::Takes)
    }

    fn keep(&self, raw: &str, to: &[String], was_answered: bool) {
        let parsed = MessageParser::default().parse(raw.as_bytes());
        let text = parsed.as_ref().and_then(|mail| mail.body_text(0)).unwrap_or_default();
        let body = text.replace("\r\n", "\n");
        let subject = parsed.as_ref().and_then(|mail| mail.subject()).unwrap_or_default();
        let header = |name: &str| {
            let line = raw.lines().find(|line| line.to_ascii_lowercase().starts_with(name));
            line.map(|line| line[name.len()..].trim().to_owned()).unwrap_or_default()
        };
        let is_code =
            |line: &&str| line.len() == 8 && line.trim().bytes().all(|b| b.is_ascii_digit());
        let link = between(&body, "/l/", "\n").map(|token| format!("/l/{}", token.trim()));
        let code = body.lines().find(|line| line.starts_with("  ") && is_code(line));
        for to in to {
            self.mails().push(Mail {
                to: to.clone(),
                message_id: header("message-id:"),
                subject: subject.to_owned(),
                body: body.clone(),
                link: link.clone(),
                code: code.map(|code| code.trim().to_owned()),
                at: Instant::now(),
                was_answered,
            });
        }
        self.came.notify_all();
    }
}

/// One connection, until it ends.
fn serve(stream: &TcpStream, kept: &Kept) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    let mut to = Vec::new();
    writer.write_all(b"220 localhost\r\n")?;
    let mut line = String::new();
    while {
        line.clear();
        reader.read_line(&mut line)?
    } > 0
    {
        let command = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match (command.as_str(), kept.manners()) {
            ("RCPT", Manners::NotNow) => "450 try again later",
            ("RCPT", Manners::Never) => "550 there is no such mailbox",
            ("RCPT", Manners::Takes | Manners::CutsOff) => {
                to.extend(between(&line, "<", ">").map(str::to_owned));
                "250 ok"
            }
            ("DATA", _) => {
                writer.write_all(b"354 go on\r\n")?;
                let mail = data(&mut reader)?;
                let cuts_off = kept.manners() == Manners::CutsOff;
                kept.keep(&mail, &to, !cuts_off);
                to.clear();
                if cuts_off {
                    return Ok(());
                }
                "250 kept"
            }
            ("QUIT", _) => return writer.write_all(b"221 bye\r\n"),
            ("MAIL" | "RSET", _) => {
                to.clear();
                "250 ok"
            }
            _ => "250 ok",
        };
        writer.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

/// The lines of a mail up to the one with a dot alone.
fn data(reader: &mut impl BufRead) -> io::Result<String> {
    let mut mail = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.strip_prefix('.') {
            Some("\r\n") => return Ok(mail),
            Some(rest) => mail += rest,
            None => mail += &line,
        }
    }
}
