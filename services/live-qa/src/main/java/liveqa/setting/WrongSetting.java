package liveqa.setting;

/** A change of the settings that is not taken, and why. */
public final class WrongSetting extends Exception {
    private static final long serialVersionUID = 1;

    WrongSetting(String why) {
        super(why, null, false, false);
    }
}
