package koboshi.rule;

import java.net.URI;
import java.net.URISyntaxException;
import koboshi.series.Labels;

/**
 * What templates may speak of besides the sample: the same for all rules of a server.
 *
 * @param externalLabels labels the server adds to all it sends out
 * @param externalUrl where people reach the server; empty for nowhere
 */
public record Surroundings(Labels externalLabels, String externalUrl) {
    public static final Surroundings NONE = new Surroundings(Labels.NONE, "");

    /** The path of the address, empty where there is none. */
    String pathPrefix() {
        try {
            var path = new URI(externalUrl).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException _) {
            return "";
        }
    }
}
