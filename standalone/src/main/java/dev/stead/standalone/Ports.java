package dev.stead.standalone;

/** The gRPC ports of the services; metrics and probes are on the port 1,000 higher. 0 is any free port, for both. */
record Ports(int matcher, int task, int payment) {
    static final Ports DEFAULT = new Ports(7101, 7102, 7103);
    static final Ports FREE = new Ports(0, 0, 0);
}
