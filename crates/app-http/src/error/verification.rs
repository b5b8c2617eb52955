//! Why a visitor's file is not verified.

use super::PageError;
use poem::http::StatusCode;
use wariin_ports::VerifierFault;

impl PageError {
    /// What was wrong with the form, where a file that is too large has words of its own.
    pub(crate) fn of_verification(self) -> Self {
        match &self {
            Self::Page(page) if page.status == StatusCode::PAYLOAD_TOO_LARGE => {
                Self::too_large_to_verify()
            }
            Self::Page(_) | Self::Elsewhere(_) | Self::Template(_) => self,
        }
    }

    /// The file is larger than what is verified for visitors.
    pub(crate) fn too_large_to_verify() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            |s| s.common.verify_too_large_title(),
            |s| s.common.verify_too_large(),
        )
    }

    /// No file came, or an empty one.
    pub(crate) fn nothing_to_verify() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "no_file",
            |s| s.common.verify_no_file_title(),
            |s| s.common.verify_no_file(),
        )
    }
}

impl From<VerifierFault> for PageError {
    fn from(fault: VerifierFault) -> Self {
        match fault {
            VerifierFault::TooComplex => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_complex",
                |s| s.common.verify_too_complex_title(),
                |s| s.common.verify_too_complex(),
            ),
            VerifierFault::Unavailable => Self::fault(&fault),
        }
    }
}
