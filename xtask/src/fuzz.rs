//! Fuzzing `wariin-pades`: the targets of `crates/pades/fuzz`, as cargo-fuzz builds them but for the
//! sanitizer, which needs an unstable compiler.

use crate::run::{Outcome, output, program, run, top};
use std::fs;
use std::process::Command;

const TARGETS: [&str; 4] = ["intake", "update", "der", "verify"];
/// Compiler flags that let the fuzzer see which code paths an input takes.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks";
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
    run(cargo.env("RUSTFLAGS", FLAGS).env("CARGO_INCREMENTAL", "0"))?;
    let programs = top().join("target/fuzz").join(host).join("release");
    let seeds = ["run", "--quiet", "--package", "wariin-pades", "--example", "fuzz_seeds", "--"];
    run(program("cargo", &seeds).arg("target/fuzz/seeds"))?;
    for target in TARGETS {
        let kept = format!("target/fuzz/kept/{target}");
        let found = format!("target/fuzz/found/{target}/");
        for folder in [&kept, &found] {
            let folder = top().join(folder);
            fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        let seeds = format!("target/fuzz/seeds/{target}");
        let program_of_target = programs.join(target).display().to_string();
        let mut fuzzer = program(&program_of_target, &[&kept, &seeds]);
        let known = format!("crates/pades/fuzz/found/{target}");
        if top().join(&known).exists() {
            fuzzer.arg(known);
        }
        fuzzer.arg("-dict=crates/pades/fuzz/pdf.dict");
        fuzzer.args(["-seed=1", "-print_final_stats=1", "-verbosity=0", "-max_len=65536"]);
        fuzzer.arg(format!("-max_total_time={seconds}"));
        fuzzer.arg(format!("-timeout={SLOWEST}"));
        fuzzer.arg(format!("-rss_limit_mb={MEMORY}"));
        report(target, fuzzer.arg(format!("-artifact_prefix={found}")))?;
    }
    Ok(())
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
