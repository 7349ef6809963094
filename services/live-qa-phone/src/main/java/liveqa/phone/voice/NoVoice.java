package liveqa.phone.voice;

/** Why a text could not be spoken. */
public final class NoVoice extends Exception {
    private static final long serialVersionUID = 1;

    public NoVoice(String why) {
        super(why);
    }

    NoVoice(String why, Throwable cause) {
        super(why, cause);
    }
}
