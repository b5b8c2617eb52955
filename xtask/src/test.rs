//! All checks and tests, the fastest first.

use crate::run::{Outcome, program, run, top};
use crate::timed::Timed;
use crate::{faults, fuzz, layers, tools};
use std::process::Command;

/// Seconds for each target of the fuzzer.
const FUZZED: u32 = 30;

/// Installs what the tests need, then runs all of them, and says how long each step took.
pub(crate) fn test() -> Outcome {
    let mut timed = Timed::new();
    timed.step("lock files", lock_files)?;
    timed.step("tools", tools::install)?;
    timed.step("format", format)?;
    timed.step("layers", layers::check)?;
    timed.step("build and lints", build_with_lints)?;
    timed.step("cargo tests", cargo_tests)?;
    timed.step("fuzzing", || fuzz::fuzz(FUZZED))?;
    // With the program that the cargo tests have built: another build would compile nearly every dependency
    // once more, since features of the tests' dependencies (tokio's `test-util`) are then missing.
    timed.step("faults", faults)?;
    timed.step("browser tests", browser)?;
    timed.print();
    Ok(())
}

/// Fails in the first seconds where a dependency was added and a lock file was not committed with it, the
/// fuzz targets' own one included.
fn lock_files() -> Outcome {
    for manifest in ["Cargo.toml", "crates/pades/fuzz/Cargo.toml"] {
        run(&mut program("cargo", &["fetch", "--locked", "--manifest-path", manifest]))?;
    }
    Ok(())
}

fn format() -> Outcome {
    run(&mut program("cargo", &["fmt", "--all", "--check"]))?;
    let fuzz_targets = ["fmt", "--check", "--manifest-path", "crates/pades/fuzz/Cargo.toml"];
    run(&mut program("cargo", &fuzz_targets))
}

/// What all tests need, compiled once and checked by Clippy on the way (ADR 104).
fn build_with_lints() -> Outcome {
    let arguments = ["test", "--quiet", "--no-run", "--workspace", "--all-targets"];
    run(linted(program("cargo", &arguments).arg("--all-features")))?;
    // The tests of a program that has no other tests leave out the program itself.
    run(linted(&mut program("cargo", &["build", "--quiet", "--package", "xtask"])))
}

fn cargo_tests() -> Outcome {
    let arguments = ["test", "--quiet", "--workspace", "--all-features"];
    run(linted(program("cargo", &arguments).env("RUST_BACKTRACE", "0")))
}

/// Has the crates of the workspace compiled by Clippy's driver, which is the compiler with lints: `cargo clippy`
/// sets the same two variables, for `cargo check`. Dependencies stay with the compiler.
fn linted(cargo: &mut Command) -> &mut Command {
    let warnings_are_errors = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", warnings_are_errors)
}

fn build() -> Outcome {
    run(&mut program("cargo", &["build", "--quiet", "--package", "wariin-app-http"]))
}

/// One short round of documents and faults on each database.
fn faults() -> Outcome {
    let plan = faults::Plan { seed: faults::TESTED, minutes: None, freeze: None };
    faults::torture(&top().join("target/debug/wariin"), plan)
}

/// Takes the pictures of the help page anew, by the browser test that otherwise compares the screens with
/// them.
pub(crate) fn help_pictures() -> Outcome {
    tools::install()?;
    build()?;
    let binary = top().join("target/debug/wariin").display().to_string();
    let test = "crates/app-http/e2e/tests/help.test.mjs";
    let mut node = program("node", &["--test", "--test-reporter=spec", test]);
    run(node.env("E2E_BIN", binary).env("HELP_PICTURES", "renew"))
}

/// The browser tests, against the binary that was built last.
fn browser() -> Outcome {
    let binary = top().join("target/debug/wariin").display().to_string();
    let mut node =
        program("node", &["--test", "--test-reporter=spec", "crates/app-http/e2e/tests/"]);
    run(node.env("E2E_BIN", binary))
}
