# Background processes of local-cluster. Expects common.sh and $state; a pid file holds the process's
# id and start time, so that another process that got the same id later is left alone.

pid_of() { cut -d ' ' -f 1 "$state/pids/$1.pid"; }

start_time() { # pid
  # After the command's name, which may hold spaces: field 22 of the whole line.
  sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

is_running() { # name
  local pid started
  { read -r pid started <"$state/pids/$1.pid"; } 2>/dev/null || return 1
  [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && [ "$(process_state "$pid")" != Z ]
}

process_state() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 1; }

running_daemons() {
  local file name names=()
  for file in "$state"/pids/*.pid; do
    name=$(basename "$file" .pid)
    ! is_running "$name" || names+=("$name")
  done
  echo "${names[*]}"
}

# Those that this script started are no use alone when one of them fails.
started_daemons=()
fail_to_start() { # message
  stop_daemons "${started_daemons[@]}"
  fail 1 "$1"
}

# Does nothing for one that runs.
start_daemon() { # name command …
  local name=$1 pid
  shift
  ! is_running "$name" || return 0
  [ ! -s "$state/logs/$name.log" ] || mv "$state/logs/$name.log" "$state/logs/$name.previous.log"
  setsid "$@" >"$state/logs/$name.log" 2>&1 </dev/null 9>&- &
  pid=$!
  echo "$pid $(start_time "$pid")" >"$state/pids/$name.pid"
  started_daemons+=("$name")
}

# Asks each to end, in this order, and makes it end when it does not.
stop_daemons() { # names …
  local name
  for name in "$@"; do
    ! is_running "$name" || stop_daemon "$name"
    rm -f "$state/pids/$name.pid"
  done
}

stop_daemon() { # name
  local pid tenths
  pid=$(pid_of "$1")
  kill "$pid" 2>/dev/null || true
  kill -CONT "$pid" 2>/dev/null || true
  for ((tenths = 0; tenths < 200; tenths++)); do
    is_running "$1" || return 0
    sleep 0.1
  done
  echo "local-cluster: $1 (process $pid) did not end in 20 s, killing it" >&2
  kill -9 "$pid" 2>/dev/null || true
}

wait_until() { # condition what daemons …
  local condition=$1 what=$2 name deadline=$((SECONDS + patience_seconds))
  shift 2
  until "$condition"; do
    for name in "$@"; do
      is_running "$name" || fail_to_start "$name ended: $(last_error "$name")
convoy: its log is $state/logs/$name.log"
    done
    [ "$SECONDS" -lt "$deadline" ] ||
      fail_to_start "$what is not ready after $patience_seconds s; logs: $(printf "$state/logs/%s.log " "$@")"
    sleep 0.2
  done
}

last_error() { # name
  local log=$state/logs/$1.log
  { grep -E 'ERROR|FATAL|Exception|^Error' "$log" || cat "$log"; } | tail -n 1 | cut -c 1-300
}

http_get() { # port path
  timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" "$1" >&3 && cat <&3' \
    "$1" "$2" 2>/dev/null || true
}

port_is_free() { # port
  ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
