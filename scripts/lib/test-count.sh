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
