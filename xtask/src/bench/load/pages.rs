//! Pages under load by `wrk`, and what idle connections cost: the landing page of a recipient's link, and the list of ten
//! thousand documents.

use super::{done, met};
use crate::run::{Outcome, output, program};
use crate::world::browser::Browser;
use crate::world::pdf::pdf;
use crate::world::people::{Recipient, Sender};
use crate::world::process::resident;
use crate::world::{Engine, Layout, World};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How many documents the list has, made by so many clients.
const LISTED: u64 = 10_000;
const CLIENTS: u64 = 8;
/// How many connections stay open without a request.
const IDLE: u64 = 10_000;
/// How long `wrk` asks before it is measured, and then.
const WARM_UP: &str = "2s";
const MEASURED: &str = "10s";
/// How long a mail may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// Landing pages a second and the milliseconds of the slowest hundredth; lists a second; megabytes with idle connections.
const GOAL_LANDINGS: f64 = 5_000.0;
const GOAL_LANDING_P99: f64 = 20.0;
const GOAL_LISTS: f64 = 3_000.0;
const GOAL_IDLE_MEGABYTES: f64 = 150.0;

/// Opens so many connections, asks on each once, says so, and keeps them until its input ends.
const CONNECT: &str = "\
import resource, socket, sys
host, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
kept = []
for _ in range(count):
    s = socket.create_connection((host, port))
    s.sendall(b'GET /health/live HTTP/1.1\\r\\nhost: localhost\\r\\n\\r\\n')
    assert s.recv(4096).startswith(b'HTTP/1.1 200')
    kept.append(s)
print('open', flush=True)
sys.stdin.read()
";

/// What `wrk` has measured.
#[derive(Debug, PartialEq)]
struct Asked {
    /// Requests a second.
    rate: f64,
    /// Milliseconds that half, and ninety-nine of a hundred, took at most.
    p50: f64,
    p99: f64,
}

/// Measures and prints, each beside its goal.
pub(super) fn measure(binary: &Path, engine: Engine) -> Outcome {
    let settings =
        [("WARIIN_LOG", "warn".to_owned()), ("WARIIN_CONNECTIONS_PER_ADDRESS", "20000".to_owned())];
    let world = World::start(binary, engine, Layout::Alike(1), &settings)?;
    let origin = world.nodes[0].origin();
    let mut sender = Sender::set_up(origin.clone())?;
    let name = engine.name();

    let recipient = landed(&world, &mut sender)?;
    let landing = wrk(&format!("{origin}{}", recipient.path), &recipient.browser)?;
    let is_met = landing.rate >= GOAL_LANDINGS && landing.p99 <= GOAL_LANDING_P99;
    println!(
        "{name}: landing page {} ({}: ≥ {GOAL_LANDINGS}/s, p99 ≤ {GOAL_LANDING_P99} ms)",
        landing.told(),
        met(is_met)
    );

    fill(&sender)?;
    let list = wrk(&format!("{origin}/documents"), &sender.browser)?;
    println!(
        "{name}: list of {LISTED} documents {} ({}: ≥ {GOAL_LISTS}/s)",
        list.told(),
        met(list.rate >= GOAL_LISTS)
    );

    let before = megabytes(&world);
    let megabytes = idle(&world)?;
    println!(
        "{name}: with {IDLE} idle connections {megabytes:.0} MB, {before:.0} MB before ({}: ≤ {GOAL_IDLE_MEGABYTES} MB)",
        met(megabytes <= GOAL_IDLE_MEGABYTES)
    );
    Ok(())
}

/// A recipient who has followed the mailed link.
fn landed(world: &World, sender: &mut Sender) -> Outcome<Recipient> {
    let document = sender.draft("契約書", &pdf(20_000, 0)).map_err(|e| e.0)?;
    let document = document.ok_or("the upload was refused")?;
    done("the recipient", sender.address(&document, "landing@example.com"))?;
    done("the sending", sender.send(&document))?;
    let link = world.mail.find("landing@example.com", PATIENCE, |mail| mail.link.clone());
    let link = link.ok_or("the invitation did not come")?;
    let recipient = Recipient::follow(Browser::new(sender.browser.origin.clone()), &link);
    recipient.map_err(|e| e.0)?.ok_or_else(|| "the link leads nowhere".to_owned())
}

/// Drafts so many documents as pages would.
fn fill(sender: &Sender) -> Outcome {
    let next = AtomicU64::new(1);
    let file = pdf(2_000, 1);
    let client = || -> Outcome {
        let mut sender = sender.clone();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= LISTED {
                return Ok(());
            }
            let title = format!("業務委託契約書 {number}");
            sender.draft(&title, &file).map_err(|e| e.0)?.ok_or("a draft was refused")?;
        }
    };
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        clients.into_iter().try_for_each(|client| {
            client.join().unwrap_or_else(|_| Err("a client panicked".to_owned()))
        })
    })
}

/// Megabytes of the node while connections are open on which nothing is asked.
fn idle(world: &World) -> Outcome<f64> {
    let node = &world.nodes[0];
    let mut command = Command::new("python3");
    command.args(["-c", CONNECT, "127.0.0.1", &node.port.to_string(), &IDLE.to_string()]);
    let mut client = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("python3: {e}"))?;
    let mut said = String::new();
    let stdout = client.stdout.take().ok_or("python3 has no output")?;
    BufReader::new(stdout).read_line(&mut said).map_err(|e| e.to_string())?;
    let megabytes = megabytes(world);
    drop(client.stdin.take());
    client.wait().map_err(|e| e.to_string())?;
    if said.trim() != "open" {
        return Err(format!("{IDLE} connections could not be opened"));
    }
    Ok(megabytes)
}

/// The memory of the node, in megabytes.
fn megabytes(world: &World) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes = resident(world.nodes[0].pid()) as f64 / 1e6;
    megabytes
}

/// Asks for a page by two threads on 32 connections, in this browser's session.
fn wrk(address: &str, browser: &Browser) -> Outcome<Asked> {
    let run = |time: &str| {
        let mut command = program("wrk", &["--latency", "-t", "2", "-c", "32", "-d", time]);
        let cookie = format!("cookie: {}", browser.cookie());
        output(command.args(["-H", &cookie, address]))
    };
    run(WARM_UP)?;
    let said = run(MEASURED)?;
    read(&said).ok_or_else(|| format!("wrk: {said}"))
}

/// What `wrk` says at its end; `None` when an answer was an error.
fn read(said: &str) -> Option<Asked> {
    if said.contains("Non-2xx") || said.contains("Socket errors") {
        return None;
    }
    let after =
        |begin: &str| said.lines().find_map(|line| line.trim().strip_prefix(begin)).map(str::trim);
    let milliseconds = |text: &str| {
        let at = text.find(|c: char| c.is_ascii_alphabetic())?;
        let number: f64 = text[..at].parse().ok()?;
        let factor = match &text[at..] {
            "us" => 0.001,
            "ms" => 1.0,
            "s" => 1_000.0,
            _ => return None,
        };
        Some(number * factor)
    };
    Some(Asked {
        rate: after("Requests/sec:")?.parse().ok()?,
        p50: milliseconds(after("50%")?)?,
        p99: milliseconds(after("99%")?)?,
    })
}

impl Asked {
    fn told(&self) -> String {
        let Self { rate, p50, p99 } = self;
        format!("{rate:.0}/s, p50 {p50:.1} ms, p99 {p99:.1} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_says_is_read_and_errors_are_no_measurement() {
        let said = "Running 10s test @ http://localhost:1/\n  Latency Distribution\n     50%  850.00us\n     \
            75%    1.20ms\n     99%    1.02s \n  9 requests in 10.00s, 1.00MB read\nRequests/sec:   5123.45\n";
        assert_eq!(read(said), Some(Asked { rate: 5123.45, p50: 0.85, p99: 1_020.0 }));
        assert_eq!(read(&format!("{said}  Non-2xx or 3xx responses: 7\n")), None);
        assert_eq!(read("unable to connect"), None);
    }
}
