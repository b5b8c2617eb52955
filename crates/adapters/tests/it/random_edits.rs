//! Edits of the audit log at random, with the database's password and without the service's keys: each is found, and
//! the report says where.

mod intruder;
mod places;
mod tables;

use crate::audit::{one_more, with_events};
use crate::checkpoints::{cosigned_by, published};
use crate::databases::{TestDatabase, postgres, sqlite};
use crate::people::{draft, kept};
use intruder::Intruder;
use places::{Change, Edited};
use std::collections::BTreeMap;
use std::time::Instant;
use tables::{TABLES, Table};
use wariin_domain::Account;
use wariin_ports::{AuditLocation, AuditProblem, Checkpoints, TransparencyLog, Views};

const SEED: u64 = 20_261_127;
/// How many moments there are to which the log may be set back.
const MOMENTS: usize = 4;

// EV-01
#[tokio::test]
async fn a_thousand_edits_at_random_are_all_found_and_located() {
    are_found_and_located(&sqlite().await, 1_000).await;
}

// EV-01
#[tokio::test]
async fn edits_at_random_on_postgresql_are_all_found_and_located() {
    are_found_and_located(&postgres().await, 150).await;
}

async fn are_found_and_located(test: &TestDatabase, edits: u32) {
    let log = Log::with_published_checkpoints(test).await;
    let mut random = Random(SEED);
    let begun = Instant::now();
    let (mut done, mut counts) = (0, BTreeMap::new());
    while done < edits {
        if random.below(8) == 0 {
            let moment = usize::try_from(random.below(MOMENTS as u64)).unwrap();
            log.set_back_to(moment, u32::try_from(random.below(8)).unwrap()).await;
            *counts.entry(("the whole log", "set back")).or_insert(0) += 1;
            done += 1;
            continue;
        }
        let table = random.of(&TABLES);
        let (kind, edit) = log.intruder.edit(table, &mut random).await;
        // Some edits are refused by the database, and some change nothing.
        let is_done = log.intruder.execute(&edit).await.is_ok();
        let changed = if is_done { log.intruder.changed(table).await } else { vec![] };
        if !changed.is_empty() {
            log.expect_located(table, &changed, &format!("seed {SEED}, edit {done}: {edit}")).await;
            *counts.entry((table.name, kind)).or_insert(0) += 1;
            done += 1;
        }
        log.intruder.restore(table).await;
    }
    assert_eq!(log.problems().await, []);
    println!("{edits} edits in {:?} on {}: {counts:#?}", begun.elapsed(), test.name);
}

/// A log of which checkpoints were published, cosigned, and kept elsewhere; its last events wait to be integrated.
struct Log<'a> {
    test: &'a TestDatabase,
    owner: Account,
    intruder: Intruder,
    /// What was kept elsewhere: how many events each counts, and its note with the cosignatures.
    kept: Vec<(u64, String)>,
}

impl<'a> Log<'a> {
    async fn with_published_checkpoints(test: &'a TestDatabase) -> Self {
        let owner = with_events(test).await;
        for _ in 0..2 {
            let (document, events) = draft(&owner);
            kept(&test.database, &document, events).await;
        }
        let intruder = Intruder::of(test).await;
        let mut log = Self { test, owner, intruder, kept: Vec::new() };
        for moment in 0..MOMENTS {
            log.publish(20).await;
            log.intruder.copy_log(moment).await;
            log.go_on(20).await;
        }
        log.publish(21).await;
        for minute in 22..26 {
            log.go_on(minute).await;
        }
        log.intruder.copy_log(MOMENTS).await;
        log.intruder.copy_aside().await;
        log
    }

    async fn go_on(&self, minute: u32) {
        one_more(self.test, &self.owner, minute).await.unwrap();
    }

    /// Publishes a checkpoint, has two witnesses cosign it, and keeps it elsewhere.
    async fn publish(&mut self, minute: u32) {
        let database = &self.test.database;
        let checkpoint = published(self.test, minute).await;
        for seed in [7, 8] {
            let (witness, line) = cosigned_by(seed, &checkpoint.note);
            database.keep_cosignature(checkpoint.size, &witness, &line).await.unwrap();
        }
        let newest = database.newest().await.unwrap().unwrap();
        self.kept.push((newest.size, newest.cosigned()));
    }

    fn notes(&self) -> Vec<String> {
        self.kept.iter().map(|(_, note)| note.clone()).collect()
    }

    /// What is found in the log alone; that it cannot be read finds nothing.
    async fn problems(&self) -> Vec<AuditProblem> {
        self.test.database.verify_audit().await.unwrap().problems
    }

    /// Every row that was changed, removed or added has to be named. What was published and is gone is found by what
    /// was kept elsewhere, all else in the log alone.
    async fn expect_located(&self, table: &Table, changed: &[Change], edit: &str) {
        let mut problems = self.problems().await;
        if table.is_published {
            problems.extend(self.test.database.compare(&self.notes()).await.unwrap().problems);
        }
        let locations: Vec<AuditLocation> = problems.iter().map(AuditProblem::location).collect();
        let events = self.intruder.events().await;
        let edited = Edited { changed, events: &events };
        for change in changed {
            let is_located = edited.is_located(change, &locations);
            assert!(is_located, "{change:?} is not located by {problems:#?}\n{edit}");
        }
    }

    /// A log that was set back as a whole is consistent in itself, and located by what was kept outside: up to the
    /// moment of the setting back it is the same. The service may have gone on with the log as it was.
    async fn set_back_to(&self, moment: usize, more: u32) {
        self.intruder.set_back(moment).await;
        for minute in 30..30 + more {
            self.go_on(minute).await;
            self.test.database.integrate().await.unwrap();
        }
        let report = self.test.database.verify_audit().await.unwrap();
        assert_eq!(report.problems, [], "moment {moment}");
        let compared = self.test.database.compare(&self.notes()).await.unwrap();
        let (good, counted) = (self.kept[moment].0, self.kept[moment + 1].0);
        let problem = if report.integrated < counted {
            AuditProblem::SetBack { found: report.integrated, counted }
        } else {
            AuditProblem::Rewritten { good, counted }
        };
        assert_eq!(compared.problems, [problem], "moment {moment}");
        assert_eq!(compared.extended, moment + 1);
        self.intruder.set_back(MOMENTS).await;
    }
}

/// Numbers that follow from the seed (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn of<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[usize::try_from(self.below(some.len() as u64)).unwrap()]
    }
}
