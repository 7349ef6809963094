package koboshi.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule can fail: tried on small classes that break it. */
class RulesTest {
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private static List<CompiledClass> one(String name, Consumer<CodeBuilder> code) {
        return List.of(CompiledClass.of(ClassFile.of().build(ClassDesc.of(name), type -> type.withMethodBody("it", NOTHING, ClassFile.ACC_STATIC, body -> {
            code.accept(body);
            body.return_();
        }))));
    }

    private static List<CompiledClass> calling(String name, String owner, String method) {
        return one(name, code -> code.invokestatic(ClassDesc.of(owner), method, NOTHING));
    }

    private static List<CompiledClass> mentioning(String name, String type) {
        return one(name, code -> code.aconst_null().checkcast(ClassDesc.of(type)).pop());
    }

    private static List<CompiledClass> withField(String name, String type) {
        return List.of(CompiledClass.of(ClassFile.of().build(ClassDesc.of(name), made -> made.withField("it", ClassDesc.of(type), 0))));
    }

    @Test
    void aPackageThatUsesALaterOneBreaksTheOrder() {
        var order = List.of("koboshi.a", "koboshi.b");
        assertThat(Rules.order(order, mentioning("koboshi.a.X", "koboshi.b.Y"))).containsExactly("koboshi.a uses koboshi.b");
        assertThat(Rules.order(order, withField("koboshi.a.X", "koboshi.b.Y"))).containsExactly("koboshi.a uses koboshi.b");
        assertThat(Rules.order(order, mentioning("koboshi.b.X", "koboshi.a.Y"))).isEmpty();
    }

    @Test
    void aPackageWithoutAPlaceBreaksTheOrder() {
        assertThat(Rules.order(List.of("koboshi.a"), mentioning("koboshi.new.X", "java.lang.String"))).containsExactly("koboshi.new has no place in the order");
    }

    @Test
    void aModuleThatReachesUpIsTold() {
        assertThat(Rules.uses(mentioning("koboshi.guard.X", "koboshi.http.Doors"), Set.of("koboshi.guard"))).containsExactly("koboshi.guard.X uses koboshi.http.Doors");
        assertThat(Rules.uses(mentioning("koboshi.guard.X", "koboshi.guard.Y"), Set.of("koboshi.guard"))).isEmpty();
    }

    @Test
    void aLibraryIsTold() {
        assertThat(Rules.libraries(mentioning("koboshi.guard.X", "org.slf4j.Logger"), List.of("org.roaringbitmap"))).containsExactly("koboshi.guard.X uses org.slf4j.Logger");
        assertThat(Rules.libraries(mentioning("koboshi.guard.X", "org.roaringbitmap.RoaringBitmap"), List.of("org.roaringbitmap"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "java.time.Instant.now", "java.time.ZonedDateTime.now", "java.time.Clock.systemUTC", "java.lang.System.nanoTime", "java.lang.System.currentTimeMillis",
        "java.lang.Math.random", "java.util.UUID.randomUUID", "java.lang.Thread.startVirtualThread", "java.nio.file.Files.exists",
        "java.util.concurrent.Executors.newCachedThreadPool", "java.util.concurrent.ThreadLocalRandom.current", "java.util.logging.Logger.getGlobal"
    })
    void aClockAThreadAFileOrChanceIsNotPure(String member) {
        int dot = member.lastIndexOf('.');
        assertThat(Rules.purity(calling("koboshi.loop.X", member.substring(0, dot), member.substring(dot + 1)))).isNotEmpty();
    }

    @Test
    void timeAsAnArgumentIsPure() {
        assertThat(Rules.purity(calling("koboshi.loop.X", "java.time.Instant", "parse"))).isEmpty();
        assertThat(Rules.purity(mentioning("koboshi.loop.X", "java.util.concurrent.ConcurrentHashMap"))).isEmpty();
    }

    @Test
    void aSocketOrALoggerKeptInAFieldIsNotPure() {
        assertThat(Rules.purity(withField("koboshi.loop.X", "java.net.Socket"))).containsExactly("koboshi.loop.X uses java.net.Socket");
        assertThat(Rules.purity(withField("koboshi.loop.X", "org.slf4j.Logger"))).containsExactly("koboshi.loop.X uses org.slf4j.Logger");
    }

    @Test
    void anIntegrationThatNamesAnotherIsTold() {
        assertThat(Rules.strangersToEachOther(mentioning("koboshi.integration.slack.X", "koboshi.integration.smtp.Y")))
                .containsExactly("koboshi.integration.slack.X uses koboshi.integration.smtp.Y");
        assertThat(Rules.strangersToEachOther(mentioning("koboshi.integration.slack.X", "koboshi.integration.slack.Y"))).isEmpty();
    }

    @Test
    void aServiceThatImportsUsIsTold() {
        assertThat(Rules.importsNothingOfOurs(mentioning("liveqa.LiveQa", "koboshi.series.Labels"))).containsExactly("liveqa.LiveQa uses koboshi.series.Labels");
    }

    @Test
    void namingFaultsInCodeOrInATextIsTold() {
        assertThat(Rules.namesNoFaults(mentioning("koboshi.cli.X", "liveqa.faults.Hang"))).hasSize(1);
        assertThat(Rules.namesNoFaults(one("koboshi.cli.X", code -> code.loadConstant("liveqa.faults.Hang").pop()))).containsExactly("koboshi.cli.X names liveqa.faults");
    }

    @ParameterizedTest
    @ValueSource(strings = {"koboshi.a.GuardManager", "koboshi.a.Guards$HTTPHandler", "koboshi.a.BaseGuard", "koboshi.a.Util"})
    void aWordThatSaysNothingIsTold(String name) {
        assertThat(Rules.forbiddenWords(mentioning(name, "java.lang.String"))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"koboshi.a.Metadata", "koboshi.a.Database", "koboshi.a.Basement", "koboshi.a.Guard$1"})
    void aWordThatOnlyContainsOneIsFine(String name) {
        assertThat(Rules.forbiddenWords(mentioning(name, "java.lang.String"))).isEmpty();
    }

    @Test
    void aTestThatSleepsIsTold() {
        assertThat(Rules.sleeps(calling("koboshi.a.XTest", "java.lang.Thread", "sleep"))).containsExactly("koboshi.a.XTest");
        assertThat(Rules.sleeps(calling("koboshi.a.XTest", "java.util.concurrent.TimeUnit", "sleep"))).containsExactly("koboshi.a.XTest");
        assertThat(Rules.sleeps(calling("koboshi.a.XTest", "java.lang.Thread", "onSpinWait"))).isEmpty();
    }

    @Test
    void readsTheRoomsOfAPage() {
        assertThat(RoomsInWords.read("# Rooms\n\n```rooms\ncore    guard · loop\nserver  http\n```\n"))
                .containsExactly(Map.entry("core", List.of("koboshi.guard", "koboshi.loop")), Map.entry("server", List.of("koboshi.http")));
        assertThatIllegalArgumentException().isThrownBy(() -> RoomsInWords.read("no rooms")).withMessageContaining("found 0");
    }
}
