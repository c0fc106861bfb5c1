#!/bin/sh
# Assembles what the image holds: a Java runtime of the modules in use and no other, the jar with its
# libraries, the launcher, and an ahead-of-time cache from a training run, which more than halves the
# time to start. The Dockerfile runs this; it runs as well on any machine with a JDK 25 and curl.
#
#   image/assemble.sh DIR    JAVA_HOME names the JDK; the jar has been built; DIR is made anew
set -eu

# What each is for: base; logging and xml for Logback; management for its memory figures; naming for
# DNS and certificates; net.http for the verbs that talk to a router; httpserver for the admin port;
# unsupported for signals and Netty's buffers.
modules=java.base,java.logging,java.xml,java.management,jdk.management,java.naming,java.net.http,jdk.httpserver,jdk.unsupported

top=$(cd "$(dirname "$0")/.." && pwd)
out=$1
: "${JAVA_HOME:?names the JDK}"
# Ports that two of these at once would hardly share.
traffic=$((20000 + 4 * ($$ % 3000)))
admin=$((traffic + 1)) blue=$((traffic + 2)) green=$((traffic + 3))

copy_files() {
  rm -rf "$out"
  mkdir -p "$out"
  cp -p "$top/canary" "$top/proxy/target/canary-router.jar" "$out"
  cp -pR "$top/proxy/target/lib" "$out/lib"
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --output "$out/java" \
    --no-header-files --no-man-pages --compress zip-6
}

# The router that trains, and the one that is checked, are the one that will run.
start_router() { # JVM OPTIONS
  CANARY_JAVA_OPTS="-XX:+UseSerialGC -Xmx64m $1" "$out/canary" run --config "$work/canary.yml" \
    >"$work/router.log" 2>&1 &
  router=$!
  processes="$processes $router"
  ask --retry 60 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$traffic/-/ready" 2>/dev/null
}

stop_router() {
  kill -TERM "$router"
  wait "$router"
}

ask() { curl --silent --show-error --fail --output /dev/null "$@"; }

token() { # USER
  printf 'e30.%s.sample' "$(printf '{"user_id":%d}' "$1" | base64 | tr '+/' '-_' | tr -d '=\n')"
}

train() {
  start_router "-XX:AOTCacheOutput=$out/canary.aot"
  user=0
  while [ $user -lt 200 ]; do
    user=$((user + 1))
    ask --header "Authorization: Bearer $(token $user)" "http://127.0.0.1:$traffic/"
  done
  ask "http://127.0.0.1:$admin/api/v1/state"
  ask "http://127.0.0.1:$admin/metrics"
  stop_router
}

# A cache that is missing, or made for other options or another jar, is silently not used by default:
# here it ends the start.
check() {
  start_router -XX:AOTMode=on
  PORT=$traffic "$out/canary" health
  stop_router
}

work=$(mktemp -d)
processes=''
finish() {
  status=$?
  # shellcheck disable=SC2086 # a list of process ids
  kill $processes 2>/dev/null || true
  [ $status -eq 0 ] || cat "$work/router.log" >&2 || true
  rm -rf "$work"
}
trap finish EXIT

copy_files
cat >"$work/canary.yml" <<YAML
listen: {host: 127.0.0.1, port: $traffic}
admin: {host: 127.0.0.1, port: $admin, token: ""}
stacks: {blue: "127.0.0.1:$blue", green: "127.0.0.1:$green"}
split: 50%
YAML
for port in $blue $green; do
  "$JAVA_HOME/bin/jwebserver" -b 127.0.0.1 -p "$port" -d "$work" >/dev/null 2>&1 &
  processes="$processes $!"
done
train
check
du -sh "$out"/* "$out"
