//! One document, from its upload to its end, told by people who try again when they get no answer.

use super::clients::{Clients, Registered};
use super::ledger::plain;
use super::random::Random;
use crate::world::browser::{Answer, Answered, Browser};
use crate::world::mail::Mail;
use crate::world::pdf::pdf;
use crate::world::people::{Recipient, Sender};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::thread;
use std::time::{Duration, Instant};

/// How often a step is tried, and how long people rest in between.
const TRIES: u64 = 60;
const REST: Duration = Duration::from_millis(150);
/// How long a recipient waits for the invitation.
const PATIENCE: Duration = Duration::from_secs(8);

/// How the story ends, unless a fault ends it earlier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Concluded,
    Declined,
    Cancelled,
    /// Cancelled while a recipient consents.
    Raced,
}

pub(super) struct Story<'a> {
    clients: &'a Clients<'a>,
    number: u64,
    random: RefCell<Random>,
    sender: Sender,
    is_requested: bool,
}

impl<'a> Story<'a> {
    pub(super) fn new(clients: &'a Clients<'a>, number: u64, random: &Random) -> Self {
        let mut random = random.clone().fork(number);
        let is_requested = random.percent(30);
        let (random, sender) = (RefCell::new(random), clients.sender.clone());
        Self { clients, number, random, sender, is_requested }
    }

    /// Tells the story as far as it comes.
    pub(super) fn tell(mut self) -> Option<()> {
        let end = match self.below(10) {
            0 => End::Declined,
            1 => End::Cancelled,
            2 => End::Raced,
            _ => End::Concluded,
        };
        let count = 1 + self.below(2);
        let emails: Vec<String> = if self.is_requested {
            let all = self.clients.registered.iter().map(|person| person.email.clone());
            all.take(usize::try_from(count).unwrap_or(1)).collect()
        } else {
            (0..count).map(|place| format!("d{}-{place}@example.com", self.number)).collect()
        };
        let document = self.prepare(&emails)?;
        self.send(&document)?;
        if end == End::Cancelled {
            return self.cancel(&document);
        }
        for (place, email) in emails.iter().enumerate() {
            let is_last = place + 1 == emails.len();
            let mut recipient = self.arrive(email)?;
            match end {
                End::Declined if is_last => return self.decline(&document, &mut recipient),
                End::Raced if is_last => return self.race(&document, email, recipient),
                _ => self.consent(&document, email, &mut recipient)?,
            }
        }
        Some(())
    }

    /// A draft with a file and recipients.
    fn prepare(&mut self, emails: &[String]) -> Option<String> {
        let file = pdf(8_000, self.number);
        let mut document = None;
        for _ in 0..TRIES {
            let browser = &mut self.sender.browser;
            browser.origin.clone_from(&origin(self.clients, &self.random));
            match self.sender.draft(&title(self.number), &file) {
                Ok(Some(id)) => {
                    document = Some(id);
                    break;
                }
                Ok(None) | Err(_) => thread::sleep(REST),
            }
        }
        let document = document?;
        self.clients.ledger.note(&document, |record| {
            record.emails = emails.to_vec();
            record.title = title(self.number);
            record.is_requested = self.is_requested;
            record.file = hex::encode(Sha256::digest(&file));
        });
        for email in emails {
            let mut sender = self.sender.clone();
            let added = self.persist(&mut sender, browser_of, |s| s.address(&document, email));
            // A second try may have added the recipient twice: such a draft is not sent.
            if added.tries > 1 || !added.answer?.is_done() {
                return None;
            }
        }
        if self.is_requested {
            let mut sender = self.sender.clone();
            let requested = self.persist(&mut sender, browser_of, |s| s.request(&document));
            requested.answer.filter(Answer::is_done)?;
        }
        Some(document)
    }

    fn send(&self, document: &str) -> Option<()> {
        let mut sender = self.sender.clone();
        let sent = self.persist(&mut sender, browser_of, |sender| sender.send(document));
        let is_done = sent.answer.is_some_and(|answer| answer.status == 303);
        if is_done {
            self.clients.ledger.note(document, |record| record.sent = true);
        }
        // The first try may have been done without an answer: then the invitation comes all the same.
        (is_done || sent.tries > 1).then_some(())
    }

    /// The recipient follows the mailed link and opens the document.
    fn arrive(&self, email: &str) -> Option<Recipient> {
        let title = title(self.number);
        let is_ours = |mail: &Mail| mail.link.clone().filter(|_| mail.body.contains(&title));
        let link = self.clients.mail.find(email, PATIENCE, is_ours)?;
        let known = self.registered(email).map(|person| person.browser.clone());
        let mut browser = known.unwrap_or_else(|| Browser::new(String::new()));
        let mut arrived = None;
        for _ in 0..TRIES {
            browser.origin = origin(self.clients, &self.random);
            if let Ok(Some(recipient)) = Recipient::follow(browser.clone(), &link) {
                arrived = Some(recipient);
                break;
            }
            thread::sleep(REST);
        }
        let mut recipient = arrived?;
        if self.is_requested {
            return Some(recipient);
        }
        let opened = self.persist(&mut recipient, |r| &mut r.browser, Recipient::open);
        opened.answer?.is_done().then_some(recipient)
    }

    /// The recipient consents; with the request, now and then with a code, be it one that was used before.
    fn consent(&self, document: &str, email: &str, recipient: &mut Recipient) -> Option<()> {
        let with_code = self.random.borrow_mut().percent(40);
        let code = self.registered(email).filter(|_| with_code).map(|p| p.authenticator.now());
        if let Some((step, code)) = code {
            let given = self.consent_with(document, recipient, Some(&code));
            if given.is_some() {
                self.clients.ledger.code_taken(email, step, &recipient.path);
                return given;
            }
        }
        self.consent_with(document, recipient, None)
    }

    fn consent_with(
        &self,
        document: &str,
        recipient: &mut Recipient,
        code: Option<&str>,
    ) -> Option<()> {
        let shown = self.persist(recipient, |r| &mut r.browser, Recipient::read).answer?;
        let shown = shown.hidden("shown")?.to_owned();
        if self.random.borrow_mut().percent(15) {
            // A connection that is cut before the answer comes.
            let patience = self.random.borrow_mut().millis(1, 40);
            let browser = recipient.browser.within(patience);
            let mut hasty = Recipient { browser, path: recipient.path.clone() };
            drop(hasty.consent(&shown, code));
        }
        let given = self.persist(recipient, |r| &mut r.browser, |r| r.consent(&shown, code));
        let answer = given.answer?;
        // A code may have been refused by the first try already, whose answer was lost. A consent that stands was not.
        let is_refused = given.tries > 1 && ![303, 429].contains(&answer.status);
        let is_given = code.is_none() || (is_refused && self.has_consented(recipient));
        let id = plain(recipient.path.trim_start_matches("/r/"));
        self.clients.ledger.note(document, |record| {
            if answer.status == 303 {
                record.consented.insert(id);
            } else if is_refused && is_given {
                record.contradictions.push(format!("consent again: status {}", answer.status));
            }
        });
        (answer.status == 303).then_some(())
    }

    /// Whether the page of the consent leads on, since the consent stands.
    fn has_consented(&self, recipient: &mut Recipient) -> bool {
        let asked = self.persist(recipient, |r| &mut r.browser, Recipient::ask);
        asked.answer.is_some_and(|answer| answer.to.ends_with("/document"))
    }

    fn decline(&self, document: &str, recipient: &mut Recipient) -> Option<()> {
        let declined = self.persist(recipient, |r| &mut r.browser, Recipient::decline);
        let id = plain(recipient.path.trim_start_matches("/r/"));
        if declined.answer?.is_done() {
            self.clients.ledger.note(document, |record| {
                record.declined.insert(id);
            });
        }
        Some(())
    }

    fn cancel(&self, document: &str) -> Option<()> {
        let mut sender = self.sender.clone();
        let cancelled = self.persist(&mut sender, browser_of, |sender| sender.cancel(document));
        if cancelled.answer?.status == 303 {
            let now = Instant::now();
            self.clients.ledger.note(document, |record| record.cancelled = Some(now));
        }
        Some(())
    }

    /// The sender cancels while the recipient consents: one of them comes first.
    fn race(&self, document: &str, email: &str, mut recipient: Recipient) -> Option<()> {
        let mut hasty = Story {
            clients: self.clients,
            number: self.number,
            random: RefCell::new(self.random.borrow_mut().fork(3)),
            sender: self.sender.clone(),
            is_requested: self.is_requested,
        };
        hasty.sender.browser = hasty.sender.browser.clone();
        thread::scope(|scope| {
            let cancelling = scope.spawn(move || hasty.cancel(document));
            self.consent(document, email, &mut recipient);
            cancelling.join().ok().flatten()
        })
    }

    /// Tries a step until it is answered by something else than a fault, on any node.
    fn persist<P>(
        &self,
        person: &mut P,
        browser: impl Fn(&mut P) -> &mut Browser,
        step: impl Fn(&mut P) -> Answered,
    ) -> Persisted {
        let mut tries = 0;
        while tries < TRIES {
            browser(person).origin = origin(self.clients, &self.random);
            tries += 1;
            match step(person) {
                Ok(answer) if answer.status < 500 => {
                    return Persisted { answer: Some(answer), tries };
                }
                Ok(_) | Err(_) => thread::sleep(REST),
            }
        }
        Persisted { answer: None, tries }
    }

    fn registered(&self, email: &str) -> Option<&Registered> {
        self.clients.registered.iter().find(|person| person.email == email)
    }

    fn below(&self, limit: u64) -> u64 {
        self.random.borrow_mut().below(limit)
    }
}

/// The title of a document, which its mails say.
fn title(number: u64) -> String {
    format!("契約書-{number}-号")
}

/// What a step came to.
struct Persisted {
    answer: Option<Answer>,
    tries: u64,
}

fn browser_of(sender: &mut Sender) -> &mut Browser {
    &mut sender.browser
}

fn origin(clients: &Clients<'_>, random: &RefCell<Random>) -> String {
    let at = random.borrow_mut().below(clients.origins.len() as u64);
    usize::try_from(at).ok().and_then(|at| clients.origins.get(at)).cloned().unwrap_or_default()
}
