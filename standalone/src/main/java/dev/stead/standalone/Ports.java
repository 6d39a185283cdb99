package dev.stead.standalone;

/** The ports of the services for calls, each with metrics and probes 1,000 above; 0 for any free ones. */
record Ports(int matcher, int task, int payment) {
    static final Ports USUAL = new Ports(7101, 7102, 7103);
    static final Ports FREE = new Ports(0, 0, 0);
}
