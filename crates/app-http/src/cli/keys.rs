//! `wariin keys …`: which master keys there are, and bringing everything under the newest.

use crate::cli::jobs::instant;
use crate::config::Settings;
use crate::wiring::{StartError, existing_database};
use clap::Subcommand;
use std::process::ExitCode;
use wariin_adapters::{
    KeyId, KeyUse, KeysInUse, MasterKey, Rotated, Rotation, SystemClock, certificate_to_pem,
};
use wariin_ports::{Clock, Storage};

/// After how many rows the progress is told again.
const TELL_AFTER: u64 = 20_000;

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List the master keys by their ids, what each is used for, and what is to be done with it.
    List,
    /// Print every certificate that seals were made with (PEM), as `wariin verify --trust` takes them.
    Certificates,
    /// Print a new master key as a line for the key file.
    New,
    /// Encrypt and authenticate every row under the newest master key, while the service runs.
    Rotate,
}

impl KeysCommand {
    pub(crate) async fn run(self, settings: &Settings) -> Result<ExitCode, StartError> {
        if matches!(self, Self::New) {
            println!("{}", *MasterKey::new_line()?);
            return Ok(ExitCode::SUCCESS);
        }
        let path = settings.master_key_path();
        let master = MasterKey::load(&path);
        let master = master.map_err(|error| format!("{}: {error}", path.display()))?;
        let database = existing_database(settings, &master).await?;
        let database = database.of_node("wariin keys");
        let now = database.time().await?.unwrap_or_else(|| SystemClock.now());
        if matches!(self, Self::Certificates) {
            for (certificate, at) in database.seal_certificates().await? {
                print!("# since {}\n{}", instant(at), certificate_to_pem(&certificate));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let code = if matches!(self, Self::Rotate) {
            let mut told = 0;
            let mut tell = |rotation: &Rotation| told = tell(rotation, told);
            let rotated = database.rotate_keys(now, &mut tell).await;
            let rotated = rotated.map_err(|problem| format!("{}: {problem}", path.display()))?;
            print_rotated(&rotated)
        } else {
            ExitCode::SUCCESS
        };
        let in_use = database.keys_in_use(now).await?;
        let lacks = list(&master, &in_use);
        Ok(if lacks { ExitCode::FAILURE } else { code })
    }
}

/// Prints how far it is, now and then; gives what was told last.
fn tell(rotation: &Rotation, told: u64) -> u64 {
    let Rotation { table, read, rows, renewed, .. } = rotation;
    let told = if *read < told { 0 } else { told };
    if *read < *rows && read - told < TELL_AFTER {
        return told;
    }
    println!("{table}: {read} of {rows} rows read, {renewed} brought under the newest key");
    *read
}

fn print_rotated(rotated: &Rotated) -> ExitCode {
    let foreign: u64 = rotated.tables.iter().map(|table| table.foreign).sum();
    let renewed: u64 = rotated.tables.iter().map(|table| table.renewed).sum();
    println!("{renewed} rows were brought under the newest key.");
    for key in &rotated.taken_up {
        println!("{key}: a process has begun to write under it meanwhile. Run it again.");
    }
    if foreign > 0 {
        println!(
            "{foreign} rows are under none of the keys: they were changed. See: wariin audit verify"
        );
    }
    if foreign > 0 || !rotated.taken_up.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Prints every key; whether one that rows need is missing.
fn list(master: &MasterKey, in_use: &KeysInUse) -> bool {
    let uses = master.uses();
    let since = |key: KeyId| in_use.keys.iter().find(|(used, _)| *used == key).map(|(_, at)| *at);
    for (place, (key, used)) in uses.iter().enumerate() {
        let rows =
            since(*key).map_or("no rows".to_owned(), |at| format!("rows since {}", instant(at)));
        println!("{key}\t{}\t{rows}\t{}", name(*used), advice(place, *used, since(*key).is_some()));
    }
    let known =
        |key: KeyId| uses.iter().any(|(known, used)| *known == key && *used != KeyUse::Retired);
    let missing: Vec<KeyId> =
        in_use.keys.iter().map(|(key, _)| *key).filter(|key| !known(*key)).collect();
    for key in &missing {
        println!(
            "{key}\tMISSING\tThere are rows under it. Put its line back into the key file, without a word before it."
        );
    }
    for node in &in_use.nodes {
        let known: Vec<String> = node.known.iter().map(ToString::to_string).collect();
        println!("node {}: writes under {}, reads {}", node.name, node.newest, known.join(" "));
    }
    !missing.is_empty()
}

const fn name(used: KeyUse) -> &'static str {
    match used {
        KeyUse::Written => "written",
        KeyUse::Read => "read",
        KeyUse::Next => "next",
        KeyUse::Retired => "retired",
    }
}

fn advice(place: usize, used: KeyUse, has_rows: bool) -> &'static str {
    match (used, has_rows) {
        (KeyUse::Written, _) => "Everything new is written under it.",
        (KeyUse::Next, _) => "Once every node lists it: take `next` away and restart each.",
        (KeyUse::Read, true) => "`wariin keys rotate` brings its rows under the newest key.",
        (KeyUse::Read, false) if place == 0 => {
            "No row needs it; links that were mailed under it open until `retired` stands before it. Its line stays."
        }
        (KeyUse::Read, false) => {
            "No row needs it; links that were mailed under it open until its line is taken away."
        }
        (KeyUse::Retired, _) if place == 0 => {
            "The identity of the log rests on it. Its line stays."
        }
        (KeyUse::Retired, _) => "Its line may be taken away, unless a backup was made under it.",
    }
}
