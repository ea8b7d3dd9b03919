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

# The runtime identifier of this machine, as the SDK names it.
portable_rid() {
  case "$(uname -m)" in
    x86_64) echo linux-x64 ;;
    aarch64) echo linux-arm64 ;;
    *) die "Native AOT is built for x86_64 and aarch64 only; this machine is $(uname -m)." ;;
  esac
}

# publish_executor: dist/compose-executor, from scratch only where something changed.
publish_executor() {
  ensure_toolchain
  say "publishing dist/compose-executor"
  (cd "$root" && dotnet publish src/ComposeExecutor -c Release -r "$(portable_rid)" -o dist -v quiet --nologo) >&2
}
