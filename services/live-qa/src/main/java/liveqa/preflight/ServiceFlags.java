package liveqa.preflight;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * What the service will be started with. The same flags may stand before the word {@code preflight}, where the service itself reads them; behind it those that
 * matter here are read by name, and the service's others are accepted, so that its whole command line can be pasted.
 */
final class ServiceFlags {
    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where the service is to listen. Default: 127.0.0.1:8080")
    String listen;

    @Option(names = "--data", paramLabel = "DIR", description = "Its data folder. Default: live-qa-data")
    String data;

    @Option(names = "--documents", paramLabel = "DIR", description = "Its documents. Default: the bundled samples")
    String documents;

    @Option(names = "--youtube-video", paramLabel = "ID", description = "The stream whose chat is read")
    String youtubeVideo;

    @Option(names = "--youtube-key-file", paramLabel = "FILE", description = "The file with the YouTube key; else LIVE_QA_YOUTUBE_KEY")
    String youtubeKeyFile;

    @Option(names = "--youtube-endpoint", paramLabel = "URL", description = "Another address of the YouTube Data API")
    String youtubeEndpoint;

    @Option(names = "--llm", paramLabel = "URL", description = "The language model's OpenAI-compatible address, down to its version")
    String llm;

    @Option(names = "--llm-model", paramLabel = "NAME", description = "Its model")
    String llmModel;

    @Option(names = "--llm-key-file", paramLabel = "FILE", description = "The file with the model's key; else LIVE_QA_LLM_KEY")
    String llmKeyFile;

    @Option(names = "--open-jtalk", paramLabel = "PROGRAM", description = "The speaking program. Default: open_jtalk")
    String openJtalk;

    @Option(names = "--voice", paramLabel = "FILE|off", description = "Its voice (.htsvoice). Default: that of Debian's package")
    String voice;

    @Option(names = "--open-jtalk-dictionary", paramLabel = "DIR", description = "Its dictionary. Default: the one installed")
    String dictionary;

    @Option(names = "--allow-host", paramLabel = "NAME", description = "A further Host it is to accept, for a proxy in front; repeatable")
    List<String> allowHosts;

    @Option(names = "--operator-token-file", paramLabel = "FILE", description = "The file with the operator's token; else LIVE_QA_OPERATOR_TOKEN")
    String operatorTokenFile;

    /** Adds the service's other flags to the command, without meaning: what is given to the service is no mistake here. */
    static void acceptAllOf(CommandSpec service, CommandSpec preflight) {
        for (var option : service.options()) {
            boolean known = preflight.optionsMap().containsKey(option.longestName()) || option.usageHelp() || option.versionHelp();
            if (!known) preflight.addOption(OptionSpec.builder(option.names()).arity(option.arity().originalValue()).type(String[].class).hidden(true).build());
        }
    }

    /** @throws IllegalArgumentException naming the flag and what was expected */
    Intent intent(CommandSpec service, URI clockFrom) {
        var flags = new Given(service);
        var address = flags.text("--listen", listen).map(ServiceFlags::address).orElse(new Address("127.0.0.1", 8080));
        return new Intent(address.host(), address.port(), Path.of(flags.text("--data", data).orElse("live-qa-data")), flags.path("--documents", documents),
                model(flags), chat(flags), voice(flags), door(flags), clockFrom);
    }

    private Intent.Model model(Given flags) {
        var url = flags.text("--llm", llm).or(() -> Optional.ofNullable(System.getenv("LIVE_QA_LLM_URL")));
        if (url.isEmpty()) return null;
        var name = flags.text("--llm-model", llmModel).or(() -> Optional.ofNullable(System.getenv("LIVE_QA_LLM_MODEL")))
                .orElseThrow(() -> new IllegalArgumentException("--llm needs --llm-model NAME"));
        return new Intent.Model(uri("--llm", url.get()), name, flags.path("--llm-key-file", llmKeyFile));
    }

    private Intent.Chat chat(Given flags) {
        var endpoint = flags.text("--youtube-endpoint", youtubeEndpoint).map(url -> uri("--youtube-endpoint", url)).orElse(Intent.YOUTUBE);
        return flags.text("--youtube-video", youtubeVideo)
                .map(video -> new Intent.Chat(endpoint, video, flags.path("--youtube-key-file", youtubeKeyFile))).orElse(null);
    }

    private Intent.Voice voice(Given flags) {
        return new Intent.Voice(flags.text("--open-jtalk", openJtalk).orElse("open_jtalk"), flags.path("--open-jtalk-dictionary", dictionary),
                flags.text("--voice", voice).orElse(null));
    }

    private Intent.Door door(Given flags) {
        var allowed = flags.text("--allow-host", allowHosts == null ? null : allowHosts.getFirst()).orElse(null);
        return new Intent.Door(allowed, flags.path("--operator-token-file", operatorTokenFile));
    }

    private record Address(String host, int port) {}

    /** As given behind the word, or else as the service read it before the word, with its defaults. */
    private record Given(CommandSpec service) {
        Optional<String> text(String name, String own) {
            if (own != null) return Optional.of(own);
            var option = service.findOption(name);
            return option == null ? Optional.empty() : option.originalStringValues().stream().findFirst();
        }

        Path path(String name, String own) {
            return text(name, own).map(Path::of).orElse(null);
        }
    }

    private static Address address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--listen: expected HOST:PORT, such as 127.0.0.1:8080, found " + text);
        }
        return new Address(text.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(text.substring(colon + 1)));
    }

    static URI uri(String flag, String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) return uri;
        } catch (IllegalArgumentException _) {
            // Said below, in the words of every other mistake.
        }
        throw new IllegalArgumentException(flag + ": expected an address such as https://host/v1, found " + text);
    }
}
