//! `wariin migrate`: the steps that are missing, taken or told.

use crate::config::Settings;
use crate::wiring::{App, StartError, of_setting};
use clap::Args;
use wariin_adapters::{LockedTable, PlannedStep, SqlDatabase, TableLock};

#[derive(Debug, Args)]
pub(super) struct MigrateArguments {
    /// Say what would be done, table by table, what would wait for it and for how long; change nothing.
    #[arg(long)]
    plan: bool,
}

impl MigrateArguments {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), StartError> {
        if !self.plan {
            App::migrate(settings).await?;
            println!("The schema is up to date.");
            return Ok(());
        }
        match &settings.database_url {
            Some(url) => print(&SqlDatabase::plan_postgres(url).await.map_err(of_setting)?),
            None => {
                let file = settings.data_dir.join("wariin.db");
                let missing = SqlDatabase::missing_in_sqlite(&file).await?;
                for step in &missing {
                    println!("{step}");
                }
                if missing.is_empty() {
                    println!("Nothing is to be done: the schema is that of this release.");
                } else {
                    println!("The next start takes these steps, before it answers any request.");
                }
            }
        }
        Ok(())
    }
}

fn print(steps: &[PlannedStep]) {
    for step in steps {
        println!("{}: {}", step.name, beside(step));
        for locked in &step.tables {
            println!("  {}", waits(locked));
        }
        if step.tables.is_empty() {
            println!("  on what is new: nothing waits");
        }
        for statement in &step.statements {
            println!("      {}", shortened(statement));
        }
    }
    let longest = steps.iter().flat_map(|step| &step.tables).map(|locked| locked.seconds).max();
    if steps.is_empty() {
        println!("Nothing is to be done: the schema is that of this release.");
        return;
    }
    match longest {
        None | Some(0) => println!("Nothing was changed. No lock lasts longer than a moment."),
        Some(seconds) => println!("Nothing was changed. The longest lock lasts about {seconds} s."),
    }
}

/// Which programs go on meanwhile.
fn beside(step: &PlannedStep) -> String {
    step.compatible_since.map_or_else(
        || "it does not say that earlier programs go on; stop them first".to_owned(),
        |since| format!("programs that know {since} steps or more go on beside it"),
    )
}

/// What waits for a step because of a table, in words.
fn waits(locked: &LockedTable) -> String {
    let LockedTable { table, lock, seconds } = locked;
    let on = format!("{} ({} rows, {} kB)", table.name, table.rows, table.bytes / 1000);
    let long = match seconds {
        0 => "for a moment".to_owned(),
        seconds => format!("about {seconds} s"),
    };
    match lock {
        TableLock::None => format!("{on}: nothing waits"),
        TableLock::Rows => format!("{on}: who writes the same rows waits, {long} at most"),
        TableLock::Referenced => {
            format!("{on}: who writes to it waits, since a new table refers to it, {long}")
        }
        TableLock::Index => {
            format!("{on}: who writes to it waits, while an index is built, {long}")
        }
        TableLock::Moment => format!("{on}: all who use it wait, {long}; no row is touched"),
        TableLock::Scan => format!("{on}: all who use it wait, while it is read, {long}"),
        TableLock::Rewrite => {
            format!("{on}: all who use it wait, while it is written anew, {long}")
        }
    }
}

/// A line of a terminal or two.
fn shortened(sql: &str) -> String {
    const SHOWN: usize = 160;
    if sql.chars().count() <= SHOWN {
        return sql.to_owned();
    }
    let start: String = sql.chars().take(SHOWN).collect();
    format!("{start} …")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_adapters::TableSize;

    #[test]
    fn a_plan_says_what_waits_for_how_long() {
        let table = TableSize { name: "job".to_owned(), rows: 9, bytes: 200_000_000 };
        let told = |lock, seconds| waits(&LockedTable { table: table.clone(), lock, seconds });
        for (lock, expected) in [
            (TableLock::Rows, "same rows waits, about 10 s at most"),
            (
                TableLock::Referenced,
                "who writes to it waits, since a new table refers to it, about 10 s",
            ),
            (TableLock::Index, "who writes to it waits, while an index is built, about 10 s"),
            (TableLock::Moment, "all who use it wait, about 10 s; no row is touched"),
            (TableLock::Scan, "all who use it wait, while it is read, about 10 s"),
            (TableLock::Rewrite, "all who use it wait, while it is written anew, about 10 s"),
        ] {
            let said = told(lock, 10);
            assert!(said.contains(expected) && said.contains("job (9 rows, 200000 kB)"), "{said}");
        }
        assert!(told(TableLock::Moment, 0).contains("for a moment"));
        assert!(shortened(&"x".repeat(200)).ends_with('…'));
    }
}
