package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import koboshi.store.Await;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One process takes the traffic, the other is kept stopped until it is needed. */
class StandbyFirstTest {
    @AutoClose
    private Shops shops;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        shops = new Shops(folder);
        shops.start(", standby: true", "");
        awaitRest();
    }

    private void awaitRest() {
        shops.house.await("s1 works and s2 is kept in reserve", state -> GuardedPool.well(server(state, 0)) && server(state, 1).path("place").asString().equals("reserve")
                && state.at("/services/1/pose").asString().equals("resting") && state.path("acts").isEmpty());
    }

    private static JsonNode server(JsonNode state, int index) {
        return state.at("/pools/0/servers/" + index);
    }

    @Test
    void theStandbyTakesOverBeforeTheRestartAndNoRequestFails() throws Exception {
        long before = shops.pid(0).orElseThrow();
        var visitor = shops.crossing.visitor("a");
        assertThat(shops.house.order("restart", "service/shop-1", "a new library").has("refused")).isFalse();
        shops.awaitAnother(0, before);
        awaitRest();
        Await.until("it was visited again", () -> shops.crossing.visits("a", 2).keySet().equals(Set.of("s1")));
        assertThat(visitor.ledger()).containsOnlyKeys("s1", "s2");
        assertThat(shops.pid(1)).isEmpty();
    }

    @Test
    void aHaproxyStartedAnewMeanwhileIsToldWhoRests() throws IOException {
        shops.crossing.end("a");
        shops.crossing.balancer("a", "s1", "s2");
        shops.crossing.awaitStatus("a", "s2", "MAINT");
        assertThat(shops.crossing.visits("a", 6)).containsOnlyKeys("s1");
    }
}
