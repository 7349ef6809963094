package koboshi.http;

import java.util.Optional;

/**
 * One door.
 *
 * @param path may have {@code {something}} in it, which stands for one or more characters without a slash, or {@code {something...}}, slashes and all
 * @param changes whether going through changes anything, so that strange pages must be kept out
 */
record Route(String method, String path, Who who, boolean changes, Door door) {
    /** Who may go through. */
    enum Who {
        ANYBODY,
        VIEWER,
        OPERATOR,
        APPROVER,
        /** By its own token, checked inside. */
        AGENT
    }

    /** What happens behind it. */
    @FunctionalInterface
    interface Door {
        Reply open(Visit visit) throws Exception;
    }

    static Route look(String path, Door door) {
        return new Route("GET", path, Who.VIEWER, false, door);
    }

    /** Asks by POST, because what is asked is long; changes nothing. */
    static Route ask(String path, Door door) {
        return new Route("POST", path, Who.VIEWER, false, door);
    }

    static Route open(String path, Door door) {
        return new Route("GET", path, Who.ANYBODY, false, door);
    }

    static Route change(String method, String path, Door door) {
        return new Route(method, path, Who.OPERATOR, true, door);
    }

    static Route agree(String path, Door door) {
        return new Route("POST", path, Who.APPROVER, true, door);
    }

    static Route agent(String method, String path, Door door) {
        return new Route(method, path, Who.AGENT, true, door);
    }

    /** What stood for the braces, or the empty string where there are none; nothing when the path is another. */
    Optional<String> match(String asked) {
        int brace = path.indexOf('{');
        if (brace < 0) {
            return path.equals(asked) ? Optional.of("") : Optional.empty();
        }
        var prefix = path.substring(0, brace);
        var suffix = path.substring(path.indexOf('}') + 1);
        boolean fits = asked.length() >= prefix.length() + suffix.length() && asked.startsWith(prefix) && asked.endsWith(suffix);
        var rest = fits ? asked.substring(prefix.length(), asked.length() - suffix.length()) : "";
        boolean slashes = path.startsWith("...}", path.indexOf('}') - 3);
        return rest.isEmpty() || !slashes && rest.indexOf('/') >= 0 ? Optional.empty() : Optional.of(rest);
    }
}
