package liveqa.setting;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time like {@code 15s}, {@code 500ms} or {@code 2m}. */
public final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (!text.matches("\\d{1,6}(ms|s|m)")) throw new TypeConversionException("expected a time like 15s, 500ms or 2m");
        long number = Long.parseLong(text.replaceAll("\\D", ""));
        return text.endsWith("ms") ? Duration.ofMillis(number) : text.endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }
}
