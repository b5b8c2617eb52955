//! The facts of a certificate: what was done, as the document and its events have it.

use proptest::prelude::*;
use wariin_domain::fixtures::{
    NOW, STATEMENT, after, by_mail, by_totp, consent_to, draft_to, hanako, id, organisation,
    recipient, send, sender, sent, signed_in, taro,
};
use wariin_domain::{
    Actor, AgreedParty, Agreement, CertificateFacts, ChainHead, CorrectedRecipient, DeliveredPages,
    Document, EmailAddress, Event, EventKind, Events, FileDigest, ForwardTo, HoldReason, Job,
    PersonName, RecipientState, Refusal, Requester, Seal, SealLevel, SealedFile, ShownPages,
    TimeSource,
};

const HEAD: ChainHead = ChainHead { sequence: 9, hash: FileDigest::new([9; 32]) };

/// A document with everything that happened to it.
struct Story {
    document: Document,
    events: Vec<Event>,
}

impl Story {
    fn of(document: Document) -> Self {
        Self { document, events: Vec::new() }
    }

    fn happened(&mut self, events: &Events) {
        self.events.extend(events.iter().cloned());
    }

    /// The recipient with this number consents by the mailed link at this minute.
    fn consents_by_mail(&mut self, number: u128, minute: u32) {
        let shown = consent_to(self.document.content_digest());
        let consented = self.document.consent(id(number), by_mail(number), shown, after(minute));
        self.happened(&consented.unwrap().into_events());
    }

    fn concluded(mut self, level: SealLevel) -> Self {
        let seal = Seal { digest: FileDigest::new([8; 32]), level };
        let sealed: Vec<SealedFile> =
            self.document.files.iter().map(|file| SealedFile { file: file.id, seal }).collect();
        let events = self.document.conclude(&sealed, after(1_000)).unwrap();
        self.happened(&events);
        self
    }

    fn facts(&self) -> Option<CertificateFacts> {
        let events: Vec<_> = self.events.iter().map(|event| (event.at, &event.kind)).collect();
        CertificateFacts::gather(&self.document, &events, HEAD, &sender(), &organisation())
    }
}

/// Both recipients consent with an authenticator app.
fn gated() -> Story {
    let mut story = Story::of(sent(true));
    for (number, account) in [(1, taro()), (2, hanako())] {
        let by = by_totp(&account, after(2));
        let shown = consent_to(story.document.content_digest());
        let access = signed_in(&account, &by);
        let consented = story.document.consent(id(number), access, shown, after(2)).unwrap();
        story.happened(&consented.into_events());
    }
    story
}

// T-086, CO-07
#[test]
fn the_certificate_the_seal_and_the_chain_say_the_same_of_each_party() {
    let story = gated();
    let (name, organisation) = (sender().name, organisation().name);
    let sealed = Agreement::of(&story.document, name, organisation);
    let story = story.concluded(SealLevel::Basic);
    let facts = story.facts().unwrap();
    assert_eq!(facts.agreement, sealed);
    let certified: Vec<AgreedParty> =
        facts.parties.iter().map(|party| party.agreed.clone()).collect();
    assert_eq!(certified, sealed.parties);
    let chained = story.events.iter().filter_map(|event| match &event.kind {
        EventKind::Consented { recipient, consent } => {
            Some((*recipient, (*consent.assurance).clone(), consent.at))
        }
        _ => None,
    });
    let certified = certified.into_iter().map(|p| (p.recipient, p.assurance, p.consented_at));
    assert!(chained.eq(certified));
}

// T-003 T-004
#[test]
fn the_certificate_names_the_sentences_of_the_event_and_none_where_the_event_has_none() {
    let mut story = gated().concluded(SealLevel::Basic);
    let said = |story: &Story| -> Vec<_> {
        story.facts().unwrap().parties.iter().map(|party| party.statement).collect()
    };
    assert_eq!(said(&story), [Some(STATEMENT); 2]);
    // As a release before writes it.
    for event in &mut story.events {
        if let EventKind::Consented { consent, .. } = &mut event.kind {
            consent.statement = None;
        }
    }
    assert_eq!(said(&story), [None; 2]);
}

#[test]
fn there_are_no_facts_before_the_conclusion() {
    assert!(gated().facts().is_none());
    assert!(Story::of(sent(true)).facts().is_none());
}

#[test]
fn a_timestamp_authority_is_named_only_where_it_stamped_every_file() {
    let source = |level| gated().concluded(level).facts().unwrap().time_source;
    assert_eq!(source(SealLevel::Archived), TimeSource::TimestampAuthority);
    assert_eq!(source(SealLevel::Basic), TimeSource::Clock);
}

#[test]
fn one_file_without_a_timestamp_leaves_the_clock_as_the_source_of_time() {
    let mut story = gated().concluded(SealLevel::Archived);
    let mut parts = (*story.document).clone();
    let mut unstamped = wariin_domain::fixtures::file(77);
    let digest = FileDigest::new([7; 32]);
    unstamped.sealed = Some(Seal { digest, level: SealLevel::Basic });
    parts.files.push(unstamped);
    story.document = Document::restore(parts).unwrap();
    assert_eq!(story.facts().unwrap().time_source, TimeSource::Clock);
}

#[test]
fn pages_that_were_delivered_after_the_consent_are_not_certified() {
    let mut story = Story::of(sent(false));
    let shown: ShownPages = story.document.files.iter().map(|file| (file.id, 1)).collect();
    for (number, minute) in [(1, 5), (2, 9)] {
        let (admission, opened) =
            story.document.open(id(number), by_mail(number), after(minute)).unwrap();
        story.happened(&opened);
        let before = story.document.pages_shown(&admission, &shown, after(minute));
        story.happened(&before);
        story.consents_by_mail(number, minute + 1);
        let again = story.document.pages_shown(&admission, &shown, after(minute + 2));
        story.happened(&again);
    }
    let facts = story.concluded(SealLevel::Basic).facts().unwrap();
    let delivered: Vec<_> = facts.parties.iter().map(|party| party.delivered).collect();
    let expected = |minute| Some(DeliveredPages { at: after(minute), pages: 1 });
    assert_eq!(delivered, [expected(5), expected(9)]);
    assert_eq!(facts.parties[0].opened_at, Some(after(5)));
}

#[test]
fn a_hold_that_the_sender_ended_and_a_typed_access_code_are_certified() {
    let mut story = Story::of(sent(false));
    let recipient = id(1);
    let kinds = [
        (1, EventKind::AccessCodeTyped { recipient: id(2) }),
        (2, EventKind::AccessCodeTyped { recipient }),
        (3, EventKind::ConsentHeld { recipient, why: HoldReason::AdminReset }),
        (4, EventKind::ConsentReleased { recipient }),
    ];
    let actor = wariin_domain::Actor::Service;
    let event = |(minute, kind)| Event::of_document(story.document.id, after(minute), actor, kind);
    let events: Vec<Event> = kinds.into_iter().map(event).collect();
    story.events.extend(events);
    story.consents_by_mail(1, 5);
    story.consents_by_mail(2, 6);
    let facts = story.concluded(SealLevel::Basic).facts().unwrap();
    let party = &facts.parties[0];
    assert_eq!(party.access_code_at, Some(after(2)));
    assert_eq!((party.holds[0].hold.since, party.holds[0].released_at), (after(3), after(4)));
    assert_eq!(party.holds[0].hold.why, HoldReason::AdminReset);
    assert!(facts.parties[1].holds.is_empty());
}

#[test]
fn who_forwarded_is_certified_with_the_person_who_consented() {
    let mut story = Story::of(sent(false));
    let to = ForwardTo {
        id: id(3),
        name: PersonName::parse("三人目").unwrap(),
        email: EmailAddress::parse("third@example.com").unwrap(),
        organisation: None,
    };
    let forwarded = story.document.forward(id(1), by_mail(1), to, after(1)).unwrap();
    story.happened(&forwarded);
    story.consents_by_mail(3, 5);
    story.consents_by_mail(2, 6);
    let facts = story.concluded(SealLevel::Basic).facts().unwrap();
    assert_eq!(facts.parties.len(), 2);
    let party = facts.parties.iter().find(|party| party.agreed.recipient == id(3)).unwrap();
    assert_eq!(party.forwarded.len(), 1);
    assert_eq!(party.forwarded[0].email.as_str(), "taro@example.com");
    assert_eq!(party.forwarded[0].at, after(1));
}

// O-09
#[test]
fn what_was_corrected_is_certified_with_the_person_who_consented() {
    let mut story = Story::of(sent(false));
    let by = by_totp(&sender(), NOW);
    for (minute, email) in [(1, "tarou@example.com"), (2, "taro@example.jp")] {
        let name = PersonName::parse("太郎").unwrap();
        let to = CorrectedRecipient { name, email: EmailAddress::parse(email).unwrap() };
        let corrected =
            story.document.correct_recipient(id(1), to, None, &by, after(minute)).unwrap();
        story.happened(&corrected);
    }
    let link = Requester::LinkHolder { recipient: id(1), generation: 3 };
    let request = consent_to(story.document.content_digest());
    let consented = story.document.consent(id(1), link, request, after(5)).unwrap().into_events();
    story.happened(&consented);
    story.consents_by_mail(2, 6);
    let facts = story.concluded(SealLevel::Basic).facts().unwrap();
    let earlier: Vec<_> = facts.parties[0]
        .corrected
        .iter()
        .map(|from| (from.name.as_str(), from.email.as_str(), from.at))
        .collect();
    assert_eq!(
        earlier,
        [("宛先", "taro@example.com", after(1)), ("太郎", "tarou@example.com", after(2))]
    );
    assert_eq!(facts.parties[0].email.as_str(), "taro@example.jp");
    assert!(facts.parties[1].corrected.is_empty());
}

// DO-01
#[test]
fn a_certificate_is_issued_once_and_only_after_the_conclusion() {
    let mut document = gated().concluded(SealLevel::Basic).document;
    let seal = |number| Seal { digest: FileDigest::new([number; 32]), level: SealLevel::Basic };
    assert!(gated().document.issue_certificate(seal(1), after(1_001)).is_err());
    let events = document.issue_certificate(seal(1), after(1_001)).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [EventKind::CertificateIssued { certificate: seal(1) }]);
    assert!(document.issue_certificate(seal(2), after(1_002)).unwrap().is_empty());
    assert_eq!(document.certificate, Some(seal(1)));
}

#[test]
fn the_conclusion_asks_for_the_certificate() {
    let story = gated().concluded(SealLevel::Basic);
    let jobs: Vec<_> = story.events.iter().flat_map(Event::jobs).collect();
    let document = story.document.id;
    let asked =
        jobs.iter().filter(|job| **job == wariin_domain::Job::IssueCertificate { document });
    assert_eq!(asked.count(), 1);
}

// DO-01
#[test]
fn damage_that_the_service_records_is_told_to_the_admins_and_a_refused_consent_is_not() {
    let document = sent(true);
    let told = |recipient| -> Vec<Job> {
        let refused = document.refused(recipient, Refusal::FileDamaged, Actor::Service, NOW);
        refused.iter().flat_map(Event::jobs).collect()
    };
    assert_eq!(told(None), [Job::NotifyDamaged { document: document.id }]);
    assert_eq!(told(Some(id(1))), []);
}

proptest! {
    // CO-07
    #[test]
    fn every_consent_of_the_document_is_in_the_facts_and_no_other(count in 1_u128..=12) {
        let recipients = (1..=count).map(|number| recipient(number, &format!("r{number}@example.com")));
        let mut story = Story::of(send(draft_to(recipients), false));
        for number in 1..=count {
            story.consents_by_mail(number, u32::try_from(number).unwrap());
        }
        let story = story.concluded(SealLevel::Basic);
        let facts = story.facts().unwrap();
        prop_assert_eq!(facts.parties.len(), story.document.recipients.len());
        for (place, (party, recipient)) in facts.parties.iter().zip(&story.document.recipients).enumerate() {
            let RecipientState::Consented(consent) = &recipient.state else {
                return Err(TestCaseError::fail("a consent is missing"));
            };
            prop_assert_eq!(usize::try_from(party.number).unwrap(), place + 1);
            prop_assert_eq!(party.agreed.recipient, recipient.id);
            prop_assert_eq!(&party.agreed.assurance, &*consent.assurance);
            prop_assert_eq!(party.agreed.consented_at, consent.at);
            prop_assert_eq!(party.content, consent.content);
        }
    }
}

// O-44
#[test]
fn what_a_document_was_concluded_as_are_its_sealed_files_and_its_certificate() {
    let story = gated();
    let (upload, sealed) = (story.document.files[0].digest, FileDigest::new([8; 32]));
    assert_eq!(story.document.concluded_as(upload), None, "it awaits its seal");
    let mut document = story.concluded(SealLevel::Basic).document;
    assert_eq!(document.concluded_as(sealed), Some(after(1_000)));
    assert_eq!(document.concluded_as(upload), None);
    let digest = FileDigest::new([5; 32]);
    assert_eq!(document.concluded_as(digest), None);
    let certificate = Seal { digest, level: SealLevel::Basic };
    let _ = document.issue_certificate(certificate, after(1_001)).unwrap();
    assert_eq!(document.concluded_as(digest), Some(after(1_000)));
}
