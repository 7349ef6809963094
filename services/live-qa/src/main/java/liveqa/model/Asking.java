package liveqa.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.ObjectNode;

/** One question put to the model, again if that can help, all within its time. */
final class Asking {
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private final Endpoint endpoint;
    private final ObjectNode request;
    private final Duration firstToken;
    private final long end;
    private Duration jitterBound = FIRST_PAUSE;

    Asking(Endpoint endpoint, ObjectNode request, Duration firstToken, Duration whole) {
        this.endpoint = endpoint;
        this.request = request;
        this.firstToken = firstToken;
        this.end = System.nanoTime() + whole.toNanos();
    }

    Outcome into(Wording wording) throws ModelFailure, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(wording);
            } catch (ModelFailure e) {
                var pause = e.again().map(least -> least.plus(jitter()));
                // What has been told cannot be told again in other words.
                boolean may = attempt < ATTEMPTS && wording.isEmpty() && pause.isPresent() && pause.get().compareTo(left().dividedBy(2)) < 0;
                if (!may) throw e;
                Thread.sleep(pause.get());
            }
            jitterBound = jitterBound.multipliedBy(2);
        }
    }

    /** Full jitter: many who failed together do not come again together. */
    private Duration jitter() {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(jitterBound.toNanos()));
    }

    private Duration left() {
        return ModelAnswerer.until(end);
    }

    private Outcome once(Wording wording) throws ModelFailure, InterruptedException {
        long firstEnd = Math.min(end, System.nanoTime() + firstToken.toNanos());
        try (var stream = endpoint.ask(request, ModelAnswerer.until(firstEnd))) {
            boolean heard = false;
            while (true) {
                var piece = stream.next(ModelAnswerer.until(heard ? end : firstEnd))
                        .orElseThrow(late(heard));
                switch (piece) {
                    case ModelStream.Piece.Text(String text) -> {
                        heard = true;
                        var ended = wording.add(text);
                        if (ended.isPresent()) return ended.get();
                    }
                    case ModelStream.Piece.End(long in, long out) -> {
                        return wording.end(in, out);
                    }
                    case ModelStream.Piece.Broken(String why) -> throw new ModelFailure(Outcome.BROKEN, why, heard ? Optional.empty() : Optional.of(Duration.ZERO));
                }
                if (left().isZero()) throw late(true).get();
            }
        }
    }

    private static java.util.function.Supplier<ModelFailure> late(boolean heard) {
        return () -> new ModelFailure(Outcome.TOO_LATE, heard ? "its answer did not end in time" : "no word in time", Optional.empty());
    }
}
