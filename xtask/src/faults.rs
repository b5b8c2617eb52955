//! Faults at random against the real program, and a checker of its own that proves INV1 … INV12 afterwards.

mod chain;
mod check;
mod clients;
mod disk;
mod frozen;
mod inject;
mod ledger;
mod plan;
mod random;
mod rolling;
mod story;
mod tally;

use crate::run::{Outcome, program, run, top};
use crate::world::authority::Authority;
use crate::world::browser::{Answered, Browser};
use crate::world::database::number;
use crate::world::pdf::pdf;
use crate::world::people::{Recipient, Sender};
use crate::world::{Engine, Layout, World, fresh_folder};
use clients::Registered;
use inject::Injected;
use ledger::Ledger;
use random::Random;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tally::Tally;

pub(crate) use plan::Plan;

/// The seed of the run that belongs to the tests.
pub(crate) const TESTED: u64 = 20_261_127;
/// How long clients and faults go on before everything is checked.
const ROUND: Duration = Duration::from_secs(40);
const SHORT_ROUND: Duration = Duration::from_secs(6);
/// How many rounds a service has before a new one is begun: everything that it ever did is checked after each.
const ROUNDS: u64 = 6;
/// How long the service may take to finish everything once no fault is left.
const PATIENCE: Duration = Duration::from_secs(130);

/// How many recipients have accounts with second factors.
const REGISTERED: u64 = 2;

/// Runs against the program that `WARIIN_BIN` names, or the debug build.
pub(crate) fn run_by_hand(plan: Plan) -> Outcome {
    crate::tools::install()?;
    let binary = match std::env::var_os("WARIIN_BIN") {
        Some(binary) => PathBuf::from(binary),
        None => {
            run(&mut program("cargo", &["build", "--quiet", "--package", "wariin-app-http"]))?;
            top().join("target/debug/wariin")
        }
    };
    torture(&binary, plan)
}

/// A service that is tortured: its database, its nodes, and what it is called.
type Service = (Engine, Layout, &'static str);

const SERVICES: [Service; 3] = [
    (Engine::Sqlite, Layout::Alike(1), "SQLite"),
    (Engine::Postgres, Layout::Alike(2), "PostgreSQL"),
    (Engine::Postgres, Layout::Apart, "roles and S3"),
];

/// Rounds of documents and faults on one node with `SQLite`, on two with `PostgreSQL`, and on nodes with roles of their
/// own and an object storage, each checked: side by side for so many minutes, or a short one after the other.
pub(crate) fn torture(binary: &Path, plan: Plan) -> Outcome {
    let minutes = plan.minutes.unwrap_or(0);
    println!("\nfaults: again by cargo xtask faults --seed {} --minutes {minutes}", plan.seed);
    println!("{}", Tally::HEAD);
    let of_service = |number: usize| {
        let random = Random::of(plan.seed).fork(number as u64);
        rounds(binary, SERVICES[number], plan, random)
    };
    let tallies: Vec<Outcome<Tally>> = if plan.minutes.is_some() {
        thread::scope(|scope| {
            let playing: Vec<_> =
                (0..SERVICES.len()).map(|number| scope.spawn(move || of_service(number))).collect();
            let joined = playing.into_iter().map(thread::ScopedJoinHandle::join);
            joined
                .map(|tally| tally.unwrap_or_else(|_| Err("a round panicked".to_owned())))
                .collect()
        })
    } else {
        (0..SERVICES.len()).map(of_service).collect()
    };
    let mut all = Tally::default();
    for tally in tallies {
        all.add(tally?);
    }
    all.print("in all");
    if all.violations.is_empty() {
        return Ok(());
    }
    Err(format!("{} violations; seed {}", all.violations.len(), plan.seed))
}

/// Rounds on services of this kind, until the time is over or something is wrong.
fn rounds(
    binary: &Path,
    (engine, layout, name): Service,
    plan: Plan,
    mut random: Random,
) -> Outcome<Tally> {
    let mut all = Tally::default();
    let began = Instant::now();
    let time = plan.minutes.map_or(Duration::ZERO, |minutes| Duration::from_secs(minutes * 60));
    let round = if plan.minutes.is_some() { ROUND } else { SHORT_ROUND };
    let mut freeze = plan.freeze.filter(|_| layout != Layout::Alike(1));
    loop {
        let mut arena = Arena::open(binary, engine, layout)?;
        if layout == Layout::Apart {
            let failed = arena.roll()?;
            print(&failed);
            all.violations.extend(failed);
        }
        if let Some(time) = freeze.take() {
            let tally = arena.freeze(time, &mut random)?;
            tally.print(name);
            print(&tally.violations);
            all.add(tally);
        }
        for _ in 0..ROUNDS {
            let tally = arena.round(round, &mut random)?;
            tally.print(name);
            let is_broken = !tally.violations.is_empty();
            all.add(tally);
            if is_broken {
                print(&all.violations);
                arena.tell()?;
            }
            if is_broken || began.elapsed() >= time {
                return Ok(all);
            }
        }
    }
}

fn print(violations: &[String]) {
    for violation in violations {
        println!("{violation}");
    }
}

/// A service that faults are injected into, and what was acknowledged by it.
struct Arena {
    world: Mutex<World>,
    sender: Sender,
    registered: Vec<Registered>,
    disk: disk::Disk,
    times: Authority,
    interruptions: inject::Interruptions,
    ledger: Ledger,
    documents: u64,
    engine: Engine,
}

impl Arena {
    fn open(binary: &Path, engine: Engine, layout: Layout) -> Outcome<Self> {
        let disk = disk::Disk::new()?;
        let times = Authority::start(&fresh_folder("times")?)?;
        let mut settings = vec![("WARIIN_LOG", "warn".to_owned())];
        if layout == Layout::Apart {
            settings.push(("WARIIN_DRAIN_SECONDS", "2".to_owned()));
        }
        settings.extend(times.settings());
        if engine == Engine::Sqlite {
            settings.extend(disk.settings());
        }
        let world = World::start(binary, engine, layout, &settings)?;
        let mut sender = Sender::set_up(world.nodes[0].origin())?;
        let register = |number| register(&world, &mut sender, number);
        let registered = (0..REGISTERED).map(register).collect::<Outcome<_>>()?;
        let ledger = Ledger::default();
        let world = Mutex::new(world);
        let interruptions = inject::Interruptions::default();
        let documents = 0;
        Ok(Self {
            world,
            sender,
            registered,
            disk,
            times,
            interruptions,
            ledger,
            documents,
            engine,
        })
    }

    /// Restarts every node while documents are made; what failed.
    fn roll(&mut self) -> Outcome<Vec<String>> {
        // Numbers that no other story has.
        let rolled = rolling::roll(&self.world, &self.sender, 1_000_000)?;
        println!(
            "a rolling restart in {:.1} s: {} documents, {} requests, {} failed",
            rolled.seconds,
            rolled.documents,
            rolled.requests,
            rolled.failed.len()
        );
        let mut violations: Vec<String> =
            rolled.failed.iter().map(|why| format!("FA-10: a request failed: {why}")).collect();
        if rolled.documents == 0 {
            violations.push("FA-10: no document was made during the rolling restart".to_owned());
        }
        Ok(violations)
    }

    /// Freezes a node for this time, then checks everything that was ever done.
    fn freeze(&mut self, time: Duration, random: &mut Random) -> Outcome<Tally> {
        let ends = AtomicBool::new(false);
        let clients = self.clients(&ends);
        let before = self.ledger.consents();
        let numbers = (self.documents, time);
        let of_clients = random.fork(3);
        let frozen =
            frozen::freeze(&self.world, &clients, &ends, &self.interruptions, numbers, of_clients)?;
        println!("{}", frozen.told(time));
        let faults = Injected { freezes: 1, ..Injected::default() };
        self.tally(frozen.begun, before, faults, frozen.violations())
    }

    /// Documents and faults for this time, then a check of everything that was ever done.
    fn round(&mut self, time: Duration, random: &mut Random) -> Outcome<Tally> {
        let ends = AtomicBool::new(false);
        let clients = self.clients(&ends);
        let (first, before) = (self.documents, self.ledger.consents());
        let (of_faults, of_clients) = (random.fork(1), random.fork(2));
        let (faults, played) = thread::scope(|scope| {
            let injecting = scope.spawn(|| {
                let devices = inject::Devices {
                    disk: &self.disk,
                    times: &self.times,
                    interruptions: &self.interruptions,
                };
                inject::inject(&self.world, devices, self.engine, time, of_faults)
            });
            let playing = scope.spawn(|| clients.play(first, of_clients));
            let faults =
                injecting.join().unwrap_or_else(|_| Err("the injector panicked".to_owned()));
            ends.store(true, Ordering::SeqCst);
            let played = playing.join().unwrap_or_else(|_| Err("a client panicked".to_owned()));
            (faults, played)
        });
        self.tally(played?, before, faults?, Vec::new())
    }

    fn clients<'a>(&'a self, ends: &'a AtomicBool) -> clients::Clients<'a> {
        let world = inject::lock(&self.world);
        clients::Clients {
            origins: world.origins(),
            mail: world.mail.clone(),
            sender: self.sender.clone(),
            registered: &self.registered,
            ledger: &self.ledger,
            ends,
        }
    }

    /// What it came to, once everything that was begun is finished: so many documents, the consents beyond those of
    /// before, and what is wrong.
    fn tally(
        &mut self,
        documents: u64,
        before: usize,
        faults: Injected,
        mut violations: Vec<String>,
    ) -> Outcome<Tally> {
        self.documents += documents;
        let consents = self.ledger.consents() - before;
        let settling = Instant::now();
        violations.extend(self.settle()?);
        let settled = settling.elapsed();
        let world = inject::lock(&self.world);
        violations.extend(check::check(&world, &self.ledger, &self.interruptions)?);
        if documents > 0 && consents == 0 {
            violations.push("no consent was acknowledged: the round shows nothing".to_owned());
        }
        drop(world);
        Ok(Tally { documents, consents, faults, settled, violations })
    }

    /// Prints what helps to find out why something is wrong.
    fn tell(&self) -> Outcome {
        let world = inject::lock(&self.world);
        let columns = "queue, attempts, run_at, leased_until, last_error, payload";
        let query =
            format!("SELECT {columns} FROM job WHERE state = 'waiting' AND attempts > 0 LIMIT 20");
        for job in world.database().rows(&query)? {
            println!("{job}");
        }
        println!("{}", world.place.logged());
        Ok(())
    }

    /// Waits until nothing is left to be done; what never came to an end is a violation.
    fn settle(&self) -> Outcome<Vec<String>> {
        let world = inject::lock(&self.world);
        let until = Instant::now() + PATIENCE;
        let waiting = [
            (
                "documents wait for their seal",
                "SELECT count(*) AS n FROM document WHERE status = 'sealing'",
            ),
            ("events are not in the log", "SELECT count(*) AS n FROM log_pending"),
            ("jobs wait", "SELECT count(*) AS n FROM job WHERE state = 'waiting' AND attempts > 0"),
        ];
        loop {
            let mut left = Vec::new();
            for (what, query) in waiting {
                let rows = world.database().rows(query)?;
                match rows.first().and_then(|row| number(row, "n")) {
                    Some(0) => {}
                    count => left.push(format!("settling: {what}: {count:?}")),
                }
            }
            if left.is_empty() {
                return Ok(left);
            }
            if Instant::now() > until {
                return Ok(left);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A recipient who makes an account and enrols a factor, as a first document with the request demands.
fn register(world: &World, sender: &mut Sender, number: u64) -> Outcome<Registered> {
    let email = format!("registered-{number}@example.com");
    let draft = sender.draft("最初の契約書", &pdf(2_000, number)).map_err(|e| e.0)?;
    let document = draft.ok_or("the first upload was refused")?;
    done(sender.address(&document, &email))?;
    done(sender.request(&document))?;
    done(sender.send(&document))?;
    let link = world.mail.find(&email, PATIENCE, |mail| mail.link.clone());
    let link = link.ok_or("the first invitation did not come")?;
    let browser = Browser::new(world.nodes[0].origin());
    let recipient = Recipient::follow(browser, &link).map_err(|e| e.0)?;
    let mut recipient = recipient.ok_or("the first link leads nowhere")?;
    let authenticator = recipient.register(&email, &world.mail)?;
    Ok(Registered { email, browser: recipient.browser, authenticator })
}

fn done(answered: Answered) -> Outcome {
    match answered {
        Ok(answer) if answer.is_done() => Ok(()),
        Ok(answer) => Err(format!("before any fault: status {}", answer.status)),
        Err(error) => Err(format!("before any fault: {}", error.0)),
    }
}
