package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import koboshi.app.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real Koboshi that moved the traffic of a real HAProxy tells of it afterwards. */
class ToldTrafficTest {
    private static final Instant BEGAN = Instant.now().minusSeconds(600);

    @Test
    void itsJournalTellsWhereEachServerWasAndWhy(@TempDir Path folder) throws Exception {
        try (var web = new GuardedPool(folder)) {
            web.crossing.balancer("a", "s1", "s2", "s3");
            web.start(web.balancers("a"), web.servers("s1", "s2", "s3"));
            web.awaitWell(3);
            web.house.order("eject", "backend/web/s2", "a new disk");
            web.awaitPlace("s2", "out");
            web.house.order("ready", "backend/web/s2", "the disk is in");
            web.awaitPlace("s2", "returned");
            var history = history(web.house);
            assertThat(history.at("/servers/0/spells").valueStream().map(spell -> spell.path("place").asString())).containsExactly("in");
            assertThat(history.at("/servers/1/spells").valueStream().map(spell -> spell.path("place").asString() + " " + spell.path("why").asString("")))
                    .containsExactly("in ", "out a new disk", "in the disk is in");
            web.house.stop();
            web.house.start();
            assertThat(history(web.house).at("/servers")).as("also when it was started anew").isEqualTo(history.at("/servers"));
        }
    }

    private static JsonNode history(Installation house) {
        return house.get("/api/traffic/web/history?from=" + BEGAN + "&to=" + BEGAN.plusSeconds(1800));
    }
}
