//! The buckets of files, the master key, the database and its witness.

use super::finding::Finding;
use crate::config::Settings;
use crate::stores::{cure, open_at};
use wariin_adapters::{
    FilePlace, FileStoreFault, MasterKey, SqlDatabase, SqlError, SystemClock, Unreachable,
    WitnessFile,
};
use wariin_domain::{EmailAddress, Span};
use wariin_ports::{Clock, LogAge, Storage, TransparencyLog, Views, Witness};
use wariin_usecases::with_causes;

/// A storage that takes longer for one object makes every page slow.
const SLOW_MILLISECONDS: u128 = 500;

/// A job that has been due for longer than this waits for something that is away.
const BEHIND: Span = Span::minutes(5);

/// The buckets that files are in; folders are looked at with the disk.
pub(super) async fn buckets(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let storage = &settings.storage;
    if let place @ FilePlace::Bucket { .. } = &storage.files {
        findings.push(bucket(settings, "WARIIN_FILES_URL", place, true).await);
    }
    let is_reached = storage.access.endpoint.is_some() || storage.access.key.is_some();
    if is_reached && matches!(storage.files, FilePlace::Folder(_)) {
        let says = "WARIIN_S3_… is set, and files are kept in a folder.";
        findings.push(Finding::note("storage", says));
    }
    if let Some(place) = &storage.also {
        findings.push(bucket(settings, "WARIIN_FILES_ALSO_URL", place, false).await);
    }
    findings
}

async fn bucket(settings: &Settings, key: &str, place: &FilePlace, is_first: bool) -> Finding {
    let store = match open_at(settings, key, place) {
        Ok(store) => store,
        Err(error) => {
            let cure = "Correct the setting that is named.";
            return Finding::wrong("storage", format!("Files cannot be reached: {error}."), cure);
        }
    };
    let tried =
        if is_first { store.try_out().await } else { store.try_listing().await.map(|()| None) };
    match tried {
        Ok(Some(took)) => {
            let took = took.as_millis();
            let says = format!("An object in {place} was written, and one read, in {took} ms.");
            if took > SLOW_MILLISECONDS {
                let cure = "Use an object storage that is near to this machine.";
                return Finding::warning("storage", says, cure);
            }
            Finding::well("storage", says)
        }
        Ok(None) => Finding::note("storage", format!("Files are read at {place} too ({key}).")),
        Err(fault) => {
            let cure = match &fault {
                FileStoreFault::Bucket(fault) => cure(fault),
                FileStoreFault::Folder(_) => "Correct the folder, or let the service read it.",
            };
            let says = format!("{key}: {place} cannot be used: {}.", with_causes(&fault));
            Finding::wrong("storage", says, cure)
        }
    }
}

/// The master key; none before the first start.
pub(super) fn master_key(settings: &Settings) -> Result<Option<MasterKey>, Finding> {
    let path = settings.master_key_path();
    if !path.exists() && settings.master_key_file.is_none() {
        return Ok(None);
    }
    MasterKey::load(&path).map(Some).map_err(|error| {
        Finding::wrong(
            "master_key",
            format!("{} cannot be used: {}.", path.display(), with_causes(&error)),
            "Put the file back from where you keep a copy of it; nothing replaces it.",
        )
    })
}

/// The database, opened as it is.
pub(super) async fn database(
    settings: &Settings,
    key: Option<&MasterKey>,
) -> (Vec<Finding>, Option<SqlDatabase>) {
    let file = settings.data_dir.join("wariin.db");
    let Some(key) = key else {
        let finding = match &settings.database_url {
            Some(url) => before_the_first_start(url).await,
            None if file.exists() => lost_key(),
            None => Finding::note("database", "There is none yet; `wariin serve` makes it."),
        };
        return (vec![finding], None);
    };
    let opened = match &settings.database_url {
        Some(url) => SqlDatabase::connect_postgres(url, key).await,
        None if file.exists() => SqlDatabase::open_sqlite_as_it_is(&file, key).await,
        None => {
            let finding = Finding::note("database", "There is none yet; `wariin serve` makes it.");
            return (vec![finding], None);
        }
    };
    let database = match opened {
        Ok(database) => database,
        Err(error) => return (vec![unusable(&error)], None),
    };
    let findings = vec![kept(&database).await, jobs(&database).await, accounts(&database).await];
    (findings.into_iter().flatten().collect(), Some(database))
}

/// A database that cannot be used, with what cures it.
fn unusable(error: &SqlError) -> Finding {
    match error {
        SqlError::Unreachable(Unreachable { at, cause, cure }) => {
            let says = format!("WARIIN_DATABASE_URL: {at}: {cause}.");
            Finding::wrong("database", says, *cure)
        }
        error => Finding::wrong(
            "database",
            format!("It cannot be used: {}.", with_causes(error)),
            "Correct WARIIN_DATABASE_URL; after an upgrade run `wariin migrate`.",
        ),
    }
}

/// Whether the first start may take this `PostgreSQL` database: there is no master key yet.
async fn before_the_first_start(url: &str) -> Finding {
    match SqlDatabase::postgres_has_accounts(url).await {
        Ok(true) => lost_key(),
        Ok(false) => {
            let says = "PostgreSQL answers with the schema of this release; it holds no account, and `wariin serve` \
                makes the master key.";
            Finding::well("database", says)
        }
        Err(SqlError::Outdated { .. }) => Finding::wrong(
            "database",
            "PostgreSQL answers; it has not the schema of this release.",
            "Run `wariin migrate`, then `wariin serve`.",
        ),
        Err(error) => unusable(&error),
    }
}

fn lost_key() -> Finding {
    Finding::wrong(
        "master_key",
        "There is a database with accounts, and no keys/master.key.",
        "Put the file back from where you keep a copy of it; nothing replaces it.",
    )
}

/// The addresses of all enabled admins.
///
/// # Errors
/// A finding that says why there are none.
pub(super) async fn admins(database: Option<&SqlDatabase>) -> Result<Vec<EmailAddress>, Finding> {
    let none = |says: String| {
        let cure = "Open the base URL to make the first account, or name an address by --mail-to.";
        Err(Finding::wrong("mail", says, cure))
    };
    let Some(database) = database else {
        return none("There is no database to read the admins' addresses from.".to_owned());
    };
    let accounts = match database.accounts().await {
        Ok(accounts) => accounts,
        Err(error) => return none(format!("No admin can be read: {}.", with_causes(&error))),
    };
    let accounts = accounts.into_iter().map(|known| known.account);
    let admins = accounts.filter(|account| {
        let organisation = account.membership.organisation();
        account.is_enabled() && organisation.is_some_and(|id| account.membership.is_admin_of(id))
    });
    let admins: Vec<EmailAddress> = admins.map(|account| account.email).collect();
    if admins.is_empty() { none("There is no admin yet.".to_owned()) } else { Ok(admins) }
}

async fn kept(database: &SqlDatabase) -> Option<Finding> {
    Some(match database.durability().await {
        Ok(found) => {
            let says = format!(
                "{} answers with the schema of this release ({}).",
                found.engine, found.settings
            );
            if found.is_safe {
                Finding::well("database", says)
            } else {
                let cure = "Set fsync = on and synchronous_commit = on: a power cut may otherwise undo \
                    consents that were acknowledged.";
                Finding::wrong("database", says, cure)
            }
        }
        Err(error) => Finding::wrong(
            "database",
            format!("It does not answer: {}.", with_causes(&error)),
            "See the log of the database server.",
        ),
    })
}

async fn jobs(database: &SqlDatabase) -> Option<Finding> {
    let backlog = database.backlog().await.ok()?;
    let dead: u64 = backlog.queues.iter().map(|queue| queue.dead).sum();
    let waiting: u64 = backlog.queues.iter().map(|queue| queue.waiting).sum();
    let oldest = backlog.queues.iter().filter_map(|queue| queue.oldest).min();
    let now = database.time().await.ok().flatten().unwrap_or_else(|| SystemClock.now());
    let lag = oldest.map_or(Span::seconds(0), |oldest| now.since(oldest));
    Some(if lag > BEHIND {
        let lag = lag.as_seconds_up();
        let cure = "`wariin jobs list --state waiting` has the errors; without any, start a process that runs jobs.";
        let says = format!("{waiting} jobs wait, one of them for {lag} s; {dead} are dead.");
        Finding::warning("jobs", says, cure)
    } else if dead > 0 {
        let cure = "`wariin jobs list --state dead` has their errors, `wariin jobs retry ID` starts one again.";
        Finding::warning("jobs", format!("{dead} jobs failed for good."), cure)
    } else {
        Finding::well("jobs", format!("{waiting} jobs wait, none is dead."))
    })
}

async fn accounts(database: &SqlDatabase) -> Option<Finding> {
    let is_first_run = database.is_first_run().await.ok()?;
    is_first_run.then(|| {
        Finding::note("accounts", "There is no account yet; open the base URL in a browser.")
    })
}

/// Whether the log of the database is as far as the witness saw it.
pub(super) async fn witness(settings: &Settings, database: &SqlDatabase) -> Option<Finding> {
    let witnessed = match WitnessFile::of(&settings.data_dir).read().await {
        Ok(None) => return Some(Finding::note("witness", "No event has been witnessed yet.")),
        Ok(Some(witnessed)) => witnessed,
        Err(error) => {
            return Some(Finding::wrong(
                "witness",
                format!("witness.json cannot be read: {}.", with_causes(&error)),
                "Remove it; the next start writes a new one, and a database that was set back before \
                 is not found out.",
            ));
        }
    };
    Some(match database.age(&witnessed.checkpoint).await {
        Ok(LogAge::Whole) => {
            Finding::well("witness", "The log holds every event that was witnessed.")
        }
        Ok(LogAge::SetBack { events, witnessed }) => Finding::wrong(
            "witness",
            format!("The database was set back: it holds {events} of {witnessed} events."),
            "Restore the newest backup; the next start of the service ends sessions and holds consents.",
        ),
        Ok(LogAge::Foreign) => Finding::wrong(
            "witness",
            "witness.json is of another service.",
            "Check WARIIN_DATA_DIR and WARIIN_DATABASE_URL: they belong to different services.",
        ),
        Err(error) => Finding::wrong(
            "witness",
            format!("The log cannot be read: {}.", with_causes(&error)),
            "Run `wariin audit verify`.",
        ),
    })
}
