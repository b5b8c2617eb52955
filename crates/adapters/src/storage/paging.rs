//! Reading a table page by page, each beginning where the one before has ended.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Value};

/// Whether a row stands behind this place in the order of these columns. They are compared as a row, for which both
/// databases begin in the index at that place; an `OR` over the columns would be read from the beginning for each page.
pub(in crate::storage) fn behind<C: ColumnTrait, const N: usize>(
    columns: [C; N],
    place: [Value; N],
) -> Expr {
    let columns = columns.map(|column| Expr::col(column.as_column_ref()));
    Expr::tuple(columns).gt(Expr::tuple(place.map(Expr::val)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::entity::audit_event;
    use sea_orm::{DbBackend, EntityTrait, QueryFilter, QueryTrait};

    #[test]
    fn a_place_is_compared_as_a_row_on_both_databases() {
        use audit_event::Column::{Sequence, Subject};
        let query = audit_event::Entity::find()
            .filter(behind([Subject, Sequence], ["account".into(), 7_i64.into()]));
        for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
            let statement = query.build(backend).to_string();
            let condition = statement.split(" WHERE ").nth(1).unwrap();
            assert!(condition.ends_with(") > ('account', 7)"), "{condition}");
            assert!(!condition.contains(" OR "), "{condition}");
        }
    }
}
