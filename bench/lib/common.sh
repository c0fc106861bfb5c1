# What the benchmarks share: a temporary folder, free ports, stacks, proxies, and an end to all of
# them. Sourced by the scripts beside it; everything runs on 127.0.0.1.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lib=$top/bench/lib
work=$(mktemp -d "${TMPDIR:-/tmp}/canary-bench.XXXXXX")
# shellcheck disable=SC2034  # read by the scripts that source this file
secret='a secret that only the benchmark knows'
green_percent=${GREEN_PERCENT:-10}
processes=()
next_port=$((18000 + RANDOM % 4000))

# shellcheck disable=SC2329  # called by the trap
clean_up() {
  local pid
  for pid in "${processes[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${processes[@]}"; do
    for _ in $(seq 50); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || die "$tool is not installed; bench/README.md names the packages"
  done
}

is_open() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Sets $port to a port on which nobody listens.
free_port() {
  while next_port=$((next_port + 1)); is_open "$next_port"; do :; done
  port=$next_port
}

# await_port PORT SECONDS: until the process started last listens.
await_port() {
  local _
  for _ in $(seq $(($2 * 10))); do
    ! is_open "$1" || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  die "nobody listens on port $1: $(tail -n 5 "$work"/*.log 2>/dev/null)"
}

# start NAME CORE COMMAND...: in the background, its output in NAME.log, its id in $pid. A core of
# "any" pins to none.
start() {
  local name=$1 core=$2
  shift 2
  [ "$core" = any ] || set -- taskset -c "$core" "$@"
  (cd "$work" && exec "$@" >"$work/$name.log" 2>&1) &
  pid=$!
  processes+=("$pid")
}

# start_stack NAME CORE [BYTES]: nginx that answers everything with BYTES (1024) bytes; its port in
# $port. /up is healthy, /large is 64 MiB, /slow takes about five seconds, /nginx_status counts, and
# /upload answers only when it has read the whole request.
start_stack() {
  local name=$1 core=$2 bytes=${3:-1024} folder=$work/$1
  free_port
  mkdir -p "$folder/files"
  truncate -s 64M "$folder/files/large"
  head -c 5000 /dev/zero | tr '\0' x >"$folder/files/slow"
  cat >"$folder/nginx.conf" <<CONF
$([ "$(id -u)" -ne 0 ] || echo 'user root;')
daemon off;
pid nginx.pid;
worker_processes 1;
error_log stderr error;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  default_type text/plain;
  keepalive_timeout 75s;
  keepalive_requests 100000000;
  client_max_body_size 0;
  server {
    listen 127.0.0.1:$port backlog=8192;
    root files;
    location = /up { return 200 "up"; }
    location = /large { }
    location = /slow { limit_rate 1000; }
    location = /upload { proxy_pass http://127.0.0.1:$port/up; }
    location = /nginx_status { stub_status; }
    location / { add_header X-Stack $name; return 200 "$(head -c "$bytes" /dev/zero | tr '\0' x)"; }
  }
}
CONF
  start "$name" "$core" nginx -p "$folder/" -c nginx.conf -e stderr
  await_port "$port" 10
}

# served PORT: requests that the stack on this port has answered.
served() {
  curl -sS --max-time 5 "http://127.0.0.1:$1/nginx_status" | awk 'NR == 3 { print $3 }'
}

# The JVM's options in the image, so that what is measured is what is shipped.
image_options() {
  sed -n 's/.*CANARY_JAVA_OPTS="\([^"]*\)".*/\1/p' "$top/Dockerfile"
}

# The JVM's options of the router: CANARY_JAVA_OPTS, else the image's.
router_options() {
  echo "${CANARY_JAVA_OPTS:-$(image_options)}"
}

# start_router CORE BLUE_PORT GREEN_PORT: its port in $port, its admin port in $admin_port, its
# process in $pid. CANARY_JAVA_OPTS overrides the image's options; CONFIG_EXTRA is a file of more
# configuration.
start_router() {
  local core=$1 blue=$2 green=$3
  free_port
  admin_port=$port
  free_port
  cat >"$work/canary.yml" <<CONF
listen: {host: 127.0.0.1, port: $port}
admin: {host: 127.0.0.1, port: $admin_port}
stacks:
  blue: {url: "http://127.0.0.1:$blue", health: {path: /up}}
  green: {url: "http://127.0.0.1:$green", health: {path: /up}}
split: {green: $green_percent%}
CONF
  [ -z "${CONFIG_EXTRA:-}" ] || cat "$CONFIG_EXTRA" >>"$work/canary.yml"
  local CANARY_JAVA_OPTS=$(router_options)
  export CANARY_JAVA_OPTS MALLOC_ARENA_MAX=2
  start canary "$core" "$top/canary" run --config "$work/canary.yml"
  await_port "$port" 300
  await_ready "$port"
}

await_ready() {
  local _
  for _ in $(seq 100); do
    ! curl -fsS --max-time 2 -o /dev/null "http://127.0.0.1:$1/-/ready" 2>/dev/null || return 0
    sleep 0.1
  done
  die "the router did not become ready: $(tail -n 5 "$work/canary.log")"
}

# stop_last: ends what was started last, and waits for its end.
stop_last() {
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

# with_children PID: the process and all that descend from it.
with_children() {
  local child
  echo "$1"
  for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
    with_children "$child"
  done
}

# processor_ticks PID: processor time, user and system, of a process and its children.
processor_ticks() {
  local each total=0 ticks
  for each in $(with_children "$1"); do
    ticks=$(sed 's/.*) //' "/proc/$each/stat" | awk '{ print $12 + $13 }')
    total=$((total + ticks))
  done
  echo "$total"
}

# resident_kib PID: resident memory of a process and its children.
resident_kib() {
  local each
  for each in $(with_children "$1"); do
    cat "/proc/$each/status"
  done | awk '/^VmRSS:/ { total += $2 } END { print total + 0 }'
}

# spread FORMAT: of the numbers on standard input, least, median and greatest.
spread() {
  sort -g | awk -v format="$1" '
    { value[NR] = $1 }
    END {
      if (NR == 0) { print "none"; exit }
      middle = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
      printf format "–" format "–" format "\n", value[1], middle, value[NR]
    }'
}

print_machine() {
  local model
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  echo "machine: ${model:-unknown}, $(nproc) cores, Linux $(uname -r), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo "commit:  $(git -C "$top" describe --always --dirty 2>/dev/null || echo unknown)"
}

# The options that the router was started with, not those that it would have had.
print_java() {
  echo "java:    $("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 2p), $(router_options)"
}

# print_tools TOOL...: the versions of what the stacks, the load and the peers are.
print_tools() {
  local tool version
  for tool in "$@"; do
    case $tool in
      ab) version=$(ab -V | sed -n '1s/.*Version \([^ ]*\).*/\1/p') ;;
      curl) version=$(curl --version | sed -n '1s/^curl \([^ ]*\).*/\1/p') ;;
      haproxy) version=$(haproxy -v 2>/dev/null | sed -n '1s/.*version \([^ ]*\).*/\1/p') ;;
      nginx) version=$(nginx -v 2>&1 | sed 's/.*nginx.//') ;;
      python3) version=$(python3 -c 'import platform; print(platform.python_version())') ;;
      wrk) version=$({ wrk -v || true; } 2>&1 | sed -n '1s/^wrk \([^ ]*\).*/\1/p') ;;
    esac
    printf '%-8s %s\n' "$tool:" "$version"
  done
}
