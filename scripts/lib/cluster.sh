# Shared by spark-home and local-cluster. Expects common.sh and a Java.

# Those of the build that is in use.
use_cluster_folders() {
  default_spark_home=$home/cluster/$build_folder/spark-home
  hadoop_servers_classpath=$home/cluster/$build_folder/hadoop-servers.classpath
}
use_cluster_folders
spark_home_template=$home/scripts/lib/spark-home

# What a home is made of, so that a change is noticed.
spark_home_recipe() {
  { echo "$spark_line" && cat "$home/pom.xml" "$home/cluster/pom.xml" "$spark_home_template"/bin/* "$home/scripts/lib/cluster.sh"; } | sha256sum
}

resolve_cluster_jars() {
  echo "Fetching Spark's and Hadoop's jars with Maven …" >&2
  (cd "$home" && ./mvnw --quiet -Pcluster "${build_profile[@]}" -pl cluster -am process-classes) >&2 ||
    fail 1 "Maven could not resolve the jars of cluster/pom.xml, see above"
}

# A build folder may have been cleaned in part.
has_all_jars() { # spark-home
  [ "$(ls "$1/jars" 2>/dev/null | sha256sum)" = "$(cat "$1/JARS" 2>/dev/null)" ]
}

# Sets $spark_home; the folder appears when it is complete.
ensure_spark_home() { # folder
  spark_home=$(readlink -m "$1")
  local recipe part=$spark_home.part jar
  recipe=$(spark_home_recipe)
  if [ "$(cat "$spark_home/RECIPE" 2>/dev/null)" = "$recipe" ] && has_all_jars "$spark_home" && [ -f "$hadoop_servers_classpath" ]; then
    return
  fi
  if [ -e "$spark_home" ] && [ ! -f "$spark_home/RECIPE" ] && [ -n "$(ls -A "$spark_home")" ]; then
    fail 2 "$spark_home is no Spark home that this script made; give an empty or a new folder"
  fi
  resolve_cluster_jars
  rm -rf "$part"
  mkdir -p "$part/jars" "$part/conf"
  cp -r "$spark_home_template/bin" "$part/bin"
  while IFS= read -r -d : jar; do
    # A hard link where the file systems are one: it lasts when Maven's own copy goes.
    ln -L "$jar" "$part/jars/" 2>/dev/null || cp -L "$jar" "$part/jars/"
  done < <(cat "$home/cluster/$build_folder/spark-home.classpath"; echo :)
  [ ! -d "$spark_home/conf" ] || cp -a "$spark_home/conf/." "$part/conf/"
  echo "Spark $(spark_version "$part"), assembled from Maven artefacts by Convoy" >"$part/RELEASE"
  ls "$part/jars" | sha256sum >"$part/JARS"
  echo "$recipe" >"$part/RECIPE"
  rm -rf "$spark_home"
  mv "$part" "$spark_home"
}
