package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final String ORDER = "{\"verb\":\"freeze\",\"why\":\"test\",\"offset\":0}";
    private static final String KEY = "Idempotency-Key: 12345678";
    /** A header only a proxy adds makes a request on loopback one from elsewhere. */
    private static final String FROM_ELSEWHERE = "X-Forwarded-For: 192.0.2.7";

    private OpenDoors open;
    private Path folder;

    @BeforeEach
    void openDoors(@TempDir Path temporary) throws IOException {
        folder = temporary;
        open = new OpenDoors(folder);
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8642", "127.0.0.1:1", "localhost", "127.0.0.1.evil.example"})
    void refusesAHostThatIsNotOurs(String host) throws IOException {
        var heard = open.ask("GET /api/state", "Host: " + host);
        assertThat(heard.status()).isEqualTo(421);
        assertThat(heard.text()).contains("expected a loopback name");
        assertThat(open.ask("GET /health", "Host: " + host).status()).isEqualTo(421);
    }

    @Test
    void answersToEveryLoopbackNameWithOurPort() throws IOException {
        for (var name : new String[] {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"}) {
            assertThat(open.ask("GET /api/state", "Host: " + name + ":" + open.port()).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesARequestThatNamesNoHost() throws IOException {
        try (var caller = new Caller(open.port())) {
            caller.send("GET /api/state HTTP/1.0\r\n\r\n".getBytes());
            assertThat(caller.line()).contains("421");
        }
        assertThat(open.ask("GET http://evil.example/api/state").status()).isBetween(400, 421);
    }

    @Test
    void refusesAStrangersPageThatOnlyReadsButLetsItsLinksBeFollowed() throws IOException {
        assertThat(open.ask("GET /api/entries", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors").status()).isEqualTo(403);
        assertThat(open.ask("GET /api/state", "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors").status()).isEqualTo(403);
        assertThat(open.ask("GET /", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate").status()).isEqualTo(200);
    }

    @Test
    void refusesTwoHosts() throws IOException {
        assertThat(open.ask("GET /api/state", "Host: 127.0.0.1:" + open.port(), "Host: evil.example").status()).isBetween(400, 421);
    }

    @Test
    void asksForATokenUnderAConfiguredNameThoughTheProxyIsLocal() throws IOException {
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE).status()).isEqualTo(401);
        try (var named = new OpenDoors(Files.createDirectory(folder.resolve("named")), OpenDoors.SHORT, Set.of("koboshi.example"))) {
            assertThat(named.ask("GET /api/state", "Host: koboshi.example").status()).isEqualTo(401);
            var token = named.tokens.add("sakura", Role.VIEWER);
            var state = named.ask("GET /api/state", "Host: koboshi.example", "Authorization: Bearer " + token);
            assertThat(state.json().get("role").stringValue()).isEqualTo("viewer");
            assertThat(named.ask("GET /api/state").status()).as("a proxy may say that it is this machine itself").isEqualTo(401);
        }
    }

    @Test
    void refusesChangesFromAPageOfAnotherOrigin() throws IOException {
        for (var origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1", "file://"}) {
            var heard = open.send(ORDER, "POST /api/orders", KEY, "Origin: " + origin, "X-Koboshi: 1");
            assertThat(heard.status()).isEqualTo(403);
            assertThat(heard.text()).contains("expected our own");
        }
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void refusesChangesFromABrowserWithoutTheHeaderNoOtherPageCanSend() throws IOException {
        var own = "Origin: http://127.0.0.1:" + open.port();
        assertThat(open.send(ORDER, "POST /api/orders", KEY, own).status()).isEqualTo(403);
        assertThat(open.send("a 1", "POST /push", "Sec-Fetch-Site: same-site").status()).isEqualTo(403);
        assertThat(open.ask("GET /beat/backup", "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
        assertThat(open.house.events).isEmpty();
        assertThat(open.send(ORDER, "POST /api/orders", KEY, own, "X-Koboshi: 1").status()).isEqualTo(202);
    }

    @Test
    void letsAViewerLookAndNothingElse() throws IOException {
        var token = "Authorization: Bearer " + open.tokens.add("sakura", Role.VIEWER);
        assertThat(open.ask("GET /api/incidents", token).status()).isEqualTo(200);
        var refused = open.send(ORDER, "POST /api/orders", KEY, token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("sakura is a viewer: expected operator or above");
        assertThat(open.send("a 1", "POST /push", token).status()).isEqualTo(403);
    }

    @Test
    void letsOnlyAnOperatorHaveTheFilesReadAgain() throws IOException {
        var viewer = "Authorization: Bearer " + open.tokens.add("sakura", Role.VIEWER);
        assertThat(open.ask("POST /-/reload", viewer).status()).isEqualTo(403);
        assertThat(open.ask("POST /-/reload", FROM_ELSEWHERE).status()).isEqualTo(401);
        assertThat(open.ask("POST /-/reload", "Origin: http://evil.example").status()).isEqualTo(403);
        assertThat(open.ask("PUT /-/reload").status()).isEqualTo(200);
        open.house.wrong = List.of("koboshi.yaml:1:1: no");
        assertThat(open.ask("POST /-/reload").text()).isEqualTo("failed to reload config: koboshi.yaml:1:1: no\n");
    }

    @Test
    void refusesATokenNobodyHasEvenOnThisMachine() throws IOException {
        assertThat(open.ask("GET /api/state", "Authorization: Bearer wrong").status()).isEqualTo(401);
    }

    @Test
    void signsOrdersWithTheNameOfTheToken() throws IOException {
        var token = open.tokens.add("ren", Role.OPERATOR);
        open.send(ORDER, "POST /api/orders", KEY, FROM_ELSEWHERE, "Authorization: Bearer " + token);
        assertThat(open.house.events).hasToString("[FreezeOrdered[operator=ren, why=test]]");
    }

    @Test
    void logsABrowserInWithACookieOnlyOurOwnPagesSend() throws IOException {
        var token = open.tokens.add("ren", Role.OPERATOR);
        assertThat(open.ask("GET /", FROM_ELSEWHERE).header("Location")).isEqualTo("/login");
        assertThat(open.send("token=wrong", "POST /login", FROM_ELSEWHERE).header("Location")).isEqualTo("/login?wrong");
        assertThat(open.send("token=" + token, "POST /login", FROM_ELSEWHERE, "Origin: http://evil.example").status()).isEqualTo(403);
        var in = open.send("token=" + token, "POST /login", FROM_ELSEWHERE, "X-Forwarded-Proto: https");
        assertThat(in.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Secure").doesNotContain(token);
        var cookie = "Cookie: " + in.header("Set-Cookie").replaceAll(";.*", "");
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, cookie).json().get("name").stringValue()).isEqualTo("ren");
        open.now = FakeHouse.AT.plusSeconds(13 * 3600);
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, cookie).status()).isEqualTo(401);
    }

    @Test
    void endsALoginWithItsToken() throws IOException {
        var token = open.tokens.add("ren", Role.OPERATOR);
        var cookie = "Cookie: " + open.send("token=" + token, "POST /login").header("Set-Cookie").replaceAll(";.*", "");
        open.tokens.remove("ren");
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, cookie).status()).isEqualTo(401);
    }

    @Test
    void keepsHashesOnlyInAFileNobodyElseMayRead() throws IOException {
        var token = open.tokens.add("ren", Role.OPERATOR);
        var file = folder.resolve("tokens.json");
        assertThat(Files.readString(file)).contains("ren", "operator").doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Tokens.read(file)).hasMessageContaining("chmod 600");
    }

    @Test
    void knowsAtOnceATokenAnotherProcessAdded() throws IOException {
        var token = Tokens.read(folder.resolve("tokens.json")).add("cli", Role.OPERATOR);
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, "Authorization: Bearer " + token).status()).isEqualTo(200);
    }

    @Test
    void sendsEveryAnswerWithHeadersThatTieABrowsersHands() throws IOException {
        for (var path : new String[] {"/health", "/api/state", "/nothing", "/page/page.js"}) {
            var heard = open.ask("GET " + path);
            assertThat(heard.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(heard.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(heard.header("Server")).isEmpty();
        }
    }

    /** Telegraf, curl -u and Prometheus's basic_auth know nothing else. */
    @Test
    void aTokenIsTakenAsAPassword() throws IOException {
        var token = open.tokens.add("telegraf", Role.OPERATOR);
        var basic = "Authorization: Basic " + Base64.getEncoder().encodeToString(("whoever:" + token).getBytes());
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, basic).json().path("name").asString()).isEqualTo("telegraf");
        assertThat(open.ask("POST /query?q=CREATE+DATABASE+x&u=whoever&p=" + token, FROM_ELSEWHERE).status()).isEqualTo(200);
        assertThat(open.send("a v=1", "POST /write?u=whoever&p=wrong", FROM_ELSEWHERE).status()).isEqualTo(401);
        assertThat(open.ask("GET /api/state?u=whoever&p=" + token, FROM_ELSEWHERE).status()).as("no token stands in the address of anything else").isEqualTo(401);
        for (var wrong : new String[] {Base64.getEncoder().encodeToString("a:b".getBytes()), Base64.getEncoder().encodeToString("a".getBytes()), "%%%"}) {
            assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, "Authorization: Basic " + wrong).status()).isEqualTo(401);
            assertThat(open.ask("GET /api/state", "Authorization: Basic " + wrong).status()).as("here nobody needs one").isEqualTo(200);
        }
    }

    /** A proxy that asks for a password of its own passes it on. */
    @Test
    void anothersPasswordTakesNobodysLoginAway() throws IOException {
        var token = open.tokens.add("mika", Role.VIEWER);
        var cookie = "Cookie: " + open.send("token=" + token, "POST /login", FROM_ELSEWHERE).header("Set-Cookie").replaceAll(";.*", "");
        var ofTheProxy = "Authorization: Basic " + Base64.getEncoder().encodeToString("team:secret".getBytes());
        assertThat(open.ask("GET /api/state", FROM_ELSEWHERE, cookie, ofTheProxy).json().path("name").asString()).isEqualTo("mika");
    }
}
