//! Folding again what was folded by an earlier version.

use super::{Place, searched, statement};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use wariin_domain::Uuid;
use wariin_domain::search::fold;

/// How many lines are read at once.
const LINES: i64 = 500;

#[derive(FromQueryResult)]
struct Line {
    number: i64,
    organisation_id: Uuid,
    sender_id: Option<Uuid>,
    folded: String,
    counterparty: String,
}

/// Folds every line again. What was folded before folds to the same as the words themselves: the fold only ever
/// takes more together.
pub(in crate::storage) async fn refold(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    let mut last = i64::MIN;
    loop {
        let sql = "SELECT number, organisation_id, sender_id, folded, counterparty FROM listing
            WHERE number > $1 ORDER BY number LIMIT $2";
        let lines = Line::find_by_statement(statement(tx, sql, [last.into(), LINES.into()]));
        let lines = lines.all(tx).await?;
        let Some(end) = lines.last() else {
            return Ok(());
        };
        last = end.number;
        for line in lines {
            line.refold(tx).await?;
        }
    }
}

impl Line {
    async fn refold(&self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        let counterparty = fold(&self.counterparty);
        if counterparty != self.counterparty {
            let sql = "UPDATE listing SET counterparty = $1 WHERE number = $2";
            let values = [counterparty.into(), self.number.into()];
            tx.execute_raw(statement(tx, sql, values)).await?;
        }
        let folded = searched(&self.folded);
        if folded == self.folded {
            return Ok(());
        }
        let place = Place { organisation: self.organisation_id, sender: self.sender_id };
        place.replace_text(tx, self.number, &folded).await
    }
}
