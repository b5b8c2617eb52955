//! Accounts: factors, codes, sessions and tries.

use super::{key, pending};
use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, draft, fresh, kept};
use std::sync::Arc;
use wariin_domain::fixtures::{self};
use wariin_domain::{
    Actor, AddressKey, BrowserKey, ClientNetwork, EmailAddress, Events, FactorKind, FactorName,
    MailboxCode, MailboxCodeId, PersonName, ProvenMailbox, RecipientId, Session, SignIn,
    SignInMethod, Throttle, TimeStep, TryKind, TrySource, Uuid,
};
use wariin_ports::{
    AskedCode, CodeHash, FileOwner, PasswordHash, Seed, Storage, StorageError, StoredFactor,
    StoredFile, Views,
};

// SF-02 SF-01
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_parallel_uses_of_one_code_have_one_success() {
    on_each(async |test| {
        let storage = Arc::new(test.database.clone());
        let owner = account(&*storage, "owner@example.jp").await;
        let mut factor = pending(owner.id);
        let mut tx = storage.begin().await.unwrap();
        tx.factors().begin(&factor, &Seed(vec![1])).await.unwrap();
        let enrolled = factor.confirm(true, NOW);
        tx.factors().save(&factor, enrolled).await.unwrap();
        tx.commit().await.unwrap();
        for round in 1..=5 {
            let uses: Vec<_> = (0..50)
                .map(|_| {
                    let storage = Arc::clone(&storage);
                    tokio::spawn(async move {
                        let mut tx = storage.begin().await.unwrap();
                        let won =
                            tx.factors().spend(factor.id, TimeStep::new(round), NOW).await.unwrap();
                        tx.commit().await.unwrap();
                        won
                    })
                })
                .collect();
            let mut won = 0;
            for one in uses {
                won += u32::from(one.await.unwrap());
            }
            assert_eq!(won, 1, "round {round}");
        }
        let mut tx = storage.begin().await.unwrap();
        assert!(
            !tx.factors().spend(factor.id, TimeStep::new(4), NOW).await.unwrap(),
            "an older step"
        );
    })
    .await;
}

// EN-05
#[tokio::test]
async fn an_account_has_several_active_factors_oldest_first_and_one_pending() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let (mut first, mut second) = (pending(owner.id), pending(owner.id));
        let mut tx = storage.begin().await.unwrap();
        tx.factors().begin(&first, &Seed(vec![1])).await.unwrap();
        tx.factors().begin(&second, &Seed(vec![2])).await.unwrap();
        let StoredFactor { factor, seed } = tx.factors().pending(owner.id).await.unwrap().unwrap();
        assert_eq!((factor, seed), (second.clone(), Seed(vec![2])));
        let enrolled = second.confirm(true, NOW);
        tx.factors().save(&second, enrolled).await.unwrap();
        first.name = FactorName::parse("会社のPC").unwrap();
        tx.factors().begin(&first, &Seed(vec![1])).await.unwrap();
        let enrolled = first.confirm(false, after(1));
        tx.factors().save(&first, enrolled).await.unwrap();
        let active = tx.factors().active(owner.id).await.unwrap();
        let found: Vec<_> = active.into_iter().map(|stored| stored.factor).collect();
        assert_eq!(found, [second.clone(), first.clone()]);
        tx.factors().remove(second.id, second.removed_by_owner(after(2))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(storage.factors(owner.id).await.unwrap(), [first]);
    })
    .await;
}

// SF-06
#[tokio::test]
async fn wrong_codes_are_counted_in_the_database_and_cleared_by_a_right_one_only() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let mut factor = pending(owner.id);
        let counted = Throttle::clear().failed(NOW).failed(NOW).failed(NOW).failed(NOW).failed(NOW);
        let mut tx = storage.begin().await.unwrap();
        tx.factors().begin(&factor, &Seed(vec![1])).await.unwrap();
        let enrolled = factor.confirm(true, NOW);
        factor.throttle = counted;
        tx.factors().save(&factor, enrolled).await.unwrap();
        let found = tx.factors().active(owner.id).await.unwrap().remove(0).factor;
        assert_eq!(found.throttle, counted);
        assert!(tx.factors().spend(factor.id, TimeStep::new(9), NOW).await.unwrap());
        let found = tx.factors().active(owner.id).await.unwrap().remove(0).factor;
        let spent = FactorKind::Totp { last_step: Some(TimeStep::new(9)) };
        assert_eq!((found.throttle, found.kind), (Throttle::clear(), spent));
        tx.factors().save(&factor, Events::none()).await.unwrap();
        let found = tx.factors().active(owner.id).await.unwrap().remove(0).factor;
        assert_eq!(found.kind, spent, "keeping a factor unspends no code");
        assert!(!tx.factors().has_backup_codes(owner.id).await.unwrap());
        tx.factors()
            .set_backup_codes(owner.id, &[CodeHash([1; 32]), CodeHash([2; 32])], Events::none())
            .await
            .unwrap();
        assert!(tx.factors().has_backup_codes(owner.id).await.unwrap());
        for (codes, are_its_own) in [
            (vec![CodeHash([1; 32]), CodeHash([3; 32])], false),
            (vec![], false),
            (vec![CodeHash([1; 32]), CodeHash([2; 32])], true),
        ] {
            let saved = tx.factors().backup_codes_saved(owner.id, &codes).await.unwrap();
            assert_eq!(saved, are_its_own, "{} codes", codes.len());
        }
        assert!(tx.factors().spend_backup_code(owner.id, CodeHash([1; 32])).await.unwrap());
        assert!(!tx.factors().spend_backup_code(owner.id, CodeHash([1; 32])).await.unwrap());
        tx.factors().remove_all(owner.id, Events::none()).await.unwrap();
        assert!(tx.factors().active(owner.id).await.unwrap().is_empty());
        assert!(!tx.factors().has_backup_codes(owner.id).await.unwrap());
        assert!(!tx.factors().spend_backup_code(owner.id, CodeHash([2; 32])).await.unwrap());
    })
    .await;
}

// DO-01
#[tokio::test]
async fn every_file_of_every_document_is_listed_page_by_page() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let mut expected = Vec::new();
        for _ in 0..2 {
            let (document, events) = draft(&owner);
            let kept = kept(storage, &document, events).await;
            expected.extend(kept.files.iter().map(|file| StoredFile {
                owner: FileOwner::Document { document: kept.id, file: file.id },
                digest: file.digest,
            }));
        }
        let place = |stored: &StoredFile| match stored.owner {
            FileOwner::Document { file, .. } => Some(Uuid::from(file)),
            FileOwner::Certificate(_) | FileOwner::Template(_) | FileOwner::Image => None,
        };
        expected.sort_by_key(place);
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let (page, last) = storage.stored_files(after, 3).await.unwrap();
            found.extend(page);
            if last.is_none() {
                break;
            }
            after = last;
        }
        assert_eq!(found, expected);
    })
    .await;
}

// WE-03
#[tokio::test]
async fn a_session_that_was_ended_is_not_brought_back_by_one_who_still_holds_it() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let mut session = Session::begin(key(1), NOW);
        session.mailbox = Some(ProvenMailbox {
            recipient: RecipientId::from(fresh()),
            address: owner.email.clone(),
            at: after(1),
        });
        session.opened = Some((RecipientId::from(fresh()), 3));
        let mut tx = storage.begin().await.unwrap();
        tx.sessions().add(&session, Events::none()).await.unwrap();
        for method in [
            SignInMethod::Password { at: NOW },
            SignInMethod::Idp { at: NOW, login: crate::idp_storage::login("taro") },
            by_totp(owner.id).method().clone(),
        ] {
            let sign_in = SignIn::new(owner.id, method);
            for has_factor in [true, false] {
                session = session.signed_in(key(1), sign_in.clone(), has_factor, NOW).0;
                tx.sessions().replace(key(1), &session, Events::none()).await.unwrap();
                assert_eq!(tx.sessions().find(key(1)).await.unwrap().as_ref(), Some(&session));
            }
        }
        tx.sessions().remove(key(1), Events::none()).await.unwrap();
        let late = tx.sessions().replace(key(1), &session, Events::none()).await;
        assert!(matches!(late, Err(StorageError::Conflict)));
        drop(tx);

        let mut tx = storage.begin().await.unwrap();
        let by_password = SignIn::new(owner.id, SignInMethod::Password { at: NOW });
        for has_factor in [false, true] {
            session = session.signed_in(key(1), by_password.clone(), has_factor, NOW).0;
            tx.sessions().add(&session, Events::none()).await.unwrap();
            tx.sessions().remove_all_of(owner.id).await.unwrap();
            assert!(tx.sessions().find(key(1)).await.unwrap().is_none());
        }
        (session.sign_in, session.awaiting_code) = (None, None);
        tx.sessions().add(&session, Events::none()).await.unwrap();
        tx.sessions().remove_expired(after(1), NOW).await.unwrap();
        assert!(tx.sessions().find(key(1)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn an_address_has_one_account_and_is_taken_over_whole() {
    on_each(async |test| {
        let storage = &test.database;
        assert!(storage.is_first_run().await.unwrap());
        let owner = account(storage, "owner@example.jp").await;
        assert!(!storage.is_first_run().await.unwrap());
        let mut tx = storage.begin().await.unwrap();
        let twin = wariin_domain::Account { id: fresh().into(), ..owner.clone() };
        let refused = tx.accounts().add(&twin, &PasswordHash("x".into()), Events::none()).await;
        assert!(matches!(refused, Err(StorageError::Duplicate)));
        drop(tx);

        let mut tx = storage.begin().await.unwrap();
        let name = PersonName::parse("本人").unwrap();
        let hash = PasswordHash("new".into());
        let mut taken = owner.clone();
        let events = taken.take_over(name.clone(), Actor::Unidentified, after(2));
        tx.accounts().save_with_password(&taken, &hash, events).await.unwrap();
        assert_eq!(tx.accounts().password(owner.id).await.unwrap(), Some(hash));
        let email = EmailAddress::parse("OWNER@example.jp").unwrap();
        let found = tx.accounts().find_by_email(&email).await.unwrap().unwrap();
        assert_eq!((found.name, found.mailbox_proven_at), (name, Some(after(2))));
    })
    .await;
}

// EN-02
#[tokio::test]
async fn a_mailed_code_is_used_up_once_and_the_newest_one_counts() {
    on_each(async |test| {
        let storage = &test.database;
        let recipient = RecipientId::from(fresh());
        let network = ClientNetwork::of(Some([203, 0, 113, 9].into()));
        let code = |minute| MailboxCode {
            id: MailboxCodeId::from(fresh()),
            recipient,
            address: fixtures::taro().email,
            session: key(3),
            issued_at: after(minute),
            used_at: None,
            network,
        };
        let (old, new) = (code(1), code(2));
        let mut tx = storage.begin().await.unwrap();
        tx.mailbox_codes().add(&old, Events::none()).await.unwrap();
        tx.mailbox_codes().add(&new, Events::none()).await.unwrap();
        assert_eq!(tx.mailbox_codes().newest(recipient).await.unwrap(), Some(new.clone()));
        let asked = tx.mailbox_codes().asked_since(recipient, after(1)).await.unwrap();
        let by = |at| AskedCode { at, session: key(3), network };
        assert_eq!(asked, [by(after(2)), by(after(1))]);
        let asked = tx.mailbox_codes().asked_since(recipient, after(2)).await.unwrap();
        assert_eq!(asked.len(), 1);
        let own = tx.mailbox_codes().newest_in(recipient, key(3)).await.unwrap();
        assert_eq!(own, Some(new.clone()));
        assert_eq!(tx.mailbox_codes().newest_in(recipient, key(4)).await.unwrap(), None);
        let used = MailboxCode { used_at: Some(after(3)), ..new.clone() };
        assert!(tx.mailbox_codes().use_up(&used, Events::none()).await.unwrap());
        assert!(!tx.mailbox_codes().use_up(&used, Events::none()).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(storage.mailbox_code(old.id).await.unwrap(), Some(old));
    })
    .await;
}

// O-39 SF-05
#[tokio::test]
async fn wrong_tries_are_kept_for_each_kind_subject_and_source_and_forgotten_when_they_are_old() {
    on_each(async |test| {
        let storage = &test.database;
        let (subject, kind) = (fresh(), TryKind::Password);
        let network = TrySource::Network(ClientNetwork::of(Some([203, 0, 113, 9].into())));
        let browser = TrySource::Browser(BrowserKey::new([7; 32]));
        let other = TrySource::Browser(BrowserKey::new([8; 32]));
        let of = |text| AddressKey::of(&EmailAddress::parse(text).unwrap());
        let address = TrySource::Address(of("taro@example.com"));
        let foreign = TrySource::Address(of("hanako@example.com"));
        let missed = Throttle::clear().failed(NOW).failed(NOW);
        let mut tx = storage.begin().await.unwrap();
        tx.tries().lock(kind, subject).await.unwrap();
        tx.tries().lock(kind, subject).await.unwrap();
        for source in [network, browser, address, TrySource::AllNetworks] {
            tx.tries().save(kind, subject, (source, Throttle::clear()), after(1)).await.unwrap();
            tx.tries().save(kind, subject, (source, missed), after(2)).await.unwrap();
            assert_eq!(tx.tries().find(kind, subject, source).await.unwrap(), Some(missed));
        }
        assert_eq!(tx.tries().find(kind, subject, other).await.unwrap(), None);
        assert_eq!(tx.tries().find(kind, subject, foreign).await.unwrap(), None);
        assert_eq!(tx.tries().find(kind, fresh(), network).await.unwrap(), None);
        assert_eq!(tx.tries().find(TryKind::AccessCode, subject, network).await.unwrap(), None);
        tx.tries().forget(after(2), after(2)).await.unwrap();
        assert!(tx.tries().find(kind, subject, network).await.unwrap().is_some());
        tx.tries().forget(after(3), after(2)).await.unwrap();
        assert_eq!(tx.tries().find(kind, subject, network).await.unwrap(), None);
        assert_eq!(tx.tries().find(kind, subject, address).await.unwrap(), None);
        assert_eq!(tx.tries().find(kind, subject, TrySource::AllNetworks).await.unwrap(), None);
        assert!(tx.tries().find(kind, subject, browser).await.unwrap().is_some());
        tx.tries().forget(after(3), after(3)).await.unwrap();
        assert_eq!(tx.tries().find(kind, subject, browser).await.unwrap(), None);
        tx.commit().await.unwrap();
    })
    .await;
}
