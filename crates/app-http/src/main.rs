//! `wariin`: the service's only program.

#![warn(clippy::print_stderr)]

use clap::Parser;
use std::process::ExitCode;
use std::time::Duration;
use wariin_app_http::{Cli, ended, flush_log, return_large_buffers, run, say};

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(worked) = cli.work() {
        return if worked.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if cli.serves() {
        return_large_buffers();
    }
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        say("wariin: the cryptographic provider is installed twice");
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("wariin: the runtime cannot start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let came_to = runtime.block_on(run(cli));
    // What blocks has had its time.
    runtime.shutdown_timeout(Duration::from_secs(1));
    let code = ended(match came_to {
        Ok(code) => code,
        Err(error) => {
            let mut text = format!("wariin: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                text += &format!("\n  because {error}");
                cause = error.source();
            }
            say(&text);
            ExitCode::FAILURE
        }
    });
    flush_log();
    code
}
