# Sourced by the repository's commands: how they speak, and what they need to know about the machine.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "==> $*" >&2; }
die() { printf '%s\n' "error: $*" >&2; exit 2; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# Debian and what derives from it: the only systems on which anything is installed.
on_debian() { [ -r /etc/debian_version ] && command -v apt-get >/dev/null; }

# The lists are fetched once per command, and only when a package is really missing.
apt_updated=
apt_update() {
  [ -n "$apt_updated" ] && return
  say "updating the package lists"
  apt-get update -qq >&2
  apt_updated=yes
}

apt_install() {
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# may_install WHAT PACKAGES: ends the command with what is missing where installing it is not possible.
may_install() {
  on_debian || die "$1 is missing, and this is not a Debian system: install it (on Debian: $2), then try again."
  is_root || die "$1 is missing, and only root can install it: run this as root, or 'apt-get install $2' first."
}
