//! What a document costs in the database and the object storage, on two web nodes and a worker, and whether that grows
//! with what is kept already: `docs/operations/scaling.md` is made of these figures.

use super::load::{play_all, sorted_percentile};
use crate::run::Outcome;
use crate::world::database::number;
use crate::world::people::Sender;
use crate::world::process::used;
use crate::world::{Engine, Layout, World};
use std::path::Path;
use std::time::{Duration, Instant};

const WARM_UP: u64 = 8;
const DOCUMENTS: u64 = 64;
const CLIENTS: usize = 8;
/// How often a page is asked for.
const PAGES: usize = 60;

/// Measures on an empty database, fills it with so many million rows of events, leaves, nodes of the tree and jobs that
/// are done, and measures again.
pub(crate) fn measure(binary: &Path, millions: u64) -> Outcome {
    let settings = [("WARIIN_LOG", "warn".to_owned())];
    let world = World::start(binary, Engine::Postgres, Layout::Apart, &settings)?;
    let mut sender = Sender::set_up(world.nodes[0].origin())?;
    play_all(&world, &sender, CLIENTS, 0..WARM_UP)?;
    println!("{}", Cost::HEAD);
    run(&world, &mut sender, WARM_UP)?.print("empty");
    let began = Instant::now();
    fill(&world, millions * 1_000_000)?;
    println!("filled in {:.0} s; sizes with their indexes:", began.elapsed().as_secs_f64());
    for row in world.database().rows(SIZES)? {
        let megabytes = number(&row, "bytes").unwrap_or(0) / 1_000_000;
        println!("  {:<14}{megabytes:>8} MB", row["name"].as_str().unwrap_or_default());
    }
    run(&world, &mut sender, WARM_UP + DOCUMENTS)?.print(&format!("{millions} million"));
    Ok(())
}

const SIZES: &str = "SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class \
    WHERE relname IN ('audit_event', 'log_leaf', 'log_node', 'job') AND relkind = 'r' ORDER BY 1";

/// What some documents cost, in all.
struct Cost {
    seconds: f64,
    wal: i64,
    commits: i64,
    inserts: i64,
    updates: i64,
    events: i64,
    puts: usize,
    gets: usize,
    others: usize,
    web: Duration,
    worker: Duration,
    database: Duration,
    /// Milliseconds of the list, of a document's page with its history, and of an export with its proofs.
    pages: [f64; 2],
    proofs: f64,
}

/// What the database and the storage have counted up to now.
struct Counted {
    wal: i64,
    commits: i64,
    inserts: i64,
    updates: i64,
    events: i64,
    requests: [usize; 3],
    used: [Duration; 3],
}

impl Counted {
    fn now(world: &World) -> Outcome<Self> {
        // The database gathers its counters of a session when that has been idle for a second.
        std::thread::sleep(Duration::from_secs(3));
        let sql = "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint AS wal, \
            (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS commits, \
            (SELECT sum(n_tup_ins)::bigint FROM pg_stat_user_tables) AS inserts, \
            (SELECT sum(n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables) AS updates, \
            (SELECT n_tup_ins::bigint FROM pg_stat_user_tables WHERE relname = 'audit_event') AS events";
        let rows = world.database().rows(sql)?;
        let row = rows.first().ok_or("the database counts nothing")?;
        let count = |column| number(row, column).unwrap_or(0);
        let of = |at: usize| {
            let used = used(world.nodes[at].pid());
            used.own + used.children
        };
        let database = world.postgres.as_ref().map_or(Duration::ZERO, |postgres| {
            let used = used(postgres.pid());
            used.own + used.children
        });
        Ok(Self {
            wal: count("wal"),
            commits: count("commits"),
            inserts: count("inserts"),
            updates: count("updates"),
            events: count("events"),
            requests: world.storage_requests(),
            used: [of(0) + of(1), of(2), database],
        })
    }
}

fn run(world: &World, sender: &mut Sender, first: u64) -> Outcome<Cost> {
    let before = Counted::now(world)?;
    let began = Instant::now();
    play_all(world, sender, CLIENTS, first..first + DOCUMENTS)?;
    let seconds = began.elapsed().as_secs_f64();
    let after = Counted::now(world)?;
    let newest = "SELECT id::text AS id FROM document ORDER BY drafted_at DESC LIMIT 1";
    let rows = world.database().rows(newest)?;
    let document = rows.first().and_then(|row| row["id"].as_str()).ok_or("there is no document")?;
    let page = |sender: &mut Sender, path: &str| -> Outcome<f64> {
        let mut times = Vec::new();
        for _ in 0..PAGES {
            let began = Instant::now();
            let answer = sender.browser.get(path).map_err(|e| e.0)?;
            if answer.status != 200 {
                return Err(format!("{path}: status {}", answer.status));
            }
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(sorted_percentile(times, 50))
    };
    let pages = [page(sender, "/documents")?, page(sender, &format!("/documents/{document}"))?];
    let began = Instant::now();
    world.place.run_as(&world.nodes[2].part, &["audit", "export", "--document", document])?;
    let proofs = began.elapsed().as_secs_f64() * 1000.0;
    let requests = |at: usize| after.requests[at] - before.requests[at];
    let used = |at: usize| after.used[at].saturating_sub(before.used[at]);
    Ok(Cost {
        seconds,
        wal: after.wal - before.wal,
        commits: after.commits - before.commits,
        inserts: after.inserts - before.inserts,
        updates: after.updates - before.updates,
        events: after.events - before.events,
        puts: requests(0),
        gets: requests(1),
        others: requests(2),
        web: used(0),
        worker: used(1),
        database: used(2),
        pages,
        proofs,
    })
}

impl Cost {
    const HEAD: &str = "a document:   seconds  WAL kB  commits  inserts  updates+deletes  events    PUT    GET  other S3  \
        CPU ms web  worker  database   list ms  page ms  export ms";

    fn print(&self, what: &str) {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let each = |number: i64| number as f64 / DOCUMENTS as f64;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let asked = |number: usize| number as f64 / DOCUMENTS as f64;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let millis = |time: Duration| time.as_secs_f64() * 1000.0 / DOCUMENTS as f64;
        println!(
            "{what:<13}{:>8.2}{:>8.1}{:>9.1}{:>9.1}{:>17.1}{:>8.1}{:>7.1}{:>7.1}{:>10.1}{:>12.1}{:>8.1}{:>10.1}{:>10.1}{:>9.1}{:>11.0}",
            self.seconds * asked(1),
            each(self.wal) / 1000.0,
            each(self.commits),
            each(self.inserts),
            each(self.updates),
            each(self.events),
            asked(self.puts),
            asked(self.gets),
            asked(self.others),
            millis(self.web),
            millis(self.worker),
            millis(self.database),
            self.pages[0],
            self.pages[1],
            self.proofs,
        );
    }
}

/// Puts rows behind those of the service: of subjects that it has not, and at places of the tree that it does not reach.
fn fill(world: &World, rows: u64) -> Outcome {
    let last = rows - 1;
    let statements = [
        format!(
            "INSERT INTO audit_event SELECT 'document', md5((n / 12)::text)::uuid, n % 12 + 1, 1, 'service', NULL, \
             'consented', repeat('x', 180), decode(repeat('00', 32), 'hex'), sha256(n::text::bytea), \
             sha256(n::text::bytea) FROM generate_series(0, {last}) n"
        ),
        format!(
            "INSERT INTO log_leaf SELECT 1000000000000 + n, 'document', md5((n / 12)::text)::uuid, n % 12 + 1 \
             FROM generate_series(0, {last}) n"
        ),
        format!(
            "INSERT INTO log_node SELECT 1000000000000 + n, sha256(n::text::bytea) FROM generate_series(0, {last}) n"
        ),
        format!(
            "INSERT INTO job (id, queue, priority, payload_version, payload, run_at, leased_until, attempts, state, \
             outcome, finished_at) SELECT md5('job' || n)::uuid, 'email', 1, 1, '{{}}', 1, 0, 1, 'done', 'done', 1 \
             FROM generate_series(0, {last} / 3) n"
        ),
        "ANALYZE".to_owned(),
        "CHECKPOINT".to_owned(),
    ];
    statements.iter().try_for_each(|sql| world.database().execute(sql))
}
