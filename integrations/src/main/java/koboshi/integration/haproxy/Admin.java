package koboshi.integration.haproxy;

/** What people, or we, have decided about a server; what HAProxy's own checks think of it is another matter. */
public enum Admin {
    /** It gets traffic as far as it is up. */
    READY("ready", 0),
    /** Nobody new, except those whom a cookie sends there; what is running goes on, and checks go on. */
    DRAIN("drain", 0x08 | 0x10),
    /** Nobody at all, and no checks; what is running goes on until it ends or is shut down. */
    MAINT("maint", 0x01 | 0x02 | 0x20);

    private final String word;
    private final int bits;

    Admin(String word, int bits) {
        this.word = word;
        this.bits = bits;
    }

    /** As the Runtime API calls it. */
    public String word() {
        return word;
    }

    /**
     * Of {@code srv_admin_state}: forced 1, inherited from a tracked server 2 and unresolved 32 are maintenance; forced 8 and inherited 16 are
     * draining. The bit 4 only remembers that the configuration had it disabled, and stays after it was made ready.
     */
    static Admin of(int state) {
        if ((state & MAINT.bits) != 0) {
            return MAINT;
        }
        return (state & DRAIN.bits) != 0 ? DRAIN : READY;
    }
}
