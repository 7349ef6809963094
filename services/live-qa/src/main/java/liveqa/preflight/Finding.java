package liveqa.preflight;

import java.util.ArrayList;
import java.util.List;

/** What one check says, and the facts it saw on the way. */
record Finding(Verdict verdict, List<Fact> facts) {
    static Finding passed(Words found) {
        return new Finding(new Verdict.Passed(found), List.of());
    }

    static Finding failed(Words found, Words remedy) {
        return new Finding(new Verdict.Failed(found, remedy), List.of());
    }

    static Finding unprovable(Words reason) {
        return new Finding(new Verdict.Unprovable(reason), List.of());
    }

    Finding with(String name, Object value, Fact.Better better) {
        var all = new ArrayList<>(facts);
        all.add(new Fact(name, String.valueOf(value), better));
        return new Finding(verdict, List.copyOf(all));
    }
}
