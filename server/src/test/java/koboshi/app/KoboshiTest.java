package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import koboshi.store.Journal;
import koboshi.store.ProcessLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KoboshiTest {
    @TempDir
    private Path folder;

    private Installation house;

    @BeforeEach
    void write() throws IOException {
        house = new Installation(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aValueThatIsPushedMakesItsGuardFireAndOpensAnIncident() throws IOException {
        house.start().falls();
        var incident = house.get("/api/incidents/1");
        assertThat(incident.at("/incident/by").asString()).isEqualTo("high");
        house.await("the guard fires", state -> state.path("guards").valueStream().anyMatch(guard -> guard.path("standing").asString().equals("firing")));
        assertThat(incident.path("timeline").valueStream().map(line -> line.path("type").asString())).contains("incident-opened");
    }

    @Test
    void aRestartKeepsIncidentsAndStandings() throws IOException {
        house.start().falls();
        var opened = house.get("/api/incidents/1").at("/incident/opened");
        house.stop();
        house.start();
        house.await("the standing is known again", state -> state.path("incidents").size() == 1 && state.at("/incidents/0/ended").isNull());
        assertThat(house.get("/api/incidents/1").at("/incident/opened")).isEqualTo(opened);
        assertThat(house.get("/api/incidents").path("incidents").size()).isEqualTo(1);
    }

    @Test
    void aSecondOneInTheSameFolderIsRefusedAndTheFirstGoesOn() throws IOException {
        house.start();
        assertThatThrownBy(() -> Koboshi.start(house.read())).isInstanceOf(IOException.class).hasMessageContaining("another Koboshi already works in");
        assertThat(house.get("/health").path("status").asString()).isEqualTo("ok");
    }

    @Test
    void anAddressInUseIsSaidInWordsAndNothingIsHeldAfterwards() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            house.write(Installation.PLAN.replace(":0", ":" + taken.getLocalPort()));
            assertThatThrownBy(house::start).isInstanceOf(IOException.class).hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " is in use by another program");
        }
        ProcessLock.take(state()).close();
        house.start();
    }

    @Test
    void aJournalOfANewerReleaseLetsGoOfTheFolder() throws Exception {
        house.start();
        house.stop();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + state().resolve("journal.db"))) {
            connection.createStatement().execute("pragma user_version = 99");
        }
        assertThatThrownBy(house::start).hasMessageContaining("has format 99");
        ProcessLock.take(state()).close();
    }

    private Path state() {
        return folder.resolve(".koboshi");
    }

    @Test
    void onlyThisMachineReachesIt() throws IOException {
        house.start();
        assertThat(InetAddress.getByName(house.address().getHost()).isLoopbackAddress()).isTrue();
        for (var elsewhere : otherAddresses()) {
            assertThatThrownBy(() -> new Socket(elsewhere, house.address().getPort()).close()).isInstanceOf(IOException.class);
        }
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()).toList();
    }

    @Test
    void theAgentsSecretIsReadableByItsOwnerOnlyAndNeverEmpty() throws IOException {
        var token = state().resolve("agent/token");
        Files.createDirectories(token.getParent());
        Files.createFile(token);
        house.start();
        assertThat(Files.readString(token)).hasSize(43);
        assertThat(Files.getPosixFilePermissions(token)).hasSize(2);
        assertThat(house.koboshi.toString()).doesNotContain(Files.readString(token));
    }

    @Test
    void aPlanTooLargeToBeRecordedIsRefusedAndNamed() throws IOException {
        house.write(Installation.PLAN + "services: {big: {run: [\"a\", \"" + "x".repeat(70_000) + "\"]}}\n");
        assertThatThrownBy(house::start).isInstanceOf(IOException.class).hasMessageContaining("service/big would take 70").hasMessageContaining("at most 65536 fit");
        try (var journal = Journal.open(state().resolve("journal.db"))) {
            assertThat(journal.replay().services()).isEmpty();
        }
    }
}
