//! The role on `PostgreSQL` that docs/operations.md describes: it works, and cannot change what happened.

use crate::audit::one_more;
use crate::databases::postgres;
use crate::people::{NOW, account, draft, kept};
use sea_orm::ConnectionTrait;
use wariin_ports::{Checkpoints, TransparencyLog, Views};

// EV-01
#[tokio::test]
async fn the_documented_role_works_and_can_neither_change_nor_remove_events() {
    let page = include_str!("../../../../docs/operations.md");
    let (_, grants) = page.split_once("```sql\n").unwrap();
    let (grants, _) = grants.split_once("```").unwrap();
    let test = postgres().await.as_role("wariin_app", grants).await;

    let sender = account(&test.database, "sender@example.jp").await;
    let (document, events) = draft(&sender);
    kept(&test.database, &document, events).await;
    assert!(test.database.integrate().await.unwrap() > 1);
    one_more(&test, &sender, 1).await.unwrap();
    assert_eq!(test.database.integrate().await.unwrap(), 1);
    assert_eq!(test.database.verify_audit().await.unwrap().problems, []);

    test.database.publish(NOW).await.unwrap();
    let size = test.database.newest().await.unwrap().unwrap().size;
    for _ in 0..2 {
        test.database.keep_cosignature(size, "witness", "— witness AAAA").await.unwrap();
        test.database.keep_timestamp(size, &[1]).await.unwrap();
    }

    let service = test.intruder().await;
    for statement in [
        "UPDATE audit_event SET at = at + 1",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
        "UPDATE log_leaf SET sequence = sequence",
        "UPDATE log_node SET hash = hash",
        "DELETE FROM log_leaf",
        "DELETE FROM log_node",
        "UPDATE checkpoint SET note = note",
        "DELETE FROM checkpoint",
        "UPDATE cosignature SET line = line",
        "DELETE FROM cosignature",
        "UPDATE deleted_document SET deleted_at = deleted_at",
        "DELETE FROM deleted_document",
        "DELETE FROM deleted_recipient",
    ] {
        let refused = service.execute_unprepared(statement).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{statement}: {refused}");
    }
}
