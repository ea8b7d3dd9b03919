# Sourced after common.sh: a Docker Engine that answers, Compose v2, and the local test image.

docker_data=/var/lib/docker
compose_wanted=2.20

engine_answers() { timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

compose_answers() {
  local version
  version=$(timeout 10 docker compose version --short 2>/dev/null) || return 1
  version=${version#v}
  [ "$(printf '%s\n' "$compose_wanted" "${version%%[-+]*}" | sort -V | head -n 1)" = "$compose_wanted" ]
}

# Debian 12 has Docker 20.10 and Compose 1.x only. Debian 13's packages ask for nothing newer than Debian 12's libc,
# so they are taken from there at a pin priority that never lets anything else come along; runc, iptables and tini,
# which do need a newer libc, stay at Debian 12's.
add_debian_13() {
  local codename uri keyring
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  [ "$codename" = bookworm ] || return 0
  uri=$(apt-get indextargets --format '$(LABEL)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' \
    | awk -F'|' '$1 == "Debian" && $2 == "bookworm" { print $3; exit }')
  [ -n "$uri" ] || die "no Debian package source is configured in apt: add one, or install Docker Engine and Compose $compose_wanted or newer yourself."
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  say "adding Debian 13 as a package source at low priority, for Docker and Compose only"
  printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n' "$uri" "$keyring" \
    > /etc/apt/sources.list.d/compose-executor-trixie.sources
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n' > /etc/apt/preferences.d/compose-executor-trixie
  apt_updated=
}

# install_docker: only what is missing of the engine, the client and Compose.
install_docker() {
  local packages='docker.io docker-cli docker-compose containerd'
  may_install "Docker Engine with Compose $compose_wanted or newer" "$packages"
  apt_update
  add_debian_13
  apt_update
  if [ -e /etc/apt/sources.list.d/compose-executor-trixie.sources ]; then
    apt_install docker.io/trixie docker-cli/trixie docker-compose/trixie containerd/trixie \
      runc/bookworm iptables/bookworm tini/bookworm
  else
    apt_install $packages
  fi
}

# start_engine: with systemd as its service; elsewhere as a child that ends with this command.
start_engine() {
  is_root || die "no Docker Engine answers, and only root can start one: start it, or run this as root."
  if [ -d /run/systemd/system ]; then
    say "starting the Docker service"
    systemctl start docker
  else
    rm -f /var/run/docker.pid
    engine_log=$(mktemp /tmp/dockerd.XXXXXX.log)
    setsid dockerd >"$engine_log" 2>&1 </dev/null &
    engine_pid=$!
    say "starting dockerd (process $engine_pid, log $engine_log); it ends with this command"
  fi
  local deadline=$((SECONDS + 60))
  until engine_answers; do
    [ $SECONDS -lt $deadline ] || die "the Docker Engine did not answer within 60 s${engine_log:+: $(tail -n 5 "$engine_log")}"
    if [ -n "${engine_pid:-}" ] && ! kill -0 "$engine_pid" 2>/dev/null; then
      die "dockerd ended at once: $(tail -n 5 "$engine_log")"
    fi
    sleep 0.2
  done
}

# Ends the engine that start_engine started, and nothing else.
stop_engine() {
  [ -n "${engine_pid:-}" ] || return 0
  say "stopping dockerd (process $engine_pid)"
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=
  rm -f "$engine_log"
}

# What a command brings about it takes away again when it ends: images, and the engine itself.
leave_nothing() {
  remove_reapers
  remove_images
  stop_engine
}

ensure_engine() {
  trap leave_nothing EXIT
  if engine_answers && compose_answers; then return; fi
  if ! command -v dockerd >/dev/null && ! engine_answers || ! compose_answers; then install_docker; fi
  engine_answers || start_engine
  compose_answers || die "Docker Compose $compose_wanted or newer is needed; 'docker compose version' says: $(docker compose version 2>&1 | head -n 1)"
}

# What takes the processors away from everybody else.
ensure_stress() {
  command -v stress-ng >/dev/null && return
  may_install "stress-ng" stress-ng
  apt_update
  apt_install stress-ng
}

# The images named compose-executor/… on the engine.
our_images() { docker image ls --format '{{.Repository}}:{{.Tag}}' 'compose-executor/*' 2>/dev/null | sort; }

# The reapers that executors have started.
our_reapers() { docker ps --all --quiet --no-trunc --filter label=compose-executor.reaper 2>/dev/null | sort; }

# Removes the reapers that were not there before: they would end by themselves, but not at once.
remove_reapers() {
  [ -n "${images_known:-}" ] || return 0
  local reaper
  for reaper in $(comm -13 <(printf '%s\n' "$reapers_before") <(our_reapers)); do
    docker rm --force --volumes "$reaper" >/dev/null 2>&1 || true
  done
}

# Removes the images that were not there before, unless something uses them.
remove_images() {
  [ -n "${images_known:-}" ] || return 0
  local image
  for image in $(comm -13 <(printf '%s\n' "$images_before") <(our_images)); do
    docker image rm "$image" >/dev/null 2>&1 || say "the image $image stays: something uses it"
  done
}

# The registry that the tests pull from: they start their own, so the service that comes with the package is not wanted.
ensure_registry() {
  command -v docker-registry >/dev/null && return
  may_install "the registry that the tests pull from" docker-registry
  apt_update
  apt_install docker-registry
  [ ! -d /run/systemd/system ] || systemctl disable --quiet --now docker-registry
}

# The image that the examples and tests use: Debian's static busybox and nothing else, so no registry is needed.
example_image=compose-executor/busybox:local
ensure_example_image() {
  images_before=$(our_images)
  reapers_before=$(our_reapers)
  images_known=yes
  docker image inspect "$example_image" >/dev/null 2>&1 && return
  if ! [ -x /bin/busybox ] || ldd /bin/busybox >/dev/null 2>&1; then
    may_install "the static busybox" busybox-static
    apt_update
    apt_install busybox-static
  fi
  say "making the image $example_image from the static busybox"
  local folder
  folder=$(mktemp -d)
  mkdir -p "$folder/bin" "$folder/tmp" "$folder/etc" "$folder/www"
  chmod 1777 "$folder/tmp"
  cp /bin/busybox "$folder/bin/busybox"
  local applet
  for applet in $(/bin/busybox --list | grep -vx busybox); do ln -sf busybox "$folder/bin/$applet"; done
  printf 'root:x:0:0:root:/:/bin/sh\n' > "$folder/etc/passwd"
  printf 'root:x:0:\n' > "$folder/etc/group"
  tar -C "$folder" -c . | docker import --change 'ENV PATH=/bin' --change 'CMD ["sh"]' - "$example_image" >/dev/null
  rm -rf "$folder"
}
