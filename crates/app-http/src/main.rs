//! `wariin`: the service's only program.

use clap::Parser;
use std::process::ExitCode;
use wariin_app_http::{Cli, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(worked) = cli.work() {
        return if worked.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("wariin: the cryptographic provider is installed twice");
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("wariin: the runtime cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => {
            let mut text = format!("wariin: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                text += &format!("\n  because {error}");
                cause = error.source();
            }
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}
