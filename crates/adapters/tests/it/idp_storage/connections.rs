//! Connections and their secrets.

use super::{connected, domain, id_token, new_connection, stored};
use crate::databases::on_each;
use crate::people::{NOW, account, after, fresh};
use sea_orm::ConnectionTrait;
use wariin_domain::{DocumentId, Events, IdpAdmin, IdpSettings, ProvenBy, StrengthRule};
use wariin_ports::{ClientSecret, Storage, StorageError, Views};

#[tokio::test]
async fn a_connection_is_kept_whole_and_saved_by_one_of_two_at_once() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let kept = connected(storage, &owner).await;
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.idp_connections().find(kept.id).await.unwrap(), Some(kept.clone()));
        let client = tx.idp_connections().client(kept.id).await.unwrap().unwrap();
        assert_eq!((client.connection, client.secret.0.as_str()), (kept.clone(), "s3cret-canary"));

        let mut mine = kept.clone();
        let by = IdpAdmin::operator();
        let strength = StrengthRule::Acr(vec!["phr".into()]);
        let settings = IdpSettings {
            name: kept.name.clone(),
            issuer: kept.issuer.clone(),
            hosts: Vec::new(),
            client: kept.client.clone(),
            tenant: None,
            strength,
            creates_members: false,
        };
        let events = mine.configure(settings, &by, after(1)).unwrap();
        tx.idp_connections().save(&mine, events).await.unwrap();
        let late = tx.idp_connections().save(&kept, Events::none()).await;
        assert!(matches!(late, Err(StorageError::Conflict)));
        drop(tx);

        let mut tx = storage.begin().await.unwrap();
        assert_eq!(
            tx.idp_connections().count(owner.membership.organisation().unwrap()).await.unwrap(),
            1
        );
        assert_eq!(tx.idp_connections().count(fresh().into()).await.unwrap(), 0);
        tx.idp_connections().forget_secret(kept.id).await.unwrap();
        assert!(tx.idp_connections().client(kept.id).await.unwrap().is_none());
        assert!(tx.idp_connections().find(kept.id).await.unwrap().is_some());
        drop(tx);

        let all =
            storage.idp_connections(Some(owner.membership.organisation().unwrap())).await.unwrap();
        assert_eq!(all, std::slice::from_ref(&kept));
        assert_eq!(storage.idp_connections(None).await.unwrap().len(), 1);
        assert_eq!(storage.idp_connections(Some(fresh().into())).await.unwrap().len(), 0);
        let chain = storage.verify_audit().await.unwrap();
        assert_eq!((chain.events, chain.problems), (6, vec![]));
    })
    .await;
}

// RP-11
#[tokio::test]
async fn a_domain_is_served_by_the_one_connection_that_has_it_proven_and_is_on() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let kept = connected(storage, &owner).await;
        assert_eq!(storage.idp_serving(&domain("example.com")).await.unwrap(), Some(kept.clone()));
        assert_eq!(storage.idp_serving(&domain("example.org")).await.unwrap(), None);

        let (mut rival, events) = new_connection(&owner);
        let by = IdpAdmin::operator();
        let _ = rival.add_domain(domain("example.com"), &by, NOW).unwrap();
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().save(&rival, events).await.unwrap();
        tx.commit().await.unwrap();
        rival.version = 1;
        let _ = rival.prove_domain(&domain("example.com"), ProvenBy::Operator, &by, NOW).unwrap();
        let mut tx = storage.begin().await.unwrap();
        let taken = tx.idp_connections().save(&rival, Events::none()).await;
        assert!(matches!(taken, Err(StorageError::Duplicate)));
        drop(tx);

        let mut off = kept.clone();
        let events = off.switch_off(&by, NOW);
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().save(&off, events).await.unwrap();
        assert_eq!(tx.idp_connections().serving(&domain("example.com")).await.unwrap(), None);
        tx.commit().await.unwrap();
    })
    .await;
}

// SF-09 EV-02
#[tokio::test]
async fn client_secrets_and_id_tokens_are_encrypted_and_bound_to_their_rows() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let one = connected(storage, &owner).await;
        let (two, events) = new_connection(&owner);
        let document = DocumentId::from(fresh());
        let id_tokens = [id_token(document), id_token(document)];
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().save(&two, events).await.unwrap();
        tx.idp_connections().set_secret(two.id, &ClientSecret("other".into())).await.unwrap();
        for id_token in &id_tokens {
            tx.authorization_requests().keep_id_token(id_token).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(storage.id_tokens(document).await.unwrap(), id_tokens);
        assert_eq!(storage.id_tokens(fresh().into()).await.unwrap(), []);
        let mut tx = storage.begin().await.unwrap();
        let requests = tx.authorization_requests();
        let kept = requests.consented(id_tokens[1].transaction.id).await.unwrap();
        assert_eq!(kept, Some(document));
        assert_eq!(requests.consented(fresh().into()).await.unwrap(), None);
        drop(tx);

        let intruder = test.intruder().await;
        for (table, column) in [("idp_connection", "secret"), ("id_token_evidence", "ciphertext")] {
            let rows = stored(&intruder, table, column).await;
            assert_eq!(rows.len(), 2, "{table}");
            for row in &rows {
                for canary in [&b"s3cret-canary"[..], b"an.id.token"] {
                    assert!(!row.windows(canary.len()).any(|w| w == canary), "{table}");
                }
            }
            let swap = format!(
                "UPDATE {table} SET {column} = (SELECT o.{column} FROM {table} o WHERE o.id <> {table}.id)"
            );
            intruder.execute_unprepared(&swap).await.unwrap();
        }
        let mut tx = storage.begin().await.unwrap();
        let swapped = tx.idp_connections().client(one.id).await;
        assert!(matches!(swapped, Err(StorageError::Corrupt(_))));
        drop(tx);
        let swapped = storage.id_tokens(document).await;
        assert!(matches!(swapped, Err(StorageError::Corrupt(_))));
    })
    .await;
}
