//! Lists of ids in one column of text: hyphenated UUIDs with blanks between them.
//!
//! Beside such a column stands an older one with the last of the ids, which is all that the release before reads and
//! writes. Where the two differ, that release has written since, and its column alone counts. Where it locked an
//! id that is not the last one, the two do not differ: see "Going back" in docs/operations/upgrade.md.

use super::error::corrupt;
use wariin_domain::Uuid;
use wariin_ports::StorageError;

/// What is stored of these ids: the list, and the last of them.
pub(super) fn columns<T: Copy + Into<Uuid>>(ids: &[T]) -> (Option<String>, Option<Uuid>) {
    let ids: Vec<Uuid> = ids.iter().map(|id| (*id).into()).collect();
    let list: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    ((!list.is_empty()).then(|| list.join(" ")), ids.last().copied())
}

/// The ids of the two columns.
pub(super) fn read<T: From<Uuid>>(
    (text, last): (Option<&str>, Option<Uuid>),
    column: &'static str,
) -> Result<Vec<T>, StorageError> {
    let ids = text.unwrap_or_default().split_whitespace().map(str::parse::<Uuid>);
    let ids: Vec<Uuid> = ids.collect::<Result<_, _>>().map_err(|_| corrupt(column))?;
    let ids = if ids.last().copied() == last { ids } else { last.into_iter().collect() };
    Ok(ids.into_iter().map(T::from).collect())
}

#[cfg(test)]
mod tests {
    use super::{columns, read};
    use wariin_domain::{RecipientId, Uuid};

    const NAME: &str = "session.unlocked_recipients";

    fn ids(numbers: &[u128]) -> Vec<RecipientId> {
        numbers.iter().map(|number| Uuid::from_u128(*number).into()).collect()
    }

    // E2
    #[test]
    fn ids_are_read_back_in_order() {
        for kept in [ids(&[]), ids(&[1]), ids(&[1, 2, 3])] {
            let (text, last) = columns(&kept);
            assert_eq!(read::<RecipientId>((text.as_deref(), last), NAME).unwrap(), kept);
        }
    }

    // E2 FA-14
    #[test]
    fn what_the_release_before_wrote_since_counts_alone() {
        let (list, _) = columns(&ids(&[1, 2]));
        let read = |last: Option<u128>| {
            read::<RecipientId>((list.as_deref(), last.map(Uuid::from_u128)), NAME).unwrap()
        };
        assert_eq!(read(Some(2)), ids(&[1, 2]));
        assert_eq!(read(Some(3)), ids(&[3]), "another code was typed there");
        assert_eq!(read(None), [], "the code was changed, or another account signed in");
    }

    // E2
    #[test]
    fn a_list_that_holds_something_else_is_damaged() {
        assert!(read::<RecipientId>((Some("1 2"), None), NAME).is_err());
    }
}
