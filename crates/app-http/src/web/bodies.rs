//! Which bodies the service takes: how large they may be, and how slowly they may arrive.

use super::arriving::{Arriving, Pace};
use crate::error::PageError;
use poem::Body;
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// For how long a client may keep the service waiting for the next byte of a body, and in all beyond what the least rate
/// allows.
pub(crate) const STILL: Duration = Duration::from_secs(10);
/// How long a body may take to arrive in all.
const PATIENCE: Duration = Duration::from_mins(2);
/// The same for an upload: the largest one at 64 kB a second, as from a phone.
const UPLOAD_PATIENCE: Duration = Duration::from_mins(15);

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// A form.
    Form,
    /// A large form: 500 input fields, each with long texts.
    LargeForm,
    /// A form with files, of a person who is signed in.
    Upload,
    /// A visitor's file: it holds a place that another visitor waits for.
    VisitorFile,
}

impl BodyKind {
    /// The body while it arrives, within what it may take. `still` is [`STILL`], but for tests.
    pub(super) fn arriving(self, body: Body, still: Duration) -> Arriving {
        let pace = Pace { still, rate: self.rate() };
        Arriving::new(body.into_async_read(), self.bytes(), self.patience()).at(pace)
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// [`PageError`] when it is too large, comes too slowly, or the connection breaks.
    pub(super) async fn read(self, body: Body, still: Duration) -> Result<Vec<u8>, PageError> {
        let mut arriving = self.arriving(body, still);
        let mut bytes = Vec::new();
        match arriving.read_to_end(&mut bytes).await {
            Ok(_) => Ok(bytes),
            Err(_) => Err(arriving.cut().map_or_else(PageError::cut_off, PageError::from)),
        }
    }

    /// The greatest length in bytes; of files, with a little for the form around them.
    const fn bytes(self) -> u64 {
        match self {
            Self::Form => 64 * 1024,
            Self::LargeForm => 2 * 1024 * 1024,
            Self::Upload => wariin_domain::MAX_DOCUMENT_BYTES + 1024 * 1024,
            Self::VisitorFile => wariin_ports::MAX_VERIFIED_BYTES + 64 * 1024,
        }
    }

    /// The least rate, in bytes a second.
    const fn rate(self) -> u64 {
        match self {
            Self::Form => 4_000,
            Self::LargeForm | Self::Upload | Self::VisitorFile => 16_000,
        }
    }

    const fn patience(self) -> Duration {
        match self {
            Self::Form | Self::LargeForm | Self::VisitorFile => PATIENCE,
            Self::Upload => UPLOAD_PATIENCE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // EV-08 O-44
    #[test]
    fn the_largest_of_each_body_may_come_at_64_kb_a_second() {
        for kind in [BodyKind::Form, BodyKind::LargeForm, BodyKind::Upload, BodyKind::VisitorFile] {
            assert!(kind.rate() < 64_000, "{kind:?}");
            let of_phone = Duration::from_secs(kind.bytes() / 64_000);
            assert!(kind == BodyKind::VisitorFile || of_phone < kind.patience(), "{kind:?}");
        }
    }

    // EV-08
    #[tokio::test]
    async fn a_form_that_is_too_large_is_refused_as_such() {
        let read = |length| BodyKind::Form.read(Body::from(vec![b'a'; length]), STILL);
        assert_eq!(read(64 * 1024).await.unwrap().len(), 64 * 1024);
        assert_eq!(read(64 * 1024 + 1).await.unwrap_err().to_string(), "too_large");
    }
}
