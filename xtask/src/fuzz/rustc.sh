#!/bin/sh
# Cargo runs this for the crates of the workspace: the compiler, with the flags of the fuzzer. What runs while
# cargo builds stays without them.
case " $* " in
    *" build_script_build "* | *" --crate-type proc-macro "*) exec "$@" ;;
esac
# The flags are words without blanks.
# shellcheck disable=SC2086
exec "$@" $WARIIN_FUZZ_FLAGS
