//! The storage of files, as the settings name it.

use crate::config::{Settings, Storage};
use crate::wiring::{StartError, private_folder};
use std::fs;
use std::sync::Arc;
use wariin_adapters::{
    BucketAccess, BucketFault, BucketProblem, FilePlace, FileStore, FileStoreFault,
    FilesInTwoPlaces,
};
use wariin_ports::Files;
use wariin_usecases::with_causes;

/// The storage at the place of the settings, and the one that is also read.
#[derive(Clone, Debug)]
pub(crate) struct Stores {
    /// Where files are kept.
    pub(crate) first: FileStore,
    /// Where files are read that are not there.
    pub(crate) also: Option<FileStore>,
}

impl Stores {
    /// Opens both. The folder of a place on this machine is made where it is not there yet.
    ///
    /// # Errors
    /// [`StartError`] names the setting.
    pub(crate) fn open(settings: &Settings) -> Result<Self, StartError> {
        let Storage { files, also, .. } = &settings.storage;
        if let FilePlace::Folder(folder) = files {
            private_folder(&folder.join("files"))?;
        }
        let open = |key, place| open_at(settings, key, place);
        Ok(Self {
            first: open("WARIIN_FILES_URL", files)?,
            also: also.as_ref().map(|place| open("WARIIN_FILES_ALSO_URL", place)).transpose()?,
        })
    }

    /// The files of both.
    pub(crate) fn files(&self) -> Arc<dyn Files> {
        match &self.also {
            None => self.first.files(),
            Some(also) => Arc::new(FilesInTwoPlaces::new(self.first.files(), also.files())),
        }
    }

    /// Tries both out. What only the operator can put right stops the start; what passes by itself is said, and
    /// readiness says it again.
    ///
    /// # Errors
    /// [`StartError`] names the setting and the cure.
    pub(crate) async fn try_out(&self) -> Result<(), StartError> {
        let tried = self.first.try_out().await.map(|_| ());
        expect_usable("WARIIN_FILES_URL", &self.first, tried)?;
        if let Some(also) = &self.also {
            // A place that files come from may be read only, and that they go to may have none yet.
            let listed = also.try_listing().await;
            expect_usable("WARIIN_FILES_ALSO_URL", also, listed)?;
        }
        Ok(())
    }
}

/// The storage at a place, reached as the settings say.
///
/// # Errors
/// [`StartError`] names the setting.
pub(crate) fn open_at(
    settings: &Settings,
    key: &str,
    place: &FilePlace,
) -> Result<FileStore, StartError> {
    let Storage { access, ca_file, .. } = &settings.storage;
    let certificates = ca_file.as_ref().map(|file| {
        fs::read_to_string(file).map_err(|e| format!("WARIIN_S3_CA_FILE: {}: {e}", file.display()))
    });
    let access = BucketAccess { certificates: certificates.transpose()?, ..access.clone() };
    FileStore::open(place, &access, &settings.data_dir)
        .map_err(|error| format!("{key}: {place}: {}", with_causes(&error)).into())
}

fn expect_usable(
    key: &str,
    store: &FileStore,
    tried: Result<(), FileStoreFault>,
) -> Result<(), StartError> {
    match tried {
        Err(FileStoreFault::Bucket(fault)) if fault.problem.is_for_operator() => {
            Err(format!("{key}: {}: {fault}. {}", store.place(), cure(&fault)).into())
        }
        Err(fault) => {
            let (place, error) = (store.place(), with_causes(&fault));
            tracing::error!(%place, %error, "the storage of files does not answer");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// What the operator can do.
pub(crate) fn cure(fault: &BucketFault) -> &'static str {
    match fault.problem {
        BucketProblem::NoBucket => {
            "Make the bucket, or correct its name in WARIIN_FILES_URL and the server in WARIIN_S3_ENDPOINT."
        }
        BucketProblem::UnknownKey => {
            "Correct WARIIN_S3_ACCESS_KEY_ID, or make the key at the server."
        }
        BucketProblem::WrongSecret => "Correct WARIIN_S3_SECRET_ACCESS_KEY.",
        BucketProblem::NoRights => {
            "Give the key s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on this bucket."
        }
        BucketProblem::Clock => "Set the clock of this machine, best by NTP.",
        BucketProblem::Region => "Set WARIIN_S3_REGION to the region of the bucket.",
        BucketProblem::NotWriteOnce => {
            "Use a server that knows If-None-Match on PutObject, in a release that does."
        }
        BucketProblem::Full => "Make room at the server.",
        BucketProblem::Missing | BucketProblem::Exists | BucketProblem::Unavailable => {
            "Start the server, or correct WARIIN_S3_ENDPOINT, WARIIN_S3_ADDRESSING and WARIIN_S3_CA_FILE."
        }
    }
}
