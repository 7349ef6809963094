package liveqa.phone.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;

/** What the SIP stack says of its own faults. Messages of strangers are not among them: they could fill a disk. */
public final class StackLog implements StackLogger {
    private static final System.Logger LOG = System.getLogger("sip");

    @Override
    public void logFatalError(String message) {
        LOG.log(System.Logger.Level.ERROR, message);
    }

    /** A malformed message is an error to the stack and an everyday thing to a telephone. */
    @Override
    public void logError(String message) {
        LOG.log(System.Logger.Level.DEBUG, message);
    }

    @Override
    public void logError(String message, Exception cause) {
        LOG.log(System.Logger.Level.DEBUG, message, cause);
    }

    @Override
    public void logException(Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "in the SIP stack", cause);
    }

    @Override
    public void logWarning(String message) {
        LOG.log(System.Logger.Level.DEBUG, message);
    }

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= TRACE_ERROR;
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public String getLoggerName() {
        return "sip";
    }

    // The rest traces single messages and is not wanted.
    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception cause) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}
}
