package liveqa.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import liveqa.air.Air;
import liveqa.air.PageFiles;
import liveqa.setting.Settings;
import liveqa.setting.WrongSetting;
import liveqa.voice.Voice;
import liveqa.voice.VoiceFailure;

/** The on-air page, its sounds and events, the operator's settings, and speech for others. */
public final class OnAir {
    private static final int MOST_PAGES = 40;
    private static final int HEARTBEAT_SECONDS = 5;
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LONGEST_SPEECH = 1_000;
    private static final int MOST_SPEECHES = 2;
    private static final int LONGEST_WAIT_SECONDS = 5;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml", "png", "image/png", "woff2", "font/woff2");

    private final Semaphore seats = new Semaphore(MOST_PAGES);
    private final Semaphore speeches = new Semaphore(MOST_SPEECHES);
    private final Air air;
    private final Voice voice;
    private final Settings settings;
    private final PageFiles files;
    private final Operator operator;
    private final InstantSource clock;
    private volatile boolean open = true;

    public OnAir(Air air, Voice voice, Settings settings, PageFiles files, Operator operator, InstantSource clock) {
        this.air = air;
        this.voice = voice;
        this.settings = settings;
        this.files = files;
        this.operator = operator;
        this.clock = clock;
    }

    static boolean knows(String path) {
        return path.equals("/air") || path.startsWith("/air/") || path.equals("/settings") || path.equals("/speech");
    }

    Reply get(Request request) throws IOException, Refusal, InterruptedException {
        return switch (request.path()) {
            case "/air" -> file("air.html");
            case "/settings" -> file("settings.html");
            case "/air/clock" -> Reply.json(200, Json.object().put("now", clock.millis())).with("Cache-Control", "no-store");
            case "/air/state" -> state();
            case "/air/settings" -> Reply.json(200, settings.described()).with("Cache-Control", "no-store");
            case String path when path.startsWith("/air/sound/") -> sound(path.substring("/air/sound/".length()));
            case String path -> file(path.substring("/air/".length()));
        };
    }

    private Reply state() throws Refusal, InterruptedException {
        var edition = air.after(0, HEARTBEAT_SECONDS);
        if (edition == null) throw new Refusal(503, "the programme has not begun yet; try again in a second");
        return Reply.json(200, edition.text()).with("Cache-Control", "no-store");
    }

    private Reply file(String name) throws IOException, Refusal {
        var bytes = files.file(name).orElseThrow(() -> new Refusal(404, "nothing here"));
        return new Reply(200, TYPES.get(name.substring(name.lastIndexOf('.') + 1)), bytes, Map.of("Content-Security-Policy", POLICY, "Cache-Control", "no-cache"));
    }

    private Reply sound(String key) throws Refusal, InterruptedException {
        var speech = voice.find(key).orElseThrow(() -> new Refusal(404, "no such sound, or it cannot be spoken now"));
        // The same key is the same sound for ever.
        return new Reply(200, "audio/wav", speech.wav(), Map.of("Cache-Control", "private, max-age=3600, immutable"));
    }

    Reply post(Request request) throws IOException, Refusal, InterruptedException {
        if (request.path().equals("/speech")) return speech(request);
        operator.check(request);
        return switch (request.path()) {
            case "/air/settings" -> change(request);
            case "/air/settings/undo" -> outcome(settings.undo(version(request)));
            case "/air/skip" -> skip(request);
            default -> throw new Refusal(404, "nothing here");
        };
    }

    private Reply change(Request request) throws IOException, Refusal {
        var body = request.json(LARGEST_BODY);
        try {
            return outcome(settings.change(body.path("version").asLong(-1), body.path("change")));
        } catch (WrongSetting e) {
            throw new Refusal(400, e.getMessage());
        } catch (IOException e) {
            throw new Refusal(503, "the settings could not be written to the disk and are as before: " + e.getMessage());
        }
    }

    private static long version(Request request) throws IOException, Refusal {
        return request.json(LARGEST_BODY).path("version").asLong(-1);
    }

    private Reply outcome(Settings.Outcome outcome) throws Refusal {
        return switch (outcome) {
            case Settings.Outcome.Taken _ -> Reply.json(200, settings.described());
            case Settings.Outcome.Overtaken _ -> Reply.json(409, settings.described().put("error", "someone else changed the settings meanwhile; look at them and try again"));
            case Settings.Outcome.NothingToUndo _ -> throw new Refusal(409, "there is no change to undo");
        };
    }

    private Reply skip(Request request) throws IOException, Refusal {
        var id = request.json(LARGEST_BODY).path("id").asString("");
        if (id.isEmpty()) throw new Refusal(400, "\"id\" must be the question on air");
        air.skip(id);
        return Reply.json(202, Json.object().put("id", id));
    }

    private Reply speech(Request request) throws IOException, Refusal, InterruptedException {
        var body = request.json(LARGEST_BODY);
        var text = body.path("text").asString("").strip();
        if (text.isEmpty() || text.length() > LONGEST_SPEECH) throw new Refusal(400, "\"text\" must be a text of 1 to " + LONGEST_SPEECH + " characters");
        int rate = body.has("rate") ? body.path("rate").asInt(0) : 48_000;
        if (rate != 8_000 && rate != 16_000 && rate != 24_000 && rate != 48_000) throw new Refusal(400, "\"rate\" must be 8000, 16000, 24000 or 48000");
        if (!speeches.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) throw new Refusal(503, "too many texts are being spoken; try again in some seconds", Map.of("Retry-After", "2"));
        try {
            return new Reply(200, "audio/wav", voice.wav(text, rate), Map.of("Cache-Control", "no-store"));
        } catch (VoiceFailure e) {
            throw new Refusal(503, "no voice: " + e.getMessage());
        } finally {
            speeches.release();
        }
    }

    /** The newest state whenever it changes; {@code watch=1} only looks and is not spoken to. */
    void stream(HttpExchange exchange, Request request) throws IOException, Refusal, InterruptedException {
        if (!seats.tryAcquire()) throw new Refusal(503, "too many on-air pages are open; try again in a minute");
        boolean listens = request.query("watch").isEmpty();
        if (listens) air.pageCame();
        try {
            claim(request);
            follow(exchange);
        } finally {
            if (listens) air.pageLeft();
            seats.release();
        }
    }

    private void claim(Request request) throws Refusal {
        var item = request.query("item");
        if (item.isEmpty()) return;
        try {
            air.claim(item.get(), Integer.parseInt(request.query("index").orElse("")), Long.parseLong(request.query("at").orElse("")), Integer.parseInt(request.query("millis").orElse("")));
        } catch (NumberFormatException _) {
            throw new Refusal(400, "\"item\" needs whole numbers \"index\", \"at\" and \"millis\"");
        }
    }

    private void follow(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        long seen = 0;
        while (open) {
            var edition = air.after(seen, HEARTBEAT_SECONDS);
            var event = edition == null ? "event: alive\ndata: {}\n\n" : "event: air\ndata: " + edition.text() + "\n\n";
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            if (edition != null) seen = edition.number();
        }
    }

    void close() {
        open = false;
    }
}
