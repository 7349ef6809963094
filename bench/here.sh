# Sourced by every measurement: goes to the project's folder, finds the JDK, builds what is not built, and knows the class path.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
home=$PWD
say() { printf 'bench: %s\n' "$*" >&2; }

find_jdk() {
  local candidate release
  for candidate in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* /usr/lib/jvm/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release" 2>/dev/null)
    if [ "${release:-0}" -ge 25 ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  say "a JDK 25 or newer is needed: install openjdk-25-jdk or temurin-25-jdk, or set JAVA25_HOME"
  exit 2
}
jdk=$(find_jdk)

stamp=bench/target/built
if [ ! -e $stamp ] || [ -n "$(find pom.xml ./*/pom.xml ./*/src/main -newer $stamp -print -quit)" ]; then
  say "building"
  mkdir -p target
  JAVA_HOME=${JAVA_HOME:-$jdk} ./mvnw -B -ntp -pl metrics,core,integrations,agent,server,bench package -Dmaven.test.skip=true >target/bench.log 2>&1 ||
    { tail -n 40 target/bench.log >&2; exit 2; }
  touch $stamp
fi

class_path=$(echo "$home"/bench/target/koboshi-bench-*.jar)
for jar in "$home"/bench/target/lib/*.jar; do class_path=$class_path:$jar; done
flags=(-XX:+UseSerialGC -Xms24m -Xmx256m -XX:+UseCompactObjectHeaders -XX:-UsePerfData
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Runs one of the measurements' main classes.
bench_java() { KOBOSHI_HOME=$home "$jdk/bin/java" "${flags[@]}" -cp "$class_path" "$@"; }

machine() {
  printf '%s cores, Linux %s, JDK %s, load average %s\n' "$(nproc)" "$(uname -r)" \
    "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$jdk/release")" "$(cut -d' ' -f1-3 /proc/loadavg)"
}

# The middle of the figures on standard input; of an even number the lower middle.
median() { sort -n | awk '{ all[NR] = $1 } END { if (NR) print all[int((NR + 1) / 2)]; else print "null" }'; }
