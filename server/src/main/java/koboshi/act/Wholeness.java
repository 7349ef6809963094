package koboshi.act;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a frame has all its parts, and none that no clock can count.
 *
 * <p>What comes through the door is applied by the loop, which trusts it: a part that is missing there would end the whole process, and the
 * agent would say the same again after the next start.
 */
final class Wholeness {
    private static final Duration LONGEST = Duration.ofDays(3660);

    private Wholeness() {}

    /** @throws IllegalArgumentException naming the first part that is missing or out of bounds */
    static <T extends Record> T of(T record) {
        check(record, record.getClass().getSimpleName());
        return record;
    }

    private static void check(Object part, String name) {
        switch (part) {
            case null -> throw new IllegalArgumentException(name + " is missing");
            case Duration duration when duration.abs().compareTo(LONGEST) > 0 -> throw new IllegalArgumentException(name + " is out of bounds");
            case List<?> list -> list.forEach(each -> check(each, name));
            case Record record -> components(record).forEach(component -> check(value(record, component), name + "." + component.getName()));
            default -> {}
        }
    }

    private static Stream<RecordComponent> components(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents());
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException trouble) {
            throw new IllegalArgumentException("cannot be looked at: " + component, trouble);
        }
    }
}
