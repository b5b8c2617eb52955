//! A form with files: its fields are read, its files go to disk while they arrive.

use super::arriving::{Arriving, Cut};
use super::part_heads::PartHeads;
use crate::error::PageError;
use poem::web::{Field, Multipart};
use poem::{Body, FromRequest, Request, RequestBody, Result};
use tokio::io::{AsyncRead, AsyncReadExt};
use wariin_domain::{FileName, MAX_FILES};
use wariin_ports::Files;
use wariin_usecases::Upload;

/// The most bytes of all fields together.
const FIELD_BYTES: u64 = 64 * 1024;
/// How many bytes are carried to the disk at once.
const PIECE: usize = 64 * 1024;

/// A form with files (`multipart/form-data`), which serde does not read.
pub(crate) struct UploadForm {
    multipart: Multipart,
    arriving: Arriving,
}

impl<'a> FromRequest<'a> for UploadForm {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let arriving = request.data::<Arriving>().cloned().ok_or_else(PageError::misplaced)?;
        let kind = request.content_type().unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| PageError::malformed())?;
        let form = PartHeads::new(body.take()?.into_async_read(), &boundary);
        let mut form = RequestBody::new(Body::from_async_read(form));
        Ok(Self { multipart: Multipart::from_request(request, &mut form).await?, arriving })
    }
}

impl UploadForm {
    /// The files of the form, which are gone when they are dropped; each field is given to `field`. Of more
    /// files than a document may have, only one more is kept.
    ///
    /// # Errors
    /// When it does not arrive as a whole, is no such form, or the files find no place.
    pub(crate) async fn read(
        mut self,
        files: &dyn Files,
        mut field: impl FnMut(&str, String),
    ) -> Result<Vec<Upload>, PageError> {
        let mut uploads = Vec::new();
        let mut left = FIELD_BYTES;
        while let Some(part) = self.multipart.next_field().await.map_err(|_| self.refusal())? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "files" {
                if uploads.len() <= MAX_FILES {
                    uploads.extend(self.file(files, part).await?);
                }
            } else {
                let text = self.text(part, left).await?;
                left -= text.len() as u64;
                field(&name, text);
            }
        }
        Ok(uploads)
    }

    /// The file, unless it is empty: browsers send an empty one where none was chosen.
    async fn file(&self, files: &dyn Files, part: Field) -> Result<Option<Upload>, PageError> {
        let name = FileName::sanitized(part.file_name().unwrap_or_default());
        let mut reader = part.into_async_read();
        let mut piece = Vec::with_capacity(PIECE);
        self.fill(&mut reader, &mut piece).await?;
        if piece.is_empty() {
            return Ok(None);
        }
        let mut contents = files.receive().await?;
        while !piece.is_empty() {
            contents.write(&piece).await?;
            piece.clear();
            self.fill(&mut reader, &mut piece).await?;
        }
        Ok(Some(Upload { name, contents }))
    }

    /// Reads one piece; an empty one at the end.
    async fn fill(
        &self,
        reader: &mut (impl AsyncRead + Unpin),
        piece: &mut Vec<u8>,
    ) -> Result<(), PageError> {
        let read = reader.take(PIECE as u64).read_to_end(piece).await;
        read.map(|_| ()).map_err(|_| self.refusal())
    }

    async fn text(&self, part: Field, limit: u64) -> Result<String, PageError> {
        let mut bytes = Vec::new();
        let read = part.into_async_read().take(limit + 1).read_to_end(&mut bytes).await;
        if read.map_err(|_| self.refusal())? as u64 > limit {
            return Err(PageError::too_large());
        }
        String::from_utf8(bytes).map_err(|_| PageError::malformed())
    }

    /// Why the form could not be read.
    fn refusal(&self) -> PageError {
        self.arriving.cut().map_or_else(PageError::malformed, PageError::from)
    }
}

impl From<Cut> for PageError {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::TooLarge => Self::too_large(),
            Cut::Off => Self::cut_off(),
            Cut::Slow => Self::body_too_slow(),
        }
    }
}
