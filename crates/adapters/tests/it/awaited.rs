//! Whether an account is a party of a document under way with the request, on both databases.

use crate::databases::on_each;
use crate::people::{account, after, by_totp, consent, draft, fresh, kept};
use wariin_domain::{Account, AccountId, Document, EmailAddress, Identity, Requester, fixtures};
use wariin_ports::Storage;

async fn is_awaited(storage: &dyn Storage, account: &Account) -> bool {
    let mut tx = storage.begin().await.unwrap();
    tx.documents().awaits_advanced_auth(account).await.unwrap()
}

async fn keeps(storage: &dyn Storage, account: AccountId) -> bool {
    let mut tx = storage.begin().await.unwrap();
    tx.documents().keeps_advanced_auth(account).await.unwrap()
}

/// The document, opened by an account of this recipient, which is bound to it with the request and without.
async fn opened_by_account(storage: &dyn Storage, document: Document, place: usize) -> Document {
    let recipient = document.recipients[place].clone();
    let email = recipient.details.email.as_str();
    let owner = Account { id: AccountId::from(fresh()), ..fixtures::account(0, email) };
    let by = by_totp(owner.id);
    let mut document = document;
    let requester = Requester::SignedIn(Identity::new(&owner, &by).unwrap());
    let (_, opened) = document.open(recipient.id, requester, after(3)).unwrap();
    kept(storage, &document, opened).await
}

// EN-06 EN-09
#[tokio::test]
async fn who_consented_to_a_requested_document_goes_on_reading_it_once_all_have_consented() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, &format!("{}@example.jp", fresh())).await;
        for is_requested in [true, false] {
            let (document, drafted) = draft(&owner);
            let mut document = kept(storage, &document, drafted).await;
            let by = by_totp(owner.id);
            if is_requested {
                let requested = document.request_advanced_auth(&by, after(1)).unwrap();
                document = kept(storage, &document, requested).await;
            }
            let sent = document.send(&by, after(2)).unwrap();
            let mut document = kept(storage, &document, sent).await;
            for (place, at) in [(0, after(3)), (1, after(4))] {
                if !is_requested {
                    document = opened_by_account(storage, document, place).await;
                }
                let consented = consent(&mut document, place, at);
                document = kept(storage, &document, consented).await;
            }
            assert_eq!(document.status.name(), "sealing");
            for recipient in &document.recipients {
                let bound = recipient.account.unwrap();
                assert_eq!(keeps(storage, bound).await, is_requested);
            }
            assert!(!keeps(storage, owner.id).await, "the sender signed no gate");
        }
    })
    .await;
}

// EN-01 EN-13
#[tokio::test]
async fn every_party_of_a_requested_document_is_awaited_until_it_ends_whatever_its_address_is() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let taro = account(storage, "taro@example.com").await;
        let hanako = account(storage, "hanako@example.com").await;
        let by = by_totp(owner.id);
        let (plain, drafted) = draft(&owner);
        let mut plain = kept(storage, &plain, drafted).await;
        let sent = plain.send(&by, after(1)).unwrap();
        kept(storage, &plain, sent).await;
        let (document, drafted) = draft(&owner);
        let mut document = kept(storage, &document, drafted).await;
        let requested = document.request_advanced_auth(&by, after(1)).unwrap();
        let mut document = kept(storage, &document, requested).await;
        assert!(!is_awaited(storage, &taro).await, "neither without the request nor as a draft");

        let sent = document.send(&by, after(2)).unwrap();
        let mut document = kept(storage, &document, sent).await;
        assert!(is_awaited(storage, &taro).await, "invited");
        assert!(is_awaited(storage, &hanako).await, "not yet invited");
        assert!(!is_awaited(storage, &owner).await, "no party");

        // LI-03 EN-01: a report by the link's holder can be taken back, and frees no account meanwhile.
        let id = document.recipients[0].id;
        let reported = document.report_wrong_recipient(id, after(2)).unwrap();
        let mut document = kept(storage, &document, reported).await;
        assert!(is_awaited(storage, &taro).await, "reported to be the wrong one");
        let back = document.take_back_report(id, 1, after(2)).unwrap();
        let mut document = kept(storage, &document, back).await;

        let consented = consent(&mut document, 0, after(3));
        let bound = document.recipients[0].account.unwrap();
        let mut document = kept(storage, &document, consented).await;
        let moved = EmailAddress::parse("moved@example.com").unwrap();
        let moved = Account { id: bound, email: moved, ..taro.clone() };
        assert!(is_awaited(storage, &moved).await, "consented, and has another address by now");

        assert!(!keeps(storage, bound).await, "others still have to consent");

        let cancelled = document.cancel(&by, after(4)).unwrap();
        kept(storage, &document, cancelled).await;
        for party in [&taro, &hanako, &moved] {
            assert!(!is_awaited(storage, party).await, "it has ended");
        }
    })
    .await;
}
