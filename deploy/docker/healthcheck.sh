#!/bin/bash
# Ends with 0 when the service in this container is alive. Needs no curl: base images rarely have one.
# Liveness, not readiness: a service that waits for Kafka must not be killed for it.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/$ENTDB_MANAGEMENT_PORT"
printf 'GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
