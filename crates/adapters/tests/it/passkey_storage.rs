//! What is kept of passkeys, in both databases.

use crate::databases::{TestDatabase, on_each};
use crate::people::{NOW, account, after, draft, fresh, kept};
use sea_orm::ConnectionTrait;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    Account, BrowserKey, Ceremony, CeremonyPurpose, Events, Factor, FactorMethod, FactorName,
    NewFactor, PasskeyAssertion, PasskeyConsent, PasskeyEvidence, PersonName, SessionKey, TimeStep,
    Timestamp,
};
use wariin_ports::{
    CeremonyState, PasskeyCredential, Storage, StorageError, StoredPasskey, UnitOfWork, Views,
};

fn passkey(owner: &Account, credential: u8) -> (StoredPasskey, Events) {
    let new = NewFactor {
        id: fresh().into(),
        account: owner.id,
        name: FactorName::parse("パスキー").unwrap(),
        session: SessionKey::new([6; 32]),
    };
    let (factor, events) = Factor::enrol_passkey(new, true, NOW);
    let credential = PasskeyCredential { id: vec![credential; 16], record: "{\"n\":1}".into() };
    (StoredPasskey { factor, credential }, events)
}

async fn add(tx: &mut dyn UnitOfWork, owner: &Account, credential: u8) -> StoredPasskey {
    let (passkey, events) = passkey(owner, credential);
    tx.passkeys().add(&passkey, events).await.unwrap();
    passkey
}

fn consent(
    recipient: wariin_domain::RecipientId,
    document: &wariin_domain::Document,
) -> PasskeyConsent {
    PasskeyConsent {
        statement: Some(STATEMENT),
        id: fresh().into(),
        account: document.sender,
        recipient,
        document: document.id,
        content: document.content_digest(),
        random: [9; 32],
        began_at: NOW,
    }
}

#[tokio::test]
async fn a_passkey_is_a_factor_with_a_key_of_which_the_use_is_kept_until_it_is_removed() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let owner = account(database, "owner@example.jp").await;
        let mut tx = database.begin().await.unwrap();
        let one = add(&mut *tx, &owner, 1).await;
        let other = add(&mut *tx, &owner, 2).await;
        tx.commit().await.unwrap();
        let factors = database.factors(owner.id).await.unwrap();
        assert_eq!(factors, [one.factor.clone(), other.factor.clone()]);
        assert!(factors.iter().all(|factor| factor.method() == FactorMethod::Passkey));

        let mut tx = database.begin().await.unwrap();
        assert_eq!(tx.passkeys().of(owner.id).await.unwrap(), [one.clone(), other.clone()]);
        let record = "{\"n\":2}".into();
        let used = PasskeyCredential { record, ..one.credential.clone() };
        tx.passkeys().used(one.factor.id, &used, NOW).await.unwrap();
        let found = tx.passkeys().of(owner.id).await.unwrap();
        assert_eq!((found[0].factor.last_used_at, found[1].factor.last_used_at), (Some(NOW), None));
        assert_eq!((&found[0].credential, &found[1]), (&used, &other));

        tx.factors().remove(one.factor.id, Events::none()).await.unwrap();
        assert_eq!(tx.passkeys().of(owner.id).await.unwrap(), [other]);
        tx.factors().remove_all(owner.id, Events::none()).await.unwrap();
        assert_eq!(tx.passkeys().of(owner.id).await.unwrap(), []);
        add(&mut *tx, &owner, 1).await;
        tx.commit().await.unwrap();
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
    })
    .await;
}

#[tokio::test]
async fn a_credential_is_registered_with_one_account_only() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let owner = account(database, "owner@example.jp").await;
        let other = account(database, "other@example.jp").await;
        let mut tx = database.begin().await.unwrap();
        add(&mut *tx, &owner, 1).await;
        tx.commit().await.unwrap();
        for person in [&owner, &other] {
            let mut tx = database.begin().await.unwrap();
            let (again, events) = passkey(person, 1);
            let refused = tx.passkeys().add(&again, events).await;
            assert!(matches!(refused, Err(StorageError::Duplicate)), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_ceremony_is_taken_once_and_forgotten_when_it_is_old_or_after_a_recovery() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let owner = account(database, "owner@example.jp").await;
        let (document, events) = draft(&owner);
        let document = kept(database, &document, events).await;
        let (account, factor) = (owner.id, fresh().into());
        let purposes = [
            CeremonyPurpose::SignIn,
            CeremonyPurpose::StepUp { account },
            CeremonyPurpose::Remove { account, factor },
            CeremonyPurpose::Enrol { account, name: FactorName::parse("鍵").unwrap() },
            CeremonyPurpose::Join {
                invitation: uuid::Uuid::from_u128(40).into(),
                account,
                name: PersonName::parse("山田 太郎").unwrap(),
            },
            CeremonyPurpose::Register {
                recipient: document.recipients[0].id,
                account,
                name: PersonName::parse("山田 太郎").unwrap(),
            },
            CeremonyPurpose::Consent(consent(document.recipients[0].id, &document)),
        ];
        let ceremonies = purposes.map(|purpose| Ceremony {
            id: fresh().into(),
            session: (purpose != CeremonyPurpose::SignIn).then_some(SessionKey::new([3; 32])),
            purpose,
            browser: BrowserKey::new([2; 32]),
            began_at: after(1),
        });
        let state = CeremonyState("{}".into());
        let mut tx = database.begin().await.unwrap();
        for ceremony in &ceremonies {
            tx.passkeys().begin(ceremony, &state).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = database.begin().await.unwrap();
        for ceremony in &ceremonies[..5] {
            let begun = Some((ceremony.clone(), state.clone()));
            assert_eq!(tx.passkeys().find(ceremony.id).await.unwrap(), begun);
            assert_eq!(tx.passkeys().take(ceremony.id).await.unwrap(), begun);
            assert_eq!(tx.passkeys().find(ceremony.id).await.unwrap(), None);
            assert_eq!(tx.passkeys().take(ceremony.id).await.unwrap(), None, "once");
        }
        tx.passkeys().forget_before(after(1)).await.unwrap();
        let [.., register, consent] = &ceremonies;
        assert!(tx.passkeys().take(register.id).await.unwrap().is_some());
        let ended = tx.recoveries().end_sign_ins(TimeStep::new(9), after(2)).await.unwrap();
        assert_eq!(ended.codes, 1);
        assert_eq!(tx.passkeys().take(consent.id).await.unwrap(), None, "EV-05");
        tx.passkeys().begin(consent, &state).await.unwrap();
        tx.passkeys().forget_before(after(2)).await.unwrap();
        assert_eq!(tx.passkeys().take(consent.id).await.unwrap(), None);
        tx.commit().await.unwrap();
    })
    .await;
}

// EV-08
#[tokio::test]
async fn of_the_ceremonies_of_one_browser_and_of_all_the_oldest_go() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let begun = |browser: u8, minute: u32| Ceremony {
            id: fresh().into(),
            session: None,
            purpose: CeremonyPurpose::SignIn,
            browser: BrowserKey::new([browser; 32]),
            began_at: after(minute),
        };
        let mine: Vec<_> = (0..22).map(|minute| begun(2, 100 + minute)).collect();
        let other = begun(3, 99);
        let mut tx = database.begin().await.unwrap();
        for ceremony in std::iter::once(&other).chain(&mine) {
            tx.passkeys().begin(ceremony, &CeremonyState("{}".into())).await.unwrap();
        }
        let is_there: Vec<bool> = {
            let mut there = Vec::new();
            for ceremony in &mine {
                there.push(tx.passkeys().take(ceremony.id).await.unwrap().is_some());
            }
            there
        };
        assert_eq!(is_there, [vec![false; 2], vec![true; 20]].concat());
        tx.commit().await.unwrap();

        let many = Ceremony::IN_ALL - 1;
        let flood = if test.name == "SQLite" {
            format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
                 INSERT INTO passkey_ceremony (id, purpose, browser, began_at, state)
                 SELECT randomblob(16), '{{}}', randomblob(32), 9000000000000000 + i, '{{}}' FROM n"
            )
        } else {
            format!(
                "INSERT INTO passkey_ceremony (id, purpose, browser, began_at, state)
                 SELECT gen_random_uuid(), '{{}}', decode(md5(i::text), 'hex'), 9000000000000000 + i, '{{}}'
                 FROM generate_series(1, {many}) AS i"
            )
        };
        test.intruder().await.execute_unprepared(&flood).await.unwrap();
        let mut tx = database.begin().await.unwrap();
        let newest = Ceremony { began_at: Timestamp::from_micros(i64::MAX), ..begun(4, 0) };
        tx.passkeys().begin(&newest, &CeremonyState("{}".into())).await.unwrap();
        assert!(tx.passkeys().take(other.id).await.unwrap().is_none(), "the oldest of all");
        assert!(tx.passkeys().take(newest.id).await.unwrap().is_some());
        tx.commit().await.unwrap();
    })
    .await;
}

// CO-06 CO-07
#[tokio::test]
async fn the_assertion_of_a_consent_is_kept_with_what_was_consented_to() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let owner = account(database, "owner@example.jp").await;
        let (document, events) = draft(&owner);
        let document = kept(database, &document, events).await;
        let recipient = document.recipients[0].id;
        let evidence = PasskeyEvidence {
            consent: consent(recipient, &document),
            factor: fresh().into(),
            content: document.content_for(recipient),
            assertion: PasskeyAssertion {
                credential: vec![1, 2],
                key: "{}".into(),
                authenticator_data: vec![0; 37],
                client_data: b"{}".to_vec(),
                signature: vec![255, 0],
            },
            received_at: after(3),
        };
        let mut tx = database.begin().await.unwrap();
        tx.passkeys().keep_assertion(&evidence).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(database.passkey_evidence(document.id).await.unwrap(), [evidence]);
        assert_eq!(database.passkey_evidence(fresh().into()).await.unwrap(), []);
    })
    .await;
}
