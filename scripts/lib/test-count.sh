# Counts of what Maven's tests reported, below a folder.

sum_attribute() { # attribute of <testsuite>, folder
  find "$2" -path '*/target/*-reports/TEST-*.xml' -exec sed -n "s/^<testsuite .* $1=\"\([0-9]*\)\".*/\1/p" {} + |
    awk '{ sum += $1 } END { print sum + 0 }'
}

count_tests() { # failed|skipped|all, folder
  case $1 in
    failed) echo $(($(sum_attribute errors "$2") + $(sum_attribute failures "$2"))) ;;
    skipped) sum_attribute skipped "$2" ;;
    all) sum_attribute tests "$2" ;;
  esac
}

print_test_counts() { # folder
  local failed skipped
  failed=$(count_tests failed "$1") skipped=$(count_tests skipped "$1")
  echo "$(($(count_tests all "$1") - failed - skipped)) passed, $failed failed, $skipped skipped"
}

print_slowest_classes() { # folder
  echo "The ten slowest test classes, in seconds:"
  # Reads to its end: head would end early, and the sort before it then fails the whole script.
  find "$1" -path '*/target/*-reports/TEST-*.xml' -exec \
    sed -n 's/^<testsuite .* name="\([^"]*\)" time="\([0-9.]*\)".*/\2 \1/p' {} + | sort -rn | sed -n '1,10p'
}

test_annotation='^ *@(Test|ParameterizedTest|RepeatedTest|TestFactory|ArchTest)\b'

# A test class that Maven did not run, by its name, its place or a mistake in a pom, fails; those that are
# left out are named.
require_all_classes_run() { # folder
  local source class unrun=0
  while read -r source; do
    class=${source##*/src/test/java/} class=${class%.java} class=${class//\//.}
    if has_run "${source%%/src/test/java/*}" "$class"; then
      continue
    elif all_slow "$source"; then
      echo "left out, slow: $class"
    else
      echo "$source was not run: Maven has no report of it" >&2
      unrun=1
    fi
  done < <(grep -rlE "$test_annotation" --include='*.java' "$1" |
    grep '/src/test/java/' | grep -v -e /target/ -e /benchmarks/libtorch/ | sort)
  return "$unrun"
}

has_run() { # module, class
  local report
  for report in "$1"/target/{,spark-3.5/}*-reports/TEST-"$2".xml; do
    [ -e "$report" ] && grep -q '^<testsuite .* tests="[1-9]' "$report" && return
  done
  return 1
}

all_slow() { # source: the class is, or each of its tests
  local slow='@Tag\("slow"\)'
  grep -qE "^$slow" "$1" ||
    [ "$(grep -cE "^ +$slow" "$1")" -ge "$(grep -cE "$test_annotation" "$1")" ]
}

# A line for each module with a report of -Pcoverage.
print_coverage() { # folder
  find "$1" -path '*/target/site/jacoco/jacoco.csv' | sort | while read -r report; do
    awk -F, -v module="$(sed 's#^\./##; s#/target/.*##' <<<"$report")" '
      NR > 1 { missed += $8; covered += $9 }
      END { if (missed + covered > 0)
        printf "%s: %d of %d lines covered, %.1f %%\n", module, covered, covered + missed, 100 * covered / (covered + missed) }' "$report"
  done
}
