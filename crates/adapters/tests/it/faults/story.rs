//! A contract from draft to seal, step by step as the use cases keep it, and what has to be found of it.

use crate::people::{after, by_totp, consent, draft};
use std::collections::BTreeMap;
use wariin_adapters::SqlDatabase;
use wariin_domain::{
    Account, Document, DocumentStatus, Events, FileDigest, Seal, SealLevel, SealedFile, Span,
};
use wariin_ports::{
    JobOutcome, JobQueue, JobRecord, Queue, Storage, StorageError, TransparencyLog, Views,
};

/// A step of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Draft,
    Send,
    Consent,
    Conclude,
    FinishJob,
    Integrate,
}

impl Step {
    pub(crate) const ALL: [Self; 6] =
        [Self::Draft, Self::Send, Self::Consent, Self::Conclude, Self::FinishJob, Self::Integrate];

    /// The event that shows that the step was taken, where there is one.
    pub(crate) fn event(self) -> Option<&'static str> {
        match self {
            Self::Draft => Some("drafted"),
            Self::Send => Some("sent"),
            Self::Consent => Some("consented"),
            Self::Conclude => Some("concluded"),
            Self::FinishJob | Self::Integrate => None,
        }
    }
}

/// One document's story.
pub(crate) struct Story {
    sender: Account,
    pub(crate) document: Document,
    drafted: Events,
    minute: u32,
    /// What was acknowledged.
    pub(crate) acknowledged: Vec<Step>,
}

/// What is stored of a story: how often each event and each unfinished job is there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    events: BTreeMap<String, usize>,
    jobs: BTreeMap<String, usize>,
}

impl Story {
    pub(crate) fn new(sender: &Account) -> Self {
        let (mut document, mut drafted) = draft(sender);
        let second = document.recipients[1].id;
        let removed = document.remove_recipient(second, &by_totp(sender.id), after(1)).unwrap();
        drafted = drafted.and(removed);
        Self { sender: sender.clone(), document, drafted, minute: 10, acknowledged: Vec::new() }
    }

    /// Takes the step unless it is done already; it is acknowledged when this returns `Ok`.
    pub(crate) async fn take(&mut self, at: &SqlDatabase, step: Step) -> Result<(), StorageError> {
        if self.acknowledged.contains(&step) {
            return Ok(());
        }
        self.minute += 5;
        match step {
            Step::FinishJob => self.finish_job(at).await?,
            Step::Integrate => drop(at.integrate().await?),
            Step::Draft | Step::Send | Step::Consent | Step::Conclude => {
                self.change(at, step).await?;
            }
        }
        self.acknowledged.push(step);
        Ok(())
    }

    async fn change(&self, at: &SqlDatabase, step: Step) -> Result<(), StorageError> {
        let mut tx = at.begin().await?;
        let found = tx.documents().find(self.document.id).await?;
        if found.as_ref().is_some_and(|document| is_done(document, step)) {
            return Ok(());
        }
        let (document, events) = match found {
            None => (self.document.clone(), self.drafted.clone()),
            Some(mut document) => {
                let events = self.decided(&mut document, step);
                (document, events)
            }
        };
        tx.documents().save(&document, events).await?;
        tx.commit().await
    }

    fn decided(&self, document: &mut Document, step: Step) -> Events {
        let now = after(self.minute);
        match step {
            Step::Send => document.send(&by_totp(self.sender.id), now).unwrap(),
            Step::Consent => consent(document, 0, now),
            Step::Conclude => {
                let seal = Seal { digest: FileDigest::new([7; 32]), level: SealLevel::Archived };
                let sealed: Vec<_> =
                    document.files.iter().map(|file| SealedFile { file: file.id, seal }).collect();
                document.conclude(&sealed, now).unwrap()
            }
            Step::Draft | Step::FinishJob | Step::Integrate => Events::none(),
        }
    }

    async fn finish_job(&self, at: &SqlDatabase) -> Result<(), StorageError> {
        let now = after(self.minute);
        for job in at.claim(Queue::Seal, now, Span::minutes(1), 10).await? {
            at.finish(&job, JobOutcome::Done, now).await?;
        }
        Ok(())
    }

    /// What the database has of it. Every step that was acknowledged has to be there.
    pub(crate) async fn found(&self, at: &SqlDatabase, jobs: &[JobRecord]) -> Found {
        let document = at.document(self.document.id).await.unwrap();
        let own = || jobs.iter().filter(|job| job.document == Some(self.document.id));
        for step in &self.acknowledged {
            let is_there = match step {
                Step::FinishJob => own().all(|job| job.queue != Queue::Seal.name()),
                _ => document.as_ref().is_some_and(|document| is_done(document, *step)),
            };
            assert!(is_there, "{step:?} was acknowledged and is not there");
        }
        let mut found = Found::default();
        for entry in at.timeline(self.document.id).await.unwrap() {
            *found.events.entry(entry.what.name().to_owned()).or_default() += 1;
        }
        for job in own() {
            *found.jobs.entry(format!("{:?}", job.kind)).or_default() += 1;
        }
        found
    }
}

fn is_done(document: &Document, step: Step) -> bool {
    match step {
        Step::Draft | Step::FinishJob | Step::Integrate => true,
        Step::Send => document.status != DocumentStatus::Draft,
        Step::Consent => document.recipients[0].consent().is_some(),
        Step::Conclude => matches!(document.status, DocumentStatus::Concluded { .. }),
    }
}
