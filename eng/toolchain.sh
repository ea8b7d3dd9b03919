# Sourced after common.sh: the .NET SDK, and the linker and headers that Native AOT needs.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

ensure_toolchain() {
  command -v dotnet >/dev/null || die "the .NET SDK is missing: install .NET 10 (https://dot.net), then try again."
  local sdk
  sdk=$(cd "$root" && dotnet --version 2>/dev/null) \
    || die "the .NET SDK that global.json asks for is missing; installed: $(cd / && dotnet --list-sdks | tr '\n' ' ')"
  [ "${sdk%%.*}" -ge 10 ] || die "the .NET SDK is $sdk; this project needs 10 or newer."

  local missing=()
  command -v gcc >/dev/null || missing+=(gcc)
  [ -e /usr/include/stdio.h ] || missing+=(libc6-dev)
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
  [ ${#missing[@]} -eq 0 ] && return
  may_install "what Native AOT links with (${missing[*]})" "${missing[*]}"
  apt_update
  apt_install "${missing[@]}"
}

# publish_executor: dist/compose-executor, from scratch only where something changed.
publish_executor() {
  ensure_toolchain
  say "publishing dist/compose-executor"
  (cd "$root" && dotnet publish src/ComposeExecutor -c Release -o dist -v quiet --nologo) >&2
}
