//! A rolling restart under load: people work behind a load balancer that goes by readiness, while one node after the
//! other is told to end and started again. No request may fail.

use super::inject::lock;
use crate::run::Outcome;
use crate::world::World;
use crate::world::browser::{Answered, Browser, Wait, Waits, agent};
use crate::world::mail::MailServer;
use crate::world::pdf::pdf;
use crate::world::people::{Recipient, Sender};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How many documents are under way at once.
const CLIENTS: u64 = 4;
/// How often the balancer asks each node whether it is ready; the nodes go on answering for two seconds after they are not.
const ASK_EVERY: Duration = Duration::from_millis(100);
/// How long a mail may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a rolling restart came to.
pub(super) struct Rolled {
    pub(super) documents: u64,
    pub(super) requests: u64,
    pub(super) seconds: f64,
    /// Requests that got no answer, or that of a fault.
    pub(super) failed: Vec<String>,
}

/// Restarts every node while documents are made; numbers of documents begin here.
pub(super) fn roll(world: &Mutex<World>, sender: &Sender, first: u64) -> Outcome<Rolled> {
    let (mail, origins) = {
        let world = lock(world);
        (world.mail.clone(), world.origins())
    };
    let balancer = Balancer { ready: Mutex::new(origins.clone()), next: AtomicU64::new(0) };
    let (ends, documents) = (AtomicBool::new(false), AtomicU64::new(0));
    let people = People::new(&balancer, mail);
    let began = Instant::now();
    let restarted = thread::scope(|scope| {
        scope.spawn(|| balancer.watch(&origins, &ends));
        for client in 0..CLIENTS {
            let (people, ends, documents) = (&people, &ends, &documents);
            scope.spawn(move || {
                for number in 0.. {
                    let number = first + client + number * CLIENTS;
                    if people.play(sender.clone(), number).is_some() {
                        documents.fetch_add(1, Ordering::SeqCst);
                    }
                    if ends.load(Ordering::SeqCst) {
                        return;
                    }
                }
            });
        }
        let restarted = restart_each(world, &balancer);
        ends.store(true, Ordering::SeqCst);
        restarted
    });
    restarted?;
    Ok(Rolled {
        documents: documents.into_inner(),
        requests: people.requests.into_inner(),
        seconds: began.elapsed().as_secs_f64(),
        failed: people.failed.into_inner().unwrap_or_default(),
    })
}

/// One after the other: the next ends when the one before is ready and the balancer knows it.
fn restart_each(world: &Mutex<World>, balancer: &Balancer) -> Outcome {
    let nodes = lock(world).nodes.len();
    let web = lock(world).origins().len();
    for at in 0..nodes {
        lock(world).restart_gently(at)?;
        let began = Instant::now();
        while balancer.ready().len() < web {
            if began.elapsed() > PATIENCE {
                return Err("a node that was restarted did not become ready".to_owned());
            }
            thread::sleep(ASK_EVERY / 4);
        }
    }
    Ok(())
}

/// Sends each request to one of the nodes that said last that they are ready.
pub(super) struct Balancer {
    ready: Mutex<Vec<String>>,
    next: AtomicU64,
}

impl Balancer {
    /// That sends every request to this node.
    pub(super) fn to(origin: String) -> Self {
        Self { ready: Mutex::new(vec![origin]), next: AtomicU64::new(0) }
    }

    fn watch(&self, origins: &[String], ends: &AtomicBool) {
        let agent = agent(Duration::from_secs(2));
        while !ends.load(Ordering::SeqCst) {
            let is_ready = |origin: &&String| {
                let answer = agent.get(format!("{origin}/health/ready")).call();
                answer.is_ok_and(|answer| answer.status() == 200)
            };
            let ready = origins.iter().filter(is_ready).cloned().collect();
            *self.ready.lock().unwrap_or_else(PoisonError::into_inner) = ready;
            thread::sleep(ASK_EVERY);
        }
    }

    fn ready(&self) -> Vec<String> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn pick(&self) -> String {
        let began = Instant::now();
        loop {
            let ready = self.ready();
            let next = usize::try_from(self.next.fetch_add(1, Ordering::SeqCst)).unwrap_or(0);
            match ready.get(next % ready.len().max(1)) {
                Some(origin) => return origin.clone(),
                None if began.elapsed() > PATIENCE => return String::new(),
                None => thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}

/// The people, and what became of their requests.
pub(super) struct People<'a> {
    balancer: &'a Balancer,
    requests: AtomicU64,
    failed: Mutex<Vec<String>>,
    mail: MailServer,
    waits: Arc<Waits>,
}

impl<'a> People<'a> {
    pub(super) fn new(balancer: &'a Balancer, mail: MailServer) -> Self {
        let (requests, failed) = (AtomicU64::new(0), Mutex::default());
        Self { balancer, requests, failed, mail, waits: Arc::default() }
    }

    /// How long their answers took.
    pub(super) fn waits(&self) -> Vec<Wait> {
        self.waits.all()
    }

    /// One document from draft to consent; a step that fails is noted and ends it.
    pub(super) fn play(&self, mut sender: Sender, number: u64) -> Option<()> {
        let email = format!("rolling-{number}@example.com");
        self.balance(&mut sender.browser);
        let drafted = sender.draft(&format!("契約書 {number}"), &pdf(8_000, number));
        let document = match drafted {
            Ok(Some(document)) => document,
            Ok(None) => return self.fail("the upload was refused"),
            Err(error) => return self.fail(&format!("the upload: {}", error.0)),
        };
        self.balance(&mut sender.browser);
        self.answered("the recipient", sender.address(&document, &email))?;
        self.balance(&mut sender.browser);
        self.answered("the sending", sender.send(&document))?;
        let Some(link) = self.mail.find(&email, PATIENCE, |mail| mail.link.clone()) else {
            return self.fail("the invitation did not come");
        };
        let mut browser = Browser::new(String::new());
        self.balance(&mut browser);
        let mut recipient = match Recipient::follow(browser, &link) {
            Ok(Some(recipient)) => recipient,
            Ok(None) => return self.fail("the link leads nowhere"),
            Err(error) => return self.fail(&format!("the link: {}", error.0)),
        };
        self.balance(&mut recipient.browser);
        self.answered("the document", recipient.open())?;
        self.balance(&mut recipient.browser);
        let shown = match recipient.shown() {
            Ok(Some(shown)) => shown,
            Ok(None) => return self.fail("there is nothing to consent to"),
            Err(error) => return self.fail(&format!("the page: {}", error.0)),
        };
        self.balance(&mut recipient.browser);
        self.answered("the consent", recipient.consent(&shown, None))
    }

    fn balance(&self, browser: &mut Browser) {
        browser.origin = self.balancer.pick();
        browser.waits = Some(Arc::clone(&self.waits));
        self.requests.fetch_add(1, Ordering::SeqCst);
    }

    fn answered(&self, what: &str, answered: Answered) -> Option<()> {
        match answered {
            Ok(answer) if answer.is_done() => Some(()),
            Ok(answer) => self.fail(&format!("{what}: status {}", answer.status)),
            Err(error) => self.fail(&format!("{what}: {}", error.0)),
        }
    }

    fn fail(&self, why: &str) -> Option<()> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).push(why.to_owned());
        None
    }
}
