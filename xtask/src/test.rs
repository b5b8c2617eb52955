//! All checks and tests, the fastest first.

use crate::run::{Outcome, program, run, top};
use crate::{fuzz, layers, tools};

/// Seconds for each target of the fuzzer.
const FUZZED: u32 = 30;

/// Installs what the tests need, then runs all of them.
pub(crate) fn test() -> Outcome {
    tools::install()?;
    run(&mut program("cargo", &["fmt", "--all", "--check"]))?;
    let fuzz_targets = ["fmt", "--check", "--manifest-path", "crates/pades/fuzz/Cargo.toml"];
    run(&mut program("cargo", &fuzz_targets))?;
    layers::check()?;
    let clippy = [
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    run(&mut program("cargo", &clippy))?;
    run(program("cargo", &["test", "--quiet", "--workspace", "--all-features"])
        .env("RUST_BACKTRACE", "0"))?;
    fuzz::fuzz(FUZZED)?;
    run(&mut program("cargo", &["build", "--quiet", "--package", "wariin-app-http"]))?;
    browser()
}

/// Takes the pictures of the help page anew, by the browser test that otherwise compares the screens with
/// them.
pub(crate) fn help_pictures() -> Outcome {
    tools::install()?;
    run(&mut program("cargo", &["build", "--quiet", "--package", "wariin-app-http"]))?;
    let binary = top().join("target/debug/wariin").display().to_string();
    let test = "crates/app-http/e2e/tests/help.test.mjs";
    let mut node = program("node", &["--test", "--test-reporter=spec", test]);
    run(node.env("E2E_BIN", binary).env("HELP_PICTURES", "renew"))
}

/// The browser tests, against the binary that was just built.
fn browser() -> Outcome {
    let binary = top().join("target/debug/wariin").display().to_string();
    let mut node =
        program("node", &["--test", "--test-reporter=spec", "crates/app-http/e2e/tests/"]);
    run(node.env("E2E_BIN", binary))
}
