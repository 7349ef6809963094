package koboshi.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import koboshi.action.Refusal;

/** Types and constants as they are written in a lesson: small letters, a hyphen between words. */
final class Keywords {
    static final List<String> REFUSALS = Arrays.stream(Refusal.class.getPermittedSubclasses()).map(Keywords::of).toList();

    private Keywords() {}

    static String of(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> all(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Keywords::of).toList();
    }

    static <E extends Enum<E>> E read(Sentence sentence, E[] constants) throws Unreadable {
        var word = sentence.oneOf(all(constants));
        return Arrays.stream(constants).filter(constant -> of(constant).equals(word)).findFirst().orElseThrow();
    }
}
