package dev.stead.mesh.testing;

/** How many cases a test tries: few in a build, and in {@code ./stead soak}, which sets the property, the figure of the fault matrix. */
public final class TestSize {
    /** {@code full}, or absent. */
    public static final String PROPERTY = "dev.stead.testSize";

    private TestSize() {}

    public static int of(int ci, int full) {
        return "full".equals(System.getProperty(PROPERTY)) ? full : ci;
    }
}
