//! One document, from its upload to its end, told by people who try again when they get no answer.

use super::clients::Clients;
use super::ledger::plain;
use super::random::Random;
use crate::world::browser::{Answer, Answered, Browser};
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
}

impl<'a> Story<'a> {
    pub(super) fn new(clients: &'a Clients<'a>, number: u64, random: &Random) -> Self {
        let random = random.clone().fork(number);
        Self { clients, number, random: RefCell::new(random), sender: clients.sender.clone() }
    }

    /// Tells the story as far as it comes.
    pub(super) fn tell(mut self) -> Option<()> {
        let end = match self.below(10) {
            0 => End::Declined,
            1 => End::Cancelled,
            2 => End::Raced,
            _ => End::Concluded,
        };
        let emails: Vec<String> = (0..=self.below(2))
            .map(|place| format!("d{}-{place}@example.com", self.number))
            .collect();
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
                End::Raced if is_last => return self.race(&document, recipient),
                _ => self.consent(&document, &mut recipient)?,
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
            match self.sender.draft(&file) {
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
        let link = self.clients.mail.find(email, PATIENCE, |mail| mail.link.clone())?;
        let mut arrived = None;
        for _ in 0..TRIES {
            let origin = origin(self.clients, &self.random);
            if let Ok(Some(recipient)) = Recipient::follow(&origin, &link) {
                arrived = Some(recipient);
                break;
            }
            thread::sleep(REST);
        }
        let mut recipient = arrived?;
        let opened = self.persist(&mut recipient, |r| &mut r.browser, Recipient::open);
        opened.answer?.is_done().then_some(recipient)
    }

    fn consent(&self, document: &str, recipient: &mut Recipient) -> Option<()> {
        let page = format!("{}/consent", recipient.path);
        let shown = self.persist(recipient, |r| &mut r.browser, |r| r.browser.get(&page)).answer?;
        let shown = shown.hidden("shown")?.to_owned();
        if self.random.borrow_mut().percent(15) {
            // A connection that is cut before the answer comes.
            let patience = self.random.borrow_mut().millis(1, 40);
            let mut hasty = recipient.browser.within(patience);
            drop(hasty.post(&page, &[("shown", &shown)]));
        }
        let given = self.persist(recipient, |r| &mut r.browser, |r| r.consent(&shown));
        let answer = given.answer?;
        let id = plain(recipient.path.trim_start_matches("/r/"));
        self.clients.ledger.note(document, |record| {
            if answer.status == 303 {
                record.consented.insert(id);
            } else if given.tries > 1 {
                record.contradictions.push(format!("consent again: status {}", answer.status));
            }
        });
        (answer.status == 303).then_some(())
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
    fn race(&self, document: &str, mut recipient: Recipient) -> Option<()> {
        let mut hasty = Story {
            clients: self.clients,
            number: self.number,
            random: RefCell::new(self.random.borrow_mut().fork(3)),
            sender: self.sender.clone(),
        };
        hasty.sender.browser = hasty.sender.browser.clone();
        thread::scope(|scope| {
            let cancelling = scope.spawn(move || hasty.cancel(document));
            self.consent(document, &mut recipient);
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

    fn below(&self, limit: u64) -> u64 {
        self.random.borrow_mut().below(limit)
    }
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
