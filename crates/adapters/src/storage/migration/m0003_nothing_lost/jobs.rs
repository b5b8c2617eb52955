//! A lease names the node that holds it, a job the document that it is about; of a recipient is kept that
//! an email was refused, and of a line in a list from when on the sender has to see to something.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer_null, text_null};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::sea_query::Table;

/// From when on the sender has to see to something, in documents of before: what ends a link, holds a
/// consent or was reported.
const ATTENTION: &str = "UPDATE listing SET attention_from = (
        SELECT min(CASE WHEN r.state = 'invited' AND r.held_since IS NULL
            THEN r.state_at + d.link_life * 86400000000
            ELSE coalesce(r.held_since, r.state_at) END)
        FROM recipient r JOIN document d ON d.id = r.document_id
        WHERE r.document_id = listing.document_id AND d.status = 'awaiting_consent'
            AND (r.state IN ('invited', 'wrong_recipient')
                OR (r.state = 'waiting' AND r.held_since IS NOT NULL)))
    WHERE tab = 'awaiting' AND sender_id IS NOT NULL";

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (table, column) in [
        ("job", text_null("leased_by")),
        ("job", super::super::uuid_null(manager, "document_id")),
        ("recipient", super::super::uuid_null(manager, "behind_access_code")),
        ("recipient", text_null("undelivered")),
        ("recipient", big_integer_null("undelivered_at")),
        ("listing", big_integer_null("attention_from")),
    ] {
        let added = Table::alter().table(table).add_column(column).take();
        manager.alter_table(added).await?;
    }
    manager.create_index(super::super::index("job_document", "job", &["document_id"])).await?;
    manager.get_connection().execute_unprepared(ATTENTION).await?;
    Ok(())
}
