package liveqa.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a service of its own so many questions a second for so long, each by somebody who waits for the answer, then far
 * more at once than may wait; prints what the askers saw.
 */
public final class Holding {
    private static final String[] SUBJECTS = {
        "給食費", "待機児童", "病児保育", "路線バス", "奨学金", "耐震の補助", "がん検診", "市民税", "図書館", "市民プール", "ごみ袋", "太陽光パネル", "商店街の空き店舗", "認知症の支援", "水道", "公約の財源",
        "学童保育", "体育館の冷房", "産後ケア", "スマートフォン教室", "避難所の備え", "明日の天気", "おすすめの映画",
    };
    private static final String[] ASKS = {"はどうなりますか", "について教えてください", "はいつからですか", "はいくらですか", "は増えますか", "をどう考えますか"};

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Double> seconds = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger refusedPolitely = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final List<Double> resident = Collections.synchronizedList(new ArrayList<>());
    private final String url;

    private Holding(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        int duration = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
        var data = Files.createTempDirectory("holding");
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xms24m", "-Xmx128m", "-cp",
                System.getProperty("java.class.path"), "liveqa.LiveQa", "--listen", "127.0.0.1:0", "--data", data.toString()));
        var service = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            new Holding(url(service)).measure(service, duration, rate);
        } finally {
            service.destroy();
            service.onExit().join();
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
            }
        }
    }

    private static String url(Process service) throws IOException {
        var out = service.inputReader();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (!line.startsWith("live-qa ready at ")) continue;
            Thread.ofVirtual().start(() -> out.lines().forEach(_ -> { }));
            return line.split(" ")[3];
        }
        throw new IOException("the service did not start");
    }

    private void measure(Process service, int duration, int rate) throws Exception {
        System.out.println("live-qa (-Xmx128m) at " + url + ": " + rate + " questions a second for " + duration + " s on " + Runtime.getRuntime().availableProcessors() + " cores");
        steady(20, rate, "warm");
        seconds.clear();
        resident.clear();
        var cpuBefore = service.info().totalCpuDuration().orElse(Duration.ZERO);
        accepted.set(0);
        steady(duration, rate, "q");
        var cpu = service.info().totalCpuDuration().orElse(Duration.ZERO).minus(cpuBefore);
        report(duration, cpu);
        burst();
    }

    /** By a fixed timetable: a slow answer does not slow the next question down. */
    private void steady(int duration, int rate, String prefix) throws Exception {
        var next = new AtomicInteger();
        var all = new CountDownLatch(duration * rate);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); var timetable = Executors.newSingleThreadScheduledExecutor()) {
            timetable.scheduleAtFixedRate(() -> {
                int number = next.getAndIncrement();
                if (number < duration * rate) threads.submit(() -> askAndHear(prefix + number, number));
                if (number % (10 * rate) == 0) threads.submit(() -> resident.add(metric("process_resident_memory_bytes") / 1e6));
                all.countDown();
            }, 0, 1_000_000_000L / rate, TimeUnit.NANOSECONDS);
            all.await();
            timetable.shutdownNow();
        }
    }

    private Void askAndHear(String id, int number) throws Exception {
        long start = System.nanoTime();
        var said = ask(id, number);
        if (said.statusCode() != 202) {
            (said.statusCode() == 429 ? refused : lost).incrementAndGet();
            return null;
        }
        accepted.incrementAndGet();
        var answer = client.send(HttpRequest.newBuilder(URI.create(url + "/questions/" + id + "?wait=20s")).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        if (answer.body().contains("\"status\":\"answered\"")) seconds.add((System.nanoTime() - start) / 1e9);
        else lost.incrementAndGet();
        return null;
    }

    private HttpResponse<String> ask(String id, int number) throws Exception {
        var text = SUBJECTS[number % SUBJECTS.length] + ASKS[number / SUBJECTS.length % ASKS.length] + (number % 7 == 0 ? "。" + number + "番です" : "");
        var body = "{\"id\":\"" + id + "\",\"author\":\"viewer " + number + "\",\"text\":\"" + text + "\",\"channel\":\"page\",\"asker\":\"" + id + "\"}";
        return client.send(HttpRequest.newBuilder(URI.create(url + "/questions")).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    private double metric(String name) throws Exception {
        var text = client.send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString()).body();
        return text.lines().filter(line -> line.startsWith(name + " ")).mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findAny().orElse(0);
    }

    private void report(int duration, Duration cpu) {
        var sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf("accepted %d, answered %d, refused %d, lost %d%n", accepted.get(), sorted.length, refused.get(), lost.get());
        System.out.printf("from asking to hearing the answer: p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, worst %.0f ms%n", at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        System.out.printf("processor of the service: %.1f %% of one core%n", 100.0 * cpu.toMillis() / 1000 / duration);
        var half = resident.subList(resident.size() / 2, resident.size());
        System.out.printf("resident memory every 10 s: %.0f MB at first, %.0f MB half-way, %.0f MB at most from there, %.0f MB at last%n",
                resident.getFirst(), half.getFirst(), half.stream().mapToDouble(Double::doubleValue).max().orElse(0), resident.getLast());
    }

    private static double at(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : 1000 * sorted[(int) Math.min(sorted.length - 1L, Math.round(part * (sorted.length - 1)))];
    }

    /** Three thousand at once, where five hundred may wait. */
    private void burst() throws Exception {
        accepted.set(0);
        refused.set(0);
        lost.set(0);
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3_000; i++) {
                int number = i;
                threads.submit(() -> {
                    go.await();
                    var said = ask("burst" + number, number * 7 + 7);
                    (said.statusCode() == 202 ? accepted : said.statusCode() == 429 ? refused : lost).incrementAndGet();
                    if (said.statusCode() == 429 && said.headers().firstValue("Retry-After").isPresent() && said.body().contains("混み合って")) refusedPolitely.incrementAndGet();
                    return null;
                });
            }
            go.countDown();
        }
        System.out.printf("3000 at once: accepted %d, refused %d (%d of them politely, with Retry-After), lost %d; resident %.0f MB%n",
                accepted.get(), refused.get(), refusedPolitely.get(), lost.get(), metric("process_resident_memory_bytes") / 1e6);
    }
}
