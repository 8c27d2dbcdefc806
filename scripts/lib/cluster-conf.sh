# Ports and configuration files of local-cluster, in $state/conf: what a client needs as
# SPARK_CONF_DIR and HADOOP_CONF_DIR as well. Expects daemons.sh.

port_names=(master master_web namenode namenode_web datanode datanode_ipc datanode_web resourcemanager
  resourcemanager_scheduler resourcemanager_tracker resourcemanager_admin resourcemanager_web nodemanager
  nodemanager_localizer nodemanager_web)

port() { # name
  local first i
  first=$(cat "$state/first-port")
  for i in "${!port_names[@]}"; do
    [ "${port_names[i]}" != "$1" ] || echo $((first + i))
  done
}

# Those of the last start where they are still free, so that URLs stay what they were.
choose_ports() { # first port or nothing
  local first=$1 tries
  if [ -n "$first" ]; then
    [[ $first =~ ^[0-9]{4,5}$ ]] && [ "$first" -ge 1024 ] && [ "$first" -le 65000 ] ||
      fail 2 "LOCAL_CLUSTER_PORT=$first: expected a number from 1024 to 65000"
    ports_are_free "$first" ||
      fail 1 "a port of $first…$((first + ${#port_names[@]} - 1)) is taken; set LOCAL_CLUSTER_PORT to another"
    echo "$first" >"$state/first-port"
    return
  fi
  if [ -f "$state/first-port" ] && ports_are_free "$(cat "$state/first-port")"; then
    return
  fi
  for ((tries = 0; tries < 50; tries++)); do
    # Below the range from which Linux takes the ports of outgoing connections.
    first=$((20000 + RANDOM % 12000))
    if ports_are_free "$first"; then
      echo "$first" >"$state/first-port"
      return
    fi
  done
  fail 1 "no ${#port_names[@]} free ports in a row were found; set LOCAL_CLUSTER_PORT"
}

ports_are_free() { # first
  local i
  for i in "${!port_names[@]}"; do
    port_is_free $(($1 + i)) || return 1
  done
}

write_configuration() {
  write_spark_configuration
  write_log_configuration
  hadoop_configuration core-site \
    fs.defaultFS "$(hdfs_url)" \
    hadoop.tmp.dir "$state/data/tmp"
  hadoop_configuration hdfs-site \
    dfs.replication 1 \
    dfs.namenode.name.dir "file://$state/data/namenode" \
    dfs.datanode.data.dir "file://$state/data/datanode" \
    dfs.namenode.http-address "127.0.0.1:$(port namenode_web)" \
    dfs.datanode.address "127.0.0.1:$(port datanode)" \
    dfs.datanode.ipc.address "127.0.0.1:$(port datanode_ipc)" \
    dfs.datanode.http.address "127.0.0.1:$(port datanode_web)" \
    dfs.datanode.hostname 127.0.0.1
  hadoop_configuration yarn-site \
    yarn.resourcemanager.hostname 127.0.0.1 \
    yarn.resourcemanager.address "127.0.0.1:$(port resourcemanager)" \
    yarn.resourcemanager.scheduler.address "127.0.0.1:$(port resourcemanager_scheduler)" \
    yarn.resourcemanager.resource-tracker.address "127.0.0.1:$(port resourcemanager_tracker)" \
    yarn.resourcemanager.admin.address "127.0.0.1:$(port resourcemanager_admin)" \
    yarn.resourcemanager.webapp.address "127.0.0.1:$(port resourcemanager_web)" \
    yarn.nodemanager.hostname 127.0.0.1 \
    yarn.nodemanager.address "127.0.0.1:$(port nodemanager)" \
    yarn.nodemanager.localizer.address "127.0.0.1:$(port nodemanager_localizer)" \
    yarn.nodemanager.webapp.address "127.0.0.1:$(port nodemanager_web)" \
    yarn.nodemanager.local-dirs "$state/data/yarn" \
    yarn.nodemanager.log-dirs "$state/logs/yarn" \
    yarn.nodemanager.resource.memory-mb 12288 \
    yarn.nodemanager.resource.cpu-vcores 4 \
    yarn.nodemanager.vmem-check-enabled false \
    yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage 100 \
    yarn.scheduler.minimum-allocation-mb 256
  hadoop_configuration capacity-scheduler \
    yarn.scheduler.capacity.root.queues default \
    yarn.scheduler.capacity.root.default.capacity 100 \
    yarn.scheduler.capacity.maximum-am-resource-percent 1.0
}

# The secret is in this file alone, which only its owner can read. It is kept over restarts.
write_spark_configuration() {
  local file=$state/conf/spark-defaults.conf secret
  secret=$(sed -n 's/^spark.authenticate.secret //p' "$file" 2>/dev/null || true)
  [ -n "$secret" ] || secret=$(od -An -N 32 -tx1 /dev/urandom | tr -d ' \n')
  (umask 077 && cat >"$file.part") <<EOF
spark.authenticate true
spark.authenticate.secret $secret
spark.network.crypto.enabled true
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.executorEnv.SPARK_LOCAL_IP 127.0.0.1
spark.yarn.appMasterEnv.SPARK_LOCAL_IP 127.0.0.1
spark.yarn.jars local:$spark_home/jars/*
spark.driver.memory 1g
spark.driver.memoryOverhead 1g
spark.executor.memory 1g
spark.executor.memoryOverhead 1g
spark.executor.extraJavaOptions -Dorg.bytedeco.javacpp.maxbytes=512m ${LOCAL_CLUSTER_EXECUTOR_OPTIONS:-}
EOF
  mv "$file.part" "$file"
}

write_log_configuration() {
  cat >"$state/conf/log4j2.properties" <<'EOF'
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1}: %m%n%ex
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
EOF
}

hadoop_configuration() { # name key value …
  local file=$state/conf/$1.xml
  shift
  {
    echo '<configuration>'
    while [ $# -gt 0 ]; do
      printf '  <property><name>%s</name><value>%s</value></property>\n' "$1" "$2"
      shift 2
    done
    echo '</configuration>'
  } >"$file"
}
