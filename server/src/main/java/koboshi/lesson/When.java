package koboshi.lesson;

import java.time.Duration;

/** A moment of the lesson, or both ends of a range of it. */
record When(Duration from, Duration to) {
    static When at(Duration moment) {
        return new When(moment, moment);
    }

    boolean isMoment() {
        return from.equals(to);
    }

    boolean holds(Duration time) {
        return time.compareTo(from) >= 0 && time.compareTo(to) <= 0;
    }

    @Override
    public String toString() {
        return isMoment() ? Times.text(from) : Times.text(from) + ".." + Times.text(to);
    }
}
