# The proxies: the router, and its peers set up for the same work. Sourced after common.sh.

# start_proxy NAME CORE BLUE_PORT GREEN_PORT: one of canary, haproxy, haproxy-fields, nginx; its port
# in $port, its process in $pid.
start_proxy() {
  local name=$1
  shift
  case $name in
    canary) start_router "$@" ;;
    haproxy | haproxy-fields) start_haproxy "$name" "$@" ;;
    nginx) start_nginx "$@" ;;
    *) die "no such proxy: $name" ;;
  esac
}

# print_setting PROXY TOOL...: the machine, the commit, and the version of all that takes part.
print_setting() {
  local name=$1
  shift
  print_machine
  case $name in
    canary) print_java ;;
    haproxy*) print_tools haproxy ;;
  esac
  # nginx is the stacks, whatever the proxy is.
  print_tools nginx "$@"
}

# HAProxy verifies the token, reads the user's id from it and splits by its hash, as the router does.
# As haproxy-fields it also adds the fields that the router adds.
start_haproxy() {
  local name=$1 core=$2 blue=$3 green=$4 fields=
  if [ "$name" = haproxy-fields ]; then
    fields='unique-id-format %[uuid()]
  unique-id-header X-Request-Id
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Host %[req.hdr(Host)]
  http-request set-header X-Request-Start t=%[date(0,ms)]
  http-request set-header Via "1.1 haproxy"
  http-request set-header X-Canary-Stack green if on_green
  http-request set-header X-Canary-Stack blue unless on_green'
  fi
  free_port
  cat >"$work/$name.cfg" <<CONF
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout http-request 10s
  timeout client 60s
  timeout server 60s
  option http-keep-alive
  http-reuse always
frontend traffic
  bind 127.0.0.1:$port
  option forwardfor
  http-request set-var(txn.bearer) http_auth_bearer
  http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('\$.alg')
  http-request deny deny_status 401 unless { var(txn.alg) -m str HS256 } { var(txn.bearer),jwt_verify(txn.alg,"$secret") 1 }
  http-request set-var(txn.user) var(txn.bearer),jwt_payload_query('\$.user_id','int')
  acl on_green var(txn.user),crc32,mod(100) lt $green_percent
  $fields
  use_backend green if on_green
  default_backend blue
backend blue
  server blue 127.0.0.1:$blue check
backend green
  server green 127.0.0.1:$green check
CONF
  start "$name" "$core" haproxy -db -f "$work/$name.cfg"
  await_port "$port" 10
}

# nginx cannot read a token: it splits by the hash of the whole Authorization field, unverified.
start_nginx() {
  local core=$1 blue=$2 green=$3
  free_port
  mkdir -p "$work/edge"
  cat >"$work/edge/nginx.conf" <<CONF
$([ "$(id -u)" -ne 0 ] || echo 'user root;')
daemon off;
pid nginx.pid;
worker_processes 1;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  keepalive_requests 100000000;
  split_clients \$http_authorization \$stack { $green_percent% green; * blue; }
  upstream blue { server 127.0.0.1:$blue; keepalive 64; keepalive_requests 100000000; }
  upstream green { server 127.0.0.1:$green; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:$port;
    location / {
      proxy_pass http://\$stack;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
    }
  }
}
CONF
  start nginx "$core" nginx -p "$work/edge/" -c nginx.conf -e stderr
  await_port "$port" 10
}
