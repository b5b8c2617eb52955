//! Checking the list that says which event is which leaf: one row for each leaf that the signed head counts.

use crate::storage::entity::log_leaf;
use crate::storage::error::failed;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_ports::{AuditProblem, StorageError};

const PAGE: u64 = 5_000;

/// The numbers of the leaves that are listed.
#[derive(Default)]
pub(super) struct Leaves {
    /// How many rows there are.
    pub(super) count: u64,
    /// How many there are from 0 on without a gap.
    pub(super) in_a_row: u64,
    /// The leaves behind the first gap, and those with a number that no leaf has.
    others: Vec<u64>,
}

impl Leaves {
    pub(super) async fn read<C: ConnectionTrait>(connection: &C) -> Result<Self, StorageError> {
        let mut leaves = Self::default();
        let mut after = i64::MIN;
        loop {
            let numbers: Vec<i64> = log_leaf::Entity::find()
                .select_only()
                .column(log_leaf::Column::Leaf)
                .filter(log_leaf::Column::Leaf.gt(after))
                .order_by_asc(log_leaf::Column::Leaf)
                .limit(PAGE)
                .into_tuple()
                .all(connection)
                .await
                .map_err(failed)?;
            let Some(last) = numbers.last() else { return Ok(leaves) };
            after = *last;
            for number in numbers {
                leaves.take(number.cast_unsigned());
            }
        }
    }

    fn take(&mut self, number: u64) {
        self.count += 1;
        if number == self.in_a_row {
            self.in_a_row += 1;
        } else {
            self.others.push(number);
        }
    }

    /// Whether there is nothing but leaves from 0 on without a gap.
    pub(super) fn are_in_a_row(&self) -> bool {
        self.others.is_empty()
    }

    /// Says which leaves are listed no more, and which are listed and are none. `signed` is how many the signed head
    /// counts, `stored` how many the tree has.
    pub(super) fn report(
        &self,
        signed: Option<u64>,
        stored: u64,
        problems: &mut Vec<AuditProblem>,
    ) {
        let end = signed.unwrap_or(stored);
        let mut next = self.in_a_row;
        for number in self.others.iter().copied().filter(|number| *number < end) {
            if number > next {
                problems.push(AuditProblem::LeavesMissing { from: next, to: number - 1 });
            }
            next = number + 1;
        }
        // Where the tree ends there as well it is the count that is told.
        if next < end && next < stored {
            problems.push(AuditProblem::LeavesMissing { from: next, to: end - 1 });
        }
        let too_many = if self.in_a_row == stored { 0..0 } else { end..self.in_a_row };
        let beyond = self.others.iter().copied().filter(|number| *number >= end);
        for leaf in too_many.chain(beyond).map(AuditProblem::Leaf) {
            if !problems.contains(&leaf) {
                problems.push(leaf);
            }
        }
    }
}
