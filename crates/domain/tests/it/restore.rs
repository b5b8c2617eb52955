//! A stored document comes back only if its parts fit together.

use wariin_domain::fixtures::{NOW, by_mail, consent_to, draft, file, id, sent};
use wariin_domain::{
    AdvancedAuthPolicy, CorruptDocument, Document, DocumentParts, DocumentStatus, Recipient,
    RecipientState, Seal, SealLevel, SealedFile,
};

fn restored(document: &Document, change: impl Fn(&mut DocumentParts)) -> Option<CorruptDocument> {
    let mut parts = DocumentParts::clone(document);
    change(&mut parts);
    Document::restore(parts).err()
}

fn concluded() -> Document {
    let mut document = sent(false);
    let request = consent_to(document.content_digest());
    for number in [1, 2] {
        let _ = document.consent(id(number), by_mail(number), request, NOW).unwrap();
    }
    let sealed = document.files.iter().map(|file| SealedFile {
        file: file.id,
        seal: Seal { digest: file.digest, level: SealLevel::Basic },
    });
    let sealed: Vec<_> = sealed.collect();
    let _ = document.conclude(&sealed, NOW).unwrap();
    document
}

#[test]
fn what_transitions_make_is_restored_as_it_was() {
    for document in [draft(), sent(true), sent(false), concluded()] {
        assert_eq!(Document::restore(DocumentParts::clone(&document)), Ok(document));
    }
}

#[test]
fn parts_that_contradict_each_other_are_refused() {
    let invited = |recipients: &mut Vec<Recipient>| {
        recipients[0].state = RecipientState::Invited { at: NOW };
    };
    let enforced = AdvancedAuthPolicy::Enforced { since: NOW, by: None };
    let asked = AdvancedAuthPolicy::Requested { by: draft().sender, at: NOW };
    let sealing = DocumentStatus::Sealing { sent_at: NOW, agreed_at: NOW };
    let gone = DocumentStatus::Declined { sent_at: NOW, at: NOW, by: id(9) };
    let seal = Seal { digest: file(7).digest, level: SealLevel::Basic };
    let refused = [
        restored(&sent(false), |parts| parts.files.clear()),
        restored(&draft(), |parts| invited(&mut parts.recipients)),
        restored(&sent(false), |parts| parts.recipients.clear()),
        restored(&draft(), |parts| parts.files.push(file(7))),
        restored(&draft(), |parts| parts.recipients[1].id = id(1)),
        restored(&draft(), |parts| parts.advanced_auth = enforced),
        restored(&sent(true), |parts| parts.advanced_auth = asked),
        restored(&sent(false), |parts| parts.status = sealing),
        restored(&draft(), |parts| parts.files[0].sealed = Some(seal)),
        restored(&concluded(), |parts| parts.files[0].sealed = None),
        restored(&sent(false), |parts| parts.status = gone),
        restored(&sent(false), |parts| {
            parts.recipients[0].state = RecipientState::Forwarded { at: NOW, to: id(9) };
        }),
    ];
    let expected = [
        CorruptDocument::Files,
        CorruptDocument::Recipients,
        CorruptDocument::Recipients,
        CorruptDocument::Ids,
        CorruptDocument::Ids,
        CorruptDocument::Request,
        CorruptDocument::Request,
        CorruptDocument::Consents,
        CorruptDocument::Seals,
        CorruptDocument::Seals,
        CorruptDocument::Reference,
        CorruptDocument::Reference,
    ];
    assert_eq!(refused, expected.map(Some));
}

// EV-04
#[test]
fn what_is_said_to_be_agreed_is_read_for_its_seal_only_with_the_consent_of_every_recipient() {
    let (count, agreed) = (concluded().recipients.len(), NOW);
    for missing in 0..count {
        let mut parts = DocumentParts::clone(&concluded());
        parts.files.iter_mut().for_each(|file| file.sealed = None);
        parts.status = DocumentStatus::Sealing { sent_at: NOW, agreed_at: agreed };
        assert!(Document::restore(parts.clone()).is_ok());
        parts.recipients[missing].state = RecipientState::Invited { at: NOW };
        assert_eq!(Document::restore(parts).err(), Some(CorruptDocument::Consents), "{missing}");
    }
}
