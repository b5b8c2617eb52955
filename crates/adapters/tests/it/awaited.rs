//! Whether an account is a party of a document under way with the request, on both databases.

use crate::databases::on_each;
use crate::people::{account, after, by_totp, consent, draft, kept};
use wariin_domain::{Account, EmailAddress};
use wariin_ports::Storage;

async fn is_awaited(storage: &dyn Storage, account: &Account) -> bool {
    let mut tx = storage.begin().await.unwrap();
    tx.documents().awaits_advanced_auth(account).await.unwrap()
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

        let consented = consent(&mut document, 0, after(3));
        let bound = document.recipients[0].account.unwrap();
        let mut document = kept(storage, &document, consented).await;
        let moved = EmailAddress::parse("moved@example.com").unwrap();
        let moved = Account { id: bound, email: moved, ..taro.clone() };
        assert!(is_awaited(storage, &moved).await, "consented, and has another address by now");

        let cancelled = document.cancel(&by, after(4)).unwrap();
        kept(storage, &document, cancelled).await;
        for party in [&taro, &hanako, &moved] {
            assert!(!is_awaited(storage, party).await, "it has ended");
        }
    })
    .await;
}
