//! Who cosigns published checkpoints, by what their newest signatures tell: none of them is asked.

use super::finding::Finding;
use crate::config::Settings;
use wariin_adapters::{HttpWitnesses, SqlDatabase};
use wariin_ports::{Checkpoints, LogWitnesses, StorageError};
use wariin_usecases::with_causes;

/// Each witness of the settings.
pub(super) async fn look(settings: &Settings, database: Option<&SqlDatabase>) -> Vec<Finding> {
    let witnesses = match HttpWitnesses::new(&settings.witnesses) {
        Ok(witnesses) => witnesses,
        Err(error) => {
            let says = format!("WARIIN_WITNESSES cannot be used: {error}.");
            let cure = "Write each witness as its address, a blank and its verifier key, separated by commas.";
            return vec![Finding::wrong("witnesses", says, cure)];
        }
    };
    let Some(database) = database else { return Vec::new() };
    let mut findings = Vec::new();
    for key in witnesses.keys() {
        let name = key.split('+').next().unwrap_or_default();
        let found = one(database, &key, name).await;
        findings.push(found.unwrap_or_else(|error| {
            let says = format!("What {name} has cosigned cannot be read: {}.", with_causes(&error));
            Finding::wrong("witnesses", says, "See what is said of the database.")
        }));
    }
    findings
}

async fn one(database: &SqlDatabase, key: &str, name: &str) -> Result<Finding, StorageError> {
    let Some(newest) = database.newest().await? else {
        let says = format!("There is no published checkpoint yet for {name} to cosign.");
        return Ok(Finding::note("witnesses", says));
    };
    let cosigned = database.cosigned_by(key).await?;
    if cosigned == newest.size {
        let says = format!("{name} has cosigned the newest published checkpoint.");
        return Ok(Finding::well("witnesses", says));
    }
    let says = format!(
        "{name} has cosigned {cosigned} of the {} events of the newest published checkpoint.",
        newest.size
    );
    let cure =
        "It is asked again at each checkpoint; where that stays so, the log says what it answers.";
    Ok(Finding::warning("witnesses", says, cure))
}
