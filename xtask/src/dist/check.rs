//! Starting what is in the image, in namespaces of its own: a root that cannot be written, no user but its own.

use super::root::USER;
use super::text;
use crate::run::{Outcome, output, program};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// As an engine does it: the root is mounted read-only, `/data` and `/tmp` in memory, `resolv.conf`
/// and four devices from the machine; then the program becomes process 1.
const BEGIN: &str = "\
    mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && \
    mount --bind /etc/resolv.conf \"$0/etc/resolv.conf\" && \
    mount -t tmpfs -o mode=755 tmpfs \"$0/dev\" && \
    for one in null zero random urandom; do \
    : > \"$0/dev/$one\" && mount --bind /dev/$one \"$0/dev/$one\" || exit 1; done && \
    mount -t proc proc \"$0/proc\" && mount -t tmpfs tmpfs \"$0/tmp\" && \
    mount -t tmpfs -o mode=700,uid=65532,gid=65532 tmpfs \"$0/data\" && \
    exec chroot --userspec=65532:65532 \"$0\" /usr/bin/wariin \"$@\"";

/// Plays a whole contract (`wariin demo`), and starts the service until it says that it is ready.
pub(super) fn starts(root: &Path) -> Outcome {
    let said = output(inside(root, &["--version"])?.stdin(Stdio::null()))?;
    println!("in the image, as user {USER} on a root that cannot be written: {}", said.trim());
    let played = output(inside(root, &["demo"])?.env("TMPDIR", "/tmp").stdin(Stdio::null()))?;
    println!("wariin demo there: {} lines", played.lines().count());
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let address = format!("127.0.0.1:{}", port.map_err(|e| e.to_string())?.port());
    let mut command = inside(root, &["serve"])?;
    command.env("WARIIN_LISTEN", &address).env("WARIIN_DATA_DIR", "/data");
    let log = root.with_extension("log");
    let file = fs::File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
    let mut service =
        command.stdout(Stdio::null()).stderr(file).spawn().map_err(|e| format!("unshare: {e}"))?;
    let begun = Instant::now();
    let ready = until_ready(&mut service, &address, begun);
    let ended = service.kill().and_then(|()| service.wait());
    let said = fs::read_to_string(&log).unwrap_or_default();
    fs::remove_file(&log).map_err(|e| e.to_string())?;
    ready.map_err(|why| format!("{why}\n{said}"))?;
    ended.map_err(|e| e.to_string())?;
    println!("ready after {} ms", begun.elapsed().as_millis());
    Ok(())
}

fn until_ready(service: &mut Child, address: &str, begun: Instant) -> Outcome {
    while begun.elapsed() < PATIENCE {
        if let Some(status) = service.try_wait().map_err(|e| e.to_string())? {
            return Err(format!("the service in the image ended: {status}"));
        }
        if ureq::get(format!("http://{address}/health/ready")).call().is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(50));
    }
    Err("the service in the image does not become ready".into())
}

fn inside(root: &Path, arguments: &[&str]) -> Outcome<Command> {
    let apart = ["--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"];
    let mut command = program("unshare", &apart);
    command.args(["sh", "-c", BEGIN, text(root)?]).args(arguments);
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    Ok(command)
}
