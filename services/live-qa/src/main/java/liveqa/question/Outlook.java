package liveqa.question;

import java.util.PriorityQueue;

/**
 * How long somebody will wait until the answer is there, or is spoken if answers are spoken.
 *
 * <p>It plays the line forward: each worker is free when what it has in hand should end, each question takes as long as
 * the last ones did, and the answers pass the one speaker in their order:
 * {@code spoken(k) = max(answered(k), spoken(k-1) + each)}.
 */
final class Outlook {
    private final Pace answering = new Pace(0.02);
    private final Stage speech;
    private int workers = 4;

    Outlook(Stage speech) {
        this.speech = speech;
    }

    void staffed(int count) {
        workers = count;
    }

    void answered(double seconds) {
        answering.took(seconds);
    }

    /**
     * In seconds from now: when it is answered and when it is spoken (negative when nothing is), and whether it may come too late to be
     * spoken at all.
     */
    record Waits(double answered, double spoken, boolean givesWay) {}

    /** For the one at {@code place} (from 1) behind those under way for so many seconds each. */
    Waits waits(int place, double[] underWay) {
        double each = answering.secondsWith(underWay);
        var free = freeAt(underWay, each);
        var voice = speech.standing();
        double spoken = voice == null ? -1 : voice.restSeconds() + voice.eachSeconds() * (voice.waiting() - 1);
        for (double worker : voice == null ? new double[0] : underWay) spoken = Math.max(spoken + voice.eachSeconds(), Pace.rest(worker, each));
        double answered = 0;
        for (int turn = 1; turn <= place; turn++) {
            double begins = free.poll();
            answered = begins + (turn == place ? answering.typicalWith(underWay) : each);
            free.add(begins + each);
            if (voice != null) spoken = Math.max(answered, spoken + voice.eachSeconds());
        }
        return within(answered, spoken);
    }

    /** For one that is being answered, since so many seconds. */
    Waits ofOneUnderWay(double elapsed, double[] underWay) {
        double rest = Pace.rest(elapsed, answering.secondsWith(underWay));
        var voice = speech.standing();
        return within(rest, voice == null ? -1 : Math.max(rest, voice.restSeconds() + voice.eachSeconds() * voice.waiting()));
    }

    /** For one that is answered and has so many before it to be spoken. */
    Waits ofOneAnswered(int before) {
        var voice = speech.standing();
        return within(0, voice == null ? -1 : voice.restSeconds() + voice.eachSeconds() * before);
    }

    /** Whoever waits longer to be spoken gives way, so that nobody who is spoken has waited longer. */
    private Waits within(double answered, double spoken) {
        double latest = answered + speech.longestSeconds();
        return new Waits(answered, Math.min(spoken, latest), spoken > latest);
    }

    private PriorityQueue<Double> freeAt(double[] underWay, double each) {
        var free = new PriorityQueue<Double>();
        for (double elapsed : underWay) free.add(Pace.rest(elapsed, each));
        while (free.size() < workers) free.add(0.0);
        return free;
    }
}
