//! What a reader is told while nothing can be done for now: the space is used up, the database does not answer,
//! or too many others wait.

use super::PageError;
use poem::http::StatusCode;
use wariin_ports::{FileError, StorageError};
use wariin_usecases::with_causes;

/// After how many seconds trying again may help, as header `Retry-After`.
const RETRY_AFTER: u16 = 10;

impl From<FileError> for PageError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Full(_) => Self::storage_full(&with_causes(&error)),
            FileError::Unavailable(_) => {
                tracing::error!(error = %with_causes(&error), "the store of files cannot be used now");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "storage_unavailable",
                    |s| s.common.error_files_unavailable_title(),
                    |s| s.common.error_files_unavailable(),
                )
                .retry_after(RETRY_AFTER)
            }
            FileError::Missing(_) | FileError::Corrupt(_) => Self::fault(&with_causes(&error)),
        }
    }
}

impl PageError {
    fn storage_full(cause: &str) -> Self {
        tracing::error!(error = %cause, "no space is left to store anything");
        Self::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "storage_full",
            |s| s.common.error_storage_full_title(),
            |s| s.common.error_storage_full(),
        )
        .retry_after(RETRY_AFTER)
    }
}

impl PageError {
    /// The answer was not ready in time.
    pub(crate) fn too_slow() -> Self {
        tracing::error!("a request was given up, since its answer was not ready in time");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too_slow",
            |s| s.common.error_too_slow_title(),
            |s| s.common.error_too_slow(),
        )
        .retry_after(RETRY_AFTER)
    }

    /// So many others wait for the same that this request was not taken.
    pub(crate) fn busy() -> Self {
        tracing::warn!("a request was refused because too many others wait");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            |s| s.common.error_busy_title(),
            |s| s.common.error_busy(),
        )
        .retry_after(RETRY_AFTER)
    }
}

impl From<StorageError> for PageError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Full(_) => Self::storage_full(&with_causes(&error)),
            StorageError::Unavailable(_) => {
                tracing::error!(error = %with_causes(&error), "the database cannot be used now");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "storage_unavailable",
                    |s| s.common.error_storage_unavailable_title(),
                    |s| s.common.error_storage_unavailable(),
                )
                .retry_after(RETRY_AFTER)
            }
            StorageError::Conflict
            | StorageError::Duplicate
            | StorageError::Corrupt(_)
            | StorageError::Failed(_) => Self::fault(&with_causes(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::PageLayout;
    use wariin_domain::{Language, TimeZoneName};
    use wariin_ports::PasswordError;
    use wariin_usecases::Error;

    async fn shown(error: impl Into<Error>, language: Language) -> (StatusCode, String, String) {
        let locale = Locale::new(language, &TimeZoneName::default());
        let response = PageError::from(error.into()).shown(&PageLayout::bare(&locale));
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.map(|value| value.to_str().unwrap().to_owned());
        let status = response.status();
        let text = response.into_body().into_string().await.unwrap();
        (status, retry_after.unwrap_or_default(), text)
    }

    // FA-04
    #[tokio::test]
    async fn a_full_storage_is_told_in_plain_words_in_every_language() {
        for (language, words) in [
            (Language::Japanese, "保存領域がいっぱい"),
            (Language::English, "The server has no space left"),
            (Language::SimplifiedChinese, "存储空间已满"),
            (Language::TraditionalChinese, "儲存空間已滿"),
        ] {
            let error = StorageError::Full("SQLITE_FULL".into());
            let (status, retry_after, text) = shown(error, language).await;
            assert_eq!((status.as_u16(), retry_after.as_str()), (507, "10"));
            assert!(text.contains(words) && !text.contains("SQLITE_FULL"), "{text}");
            let (status, ..) = shown(FileError::Full("ENOSPC".into()), language).await;
            assert_eq!(status.as_u16(), 507);
        }
    }

    // EV-08
    #[tokio::test]
    async fn too_many_that_wait_are_told_in_plain_words_in_every_language() {
        for (language, words) in [
            (Language::Japanese, "アクセスが集中している"),
            (Language::English, "Very many people are using the service"),
            (Language::SimplifiedChinese, "访问过于集中"),
            (Language::TraditionalChinese, "存取過於集中"),
        ] {
            let (status, retry_after, text) = shown(PasswordError::Busy, language).await;
            assert_eq!((status.as_u16(), retry_after.as_str()), (503, "10"));
            assert!(text.contains(words), "{text}");
        }
        let failed = PasswordError::Failed("out of memory".into());
        assert_eq!(shown(failed, Language::English).await.0.as_u16(), 500);
    }

    // FA-10
    #[tokio::test]
    async fn a_store_of_files_that_is_away_is_told_in_plain_words_in_every_language() {
        for (language, words) in [
            (Language::Japanese, "ファイルの保存先が応答しない"),
            (Language::English, "The storage of files does not answer"),
            (Language::SimplifiedChinese, "文件存储没有响应"),
            (Language::TraditionalChinese, "檔案儲存空間沒有回應"),
        ] {
            let error = FileError::Unavailable("connection refused".into());
            let (status, retry_after, text) = shown(error, language).await;
            assert_eq!((status.as_u16(), retry_after.as_str()), (503, "10"));
            assert!(text.contains(words) && !text.contains("refused"), "{text}");
        }
        let damaged = FileError::Corrupt(wariin_domain::FileDigest::new([1; 32]));
        assert_eq!(shown(damaged, Language::English).await.0.as_u16(), 500);
    }

    // FA-10
    #[tokio::test]
    async fn a_database_that_is_away_is_told_in_plain_words_in_every_language() {
        for (language, words) in [
            (Language::Japanese, "データベースが応答しない"),
            (Language::English, "The database does not answer"),
            (Language::SimplifiedChinese, "数据库没有响应"),
            (Language::TraditionalChinese, "資料庫沒有回應"),
        ] {
            let error = StorageError::Unavailable("lock timeout".into());
            let (status, retry_after, text) = shown(error, language).await;
            assert_eq!((status.as_u16(), retry_after.as_str()), (503, "10"));
            assert!(text.contains(words) && !text.contains("lock timeout"), "{text}");
        }
        let error = StorageError::Failed("syntax error".into());
        let (status, retry_after, text) = shown(error, Language::English).await;
        assert_eq!((status.as_u16(), retry_after.as_str()), (500, ""));
        assert!(!text.contains("syntax error"), "{text}");
    }
}
