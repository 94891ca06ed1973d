# Shared by the scripts of .ci/: private servers, each with a PID file, a log and one published variable.
# Sourced from the root of the checkout.

STACK_DIR=${STACK_DIR:-$PWD/.stack}
mkdir -p "$STACK_DIR"

# PostgreSQL and Elasticsearch refuse to run as root; then an unprivileged user of their own runs them all.
STACK_USER=chosen-stack
SERVERS=$STACK_DIR/servers
AS_STACK_USER=(env)
if [ "$(id -u)" -eq 0 ]; then
    AS_STACK_USER=(setpriv "--reuid=$STACK_USER" "--regid=$STACK_USER" --init-groups env HOME="$SERVERS")
fi

stack_user_ready() {
    if [ "$(id -u)" -eq 0 ] && ! id "$STACK_USER" >/dev/null 2>&1; then
        useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$STACK_USER"
    fi
    if [ ! -d "$SERVERS" ] && ! as_stack_user test -x "$STACK_DIR"; then
        # A checkout below a private folder (/root, mktemp -d): that user cannot walk there.
        ln -sfn "$(mktemp -d /var/tmp/chosen-stack.XXXXXX)" "$SERVERS"
    fi
    mkdir -p "$SERVERS"
    if [ "$(id -u)" -eq 0 ]; then chown "$STACK_USER:" "$SERVERS/"; fi
    SERVERS=$(readlink -f "$SERVERS")
}

as_stack_user() { # from /, as that user may not walk into the checkout
    (cd / && "${AS_STACK_USER[@]}" "$@")
}

free_port() { # below the ports that callers' sockets get (from 32768 on), so that none takes it while a server starts
    PYTHONPATH=. python3 -c 'from tests.plugins.ports import free_port; print(free_port())'
}

background() { # background NAME COMMAND...: as the stack's user; the PID and the log under its name
    local name=$1
    shift
    (cd "$SERVERS" && exec "${AS_STACK_USER[@]}" "$@" >"$STACK_DIR/$name.log" 2>&1 </dev/null) &
    echo $! >"$STACK_DIR/$name.pid"
}

alive() { # by its PID, unless another program has it by now
    local pid
    pid=$(cat "$STACK_DIR/$1.pid" 2>/dev/null) && grep -qai "$1" "/proc/$pid/cmdline" 2>/dev/null
}

running() { # up and published; one that was interrupted half-way is stopped
    if alive "$1" && [ -f "$STACK_DIR/$1.env" ]; then return; fi
    stop_server "$1"
    return 1
}

wait_for() { # wait_for NAME SECONDS COMMAND...: until the command succeeds
    local name=$1 seconds=$2 deadline
    shift 2
    deadline=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        if [ $SECONDS -ge $deadline ] || ! kill -0 "$(cat "$STACK_DIR/$name.pid")" 2>/dev/null; then
            echo "$name did not start within $seconds s; the end of its log:" >&2
            tail -n 30 "$STACK_DIR/$name.log" >&2
            return 1
        fi
        sleep 0.3
    done
}

publish() { # publish NAME VARIABLE=VALUE
    echo "export $2" >"$STACK_DIR/$1.env"
}

print_environment() {
    cat "$STACK_DIR"/*.env
}

stop_server() {
    local name=$1 pid signal=-TERM
    if [ "$name" = postgres ]; then signal=-INT; fi # its fast stop
    if alive "$name"; then
        pid=$(cat "$STACK_DIR/$name.pid")
        kill $signal "$pid"
        for _ in $(seq 100); do
            alive "$name" || break
            sleep 0.1
        done
        if alive "$name"; then kill -KILL "$pid"; fi
    fi
    rm -f "$STACK_DIR/$name.pid" "$STACK_DIR/$name.env"
}
