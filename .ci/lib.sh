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

# Installs what is missing of the groups named; asks for sudo only when something is.
need ()
{
  local package log missing=() sudo=()
  while read -r package; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done < <(packages "$@")
  [ ${#missing[@]} -eq 0 ] && return 0

  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "packages are missing and there is no sudo here; ask your administrator to run:"
      say "  apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    sudo=(sudo)
    say "installing ${#missing[@]} packages; sudo may ask for your password"
  else
    say "installing ${#missing[@]} packages"
  fi
  log=$(mktemp)
  if ! { "${sudo[@]}" apt-get update -qq \
         && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
              apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "the packages could not be installed; the lines above say why"
    return 1
  fi
  rm -f "$log"
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
