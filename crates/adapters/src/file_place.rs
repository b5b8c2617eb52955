//! Where the files of the service are: a folder, or a bucket with a prefix, written as an address.

use std::fmt;
use std::path::PathBuf;
use url::Url;

/// A place that holds `files/` and `pages/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilePlace {
    /// `file:///var/lib/wariin`: a folder.
    Folder(PathBuf),
    /// `s3://bucket/prefix`: a bucket, and what the names of its objects begin with.
    Bucket {
        /// The bucket.
        bucket: String,
        /// Without slashes at its ends; empty where the place is the whole bucket.
        prefix: String,
    },
}

/// Why an address is no place for files. The address itself is not repeated: a secret may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilePlaceError {
    /// It is no address.
    #[error("expected file:///folder or s3://bucket/prefix")]
    Address,
    /// It is the address of something else.
    #[error("expected file:///folder or s3://bucket/prefix; other kinds of storage are not known")]
    Scheme,
    /// Google and Microsoft have interfaces of their own.
    #[error(
        "gs:// and az:// are not supported, since this service is not tested with them; \
         use s3://bucket/prefix with a server that speaks S3, or file:///folder"
    )]
    OtherCloud,
    /// A user, a password, a port, a query or a fragment.
    #[error(
        "expected nothing but bucket and prefix in s3://bucket/prefix; keys belong to \
         WARIIN_S3_ACCESS_KEY_ID and WARIIN_S3_SECRET_ACCESS_KEY, the server to WARIIN_S3_ENDPOINT"
    )]
    More,
    /// The bucket cannot have this name.
    #[error(
        "expected the name of a bucket of 3 to 63 lower-case letters, digits, dots and hyphens"
    )]
    Bucket,
    /// The prefix cannot be one.
    #[error("expected a prefix of letters, digits, dots, hyphens and underscores between slashes")]
    Prefix,
}

impl FilePlace {
    /// Reads an address.
    ///
    /// # Errors
    /// [`FilePlaceError`] says what is expected.
    pub fn parse(text: &str) -> Result<Self, FilePlaceError> {
        let url = Url::parse(text).map_err(|_| FilePlaceError::Address)?;
        match url.scheme() {
            "file" => {
                let is_plain = url.query().is_none() && url.fragment().is_none();
                let folder = url.to_file_path().ok().filter(|_| is_plain);
                folder.map(Self::Folder).ok_or(FilePlaceError::Address)
            }
            "s3" => Self::bucket(&url),
            "gs" | "az" | "azure" | "abfs" | "abfss" => Err(FilePlaceError::OtherCloud),
            _ => Err(FilePlaceError::Scheme),
        }
    }

    fn bucket(url: &Url) -> Result<Self, FilePlaceError> {
        let has_more = !url.username().is_empty()
            || url.password().is_some()
            || url.port().is_some()
            || url.query().is_some()
            || url.fragment().is_some();
        if has_more {
            return Err(FilePlaceError::More);
        }
        let bucket = url.host_str().unwrap_or_default();
        if !is_bucket(bucket) {
            return Err(FilePlaceError::Bucket);
        }
        let prefix = url.path().trim_matches('/');
        if !prefix.is_empty() && !prefix.split('/').all(is_segment) {
            return Err(FilePlaceError::Prefix);
        }
        Ok(Self::Bucket { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "file://{}", folder.display()),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// The rules for names of general purpose buckets (Amazon S3 User Guide, "General purpose bucket naming rules").
fn is_bucket(name: &str) -> bool {
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let is_inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    (3..=63).contains(&name.len())
        && name.chars().all(is_inside)
        && is_end(name.chars().next())
        && is_end(name.chars().last())
        && !name.contains("..")
}

fn is_segment(segment: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || ['.', '-', '_'].contains(&c);
    !segment.is_empty() && segment != "." && segment != ".." && segment.chars().all(is_inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_a_bucket_with_a_prefix() {
        let bucket = |bucket: &str, prefix: &str| FilePlace::Bucket {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        };
        for (text, place) in [
            ("file:///var/lib/wariin", FilePlace::Folder("/var/lib/wariin".into())),
            ("file:///mnt/%E5%A5%91", FilePlace::Folder("/mnt/契".into())),
            ("s3://contracts", bucket("contracts", "")),
            ("s3://contracts/", bucket("contracts", "")),
            ("s3://contracts.example/a/b_c-1/", bucket("contracts.example", "a/b_c-1")),
        ] {
            assert_eq!(FilePlace::parse(text), Ok(place.clone()), "{text}");
            assert_eq!(FilePlace::parse(&place.to_string()), Ok(place), "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused_with_what_is_expected_and_without_being_repeated() {
        use FilePlaceError::{Address, Bucket, More, OtherCloud, Prefix, Scheme};
        for (text, error) in [
            ("contracts", Address),
            ("/var/lib/wariin", Address),
            ("file://host/share", Address),
            ("file:///folder?x=1", Address),
            ("https://contracts.example", Scheme),
            ("gs://contracts", OtherCloud),
            ("az://contracts", OtherCloud),
            ("s3://AKID:secret@contracts/a", More),
            ("s3://contracts:9000/a", More),
            ("s3://contracts/a?region=x", More),
            ("s3://contracts/a#b", More),
            ("s3://", Bucket),
            ("s3://ab", Bucket),
            ("s3://Contracts", Bucket),
            ("s3://con_tracts", Bucket),
            ("s3://-contracts", Bucket),
            ("s3://con..tracts", Bucket),
            ("s3://contracts/a//b", Prefix),
            ("s3://contracts/a b", Prefix),
            ("s3://contracts/契約", Prefix),
        ] {
            assert_eq!(FilePlace::parse(text), Err(error), "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
