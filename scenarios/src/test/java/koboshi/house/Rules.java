package koboshi.house;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of the house. Each tells, in sorted lines, where it is broken. */
final class Rules {
    private static final Set<String> FORBIDDEN_WORDS =
            Set.of("Manager", "Helper", "Util", "Utils", "Common", "Base", "Impl", "Data", "Info", "Processor", "Handler");
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /** What only the world outside can tell, as types: threads, sockets, files, logs, chance, other processes. */
    private static final Pattern IMPURE_TYPE = Pattern.compile(
            "java\\.lang\\.(Thread\\b.*|ThreadLocal.*|Process|ProcessBuilder.*|ProcessHandle.*|Runtime|System\\$Logger.*)"
                    + "|java\\.util\\.concurrent\\.(.*Executor.*|ForkJoin.*|CompletableFuture|CountDownLatch|Future|Flow.*|ThreadLocalRandom|StructuredTaskScope.*)"
                    + "|java\\.util\\.(Random|SplittableRandom|Timer|TimerTask|Scanner|random\\..*|logging\\..*)"
                    + "|java\\.security\\.SecureRandom|java\\.(net|rmi|sql|nio\\.file|nio\\.channels)\\..*|javax\\.net\\..*"
                    + "|java\\.io\\.(File.*|RandomAccessFile|Console|PrintStream)|org\\.slf4j\\..*|ch\\.qos\\..*|sun\\..*|jdk\\.internal\\..*");
    private static final Pattern IMPURE_MEMBER = Pattern.compile(
            "java\\.time\\.\\w+\\.now|java\\.time\\.Clock\\.(system|tick)\\w*|java\\.time\\.InstantSource\\.system"
                    + "|java\\.lang\\.System\\.(nanoTime|currentTimeMillis|getenv|getProperty|out|err|in|exit|getLogger)"
                    + "|java\\.lang\\.Math\\.random|java\\.util\\.UUID\\.randomUUID|java\\.util\\.Collections\\.shuffle");
    private static final Pattern SLEEP = Pattern.compile("java\\.lang\\.Thread\\.sleep|java\\.util\\.concurrent\\.TimeUnit\\.sleep");

    private Rules() {}

    /** A package uses only those before it; a package without a place in the order is told, too. */
    static List<String> order(List<String> order, Collection<CompiledClass> classes) {
        var broken = new TreeSet<String>();
        for (var one : classes) {
            int own = order.indexOf(one.inPackage());
            if (own < 0) {
                broken.add(one.inPackage() + " has no place in the order");
                continue;
            }
            one.types().stream()
                    .map(CompiledClass::packageOf)
                    .filter(used -> order.indexOf(used) > own)
                    .forEach(used -> broken.add(one.inPackage() + " uses " + used));
        }
        return List.copyOf(broken);
    }

    /** Whatever belongs to the house and is used must be among what may be used. */
    static List<String> uses(Collection<CompiledClass> classes, Set<String> mayUse) {
        return told(classes, type -> type.startsWith("koboshi.") && !mayUse.contains(CompiledClass.packageOf(type)));
    }

    /** Nothing but the JDK, the house, and what lies in the given packages and below them. */
    static List<String> libraries(Collection<CompiledClass> classes, Collection<String> allowed) {
        return told(classes, type -> Stream.concat(Stream.of("java", "javax", "koboshi"), allowed.stream()).noneMatch(prefix -> type.startsWith(prefix + ".")));
    }

    static List<String> purity(Collection<CompiledClass> classes) {
        var byMember = classes.stream().flatMap(one -> one.members().stream().filter(IMPURE_MEMBER.asMatchPredicate()).map(member -> one.name() + " uses " + member));
        return Stream.concat(told(classes, IMPURE_TYPE.asMatchPredicate()).stream(), byMember).distinct().sorted().toList();
    }

    /** Each integration is a folder of its own, below {@code koboshi.integration}. */
    static List<String> strangersToEachOther(Collection<CompiledClass> integrations) {
        return integrations.stream()
                .flatMap(one -> one.types().stream()
                        .filter(type -> type.startsWith("koboshi.integration.") && !outside(type).equals(outside(one.name())))
                        .map(type -> one.name() + " uses " + type))
                .sorted()
                .toList();
    }

    private static String outside(String type) {
        return type.split("\\.")[2];
    }

    static List<String> importsNothingOfOurs(Collection<CompiledClass> services) {
        return told(services, type -> type.startsWith("koboshi."));
    }

    static List<String> namesNoFaults(Collection<CompiledClass> shipped) {
        var inTexts = shipped.stream().filter(one -> one.texts().stream().anyMatch(text -> text.contains("liveqa.faults"))).map(one -> one.name() + " names liveqa.faults");
        return Stream.concat(told(shipped, type -> type.startsWith("liveqa.faults")).stream(), inTexts).sorted().toList();
    }

    static List<String> forbiddenWords(Collection<CompiledClass> classes) {
        return classes.stream()
                .filter(one -> Arrays.stream(WORDS.split(one.simpleName())).anyMatch(FORBIDDEN_WORDS::contains))
                .map(CompiledClass::name)
                .sorted()
                .toList();
    }

    static List<String> sleeps(Collection<CompiledClass> tests) {
        return tests.stream().filter(one -> one.members().stream().anyMatch(SLEEP.asMatchPredicate())).map(CompiledClass::name).sorted().toList();
    }

    private static List<String> told(Collection<CompiledClass> classes, Predicate<String> wrong) {
        return classes.stream()
                .flatMap(one -> one.types().stream().filter(wrong).map(type -> one.name() + " uses " + type))
                .distinct()
                .sorted()
                .toList();
    }
}
