# Shared by the scripts beside it: finds a Java and builds Convoy when its sources have changed.
# Expects $home, the folder that holds pom.xml, or that of an unpacked archive, which holds jars.

is_installed() { [ -d "$home/jars" ]; }

# The line of Spark that an archive is for.
installed_line() {
  basename "$home"/jars/convoy-spark*.jar .jar | sed 's/^convoy-spark//'
}

# What spark-submit would have on its class path.
embedded_spark() {
  if is_installed; then echo "$home/jars/spark/*"; else cat "$spark_classpath"; fi
}

# Of the two builds of Convoy the one for a line of Spark, 4 or 3.5: sets $spark_line, the profile of
# Maven and the folder below each module that it lies in, its jar, and the versions that it accepts.
use_build() { # spark-line
  case $1 in
    4) spark_line=4 build_profile=() build_folder=target
      spark_versions="4.0 to 4.2" spark_pattern='^4\.[0-2](\.|$)' scala_version=2.13
      first_java=17 last_java=25 ;;
    3.5) spark_line=3.5 build_profile=(-Pspark-3.5) build_folder=target/spark-3.5
      spark_versions=3.5 spark_pattern='^3\.5(\.|$)' scala_version=2.12
      first_java=17 last_java=17 ;;
    *) fail 2 "there is no Convoy for Spark $1; it is built for 4 and for 3.5" ;;
  esac
  built_jar=$home/spark-job/$build_folder/convoy-spark$spark_line.jar
  if is_installed; then
    built_jar=$home/jars/convoy-spark$spark_line.jar
    [ -n "${CONVOY_JAR:-}" ] || [ -f "$built_jar" ] ||
      fail 2 "$home holds Convoy for Spark $(installed_line) alone, not for Spark $spark_line; install the other archive, or build it from the sources"
  fi
  convoy_jar=${CONVOY_JAR:-$built_jar}
  spark_classpath=$home/spark-job/$build_folder/spark-classpath.txt
  java_versions="$first_java to $last_java"
  [ "$first_java" != "$last_java" ] || java_versions=$first_java
}

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

fits_java() { [[ $1 =~ ^[0-9]+$ ]] && [ "$1" -ge "$first_java" ] && [ "$1" -le "$last_java" ]; }

# Sets $java and $java_version: JAVA_HOME's and no other where that is set, else the one on the PATH,
# else one of Debian's place for them.
require_java() {
  local candidate found=
  if [ -n "${JAVA_HOME:-}" ]; then
    [ -x "$JAVA_HOME/bin/java" ] ||
      fail 2 "JAVA_HOME=$JAVA_HOME has no bin/java; point it at a Java $java_versions, or unset it"
    java_version=$(java_major "$JAVA_HOME/bin/java")
    fits_java "$java_version" ||
      fail 2 "JAVA_HOME=$JAVA_HOME is ${java_version:+Java }${java_version:-no Java that runs}, Convoy for Spark $spark_line needs Java $java_versions; point it at one, or unset it"
    java=$JAVA_HOME/bin/java
    return
  fi
  for candidate in "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -x "$candidate" ] || continue
    java_version=$(java_major "$candidate")
    found+="${found:+, }${java_version:-one that does not run}"
    if fits_java "$java_version"; then
      java=$candidate
      JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$candidate")")")
      export JAVA_HOME
      return
    fi
  done
  fail 2 "needs a JDK $java_versions for Spark $spark_line, found ${found:-none}; install one (apt-get install openjdk-17-jdk-headless) or point JAVA_HOME at one"
}

require_jdk() {
  require_java
  [ -x "$JAVA_HOME/bin/javac" ] ||
    fail 2 "needs a JDK to build, $JAVA_HOME has no javac; install one (apt-get install openjdk-17-jdk-headless)"
}

# Whether anything that goes into the jar is newer than the jar.
build_is_stale() {
  [ -f "$convoy_jar" ] && [ -f "$spark_classpath" ] || return 0
  [ -n "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main -newer "$spark_classpath" -print -quit)" ]
}

# A jar named by CONVOY_JAR is taken as it is.
ensure_built() {
  [ -z "${CONVOY_JAR:-}" ] && ! is_installed || return 0
  build_is_stale || return 0
  require_jdk
  echo "Building Convoy for Spark $spark_line (the first time, Maven also fetches its libraries) …" >&2
  (cd "$home" && ./mvnw --quiet "${build_profile[@]}" -pl spark-job -am -Dmaven.test.skip=true -Dspotless.check.skip=true package) >&2 || fail 1 "the build failed, see above"
  touch "$spark_classpath"
}

# A module that is not in the jar, with what it depends on; its class path lies in classpath in the
# folder of the build.
ensure_module_built() { # module
  local classpath=$home/$1/$build_folder/classpath
  if [ -s "$classpath" ] && [ -z "$(find "$home"/pom.xml "$home"/{common,data-prep,model-zoo,"$1"}/pom.xml \
    "$home"/{common,data-prep,model-zoo,"$1"}/src/main -newer "$classpath" -print -quit)" ]; then
    return
  fi
  require_jdk
  echo "Building $1 (the first time, Maven also fetches its libraries) …" >&2
  (cd "$home" && ./mvnw --quiet "${build_profile[@]}" -pl "$1" -am -Dmaven.test.skip=true -Dspotless.check.skip=true process-classes) >&2 ||
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

# The build for a Spark installation, before anything of that is loaded: another one fails in ways of
# its own. One whose version cannot be found is left to the check of the process.
use_build_for() { # spark-home
  local found
  found=$(spark_version "$1")
  case $found in
    4.*) use_build 4 ;;
    3.*) use_build 3.5 ;;
  esac
  [ -n "$found" ] || return 0
  [[ ${found%% *} =~ $spark_pattern && ($found != *Scala* || $found == *" $scala_version") ]] ||
    fail 2 "SPARK_HOME=$1 is Spark $found, Convoy needs Spark 4.0 to 4.2 with Scala 2.13 or Spark 3.5 with Scala 2.12; point it at such an installation (scripts/spark-home makes one)"
  [ "$spark_line" = 4 ] || [ -n "${CONVOY_JAR:-}" ] || echo "convoy: the build for Spark $spark_line, as SPARK_HOME is $found" >&2
}

if is_installed; then
  use_build "${CONVOY_SPARK:-$(installed_line)}"
else
  use_build "${CONVOY_SPARK:-4}"
fi
