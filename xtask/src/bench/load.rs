//! Whole documents under load: each is drafted, sent, consented to by its only recipient, sealed and mailed; on two nodes
//! beside one; and pages by themselves.

mod pages;

use crate::run::Outcome;
use crate::world::browser::{Answered, Browser};
use crate::world::database::number;
use crate::world::pdf::pdf;
use crate::world::people::{Recipient, Sender};
use crate::world::process::{Used, resident, used};
use crate::world::{Engine, Layout, World};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many documents each run makes, before which so many are made that are not measured.
const DOCUMENTS: u64 = 320;
const WARM_UP: u64 = 16;
/// The size of each document's PDF in bytes.
const PDF: usize = 60_000;
const CLIENTS: [usize; 2] = [1, 16];
/// How long a mail or a seal may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// The goals at 16 clients: the consent as a multiple of one client's, and consent → sealed in milliseconds.
const GOAL_RATIO: f64 = 3.0;
const GOAL_SEALED: f64 = 500.0;
/// Documents a second on each database, and milliseconds of processor time a document, workers for PDFs among them.
const GOAL_SQLITE: f64 = 25.0;
const GOAL_POSTGRES: f64 = 20.0;
const GOAL_CPU: f64 = 25.0;
/// How many times the documents of one node two make.
const GOAL_TWO_NODES: f64 = 1.7;

/// Measures the program on these databases and prints a table.
pub(crate) fn measure(binary: &Path, engines: &[Engine]) -> Outcome {
    println!("{}", Row::HEAD);
    for &engine in engines {
        let mut alone: Option<Row> = None;
        for clients in CLIENTS {
            let row = run(binary, engine, 1, clients)?;
            row.print(engine, clients, alone.as_ref());
            match &alone {
                None => alone = Some(row),
                Some(_) if engine == Engine::Postgres => {
                    let two = run(binary, engine, 2, clients)?;
                    let ratio = two.rate() / row.rate();
                    println!(
                        "{:<12}two nodes: {:.1} documents/s, {ratio:.2} × one ({}: ≥ {GOAL_TWO_NODES} × where \
                         processors and database are not the limit)",
                        "",
                        two.rate(),
                        met(ratio >= GOAL_TWO_NODES)
                    );
                }
                Some(_) => {}
            }
        }
    }
    println!(
        "goals at 16 clients: ≥ {GOAL_SQLITE} documents/s on SQLite, ≥ {GOAL_POSTGRES} on PostgreSQL; ≤ {GOAL_CPU} ms CPU a \
         document (service and workers); consent p95 ≤ {GOAL_RATIO} × one client's; sealed p95 ≤ {GOAL_SEALED} ms"
    );
    engines.iter().try_for_each(|engine| pages::measure(binary, *engine))
}

/// What a run came to: milliseconds, sorted; seconds; bytes.
struct Row {
    upload: Vec<f64>,
    send: Vec<f64>,
    consent: Vec<f64>,
    sealed: Vec<f64>,
    seconds: f64,
    service: Used,
    database: Used,
    resident: u64,
}

/// What the clients measure together.
#[derive(Default)]
pub(super) struct Times {
    upload: Mutex<Vec<f64>>,
    send: Mutex<Vec<f64>>,
    consent: Mutex<Vec<f64>>,
}

fn run(binary: &Path, engine: Engine, nodes: usize, clients: usize) -> Outcome<Row> {
    let world =
        World::start(binary, engine, Layout::Alike(nodes), &[("WARIIN_LOG", "warn".to_owned())])?;
    let sender = Sender::set_up(world.nodes[0].origin())?;
    play_all(&world, &sender, clients, 0..WARM_UP)?;
    let database = || world.postgres.as_ref().map_or_else(Used::default, |p| used(p.pid()));
    let service = || {
        let each = world.nodes.iter().map(|node| used(node.pid()));
        each.fold(Used::default(), |all, one| Used {
            own: all.own + one.own,
            children: all.children + one.children,
        })
    };
    let (service_before, database_before) = (service(), database());
    let began = Instant::now();
    let times = play_all(&world, &sender, clients, WARM_UP..WARM_UP + DOCUMENTS)?;
    let seconds = began.elapsed().as_secs_f64();
    let service = service().since(service_before);
    let sorted = |times: Mutex<Vec<f64>>| sorted(times.into_inner().unwrap_or_default());
    Ok(Row {
        upload: sorted(times.upload),
        send: sorted(times.send),
        consent: sorted(times.consent),
        sealed: sealed(&world)?,
        seconds,
        service,
        database: database().since(database_before),
        resident: resident(world.nodes[0].pid()),
    })
}

/// Makes the documents with these numbers, so many at once, and waits until all are concluded.
pub(super) fn play_all(
    world: &World,
    sender: &Sender,
    clients: usize,
    numbers: std::ops::Range<u64>,
) -> Outcome<Times> {
    let times = Times::default();
    let next = AtomicU64::new(numbers.start);
    let origins = world.origins();
    let client = |at: usize| -> Outcome {
        // Each client at one node.
        let mut sender = sender.clone();
        sender.browser.origin.clone_from(&origins[at % origins.len()]);
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= numbers.end {
                return Ok(());
            }
            play(world, &mut sender, number, &times)?;
        }
    };
    thread::scope(|scope| {
        let clients: Vec<_> = (0..clients).map(|at| scope.spawn(move || client(at))).collect();
        clients.into_iter().try_for_each(|client| {
            client.join().unwrap_or_else(|_| Err("a client panicked".to_owned()))
        })
    })?;
    let until = Instant::now() + PATIENCE;
    let open = "SELECT count(*) AS n FROM document WHERE status <> 'concluded'";
    while world.database().rows(open)?.first().and_then(|row| number(row, "n")) != Some(0) {
        if Instant::now() > until {
            return Err("not all documents were sealed".to_owned());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(times)
}

/// One document from draft to consent.
fn play(world: &World, sender: &mut Sender, number: u64, times: &Times) -> Outcome {
    let email = format!("r{number}@example.com");
    let file = pdf(PDF, number);
    let mut document = None;
    timed(&times.upload, || {
        document = sender.draft("契約書", &file).map_err(|e| e.0)?;
        Ok(())
    })?;
    let document = document.ok_or("the upload was refused")?;
    done("the recipient", sender.address(&document, &email))?;
    timed(&times.send, || done("the sending", sender.send(&document)))?;
    let link = world.mail.find(&email, PATIENCE, |mail| mail.link.clone());
    let link = link.ok_or("the invitation did not come")?;
    let recipient =
        Recipient::follow(Browser::new(sender.browser.origin.clone()), &link).map_err(|e| e.0)?;
    let mut recipient = recipient.ok_or("the link leads nowhere")?;
    done("the document", recipient.open())?;
    let shown = recipient.shown().map_err(|e| e.0)?.ok_or("there is nothing to consent to")?;
    timed(&times.consent, || done("the consent", recipient.consent(&shown, None)))
}

fn done(what: &str, answered: Answered) -> Outcome {
    match answered {
        Ok(answer) if answer.is_done() => Ok(()),
        Ok(answer) => Err(format!("{what}: status {}", answer.status)),
        Err(error) => Err(format!("{what}: {}", error.0)),
    }
}

fn timed(into: &Mutex<Vec<f64>>, work: impl FnOnce() -> Outcome) -> Outcome {
    let began = Instant::now();
    work()?;
    let time = began.elapsed().as_secs_f64() * 1000.0;
    if let Ok(mut times) = into.lock() {
        times.push(time);
    }
    Ok(())
}

/// From the last consent to the conclusion, as the database has it, of the documents that are measured.
fn sealed(world: &World) -> Outcome<Vec<f64>> {
    let query = format!(
        "SELECT ended_at - agreed_at AS micros FROM document ORDER BY drafted_at DESC LIMIT {DOCUMENTS}"
    );
    let rows = world.database().rows(&query)?;
    let micros = rows.iter().filter_map(|row| number(row, "micros"));
    // No document is under way for so long that the difference would be rounded.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52 microseconds")]
    Ok(sorted(micros.map(|micros| micros as f64 / 1000.0).collect()))
}

/// The value below which so many hundredths of these are.
pub(super) fn sorted_percentile(times: Vec<f64>, hundredths: usize) -> f64 {
    percentile(&sorted(times), hundredths)
}

fn sorted(mut times: Vec<f64>) -> Vec<f64> {
    times.sort_by(f64::total_cmp);
    times
}

/// The value below which so many hundredths of all are.
fn percentile(times: &[f64], hundredths: usize) -> f64 {
    let at = (times.len() * hundredths / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or(f64::NAN)
}

impl Row {
    const HEAD: &str = "database    clients  documents/s   upload ms      send ms        consent ms     \
        sealed ms      CPU ms a document               RSS\n\
        \x20                                  p50     p95    p50     p95    p50     p95    \
        p50     p95    service workers database       MB";

    /// Documents a second.
    fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred documents")]
        let documents = DOCUMENTS as f64;
        documents / self.seconds
    }

    fn print(&self, engine: Engine, clients: usize, alone: Option<&Self>) {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred documents, and megabytes")]
        let (documents, megabytes) = (DOCUMENTS as f64, self.resident as f64 / 1e6);
        let pair =
            |times: &[f64]| format!("{:6.1}  {:6.1}", percentile(times, 50), percentile(times, 95));
        let each = |time: Duration| time.as_secs_f64() * 1000.0 / documents;
        println!(
            "{:<12}{clients:>7}{:>13.1}  {} {} {} {}  {:>7.1} {:>7.1} {:>8.1} {megabytes:>8.1}",
            engine.name(),
            self.rate(),
            pair(&self.upload),
            pair(&self.send),
            pair(&self.consent),
            pair(&self.sealed),
            each(self.service.own),
            each(self.service.children),
            each(self.database.own + self.database.children),
        );
        if let Some(alone) = alone {
            let ratio = |mine: &[f64], one: &[f64]| percentile(mine, 95) / percentile(one, 95);
            let goal = if engine == Engine::Sqlite { GOAL_SQLITE } else { GOAL_POSTGRES };
            let cpu = each(self.service.own + self.service.children);
            println!(
                "{:<12}{:.1} documents/s ({}), {cpu:.1} ms CPU a document ({})",
                "",
                self.rate(),
                met(self.rate() >= goal),
                met(cpu <= GOAL_CPU)
            );
            let consent = ratio(&self.consent, &alone.consent);
            let sealed = percentile(&self.sealed, 95);
            println!(
                "{:<12}against one client: {:.1} × documents/s, p95 of send {:.1} ×, consent {consent:.1} × \
                 ({}), sealed {:.1} × ({})",
                "",
                alone.seconds / self.seconds,
                ratio(&self.send, &alone.send),
                met(consent <= GOAL_RATIO),
                ratio(&self.sealed, &alone.sealed),
                met(sealed <= GOAL_SEALED),
            );
        }
    }
}

fn met(is_met: bool) -> &'static str {
    if is_met { "goal met" } else { "goal missed" }
}
