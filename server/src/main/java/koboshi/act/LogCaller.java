package koboshi.act;

import koboshi.action.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls by the log and the page, which shows every call: always there, and heard only by who looks. */
final class LogCaller implements Caller {
    private static final Logger LOG = LoggerFactory.getLogger("koboshi.call");

    @Override
    public Outcome call(Call call) {
        LOG.warn("CALL: {}", call);
        return Outcome.Done.plain("written to the log and the page");
    }
}
