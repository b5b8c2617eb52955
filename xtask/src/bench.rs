//! Benchmarks of what is released (profile `dist`), as ratios against a peer or a limit.

mod load;
mod scale;

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

/// A whole signature beside the bare one and beside peers; then one with values of input fields beside one without.
pub(crate) fn seal() -> Outcome {
    tools::install()?;
    let python = top().join("target/tools/python/bin/python").display().to_string();
    let modules = top().join("crates/app-http/e2e").display().to_string();
    let example =
        ["run", "--profile", "dist", "--package", "wariin-pades", "--example", "bench_seal", "--"];
    run(program("cargo", &example).args([&python, &modules]))?;
    let print =
        ["run", "--profile", "dist", "--package", "wariin-adapters", "--example", "bench_print"];
    run(&mut program("cargo", &print))
}

/// Certificate, pack and their verification beside the seals; then the verification page beside pyHanko.
pub(crate) fn evidence() -> Outcome {
    tools::install()?;
    let example =
        ["run", "--profile", "dist", "--package", "wariin-adapters", "--example", "bench_evidence"];
    run(&mut program("cargo", &example))?;
    let binary = released()?;
    let python = top().join("target/tools/python/bin/python").display().to_string();
    let mut node = program("node", &["crates/app-http/e2e/bench/verify.mjs", &python]);
    run(node.env("E2E_BIN", binary))
}

/// Documents under load. `WARIIN_BIN` names a program that is there already.
pub(crate) fn load(engines: &[Engine]) -> Outcome {
    tools::install()?;
    load::measure(&released()?, engines)
}

/// What a document costs, on an empty database and on one with so many million rows of each kind.
pub(crate) fn scale(millions: u64) -> Outcome {
    tools::install()?;
    scale::measure(&released()?, millions)
}

/// Page images: the first one in a browser, and drawing beside `pdftoppm`.
pub(crate) fn pages() -> Outcome {
    tools::install()?;
    let binary = released()?.display().to_string();
    let contract = top().join("docs/examples/contract.pdf").display().to_string();
    run(&mut pages_example(&["speed", &binary, &contract]))?;
    let mut node = program("node", &["crates/app-http/e2e/bench/pages.mjs"]);
    run(node.env("E2E_BIN", binary))
}

/// Page images beside those of poppler and `MuPDF`.
pub(crate) fn corpus(paths: &[&str]) -> Outcome {
    tools::install()?;
    let binary = released()?.display().to_string();
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let paths: Vec<String> =
        paths.iter().map(|path| here.join(path).display().to_string()).collect();
    let mut arguments = vec!["corpus", binary.as_str()];
    arguments.extend(paths.iter().map(String::as_str));
    run(&mut pages_example(&arguments))
}

fn pages_example(arguments: &[&str]) -> std::process::Command {
    let example =
        ["run", "--profile", "dist", "--package", "wariin-adapters", "--example", "pages", "--"];
    let mut command = program("cargo", &example);
    command.args(arguments);
    command
}

/// The released program; `WARIIN_BIN` names one that is there already.
fn released() -> Outcome<std::path::PathBuf> {
    if let Some(binary) = std::env::var_os("WARIIN_BIN") {
        return Ok(binary.into());
    }
    run(&mut program("cargo", &["build", "--profile", "dist", "--package", "wariin-app-http"]))?;
    Ok(top().join("target/dist/wariin"))
}

/// Lists and searches at a thousand, a hundred thousand and a million documents.
pub(crate) fn lists() -> Outcome {
    let example =
        ["run", "--profile", "dist", "--package", "wariin-adapters", "--example", "bench_lists"];
    run(&mut program("cargo", &example))
}
