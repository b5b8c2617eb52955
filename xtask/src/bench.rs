//! Benchmarks of what is released (profile `dist`), as ratios against a peer or a limit.

mod load;

use crate::run::{Outcome, program, run, top};
use crate::tools;
use crate::world::Engine;

/// The whole story on the released binary: the time from the last consent to the seal, the memory, and the
/// weight of the recipient's page.
pub(crate) fn story() -> Outcome {
    tools::install()?;
    run(&mut program("cargo", &["build", "--profile", "dist", "--package", "wariin-app-http"]))?;
    let binary = top().join("target/dist/wariin").display().to_string();
    let mut node = program("node", &["crates/app-http/e2e/bench/story.mjs"]);
    run(node.env("E2E_BIN", binary))
}

/// A whole signature beside the bare one and beside peers.
pub(crate) fn seal() -> Outcome {
    tools::install()?;
    let python = top().join("target/tools/python/bin/python").display().to_string();
    let modules = top().join("crates/app-http/e2e").display().to_string();
    let example =
        ["run", "--profile", "dist", "--package", "wariin-pades", "--example", "bench_seal", "--"];
    run(program("cargo", &example).args([&python, &modules]))
}

/// Documents under load. `WARIIN_BIN` names a program that is there already.
pub(crate) fn load(engines: &[Engine]) -> Outcome {
    tools::install()?;
    let binary = match std::env::var_os("WARIIN_BIN") {
        Some(binary) => binary.into(),
        None => {
            let dist = ["build", "--profile", "dist", "--package", "wariin-app-http"];
            run(&mut program("cargo", &dist))?;
            top().join("target/dist/wariin")
        }
    };
    load::measure(&binary, engines)
}

/// Lists and searches at a thousand, a hundred thousand and a million documents.
pub(crate) fn lists() -> Outcome {
    let example =
        ["run", "--profile", "dist", "--package", "wariin-adapters", "--example", "bench_lists"];
    run(&mut program("cargo", &example))
}
