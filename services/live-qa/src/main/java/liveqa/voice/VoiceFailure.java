package liveqa.voice;

/** Why a sentence has no sound. */
public final class VoiceFailure extends Exception {
    private static final long serialVersionUID = 1;

    VoiceFailure(String why) {
        // It is shown to people; where in our code it arose helps nobody.
        super(why, null, false, false);
    }
}
