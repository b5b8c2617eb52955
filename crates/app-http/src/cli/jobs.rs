//! `wariin jobs …`: jobs that have not ended well, at the command line.

use crate::wiring::StartError;
use clap::{Args, Subcommand, ValueEnum};
use wariin_domain::{Timestamp, Uuid};
use wariin_ports::{JobRecord, UnfinishedState};
use wariin_usecases::{Error, Ports, Principal, list_jobs, retry_job};

#[derive(Debug, Subcommand)]
pub(crate) enum JobsCommand {
    /// List the jobs that wait or are dead: at most 1,000, by the time they are or were due.
    List(ListArguments),
    /// Start a dead job again, now and as if it had never been tried.
    Retry(RetryArguments),
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Only these.
    #[arg(long)]
    state: Option<State>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    /// Failed for good.
    Dead,
    /// To be run, now or later, or being run.
    Waiting,
}

#[derive(Debug, Args)]
pub(crate) struct RetryArguments {
    /// The job's id.
    id: Uuid,
}

impl JobsCommand {
    pub(crate) async fn run(self, ports: &Ports) -> Result<(), StartError> {
        match self {
            Self::List(ListArguments { state }) => {
                let state = state.map(|state| match state {
                    State::Dead => UnfinishedState::Dead,
                    State::Waiting => UnfinishedState::Waiting,
                });
                print!("{}", table(&list_jobs(ports, Principal::Operator, state).await?));
            }
            Self::Retry(RetryArguments { id }) => {
                match retry_job(ports, Principal::Operator, id).await {
                    Err(Error::NotFound) => return Err(format!("there is no dead job {id}").into()),
                    result => result?,
                }
                println!("The job is due now.");
            }
        }
        Ok(())
    }
}

const HEAD: [&str; 8] =
    ["id", "queue", "kind", "document", "state", "attempts", "run at", "last error"];

/// The jobs as lines whose columns stand below each other.
fn table(jobs: &[JobRecord]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(jobs.iter().map(line));
    let width = |column: usize| {
        lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

fn line(job: &JobRecord) -> [String; 8] {
    let error = job.last_error.as_deref().unwrap_or("-");
    [
        job.id.to_string(),
        job.queue.clone(),
        job.kind.clone().unwrap_or_else(|| "unreadable".to_owned()),
        job.document.map_or_else(|| "-".to_owned(), |document| document.to_string()),
        job.state.name().to_owned(),
        job.attempts.to_string(),
        instant(job.run_at),
        // It may come from outside.
        error.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
    ]
}

/// In UTC, to the second.
pub(super) fn instant(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_second(at.as_seconds());
    at.map_or_else(|_| "-".to_owned(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: Option<&str>, last_error: Option<&str>) -> JobRecord {
        JobRecord {
            id: Uuid::from_u128(7),
            queue: "seal".into(),
            kind: kind.map(str::to_owned),
            document: kind.map(|_| Uuid::from_u128(9).into()),
            state: UnfinishedState::Dead,
            attempts: 3,
            run_at: Timestamp::from_micros(1_795_000_000_000_000),
            last_error: last_error.map(str::to_owned),
        }
    }

    #[test]
    fn jobs_are_listed_in_columns_and_their_errors_hold_no_line_break() {
        let jobs = [record(Some("seal"), Some("refused\n\u{1b}[2J")), record(None, None)];
        let text = table(&jobs);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("00000000-0000-0000-0000-000000000007  seal   seal "));
        assert!(
            lines[1].ends_with("dead   3         2026-11-18T11:06:40Z  refused  [2J"),
            "{text}"
        );
        assert!(lines[2].contains("unreadable  -  "), "{text}");
        let column = lines[0].find("run at").unwrap();
        assert!(lines[2][column..].starts_with("2026-11-18T11:06:40Z  -"), "{text}");
    }
}
