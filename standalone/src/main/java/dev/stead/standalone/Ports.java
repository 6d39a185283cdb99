package dev.stead.standalone;

/** The gRPC ports of the services; metrics and probes are on the port 1,000 higher. 0 is any free port, for both. */
record Ports(int matcher, int task, int payment) {
    static final Ports DEFAULT = new Ports(7101, 7102, 7103);
    static final Ports FREE = new Ports(0, 0, 0);
    static final int OPS_OFFSET = 1_000;

    /** Three in a row; 0 is any free ones. */
    static Ports from(int first) {
        return first == 0 ? FREE : new Ports(first, first + 1, first + 2);
    }
}
