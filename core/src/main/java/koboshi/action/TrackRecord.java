package koboshi.action;

/** How a guard's acts turned out. */
public record TrackRecord(int saves, int harms) {
    public static final TrackRecord NONE = new TrackRecord(0, 0);

    public TrackRecord plus(boolean proved) {
        return proved ? new TrackRecord(saves + 1, harms) : new TrackRecord(saves, harms + 1);
    }
}
