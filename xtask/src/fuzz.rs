//! Fuzzing: the targets of `crates/pades/fuzz`, as cargo-fuzz builds them but for the sanitizer, which needs an
//! unstable compiler, and evidence packs, by a target of the adapters (ADR 109).

use crate::run::{Outcome, output, program, run, top};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const TARGETS: [&str; 4] = ["intake", "update", "der", "verify"];
/// Compiler flags that let the fuzzer see which code paths an input takes.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Cdebug-assertions -Coverflow-checks";
/// The time limit for a single input, in seconds.
const SLOWEST: u32 = 10;
/// Megabytes that the whole process may hold: as much as the worker that inspects uploads.
const MEMORY: u32 = 512;

/// Runs every target for so many seconds, first on earlier findings; a panic, a slow input or too much memory
/// fails. Inputs that reach new code are kept in `target/fuzz` for the next run.
pub(crate) fn fuzz(seconds: u32) -> Outcome {
    let host = output(&mut program("rustc", &["--print", "host-tuple"]))?.trim().to_owned();
    let build = ["build", "--quiet", "--release", "--locked", "--manifest-path"];
    let mut cargo = program("cargo", &build);
    cargo.args(["crates/pades/fuzz/Cargo.toml", "--target-dir", "target/fuzz", "--target", &host]);
    let flags = format!("{FLAGS} -Ccodegen-units=1");
    run(cargo.env("RUSTFLAGS", flags).env("CARGO_INCREMENTAL", "0"))?;
    let programs = top().join("target/fuzz").join(host).join("release");
    let seeds = ["run", "--quiet", "--package", "wariin-pades", "--example", "fuzz_seeds", "--"];
    run(program("cargo", &seeds).arg("target/fuzz/seeds"))?;
    for target in TARGETS {
        let known = format!("crates/pades/fuzz/found/{target}");
        let mut fuzzer = fuzzer(target, programs.join(target), &known, seconds)?;
        fuzzer.args(["-dict=crates/pades/fuzz/pdf.dict", "-max_len=65536"]);
        report(target, &mut fuzzer)?;
    }
    evidence(seconds)
}

/// Fuzzes the check of evidence packs. The dependencies are those of the tests; only the crates of the workspace
/// are compiled once more, with the flags.
fn evidence(seconds: u32) -> Outcome {
    let target = "fuzz_evidence";
    let build = ["test", "--workspace", "--all-features", "--no-run", "--message-format=json"];
    let mut cargo = program("cargo", &build);
    cargo.args(["--quiet", "--locked", "--test", target]);
    let wrapper = top().join("xtask/src/fuzz/rustc.sh");
    // Where it panicked is told without them.
    let flags = format!("{FLAGS} -Cdebuginfo=0");
    cargo.env("RUSTC_WORKSPACE_WRAPPER", wrapper).env("WARIIN_FUZZ_FLAGS", flags);
    println!("\n$ cargo test --no-run --test {target}, by xtask/src/fuzz/rustc.sh");
    let messages = output(cargo.env("CARGO_INCREMENTAL", "0"))?;
    let path = executable(&messages).ok_or_else(|| format!("cargo named no program {target}"))?;
    let mut fuzzer = fuzzer(target, path, "crates/adapters/tests/fuzz/found", seconds)?;
    let seeds = top().join("target/fuzz/seeds").join(target);
    fuzzer.env("WARIIN_FUZZ_SEEDS", seeds).arg("-max_len=262144");
    report(target, &mut fuzzer)
}

/// The program in the messages of cargo.
fn executable(messages: &str) -> Option<PathBuf> {
    let mut named = messages.lines().filter_map(|line| line.split_once("\"executable\":\""));
    named.find_map(|(_, path)| path.split_once('"')).map(|(path, _)| PathBuf::from(path))
}

/// A target's program with its folders and limits.
fn fuzzer(target: &str, path: PathBuf, known: &str, seconds: u32) -> Outcome<Command> {
    let kept = format!("target/fuzz/kept/{target}");
    let seeds = format!("target/fuzz/seeds/{target}");
    let found = format!("target/fuzz/found/{target}/");
    for folder in [&kept, &seeds, &found] {
        let folder = top().join(folder);
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let mut fuzzer = program(&path.display().to_string(), &[&kept, &seeds]);
    if top().join(known).exists() {
        fuzzer.arg(known);
    }
    fuzzer.args(["-seed=1", "-print_final_stats=1", "-verbosity=0"]);
    fuzzer.arg(format!("-max_total_time={seconds}"));
    fuzzer.arg(format!("-timeout={SLOWEST}"));
    fuzzer.arg(format!("-rss_limit_mb={MEMORY}"));
    fuzzer.arg(format!("-artifact_prefix={found}"));
    Ok(fuzzer)
}

/// Runs a target and prints the number of inputs; on failure, all of its output.
fn report(target: &str, fuzzer: &mut Command) -> Outcome {
    let ended = fuzzer.output().map_err(|e| format!("{target}: {e}"))?;
    let said = String::from_utf8_lossy(&ended.stderr);
    if !ended.status.success() {
        return Err(format!("fuzzing {target} found something\n{said}"));
    }
    println!("\nfuzzed {target}");
    said.lines()
        .filter_map(|line| line.strip_prefix("stat::"))
        .for_each(|line| println!("  {line}"));
    Ok(())
}
