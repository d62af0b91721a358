# Shared by ../run, ../check and run: sourced, never run. Sets $top.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say () { printf '%s\n' "rungs: $*" >&2; }

# The packages of the groups named, from .ci/packages.
packages ()
{
  local group
  for group in "$@"; do
    sed -n "s/^$group: //p" "$top/.ci/packages"
  done | tr ' ' '\n' | sed '/^$/d'
}

# What the groups named cannot do without and this system has not, a line each, by the names of pkg-config and of programs.
missing_modules ()
{
  local group kind name version
  for group in "$@"; do
    sed -n "s/^$group: //p" "$top/.ci/modules"
  done | while read -r kind name version; do
    if [ "$kind" = program ]; then
      command -v "$name" >/dev/null || printf '%s\n' "$name"
    else
      pkg-config --exists "$name >= $version" 2>/dev/null || printf '%s >= %s\n' "$name" "$version"
    fi
  done
}

# Goes on when what is needed is there, by whatever way it came.
need_modules ()
{
  local missing
  missing=$(missing_modules "$@")
  [ -n "$missing" ] || return 0
  say "this is needed to build Rungs and was not found, by the names of pkg-config and of programs:"
  sed 's/^/  /' <<<"$missing" >&2
  return 1
}

# install PACKAGE...: shows what apt said only when it fails.
install ()
{
  local log sudo=()
  if [ "$(id -u)" != 0 ]; then
    sudo=(sudo)
    say "installing $# packages; sudo may ask for your password"
  else
    say "installing $# packages"
  fi
  log=$(mktemp)
  if ! { "${sudo[@]}" apt-get update -qq \
         && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
              apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "the packages could not be installed; the lines above say why"
    return 1
  fi
  rm -f "$log"
}

# Installs what is missing of the groups named; asks for sudo only when something is. Without apt, or where it cannot be used,
# what matters is whether it can be built.
need ()
{
  local package missing=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    need_modules "$@"
    return
  fi
  while read -r package; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done < <(packages "$@")
  [ ${#missing[@]} -eq 0 ] && return 0

  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    say "packages are missing and there is no sudo here; ask your administrator to run:"
    say "  apt-get install --no-install-recommends ${missing[*]}"
  elif install "${missing[@]}"; then
    return 0
  fi
  [ -z "$(missing_modules "$@")" ] || return 1
  say "all that is needed to build Rungs is there; going on without them"
}

# Where to build: in the tree when this user may write there, else in the user's cache.
build_dir ()
{
  local name=$1
  if [ -w "$top/$name/build.ninja" ] || { [ ! -e "$top/$name" ] && [ -w "$top" ]; }; then
    printf '%s\n' "$top/$name"
  else
    printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/rungs/$(printf '%s' "$top" | cksum | cut -d' ' -f1)/$name"
  fi
}

# quietly COMMAND...: shows what it printed only when it fails.
quietly ()
{
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ $status -eq 0 ] || grep -vE '^\[[0-9]+/[0-9]+\] (Compiling|Linking|Generating)' "$log" | tail -n 60 >&2
  rm -f "$log"
  return $status
}

# configure DIR OPTIONS...: sets the folder up, once.
configure ()
{
  local dir=$1
  shift
  [ -e "$dir/build.ninja" ] && return 0
  mkdir -p "$(dirname "$dir")"
  quietly meson setup "$dir" "$top" "$@"
}

compile () { quietly meson compile -C "$1"; }
