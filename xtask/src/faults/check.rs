//! The independent checker: INV1 … INV12 from database, files, mails and what was acknowledged.

mod documents;
mod files;
mod mails;
mod rows;

use super::chain;
use super::inject::Interruptions;
use super::ledger::Ledger;
use crate::run::Outcome;
use crate::world::World;
use rows::Rows;

/// Everything that is wrong, each with the invariant that it breaks.
pub(super) fn check(
    world: &World,
    ledger: &Ledger,
    interruptions: &Interruptions,
) -> Outcome<Vec<String>> {
    let rows = Rows::read(&world.database())?;
    let mut violations = ledger.reused();
    let ledger = ledger.all();
    documents::check(&rows, &ledger, &mut violations);
    files::check(&rows, &world.files(), &mut violations);
    for origin in world.origins() {
        files::probe(&rows, &origin, &mut violations);
    }
    mails::check(&ledger, &world.mail.mails(), &interruptions.all(), &mut violations);
    chain::check(&world.database(), &mut violations)?;
    Ok(violations)
}
