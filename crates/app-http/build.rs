//! Makes a typed method of every message in `locales`: a misspelt key, a translation that is missing in
//! any language and an argument of the wrong type do not compile.

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, build_from_locales_folder};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(out) = std::env::var_os("OUT_DIR") else {
        return ExitCode::FAILURE;
    };
    for audience in ["common", "office"] {
        let file = |ending: &str| Path::new(&out).join(format!("{audience}.{ending}"));
        let options = BuildOptions::default()
            .with_locales_folder(&format!("locales/{audience}"))
            .with_output_file_path(&file("rs").display().to_string())
            .with_ftl_output(FtlOutputOptions::single_file(&file("ftl").display().to_string()))
            .with_default_language("ja")
            .with_prefix("")
            .with_lint_level(LintLevel::Strict)
            .without_bidi_isolation()
            .without_format();
        let outcome = build_from_locales_folder(options);
        if outcome != ExitCode::SUCCESS {
            return outcome;
        }
    }
    ExitCode::SUCCESS
}
