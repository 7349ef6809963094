package koboshi.http;

/** Somebody at the door, once we know who. */
record Person(String name, Role role) {
    /** Whoever sits at this machine: may operate, and is too anonymous to approve. */
    static final Person LOCAL = new Person("local", Role.OPERATOR);

    /** Nobody asked for a name. */
    static final Person ANYBODY = new Person("anybody", Role.VIEWER);
}
