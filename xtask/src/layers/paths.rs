//! The paths that the architecture page names: each of them exists.

use std::fs;
use std::path::Path;

/// What docs/architecture.md names in backticks under `crates/`, `xtask/` or `docs/` and does not exist.
pub(super) fn check(top: &Path) -> Result<Vec<String>, String> {
    let page = "docs/architecture.md";
    let text = fs::read_to_string(top.join(page)).map_err(|e| format!("{page}: {e}"))?;
    let missing = named_paths(&text).filter(|path| !top.join(path).exists());
    Ok(missing.map(|path| format!("{page} names {path}, which does not exist")).collect())
}

fn named_paths(page: &str) -> impl Iterator<Item = &str> {
    let quoted = page.split('`').skip(1).step_by(2);
    quoted.filter(|text| ["crates/", "xtask/", "docs/"].iter().any(|start| text.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_backticks_are_looked_for_and_other_words_are_not() {
        let page = "See `crates/domain` and `xtask/src`, not `Document::admit` or docs/x.";
        assert_eq!(named_paths(page).collect::<Vec<_>>(), ["crates/domain", "xtask/src"]);
    }
}
