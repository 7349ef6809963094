package liveqa.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import liveqa.answer.Answer;
import liveqa.answer.Answerer;
import liveqa.answer.DocumentAnswerer;
import liveqa.answer.Finding;

/**
 * Answers by a model out of what the documents hold, and in the documents' own words whenever the model is away, late, too dear, or says
 * what cannot be checked. Whether there is an answer at all is decided before, by the look-up: without a passage no model is asked.
 */
public final class ModelAnswerer implements Answerer, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("model");
    private final DocumentAnswerer documents;
    private final ModelSettings settings;
    private final Endpoint endpoint;
    private final Budget budget;
    private final InstantSource clock;
    private final Breaker breaker = new Breaker();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private volatile Optional<String> lastFailure = Optional.empty();

    /** {@code spent} is the file that keeps what was spent; it may be null. */
    public ModelAnswerer(DocumentAnswerer documents, ModelSettings settings, Path spent, InstantSource clock) {
        this.documents = documents;
        this.settings = settings;
        this.endpoint = new Endpoint(settings);
        this.budget = new Budget(settings.limits(), spent, clock);
        this.clock = clock;
        for (var outcome : Outcome.values()) outcomes.put(outcome, new LongAdder());
    }

    @Override
    public Answer answer(String question) throws InterruptedException {
        return answer(question, _ -> {});
    }

    @Override
    public Answer answer(String question, Consumer<String> sentences) throws InterruptedException {
        var finding = documents.find(question);
        if (finding.passages().isEmpty()) return finding.answer();
        return worded(question, finding, sentences).orElse(finding.answer());
    }

    /** Checks come every second or so, and would use up the budget of a day by themselves. */
    @Override
    public Answer check(String question) {
        return documents.answer(question);
    }

    private Optional<Answer> worded(String question, Finding finding, Consumer<String> sentences) throws InterruptedException {
        var request = Prompt.request(settings.model(), question, finding.passages());
        // A Japanese character is about a token; the bytes of anything else are more than its tokens.
        long in = request.toString().length();
        if (!breaker.lets(clock.instant())) return none(Outcome.PAUSED);
        var taken = budget.take(in, Prompt.MOST_TOKENS_OUT);
        if (taken.isEmpty()) return none(Outcome.NO_BUDGET);
        var wording = new Wording(finding, new Grounds(finding.passages(), documents::support), sentences);
        try {
            var outcome = new Asking(endpoint, request, settings.firstToken(), settings.whole()).into(wording);
            breaker.succeeded();
            lastFailure = Optional.empty();
            outcomes.get(outcome).increment();
        } catch (ModelFailure e) {
            breaker.failed(clock.instant());
            lastFailure = Optional.of(e.outcome().word() + ": " + e.getMessage());
            LOG.log(System.Logger.Level.WARNING, "the model gave no answer: " + e.outcome().word() + ": " + e.getMessage());
            outcomes.get(wording.isEmpty() ? e.outcome() : Outcome.CUT).increment();
        } finally {
            wording.settle(budget, taken.get(), in);
        }
        return wording.answer();
    }

    private Optional<Answer> none(Outcome outcome) {
        outcomes.get(outcome).increment();
        return Optional.empty();
    }

    /** How often asking ended so. */
    public long count(Outcome outcome) {
        return outcomes.get(outcome).sum();
    }

    public Budget budget() {
        return budget;
    }

    /** Why answers are quoted from the documents for now; nothing while the model answers. */
    public Optional<String> trouble() {
        if (breaker.isOpen()) return Optional.of("the model does not answer (" + lastFailure.orElse("?") + "); answers are quoted from the documents");
        return budget.trouble();
    }

    @Override
    public void close() {
        endpoint.close();
    }

    /** The time a question has left. */
    static Duration until(long endNanos) {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }
}
