//! The images that organisations have set: of their stamps, and their logos.

use super::entity::stamp_image::{Column, Entity, Model};
use super::error::{corrupt, failed};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use std::collections::BTreeSet;
use wariin_domain::{FileDigest, Organisation};
use wariin_ports::StorageError;

/// Keeps the images that the organisation has now, for as long as there is the organisation: what was printed with a
/// stamp stays, and so does the page that still shows a logo.
pub(super) async fn keep<C: ConnectionTrait>(
    connection: &C,
    organisation: &Organisation,
) -> Result<(), StorageError> {
    for image in [organisation.stamp, organisation.looks.logo].into_iter().flatten() {
        let digest = image.as_bytes().to_vec();
        let row = Model { organisation_id: organisation.id.into(), digest };
        let known = OnConflict::columns([Column::OrganisationId, Column::Digest]);
        let kept = Entity::insert(row.into_active_model())
            .on_conflict(known.clone().do_nothing().to_owned())
            .exec_without_returning(connection);
        kept.await.map_err(failed)?;
    }
    Ok(())
}

/// Those of these files that are such images.
pub(super) async fn among<C: ConnectionTrait>(
    connection: &C,
    files: impl IntoIterator<Item = FileDigest>,
) -> Result<BTreeSet<FileDigest>, StorageError> {
    let these = files.into_iter().map(|file| file.as_bytes().to_vec());
    read(Entity::find().filter(Column::Digest.is_in(these)), connection).await
}

/// The digests of all images.
pub(super) async fn digests<C: ConnectionTrait>(
    connection: &C,
) -> Result<BTreeSet<FileDigest>, StorageError> {
    read(Entity::find(), connection).await
}

async fn read<C: ConnectionTrait>(
    rows: sea_orm::Select<Entity>,
    connection: &C,
) -> Result<BTreeSet<FileDigest>, StorageError> {
    let digests: Vec<Vec<u8>> = rows
        .select_only()
        .column(Column::Digest)
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    let digest = |bytes: Vec<u8>| bytes.try_into().map(FileDigest::new);
    let digests = digests.into_iter().map(digest).collect::<Result<_, _>>();
    digests.map_err(|_| corrupt("stamp_image.digest"))
}
