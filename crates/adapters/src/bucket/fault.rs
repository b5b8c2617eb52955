//! What went wrong with a bucket, without what may be a secret: answers of servers repeat key ids and what was
//! signed.

use std::error::Error;
use std::fmt;
use wariin_ports::FileError;

/// Why an operation on a bucket failed.
#[derive(Debug)]
pub struct BucketFault {
    operation: &'static str,
    /// What is wrong, as far as it is known.
    pub problem: BucketProblem,
    status: Option<u16>,
    /// The code of the error in the answer (Amazon S3 API Reference, "Error responses").
    code: Option<String>,
    /// The innermost cause, where there was no answer.
    cause: Option<String>,
}

/// What is wrong with a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketProblem {
    /// There is no such bucket.
    NoBucket,
    /// The server does not know the access key.
    UnknownKey,
    /// The secret is not that of the access key.
    WrongSecret,
    /// The key may not do this.
    NoRights,
    /// The clocks of this machine and the server are too far apart.
    Clock,
    /// The bucket is in another region.
    Region,
    /// The server writes over what must be written once.
    NotWriteOnce,
    /// The server has no room.
    Full,
    /// There is no such object.
    Missing,
    /// There is such an object already.
    Exists,
    /// The server did not answer, or not with what was asked for; it may later.
    Unavailable,
}

impl BucketProblem {
    /// Whether only the operator can put it right.
    pub fn is_for_operator(self) -> bool {
        !matches!(self, Self::Full | Self::Missing | Self::Exists | Self::Unavailable)
    }
}

impl BucketFault {
    pub(super) fn of(operation: &'static str, error: &object_store::Error) -> Self {
        let text = with_causes(error);
        let status = status_in(&text);
        let code = code_in(&text);
        let problem = problem_of(error, status, code.as_deref());
        let cause = status.is_none().then(|| innermost(error));
        Self { operation, problem, status, code, cause }
    }

    pub(super) fn silent(operation: &'static str) -> Self {
        let cause = Some("no answer in time".to_owned());
        Self::because(operation, BucketProblem::Unavailable, cause)
    }

    pub(super) fn because(
        operation: &'static str,
        problem: BucketProblem,
        cause: Option<String>,
    ) -> Self {
        Self { operation, problem, status: None, code: None, cause }
    }

    /// Whether the server has answered that it cannot.
    pub(super) fn is_answered(&self) -> bool {
        self.status.is_some()
    }
}

impl fmt::Display for BucketFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bucket could not {}: ", self.operation)?;
        f.write_str(match self.problem {
            BucketProblem::NoBucket => "it does not exist",
            BucketProblem::UnknownKey => "the server does not know the access key",
            BucketProblem::WrongSecret => "the secret is not that of the access key",
            BucketProblem::NoRights => "the access key has no right to",
            BucketProblem::Clock => "the clock of this machine is not the server's",
            BucketProblem::Region => "it is in another region",
            BucketProblem::NotWriteOnce => {
                "the server ignores If-None-Match and writes over what is there"
            }
            BucketProblem::Full => "the server has no room left",
            BucketProblem::Missing => "there is no such object",
            BucketProblem::Exists => "there is such an object already",
            BucketProblem::Unavailable => "the server is not available",
        })?;
        let told = [self.status.map(|status| status.to_string()), self.code.clone()];
        let mut told: Vec<String> = told.into_iter().flatten().collect();
        told.extend(self.cause.clone());
        if told.is_empty() { Ok(()) } else { write!(f, " ({})", told.join(" ")) }
    }
}

impl Error for BucketFault {}

impl From<BucketFault> for FileError {
    fn from(fault: BucketFault) -> Self {
        match fault.problem {
            BucketProblem::Full => Self::Full(fault.into()),
            _ => Self::Unavailable(fault.into()),
        }
    }
}

fn problem_of(
    error: &object_store::Error,
    status: Option<u16>,
    code: Option<&str>,
) -> BucketProblem {
    match code {
        Some("NoSuchBucket") => return BucketProblem::NoBucket,
        Some("InvalidAccessKeyId" | "InvalidClientTokenId" | "UnrecognizedClientException") => {
            return BucketProblem::UnknownKey;
        }
        Some("SignatureDoesNotMatch") => return BucketProblem::WrongSecret,
        Some("RequestTimeTooSkewed") => return BucketProblem::Clock,
        Some(
            "PermanentRedirect"
            | "AuthorizationHeaderMalformed"
            | "IllegalLocationConstraintException",
        ) => return BucketProblem::Region,
        Some("XMinioStorageFull" | "QuotaExceeded" | "XMinioAdminBucketQuotaExceeded") => {
            return BucketProblem::Full;
        }
        _ => {}
    }
    match (error, status) {
        (_, Some(507)) => BucketProblem::Full,
        (_, Some(301 | 307)) => BucketProblem::Region,
        (object_store::Error::NotFound { .. }, _) => BucketProblem::Missing,
        (object_store::Error::AlreadyExists { .. }, _) => BucketProblem::Exists,
        (_, Some(401 | 403)) => BucketProblem::NoRights,
        _ => BucketProblem::Unavailable,
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

fn innermost(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

fn status_in(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("status code: ")?;
    rest.get(..3)?.parse().ok()
}

/// The code of an error's XML: letters and digits only.
fn code_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_code = code.len() <= 64 && code.chars().all(|c| c.is_ascii_alphanumeric());
    is_code.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: &str, body: &str) -> BucketFault {
        let text = format!("Server returned non-2xx status code: {status}: {body}");
        let error = object_store::Error::Generic { store: "S3", source: text.into() };
        BucketFault::of("put", &error)
    }

    #[test]
    fn an_answer_is_told_by_its_status_and_code_and_never_with_what_it_repeats() {
        let body = "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIDSECRET</AWSAccessKeyId>\
            <StringToSign>SECRET</StringToSign></Error>";
        let fault = answered("403 Forbidden", body);
        assert_eq!(fault.problem, BucketProblem::WrongSecret);
        assert!(fault.to_string().contains("403 SignatureDoesNotMatch"), "{fault}");
        assert!(!fault.to_string().contains("SECRET"), "{fault}");
        assert!(!format!("{fault:?}").contains("SECRET"), "{fault:?}");
        let odd = answered("403 Forbidden", "<Code>no code <b>SECRET</Code>");
        assert_eq!(odd.problem, BucketProblem::NoRights);
        assert!(!odd.to_string().contains("SECRET"), "{odd}");
    }

    #[test]
    fn what_only_the_operator_can_put_right_is_told_from_what_passes() {
        for (status, code, problem) in [
            ("404 Not Found", "NoSuchBucket", BucketProblem::NoBucket),
            ("403 Forbidden", "InvalidAccessKeyId", BucketProblem::UnknownKey),
            ("403 Forbidden", "AccessDenied", BucketProblem::NoRights),
            ("403 Forbidden", "RequestTimeTooSkewed", BucketProblem::Clock),
            ("301 Moved Permanently", "PermanentRedirect", BucketProblem::Region),
            ("400 Bad Request", "AuthorizationHeaderMalformed", BucketProblem::Region),
            ("507 Insufficient Storage", "XMinioStorageFull", BucketProblem::Full),
            ("507 Insufficient Storage", "Other", BucketProblem::Full),
            ("503 Service Unavailable", "SlowDown", BucketProblem::Unavailable),
            ("500 Internal Server Error", "InternalError", BucketProblem::Unavailable),
        ] {
            let fault = answered(status, &format!("<Code>{code}</Code>"));
            assert_eq!(fault.problem, problem, "{code}");
            let passes = matches!(problem, BucketProblem::Full | BucketProblem::Unavailable);
            assert_eq!(fault.problem.is_for_operator(), !passes, "{code}");
            assert!(fault.is_answered());
        }
        let full = answered("507 Insufficient Storage", "");
        assert!(matches!(FileError::from(full), FileError::Full(_)));
        let away = answered("503 Service Unavailable", "");
        assert!(matches!(FileError::from(away), FileError::Unavailable(_)));
    }
}
