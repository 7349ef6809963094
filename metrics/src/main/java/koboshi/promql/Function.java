package koboshi.promql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function's signature.
 *
 * @param variadic zero where all arguments are required; else the last is optional and may come up to so many times, -1 for any number
 */
public record Function(String name, List<Type> arguments, int variadic, Type returns, boolean experimental) {
    private static final Map<String, Function> ALL = Stream.of(
                    stable("v:v", "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sqrt tan tanh"
                            + " timestamp sort sort_desc histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar"),
                    stable("m:v", "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time max_over_time"
                            + " min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time"),
                    stable("v?:v", "day_of_month day_of_week day_of_year days_in_month hour minute month year"),
                    stable("vss:v", "clamp"),
                    stable("vs:v", "clamp_max clamp_min"),
                    stable("vs?:v", "round"),
                    stable("ssv:v", "histogram_fraction"),
                    stable("sv:v", "histogram_quantile"),
                    stable("sm:v", "quantile_over_time"),
                    stable("ms:v", "predict_linear"),
                    stable("vtttt:v", "label_replace"),
                    stable("vttt*:v", "label_join"),
                    stable("v:s", "scalar"),
                    stable("s:v", "vector"),
                    stable(":s", "pi time"),
                    experimental("m:v", "first_over_time mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time"),
                    // Prometheus's name for it until 3.0, where it stands for everybody; rule files still have it.
                    stable("mss:v", "holt_winters"),
                    experimental("mss:v", "double_exponential_smoothing"),
                    experimental("vt*:v", "sort_by_label sort_by_label_desc"),
                    experimental("vtss9:v", "histogram_quantiles"),
                    experimental("ss:s", "min_of max_of"),
                    experimental(":s", "start end step range"))
            .flatMap(functions -> functions)
            .collect(Collectors.toUnmodifiableMap(Function::name, function -> function));

    static Optional<Function> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** The names of all functions, the experimental ones too. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    /** The type of the argument at that place. */
    Type argument(int place) {
        return arguments.get(Math.min(place, arguments.size() - 1));
    }

    int least() {
        return variadic == 0 ? arguments.size() : arguments.size() - 1;
    }

    /** The most arguments it takes; Integer.MAX_VALUE for any number. */
    int most() {
        return variadic < 0 ? Integer.MAX_VALUE : least() + variadic;
    }

    private static Stream<Function> stable(String shape, String names) {
        return all(shape, names, false);
    }

    private static Stream<Function> experimental(String shape, String names) {
        return all(shape, names, true);
    }

    private static Stream<Function> all(String shape, String names, boolean experimental) {
        var halves = shape.split(":");
        var arguments = halves[0].chars().filter(Character::isLetter).mapToObj(Function::type).toList();
        int variadic = halves[0].endsWith("?") ? 1 : halves[0].endsWith("*") ? -1 : halves[0].endsWith("9") ? 9 : 0;
        return Stream.of(names.split(" ")).map(name -> new Function(name, arguments, variadic, type(halves[1].charAt(0)), experimental));
    }

    private static Type type(int letter) {
        return switch (letter) {
            case 's' -> Type.SCALAR;
            case 'v' -> Type.VECTOR;
            case 'm' -> Type.MATRIX;
            case 't' -> Type.STRING;
            default -> throw new IllegalArgumentException("no type " + (char) letter);
        };
    }
}
