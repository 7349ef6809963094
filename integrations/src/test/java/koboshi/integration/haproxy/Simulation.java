package koboshi.integration.haproxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/** Visitors who come by chance, alike to three servers, looked at each 100 ms. */
final class Simulation {
    static final Duration LOOK = Duration.ofMillis(100);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;
    private final double perSecond;
    private final List<Node> nodes = IntStream.rangeClosed(1, 3).mapToObj(i -> new Node("web/s" + i)).toList();
    private Watchfulness watchfulness = Watchfulness.by(Norms.USUAL);
    private long nowMillis;

    /** Ends of the requests under way, and what was counted. */
    private static final class Node {
        final String key;
        final PriorityQueue<Long> ends = new PriorityQueue<>();
        final PriorityQueue<Long> losses = new PriorityQueue<>();
        double lost;
        boolean hangs;
        long errors;
        long total;

        Node(String key) {
            this.key = key;
        }
    }

    Simulation(long seed, double perSecond) {
        this.random = new Random(seed);
        this.perSecond = perSecond;
    }

    void loses(double share) {
        nodes.forEach(node -> node.lost = share);
    }

    void hangs(int number) {
        nodes.get(number - 1).hangs = true;
    }

    void fails(int number, int errors) {
        nodes.get(number - 1).errors += errors;
    }

    /** @return who was suspected, at each look */
    List<List<Suspected>> run(Duration time) {
        var all = new ArrayList<List<Suspected>>();
        for (long end = nowMillis + time.toMillis(); nowMillis < end; all.add(look())) {
            nodes.forEach(this::visit);
            nowMillis += LOOK.toMillis();
        }
        return all;
    }

    private void visit(Node node) {
        for (double at = gap(); at < LOOK.toMillis(); at += gap()) {
            long arrives = nowMillis + (long) at;
            node.total++;
            if (random.nextDouble() < node.lost) {
                node.losses.add(arrives + 2000);
            } else {
                node.ends.add(node.hangs ? Long.MAX_VALUE : arrives + (long) (-20 * Math.log(1 - random.nextDouble())));
            }
        }
    }

    private double gap() {
        return -1000 / perSecond * Math.log(1 - random.nextDouble());
    }

    private List<Suspected> look() {
        var step = watchfulness.see(nodes.stream().map(this::seen).toList(), START.plusMillis(nowMillis));
        watchfulness = step.then();
        return step.suspected();
    }

    private Server seen(Node node) {
        while (!node.ends.isEmpty() && node.ends.peek() <= nowMillis) {
            node.ends.remove();
        }
        while (!node.losses.isEmpty() && node.losses.peek() <= nowMillis) {
            node.losses.remove();
            node.errors++;
        }
        return Servers.seen(node.key, node.ends.size() + node.losses.size(), 0, node.errors, node.total);
    }

    /** How many looks it takes until this server, and whether it alone, is suspected. */
    static int looksUntil(List<List<Suspected>> looks, String key) {
        return IntStream.range(0, looks.size()).filter(i -> looks.get(i).stream().anyMatch(one -> one.server().key().equals(key))).findFirst().orElse(Integer.MAX_VALUE - 1) + 1;
    }

    static long count(List<List<Suspected>> looks) {
        return looks.stream().mapToLong(List::size).sum();
    }

    static Map<String, Long> byServer(List<List<Suspected>> looks) {
        var counts = new HashMap<String, Long>();
        looks.forEach(look -> look.forEach(one -> counts.merge(one.server().key(), 1L, Long::sum)));
        return counts;
    }
}
