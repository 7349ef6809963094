package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import liveqa.answer.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wait an asker is told, against the wait that follows: a simulated clock, the real ledger. */
class ExpectedWaitTest {
    private record Happening(long at, int number, Runnable what) {}

    /** A load: arrivals a second, how long an answer takes, and its spoken length (0: not spoken), each by the second of the run. */
    private final class Simulation {
        private final Random random;
        private final int workers;
        private final DoubleUnaryOperator arrivals;
        private final DoubleUnaryOperator answering;
        private final double spoken;
        private final PriorityQueue<Happening> ahead = new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingInt(Happening::number));
        private final Ledger ledger = new Ledger(2_000, new Rules(Screen.OPEN, Set.of(), false), this::now);
        private final List<Double> errors = new ArrayList<>();
        private final List<Double> speechErrors = new ArrayList<>();
        private double longestToSpeech;
        private double mostPromised;
        private final ArrayDeque<Ticket> toSpeak = new ArrayDeque<>();
        private boolean speaking;
        private int idle;
        private long now = 1;
        private int happenings;
        private int questions;

        Simulation(long seed, int workers, DoubleUnaryOperator arrivals, DoubleUnaryOperator answering, double spoken) {
            this.random = new Random(seed);
            this.workers = workers;
            this.idle = workers;
            this.arrivals = arrivals;
            this.answering = answering;
            this.spoken = spoken;
            ledger.staffed(workers);
        }

        long now() {
            return now;
        }

        private double seconds() {
            return now / 1e9;
        }

        private void after(double seconds, Runnable what) {
            ahead.add(new Happening(now + (long) (seconds * 1e9), happenings++, what));
        }

        /** Log-normal, of that median: most near it, some twice as long. */
        private double about(double seconds) {
            return seconds * Math.exp(0.35 * random.nextGaussian());
        }

        double[] medianErrors(double until) {
            after(0, this::arrive);
            while (!ahead.isEmpty() && seconds() < until * 3) {
                var next = ahead.poll();
                now = Math.max(now, next.at);
                next.what.run();
                if (seconds() > until && questions > 0) arrivalsEnd = true;
            }
            return new double[] {median(errors), spoken == 0 ? 0 : median(speechErrors)};
        }

        private static double median(List<Double> all) {
            var sorted = all.stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }

        private boolean arrivalsEnd;

        private void arrive() {
            if (arrivalsEnd) return;
            var channel = random.nextInt(10) < 7 ? Channel.YOUTUBE : random.nextInt(10) < 8 ? Channel.PAGE : Channel.PHONE;
            var ticket = Ticket.kept(new Question("q" + questions++, "a", "t", channel, Instant.EPOCH, new Asker("a" + random.nextInt(500), Rank.VIEWER)));
            if (ledger.admit(ticket, Optional.empty(), Instant.EPOCH) instanceof Admission.Fresh(Entry.Asked entry)) {
                ledger.enters(ticket, entry);
                work();
            }
            after(-Math.log(1 - random.nextDouble()) / arrivals.applyAsDouble(seconds()), this::arrive);
        }

        private void work() {
            while (idle > 0) {
                var next = ledger.begin(Instant.EPOCH);
                if (next.isEmpty()) return;
                idle--;
                after(about(answering.applyAsDouble(seconds())), () -> answered(next.get()));
            }
        }

        private void answered(Ticket ticket) {
            ledger.answer(ticket, new Standing.Answered(new Answer.NotFound(), Instant.EPOCH));
            idle++;
            settled(ticket);
            if (spoken > 0) {
                answeredAt.put(ticket, now);
                toSpeak.add(ticket);
                speak();
            }
            work();
        }

        private final Map<Ticket, Long> answeredAt = new HashMap<>();

        /** As the programme does: whoever waited for ten minutes gives way. */
        private void giveWay() {
            while (!toSpeak.isEmpty() && now - answeredAt.get(toSpeak.peek()) > 600e9) ledger.speech().leaves(toSpeak.remove().question().id());
        }

        private void speak() {
            if (speaking) return;
            giveWay();
            if (toSpeak.isEmpty()) return;
            speaking = true;
            var ticket = toSpeak.remove();
            ledger.speech().begins(ticket.question().id());
            spokenNow(ticket);
            after(about(spoken), () -> {
                speaking = false;
                ledger.speech().ends(ticket.question().id());
                speak();
            });
        }

        private void spokenNow(Ticket ticket) {
            double waited = (now - ticket.acceptedNanos) / 1e9;
            mostPromised = Math.max(mostPromised, ticket.promisedSpeechSeconds);
            longestToSpeech = Math.max(longestToSpeech, (now - answeredAt.get(ticket)) / 1e9);
            if (ticket.acceptedNanos > 60e9 && ticket.promisedSpeechSeconds > 0) speechErrors.add(Math.abs(ticket.promisedSpeechSeconds - waited) / waited);
        }

        /** The first minute teaches the pace. */
        private void settled(Ticket ticket) {
            double waited = (now - ticket.acceptedNanos) / 1e9;
            if (ticket.acceptedNanos > 60e9 && waited > 0.001) errors.add(Math.abs(ticket.promisedSeconds - waited) / waited);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "steady and a little too much for one worker, 1, 1.1, 0, 1.1, 0, 0",
        "four workers under a full load,              4, 0.9, 0, 4.0, 0, 0",
        "bursts of ten times the rate,                4, 0.35, 12, 1.0, 0, 0",
        "quick answers in great numbers,              4, 60, 0, 0.06, 0, 0",
        "answers that become three times as slow,     4, 0.9, 0, 1.5, 3, 0",
        "a rate that rises and falls,                 8, 1.4, 4, 3.0, 0, 0",
        "speech is the slow stage,                    4, 0.125, 0, 1.0, 0, 8",
        "speech is the slow stage in bursts,          2, 0.05, 8, 1.0, 0, 8",
        "far more than can be spoken,                 4, 0.5, 0, 1.0, 0, 12",
        "bursts of more than can be spoken,           4, 0.05, 12, 1.0, 0, 12",
    })
    void isRightWithinAQuarterForMostAskers(String load, int workers, double rate, double burst, double seconds, double slower, double spoken) {
        double worst = 0;
        for (int seed = 1; seed <= 5; seed++) {
            // A burst lasts one minute in ten.
            DoubleUnaryOperator arrivals = at -> burst > 0 && at % 600 < 60 ? rate * burst : rate;
            DoubleUnaryOperator answering = at -> slower > 0 && at % 1200 > 600 ? seconds * slower : seconds;
            var errors = new Simulation(seed, workers, arrivals, answering, spoken).medianErrors(spoken > 0 ? 4 * 3600 : 3600);
            System.out.printf("expected wait, %s: median error %.1f %% to the answer, %.1f %% to its speech%n", load, 100 * errors[0], 100 * errors[1]);
            worst = Math.max(worst, Math.max(errors[0], errors[1]));
        }
        assertThat(worst).isLessThanOrEqualTo(0.25);
    }

    @Test
    void nobodyIsToldToWaitForHoursUntilTheAnswerIsSpoken() {
        var simulation = new Simulation(1, 4, _ -> 0.5, _ -> 1, 12);
        simulation.medianErrors(3600);
        assertThat(simulation.longestToSpeech).isLessThanOrEqualTo(600);
        assertThat(simulation.mostPromised).isBetween(300.0, 700.0);
    }
}
