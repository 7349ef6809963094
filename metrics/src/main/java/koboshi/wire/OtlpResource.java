package koboshi.wire;

import java.nio.charset.StandardCharsets;

/**
 * What an export came from: {@code service.namespace/service.name} is its job and {@code service.instance.id} its instance; everything else that is known
 * of it becomes the labels of {@code target_info}.
 */
final class OtlpResource {
    private static final int ATTRIBUTE = Cursor.tag(1, Cursor.BYTES);
    private static final byte[] NAME = LabelRoom.bytes("__name__");
    private static final byte[] JOB = LabelRoom.bytes("job");
    private static final byte[] INSTANCE = LabelRoom.bytes("instance");
    private static final byte[] INFO = LabelRoom.bytes("target_info");

    private final OtlpAttributes attributes;
    private final byte[] job;
    private final byte[] instance;
    private long latestMillis;

    private OtlpResource(OtlpAttributes attributes) {
        this.attributes = attributes;
        var name = attributes.take("service_name");
        var space = attributes.take("service_namespace");
        this.job = LabelRoom.bytes(name.isEmpty() || space.isEmpty() ? name : space + "/" + name);
        this.instance = LabelRoom.bytes(attributes.take("service_instance_id"));
    }

    /** @param cursor at the fields of a resource, or at none where the sender named no resource */
    static OtlpResource read(Cursor cursor) {
        var attributes = new OtlpAttributes(cursor.bytes);
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == ATTRIBUTE) {
                attributes.add(cursor);
            } else {
                cursor.refuseKind(tag, 1);
                cursor.skip(tag);
            }
        }
        return new OtlpResource(attributes);
    }

    /** A series of it begins: its name, the attributes of a data point, and where it came from. */
    void series(LabelRoom room, byte[] name, OtlpAttributes point, byte[] alsoGiven) {
        room.begin().label(NAME, name);
        point.lay(room, NAME, job.length > 0 ? JOB : NAME, instance.length > 0 ? INSTANCE : NAME, alsoGiven);
        origin(room);
    }

    private void origin(LabelRoom room) {
        if (job.length > 0) {
            room.label(JOB, job);
        }
        if (instance.length > 0) {
            room.label(INSTANCE, instance);
        }
    }

    void seen(long millis) {
        latestMillis = Math.max(latestMillis, millis);
    }

    /** Once a message, at its latest moment: so that other series of the same job and instance can be joined with what is known of their origin. */
    void info(LabelRoom room, WriteReceiver receiver) {
        if (latestMillis > 0 && !attributes.isEmpty() && (job.length > 0 || instance.length > 0)) {
            room.begin().label(NAME, INFO);
            attributes.lay(room, NAME, JOB, INSTANCE);
            origin(room);
            room.name(receiver);
            receiver.sample(latestMillis, 1);
        }
    }

    String job() {
        return new String(job, StandardCharsets.UTF_8);
    }
}
