//! Everything that must hold, in the order in which it is quickest to know that it does not.

use crate::run::{Outcome, program, run, top};
use crate::{layers, tools};

/// Installs what the tests need, then runs all of them.
pub(crate) fn test() -> Outcome {
    tools::install()?;
    run(&mut program("cargo", &["fmt", "--all", "--check"]))?;
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
    run(&mut program("cargo", &["build", "--quiet", "--package", "wariin-app-http"]))?;
    browser()
}

/// The browser tests, against the binary that was just built.
fn browser() -> Outcome {
    let binary = top().join("target/debug/wariin").display().to_string();
    let mut node =
        program("node", &["--test", "--test-reporter=spec", "crates/app-http/e2e/tests/"]);
    run(node.env("E2E_BIN", binary))
}
