# Shared by the scripts beside it: finds Java 17 and builds Convoy when its sources have changed.
# Expects $home, the folder that holds pom.xml.

convoy_jar=${CONVOY_JAR:-$home/spark-job/target/convoy.jar}
spark_classpath=$home/spark-job/target/spark-classpath.txt

# Java takes names of files, arguments and what it prints for what the locale says; in that of many
# containers and cron jobs there are no letters but English ones.
[ "$(locale charmap 2>/dev/null || true)" = UTF-8 ] || export LC_ALL=C.UTF-8

fail() { # exit-code message
  echo "convoy: $2" >&2
  exit "$1"
}

java_major() { # java-command
  { "$1" -XshowSettings:properties -version 2>&1 || true; } | sed -n 's/^ *java.specification.version = //p'
}

# Sets $java: JAVA_HOME's and no other where that is set, else the one on the PATH, else Debian's
# place for JDK 17.
require_java17() {
  local candidate found=none
  if [ -n "${JAVA_HOME:-}" ]; then
    [ -x "$JAVA_HOME/bin/java" ] ||
      fail 2 "JAVA_HOME=$JAVA_HOME has no bin/java; point it at a JDK 17, or unset it"
    found=$(java_major "$JAVA_HOME/bin/java")
    [ "$found" = 17 ] ||
      fail 2 "JAVA_HOME=$JAVA_HOME is ${found:+Java }${found:-no Java that runs}, Convoy needs Java 17; point it at a JDK 17, or unset it"
    java=$JAVA_HOME/bin/java
    return
  fi
  for candidate in "$(command -v java || true)" /usr/lib/jvm/java-17-openjdk-*/bin/java; do
    [ -x "$candidate" ] || continue
    found=$(java_major "$candidate")
    if [ "$found" = 17 ]; then
      java=$candidate
      JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$candidate")")")
      export JAVA_HOME
      return
    fi
  done
  fail 2 "needs JDK 17, found ${found:+Java }${found:-one that does not run}; install it (apt-get install openjdk-17-jdk-headless) or point JAVA_HOME at one"
}

require_jdk17() {
  require_java17
  [ -x "$JAVA_HOME/bin/javac" ] ||
    fail 2 "needs a JDK 17 to build, $JAVA_HOME has no javac; install one (apt-get install openjdk-17-jdk-headless)"
}

# Whether anything that goes into the jar is newer than the jar.
build_is_stale() {
  [ -f "$convoy_jar" ] && [ -f "$spark_classpath" ] || return 0
  [ -n "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main -newer "$spark_classpath" -print -quit)" ]
}

# A jar named by CONVOY_JAR is taken as it is.
ensure_built() {
  [ -z "${CONVOY_JAR:-}" ] || return 0
  build_is_stale || return 0
  require_jdk17
  echo "Building Convoy (the first time, Maven also fetches its libraries) …" >&2
  (cd "$home" && ./mvnw --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true package) >&2 || fail 1 "the build failed, see above"
  touch "$spark_classpath"
}

# A module that is not in the jar, with what it depends on; its class path lies in target/classpath.
ensure_module_built() { # module
  local classpath=$home/$1/target/classpath
  if [ -s "$classpath" ] && [ -z "$(find "$home"/pom.xml "$home"/{common,data-prep,model-zoo,"$1"}/pom.xml \
    "$home"/{common,data-prep,model-zoo,"$1"}/src/main -newer "$classpath" -print -quit)" ]; then
    return
  fi
  require_jdk17
  echo "Building $1 (the first time, Maven also fetches its libraries) …" >&2
  (cd "$home" && ./mvnw --quiet -pl "$1" -am -Dmaven.test.skip=true -Dspotless.check.skip=true process-classes) >&2 ||
    fail 1 "the build failed, see above"
  touch "$classpath"
}

# The version of a Spark installation and its Scala's, "3.5.9 with Scala 2.12"; of one whose jars lie
# elsewhere what its RELEASE says; else nothing.
spark_version() { # spark-home
  local core
  core=$(compgen -G "$1/jars/spark-core_*.jar" | head -n 1) || true
  if [ -n "$core" ]; then
    basename "$core" .jar | sed 's/^spark-core_\([^-]*\)-\(.*\)$/\2 with Scala \1/'
  elif [ -f "$1/RELEASE" ]; then
    sed -n '1s/^Spark \([0-9][^ ,]*\).*/\1/p' "$1/RELEASE"
  fi
}

# Of the Spark, or with another key the library, that this Convoy is built for; nothing without its sources.
built_for() { # spark.version|scala.binary.version
  [ ! -f "$home/pom.xml" ] || sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$home/pom.xml" | head -n 1
}

# Before anything of it is loaded: another version fails in ways of its own.
require_spark_version() { # spark-home
  local found spark scala
  found=$(spark_version "$1") spark=$(built_for spark.version) scala=$(built_for scala.binary.version)
  [ -n "$found" ] && [ -n "$spark" ] && [ -n "$scala" ] || return 0
  spark=${spark%.*}
  [[ $found == "$spark".* && ($found != *Scala* || $found == *" $scala") ]] ||
    fail 2 "SPARK_HOME=$1 is Spark $found, Convoy needs Spark $spark with Scala $scala; point it at such an installation (scripts/spark-home makes one)"
}
