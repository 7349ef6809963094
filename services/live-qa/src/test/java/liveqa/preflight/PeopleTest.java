package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people vouch for: who gets in, which machine this is, what happens when it falls. */
class PeopleTest {
    private static final String ROUTE = """
            hosts:
              main: {name: live-main}
              standby: {name: backup-osaka}
            second_route:
              stream_key: password safe
              switched_by: [Hanako, Jiro]
              how: page 3 of the handbook
              last_rehearsed: 2026-11-01
            """;
    private @TempDir Path root;
    private Prepared host;

    @BeforeEach
    void prepare() {
        host = new Prepared(root).file("/proc/sys/kernel/hostname", "live-main\n");
    }

    @Test
    void twoPeopleWhoLoggedInLatelyAreEnough() throws Exception {
        assertThat(host.attested("admins:\n- {name: Hanako, checked: 2026-11-01}\n- {name: Jiro, checked: 2026-08-23}\n").says(new AdminsCheck()))
                .startsWith("passed: Hanako (2026-11-01), Jiro");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | 0 attested", "'- {name: Hanako, checked: 2026-11-01}' | 1 attested",
        "'- {name: Hanako, checked: 2026-11-01}\n- {name: Jiro, checked: 2026-08-22}' | 1 attested within 90 days (two are needed); 1 stale",
        "'- {name: Hanako, checked: 2026-11-01}\n- {name: Jiro}' | 1 attested",
        "'- {name: Hanako, checked: 2026-11-01}\n- {name: hanako, checked: 2026-11-02}' | 1 attested",
        "'- {name: 山田 花子, checked: 2026-11-01}\n- {name: 山田花子, checked: 2026-11-02}' | 1 attested",
    })
    void oneIsNotEnoughAndNeitherIsAStaleOneNorTheSameTwice(String admins, String said) throws Exception {
        assertThat(host.attested("admins:\n" + admins).says(new AdminsCheck())).startsWith("failed: ").contains(said);
    }

    @Test
    void theSecondRouteIsWrittenAndRehearsed() throws Exception {
        assertThat(host.attested(ROUTE).says(new SecondRouteCheck()))
                .isEqualTo("passed: live-main → backup-osaka, switched by Hanako, Jiro, rehearsed 2026-11-01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'  how: page 3 of the handbook\n' | '' | not attested: second_route.how",
        "'Hanako, Jiro' | Hanako | second_route.switched_by (2)",
        "'2026-11-01' | '2026-08-01' | last rehearsed on 2026-08-01 (112 days ago)",
        "'{name: backup-osaka}' | '{}' | hosts.standby.name",
    })
    void eachGapOfTheSecondRouteIsNamed(String from, String to, String said) throws Exception {
        assertThat(host.attested(ROUTE.replace(from, to)).says(new SecondRouteCheck())).startsWith("failed: ").contains(said);
    }

    @Test
    void withoutAFileTheRemedyIsToMakeTheForm() throws Exception {
        assertThat(host.says(new SecondRouteCheck())).contains("live-qa preflight init ");
    }

    @Test
    void theAttestedMachineIsRecognised() throws Exception {
        assertThat(host.attested(ROUTE).says(new IdentityCheck())).startsWith("passed: live-main").contains("its role: main");
    }

    @ParameterizedTest
    @CsvSource({"1ive-main, none of the attested ones", "live-man, none of the attested ones"})
    void anotherMachineIsNot(String name, String said) throws Exception {
        assertThat(host.file("/proc/sys/kernel/hostname", name).attested(ROUTE).says(new IdentityCheck())).startsWith("failed: " + name).contains(said);
    }

    @Test
    void theRightNameOnAnotherInstanceIsAnotherMachine() throws Exception {
        host.file("/run/cloud-init/instance-data.json", "{\"v1\":{\"instance_id\":\"i-2\"}}")
                .attested(ROUTE.replace("{name: live-main}", "{name: live-main, instance: i-1}"));
        assertThat(host.says(new IdentityCheck())).startsWith("failed: ").contains("should be i-1");
    }

    @Test
    void aRetiredMachineIsNotTheStreamingOne() throws Exception {
        host.file("/proc/sys/kernel/hostname", "old").attested("hosts: {main: {name: live-main}, others: [{name: old}]}");
        assertThat(host.says(new IdentityCheck())).startsWith("failed: ").contains("neither the main nor the standby");
    }

    @ParameterizedTest
    @CsvSource({"live-1, 1ive-1", "live-1, live-2", "live-O, live-0", "stream, strearn", "live1, live-1", "Live-1, live-1", "prod-b, prod-8",
            "live-12, live-21"})
    void namesThatLookAlikeFail(String one, String other) throws Exception {
        assertThat(host.attested("hosts: {main: {name: " + one + "}, others: [{name: " + other + "}]}").says(new ConfusableNamesCheck()))
                .startsWith("failed: " + one + " and " + other + " are easily mixed up");
    }

    @Test
    void namesThatDoNotLookAlikePassAndSoDoAlikeOnesThatPeopleCanTellApart() throws Exception {
        assertThat(host.attested(ROUTE).says(new ConfusableNamesCheck())).startsWith("passed: ");
        host.attested("hosts: {main: {name: live-1, told_apart_by: red label}, standby: {name: live-2, told_apart_by: blue label}}");
        assertThat(host.says(new ConfusableNamesCheck())).startsWith("passed: ");
    }

    @Test
    void aStandbyThatAnswersPassesAndOneThatIsSomethingElseFails() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.getResponseHeaders().set("X-Service", "live-qa");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            assertThat(host.attested(ROUTE.replace("backup-osaka", "backup-osaka, url: '" + url + "'")).says(new StandbyCheck()))
                    .isEqualTo("passed: backup-osaka answers");
            assertThat(host.attested(ROUTE.replace("backup-osaka", "backup-osaka, url: '" + url + "/other'")).says(new StandbyCheck()))
                    .startsWith("failed: ").contains("status 404");
        } finally {
            server.stop(0);
        }
        assertThat(host.attested(ROUTE.replace("backup-osaka", "backup-osaka, url: '" + url + "'")).says(new StandbyCheck())).startsWith("failed: ")
                .contains("the connection is refused");
    }
}
