package liveqa.preflight;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What no program can see and people vouch for, with names and dates. Null or empty is what nobody has filled in yet.
 *
 * @param file     where it was read, or where it was looked for
 * @param timeZone the zone in which the team reads times; null does not care
 */
record Attest(Path file, boolean written, List<Machine> machines, SecondRoute secondRoute, List<Holder> admins, String timeZone) {
    /** A rehearsal or a look at the credential that is older than this proves nothing any more. */
    static final int FRESH_DAYS = 90;

    enum Role {
        MAIN, STANDBY, OTHER
    }

    /**
     * @param name       exactly what {@code hostname} prints there
     * @param instance   the provider's name or id of the machine
     * @param url        where its live-qa answers
     * @param toldApartBy what keeps people from taking it for its neighbour of a similar name
     */
    record Machine(Role role, String name, String instance, String url, String toldApartBy) {}

    record SecondRoute(String streamKey, List<String> switchedBy, String how, LocalDate lastRehearsed) {
        static final SecondRoute NONE = new SecondRoute(null, List.of(), null, null);
    }

    /** One who holds the admin credential, and the day it was last seen to work for them. */
    record Holder(String name, LocalDate checked) {}

    static Attest absent(Path file) {
        return new Attest(file, false, List.of(), SecondRoute.NONE, List.of(), null);
    }

    Optional<Machine> machine(Role role) {
        return machines.stream().filter(machine -> machine.role() == role && machine.name() != null).findFirst();
    }

    static long age(LocalDate day, LocalDate today) {
        return ChronoUnit.DAYS.between(day, today);
    }

    static boolean isFresh(LocalDate day, LocalDate today) {
        return day != null && age(day, today) <= FRESH_DAYS;
    }

    /** What to do about anything that is not attested. */
    Words fillIn(String where) {
        return written ? Words.of("%s の %s を書く", "fill in %2$s in %1$s", file, where)
                : Words.of("live-qa preflight init %s でひな形を作り、%s を書く", "make the form with: live-qa preflight init %s, and fill in %s", file, where);
    }
}
