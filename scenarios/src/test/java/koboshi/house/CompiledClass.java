package koboshi.house;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What one class file says about itself: everything it needs is in its constant pool.
 *
 * @param name with dots; nested types behind {@code $}
 * @param types every type it mentions: in code, signatures and annotations
 * @param members every field and method it mentions, as {@code java.time.Instant.now}
 * @param texts every constant text
 */
record CompiledClass(String name, Set<String> types, Set<String> members, Set<String> texts) {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([A-Za-z_][\\w$]*(?:/[A-Za-z_][\\w$]*)+)[;<]");

    static CompiledClass of(byte[] bytes) {
        var model = ClassFile.of().parse(bytes);
        var types = new TreeSet<String>();
        var members = new TreeSet<String>();
        var texts = new TreeSet<String>();
        for (var entry : model.constantPool()) {
            read(entry, types, members, texts);
        }
        return new CompiledClass(name(model), types, members, texts);
    }

    private static String name(ClassModel model) {
        return dotted(model.thisClass().asInternalName());
    }

    private static void read(PoolEntry entry, Set<String> types, Set<String> members, Set<String> texts) {
        switch (entry) {
            case ClassEntry type when !type.asInternalName().startsWith("[") -> types.add(dotted(type.asInternalName()));
            case MemberRefEntry member -> members.add(dotted(member.owner().asInternalName()) + "." + member.name().stringValue());
            case StringEntry text -> texts.add(text.stringValue());
            case Utf8Entry text -> IN_DESCRIPTOR.matcher(text.stringValue()).results().forEach(type -> types.add(dotted(type.group(1))));
            default -> {}
        }
    }

    private static String dotted(String internal) {
        return internal.replace('/', '.');
    }

    String inPackage() {
        return packageOf(name);
    }

    static String packageOf(String type) {
        int dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }

    /** The last name, without the types it is nested in; empty for a class without a name. */
    String simpleName() {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1).replaceFirst("^\\d+", "");
    }
}
