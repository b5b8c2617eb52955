//! The project's own tasks.

mod bench;
mod dist;
mod faults;
mod fuzz;
mod layers;
mod run;
mod test;
mod timed;
mod tools;
mod world;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <task>

  test           install what the tests need, then format, lints, layers, all tests, browser tests
  layers         check the arrows between the crates, and what the pages must not do
  faults [--seed N] [--minutes M] [--freeze SECONDS]
                 faults at random against the real program, and a check that nothing acknowledged is lost
  dist [--profile NAME]
                 build image, Debian package, bill of materials and digests into target/dist/packages, and try them
  help-pictures  take the pictures of the help page anew
  fuzz SECONDS   fuzz the PDF library and the check of evidence packs, so many seconds for each of five targets
  bench evidence measure certificate, evidence pack and their verification, and the page that verifies files
  bench story    measure the whole story on the release binary and print it beside the best peer; count what each recipient's path asks
  bench lists    measure lists and searches at 1,000, 100,000 and 1,000,000 documents
  bench load     measure documents a second, times, memory and CPU for 1 and 16 clients on both databases, or on one
                  of them (bench load sqlite|postgres), two nodes beside one, pages by wrk, and idle connections
  bench scale [MILLIONS]
                 measure what a document costs in database and object storage on three nodes, before and after so many
                 million rows of events, leaves and jobs were put there (2)
  bench pages    measure the first page on loopback and on a slow phone, and drawing beside pdftoppm
  bench seal     measure a whole signature beside the bare one and beside peers
  corpus PATH…   take PDFs in and seal them: a table of what is taken, changed and refused, and pages
                 compared with those of poppler and MuPDF at 60 dpi";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["test"] => test::test(),
        ["layers"] => layers::check(),
        ["help-pictures"] => test::help_pictures(),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::fuzz(seconds),
            Err(_) => Err(format!("{seconds} is no number of seconds")),
        },
        ["dist"] => dist::dist("dist"),
        ["dist", "--profile", profile] => dist::dist(profile),
        ["faults", rest @ ..] => faults::Plan::read(rest).and_then(faults::run_by_hand),
        ["bench", "story"] => bench::story(),
        ["bench", "lists"] => bench::lists(),
        ["bench", "seal"] => bench::seal(),
        ["bench", "evidence"] => bench::evidence(),
        ["bench", "load"] => bench::load(&world::Engine::ALL),
        ["bench", "load", "sqlite"] => bench::load(&[world::Engine::Sqlite]),
        ["bench", "load", "postgres"] => bench::load(&[world::Engine::Postgres]),
        ["bench", "scale"] => bench::scale(2),
        ["bench", "scale", millions] => match millions.parse() {
            Ok(millions) if millions > 0 => bench::scale(millions),
            Ok(_) | Err(_) => Err(format!("{millions} is no number of millions")),
        },
        ["bench", "pages"] => bench::pages(),
        ["corpus", paths @ ..] if !paths.is_empty() => bench::corpus(paths),
        _ => {
            println!("{HELP}");
            return if words.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
