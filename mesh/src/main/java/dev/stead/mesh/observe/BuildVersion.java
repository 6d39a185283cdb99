package dev.stead.mesh.observe;

/**
 * Which build this process runs, for the log, the metrics and {@code --version}. A program cannot know it by itself: {@code ./stead} and
 * the images pass it as properties of the JVM.
 *
 * @param version of the release
 * @param commit with {@code -dirty} at its end if the tree had changes
 */
public record BuildVersion(String version, String commit) {
    private static final String UNKNOWN = "unknown";

    /** That of this process; {@code unknown} where it was started by hand. */
    public static BuildVersion current() {
        return new BuildVersion(
                System.getProperty("dev.stead.version", UNKNOWN), System.getProperty("dev.stead.commit", UNKNOWN));
    }

    @Override
    public String toString() {
        return "stead " + version + ", commit " + commit;
    }
}
